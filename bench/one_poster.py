"""Make one English poster without proving it; `bench.py` measures this as a process."""

from __future__ import annotations

import sys
from pathlib import Path

from flyers.layout.compose import compose
from flyers.pdf.painter import paint
from flyers.pipeline.session import Session

session = Session(Path(sys.argv[1]))
document = compose(
    session.localized("en"), session.layout("poster"), session.theme, session.typesetter, session.pictures
)
pdf = paint(document, session.edition("press"), session.library)
if not pdf.startswith(b"%PDF-"):
    sys.exit("The painter returned something that isn't a PDF.")
