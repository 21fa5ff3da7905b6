"""Charstrings of type 2, which draw the glyphs of a CFF font (Adobe Technical Note 5177).

Each draws with whole numbers, so that two fonts of one origin draw the same points.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from flyers.proof.segments import MOST_STEPS, Contour

_DEEPEST_SUBROUTINE = 10

_MOST_WORDS = 20 * MOST_STEPS
"""Operators and numbers of a charstring, those of its subroutines as often as they are called."""


class UnusualError(Exception):
    """A charstring has something that text fonts do without, and that is not read here."""


class Charstring(NamedTuple):
    """What a charstring draws, its advance width, and whether it has hints, which move it at small sizes."""

    contours: list[Contour]
    width: float
    hinted: bool = False


class Subroutines(Protocol):
    """Subroutines, by number after `bias` was added to it."""

    @property
    def bias(self) -> int: ...

    def __getitem__(self, number: int) -> bytes: ...


class Private(NamedTuple):
    """What the charstrings of a font refer to: subroutines, the usual width, and the one from which others differ."""

    subroutines: Subroutines | None
    default_width: float
    nominal_width: float


def whole_number(data: bytes, at: int) -> tuple[int, int]:
    """Return a whole number as DICTs and charstrings have it, and where it ends."""
    byte = data[at]
    if 32 <= byte <= 246:
        return byte - 139, at + 1
    if 247 <= byte <= 250:
        return (byte - 247) * 256 + data[at + 1] + 108, at + 2
    if 251 <= byte <= 254:
        return -(byte - 251) * 256 - data[at + 1] - 108, at + 2
    if byte == 28:
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    raise ValueError("a number is not defined")


class Machine:
    """Carries out one charstring."""

    def __init__(self, shared: Subroutines, private: Private) -> None:
        self._shared = shared
        self._private = private
        self._stack: list[float] = []
        self._contours: list[Contour] = []
        self._x: float = 0
        self._y: float = 0
        self._hints = 0
        self._width: float | None = None
        self._words = _MOST_WORDS
        self._steps = MOST_STEPS

    def run(self, data: bytes) -> Charstring:
        if not self._carry_out(data, 0):
            raise UnusualError("a charstring without an end")
        assert self._width is not None
        return Charstring(self._contours, self._width, self.hinted)

    @property
    def hinted(self) -> bool:
        """Whether hints were stated so far."""
        return self._hints > 0

    def _carry_out(self, data: bytes, depth: int) -> bool:
        """Carry out a charstring or a subroutine; return whether the glyph has ended."""
        if depth > _DEEPEST_SUBROUTINE:
            raise ValueError("subroutines are nested too deep")
        stack = self._stack
        at, end = 0, len(data)
        while at < end:
            self._words -= 1
            if self._words < 0:
                raise ValueError(f"a charstring has more than {_MOST_WORDS} words")
            byte = data[at]
            if byte >= 32:
                if byte <= 246:
                    stack.append(byte - 139)
                    at += 1
                elif byte == 255:
                    stack.append(struct.unpack_from(">i", data, at + 1)[0] / 65536)
                    at += 5
                else:
                    number, at = whole_number(data, at)
                    stack.append(number)
                continue
            if byte == 28:
                number, at = whole_number(data, at)
                stack.append(number)
                continue
            at += 1
            if byte in _DRAWING:
                if not self._contours:
                    raise UnusualError("a line without a beginning")
                self._add(_DRAWING[byte](stack))
                stack.clear()
            elif byte in (10, 29):
                subroutines = self._private.subroutines if byte == 10 else self._shared
                if subroutines is None:
                    raise ValueError("a subroutine is missing")
                if self._carry_out(subroutines[_whole(stack.pop()) + subroutines.bias], depth + 1):
                    return True
            elif byte == 11:
                return False
            elif byte in (1, 3, 18, 23):
                self._note_hints()
            elif byte in (19, 20):
                self._note_hints()
                at += (self._hints + 7) // 8
            elif byte in (4, 21, 22):
                self._move(byte)
            elif byte == 14:
                self._note_width(len(stack) > 0)
                if stack:
                    raise UnusualError("an accented letter of two others")
                return True
            elif byte == 12 and data[at] in _FLEX:
                if not self._contours:
                    raise UnusualError("a line without a beginning")
                self._add(_FLEX[data[at]](stack))
                at += 1
                stack.clear()
            else:
                raise UnusualError("arithmetic")
        return False

    def _note_hints(self) -> None:
        self._note_width(len(self._stack) % 2 == 1)
        self._hints += len(self._stack) // 2
        self._stack.clear()

    def _move(self, byte: int) -> None:
        stack = self._stack
        self._note_width(len(stack) > (2 if byte == 21 else 1))
        if len(stack) != (2 if byte == 21 else 1):
            raise UnusualError("operands that nothing needs")
        self._x += 0 if byte == 4 else stack[0]
        self._y += 0 if byte == 22 else stack[-1]
        self._count(1)
        self._contours.append([("M", (self._x, self._y))])
        stack.clear()

    def _note_width(self, stated: bool) -> None:
        """Take the width from before the operands of the first operator that clears the stack, if it is there."""
        if self._width is None:
            private = self._private
            self._width = private.nominal_width + self._stack.pop(0) if stated else private.default_width

    def _add(self, steps: Iterator[tuple[float, ...]]) -> None:
        """Add steps, given by their differences: of one point, a line; of three, a curve."""
        contour, x, y = self._contours[-1], self._x, self._y
        for step in steps:
            if len(step) == 2:
                x, y = x + step[0], y + step[1]
                contour.append(("L", (x, y)))
                self._count(1)
            else:
                a, b, c, d, e, f = step
                one = (x + a, y + b)
                two = (one[0] + c, one[1] + d)
                x, y = two[0] + e, two[1] + f
                contour.append(("C", one, two, (x, y)))
                self._count(3)
        self._x, self._y = x, y

    def _count(self, points: int) -> None:
        self._steps -= points
        if self._steps < 0:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")


def _whole(number: float) -> int:
    if number != int(number):
        raise UnusualError("a fraction in place of a number")
    return int(number)


# Each of these takes the operands of an operator, and yields the differences of its steps (Technical Note 5177, 4.1).

_Operands = list[float]
_Steps = Iterator[tuple[float, ...]]


def _need(condition: bool) -> None:
    if not condition:
        raise UnusualError("operands that nothing needs")


def _lines(stack: _Operands) -> _Steps:
    _need(len(stack) >= 2 and len(stack) % 2 == 0)
    return zip(stack[::2], stack[1::2], strict=True)


def _curves(stack: _Operands) -> _Steps:
    _need(len(stack) >= 6 and len(stack) % 6 == 0)
    return zip(*(stack[start::6] for start in range(6)), strict=True)


def _curves_and_line(stack: _Operands) -> _Steps:
    _need(len(stack) >= 8)
    yield from _curves(stack[:-2])
    yield stack[-2], stack[-1]


def _lines_and_curve(stack: _Operands) -> _Steps:
    _need(len(stack) >= 8)
    yield from _lines(stack[:-6])
    yield tuple(stack[-6:])


def _level_lines(stack: _Operands, level: bool = True) -> _Steps:
    _need(bool(stack))
    for length in stack:
        yield (length, 0) if level else (0, length)
        level = not level


def _upright_lines(stack: _Operands) -> _Steps:
    return _level_lines(stack, level=False)


def _level_curves(stack: _Operands) -> _Steps:
    _need(len(stack) >= 4 and len(stack) % 4 in (0, 1))
    odd = len(stack) % 4
    up = stack[0] if odd else 0
    for at in range(odd, len(stack), 4):
        a, b, c, d = stack[at : at + 4]
        yield a, up, b, c, d, 0
        up = 0


def _upright_curves(stack: _Operands) -> _Steps:
    _need(len(stack) >= 4 and len(stack) % 4 in (0, 1))
    odd = len(stack) % 4
    right = stack[0] if odd else 0
    for at in range(odd, len(stack), 4):
        a, b, c, d = stack[at : at + 4]
        yield right, a, b, c, 0, d
        right = 0


def _turning_curves(stack: _Operands, level: bool = True) -> _Steps:
    """Curves that begin level and end upright, and begin upright and end level, in turns."""
    _need(len(stack) >= 4 and len(stack) % 4 in (0, 1))
    last = len(stack) - len(stack) % 4 - 4
    for at in range(0, last + 4, 4):
        a, b, c, d = stack[at : at + 4]
        rest = stack[-1] if at == last and len(stack) % 4 else 0
        yield (a, 0, b, c, rest, d) if level else (0, a, b, c, d, rest)
        level = not level


def _turning_curves_from_upright(stack: _Operands) -> _Steps:
    return _turning_curves(stack, level=False)


def _level_flex(stack: _Operands) -> _Steps:
    _need(len(stack) == 7)
    a, b, c, d, e, f, g = stack
    yield a, 0, b, c, d, 0
    yield e, 0, f, -c, g, 0


def _flex(stack: _Operands) -> _Steps:
    _need(len(stack) == 13)
    return _curves(stack[:12])


def _flex_to_its_height(stack: _Operands) -> _Steps:
    _need(len(stack) == 9)
    a, b, c, d, e, f, g, h, i = stack
    yield a, b, c, d, e, 0
    yield f, 0, g, h, i, -(b + d + h)


def _flex_to_its_side(stack: _Operands) -> _Steps:
    _need(len(stack) == 11)
    across, up = sum(stack[0:10:2]), sum(stack[1:10:2])
    yield tuple(stack[:6])
    yield *stack[6:10], *((stack[10], -up) if abs(across) > abs(up) else (-across, stack[10]))


_DRAWING: dict[int, Callable[[_Operands], _Steps]] = {
    5: _lines,
    6: _level_lines,
    7: _upright_lines,
    8: _curves,
    24: _curves_and_line,
    25: _lines_and_curve,
    26: _upright_curves,
    27: _level_curves,
    30: _turning_curves_from_upright,
    31: _turning_curves,
}
_FLEX: dict[int, Callable[[_Operands], _Steps]] = {
    34: _level_flex,
    35: _flex,
    36: _flex_to_its_height,
    37: _flex_to_its_side,
}
