"""Golden files: one paragraph in each language, glyph by glyph, as text that a person can compare.

To update the files after an intended change, run ``FLYERS_WRITE_GOLDEN=1 pytest tests/text/test_golden_text.py``, and
review the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textsamples import SAMPLES

from flyers.page.document import PositionedGlyph
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter
from flyers.text.placing import Paragraph

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", SAMPLES)
def test_the_paragraph_matches_its_golden_file(typesetter: Typesetter, library: FontLibrary, language: str) -> None:
    sample = SAMPLES[language]
    description = describe(typesetter.paragraph(sample.rich, sample.spec, 180), library)
    path = GOLDEN / f"{language}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        path.write_text(description, encoding="utf-8")
    assert description == path.read_text(encoding="utf-8")


def describe(paragraph: Paragraph, library: FontLibrary) -> str:
    """Return every line, its runs in logical order, and each glyph's name, position (points) and characters."""
    parts = [
        f"{len(paragraph.lines)} lines, {paragraph.width:g} wide, {paragraph.height:.2f} high, "
        f"size {paragraph.size:g}, leading {paragraph.leading:.2f}"
    ]
    for number, line in enumerate(paragraph.lines, 1):
        parts.append(f"\nline {number} [{line.start}:{line.end}] baseline {line.baseline:.2f} width {line.width:.2f}")
        parts.append("  " + readable(line.text))
        parts += [f"  contact {it.contact} {it.display} {it.x0:.2f} to {it.x1:.2f}" for it in line.contacts]
        for run in line.runs:
            face = library.face(run.face)
            parts.append(f"  {run.face} level {run.level} {run.script} {run.language}")
            parts += [
                f"    {place(glyph)} {face.font.glyph_to_string(glyph.gid)} {readable(glyph.text)}"
                for glyph in run.glyphs
            ]
    return "\n".join(part.rstrip() for part in parts) + "\n"


def place(glyph: PositionedGlyph) -> str:
    height = f"{glyph.y:+.2f}" if round(glyph.y, 2) else ""
    return f"{glyph.x:8.2f}{height:6}"


def readable(text: str) -> str:
    """Return the text with invisible characters as code points."""
    return "".join(char if char.isprintable() and char != "\u00a0" else f"<{ord(char):04X}>" for char in text)
