"""The outlines in the file's fonts: each that a page draws is the campaign's, point by point.

The picture of a page shows what a person sees of them. A letter that is a little narrower, or whose bar is a little
lower, is within the tolerance of pictures, but is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flyers.findings import Fault
from flyers.proof.content_stream.records import TextObject
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.font_programs import EmbeddedFont
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.matching import essence, visible
from flyers.proof.packed_contours import PackedContours, joined, those_enclosing
from flyers.proof.pictures.expected import PlacedCode
from flyers.proof.pictures.outlines import typeface
from flyers.proof.reading import Reading

ROUNDED = 1.0
"""Font units by which a point may be off: coordinates of a pinned variable font are rounded. (In our files none is.)"""


@check(
    "V909",
    "letters have the outlines of the campaign’s fonts",
    found="A letter’s outline in the font of the file is not that of the campaign’s font, even where that can hardly "
    "be seen.",
    why="Someone who changed one letter may have changed others, and a digit with another outline is another digit.",
    advice="The file was edited: ask for the original.",
    owner="print shop",
    asked_by="issue 9: another glyph in a font",
    needs_expectation=True,
)
def outlines_are_the_campaigns(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    compared: set[tuple[Any, ...]] = set()
    seen: set[tuple[Any, ...]] = set()
    for number, text, codes in _texts(reading, expectation):
        for glyph, code in zip(text.glyphs, codes, strict=False):
            # Most codes come again as the same objects; comparing identities is faster than comparing contents.
            same = (glyph.font, glyph.gid, id(code.face), id(code.parts))
            if same in seen or code.face is None:
                continue
            seen.add(same)
            key = (glyph.font, glyph.gid, code.face, code.parts)
            if key in compared:
                continue
            compared.add(key)
            if not _is_drawn_alike(glyph, code, reading, expectation.fonts):
                yield Fault(f"{_named(code)} has another outline in “{_words(codes)}”", page=number)


def _texts(reading: Reading, expectation: Expectation) -> Iterator[tuple[int, TextObject, Sequence[PlacedCode]]]:
    """Yield every text of the file with the number of its page and the codes that it must have, as far as both go.

    T313 finds texts and codes that don't match.
    """
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        for text, codes in zip(page.contents.texts, picture.texts or (), strict=False):
            yield page.number, text, codes


def _is_drawn_alike(glyph: DrawnGlyph, code: PlacedCode, reading: Reading, fonts: Mapping[str, bytes]) -> bool:
    """Return whether the file's font draws *glyph* as the campaign's fonts draw the parts of *code*."""
    program = reading.fonts[glyph.font].program
    if program is None or code.face is None or not 0 <= glyph.gid < program.count:
        return False
    face = typeface(code.face, fonts)
    if program.truetype and face.truetype and program.truetype.is_made_of(glyph.gid, face.truetype, code.parts):
        return True
    if program.charstrings and not program.charstrings.is_plain(glyph.gid):
        return False
    wanted = joined([(those_enclosing(face.written(gid)), x, y) for gid, x, y in code.parts])
    return program.units == face.units and _alike(_outline(program, glyph.gid), wanted)


def _outline(program: EmbeddedFont, gid: int) -> PackedContours | None:
    """Return an outline of the file's font, without contours that enclose nothing; None if it can't be drawn."""
    try:
        return those_enclosing(program.outline(gid))
    except Exception:  # a damaged font can fail in any way where it is drawn
        return None


def _alike(found: PackedContours | None, wanted: PackedContours) -> bool:
    """Return whether two outlines have the same steps, with their points within `ROUNDED`."""
    return (
        found is not None
        and found.kinds == wanted.kinds
        and (
            found.places == wanted.places
            or all(abs(mine - its) <= ROUNDED for mine, its in zip(found.places, wanted.places, strict=True))
        )
    )


def _named(code: PlacedCode) -> str:
    return f"“{visible(code.text)}”" if essence(code.text) else "a space or a mark"


def _words(codes: Sequence[PlacedCode]) -> str:
    return visible("".join(code.text for code in codes))
