"""Messages: the campaign's English, each sentence under an id, with forms for smaller places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from enum import StrEnum

from flyers.content import markup, schema
from flyers.content.contacts import ID_OF_A_MESSAGE, MESSAGE_ID, SEED_IDS
from flyers.content.schema import Each, MapOf, Number, Record, Required, Text
from flyers.content.yamlfile import Mapping, Sequence
from flyers.errors import ContentError, FlyersError, Source, raise_all

REQUEST = "request"
"""The placeholder that becomes the English words that ask for the page's language (“Khmer, please.”).

All other placeholders are contacts. The words are one: in right-to-left text a bare name and a translator's “please”
would change places.
"""


class Form(StrEnum):
    """The forms of a message, from the longest to the shortest."""

    TEXT = "text"
    POSTER = "poster"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Words:
    """One form of a message: its English (NFC), where it stands, and its markup parsed."""

    text: str
    source: Source
    template: markup.Template


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable message.

    Attributes:
        id: ``signs.cut-off``.
        forms: the English of each form that it has; `Form.TEXT` always.
        note: for the translator.
        seed: ids of the seed's items that it carries.
        icon: name of a pictogram, or "".
        priority: 1 is shown first where not all of a list fits; 0 where none is given.
        source: place of its id.
    """

    id: str
    forms: AnyMapping[Form, Words]
    note: str
    seed: tuple[str, ...]
    icon: str
    priority: int
    source: Source

    def form(self, wanted: Form) -> Form:
        """The form *wanted* if the message has it, else the next longer one."""
        order = tuple(Form)
        for form in reversed(order[: order.index(wanted) + 1]):
            if form in self.forms:
                return form
        return Form.TEXT


def context(message_id: str, form: Form) -> str:
    """The gettext context of a form: ``signs.cut-off`` or ``signs.cut-off/short``."""
    return message_id if form is Form.TEXT else f"{message_id}/{form}"


_SHORTER = "|".join(form for form in Form if form is not Form.TEXT)
CONTEXT = Text(re.compile(rf"{ID_OF_A_MESSAGE}(?:/(?:{_SHORTER}))?"), "a message id with form")
"""What `context` gives."""


_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

MESSAGES = Record({
    "messages": MapOf(
        Record({
            "text": Required(Text()),
            "poster": Text(),
            "short": Text(),
            "note": Text(default=""),
            "seed": SEED_IDS,
            "icon": Text(_NAME, "the name of a pictogram", default=""),
            "priority": Number(1, 999, whole=True, default=0),
        }),
        MESSAGE_ID.pattern, MESSAGE_ID.says,
    ),
    "groups": MapOf(Each(MESSAGE_ID, least=1, unique=True), _NAME, "a name of small letters, digits and “-”"),
})  # fmt: skip  # nested like the file that it describes


@dataclass(frozen=True, slots=True)
class Group:
    """A list of messages under a name, in the order of the content; ``places`` says where each member stands."""

    id: str
    members: tuple[str, ...]
    source: Source
    places: tuple[Source, ...]


def read_messages(document: Mapping) -> tuple[list[Message], list[Group]]:
    """Messages and groups of one parsed file.

    Raises:
        ContentError: all problems of the file together.
    """
    checked = schema.check(document, MESSAGES)
    nothing = Mapping(checked.path, (0, 0))
    entries, groups = checked.get("messages", nothing), checked.get("groups", nothing)
    errors: list[FlyersError] = []
    messages = [_message(key, entry, entries.key_source(key), errors) for key, entry in entries.items()]
    raise_all(errors)
    return messages, [_group(key, members, groups.key_source(key)) for key, members in groups.items()]


def unique(items: Iterable[Message] | Iterable[Group], what: str) -> list[FlyersError]:
    """One error for each id that stands in more than one place."""
    first: dict[str, Source] = {}
    errors: list[FlyersError] = []
    for item in items:
        if item.id in first:
            errors.append(
                ContentError(
                    f"The {what} “{item.id}” is defined twice; the other one is at {first[item.id]}.",
                    hint="Rename one of them.",
                    source=item.source,
                )
            )
        first.setdefault(item.id, item.source)
    return errors


def _message(key: str, entry: Mapping, source: Source, errors: list[FlyersError]) -> Message:
    forms: dict[Form, Words] = {}
    for form in Form:
        if text := unicodedata.normalize("NFC", entry.get(form.value, "")):
            place = entry.value_source(form.value)
            try:
                forms[form] = Words(text, place, markup.parse(text))
            except markup.MarkupError as error:
                errors.append(ContentError(str(error), source=place, trail=[context(key, form)]))
    return Message(
        id=key,
        forms=forms,
        note=entry["note"],
        seed=tuple(entry.get("seed", ())),
        icon=entry["icon"],
        priority=entry["priority"],
        source=source,
    )


def _group(key: str, members: Sequence, source: Source) -> Group:
    return Group(key, tuple(members), source, tuple(members.item_source(index) for index in range(len(members))))
