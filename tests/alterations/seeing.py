"""What a person notices of a file: its pictures, the words that readers extract, what is said, and what a touch opens.

Nothing here is shared with the proof: MuPDF renders and extracts, and the structure tree is walked by `hearing`.

The thresholds, at 300 dots per inch, where a pixel is 0.085 mm:

- a spot: a square of `SPOT` × `SPOT` pixels (a third of a millimetre), all of which differ by more than `TONE` of 255
  levels in red, green or blue;
- a stroke: `STROKE` connected pixels, each more than `CONTRAST` levels beyond whatever the other picture has within
  `NEAR` pixels: a new line or a gap, not an edge that moved a little;
- a tint: a square of `FIELD` × `FIELD` pixels (a millimetre) that is more than `TINT` levels lighter throughout, or
  darker, in red, green or blue.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pymupdf
from hearing import hear
from numpy.typing import NDArray

DPI = 300
SPOT, TONE = 4, 64
STROKE, NEAR, CONTRAST = 12, 2, 64
FIELD, TINT = 12, 12

Picture = NDArray[np.uint8]


@dataclass
class Impression:
    """A file as people perceive it; each sense is used when it is first asked for."""

    pdf: bytes

    @cached_property
    def _document(self) -> pymupdf.Document:
        return pymupdf.open("pdf", self.pdf)

    @cached_property
    def pictures(self) -> list[Picture]:
        pictures = []
        for page in self._document:
            seen = page.get_pixmap(dpi=DPI, alpha=False, colorspace=pymupdf.csRGB)
            pictures.append(np.frombuffer(seen.samples, dtype=np.uint8).reshape(seen.height, seen.width, 3))
        return pictures

    @cached_property
    def words(self) -> list[str]:
        """The text that a reader extracts from each page, without white space and invisible characters."""
        return [_visible(page.get_text()) for page in self._document]

    @cached_property
    def speech(self) -> list[str]:
        """What is said and what a touch opens, line by line."""
        return hear(self.pdf)


def noticed(before: Impression, after: Impression) -> str:
    """Return what a person notices: ``words``, ``speech`` or ``picture``, the first of them; "" if nothing."""
    if before.words != after.words:
        return "words"
    if before.speech != after.speech:
        return "speech"
    same_sizes = [one.shape for one in before.pictures] == [one.shape for one in after.pictures]
    if not same_sizes or any(map(looks_different, before.pictures, after.pictures)):
        return "picture"
    return ""


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in composed if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"))


def looks_different(one: Picture, other: Picture) -> bool:
    """Return whether two pictures of a page, of one size, differ by more than a threshold."""
    changed = one != other
    # One axis after the other: numpy takes twenty times as long for two of three at once.
    rows = np.flatnonzero(changed.reshape(len(changed), -1).any(axis=1))
    if not len(rows):
        return False
    columns = np.flatnonzero(changed.any(axis=0).any(axis=1))
    # A margin, since the neighbours of changed pixels are looked at too.
    left, top = max(columns[0] - NEAR, 0), max(rows[0] - NEAR, 0)
    part = slice(top, rows[-1] + NEAR + 1), slice(left, columns[-1] + NEAR + 1)
    before, after = one[part].astype(np.int16), other[part].astype(np.int16)
    apart = np.abs(before - after).max(axis=2)
    return _square(apart > TONE, SPOT) or _tint(after - before) or _stroke(apart, before, after)


def _square(changed: NDArray[np.bool_], side: int) -> bool:
    """Return whether there is a square that has changed throughout."""
    whole = changed
    for axis in (0, 1):
        length = 1  # of the runs along this axis that have changed throughout, by the place where each begins
        while length < side:
            more = min(length, side - length)
            if whole.shape[axis] <= more:
                return False
            whole = whole[:-more] & whole[more:] if axis == 0 else whole[:, :-more] & whole[:, more:]
            length += more
    return bool(whole.any())


def _tint(change: NDArray[np.int16]) -> bool:
    """Return whether a field is lighter throughout, or darker throughout. (Where type moves a little, it is both.)"""
    return any(_square(sign * change[..., colour] > TINT, FIELD) for sign in (1, -1) for colour in range(3))


def _stroke(apart: NDArray[np.int16], one: NDArray[np.int16], other: NDArray[np.int16]) -> bool:
    places = np.argwhere(apart > TONE)
    new = {
        (int(row), int(column))
        for row, column in places
        if _beyond(one, other, row, column) or _beyond(other, one, row, column)
    }
    while new:
        waiting, size = [new.pop()], 0
        while waiting:
            row, column = waiting.pop()
            size += 1
            around = {(row + up, column + across) for up in (-1, 0, 1) for across in (-1, 0, 1)} & new
            new -= around
            waiting.extend(around)
        if size >= STROKE:
            return True
    return False


def _beyond(one: NDArray[np.int16], other: NDArray[np.int16], row: int, column: int) -> bool:
    """Return whether a pixel of *one* has a level that *other* has nowhere near."""
    around = other[max(row - NEAR, 0) : row + NEAR + 1, max(column - NEAR, 0) : column + NEAR + 1].reshape(-1, 3)
    level = one[row, column]
    return bool(np.any((level < around.min(axis=0) - CONTRAST) | (level > around.max(axis=0) + CONTRAST)))
