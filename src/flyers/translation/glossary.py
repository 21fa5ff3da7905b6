"""The glossary: which words a language has for the names and key terms of the campaign, and which it must not use.

``translations/glossary.yaml`` is kept by coordinators and reviewers; a campaign without it has no glossary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.markup import IN_BRACES
from flyers.content.messages import Words
from flyers.content.schema import LANGUAGE_TAG, Each, Flag, MapOf, Record, Required, Text
from flyers.errors import ContentError, FlyersError, Source, raise_all

GLOSSARY_FILE = "translations/glossary.yaml"

_TERM = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CONTEXT = re.compile(r"[a-z][a-z0-9.-]*(?:/[a-z]+)?")
_FORMS = MapOf(Each(Text(), least=1, unique=True), LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

GLOSSARY = Record({
    "terms": Required(MapOf(
        Record({
            "english": Required(Each(Text(), least=1, unique=True)),
            "note": Text(default=""),
            "name": Flag(default=False),
            "stays": Flag(default=False),
            "not_in": Each(Text(_CONTEXT, "a message id, with or without its form"), least=0),
            "forms": _FORMS,
            "avoid": _FORMS,
        }),
        _TERM, "a name of small letters, digits and “-”",
    )),
})  # fmt: skip  # nested like the file that it describes


@dataclass(frozen=True, slots=True)
class Term:
    """A term or name of the campaign.

    Attributes:
        id: its key.
        english: how the English messages write it.
        note: what it means and why it is written so.
        name: a name, which must occur letter by letter; other terms are stems, whatever their case and ending.
        stays: written as in English where `forms` says nothing else.
        not_in: message ids and contexts in which the English word is another one.
        forms: renderings by language, any of which will do.
        avoid: renderings by language that mean something else.
        source: its place.
    """

    id: str
    english: tuple[str, ...]
    note: str
    name: bool
    stays: bool
    not_in: frozenset[str]
    forms: Mapping[str, tuple[str, ...]]
    avoid: Mapping[str, tuple[str, ...]]
    source: Source

    def accepted(self, tag: str) -> tuple[str, ...]:
        """The renderings of a language, or of the language without script and region; empty where none is listed."""
        return _of(self.forms, tag) or (self.english if self.stays else ())

    def avoided(self, tag: str) -> tuple[str, ...]:
        return _of(self.avoid, tag)

    def concerns(self, where: str) -> bool:
        return self.not_in.isdisjoint((where, where.partition("/")[0]))

    def is_in(self, form: str, text: str) -> bool:
        """Whether *text* has *form*: a name as it stands, another term whatever its case and vowel signs."""
        return _plain(form) in _plain(text) if self.name else _folded(form) in _folded(text)


def _of(forms: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return forms.get(tag) or forms.get(tag.partition("-")[0], ())


_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2066-\u2069*]")
_OPTIONAL = re.compile("[\u064b-\u0652\u0670\u0640\u0307]")
"""Vowel signs and joints of Arabic, and the dot that a Turkish İ leaves over its small letter."""


def _plain(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def _folded(text: str) -> str:
    return _OPTIONAL.sub("", _plain(text).casefold())


@dataclass(frozen=True)
class Glossary:
    """The terms, in the order of the file."""

    terms: tuple[Term, ...] = ()

    def asked(self, where: str, words: Words) -> Iterator[Term]:
        """The terms that the English of a message has, once each; of a longer one and a part of it, the longer one."""
        text = IN_BRACES.sub("|", words.text)
        found: dict[str, Term] = {}
        for pattern, term in self._patterns:
            text, count = pattern.subn("|", text)
            if count and term.concerns(where):
                found[term.id] = term
        yield from found.values()

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], Term]]:
        pairs = [(english, term) for term in self.terms for english in term.english]
        pairs.sort(key=lambda pair: -len(pair[0]))
        return [(_pattern(english, exact=term.name), term) for english, term in pairs]

    def names(self, tag: str) -> frozenset[str]:
        """English names that the language writes as English does."""
        return frozenset(name for term in self.terms for name in term.english if name in term.accepted(tag))


def _pattern(english: str, *, exact: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(english)}(?!\w)", 0 if exact else re.IGNORECASE)


def read_glossary(campaign: Campaign, tags: Collection[str]) -> Glossary:
    """Return the campaign's glossary; an empty one if it has no file. *tags* are the campaign's languages.

    Raises:
        ContentError: what is wrong in the file, all together.
        FileAccessError: it cannot be read.
    """
    path = campaign.folder / GLOSSARY_FILE
    if not path.exists():
        return Glossary()
    checked = schema.check(yamlfile.load(path, campaign.folder), GLOSSARY)
    entries = checked["terms"]
    raise_all(_unknown(campaign, tags, entries))
    return Glossary(tuple(_term(key, entry, entries.key_source(key)) for key, entry in entries.items()))


def _term(key: str, entry: yamlfile.Mapping, source: Source) -> Term:
    return Term(
        id=key,
        english=tuple(entry["english"]),
        note=entry["note"],
        name=entry["name"],
        stays=entry["stays"],
        not_in=frozenset(entry.get("not_in", ())),
        forms={tag: tuple(forms) for tag, forms in entry.get("forms", {}).items()},
        avoid={tag: tuple(forms) for tag, forms in entry.get("avoid", {}).items()},
        source=source,
    )


def _unknown(campaign: Campaign, tags: Collection[str], entries: yamlfile.Mapping) -> Iterator[FlyersError]:
    from flyers.translation.locale_data import is_on_file

    languages = {*tags, *(tag.partition("-")[0] for tag in tags)}
    contexts = tuple(each for where, _ in campaign.words() for each in (where, where.partition("/")[0]))
    for entry in entries.values():
        for where in sorted(set(entry.get("not_in", ())).difference(contexts)):
            yield ContentError(
                f"There is no message “{where}”.",
                hint=schema.did_you_mean(where, contexts),
                source=entry.value_source("not_in"),
            )
        for listed in (entry[kind] for kind in ("forms", "avoid") if kind in entry):
            # A campaign made from another may have dropped the language, and need not cut its glossary down.
            for tag in [tag for tag in listed if tag not in languages and not is_on_file(tag)]:
                hint = schema.did_you_mean(tag, tuple(tags))
                yield ContentError(f"The campaign has no language “{tag}”.", hint=hint, source=listed.key_source(tag))
