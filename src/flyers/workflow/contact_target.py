"""Derives what a code opens from what is printed, and from the contact's present target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from flyers.content.contacts import ADDRESSES, ContactKind
from flyers.content.phone_numbers import country_code, keypad_digits, printed_problem
from flyers.content.targets import LONGEST_SHORT_NUMBER
from flyers.errors import UsageError

if TYPE_CHECKING:
    from flyers.content.contacts import Contact


def bare(value: str) -> str:
    """Return the printed form of *value*, which may have been copied from a link."""
    return re.sub(r"^(?:https://|mailto:|tel:|sms:)", "", value)


def map_of(place: str) -> str:
    """Return the address of a map that looks for *place*."""
    return f"https://www.openstreetmap.org/search?query={quote_plus(place)}"


def target_of(contact: Contact, value: str) -> str:
    """Return what a code opens for the printed form *value*, in the same form as the present target of *contact*.

    Raises:
        UsageError: *value* is not a number, or not enough is known to derive what it opens.
    """
    scheme = contact.kind.scheme
    if contact.kind in ADDRESSES:
        return f"{scheme}://{bare(value)}"
    if contact.kind is ContactKind.PLACE:
        return map_of(value)
    if contact.kind is ContactKind.APP:
        raise UsageError(
            f"What a code opens for “{value}” depends on the app.",
            hint=f"Also give the address that the app has for the account: {contact.id}.target https://….",
        )
    if contact.kind is ContactKind.MAIL:
        return f"{scheme}:{bare(value)}"
    if problem := printed_problem(bare(value)):
        raise UsageError(problem.text, hint=problem.hint, trail=[contact.id])
    digits, before = keypad_digits(bare(value)), keypad_digits(contact.display)
    dialed, mark, body = contact.target.partition(":")[2].partition("?")
    country = dialed.removesuffix(before.removeprefix("0"))
    if bare(value).lstrip().startswith("+"):
        if dialed.startswith("+") and country_code(digits) != country_code(dialed[1:]):
            raise UsageError(
                f"“{value}” is in another country than today's number, {contact.display} ({contact.target}).",
                hint=f"After “+” comes the country. If it is right, {_target_too(contact, f'+{digits}')}",
            )
        return f"{scheme}:+{digits}{mark}{body}"
    if country == "" and not dialed.startswith("+"):
        return f"{scheme}:{digits}{mark}{body}"
    if country == "+" and len(digits) == len(before) and digits[:1] == before[:1]:
        return f"{scheme}:+{digits}{mark}{body}"  # printed with the country code, as before
    if country not in ("", "+") and len(digits) == len(before):
        return f"{scheme}:{country}{digits.removeprefix('0')}{mark}{body}"
    if len(digits) != len(before):
        dialed = digits if len(digits) <= LONGEST_SHORT_NUMBER else "+…"
        raise UsageError(
            f"“{value}” has {len(digits)} digits; today's number, {contact.display}, has {len(before)}.",
            hint=f"Write all of it. If it is whole, {_target_too(contact, dialed)}",
        )
    raise UsageError(
        f"What a code should open for “{value}” cannot be derived from “{contact.target}”.",
        hint=f"Write it like today's number, or {_target_too(contact, '+…')}",
    )


def _target_too(contact: Contact, dialed: str) -> str:
    """Return a hint for a terminal that is also right in the studio, which has a field for the target."""
    return f"also give what a code opens: {contact.id}.target {contact.kind.scheme}:{dialed}."
