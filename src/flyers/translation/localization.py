"""Content in one language, to be printed: translations checked, and merged with the contacts.

The words are asked for by message and form: ``localized.rich("signs.cut-off", Form.SHORT)``. Messages of the other
languages on a piece have their tag in their keys (``en:card.headline``), so that pages, proof and errors know the
language of all words. A piece is a draft as long as one of its languages is not signed for it (`approval`); only the
words on the piece count, not the campaign's other words.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, cached_property

from flyers.content import starter_folder
from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.markup import (
    MarkupPiece,
    RichText,
    Span,
    SpanKind,
    Template,
    assemble,
    parse,
    placeholders,
    without_isolates,
)
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Words, is_printed
from flyers.errors import ContentError, FlyersError, Source, TranslationError, UsageError, counted, first_of, raise_all
from flyers.findings import Fault
from flyers.process_cache import ProcessCache, memoized_by_identity
from flyers.records import dataclass
from flyers.translation.catalog import Catalog, Entry, printed_as_it_is, source_catalog, usable, why_untranslated
from flyers.translation.language_data import ENGLISH
from flyers.translation.registry import Language, Registry, english_name
from flyers.translation.signoff import UNREAD, Approval, SignOff, Standing, current_words, standing_after

AUTONYM, ENGLISH_NAME = "language.autonym", "language.english"
"""Ids of a language's own name and its English name, where several languages are on one piece."""
SPOKEN, SPOKEN_ENGLISH = "language.spoken", "language.spoken-english"
"""Ids of both names as people ask for somebody who speaks it: Cantonese, which is written in traditional Chinese."""
LANGUAGE_NAMES = (AUTONYM, ENGLISH_NAME, SPOKEN, SPOKEN_ENGLISH)
MOST_MESSAGES = 3  # Untranslated messages that an error names.


@dataclass(frozen=True)
class Localization:
    """The campaign's content in one language."""

    campaign: Campaign
    language: Language
    texts: Mapping[MessageKey, RichText]
    untranslated: Mapping[MessageKey, str] = field(default_factory=dict)  # messages in English, by key: where and why
    standing: Standing = UNREAD  # how far the words of the language are approved; for a piece see `approval`
    others: Mapping[str, Localization] = field(default_factory=dict)  # on the same piece, by tag; see `with_others`
    secondary: str = ""  # the label of *others*: a tag (``en``) or ``all``; "" if there are none

    @property
    def label(self) -> str:
        """``es``, ``es+en``."""
        return f"{self.language.tag}+{self.secondary}" if self.secondary else self.language.tag

    @property
    def english_label(self) -> str:
        """The language and the second one by their English names, for workers who can't read them: ``Somali``."""
        second = self.others.get(self.secondary)
        return f"{self.language.english} + {second.language.english}" if second else self.language.english

    def rich(self, message_id: str, form: Form | str = Form.TEXT) -> RichText:
        """Return the message in *form*, or in the next longer form that the English has (short, poster, text)."""
        if message_id not in self.campaign.messages and (text := self.text(MessageKey(message_id))):
            return text
        message = self.campaign.message(message_id)
        return self.texts[MessageKey(message_id, message.form(Form(form)))]

    def is_translated(self, message_id: str) -> bool:
        """Whether every form of the message is translated."""
        return not any(where.id == message_id and not where.language for where in self.untranslated)

    @property
    def unprintable(self) -> tuple[MessageKey, ...]:
        """The untranslated messages that products may print, without those of the gallery."""
        return tuple(where for where in self.untranslated if is_printed(where.id))

    def in_english(self, messages: Collection[MessageKey]) -> tuple[MessageKey, ...]:
        """Return those of a piece's *messages* that are in English because they have no translation."""
        return tuple(where for where in self.untranslated if where in messages)

    def require_translated(self, messages: Collection[MessageKey]) -> None:
        """Refuse a piece that would say some of *messages* in English; the TranslationError names the first ones.

        A piece needs the words that it prints, not those of other products, which may still be with the translators.
        """
        if missing := [(where, self.untranslated[where]) for where in self.in_english(messages)]:
            whose = self.others.get(missing[0][0].language, self)
            raise_all(untranslated_errors(self.campaign, whose.language, missing))

    def forms(self, message_id: str) -> tuple[Form, ...]:
        """Return the forms that the message has, from the longest to the shortest."""
        return tuple(form for form in Form if form in self.campaign.message(message_id).forms)

    def plain(self, message_id: str, form: Form | str = Form.TEXT) -> str:
        """Return the words without markup and isolates, for titles and alternative texts."""
        return without_isolates(self.rich(message_id, form).text)

    @cached_property
    def sheet_words(self) -> Mapping[MessageKey, RichText]:
        """The program's words for office sheets for which the campaign has no message, by key."""
        lacking = [name for name in ON_SHEETS if name not in self.campaign.messages]
        return {MessageKey(name): sheet_text(name, self.language.tag) for name in lacking}

    @cached_property
    def names(self) -> Mapping[MessageKey, RichText]:
        """The language's own names and its English ones, as messages."""
        language, spoken = self.language, self.language.spoken or self.language
        own = {AUTONYM: language.autonym, SPOKEN: spoken.autonym}
        english = {ENGLISH_NAME: language.english, SPOKEN_ENGLISH: spoken.english}
        names = [RichText(name, language.tag, MessageKey(id), language.source) for id, name in own.items()]
        for id, name in english.items():
            foreign = (Span(0, len(name), SpanKind.FOREIGN, ENGLISH),)
            names.append(RichText(name, ENGLISH, MessageKey(id), language.source, foreign))
        return {name.message: name for name in names}

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """The contacts with the printed forms and targets of this language, by id."""
        return {name: contact.in_language(self.language.tag) for name, contact in self.campaign.contacts.items()}

    def text(self, key: MessageKey) -> RichText | None:
        """Return the words of *key*: of a message, or the program's for office sheets; None if there are none."""
        return self.texts.get(key) or self.sheet_words.get(key) or self.names.get(key)

    def contact(self, contact_id: str, language: str = "") -> Contact:
        """Return the contact in this or another *language* of the piece; raises UsageError if there is none."""
        contacts = self.others.get(language, self).contacts
        if contact_id not in contacts:
            raise UsageError(f"There is no contact “{contact_id}”.", hint=f"Contacts are {', '.join(contacts)}.")
        return contacts[contact_id]

    def content_hash(self) -> str:
        """Return SHA-256 (hex) over the exact strings, without those of the gallery, and all contacts."""
        # Each as JSON, since many campaigns share most texts; in the order of the names, of which each is there once.
        strings = sorted(
            _named_json(text) if where == text.message else (name := str(where), _as_json(name, text))
            for where, text in self.texts.items()
            if is_printed(where.id)
        )
        written = ",".join([text for _, text in strings])
        own_contacts = [contact for words in (self, *self.others.values()) for contact in words.contacts.values()]
        contacts = sorted({(item.id, item.kind, item.display, item.target) for item in own_contacts})
        data = f"[{_json(self.language.tag)},[{written}],{_json(contacts)}]"
        return hashlib.sha256(data.encode("utf-8")).hexdigest()

    @cached_property
    def code(self) -> str:
        """The content code: the first seven digits of `content_hash`, for small print and slugs."""
        return self.content_hash()[:7]


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@memoized_by_identity(1024)
def _named_json(text: RichText) -> tuple[str, str]:
    name = str(text.message)
    return name, _as_json(name, text)


def _as_json(name: str, text: RichText) -> str:
    return _json([name, text.text, [(span.start, span.end, span.kind, span.value) for span in text.spans]])


def untranslated_errors(
    campaign: Campaign, language: Language, missing: Sequence[tuple[MessageKey, str]]
) -> Iterator[TranslationError]:
    """Yield errors for *missing* messages, each with where it is and why it is in English: one for those of each layer.

    What a base lacks is the same for all campaigns on it, and mostly in all languages: its error names neither.
    """
    by_layer: dict[str, list[tuple[MessageKey, str]]] = defaultdict(list)
    for key, reason in missing:
        layer = campaign.layers.layer_of(campaign.message(key.id).source)
        by_layer[layer.name].append((key.in_language(""), reason))
    source, tag = english_name(campaign.source_language), language.tag
    for base, lacking in by_layer.items():
        messages = f"{counted(len(lacking), 'message')}{f' of the base {base}' if base else ''}"
        many = f"{messages} {'is' if len(lacking) == 1 else 'are'} not translated"
        if base:
            hint = (
                f"It belongs into the catalogs of {base}; until then translate it in your own ('flyers translations "
                f"update'), or print {source} in its place (--allow-untranslated)."
            )
            listed = first_of((key for key, _ in lacking), MOST_MESSAGES)
            yield TranslationError(f"{many}: {listed}.", hint=hint)
        else:
            hint = (
                f"Run 'flyers translations update --lang {tag}', translate them and clear their fuzzy marks; 'flyers "
                f"build --lang {tag} --allow-untranslated' prints {source} in their place."
            )
            listed = first_of((f"{key} ({reason})" for key, reason in lacking), MOST_MESSAGES)
            problem = f"{many} into {language.english}: {listed}.\n"
            yield TranslationError(problem, hint=hint, source=Source(language.catalog_file))


NO_BREAK_SPACE = "\u00a0"

_assembled_before: ProcessCache[object, tuple[Template, Source, RichText]] = ProcessCache(1024)
"""By key and language of a text, and what stands for each placeholder."""


def english_names(campaign: Campaign) -> dict[str, MarkupPiece]:
    """Return the words for each proper name in English."""
    return {name: MarkupPiece(message.forms[Form.TEXT].text) for name, message in campaign.names.items()}


def translated_names(campaign: Campaign, catalog: Catalog) -> dict[str, MarkupPiece]:
    """Return the words for each proper name in *catalog*'s language: its translation, or the name as it is."""
    names = {}
    for name, message in campaign.names.items():
        key, words = MessageKey(message.id), message.forms[Form.TEXT]
        if why_untranslated(catalog.entries.get(key), words):
            names[name] = MarkupPiece(words.text, kind=SpanKind.FOREIGN, value=ENGLISH)
        else:
            names[name] = MarkupPiece(catalog.entries[key].text)
    return names


def english_for(campaign: Campaign, language: Language, where: MessageKey) -> RichText:
    """Return the English of a message as readers of *language* get it: it asks for that language, not for English."""
    words = campaign.message(where.id).forms[where.form]
    return _filled(campaign, language, words, where, english_names(campaign))


def _filled(
    campaign: Campaign, language: Language, words: Words | Entry, where: MessageKey, names: Mapping[str, MarkupPiece]
) -> RichText:
    """Return the English *words*, or a translation of *language*, with *names* and the contacts of *language*.

    It is the same object for the same words and fillings, so that it is shaped once.
    """
    tag = language.tag if isinstance(words, Entry) else campaign.source_language
    template, source = parse(words.text) if isinstance(words, Entry) else words.template, words.source
    fillings = tuple([(name, filling(campaign, language, names, name)) for name in placeholders(template)])
    key = (where, tag, fillings)
    before = _assembled_before.get(key)
    if before is None or before[0] is not template or before[1] != source:
        before = (template, source, assemble(template, dict(fillings), tag, where, source))
        _assembled_before[key] = before
    return before[2]


def filling(campaign: Campaign, language: Language, names: Mapping[str, MarkupPiece], name: str) -> MarkupPiece:
    """Return what stands in a text of *language* in place of the placeholder *name*."""
    if name == REQUEST:  # no line parts Cape and Verdean, or begins with “please”
        names_to_ask_for = (part.replace(" ", NO_BREAK_SPACE, 1) for part in language.say.split(" or "))
        request = f"{' or '.join(names_to_ask_for)},{NO_BREAK_SPACE}please."
        return MarkupPiece(request, kind=SpanKind.FOREIGN, value=campaign.source_language)
    if name in names:
        return names[name]
    if name in COUNTS and name not in campaign.contacts:
        return MarkupPiece("1", kind=SpanKind.PAGE, value=name)
    if name in campaign.keywords:
        return MarkupPiece(campaign.keywords[name], kind=SpanKind.FOREIGN, value=campaign.source_language)
    return MarkupPiece(campaign.contacts[name].in_language(language.tag).display, kind=SpanKind.CONTACT, value=name)


def localize(
    campaign: Campaign,
    language: Language,
    catalog: Catalog | None,
    signoffs: Sequence[SignOff],
    *,
    allow_untranslated: bool = False,
) -> Localization:
    """Return the campaign's content in *language*: messages, translations and contacts merged.

    The English itself, whose *catalog* is None, is taken as it is; see `check_english`. Single messages without a
    translation are in English (`Localization.require_translated` refuses them), and with *allow_untranslated* those of
    a language that has no translation at all.

    Raises:
        TranslationError: there is no catalog, nothing is translated (unless allowed), or translations break a rule;
            all of them together.
    """
    if language.tag == campaign.source_language:
        names = english_names(campaign)
        texts = {where: _filled(campaign, language, words, where, names) for where, words in campaign.words()}
        written = {where: words.text for where, words in campaign.words()}
        standing = standing_after(signoffs, current_words(campaign, language, written))
        return Localization(campaign, language, texts, standing=standing)
    if catalog is None:
        raise ValueError(f"{language.tag} has no catalog: only {campaign.source_language} does without")
    try:
        if not catalog.exists and not allow_untranslated:
            raise catalog.missing_error(language)
        return _merge(campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)
    except FlyersError as error:
        raise error.within(language.tag) from None


def check_english(campaign: Campaign, language: Language, tags: Collection[str]) -> None:
    """Check the messages, in *language*, by the rules of `flyers.translation.checks`, and the languages of contacts
    against *tags*; all faults are one ContentError.
    """
    from flyers.translation.checks.findings import Translation, faults

    of_words = (
        ContentError(fault.problem, hint=fault.hint, source=words.source, trail=[where])
        for where, words in campaign.words()
        for fault in faults(Translation.of_english(campaign, language, where, words))
    )
    raise_all([*contact_faults(campaign, tags), *of_words])


def contact_faults(campaign: Campaign, languages: Collection[str]) -> list[ContentError]:
    """Return where a contact has an address for a language that is not among the tags *languages*."""
    problem = "“{}” is not a language of this campaign, so nothing would show this address."
    hint = "Correct the tag, or delete the line."
    return [
        ContentError(problem.format(tag), hint=hint, source=contact.source, trail=[contact.id])
        for contact in campaign.contacts.values()
        for tag in contact.own_languages
        if not any(known == tag or known.startswith(f"{tag}-") for known in languages)
    ]


def _merge(
    campaign: Campaign, language: Language, catalog: Catalog, signoffs: Sequence[SignOff], *, allow_untranslated: bool
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
            translations[where] = entry.text
            if not problems:
                texts[where] = _filled(campaign, language, entry, where, names)
            errors += [
                TranslationError(fault.problem, hint=fault.hint, source=entry.source, trail=[where])
                for fault in problems
            ]
            continue
        if not problems and printed_as_it_is(catalog, words):
            translations[where] = words.text
        else:
            missing[where] = f"{entry.source if entry else catalog.path}: {reason}"
        english = _filled(campaign, language, words, where, in_english)
        foreign = Span(0, len(english.text), SpanKind.FOREIGN, english.language)
        texts[where] = replace(english, spans=(foreign, *english.spans))
    if not translations and not allow_untranslated:
        errors += untranslated_errors(campaign, language, list(missing.items()))
    raise_all(errors)
    standing = standing_after(signoffs, current_words(campaign, language, translations))
    return Localization(campaign, language, texts, missing, standing)


def with_others(own: Localization, others: Iterable[Localization], secondary: str) -> Localization:
    """Return *own* with the languages *others*; *secondary* is their label in slugs and small print (``en``)."""
    tagged: dict[str, Localization] = {}
    for other in others:
        tag, named = other.language.tag, {**other.texts, **other.names}
        keyed = {where: replace(rich, message=rich.message.in_language(tag)) for where, rich in named.items()}
        tagged[tag] = replace(other, texts=keyed)
    second = tagged[secondary].untranslated if secondary in tagged else {}
    texts = {rich.message: rich for other in tagged.values() for rich in other.texts.values()}
    return replace(
        own,
        texts={**own.texts, **texts},
        untranslated={**own.untranslated, **{where.in_language(secondary): why for where, why in second.items()}},
        others=tagged,
        secondary=secondary,
    )


def approval(
    localized: Localization, products: Collection[str], messages: Collection[MessageKey], contacts: Collection[str]
) -> Approval:
    """Return how far the piece that says *messages* and shows *contacts* is approved.

    *products* are layouts whose pages must have been seen, one of them in each language; none if no reader can see the
    pages, since they are in all languages.
    """
    own = localized.language.tag
    words = sum(1 for _ in localized.campaign.words())
    # A language of which nothing is translated does not count, because only its names are printed; a second language
    # with a side of its own always does.
    counting = {
        tag: other
        for tag, other in localized.others.items()
        if tag != own and (tag == localized.secondary or len(other.untranslated) < words)
    }
    standings = [
        (localization.language, localization.standing.of_product(products, said_in(localized, messages, tag), contacts))
        for tag, localization in {own: localized, **counting}.items()
    ]
    if not localized.others:
        return Approval(standings[0][1])
    unsigned = [(language, standing) for language, standing in standings if standing.draft]
    return Approval((unsigned or standings)[0][1], tuple(language for language, _ in unsigned))


def said_in(localized: Localization, messages: Collection[MessageKey], tag: str) -> frozenset[MessageKey]:
    """Return those of *messages* that are in the language *tag*, without the tag in their keys.

    Keys without a language are of that of *localized*. Texts that are not messages, such as small print, are left out;
    the proper names inside the messages are messages too.
    """
    campaign = localized.campaign
    said = {
        key.in_language("")
        for key in messages
        if key.id in campaign.messages and not key.is_contact and (key.language or localized.language.tag) == tag
    }
    inside = {
        MessageKey(campaign.names[name].id)
        for key in said
        for name in campaign.message(key.id).forms[key.form].placeholders
        if name in campaign.names
    }
    return frozenset(said | inside)


ON_SHEETS = ("sheet.scale", "sheet.flip.long", "sheet.flip.short", "sheet.calibration.front", "sheet.calibration.back")
"""Ids of the messages in the margins of sheets and on the calibration page."""

LEAD = "reader-proof.lead"
"""Id of the message with which a campaign begins the first page of its reader's proofs, if its topic asks for another
beginning than the program's (“These pages are for people who may be in danger”)."""


def sheet_text(message_id: str, tag: str) -> RichText:
    """Return the starter's words for one of `ON_SHEETS`; in a language without them they are English."""
    campaign, _ = _starter()
    key = MessageKey(message_id)
    language = tag if key in _words(tag) else campaign.source_language
    text = "".join(piece.text for piece in parse(_words(language)[key]))
    spans = () if language == tag else (Span(0, len(text), SpanKind.FOREIGN, language),)
    return RichText(text, language, key, spans=spans)


@cache
def _words(tag: str) -> Mapping[MessageKey, str]:
    from flyers.translation.po import read_catalog

    campaign, registry = _starter()
    if tag == campaign.source_language:
        return usable(campaign, source_catalog(campaign))
    return usable(campaign, read_catalog(registry, registry.language(tag))) if tag in registry.tags else {}


@cache
def _starter() -> tuple[Campaign, Registry]:
    campaign = Campaign.load(starter_folder())
    return campaign, Registry.load(campaign)
