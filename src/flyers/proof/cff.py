"""The glyphs of a CFF font: outlines, the boxes around their ink, and widths (Adobe Technical Note 5176).

fontTools reads what text fonts do without: accented letters made of two others, superfluous operands.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from typing import NamedTuple, cast

from flyers.proof.charstring_steps import UnusualError
from flyers.proof.charstrings import Charstring, Machine, Private, whole_number
from flyers.proof.geometry import IDENTITY, Box, Matrix, multiply
from flyers.proof.packed_contours import PackedContours, packed, packed_bounds
from flyers.proof.segments import Contour

_CHARSET, _CHAR_STRINGS, _PRIVATE, _SUBROUTINES, _DEFAULT_WIDTH, _NOMINAL_WIDTH = 15, 17, 18, 19, 20, 21
_TYPE, _MATRIX, _ROS, _FONTS, _FONT_OF_GLYPH = 1206, 1207, 1230, 1236, 1237
"""Operators of a DICT; the second byte of those of two follows 12."""

_OF_OUTLINES = {
    0,
    1,
    2,
    3,
    4,
    5,
    *range(13, 22),
    1200,
    1201,
    1202,
    1203,
    1204,
    1206,
    1207,
    1221,
    1222,
    *range(1230, 1239),
}
"""Operators with names of fonts and places of their parts, and those that this module carries out."""

_SAME_UNITS = 1e-6
"""Share by which the units of an em may be off: reals have their digits."""

Bytes = bytes | memoryview


class CharstringGlyph(NamedTuple):
    """The outline of a glyph, its advance width, and whether it has hints; see `Charstring`."""

    contours: PackedContours
    width: float
    hinted: bool


class CharstringGlyphs:
    """The glyphs of the CFF table *data*, in font units.

    Attributes:
        count: how many there are.
        units: units in an em.
        has_cids: whether its glyphs are known by CID.
        unusual: operators of its dictionaries that change how outlines are drawn: stems, alignment zones, strokes.

    Raises:
        IndexError, KeyError, ValueError, struct.error: the table is damaged, or no font in a file has its like.
    """

    def __init__(self, data: Bytes) -> None:
        self._data = data
        names = Index(data, data[2])
        tops = Index(data, names.end)
        strings = Index(data, tops.end)
        self._shared = Index(data, strings.end)
        if len(tops) != 1:
            raise ValueError("several fonts")
        self._top = top = _dict(tops[0])
        if top.get(_TYPE, [2]) != [2]:
            raise ValueError("charstrings of another type")
        self._strings = Index(data, _offset(top[_CHAR_STRINGS][0]))
        self.count = len(self._strings)
        self.units = 1 / float(top[_MATRIX][0]) if _MATRIX in top else 1000.0
        self.has_cids = _ROS in top
        self.unusual = {operator for operator in top if operator not in _OF_OUTLINES}
        self._selects: tuple[Sequence[int], Sequence[int]] = [0], [0]
        if self.has_cids:
            index = Index(data, _offset(top[_FONTS][0]))
            fonts = [_dict(index[number]) for number in range(len(index))]
            self._privates = [self._private(font) for font in fonts]
            self._matrices = [font.get(_MATRIX) for font in fonts]
            self._selects = self._font_numbers(_offset(top[_FONT_OF_GLYPH][0]))
        else:
            self._privates, self._matrices = [self._private(top)], [None]
        self._glyphs: dict[int, CharstringGlyph] = {}

    def glyph(self, gid: int) -> CharstringGlyph:
        """Return a glyph, which is drawn once.

        Raises:
            ValueError: see `draw`.
        """
        if gid not in self._glyphs:
            drawn = self.draw(gid)
            self._glyphs[gid] = CharstringGlyph(packed(drawn.contours), drawn.width, drawn.hinted)
        return self._glyphs[gid]

    def draw(self, gid: int) -> Charstring:
        """Return the outline and the width of a glyph.

        Raises:
            ValueError: there is no such glyph, it is damaged, or it has more than `MOST_STEPS` steps.
        """
        machine = Machine(self._shared, self._privates[self._font(gid)])
        try:
            return machine.run(self._strings[gid])
        except UnusualError:
            return Charstring(*self._by_fonttools(gid), machine.hinted)  # hints come before what is drawn
        except (IndexError, struct.error) as error:
            raise ValueError(f"the charstring {gid} is damaged") from error

    @cached_property
    def _by_fonttools(self) -> Callable[[int], tuple[list[Contour], float]]:
        from flyers.proof.drawn_outlines import charstrings

        return charstrings(bytes(self._data))

    def _font(self, gid: int) -> int:
        """Return the number of the font to which a glyph belongs."""
        starts, numbers = self._selects
        return int(numbers[bisect_right(starts, gid) - 1])

    def is_plain(self, gid: int) -> bool:
        """Return whether a glyph is drawn as it is written, `units` to the em: not narrowed, slanted or moved."""
        matrices = [self._top.get(_MATRIX), self._matrices[self._font(gid)]]
        stated = [cast(Matrix, tuple(matrix)) for matrix in matrices if matrix]
        if not all(len(matrix) == len(IDENTITY) for matrix in stated):
            return False
        a, b, c, d, e, f = reduce(multiply, stated[::-1], IDENTITY) if stated else (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        return b == c == e == f == 0 and max(abs(a * self.units - 1), abs(d * self.units - 1)) < _SAME_UNITS

    def is_hinted(self, gid: int) -> bool:
        """Return whether a glyph says where its stems are, so that some programs move them to whole pixels."""
        return self.glyph(gid).hinted

    def box(self, gid: int) -> Box | None:
        """Return the box around the ink of a glyph; None if it has none."""
        return packed_bounds(self.glyph(gid).contours)

    def gid_of_cid(self) -> dict[int, int]:
        """Return the glyphs by CID (13)."""
        offset = _offset(self._top.get(_CHARSET, [0])[0])
        if offset <= 2:
            return {gid: gid for gid in range(self.count)}
        cids = [0]
        form, at = self._data[offset], offset + 1
        if form == 0:
            cids += struct.unpack_from(f">{self.count - 1}H", self._data, at)
        elif form not in (1, 2):
            raise ValueError("the format of the charset is not defined")
        while len(cids) < self.count:
            first, more = struct.unpack_from(">HB" if form == 1 else ">HH", self._data, at)
            at += 3 if form == 1 else 4
            cids += range(first, first + more + 1)
        return {cid: gid for gid, cid in enumerate(cids[: self.count])}

    def _private(self, font: dict[int, list[float]]) -> Private:
        size, start = map(_offset, font.get(_PRIVATE, (0, 0)))
        private = _dict(bytes(self._data[start : start + size]))
        self.unusual |= private.keys() - _OF_OUTLINES
        subroutines = None
        if _SUBROUTINES in private:
            subroutines = Index(self._data, start + _offset(private[_SUBROUTINES][0]))
        default, nominal = (private.get(key, [0])[0] for key in (_DEFAULT_WIDTH, _NOMINAL_WIDTH))
        return Private(subroutines, default, nominal)

    def _font_numbers(self, at: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return the first glyphs of ranges, and the numbers of their fonts."""
        data = self._data
        if data[at] == 0:
            return range(self.count), data[at + 1 : at + 1 + self.count]
        if data[at] != 3:
            raise ValueError("fonts are chosen in another way")
        (count,) = struct.unpack_from(">H", data, at + 1)
        ranges = list(struct.iter_unpack(">HB", data[at + 3 : at + 3 + 3 * count]))
        return [first for first, _ in ranges], [number for _, number in ranges]


class Index:
    """An INDEX: pieces of *data* by number (5)."""

    def __init__(self, data: Bytes, start: int) -> None:
        self._data = data
        self._count = int.from_bytes(data[start : start + 2], "big")
        self._size = data[start + 2] if self._count else 0
        self._offsets = start + 3
        self._base = self._offsets + self._size * (self._count + 1) - 1
        if self._count and not 1 <= self._size <= 4:
            raise ValueError("the size of offsets is not defined")
        self.end = self._at(self._count) if self._count else start + 2

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < self._count:
            raise IndexError(number)
        start, end = self._at(number), self._at(number + 1)
        if not self._base < start <= end <= len(self._data):
            raise ValueError("a piece is outside its table")
        return bytes(self._data[start:end])

    def _at(self, number: int) -> int:
        at = self._offsets + number * self._size
        return self._base + int.from_bytes(self._data[at : at + self._size], "big")

    @property
    def bias(self) -> int:
        """Return what is added to the number of a subroutine (Technical Note 5177, 4.7)."""
        return 107 if self._count < 1240 else 1131 if self._count < 33900 else 32768


def _offset(value: float) -> int:
    if value != int(value) or value < 0:
        raise ValueError("an offset is not a whole number")
    return int(value)


def _dict(data: bytes) -> dict[int, list[float]]:
    """Return the operands of a DICT by operator (4)."""
    found: dict[int, list[float]] = {}
    operands: list[float] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte <= 21:
            at += 1
            if byte == 12:
                byte = 1200 + data[at]
                at += 1
            found[byte], operands = operands, []
        elif byte == 30:
            value, at = _real(data, at + 1)
            operands.append(value)
        elif byte == 29:
            operands.append(struct.unpack_from(">i", data, at + 1)[0])
            at += 5
        else:
            value, at = whole_number(data, at)
            operands.append(value)
    return found


def _real(data: bytes, at: int) -> tuple[float, int]:
    digits = ""
    while not digits.endswith(" "):
        for nibble in (data[at] >> 4, data[at] & 15):
            digits += ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "E", "E-", "?", "-", " ")[nibble]
            if nibble == 15:
                break
        at += 1
    return float(digits), at
