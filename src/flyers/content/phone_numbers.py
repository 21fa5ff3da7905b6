"""Telephone numbers as people read them: letters for digits, country codes, and whether two forms are one number."""

from __future__ import annotations

import re
from functools import cache

from flyers.content import schema


@cache
def keypad_digits(text: str) -> str:
    """Return the digits of a printed number, capital letters as the digits of telephone keys (ITU-T E.161).

    Only whole words may be read in this way; see `letters_problem`.
    """
    return "".join(_KEYS.get(character, character) for character in text if character in _KEYS or character.isdigit())


_KEYS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))


def printed_problem(text: str) -> schema.Problem | None:
    """Return why *text* is not a number as it can be printed; None if it is one."""
    if not text.strip():
        return schema.Problem("There is no number.", _PRINTED_AS)
    if problem := letters_problem(text):
        return problem
    if not _PRINTED.fullmatch(text):
        return schema.Problem(f"“{schema.shorten(text)}” is not a number as printed.", _PRINTED_AS)
    return None


_PRINTED = re.compile(r"\+?[0-9(][0-9A-Z() .-]*")
_PRINTED_AS = "Write digits, “-”, “.”, “( )” and spaces: “1-888-373-7888”."


def letters_problem(text: str) -> schema.Problem | None:
    """Return why letters of a printed number may be slips for digits; None if all of them are words of their own.

    On telephone keys O is 6 and I is 4: a “01OO” that was typed for “0100” would be a stranger's number.
    """
    for group in _GROUP.findall(text):
        if group.isdigit() or (group.isalpha() and not _LIKE_DIGITS.fullmatch(group)):
            continue
        meant = group.translate(_MEANT)
        digits = f"If digits are meant, write “{meant}”. " if meant.isdigit() else "If digits are meant, write digits. "
        return schema.Problem(
            f"“{schema.shorten(group)}” in “{schema.shorten(text, 40)}” "
            + ("is letters that look like digits." if group.isalpha() else "mixes letters and digits."),
            f"{digits}Put a word in a group of its own, as in “1-800-FLOWERS” or “1-800-4-A-CHILD”.",
        )
    return None


_GROUP = re.compile(r"[0-9A-Za-z]+")
_LIKE_DIGITS = re.compile(r"[OIoil]+")
_MEANT = str.maketrans("OIoil", "01011")


def same_number(display: str, target: str) -> bool:
    """Return whether the number that is printed, *display*, is the one that is dialed, *target* (``+18883737888``)."""
    printed, dialed = keypad_digits(display), target.removeprefix("+")
    if printed == dialed:
        return True
    if display.startswith("+") or not target.startswith("+"):
        return False
    # Printed as it is dialed inside the country: without its code, perhaps with a trunk zero (which Italy also dials
    # from abroad).
    national, country = printed.removeprefix("0"), country_code(dialed)
    return len(national) >= 7 and dialed in (country + national, country + printed)


def country_code(digits: str) -> str:
    """Return the country code with which an international number begins; "" if it begins with none."""
    found = _COUNTRY_CODE.match(digits)
    return found[0] if found else ""


_COUNTRY_CODE = re.compile(
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2[1-689][0-9]|3[578][0-9]|42[0-9]|5[09][0-9]|6[7-9][0-9]|8[035789][0-9]|9[679][0-9]"
)
"""Country codes (list annexed to ITU-T E.164): none begins with another one, so their lengths are known."""
