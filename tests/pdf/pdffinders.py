"""What a reader finds: phrases as they are typed, searched by each program's own search in files of products."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pdfreaders import poppler

from flyers.page.document import Document, TextLine
from tools.pdfjs import pdfjs as build

CONTROLS = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x2066, 0x206A)])
"""Characters that nobody types."""


def phrases(document: Document) -> list[str]:
    """Return a phrase of two to four words, as typed, from each line of *document* that has as many."""
    chosen: dict[str, None] = {}
    for page in document.pages:
        for line in page.items:
            if isinstance(line, TextLine) and not line.running:
                words = line.text.translate(CONTROLS).split()
                draw = random.Random(line.text)
                count = min(len(words), draw.randint(2, 4))
                if count >= 2:
                    start = draw.randint(0, len(words) - count)
                    chosen[" ".join(words[start : start + count])] = None
    return list(chosen)


def in_pdfjs(file: Path, wanted: Sequence[str]) -> list[bool]:
    return _asked({"file": str(file), "phrases": list(wanted)})


def in_perfect_text(lines: Sequence[str], wanted: Sequence[str]) -> list[bool]:
    """Return what pdf.js finds in the lines themselves, without a file."""
    return _asked({"lines": [line.translate(CONTROLS) for line in lines], "phrases": list(wanted)})


def _asked(question: dict[str, object]) -> list[bool]:
    process = _finder()
    assert process.stdin
    assert process.stdout
    print(json.dumps(question), file=process.stdin, flush=True)
    answer = json.loads(process.stdout.readline())
    if isinstance(answer, dict):
        raise ValueError(answer["error"])
    return answer


@cache
def _finder() -> subprocess.Popen[str]:
    command = ["node", str(Path(build.__file__).with_name("find.mjs")), str(build.PDFJS.folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")


def in_pdfium(file: Path, wanted: Sequence[str]) -> list[bool]:
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage() for page in document]
        return [any(page.search(phrase).get_next() for page in pages) for phrase in wanted]


def in_mupdf(file: Path, wanted: Sequence[str]) -> list[bool]:
    import pymupdf

    with pymupdf.open(file) as document:
        return [any(page.search_for(phrase) for page in document) for phrase in wanted]


def in_poppler(file: Path, wanted: Sequence[str]) -> list[bool]:
    """Return what Evince finds: poppler compares in NFKC, and lets white space stand for a line's end."""
    texts = [_folded(text) for text in poppler(file.read_bytes())]
    return [any(_folded(phrase) in text for text in texts) for phrase in wanted]


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u202a-\u202e]", "", unicodedata.normalize("NFKC", text))).casefold()


FINDERS: dict[str, Callable[[Path, Sequence[str]], list[bool]]] = {
    "pdf.js": in_pdfjs,
    "pdfium": in_pdfium,
    "MuPDF": in_mupdf,
    "poppler": in_poppler,
}
