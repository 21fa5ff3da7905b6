"""What codes and links open, and what is printed for it: the rules of addresses and of phone numbers."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit

from flyers.content import schema


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


_WEB, _MAIL = "https", "mailto"

LONGEST_SHORT_NUMBER = 6
"""Digits of the longest number that is dialed without a country, such as 233733."""

_NUMBER_TARGET = re.compile(r"\+?[0-9]{3,15}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@(?P<host>[A-Za-z0-9.-]+)")
_TRACKERS = re.compile(r"(?:^|&)(?:utm_|fbclid|gclid|mc_|msclkid|igsh)", re.IGNORECASE)
_SHORTENERS = re.compile(
    r"(?:www\.)?(?:bit\.ly|buff\.ly|cutt\.ly|goo\.gl|is\.gd|lnkd\.in|ow\.ly|qr\.io|qrco\.de|rebrand\.ly|shorturl\.at"
    r"|t\.co|t\.ly|tinyurl\.com)"
)


def check_target(target: str, scheme: str, kind: str, ending: str = "") -> None:
    """Check the target of a contact of some *kind*, whose *scheme* is tel, sms, https or mailto.

    *ending* is what follows its number: the text of a message.

    Raises:
        Problem: it is not such a URI, or opens it in a way that people would not expect.
    """
    given, _, rest = target.partition(":")
    if given != scheme:
        raise schema.Problem(
            f"“{schema.shorten(target)}” does not begin with “{scheme}:”.",
            f"The target of a contact of kind {kind} must begin so; no other scheme is put in a code or link.",
        )
    if problem := _stray_problem(target):
        raise problem
    if scheme == _WEB:
        _check_web(target)
    elif scheme == _MAIL:
        match = _ADDRESS.fullmatch(rest)
        if not match or not _HOST.fullmatch(match["host"].lower()):
            raise schema.Problem(f"“{rest}” is not a mail address.")
    elif not _NUMBER_TARGET.fullmatch(rest.removesuffix(ending)):
        raise schema.Problem(
            f"“{rest}” is not a dialable number.",
            f"Write digits only, with “+” and the country: “{scheme}:+18883737888”.",
        )
    elif not rest.startswith("+") and len(rest.removesuffix(ending)) > LONGEST_SHORT_NUMBER:
        raise schema.Problem(
            f"“{rest}” is not a whole number: it has no country.",
            f"Write all of it, with “+”, the country and the area code: “{scheme}:+18883737888”.",
        )


def agree(display: str, target: str, ending: str = "") -> bool:
    """Return whether the printed form *display* names what *target*, which is in order, opens."""
    scheme, _, rest = target.partition(":")
    if scheme == _WEB:
        return _bare_address(display) == _bare_address(rest)
    if scheme == _MAIL:
        return display.lower() == rest.lower()
    return same_number(display, rest.removesuffix(ending))


def names_place(display: str, target: str) -> bool:
    """Return whether the address of a place that is printed is what the map at *target* looks for."""
    printed, sought = (re.findall("[a-z0-9]+", text.lower()) for text in (display, unquote_plus(target)))
    left = iter(sought)
    return bool(printed) and all(word in left for word in printed)


def names_account(display: str, target: str) -> bool:
    """Return whether *display* (``WhatsApp 207-555-0143``, ``Telegram @help``) ends in the account at *target*."""
    account = target.rstrip("/").rpartition("/")[2].lstrip("@+")
    if account.isdigit():
        number = re.search(r"\+?[0-9(][0-9() .-]*$", display)
        return number is not None and same_number(number[0], f"+{account}")
    return display.rpartition(" ")[2].lstrip("@").lower() == account.lower()


def shorter(display: str, target: str, ending: str = "") -> str:
    """Return a shorter printed form of what *target* opens than *display*, which agrees with it; "" if none is known.

    Numbers of North America do without their 1, addresses without “www.”. How other countries write their numbers at
    home is not known here.
    """
    rest = _DISPENSABLE.sub("", display)
    return rest if rest != display and agree(rest, target, ending) else ""


_DISPENSABLE = re.compile(r"^(?:\+?1[ .-]+(?=[0-9(])|\(1\) ?|(?:https://)?(?:www\.(?=[^/]+\.))?)", re.IGNORECASE)
"""The beginning of a number or of an address that is as clear without it."""


def _stray_problem(target: str) -> schema.Problem | None:
    """Return what is wrong with the first character that no target has: a space, or any but printable ASCII."""
    stray = next((sign for sign in target if sign == " " or not (sign.isascii() and sign.isprintable())), "")
    if not stray:
        return None
    if stray.isspace():
        return schema.Problem(f"“{schema.shorten(target)}” has a space in it.", "Leave it out: addresses have none.")
    named = f"“{stray}”, U+{ord(stray):04X}," if stray.isprintable() else f"U+{ord(stray):04X}"
    hint = "Write it in ASCII: a host with other letters has a name that begins with “xn--”."
    return schema.Problem(f"“{schema.shorten(target)}” has {named} in it.", hint)


def _check_web(target: str) -> None:
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not target.startswith("https://") or not _HOST.fullmatch(host) or port is not None or "@" in parts.netloc:
        raise schema.Problem(f"“{schema.shorten(target)}” is not a plain web address.", "Write “https://host/path”.")
    if _SHORTENERS.fullmatch(host):
        raise schema.Problem(
            f"“{host}” shortens addresses.", "Use the address itself: shorteners track people and expire."
        )
    if _TRACKERS.search(parts.query) or _TRACKERS.search(parts.fragment):
        raise schema.Problem("This address has parameters that track people.", "Delete them.")


def _bare_address(address: str) -> str:
    address = address.removeprefix("https:").removeprefix("//")
    host, slash, path = address.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")
