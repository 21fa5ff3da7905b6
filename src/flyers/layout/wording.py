"""Finds pieces whose texts do not go together, though each is right: a name without its gloss, two forms of address.

Which texts stand on a piece, in which order and form, only its composed pages say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import Message
from flyers.errors import TranslationError
from flyers.page.document import Document, Element, TextLine
from flyers.translation.localization import Localization
from flyers.translation.registry import Language


class MissingGlossError(TranslationError):
    """A piece names the crime without the gloss that its first naming has."""


class MixedAddressError(TranslationError):
    """A piece addresses its reader in two ways."""


def wording_errors(document: Document, localized: Localization) -> Iterator[TranslationError]:
    """Yield what is wrong with the texts of *document* together, in each of its languages."""
    read = dict.fromkeys(_read(document.structure, document))
    for one in (localized, *localized.others.values()):
        tag = one.language.tag if one is not localized else ""
        texts = {key: localized.texts[key].text for key in read if key.language == tag and key in localized.texts}
        messages = {key: localized.campaign.messages.get(key.id) for key in texts}
        found = (*_missing_glosses(one.language, texts, messages), *_mixed_address(one.language, texts, messages))
        for key, kind, problem, hint in found:
            yield kind(
                problem.format(product=document.product), hint=hint, source=localized.texts[key].source, trail=(key,)
            )


_Found = tuple[MessageKey, type[TranslationError], str, str]


def _missing_glosses(
    language: Language, texts: dict[MessageKey, str], messages: dict[MessageKey, Message | None]
) -> Iterator[_Found]:
    """Yield the first naming of each term, in reading order, that lacks its gloss; proper names need none."""
    for naming in language.naming:
        found = ((key, naming.first_in(text)) for key, text in texts.items() if not _is_name(messages[key]))
        key, (words, glossed) = next(((key, first) for key, first in found if first), (None, ("", True)))
        if key and not glossed:
            problem = f"“{words}” stands for the first time on “{{product}}”, without its explanation."
            yield key, MissingGlossError, problem, f"Write “{words} {naming.gloss}”."


def _mixed_address(
    language: Language, texts: dict[MessageKey, str], messages: dict[MessageKey, Message | None]
) -> Iterator[_Found]:
    """Yield the first text whose form of address is not that of a text before it. What is said aloud to somebody may
    have another.
    """
    first: tuple[MessageKey, str, frozenset[str]] | None = None
    for key, text in texts.items():
        if _is_said_aloud(key, messages[key]):
            continue
        words = _words(text)
        for form in language.address:
            if not (used := sorted(form & words)):
                continue
            if first and first[2] != form:
                problem = f"“{used[0]}” and “{first[1]}” ({first[0]}) address the reader of “{{product}}” in two ways."
                yield key, MixedAddressError, problem, "Choose one of them for all texts of the product."
                return
            first = first or (key, used[0], form)


def _words(text: str) -> set[str]:
    """Return the words of *text*, casefolded; marks belong to letters."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return set("".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain).split())


def _is_name(message: Message | None) -> bool:
    return message is not None and bool(message.name)


def _is_said_aloud(key: MessageKey, message: Message | None) -> bool:
    return message is not None and message.said_aloud and key.form is Form.TEXT


def _read(element: Element, document: Document) -> Iterator[MessageKey]:
    """Yield the messages in *element* in the order in which they are read."""
    for page, index in element.items:
        item = document.pages[page].items[index]
        if isinstance(item, TextLine):
            yield item.message
    for child in element.children:
        yield from _read(child, document)
