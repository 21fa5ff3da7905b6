"""Types of command-line words, shared by the commands."""

from __future__ import annotations

import argparse
import re


def names(text: str) -> list[str]:
    """``"es, ar zh_Hans"`` as ``["es", "ar", "zh_Hans"]``."""
    found = [name for name in re.split(r"[,\s]+", text) if name]
    if not found:
        raise argparse.ArgumentTypeError("it is empty; leave the option away to mean all")
    return found


def add_names(parser: argparse.ArgumentParser, option: str, metavar: str, meaning: str) -> None:
    """Give *parser* an *option* of several `names`, which may be given several times; None where it is not."""
    parser.add_argument(option, metavar=metavar, type=names, action="extend", help=meaning)


def at_least_one(text: str) -> int:
    """A whole number, 1 or more."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of 1 or more")
    return int(text)


def measure(text: str) -> float:
    """A length with its unit, in points."""
    from flyers.units import UnitError, length

    try:
        return length(text)
    except UnitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def offset(text: str) -> tuple[float, float]:
    """``"1mm,-0.5mm"``: two lengths, to the right and up, in points."""
    across, comma, up = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"“{text}” is not two lengths with a comma, as in 1mm,-0.5mm")
    return measure(across), measure(up)
