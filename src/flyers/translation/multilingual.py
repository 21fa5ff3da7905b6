"""Several languages on one thing: the page's own, and others that stand beside it.

both = beside(localized_es, [localized_en], "en")
both.voices["en"].rich("card.headline").message  # "en:card.headline"

A message of another language carries its tag in its id, so that the page, its proof and every error know whose words
they are; `Localization.texts` of the whole holds them all under those ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flyers.content.richtext import RichText, Span, SpanKind
from flyers.translation.localize import AUTONYM, ENGLISH_NAME, Localization


def beside(own: Localization, others: Iterable[Localization], label: str) -> Localization:
    """*own* with *others* beside it; *label* is how slugs and small print call them (``en``, ``all``).

    The whole is a draft when one of its languages is, save those among all of which nothing is translated: they say no
    more than their names. A second language, which has a side of its own, counts whatever is translated of it.
    """
    voices = {each.language.tag: _voice(each) for each in others}
    second = voices.get(label)
    spoken = [each for each in voices.values() if each is second or len(each.fallbacks) < len(own.texts)]
    texts = {rich.message: rich for voice in voices.values() for rich in voice.texts.values()}
    spoken = [own, *(each for each in spoken if each.language.tag != own.language.tag)]
    unsigned = [each for each in spoken if each.standing.draft]
    return replace(
        own,
        texts={**own.texts, **texts},
        fallbacks=own.fallbacks + tuple(f"{label}:{where}" for where in (second.fallbacks if second else ())),
        standing=unsigned[0].standing if unsigned else own.standing,
        unsigned=tuple(each.language for each in unsigned),
        voices=voices,
        beside=label,
    )


def _voice(localized: Localization) -> Localization:
    tag = localized.language.tag
    named = {where: replace(rich, message=f"{tag}:{rich.message}") for where, rich in localized.texts.items()}
    return replace(localized, texts={**named, **_names(localized)})


def _names(localized: Localization) -> dict[str, RichText]:
    """What the language is called by its speakers, and in English, as messages."""
    language, english = localized.language, localized.campaign.source_language
    foreign = (Span(0, len(language.english), SpanKind.FOREIGN, english),)
    return {
        AUTONYM: RichText(language.autonym, language.tag, f"{language.tag}:{AUTONYM}", language.source),
        ENGLISH_NAME: RichText(language.english, english, f"{language.tag}:{ENGLISH_NAME}", language.source, foreign),
    }
