"""The glossary: the words that each language has for the names and key terms of the campaign, and those to avoid.

Coordinators and reviewers keep it in ``translations/glossary.yaml``. A campaign without that file has no glossary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from functools import cached_property

from flyers.content import schema
from flyers.content.campaign import Campaign
from flyers.content.markup import IN_BRACES
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.content.schema import LANGUAGE_TAG, NAME, NAME_SAYS, Each, Flag, MapOf, Problem, Record, Required, Text
from flyers.errors import Source
from flyers.records import dataclass
from flyers.translation.locale_data import is_known_to_cldr
from flyers.translation.registry import plain

GLOSSARY_FILE = "translations/glossary.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term or name of the campaign.

    Attributes:
        id: its key in the file.
        english: how the English messages write it.
        note: what it means and why it is written so.
        name: whether it is a name, which must occur letter by letter; the form of another term is a stem, which may
            have any case and ending.
        stays: whether languages without a form write it as in English.
        not_in: keys of messages in which the English word means something else.
        forms: the accepted words, by language.
        avoid: words that mean something else, by language.
        source: its place in the file.
    """

    id: str
    english: tuple[str, ...]
    note: str = ""
    name: bool = False
    stays: bool = False
    not_in: frozenset[MessageKey] = frozenset()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: Source

    def accepted(self, tag: str) -> tuple[str, ...]:
        """Return the accepted words of a language, or of the language without script and region; may be empty."""
        return _of(self.forms, tag) or (self.english if self.stays else ())

    def avoided(self, tag: str) -> tuple[str, ...]:
        """Return the words to avoid in a language."""
        return _of(self.avoid, tag)

    def concerns(self, context: MessageKey) -> bool:
        """Whether the English word has this meaning in the message."""
        return self.not_in.isdisjoint((context, MessageKey(context.id)))

    def is_in(self, form: str, text: str) -> bool:
        """Whether *text* has *form*: a name exactly, another term in any case and with any vowel signs."""
        return plain(form) in plain(text) if self.name else _folded(form) in _folded(text)


def _of(forms: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return tuple(forms.get(tag) or forms.get(tag.partition("-")[0], ()))


_OPTIONAL = re.compile("[\u064b-\u0652\u0670\u0640\u0307]")
"""Vowel signs and tatweel of Arabic, and the dot that the small letter of a Turkish İ keeps."""


def _folded(text: str) -> str:
    return _OPTIONAL.sub("", plain(text).casefold())


@dataclass(frozen=True)
class Glossary:
    """The terms, in the order of the file."""

    terms: tuple[Term, ...] = ()

    def used_in(self, context: MessageKey, english: Words) -> Iterator[Term]:
        """Yield the terms in the English of a message, each once; a term inside a longer one does not count."""
        text = IN_BRACES.sub("|", english.text)
        used: dict[str, Term] = {}
        for pattern, term in self._patterns:
            text, count = pattern.subn("|", text)
            if count and term.concerns(context):
                used[term.id] = term
        yield from used.values()

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Term]]:
        pairs = [(english, term) for term in self.terms for english in term.english]
        return [
            (re.compile(rf"(?<!\w){re.escape(english)}(?!\w)", 0 if term.name else re.IGNORECASE), term)
            for english, term in sorted(pairs, key=lambda pair: -len(pair[0]))
        ]

    def names(self, tag: str) -> frozenset[str]:
        """Return the English names that the language writes as English does."""
        return frozenset(name for term in self.terms for name in term.english if name in term.accepted(tag))


_CONTEXT = re.compile(r"[a-z][a-z0-9.-]*(?:/[a-z]+)?")


_FORMS = MapOf(Each(Text(), least=1, unique=True, make=tuple), LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

GLOSSARY = Record({
    "terms": Required(MapOf(
        Record({
            "english": Required(Each(Text(), least=1, unique=True)),
            "note": Text(),
            "name": Flag(),
            "stays": Flag(),
            "not_in": Each(
                Text(_CONTEXT, "a message id, with or without its form", make=MessageKey.parse), make=frozenset
            ),
            "forms": _FORMS,
            "avoid": _FORMS,
        }, make=Term, source=True),
        NAME, NAME_SAYS, id="id",
    )),
})  # fmt: skip  # nested like the file that it describes


def read_glossary(campaign: Campaign, tags: Collection[str]) -> Glossary:
    """Return the campaign's glossary; an empty one if it has no file. *tags* are the campaign's languages.

    Raises:
        ContentError: with all problems of the file together.
        FileAccessError: If the file cannot be read.
    """
    document = campaign.layers.document(GLOSSARY_FILE)
    if document is None:
        return Glossary()
    terms = tuple(schema.check(document, GLOSSARY)["terms"].values())
    schema.raise_problems(_unknown(campaign, tags, terms), document)
    return Glossary(terms)


def _unknown(campaign: Campaign, tags: Collection[str], terms: tuple[Term, ...]) -> Iterator[Problem]:
    """Yield the messages and languages that the glossary names and the campaign does not have."""
    languages = {*tags, *(tag.partition("-")[0] for tag in tags)}
    contexts = tuple(str(name) for context, _ in campaign.words() for name in (context, MessageKey(context.id)))
    for term in terms:
        for context in sorted(set(map(str, term.not_in)).difference(contexts)):
            hint = schema.did_you_mean(context, contexts)
            yield Problem(f"There is no message “{context}”.", hint, path=["terms", term.id, "not_in"])
        for key, forms in (("forms", term.forms), ("avoid", term.avoid)):
            # A campaign made from another may have fewer languages, and may keep the glossary as it is.
            for tag in [tag for tag in forms if tag not in languages and not is_known_to_cldr(tag)]:
                hint = schema.did_you_mean(tag, tuple(tags))
                yield Problem(f"The campaign has no language “{tag}”.", hint, path=["terms", term.id, key, tag])
