"""Numbers as content streams write them: at most three decimals, no exponent, no trailing zeros.

Three decimals of a point are 0.35 µm, far below any press; PDF 32000-1 7.3.3 knows no exponents.
"""

from __future__ import annotations


def number(value: float) -> str:
    """``12.5`` for 12.5000001, ``0`` for -0.0001."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return written if written != "-0" else "0"


def numbers(*values: float) -> str:
    """Several numbers with a space between."""
    return " ".join(map(number, values))
