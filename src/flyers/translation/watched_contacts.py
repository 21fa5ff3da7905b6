"""Records what checks look at in a campaign's contacts, so that their results can be used for other campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flyers.content.contacts import Contact
from flyers.process_cache import memoized_by_identity

Contacts = Mapping[str, Contact]


@memoized_by_identity(8)
def numbers_of(contacts: Contacts) -> Mapping[str, str]:
    """Return the ids of the contacts that have a number, in any language, by its digits."""
    forms = ((name, form) for name, contact in contacts.items() for form in contact.variants())
    return {form.digits: name for name, form in forms if form.digits}


class ContactLookups:
    """The recorded lookups: all contacts, or the owners of some numbers.

    Attributes:
        contacts: all of them; None if only `numbers` were looked up.
        numbers: the ids of contacts by digits; "" for digits of no contact.
    """

    def __init__(self) -> None:
        self.contacts: Contacts | None = None
        self.numbers: dict[str, str] = {}

    def add(self, other: ContactLookups) -> None:
        """Add other lookups of the same contacts."""
        self.contacts = self.contacts if other.contacts is None else other.contacts
        self.numbers |= other.numbers

    def would_be_seen_in(self, contacts: Contacts) -> bool:
        """Return whether the same lookups in *contacts* would have the same results."""
        # The order counts, since checks may iterate; mappings are equal in any order.
        if self.contacts is not None and [*self.contacts.items()] != [*contacts.items()]:
            return False
        if not self.numbers:
            return True
        known = numbers_of(contacts)
        return all(known.get(digits, "") == name for digits, name in self.numbers.items())


class WatchedContacts(Mapping[str, Contact]):
    """Contacts that record which of them are looked at."""

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts
        self.looked = ContactLookups()

    @property
    def numbers(self) -> Mapping[str, str]:
        """See `numbers_of`."""
        return _WatchedNumbers(self._contacts, self.looked)

    def __getitem__(self, contact_id: str) -> Contact:
        self.looked.contacts = self._contacts
        return self._contacts[contact_id]

    def __iter__(self) -> Iterator[str]:
        self.looked.contacts = self._contacts
        return iter(self._contacts)

    def __len__(self) -> int:
        self.looked.contacts = self._contacts
        return len(self._contacts)


class _WatchedNumbers(Mapping[str, str]):
    """Numbers of contacts that record which of them are looked up."""

    def __init__(self, contacts: Contacts, looked: ContactLookups) -> None:
        self._contacts = contacts
        self._known = numbers_of(contacts)
        self._looked = looked

    def __getitem__(self, digits: str) -> str:
        self._looked.numbers[digits] = self._known.get(digits, "")
        return self._known[digits]

    def __iter__(self) -> Iterator[str]:
        self._looked.contacts = self._contacts
        return iter(self._known)

    def __len__(self) -> int:
        self._looked.contacts = self._contacts
        return len(self._known)
