"""Charstrings of type 2, which draw the glyphs of a CFF font (Adobe Technical Note 5177).

Each draws with whole numbers, so that two fonts of one origin draw the same points.
"""

from __future__ import annotations

import struct
from typing import NamedTuple, Protocol

from flyers.proof.charstring_steps import DRAWING, FLEX, Drawing, UnusualError
from flyers.proof.segments import MOST_STEPS, Contour, Point

_DEEPEST_SUBROUTINE = 10

_MOST_BYTES = 20 * MOST_STEPS
"""Bytes of a charstring, those of its subroutines as often as they are called."""


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
        self._at: Point = (0, 0)
        self._hints = 0
        self._width: float | None = None
        self._bytes_left = _MOST_BYTES
        self._steps_left = MOST_STEPS

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
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise ValueError(f"a charstring has more than {_MOST_BYTES} bytes")
        stack = self._stack
        at, end = 0, len(data)
        while at < end:
            byte = data[at]
            at += 1
            if byte >= 32:
                if byte <= 246:
                    stack.append(byte - 139)
                elif byte <= 250:
                    stack.append((byte - 247) * 256 + data[at] + 108)
                    at += 1
                elif byte <= 254:
                    stack.append(-(byte - 251) * 256 - data[at] - 108)
                    at += 1
                else:
                    stack.append(struct.unpack_from(">i", data, at)[0] / 65536)
                    at += 4
            elif byte in DRAWING:
                self._draw(DRAWING[byte])
            elif byte == 28:
                stack.append(struct.unpack_from(">h", data, at)[0])
                at += 2
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
            elif byte == 12 and data[at] in FLEX:
                self._draw(FLEX[data[at]])
                at += 1
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
        x, y = self._at
        self._at = x + (0 if byte == 4 else stack[0]), y + (0 if byte == 22 else stack[-1])
        self._count(1)
        self._contours.append([("M", self._at)])
        stack.clear()

    def _note_width(self, stated: bool) -> None:
        """Take the width from before the operands of the first operator that clears the stack, if it is there."""
        if self._width is None:
            private = self._private
            self._width = private.nominal_width + self._stack.pop(0) if stated else private.default_width

    def _draw(self, steps: Drawing) -> None:
        if not self._contours:
            raise UnusualError("a line without a beginning")
        # A point has at least one operand, so that this counts rather too many.
        self._count(len(self._stack))
        self._at = steps(self._stack, self._contours[-1], *self._at)
        self._stack.clear()

    def _count(self, points: int) -> None:
        self._steps_left -= points
        if self._steps_left < 0:
            raise ValueError(f"an outline has more than {MOST_STEPS} steps")


def _whole(number: float) -> int:
    if number != int(number):
        raise UnusualError("a fraction in place of a number")
    return int(number)
