"""Content in one language as plain data: every message as rich text, and the contacts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.markup import RichText, Span, SpanKind, without_isolates
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import is_printed
from flyers.errors import Source, TranslationError, UsageError, first_of, raise_all
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.translation.language_data import ENGLISH
from flyers.translation.language_names import english_name
from flyers.translation.registry import Language
from flyers.translation.sheet_words import SHEET_WORDS, sheet_text
from flyers.translation.standing import UNREAD, Standing

AUTONYM, ENGLISH_NAME = "language.autonym", "language.english"
"""Ids of a language's own name and its English name, where several languages are on one piece."""
SPOKEN, SPOKEN_ENGLISH = "language.spoken", "language.spoken-english"
"""Ids of both names as people ask for somebody who speaks it: Cantonese, which is written in traditional Chinese."""
LANGUAGE_NAMES = (AUTONYM, ENGLISH_NAME, SPOKEN, SPOKEN_ENGLISH)
MOST_MESSAGES = 3
"""Untranslated messages that an error names."""


@dataclass(frozen=True)
class Localization:
    """The campaign's content in one language.

    Attributes:
        texts: by key.
        untranslated: the messages that are in English because they have no translation, by key: where and why.
        standing: how far the words of the language are approved; for a piece see `flyers.translation.standing`.
        others: the other languages on the same piece, by tag; see `flyers.translation.localize`.
        secondary: the label of *others*: a tag (``en``) or ``all``; "" if there are none.
    """

    campaign: Campaign
    language: Language
    texts: Mapping[MessageKey, RichText]
    untranslated: Mapping[MessageKey, str] = field(default_factory=dict)
    standing: Standing = UNREAD
    others: Mapping[str, Localization] = field(default_factory=dict)
    secondary: str = ""

    @property
    def label(self) -> str:
        """The language and the label of the others: ``es``, ``es+en``."""
        return f"{self.language.tag}+{self.secondary}" if self.secondary else self.language.tag

    @property
    def english_label(self) -> str:
        """The language and the second one by their English names, for workers who can't read them: ``Somali``."""
        second = self.others.get(self.secondary)
        return f"{self.language.english} + {second.language.english}" if second else self.language.english

    def rich(self, message_id: str, form: Form | str = Form.TEXT) -> RichText:
        """Return the message in *form*, or in the next longer form that the English has (short, poster, text).

        Raises:
            UsageError: there is no such message; names the nearest.
        """
        if message_id in LANGUAGE_NAMES:
            return self.texts.get(MessageKey(message_id)) or self.names[MessageKey(message_id)]
        if message_id not in self.campaign.messages and (own := self.sheet_words.get(MessageKey(message_id))):
            return own
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
        """Refuse a piece that would say some of *messages* in English.

        A piece needs the words that it prints, not those of every other product: the words of a new product may still
        be on their way to the translators.

        Raises:
            TranslationError: names the first messages, and counts the others.
        """
        missing = [(where, self.untranslated[where]) for where in self.in_english(messages)]
        if missing:
            first = missing[0][0].language
            whose = self.others[first] if first else self
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
        lacking = [name for name in SHEET_WORDS if name not in self.campaign.messages]
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
        """Return the contact, with the target and printed form of this language or of another *language* of the piece.

        Raises:
            UsageError: there is none.
        """
        own = self.others.get(language, self)
        try:
            return own.contacts[contact_id]
        except KeyError:
            listed = ", ".join(self.campaign.contacts)
            raise UsageError(f"There is no contact “{contact_id}”.", hint=f"Contacts are {listed}.") from None

    def content_hash(self) -> str:
        """Return SHA-256 (hex) over the exact strings and all contacts.

        Words of the gallery, which are not printed, do not count.
        """
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
    """Return the name of a text's own message, and the text as JSON under that name."""
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
    by_layer: dict[str, list[tuple[MessageKey, str]]] = {}
    for key, reason in missing:
        layer = campaign.layers.layer_of(campaign.message(key.id).source)
        by_layer.setdefault(layer.name, []).append((key, reason))
    for base, lacking in by_layer.items():
        source = english_name(campaign.source_language)
        yield _lacking_in_base(base, lacking, source) if base else _lacking(language, lacking, source)


def _lacking_in_base(base: str, missing: Sequence[tuple[MessageKey, str]], source: str) -> TranslationError:
    many = f"{len(missing)} messages of the base {base} are" if len(missing) > 1 else f"1 message of the base {base} is"
    listed = first_of((where.in_language("") for where, _ in missing), MOST_MESSAGES)
    return TranslationError(
        f"{many} not translated: {listed}.",
        hint=(
            f"It belongs into the catalogs of {base}; until then translate it in your own ('flyers translations "
            f"update'), or print {source} in its place (--allow-untranslated)."
        ),
    )


def _lacking(language: Language, missing: Sequence[tuple[MessageKey, str]], source: str) -> TranslationError:
    """Return the error for *missing* messages of the campaign itself."""
    many = f"{len(missing)} messages are" if len(missing) > 1 else "1 message is"
    listed = first_of((f"{where.in_language('')} ({reason})" for where, reason in missing), MOST_MESSAGES)
    return TranslationError(
        f"{many} not translated into {language.english}: {listed}.\n",
        hint=(
            f"Run 'flyers translations update --lang {language.tag}', translate them and clear their fuzzy marks; "
            f"'flyers build --lang {language.tag} --allow-untranslated' prints {source} in their place."
        ),
        source=Source(language.catalog_file),
    )
