"""QR matrices (ISO/IEC 18004), made once per target and level."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flyers.layout import blocks
    from flyers.layout.setting import Setting

QUIET_ZONE = 4
"""Modules that stay free on every side (ISO/IEC 18004, 5.3.8 of the 2015 edition)."""


@cache
def matrix(target: str, level: str) -> tuple[str, ...]:
    """The symbol for *target* without its quiet zone: rows from the top, "1" for dark.

    ``level`` is L, M, Q or H. The smallest version that holds the target is taken, and the standard's own mask rule, so
    the same target always gives the same picture.
    """
    from qrcode import constants
    from qrcode.main import QRCode

    code = QRCode(border=0, error_correction=getattr(constants, f"ERROR_CORRECT_{level}"))
    code.add_data(target)
    code.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())


def code_side(block: blocks.Code, setting: Setting) -> float:
    """Side of the block, points: the symbol with its quiet zone and frame."""
    symbol = matrix(setting.localized.contact(block.contact).target, block.level)
    return (len(symbol) + 2 * QUIET_ZONE) * block.module + 2 * setting.points(block.frame)
