"""Merging: translations checked, and merged with the contacts to content in one language (`Localization`).

The words are asked for by message and form: ``localized.rich("signs.cut-off", Form.SHORT)``.

both = with_others(spanish, [english], "en")
both.others["en"].rich("card.headline").message  # "en:card.headline"

The messages of the other languages have their tag in their keys, so that pages, proof and errors know the language of
all words; `Localization.texts` of the result has all of them under these keys.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.content.markup import Filling, RichText, Span, SpanKind, Template, assemble, parse
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Words, is_printed
from flyers.errors import ContentError, FlyersError, Source, TranslationError, raise_all
from flyers.findings import Fault
from flyers.process_cache import ProcessCache
from flyers.translation.catalog import Catalog, printed_as_it_is, why_untranslated
from flyers.translation.language_data import ENGLISH
from flyers.translation.localization import Localization, untranslated_errors
from flyers.translation.registry import Language
from flyers.translation.signoff import SignOff, current_words, standing_after
from flyers.translation.standing import Standing

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
    fillings = tuple([(name, filling(campaign, language, names, name)) for name in template.placeholders])
    return _assembled((where, tag, fillings), template, source)


def filling(campaign: Campaign, language: Language, names: Mapping[str, Filling], name: str) -> Filling:
    """Return what stands in a text of *language* in place of the placeholder *name*."""
    if name == REQUEST:
        return Filling(_request(language), SpanKind.FOREIGN, campaign.source_language)
    if name in names:
        return names[name]
    if name in COUNTS and name not in campaign.contacts:
        return Filling("1", SpanKind.PAGE, name)
    if name in campaign.keywords:
        return Filling(campaign.keywords[name], SpanKind.FOREIGN, campaign.source_language)
    return Filling(campaign.contacts[name].in_language(language.tag).display, SpanKind.CONTACT, name)


def _request(language: Language) -> str:
    """Return the words that ask for *language*; no line parts Cape and Verdean, or begins with “please”."""
    names = language.say.split(" or ")
    return f"{' or '.join(name.replace(' ', NO_BREAK_SPACE, 1) for name in names)},{NO_BREAK_SPACE}please."


def _assembled(key: _FilledKey, template: Template, source: Source) -> RichText:
    """Return *template* filled in, the same object for the same words and fillings, so that it is shaped once."""
    before = _assembled_before.get(key)
    if before is not None and before[0] is template and before[1] == source:
        return before[2]
    where, tag, fillings = key
    text = assemble(template, dict(fillings).__getitem__, tag, where, source)
    _assembled_before[key] = (template, source, text)
    return text


def localize(
    campaign: Campaign,
    language: Language,
    catalog: Catalog | None,
    signoffs: Sequence[SignOff],
    *,
    allow_untranslated: bool = False,
) -> Localization:
    """Return the campaign's content in *language*: messages, translations and contacts merged.

    The English itself is taken as it is; see `english_faults`.

    Args:
        catalog: of *language*; None for the language of the messages.
        signoffs: the records of *language*.
        allow_untranslated: put English in the place of a language that has no translation at all, instead of
            stopping. Single messages without one are in English; `Localization.require_translated` refuses them.

    Raises:
        TranslationError: there is no catalog, nothing is translated (unless allowed), or translations break a rule;
            all of them together.
    """
    if language.tag == campaign.source_language:
        names = english_names(campaign)
        texts = {where: filled_english(campaign, language, where, words, names) for where, words in campaign.words()}
        standing = _standing(campaign, language, {where: words.text for where, words in campaign.words()}, signoffs)
        return Localization(campaign, language, texts, standing=standing)
    if catalog is None:
        raise ValueError(f"{language.tag} has no catalog: only {campaign.source_language} does without")
    try:
        if not catalog.exists and not allow_untranslated:
            raise catalog.missing_error(language)
        return _merge(campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)
    except FlyersError as error:
        raise error.within(language.tag) from None


def check_english(campaign: Campaign, language: Language | None, tags: Collection[str]) -> None:
    """Check the messages in *language*, None if it is not known, and the languages of contacts against *tags*.

    Raises:
        ContentError: all faults together.
    """
    raise_all([*contact_faults(campaign, tags), *english_faults(campaign, language)])


def english_faults(campaign: Campaign, language: Language | None) -> list[ContentError]:
    """Return where the English breaks rules of `flyers.translation.checks`.

    *language* is that of the messages; None leaves out the checks that depend on it.
    """
    from flyers.translation.checks.findings import Translation, faults

    return [
        ContentError(fault.problem, hint=fault.hint, source=words.source, trail=[where])
        for where, words in campaign.words()
        for fault in faults(Translation.of_english(campaign, language, where, words))
    ]


def contact_faults(campaign: Campaign, languages: Collection[str]) -> list[ContentError]:
    """Return where a contact has an address for a language that is not among the tags *languages*."""
    return [
        ContentError(
            f"“{tag}” is not a language of this campaign, so nothing would show this address.",
            hint="Correct the tag, or delete the line.",
            source=contact.source,
            trail=[contact.id],
        )
        for contact in campaign.contacts.values()
        for tag in contact.own_languages
        if not any(known == tag or known.startswith(f"{tag}-") for known in languages)
    ]


def _merge(
    campaign: Campaign,
    language: Language,
    catalog: Catalog,
    signoffs: Sequence[SignOff],
    *,
    allow_untranslated: bool,
) -> Localization:
    from flyers.translation.checks.findings import Translation, faults  # slow to load, and perhaps not needed

    names, in_english = translated_names(campaign, catalog), english_names(campaign)
    texts: dict[MessageKey, RichText] = {}
    translations: dict[MessageKey, str] = {}  # with their placeholders; proper names that need none are among them
    missing: dict[MessageKey, str] = {}
    errors: list[FlyersError] = []
    for where, words in campaign.words():
        entry = catalog.entries.get(where)
        reason, problems = why_untranslated(entry, words), list[Fault]()
        if entry and not reason:
            problems = faults(Translation.of_entry(campaign, language, words, entry))
            if problems and not is_printed(where.id):  # faulty words of the gallery stop no product
                reason = problems[0].problem
        if entry and not reason:
            text = translations[where] = unicodedata.normalize("NFC", entry.translation.strip())
            if not problems:
                parsed = parse(text)
                texts[where] = filled(campaign, language, parsed, language.tag, where, entry.source, names)
            errors += [
                TranslationError(fault.problem, hint=fault.hint, source=entry.source, trail=[where])
                for fault in problems
            ]
            continue
        if not problems and printed_as_it_is(catalog, words):
            translations[where] = words.text
        else:
            missing[where] = f"{entry.source if entry else catalog.path}: {reason}"
        texts[where] = as_foreign(filled_english(campaign, language, where, words, in_english))
    if not translations and not allow_untranslated:
        errors += untranslated_errors(campaign, language, list(missing.items()))
    raise_all(errors)
    return Localization(campaign, language, texts, missing, _standing(campaign, language, translations, signoffs))


def _standing(
    campaign: Campaign, language: Language, translations: Mapping[MessageKey, str], signoffs: Sequence[SignOff]
) -> Standing:
    return standing_after(signoffs, current_words(campaign, language, translations))


def with_others(own: Localization, others: Iterable[Localization], secondary: str) -> Localization:
    """Return *own* with the languages *others*; *secondary* is their label in slugs and small print (``en``)."""
    tagged = {localization.language.tag: _tagged(localization) for localization in others}
    second = tagged[secondary].untranslated if secondary in tagged else {}
    texts = {rich.message: rich for other in tagged.values() for rich in other.texts.values()}
    return replace(
        own,
        texts={**own.texts, **texts},
        untranslated={**own.untranslated, **{where.in_language(secondary): why for where, why in second.items()}},
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
