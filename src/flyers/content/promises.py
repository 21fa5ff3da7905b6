"""What messages promise of contacts: “Day and night” is true as long as the hotline's hours are ``always``.

A message says so itself (``promises: {hotline.hours: always}``), and so it is known in all languages which words are
wrong when a contact changes.
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
"""The fields of a contact which words can promise, and how its file writes their values."""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, str) and value.strip():
        return value
    raise Problem(
        f"{describe(value)} is no value that a contact has in this field.", "Write it as the contact does: “always”."
    )


PROMISES = MapOf(
    Custom(_value, "the value that makes the words true"),
    re.compile(rf"[a-z][a-z0-9_]*\.(?:{'|'.join(map(re.escape, FACTS))})"),
    "a field of a contact that words can promise, like “hotline.hours” or “hotline.languages.interpreted”",
)
"""What a message promises, in its file."""


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
    """Yield which of the *promises* of a message, values by field, are not true of *contacts*."""
    for field, promised in promises.items():
        now = fact(contacts, field)
        if now != promised:
            yield BrokenPromise(field, promised, now)
