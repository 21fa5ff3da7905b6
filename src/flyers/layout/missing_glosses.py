"""Finds pieces that name the crime without the gloss which its first naming has in a language.

In some languages the name of the crime is known to few, or means another one to most. Which naming is the first on a
piece, only its pages say: a shorter form may be printed, or another text come before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.errors import TranslationError
from flyers.page.document import Document, Element, TextLine

if TYPE_CHECKING:
    from flyers.translation.localization import Localization


class MissingGlossError(TranslationError):
    """A piece names the crime without the gloss that its first naming has."""


def missing_glosses(document: Document, localized: Localization) -> Iterator[MissingGlossError]:
    """Yield an error for each term whose first naming on *document*, in reading order, lacks its gloss.

    Proper names, which have no room for one, are passed over.
    """
    read = dict.fromkeys(_read(document.structure, document))
    for one in (localized, *localized.others.values()):
        tag = one.language.tag if one is not localized else ""
        texts = [(key, localized.texts[key].text) for key in read if key.language == tag and key in localized.texts]
        for naming in one.language.naming:
            found = ((key, naming.first_in(text)) for key, text in texts if not _is_name(key, localized))
            key, (words, glossed) = next(((key, first) for key, first in found if first), (None, ("", True)))
            if key and not glossed:
                yield MissingGlossError(
                    f"“{words}” stands for the first time on “{document.product}”, without its explanation.",
                    hint=f"Write “{words} {naming.gloss}”.",
                    source=localized.texts[key].source,
                    trail=(key,),
                )


def _read(element: Element, document: Document) -> Iterator[MessageKey]:
    """Yield the messages in *element* in the order in which they are read."""
    for page, index in element.items:
        item = document.pages[page].items[index]
        if isinstance(item, TextLine):
            yield item.message
    for child in element.children:
        yield from _read(child, document)


def _is_name(key: MessageKey, localized: Localization) -> bool:
    message = localized.campaign.messages.get(key.id)
    return message is not None and bool(message.name)
