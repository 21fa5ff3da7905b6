"""A line of text as the strings that are shown of each of its runs, those of mixed directions in parts for pdfium.

pdfium puts a line in logical order by counting: stretches of letters from right to left against stretches from left to
right, and a stretch ends at every space and sign. ``www.example.org`` is three, so it comes out backwards in an Arabic
line, or turns that line round. What cannot be told rightly so is told in parts: between them a space stands below the
baseline, so deep that pdfium ends the line there, and not so deep that MuPDF does. To poppler it is but a space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from flyers.layout.pages import TextLine
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.signs import PlacedSign, Sign, SignFace, strings
from flyers.pdf.tounicode import LRM, SOFT, is_bidi_control, runs_ltr
from flyers.text.model import GlyphRun

RunStrings = list[list[PlacedSign]]

_DROP = 0.79
"""Em from the baseline down to a cut's space. MuPDF begins a line at 0.8, pdfium at 0.75 of a sign's width."""


def line_strings(line: TextLine, library: Any, *, rtl_page: bool) -> list[RunStrings]:
    """The strings of each run of *line*; none of a run that only has characters without form.

    Args:
        rtl_page: whether the page that the line is on runs from right to left as a whole.
    """
    runs: list[RunStrings] = [[] for _ in line.runs]
    shown = [index for index, run in enumerate(line.runs) if any(map(_is_seen, run.glyphs))]
    rtl = {index: line.runs[index].level % 2 == 1 for index in shown}
    for before, index, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        run = line.runs[index]
        runs[index] = strings(
            run,
            sign_face(library.face(run.face)),
            after_rtl=before is not None and rtl[before],
            before_rtl=after is not None and rtl[after],
        )
    if shown and not rtl[shown[-1]]:
        _keep_hyphen(runs[shown[-1]][-1])
    stretches = [_Stretch(key, list(group)) for key, group in groupby(shown, key=rtl.__getitem__)]
    if rtl_page:
        _close(stretches, runs)
    if len(stretches) > 1:
        base = min(line.runs[index].level for index in shown) % 2 == 1
        for one, other in _cuts(stretches, runs, base):
            _cut(one, other, line.runs, runs, library)
    return runs


@lru_cache(maxsize=64)
def sign_face(face: Any) -> SignFace:
    """What signs ask of a face of the font library."""
    font = face.font
    return SignFace(face.upem, "glyf" in font.face.table_tags, font.get_glyph_h_advance, face.ink)


_HYPHENS = "-\u00ad\u2010"


class _Stretch(NamedTuple):
    """Neighbouring runs of one direction, by their index."""

    rtl: bool
    runs: list[int]


def _keep_hyphen(string: list[PlacedSign]) -> None:
    """Follow a hyphen at a line's end by something, or poppler leaves it out and pdfium puts U+FFFE in its place."""
    last = string[-1]
    if last.text[-1] in _HYPHENS:
        string[-1] = last._replace(text=last.text + SOFT)


def _close(stretches: Sequence[_Stretch], runs: Sequence[RunStrings]) -> None:
    """Mark the right ends of left-to-right stretches, lest poppler count a sign there with what stands right of it."""
    for stretch in stretches:
        string = runs[stretch.runs[-1]][-1]
        last = string[-1]
        if not stretch.rtl and not runs_ltr(last.text[-1]):
            string[-1] = last._replace(text=last.text + LRM)


def _cuts(stretches: Sequence[_Stretch], runs: Sequence[RunStrings], rtl: bool) -> Iterator[tuple[_Stretch, _Stretch]]:
    """The neighbours that must be parted in a line whose paragraph runs from right to left (*rtl*), or not."""
    kinds = [_kinds(stretch, runs) for stretch in stretches]
    neighbours = list(pairwise(range(len(stretches))))
    cut = [not rtl or any(not stretches[i].rtl and len(kinds[i]) > 1 for i in pair) for pair in neighbours]
    start = 0
    for end in range(1, len(stretches) + 1):
        if end == len(stretches) or cut[end - 1]:
            together = [kind for part in kinds[start:end] for kind in part]
            if together.count("L") >= together.count("R") > 0:
                cut[start : end - 1] = [True] * (end - 1 - start)
            start = end
    return ((stretches[i], stretches[j]) for (i, j), parts in zip(neighbours, cut, strict=True) if parts)


def _kinds(stretch: _Stretch, runs: Sequence[RunStrings]) -> list[str]:
    """The stretches that pdfium sees, from left to right or, all the same, from right to left."""
    texts = [sign.text for index in stretch.runs for string in runs[index] for sign in string]
    # The characters of a code stand from left to right, the codes of a right-to-left stretch do not.
    order = (char for text in texts for char in (reversed(text) if stretch.rtl else text))
    return [kind for kind, _ in groupby(order, key=_kind)]


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """``L``, ``R``, ``W`` for digits and what keeps with them, ``N`` for the rest (pdfium's ``CFX_BidiChar``)."""
    kind = unicodedata.bidirectional(char)
    if kind in ("L", "R"):
        return kind
    if kind == "AL":
        return "R"
    return "W" if kind in ("EN", "AN", "ES", "ET", "CS", "NSM", "BN") else "N"


def _cut(one: _Stretch, other: _Stretch, sources: Sequence[GlyphRun], runs: list[RunStrings], library: Any) -> None:
    """Put a space below the line between two stretches, in the left-to-right run at its border.

    It stands where MuPDF expects the next character: to the left of the last one, or to the right.
    """
    index = other.runs[0] if one.rtl else one.runs[-1]
    run = sources[index]
    face = sign_face(library.face(run.face))
    space = library.face(run.face).font.get_nominal_glyph(ord(" "))
    if not space or not face.composable:
        return
    advance = face.advance(space)
    em = run.size / face.upem
    last = runs[one.runs[-1]][-1][-1]
    x = last.x - advance * em if one.rtl else last.x + _advance(last.sign, face) * em
    sign = Sign((Component(space, 0, 0), Component(STRUT, 0, 0)), advance)
    cut = [PlacedSign(sign, " ", x, -_DROP * run.size)]
    runs[index].insert(0 if one.rtl else len(runs[index]), cut)


def _advance(sign: Sign, face: SignFace) -> int:
    return face.advance(sign.components[0].gid) if sign.advance is None else sign.advance


def _is_seen(glyph: Any) -> bool:
    return not glyph.text or not all(map(is_bidi_control, glyph.text))
