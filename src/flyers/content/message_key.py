"""`MessageKey`: the name of a text, from the catalogs to the proof."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from flyers.content.schema import Each, Text

T = TypeVar("T")

_CONTACT = "contact"


class Form(StrEnum):
    """The forms of a message, from the longest to the shortest."""

    TEXT = "text"
    POSTER = "poster"
    SHORT = "short"


_SHORTER = {form.value: form for form in Form if form is not Form.TEXT}


class MessageKey(NamedTuple):
    """The key of a text: a form of a message, a contact set on its own, or a text that the program itself adds."""

    id: str  # of the message or contact; of a text of the program, its name (``imprint``, ``job ticket``)
    form: Form = Form.TEXT  # of the message
    language: str = ""  # BCP 47 tag where several languages share a page; "" otherwise
    is_contact: bool = False  # whether *id* is a contact's

    @classmethod
    def of_contact(cls, contact_id: str) -> MessageKey:
        """Return the key of a contact that is set on its own."""
        return cls(contact_id, is_contact=True)

    @classmethod
    def parse(cls, text: str) -> MessageKey:
        """Return the key that `str` writes as *text*. Any text is accepted, since catalogs come from outside."""
        language, _, rest = text.rpartition(":")
        if language == _CONTACT:
            return cls.of_contact(rest)
        rest = rest if language else text
        message_id, slash, form = rest.rpartition("/")
        return cls(message_id, _SHORTER[form], language) if slash and form in _SHORTER else cls(rest, language=language)

    @property
    def contact(self) -> str:
        """The contact's id, or "" if this is the key of other text."""
        return self.id if self.is_contact else ""

    def in_language(self, tag: str) -> MessageKey:
        """Return the key of the same text among those of several languages."""
        return self._replace(language=tag)

    def __str__(self) -> str:
        """Return ``contact:hotline``, ``en:signs.cut-off/short``, or a context of catalogs: ``signs.cut-off/short``."""
        if self.is_contact:
            return f"{_CONTACT}:{self.id}"
        text = self.id if self.form is Form.TEXT else f"{self.id}/{self.form}"
        return f"{self.language}:{text}" if self.language else text


def by_key(texts: Mapping[str, T]) -> dict[MessageKey, T]:
    """Return *texts* by keys instead of the names that `str` writes."""
    return {MessageKey.parse(name): text for name, text in texts.items()}


NO_KEY = MessageKey("")  # The key of text that is not a message.


SEED_IDS = Each(Text(re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*"), "an id of the seed (seed/items.yaml)"), unique=True)
ID_OF_A_MESSAGE = r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*"
MESSAGE_ID = Text(re.compile(ID_OF_A_MESSAGE), "a message id, like “signs.cut-off”")
