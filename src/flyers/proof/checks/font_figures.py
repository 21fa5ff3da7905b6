"""What the fonts of the file say of themselves in figures: the heights of lines, the widths of letters, their box, and
their style.

No outline depends on them. But programs that copy or search the text of a page have nothing else to tell lines, words
and paragraphs by: poppler takes the heights that the file states. Firefox takes another font in place of one whose
program has an unknown number in its head. And a program that takes another font for any reason chooses one of the
weight, slant and kind that the file states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Dictionary

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.fonts import SUBSET_TAG, FontReading
from flyers.proof.geometry import Box, contains, union
from flyers.proof.pictures.expected import ExpectedFace
from flyers.proof.pictures.outlines import Typeface, typeface
from flyers.proof.reading import Reading

ROUNDED = 0.5
"""Thousandths of an em by which a stated height may be off: they are whole."""

EXACT = 1e-6
"""By which other figures may be off: of a slant, six decimals are written."""

LARGER = 2.0
"""Thousandths of an em by which a box may be larger: rounding."""


@check(
    "V922",
    "fonts state the campaign’s figures",
    found="A font in the file states another name, another height of its lines, another box or other figures of itself "
    "than the campaign’s font, or widths that programs read differently.",
    why="Programs find lines and words by these figures: someone who copies the text gets its lines in another order, "
    "or words with spaces inside; and some viewers take another font in place of one with unknown figures.",
    advice="The file was edited: ask for the original.",
    owner="print shop, developer",
    rules=("ISO 32000-1, 9.7.4.3, 9.8.1, 9.8.2",),
    needs_expectation=True,
)
def figures_are_the_campaigns(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for key, face in _faces(reading, expectation).items():
        font = reading.fonts[key]
        for problem in _of_face(font, typeface(face, expectation.fonts)):
            yield Fault(f"the font {problem}", where=font.name)
    for font in reading.fonts.values():
        if not font.plainly_wide:
            yield Fault("the font states a width twice, or has something else in its widths", where=font.name)


def _faces(reading: Reading, expectation: Expectation) -> Mapping[str, ExpectedFace]:
    """Return the face of the campaign that each font of the file is, by the first letter that is drawn with it."""
    faces: dict[str, ExpectedFace] = {}
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        for text, codes in zip(page.contents.texts, picture.texts or (), strict=False):
            for glyph, code in zip(text.glyphs, codes, strict=False):
                if glyph.font not in faces and code.face is not None and glyph.text == code.text:
                    faces[glyph.font] = code.face
                    if len(faces) == len(reading.fonts):
                        return faces
    return faces


def _of_face(font: FontReading, face: Typeface) -> Iterator[str]:
    if face.names and SUBSET_TAG.sub("", font.name) not in face.names:
        yield f"is called “{font.name}”, not {' or '.join(sorted(face.names))}"
    stated: Any = font.descriptor if isinstance(font.descriptor, Dictionary) else Dictionary()
    yield from _of_style(stated, face)
    whole = face.whole
    if whole is None:
        return
    scale = 1000 / face.units
    for key, units in (("/Ascent", whole.ascent), ("/Descent", whole.descent)):
        found = stated.get(key)
        if found is None or abs(float(found) - units * scale) > ROUNDED:
            yield f"is said to have the {key[1:]} {found if found is not None else '(none)'}, not {units * scale:.0f}"
    program = font.program
    if program is None:
        return
    own = program.whole
    if own is not None and (own.ascent, own.descent, own.rest) != (whole.ascent, whole.descent, whole.rest):
        yield "says something else of itself than the campaign’s font does (head, hhea, OS/2, post)"
    if own is not None and any(mine > its for mine, its in zip(own.programs, whole.programs, strict=False)):
        yield "says that its programs need more memory than those of the campaign’s font (maxp)"
    ink = union((_scaled(whole.box, 1 / face.units), *(code.box for code in font.used.values() if code.box)))
    for box in (font.stated_box, program.stated_box):
        if ink is not None and box is not None and not contains(_scaled(ink, 1000), box, LARGER):
            yield "is said to have a box that is larger than all its letters (FontBBox)"


def _of_style(stated: Any, face: Typeface) -> Iterator[str]:
    style = face.style
    capitals = style.capitals * 1000 / face.units if style.capitals else stated.get("/Ascent")
    wanted = {"/Flags": style.flags, "/ItalicAngle": style.slant, "/StemV": style.stem, "/CapHeight": capitals}
    for key, value in wanted.items():
        found = stated.get(key)
        if value is not None and not _is_number(found, value, ROUNDED if key == "/CapHeight" else EXACT):
            yield f"is said to have the {key[1:]} {found if found is not None else '(none)'}, not {value:g}"


def _is_number(found: Any, wanted: Any, tolerance: float) -> bool:
    """Return whether *found* is the number *wanted*, and a whole one where that is whole."""
    try:
        same = abs(float(found) - float(wanted)) <= tolerance
    except (TypeError, ValueError):
        return False
    return same and (not isinstance(wanted, int) or type(found) is int)


def _scaled(box: Box, scale: float) -> Box:
    return (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)
