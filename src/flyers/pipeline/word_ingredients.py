"""What the words of a piece are made of: the words of its languages, their contacts, and their sign-offs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from flyers.content.messages import is_printed
from flyers.content.promises import contact_of, fact
from flyers.content.richtext import SpanKind
from flyers.pipeline.canonical import Ingredient, checksum, part_of, part_of_checksums, plain
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.message_key import MessageKey
    from flyers.content.richtext import RichText
    from flyers.layout.model import Layout
    from flyers.translation.localization import Localization
    from flyers.translation.registry import LineBreakRules
    from flyers.translation.standing import Standing


@dataclass(frozen=True, slots=True)
class PieceWords:
    """The words of a piece's languages.

    Attributes:
        parts: all words of each language, by the names of their parts; of many languages the words have no names.
        languages: what the registry has of them, and the rules of line breaks of all words.
        named: the contacts in each message, by its id.
    """

    parts: Mapping[str, Ingredient]
    languages: Ingredient
    named: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, localized: Localization, rules: Mapping[str, LineBreakRules]) -> PieceWords:
        by_language: dict[str, dict[str, str]] = {localized.language.tag: {}}
        named: dict[str, set[str]] = {}
        used = {one.language.tag for one in languages_of(localized)}
        for key, rich in localized.texts.items():
            if not is_printed(key.id):
                continue
            text = _text(rich, key in localized.untranslated)
            name = text.name if key == rich.message else str(key.in_language(""))
            by_language.setdefault(key.language or localized.language.tag, {})[name] = text.checksum
            named.setdefault(key.id, set()).update(text.contacts)
            used |= text.languages
        languages = {one.language.tag: [plain(one.language), plain(one.sheet_words)] for one in languages_of(localized)}
        breaks = {f"line breaks {tag}": plain(rules[tag]) for tag in sorted(used) if tag in rules}
        few = len(by_language) <= 2
        return cls(
            {f"words {tag}": part_of_checksums(entries, named=few) for tag, entries in by_language.items()},
            part_of({**languages, **breaks}),
            {name: frozenset(contacts) for name, contacts in named.items()},
        )


class _Text(NamedTuple):
    """The checksum of a text, the name of its message, the contacts that it names, and the languages in it."""

    checksum: str
    name: str
    contacts: frozenset[str]
    languages: frozenset[str]


@memoized_by_identity(1024)
def _text(rich: RichText, untranslated: bool) -> _Text:
    spans = [(span.start, span.end, span.kind.value, span.value) for span in rich.spans]
    foreign = (span.value for span in rich.spans if span.kind is SpanKind.FOREIGN)
    return _Text(
        checksum([rich.text, rich.language, spans, untranslated]),
        str(rich.message.in_language("")),
        frozenset(span.value for span in rich.spans if span.kind is SpanKind.CONTACT),
        frozenset((rich.language, *foreign)),
    )


def possible_ids(
    campaign: Campaign, names: Collection[str], words: PieceWords, *, on_sheets: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of all messages and contacts that a product may say, show or ask about: those that its layout
    names (*names*), the contacts and names in these messages, and the labels of these contacts.
    """
    from flyers.translation.sheet_words import SHEET_WORDS

    proper = {name: message.id for name, message in campaign.names.items()}
    wanted = {*names, campaign.name, campaign.publisher, *(SHEET_WORDS if on_sheets else ())}
    messages, contacts = wanted & campaign.messages.keys(), wanted & campaign.contacts.keys()
    waiting = set(messages)
    while waiting or contacts - wanted:
        inside = set().union(*(words.named.get(name, ()) for name in waiting))
        for name in waiting:
            for form in campaign.messages[name].forms.values():
                inside |= form.template.placeholders.keys()
        contacts |= inside & campaign.contacts.keys()
        wanted |= contacts
        labels = {campaign.contacts[name].name for name in contacts}
        waiting = ({proper[name] for name in inside if name in proper} | labels) & campaign.messages.keys() - messages
        messages |= waiting
    return frozenset(messages), frozenset(contacts)


def promised_of(campaign: Campaign, messages: Collection[str]) -> dict[str, list[str]]:
    """Return what *messages* promise of contacts, as the contacts have it now, by contact."""
    promised: dict[str, list[str]] = {}
    for name in sorted(messages):
        for promise, value in campaign.messages[name].promises.items():
            facts = promised.setdefault(contact_of(promise), [])
            facts += [promise, value, fact(campaign.contacts, promise)]
    return promised


def languages_of(localized: Localization) -> Iterator[Localization]:
    """Yield every language of the piece, its own first."""
    yield localized
    yield from localized.others.values()


def contacts_of(localized: Localization, usable: Collection[str], promised: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the contacts in each language of the piece: of all what the content code stands for, of those that are
    *usable* what pages and warnings say of them, and what is *promised*. The day of a test call, hours that no words
    promise and its origin are in none of these.
    """
    entries: dict[str, Any] = {}
    for one in languages_of(localized):
        tag = f"{one.language.tag}:" if localized.others else ""
        for name, contact in one.contacts.items():
            entry: list[Any] = [contact.kind.value, contact.display, contact.target]
            if name in usable:
                entry += [contact.name, contact.keyword, plain(contact.languages), contact.verified_on is not None]
            entry += promised.get(name, [])
            entries[f"{tag}{name}"] = entry
    return entries


def approvals_of(
    localized: Localization, layout: Layout, messages: Collection[str], contacts: Collection[str]
) -> list[Any]:
    """Return what `flyers.translation.approval` can learn of the sign-offs of each language of the piece."""
    products = (layout.product, layout.bilingual)
    return [
        [one.language.tag, *_approval(one.standing, products, messages, contacts)] for one in languages_of(localized)
    ]


def _approval(
    standing: Standing, products: Collection[str], messages: Collection[str], contacts: Collection[str]
) -> list[Any]:
    def concerns(key: MessageKey) -> bool:
        return key.id in (contacts if key.is_contact else messages)

    return [
        standing.english,
        standing.day and standing.day.isoformat(),
        [[product, product in standing.seen] for product in products if product],
        standing.whole,
        standing.whole_seen,
        sorted(str(key) for key in standing.signed if concerns(key)),
        sorted(standing.signed_contacts & set(contacts)),
        [plain(change) for change in standing.unread if concerns(change.what)],
    ]
