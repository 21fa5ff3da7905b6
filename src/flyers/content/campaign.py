"""The campaign: one project folder, with the checks that need several of its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flyers.content import CAMPAIGN_FILE, schema, yamlfile
from flyers.content.contacts import MESSAGE_ID, Contact, read_contacts
from flyers.content.message_key import MessageKey
from flyers.content.messages import REQUEST, Group, Message, Words, read_messages, unique
from flyers.content.schema import LANGUAGE_TAG, Record, Required, Text
from flyers.errors import CombinedError, ContentError, FlyersError, NoCampaignError, Source, UsageError, raise_all
from flyers.files import exists, files_in

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ISSUE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")

CAMPAIGN = Record({
    "campaign": Required(Record({
        "id": Required(Text(_NAME, "a name of small letters, digits and “-”")),
        "name": Required(MESSAGE_ID),
        "publisher": Required(MESSAGE_ID),
        "source_language": Text(LANGUAGE_TAG.pattern, LANGUAGE_TAG.says, default="en"),
        "theme": Required(Text(_NAME, "the name of a theme")),
        "press": Text(_NAME, "the name of a print condition", default="gracol"),
        "issue": Required(Text(_ISSUE, "a date, like “2026-11”")),
    })),
})  # fmt: skip  # nested like the file that it describes


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's content.

    Attributes:
        folder: the campaign folder.
        id: for file names and PDF identifiers.
        name: id of the message with the campaign's name.
        publisher: id of the message with the publisher's name.
        source_language: BCP 47 tag of the messages.
        theme: name of the theme, a file of `themes_folder`.
        press: name of the print condition to build files for unless the user names another, a file of `press_folder`.
        issue: the date of the content as printed in small print, ``2026-11``.
        contacts, messages, groups: by id, in the order of the files.
    """

    folder: Path
    id: str
    name: str
    publisher: str
    source_language: str
    theme: str
    press: str
    issue: str
    contacts: AnyMapping[str, Contact]
    messages: AnyMapping[str, Message]
    groups: AnyMapping[str, Group]

    @classmethod
    def load(cls, folder: Path) -> Campaign:
        """Read and check *folder*.

        Raises:
            NoCampaignError: *folder* is not a campaign folder.
            FileAccessError: a file cannot be read.
            ContentError: what is wrong in its files, all together.
        """
        if not exists(folder / CAMPAIGN_FILE):
            raise NoCampaignError(
                f"There is no campaign here: {folder.absolute()} has no {CAMPAIGN_FILE}.",
                hint="Go to a campaign's folder or into it, or name it with --project.",
            )
        reader = _Reader(folder)
        about = reader.read(CAMPAIGN_FILE, _read_about)
        contacts = reader.read("content/contacts.yaml", read_contacts)
        parts = [reader.read(path, read_messages) for path in _message_files(folder)]
        raise_all(reader.errors)
        assert about is not None
        assert contacts is not None
        messages = [message for part in parts if part for message in part[0]]
        groups = [group for part in parts if part for group in part[1]]
        campaign = cls(
            folder=folder,
            **about,
            contacts=contacts,
            messages={message.id: message for message in messages},
            groups={group.id: group for group in groups},
        )
        raise_all([*unique(messages, "message"), *unique(groups, "group"), *_broken_references(campaign, about)])
        return campaign

    def words(self) -> Iterator[tuple[MessageKey, Words]]:
        """Yield every form of every message with its key, in the order of the files."""
        for message in self.messages.values():
            for form, words in message.forms.items():
                yield MessageKey(message.id, form), words

    def message(self, message_id: str) -> Message:
        """Return the message; raises `UsageError` with the nearest ids if there is none."""
        try:
            return self.messages[message_id]
        except KeyError:
            near = schema.did_you_mean(message_id, self.messages)
            raise UsageError(f"There is no message “{message_id}”.", hint=near) from None

    @property
    def names(self) -> dict[str, Message]:
        """The messages that are proper names, by the placeholders that stand for them."""
        return {message.name: message for message in self.messages.values() if message.name}

    @property
    def keywords(self) -> dict[str, str]:
        """The words to send to text lines, by placeholder: ``hotline_text_keyword``."""
        return {f"{contact.id}_keyword": contact.keyword for contact in self.contacts.values() if contact.keyword}

    @property
    def layouts_folder(self) -> Path:
        return self.folder / "content" / "layouts"

    @property
    def themes_folder(self) -> Path:
        return self.folder / "content" / "themes"

    @property
    def press_folder(self) -> Path:
        return self.folder / "content" / "press"

    @property
    def icons_folder(self) -> Path:
        return self.folder / "content" / "icons"

    @property
    def fonts_folder(self) -> Path:
        return self.folder / "fonts"

    @property
    def translations_folder(self) -> Path:
        return self.folder / "translations"


_T = TypeVar("_T")


class _Reader:
    """Reads files and collects their errors, so that a user sees those of all files at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[FlyersError] = []

    def read(self, path: str, make: Callable[[yamlfile.Mapping], _T]) -> _T | None:
        """Return what *make* returns for the file, or None if it raises."""
        try:
            return make(yamlfile.load(self.folder / path, self.folder))
        except FlyersError as error:
            self.errors += error.errors if isinstance(error, CombinedError) else [error]
            return None


def _read_about(document: yamlfile.Mapping) -> yamlfile.Mapping:
    about: yamlfile.Mapping = schema.check(document, CAMPAIGN)["campaign"]
    return about


def _message_files(folder: Path) -> list[str]:
    found = files_in(folder / "content" / "messages", "*.yaml")
    return [path.relative_to(folder).as_posix() for path in found]


def _broken_references(campaign: Campaign, about: yamlfile.Mapping) -> Iterable[FlyersError]:
    messages = campaign.messages
    for key in ("name", "publisher"):
        if about[key] not in messages:
            yield _no_message(about[key], messages, about.value_source(key), "campaign")
    for contact in campaign.contacts.values():
        if contact.name not in messages:
            yield _no_message(contact.name, messages, contact.source, contact.id)
    for group in campaign.groups.values():
        for member, place in zip(group.members, group.places, strict=True):
            if member not in messages:
                yield _no_message(member, messages, place, group.id)
    yield from _name_clashes(campaign)
    known = (*campaign.contacts, *campaign.names, *campaign.keywords, REQUEST)
    for message in messages.values():
        for form, words in message.forms.items():
            for name in words.template.placeholders:
                if name not in known:
                    yield ContentError(
                        f"“{{{name}}}” names no contact and no proper name.",
                        hint=f"Placeholders are {', '.join(known)}. {schema.did_you_mean(name, known)}".strip(),
                        source=words.source,
                        trail=[MessageKey(message.id, form)],
                    )


def _name_clashes(campaign: Campaign) -> Iterator[ContentError]:
    """Yield an error for each proper name whose placeholder has another meaning already."""
    taken = {REQUEST: "the words that ask for a language", **dict.fromkeys(campaign.contacts, "a contact")}
    for message in campaign.messages.values():
        if not message.name:
            continue
        if message.name in taken:
            yield ContentError(
                f"“{{{message.name}}}” stands for {taken[message.name]} already.",
                hint="Choose another word for “name:”.",
                source=message.source,
                trail=[message.id],
            )
        taken.setdefault(message.name, f"“{message.id}”")


def _no_message(name: str, messages: AnyMapping[str, Message], source: Source, owner: str) -> ContentError:
    return ContentError(
        f"There is no message “{name}”.", hint=schema.did_you_mean(name, messages), source=source, trail=[owner]
    )
