"""Impact analysis of a contact: the messages, products, languages, sign-offs and printed pieces that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from flyers.content import yamlfile
from flyers.content.campaign import CONTACTS_FILE, Campaign
from flyers.content.contacts import Contact, contact_of, fact
from flyers.content.message_key import MessageKey
from flyers.errors import Source, UsageError, raise_all
from flyers.files import write_whole
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.localization import contact_faults
from flyers.translation.signoff import ContactSnapshot, SignOff, State
from flyers.workflow.contact_edit import BY_LANGUAGE, ContactEdit, edit_contacts, field_value
from flyers.workflow.manifest import Manifest, read_manifests, second_language
from flyers.workflow.uses import Uses, messages_with_contact, only_in_translation, uses


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """An occasion on which a manifest that shows the contact was kept."""

    path: str  # of the manifest's file
    language: str  # language, code: of the manifest
    code: str
    issue: str  # issue, day, state: of the occasion
    day: dt.date
    state: State
    products: Mapping[str, int]  # with the contact, and how many copies of each were ordered; 0 if that is not known
    printed: str  # printed, opens: the contact as it was then; or the words that promise something about it, and ""
    opens: str
    second: str = ""  # the other language of the piece whose contact it is; "" for the first

    def shows(self, contact: Contact) -> bool:
        """Return whether it shows *contact* as its language does."""
        own = contact.in_language(self.second or self.language.partition("+")[0])
        return (self.printed, self.opens) == (own.display, own.target)

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "issue": self.issue,
            "code": self.code,
            "date": self.day.isoformat(),
            "state": str(self.state),
            "products": list(self.products),
            "quantities": {product: quantity or None for product, quantity in self.products.items()},
            "printed": self.printed,
            "opens": self.opens,
            "manifest": self.path,
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one contact affects."""

    contact: str
    messages: tuple[MessageKey, ...]  # keys of the messages that contain it
    products: tuple[str, ...]  # those that may print it or its code
    languages: tuple[str, ...]  # those that are built
    pieces: tuple[PrintedPiece, ...]  # printed pieces on record that show it as it is now, the oldest first
    outdated: tuple[PrintedPiece, ...] = ()  # those with another number or address, since it has changed
    # By language, the messages with the contact that sign-offs cover, and the contact itself.
    signed: Mapping[str, tuple[MessageKey, ...]] = field(default_factory=dict)
    # By language, those that contain it in the translation only.
    translated: Mapping[str, tuple[MessageKey, ...]] = field(default_factory=dict)
    promised: str = ""  # the field that the messages promise in words, ``hotline.hours``; "" if they have the contact
    untrue: tuple[MessageKey, ...] = ()  # those whose promise is not true then: pieces that say them are not made

    def to_json(self) -> dict[str, Any]:
        return {
            "contact": self.contact,
            "promised": self.promised,
            "messages": list(map(str, self.messages)),
            "translated": {tag: list(map(str, messages)) for tag, messages in self.translated.items()},
            "products": list(self.products),
            "untrue": list(map(str, self.untrue)),
            "languages": list(self.languages),
            "signoffs": {tag: list(map(str, covered)) for tag, covered in self.signed.items()},
            "manifests": [piece.to_json() for piece in self.pieces],
            "outdated": [piece.to_json() for piece in self.outdated],
        }


class Impacts:
    """What changes of contacts affect; *after* are the contacts once they have changed. All is read once."""

    def __init__(self, session: Session, after: Mapping[str, Contact] | None = None) -> None:
        self._session, self._campaign = session, session.campaign
        self._after = after or session.campaign.contacts

    @cached_property
    def _uses(self) -> dict[str, Uses]:
        return {product: uses(self._session.layout(product), self._campaign) for product in self._session.products}

    @cached_property
    def _manifests(self) -> list[tuple[Path, Manifest]]:
        return list(read_manifests(self._campaign, self._session.registry))

    def of_contact(self, contact: str) -> Impact:
        """Return what a change of *contact*, as the campaign has it now, affects."""
        session, campaign, languages = self._session, self._campaign, self._session.usual_languages
        now, messages = campaign.contacts[contact], messages_with_contact(campaign)[contact]
        translated: dict[str, tuple[MessageKey, ...]] = {}
        signed: dict[str, tuple[MessageKey, ...]] = {}
        for tag in languages:
            if keys := only_in_translation(contact, campaign, session.catalog(tag)):
                translated[tag] = keys
            if covered := _covered(session.signoffs(tag), now.in_language(tag), (*messages, *keys)):
                signed[tag] = covered
        elsewhere = {key for keys in translated.values() for key in keys}
        names = {name for _, manifest in self._manifests for name in manifest.contacts}
        pieces = self._pieces({name for name in names if second_language(name)[1] == contact})
        after = self._after[contact]
        return Impact(
            contact=contact,
            messages=messages,
            products=tuple(
                name for name, of in self._uses.items() if contact in of.contacts or elsewhere & of.messages
            ),
            languages=tuple(languages),
            signed=signed,
            pieces=tuple(piece for _, piece in pieces if piece.shows(after)),
            outdated=tuple(piece for _, piece in pieces if not piece.shows(after)),
            translated=translated,
        )

    def of_promise(self, field: str) -> Impact:
        """Return what a change of *field*, such as ``hotline.hours``, affects: everything that promises it in words."""
        value, listed = fact(self._after, field), self._campaign.messages.values()
        promised = {message.id: message.promises[field] for message in listed if field in message.promises}
        messages = tuple(where for where, _ in self._campaign.words() if where.id in promised)
        keys = {key for _, manifest in self._manifests for key in manifest.messages if key.id in promised}
        pieces = self._pieces(keys)
        return Impact(
            contact=contact_of(field),
            promised=field,
            untrue=tuple(where for where in messages if promised[where.id] != value),
            messages=messages,
            products=tuple(product for product, used in self._uses.items() if used.messages & set(messages)),
            languages=tuple(self._session.usual_languages),
            pieces=tuple(piece for key, piece in pieces if promised[key.id] == value),
            outdated=tuple(piece for key, piece in pieces if promised[key.id] != value),
        )

    def _pieces(self, names: Collection[_Name]) -> list[tuple[_Name, PrintedPiece]]:
        """Return every occasion on which one of *names*, of contacts or messages, was printed; the oldest first."""
        pieces = []
        for path, manifest in self._manifests:
            shown = yamlfile.display_path(path, self._campaign.folder)
            printed: dict[Any, tuple[str, str]] = {key: (text, "") for key, text in manifest.messages.items()}
            for name, facts in (printed | dict(manifest.contacts)).items():
                second = second_language(name)[0] if isinstance(name, str) else ""
                for entry in manifest.entries if name in names else ():
                    about = (shown, manifest.language, manifest.code, entry.issue, entry.day, entry.state)
                    products = {
                        product: contents.quantity
                        for product, contents in entry.products.items()
                        if name in contents.messages or name in contents.contacts
                    }
                    if products and not entry.cancelled:
                        pieces.append((name, PrintedPiece(*about, products, *facts, second)))
        return sorted(pieces, key=lambda pair: (pair[1].day, pair[1].path))


_Name = TypeVar("_Name", str, MessageKey)


def _covered(records: Sequence[SignOff], contact: Contact, messages: tuple[MessageKey, ...]) -> tuple[MessageKey, ...]:
    """Return what *records* cover of the contact as it is now: itself, and the messages with it."""
    relevant = [record for record in records if record.contacts.get(contact.id) == ContactSnapshot.of(contact)]
    signed = (where for where in messages if any(where in record.messages for record in relevant))
    return (MessageKey.of_contact(contact.id), *signed) if relevant else ()


def promised_fields(campaign: Campaign) -> list[str]:
    """Return the fields about which messages promise something, ``hotline.hours``, in the order of the content."""
    return list(dict.fromkeys(field for message in campaign.messages.values() for field in message.promises))


# Fields whose change changes what is on paper, and those that say who is reached. The other fields, such as the day of
# a test call, hold only for the values of these.
PRINTED, REACHED = ("display", "target", "name"), ("display", "target", "keyword")


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What was changed, or would be, and what that affects."""

    edit: ContactEdit
    impacts: tuple[Impact, ...]  # of contacts that look different on paper, and of fields that pages promise in words
    written: bool
    # Fields that pages promise in words, with their values, which were true of the former number or address and were
    # not edited: ``hotline.hours``, “always”.
    unasked: Mapping[str, str]
    # Numbers and addresses of single languages that stay beside a changed one, as printed, by the field that changes
    # them: ``site.web.es``, “example.org/ayuda”.
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A value that has changed since the author of an edit began."""

    field: str  # its name, ``hotline.display``
    before: str  # what the author saw
    now: str  # what is on disk; "" for no value
    after: str | None  # what it should become; None if the author did not edit it, but another field that depends on it


class ContactConflictError(UsageError):
    """Values have changed since the author of an edit began; nothing was written."""

    def __init__(self, conflicts: Sequence[FieldConflict]) -> None:
        super().__init__(
            f"{', '.join(one.field for one in conflicts)}: changed on disk since you began.",
            hint="Look at both, and decide.",
            source=Source(CONTACTS_FILE),
        )
        self.conflicts = tuple(conflicts)


def change_contacts(
    session: Session, edits: Sequence[tuple[str, str]], *, write: bool = True, seen: Mapping[str, str] | None = None
) -> ContactChange:
    """Put *edits*, pairs of a field's name and its new value, into the file of contacts; without *write*, only return
    the effects.

    Args:
        seen: by the field's name, the values that the author of the edits saw when beginning: of the fields that are
            edited, and of those that `reached_fields` names. None if the author saw no values.

    Raises:
        ContactConflictError: one of these values is another one now.
        UsageError, ContentError: see `edit_contacts`; or a value is for a language that the campaign does not have.
    """
    with session.changing(write):
        if seen is not None and (conflicts := list(_conflicts(session.campaign.contacts, edits, seen))):
            raise ContactConflictError(conflicts)
        edit = edit_contacts(session.campaign, edits)
        raise_all(contact_faults(replace(session.campaign, contacts=edit.contacts), session.registry.known_tags))
        parts = [change.field.split(".") for change in edit.changes]
        changed = dict.fromkeys(contact for contact, field, *_ in parts if field in (*PRINTED, *BY_LANGUAGE))
        of, fields = Impacts(session, edit.contacts), {change.field for change in edit.changes}
        promises = promised_fields(session.campaign)
        impacts = [of.of_contact(contact) for contact in changed]
        impacts += [of.of_promise(field) for field in promises if field in fields]
        reached, edited = {contact_of(name) for name in fields if _is_reached(name)}, {name for name, _ in edits}
        left = [name for name in promises if contact_of(name) in reached and name not in edited]
        unasked = {name: fact(edit.contacts, name) for name in left}
        written = write and bool(edit.changes)
        if written:
            write_whole(edit.path, edit.text.encode())
            session.reload()
    kept = {
        f"{contact.id}.{contact.kind}.{tag}": contact.in_language(tag).display
        for contact in edit.contacts.values()
        if fields & {f"{contact.id}.display", f"{contact.id}.target"}
        for tag in contact.own_languages
        if not fields & {f"{contact.id}.{field}.{tag}" for field in BY_LANGUAGE}
    }
    return ContactChange(edit, tuple(impacts), written, unasked, kept)


def reached_fields(contact: Contact) -> dict[str, str]:
    """Return the values that say who is reached, by the field's name: ``hotline.display``, ``site.targets.es``."""
    names = [*REACHED, *(f"{field}.{tag}" for field in BY_LANGUAGE for tag in getattr(contact, field))]
    return {f"{contact.id}.{name}": field_value(contact, name) for name in names}


def _conflicts(
    contacts: Mapping[str, Contact], edits: Sequence[tuple[str, str]], seen: Mapping[str, str]
) -> Iterator[FieldConflict]:
    """Yield every value that differs from what its author saw, of edited fields and of those that say who is reached: a
    person who records a call, or the hours, means the number that was on the screen.
    """
    after = {name: value.strip() for name, value in edits}
    for contact in dict.fromkeys(path.partition(".")[0] for path in after):
        if contact in contacts:
            edited = [path for path in after if path.startswith(f"{contact}.")]
            once_reached = [path for path in seen if path.startswith(f"{contact}.") and _is_reached(path)]
            for field in dict.fromkeys([*edited, *reached_fields(contacts[contact]), *once_reached]):
                before, now = seen.get(field, ""), field_value(contacts[contact], field.partition(".")[2])
                if now not in (before, after.get(field)):
                    yield FieldConflict(field, before, now, after.get(field))


def _is_reached(name: str) -> bool:
    """Return whether the field called *name*, ``site.targets.es``, says who is reached."""
    return name.partition(".")[2].partition(".")[0] in (*REACHED, *BY_LANGUAGE)
