"""Golden files: one paragraph in each language, glyph by glyph, as text that a person can compare.

To update the files after an intended change, run ``FLYERS_WRITE_GOLDEN=1 pytest tests/text/test_golden_text.py``, and
review the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textsamples import SAMPLES

from flyers.content.markup import RichText
from flyers.page.document import PositionedGlyph
from flyers.text.fonts import FontLibrary
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", SAMPLES)
def test_the_paragraph_matches_its_golden_file(typesetter: Typesetter, library: FontLibrary, language: str) -> None:
    sample = SAMPLES[language]
    description = describe(typesetter, library, sample.rich, sample.spec, 180)
    path = GOLDEN / f"{language}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        path.write_text(description, encoding="utf-8")
    assert description == path.read_text(encoding="utf-8")


def describe(typesetter: Typesetter, library: FontLibrary, rich: RichText, spec: TypeSpec, width: float) -> str:
    """Return every line, its runs in logical order, and each glyph's name, position (points) and characters."""
    measured = typesetter.measure(rich, spec, width)
    parts = [
        f"{measured.lines} lines, {width:g} wide, {measured.height:.2f} high, "
        f"size {spec.size:g}, leading {measured.leading:.2f}"
    ]
    for number, line in enumerate(typesetter.paragraph(rich, spec, width), 1):
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
