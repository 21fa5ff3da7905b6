"""Promises of messages about contacts: “Day and night” is true as long as the hotline's hours are ``always``.

A message declares this itself (``promises: {hotline.hours: always}``), so when a contact changes, the program knows in
all languages which words are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping
from typing import TYPE_CHECKING

from flyers.content.schema import Custom, MapOf, Problem
from flyers.content.schema.base import describe
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.content.contacts import Contact

FACTS: AnyMapping[str, Callable[[Contact], str]] = {
    "hours": lambda contact: contact.hours,
    "languages.interpreted": lambda contact: _flag(contact.languages.interpreted),
}
"""The fields of a contact that words can promise, each with a function that writes its value as the file does."""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, str) and value.strip():
        return value
    raise Problem(
        f"{describe(value)} is not a value of this field of a contact.", "Write it as the contact does: “always”."
    )


PROMISES = MapOf(
    Custom(_value, "the value that makes the words true"),
    re.compile(rf"[a-z][a-z0-9_]*\.(?:{'|'.join(map(re.escape, FACTS))})"),
    "a field of a contact that words can promise, like “hotline.hours” or “hotline.languages.interpreted”",
)
"""The schema of a message's promises."""


def contact_of(field: str) -> str:
    """Return the id of the contact in the name of a promised *field*."""
    return field.partition(".")[0]


def fact(contacts: AnyMapping[str, Contact], field: str) -> str:
    """Return the value that a promised *field*, ``hotline.hours``, has now."""
    name, _, rest = field.partition(".")
    return FACTS[rest](contacts[name])


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A promise of a message that is not true: of which field, what it says, and what the field has."""

    field: str
    promised: str
    now: str


def broken_promises(promises: AnyMapping[str, str], contacts: AnyMapping[str, Contact]) -> Iterator[BrokenPromise]:
    """Yield the *promises* of a message, values by field, that *contacts* do not keep."""
    for field, promised in promises.items():
        now = fact(contacts, field)
        if now != promised:
            yield BrokenPromise(field, promised, now)
