"""Unicode 15.1's tables for the bidirectional algorithm: classes, bracket pairs and mirrored characters.

Python's ``unicodedata`` isn't used, because each Python version has its own Unicode version, and classes do change
between them (U+1B3A is NSM in 15.1 and L in 18.0): the same text would be set differently on two machines. The tables
are Unicode's own files in ``flyers/data``, read once, when the first text needs them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flyers.files import read_bytes

_SHORT_NAMES = {
    "Left_To_Right": "L",
    "Right_To_Left": "R",
    "Arabic_Letter": "AL",
    "European_Terminator": "ET",
    "Boundary_Neutral": "BN",
}
"""Short names of the classes by the long names that only ``@missing`` lines use."""

_MISSING = "# @missing:"

_CANONICAL_BRACKETS = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""The only brackets that have a canonical equivalent; BD16 compares brackets after this mapping."""


class Bracket(NamedTuple):
    """A paired bracket (BD14, BD15): its canonical form, that of its partner, and whether it is the opening one."""

    canonical: str
    partner: str
    opens: bool


def bidi_classes(text: str) -> list[str]:
    """Return the Bidi_Class of every character of ``text``, by its short name (``"L"``, ``"AL"``, ``"EN"``, …).

    Unassigned characters have their block's default class (UAX #44, ``@missing`` in DerivedBidiClass.txt).
    """
    table = _class_table()
    return [table[char] for char in text]


@cache
def brackets() -> dict[str, Bracket]:
    """Return every paired bracket of BidiBrackets.txt."""
    pairs = {}
    for char, partner, kind in _rows("BidiBrackets.txt"):
        own, other = _char(char), _char(partner)
        pairs[own] = Bracket(
            _CANONICAL_BRACKETS.get(own, own), _CANONICAL_BRACKETS.get(other, other), opens=kind.strip() == "o"
        )
    return pairs


@cache
def mirrors() -> dict[str, str]:
    """Return every character of BidiMirroring.txt with its mirror image."""
    return {_char(char): _char(partner) for char, partner in _rows("BidiMirroring.txt")}


class _ClassTable(dict[str, str]):
    """Classes by character, looked up in the ranges when a character first occurs."""

    def __init__(self, starts: list[int], classes: list[str]) -> None:
        super().__init__()
        self._starts = starts
        self._classes = classes

    def __missing__(self, char: str) -> str:
        bidi_class = self[char] = self._classes[bisect_right(self._starts, ord(char)) - 1]
        return bidi_class


@cache
def _class_table() -> _ClassTable:
    # Later lines win: @missing lines go from general to specific, and assigned ranges override them all.
    ranges = [*_missing_ranges("DerivedBidiClass.txt"), *_assigned_ranges("DerivedBidiClass.txt")]
    edges = sorted({edge for start, end, _ in ranges for edge in (start, end)})
    positions = {edge: index for index, edge in enumerate(edges)}
    classes = ["L"] * len(edges)
    for start, end, bidi_class in ranges:
        first, stop = positions[start], positions[end]
        classes[first:stop] = [bidi_class] * (stop - first)
    return _ClassTable(edges, classes)


def _assigned_ranges(name: str) -> Iterator[tuple[int, int, str]]:
    for span, bidi_class in _rows(name):
        yield (*_span(span), bidi_class.strip())


def _missing_ranges(name: str) -> Iterator[tuple[int, int, str]]:
    for line in _lines(name):
        if line.startswith(_MISSING):
            span, long_name = line.removeprefix(_MISSING).split(";")
            yield (*_span(span), _SHORT_NAMES[long_name.strip()])


def _span(field: str) -> tuple[int, int]:
    """Return ``"0590..05FF"`` or ``"0590"`` as a half-open range of code points."""
    first, _, last = field.strip().partition("..")
    return int(first, 16), int(last or first, 16) + 1


def _char(field: str) -> str:
    return chr(int(field, 16))


def _rows(name: str) -> Iterator[list[str]]:
    """Yield the fields of every data line of a file in the UCD's format, without comments."""
    for line in _lines(name):
        data = line.partition("#")[0]
        if data.strip():
            yield data.split(";")


def _lines(name: str) -> list[str]:
    return read_bytes(Path(__file__).parents[1] / "data" / name).decode("utf-8").splitlines()
