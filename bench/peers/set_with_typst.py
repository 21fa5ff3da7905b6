"""Set pieces with Typst: one process, one compiler, the files of one folder; `peers.py` measures it.

python set_with_typst.py FOLDER OUTPUT            every piece of which FOLDER has the words
python set_with_typst.py FOLDER OUTPUT VARIANTS   the only piece there, once for each variant in the file VARIANTS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

folder, output = Path(sys.argv[1]), Path(sys.argv[2])
variants = json.loads(Path(sys.argv[3]).read_bytes()) if len(sys.argv) > 3 else [{}]
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder / "fonts")])
compiler = typst.Compiler(str(folder / "flyer.typ"), root=str(folder), font_paths=fonts)
for words in sorted(folder.glob("*.json")):
    for number, variant in enumerate(variants):
        pdf = compiler.compile(sys_inputs={"words": words.name, **variant}, timestamp=0)
        (output / f"{words.stem}-{number}.pdf").write_bytes(pdf)
