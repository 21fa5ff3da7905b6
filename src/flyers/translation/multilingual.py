"""Several languages on one piece: its own, and others on its second side or in a list of all languages.

both = with_others(spanish, [english], "en")
both.others["en"].rich("card.headline").message  # "en:card.headline"

The messages of the other languages have their tag in their keys, so that pages, proof and errors know the language of
all words; `Localization.texts` of the result has all of them under these keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flyers.content.message_key import MessageKey
from flyers.translation.localization import Localization


def with_others(own: Localization, others: Iterable[Localization], secondary: str) -> Localization:
    """Return *own* with the languages *others*; *secondary* is their label in slugs and small print (``en``)."""
    tagged = {localization.language.tag: _tagged(localization) for localization in others}
    second = tagged.get(secondary)
    texts = {rich.message: rich for other in tagged.values() for rich in other.texts.values()}
    return replace(
        own,
        texts={**own.texts, **texts},
        untranslated={**own.untranslated, **(_tagged_reasons(second) if second else {})},
        others=tagged,
        secondary=secondary,
    )


def _tagged(localization: Localization) -> Localization:
    """Return *localization* with its tag in the keys of its messages, and with its names as messages."""
    tag = localization.language.tag
    texts = {
        where: replace(rich, message=rich.message.in_language(tag))
        for where, rich in (*localization.texts.items(), *localization.names.items())
    }
    return replace(localization, texts=texts)


def _tagged_reasons(localization: Localization) -> dict[MessageKey, str]:
    tag = localization.language.tag
    return {where.in_language(tag): reason for where, reason in localization.untranslated.items()}
