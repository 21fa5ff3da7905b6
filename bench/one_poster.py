"""The least that makes one English poster, for `bench.py` to time as a process: all but the proof."""

from __future__ import annotations

import sys
from pathlib import Path

from flyers.build.workshop import Workshop
from flyers.layout.compose import compose
from flyers.pdf.painter import paint

shop = Workshop(Path(sys.argv[1]))
document = compose(shop.localized("en"), shop.layout("poster"), shop.theme, shop.typesetter, shop.pictures)
pdf = paint(document, shop.edition("press"), shop.library)
if not pdf.startswith(b"%PDF-"):
    sys.exit("this is no PDF")
