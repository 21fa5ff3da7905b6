"""QR symbols (ISO/IEC 18004): version, level and modules for a target. The library `qrcode` makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from flyers.process_cache import memoized

if TYPE_CHECKING:
    from qrcode.main import QRCode

    Code = QRCode[Any]

Level = Literal["L", "M", "Q", "H"]
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
"""Of error correction (ISO/IEC 18004, 5.3.6), from 7 to 30 % of the symbol."""


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
    best.make(fit=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in best.modules)


def _code(target: str, level: Level) -> Code:
    """Return the code of *target* at *level* in the smallest version, which has no modules yet."""
    from qrcode import constants
    from qrcode.main import QRCode

    code: Code = QRCode(border=0, error_correction=getattr(constants, f"ERROR_CORRECT_{level}"))
    code.add_data(target)
    code.best_fit()
    return code
