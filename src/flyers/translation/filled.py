"""Messages with their placeholders filled in: proper names, contacts, keywords and numbers of pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.content.markup import Filling, Template, assemble
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Words
from flyers.content.richtext import RichText, Span, SpanKind
from flyers.errors import Source
from flyers.process_cache import ProcessCache
from flyers.translation.catalog import Catalog, why_untranslated
from flyers.translation.defaults import ENGLISH
from flyers.translation.registry import Language

NO_BREAK_SPACE = "\u00a0"

MOST_KNOWN = 1024
"""Filled texts in a generation of the cache."""

_FilledKey = tuple[MessageKey, str, tuple[tuple[str, Filling], ...]]
"""A text's key, its language, and what stands for each placeholder."""

_assembled_before: ProcessCache[_FilledKey, tuple[Template, Source, RichText]] = ProcessCache(MOST_KNOWN)


def english_names(campaign: Campaign) -> dict[str, Filling]:
    """Return the words for each proper name in English."""
    return {name: Filling(message.forms[Form.TEXT].text) for name, message in campaign.names.items()}


def filled_english(
    campaign: Campaign, language: Language, where: MessageKey, words: Words, names: Mapping[str, Filling]
) -> RichText:
    """Return English *words* filled in for readers of *language*; *names* are the `english_names`."""
    return filled(campaign, language, words.template, campaign.source_language, where, words.source, names)


def translated_names(campaign: Campaign, catalog: Catalog) -> dict[str, Filling]:
    """Return the words for each proper name in *catalog*'s language: its translation, or the name as it is."""
    names = {}
    for name, message in campaign.names.items():
        words = message.forms[Form.TEXT]
        entry = catalog.entries.get(MessageKey(message.id))
        if entry is None or why_untranslated(entry, words):
            names[name] = Filling(words.text, SpanKind.FOREIGN, ENGLISH)
        else:
            names[name] = Filling(unicodedata.normalize("NFC", entry.translation.strip()))
    return names


def english_for(campaign: Campaign, language: Language, where: MessageKey) -> RichText:
    """Return the English of a message as readers of *language* get it: it asks for that language, not for English."""
    words = campaign.message(where.id).forms[where.form]
    return filled_english(campaign, language, where, words, english_names(campaign))


def as_foreign(text: RichText) -> RichText:
    """Return *text* as a span in another language than the text around it."""
    whole = Span(0, len(text.text), SpanKind.FOREIGN, text.language)
    return replace(text, spans=(whole, *text.spans))


def filled(
    campaign: Campaign,
    language: Language,
    template: Template,
    tag: str,
    where: MessageKey,
    source: Source,
    names: Mapping[str, Filling],
) -> RichText:
    """Return *template*, whose words are in the language *tag*, with *names* and the contacts of *language*."""

    def filling(name: str) -> Filling:
        if name == REQUEST:
            return Filling(_request(language), SpanKind.FOREIGN, campaign.source_language)
        if name in names:
            return names[name]
        if name in COUNTS and name not in campaign.contacts:
            return Filling("1", SpanKind.PAGE, name)
        if name in campaign.keywords:
            return Filling(campaign.keywords[name], SpanKind.FOREIGN, campaign.source_language)
        return Filling(campaign.contacts[name].in_language(language.tag).display, SpanKind.CONTACT, name)

    fillings = tuple([(name, filling(name)) for name in template.placeholders])
    return _assembled((where, tag, fillings), template, source)


def _request(language: Language) -> str:
    """Return the words that ask for *language*; lines do not part Cape and Verdean, or Mandarin and Chinese."""
    names = language.say.split(" or ")
    return f"{' or '.join(name.replace(' ', NO_BREAK_SPACE, 1) for name in names)}, please."


def _assembled(key: _FilledKey, template: Template, source: Source) -> RichText:
    """Return *template* filled in, the same object for the same words and fillings, so that it is shaped once."""
    known = _assembled_before.get(key)
    if known is not None and known[0] is template and known[1] == source:
        return known[2]
    where, tag, fillings = key
    text = assemble(template, dict(fillings).__getitem__, tag, where, source)
    _assembled_before[key] = (template, source, text)
    return text
