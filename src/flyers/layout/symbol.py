"""QR symbols (ISO/IEC 18004): version, level and mask for a target, and the modules.

The library `qrcode` codes the data. It would also choose the mask, module by module, which took nine tenths of the time
of a symbol; here a symbol is one integer with a bit for each module, and the standard's rules are counts of bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache as cache_of_process
from typing import TYPE_CHECKING, Any, Literal

from flyers.process_cache import memoized

if TYPE_CHECKING:
    from qrcode.main import QRCode

    Code = QRCode[Any]

Level = Literal["L", "M", "Q", "H"]
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
"""Of error correction (ISO/IEC 18004, 5.3.6), from 7 to 30 % of the symbol."""

MASKS = 8
_PERIOD = 12
"""Every mask repeats after so many rows and columns."""

_TYPE_NUMBER_FROM = 7
"""Symbols have their version written in them from this one on."""

_FINDER = 40
"""Penalty for each likeness of a finder pattern (ISO/IEC 18004, table 11: N3)."""
_LIKE_FINDER = (0b10111010000, 0b00001011101)
_LIKENESS = 11


@memoized(64)
def symbol(target: str, level: Level) -> tuple[str, ...]:
    """Return the symbol for *target* without its quiet zone: rows from the top, "1" for dark.

    It is the smallest version that holds the target at *level*, at the highest level that this version has room for,
    with the mask that the standard's rule chooses: so the same target always gives the same picture.

    Raises:
        qrcode.exceptions.DataOverflowError: no version holds the target.
    """
    from qrcode.exceptions import DataOverflowError

    best = _code(target, level)
    for higher in LEVELS[LEVELS.index(level) + 1 :]:
        try:
            code = _code(target, higher)
        except DataOverflowError:
            break
        if code.version != best.version:
            break
        best = code
    return _drawn(best)


def _code(target: str, level: Level) -> Code:
    """Return the code of *target* at *level* in the smallest version, which has no modules yet."""
    from qrcode import constants
    from qrcode.main import QRCode

    levels = {
        "L": constants.ERROR_CORRECT_L,
        "M": constants.ERROR_CORRECT_M,
        "Q": constants.ERROR_CORRECT_Q,
        "H": constants.ERROR_CORRECT_H,
    }
    code: Code = QRCode(border=0, error_correction=levels[level])
    code.add_data(target)
    code.best_fit()
    return code


def _drawn(code: Code) -> tuple[str, ...]:
    """Return the rows of *code* with its best mask."""
    code.makeImpl(True, 0)  # with nothing where the mask is noted, as the masks are compared
    size = len(code.modules)
    masks = _masks(size, _free(code.version))
    across = _bits(code.modules)
    down = _bits(list(zip(*code.modules, strict=True)))
    best = min(range(MASKS), key=lambda mask: penalty(across ^ masks[mask][0], down ^ masks[mask][1], size))
    code.modules = _rows(across ^ masks[best][0], size)
    code.setup_type_info(False, best)
    if code.version >= _TYPE_NUMBER_FROM:
        code.setup_type_number(False)
    return tuple(_row(row) for row in code.modules)


def penalty(across: int, down: int, size: int) -> int:
    """Return how hard a symbol is to read (ISO/IEC 18004, 7.8.3.1): the mask with the least is the best.

    Args:
        across: its modules row by row, one bit each, those of the first row the highest; 1 is dark.
        down: the same column by column.
        size: modules of a side.
    """
    points = 0
    for bits in (across, down):
        points += _runs(bits, size) + _FINDER * _likenesses(bits, size)
    share = across.bit_count() / size**2
    return points + 3 * _blocks(across, size) + 10 * int(abs(share * 100 - 50) / 5)


def _runs(bits: int, size: int) -> int:
    """Return the penalty of runs of five or more modules of one colour: 3, and 1 for each module more than five."""
    same = ~(bits ^ (bits >> 1)) & _after(size, 1)  # where a module is like the one before it
    fives = same & (same >> 1)
    fives &= fives >> 2  # where five are alike, by their last one
    begun = fives & ~(fives << 1)
    return fives.bit_count() + 2 * begun.bit_count()


def _blocks(bits: int, size: int) -> int:
    """Return the number of squares of two by two modules of one colour."""
    below = bits >> size
    across = ~(bits ^ (bits >> 1)) & _after(size, 1)
    alike = ~(bits ^ below) & ((1 << size * (size - 1)) - 1)
    return (alike & (alike >> 1) & across).bit_count()


def _likenesses(bits: int, size: int) -> int:
    """Return how often the proportions of a finder pattern, with four light modules on a side, are in the rows."""
    found = 0
    for pattern in _LIKE_FINDER:
        places = _after(size, _LIKENESS - 1)
        for step in range(_LIKENESS):
            shifted = bits >> step
            places &= shifted if pattern >> step & 1 else ~shifted
        found += places.bit_count()
    return found


def _after(size: int, count: int) -> int:
    """Return the modules of a symbol that have *count* others before them in their row."""
    row = (1 << (size - count)) - 1
    bits = 0
    for place in range(size):
        bits |= row << place * size
    return bits


@cache_of_process
def _masks(size: int, free: int) -> tuple[tuple[int, int], ...]:
    """Return what turns a symbol with mask 0 into one with each mask, row by row and column by column.

    *free* has a bit for each module that is data, row by row.
    """
    free_down = _bits(list(zip(*_rows(free, size), strict=True)))
    first, *others = [_mask(number, size) for number in range(MASKS)]
    changes = [(0, 0)]
    changes += [((first[0] ^ across) & free, (first[1] ^ down) & free_down) for across, down in others]
    return tuple(changes)


def _mask(number: int, size: int) -> tuple[int, int]:
    """Return the modules that a mask turns, row by row and column by column."""
    from qrcode.util import mask_func

    turned = mask_func(number)
    places = range(_PERIOD)
    cells = ["".join("1" if turned(row, column) else "0" for column in places) for row in places]
    return _repeated(cells, size), _repeated(["".join(column) for column in zip(*cells, strict=True)], size)


def _repeated(cells: Sequence[str], size: int) -> int:
    times = size // _PERIOD + 1
    rows = [(row * times)[:size] for row in cells]
    return int("".join((rows * times)[:size]), 2)


def _free(version: int) -> int:
    """Return the modules of a version that are data, row by row."""
    from qrcode.main import precomputed_qr_blanks

    blank = precomputed_qr_blanks[version]
    size = len(blank)
    free = _bits([[module is None for module in row] for row in blank])
    # What the library fills in after these blanks: how the data is to be read, and the version.
    places = [(8, column) for column in (*range(9), *range(size - 8, size))]
    places += [(row, 8) for row in (*range(9), *range(size - 8, size))]
    if version >= _TYPE_NUMBER_FROM:
        corner = [(row, column) for row in range(6) for column in range(size - 11, size - 8)]
        places += corner + [(column, row) for row, column in corner]
    for row, column in places:
        free &= ~(1 << (size * size - 1 - row * size - column))
    return free


def _bits(rows: Sequence[Sequence[bool | None]]) -> int:
    return int("".join(_row(row) for row in rows), 2)


def _row(row: Sequence[bool | None]) -> str:
    return "".join(["1" if dark else "0" for dark in row])


def _rows(bits: int, size: int) -> list[list[bool | None]]:
    written = f"{bits:0{size * size}b}"
    return [[cell == "1" for cell in written[start : start + size]] for start in range(0, size * size, size)]
