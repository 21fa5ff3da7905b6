"""Checks of style: full stops, spaces, words left in English; and the glossary, with the checks of its terms.

The glossary has the words of each language for the names and key terms of the campaign, and those to avoid.
Coordinators and reviewers keep it in ``translations/glossary.yaml``. A campaign without that file has no glossary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from functools import cached_property

from flyers.content import schema
from flyers.content.campaign import Campaign
from flyers.content.markup import IN_BRACES
from flyers.content.message_key import MessageKey
from flyers.content.messages import REQUEST, Words
from flyers.content.schema import LANGUAGE_TAG, NAME, NAME_SAYS, Each, Flag, MapOf, Problem, Record, Required, Text
from flyers.errors import Source
from flyers.findings import Fault, Severity
from flyers.records import dataclass
from flyers.translation.checks.findings import LATIN_WORD, Translation, check, explain, listed, warning
from flyers.translation.checks.findings import TranslationExplanation as Explanation
from flyers.translation.language_data import is_known_to_cldr, language_data
from flyers.translation.registry import english_name, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term or name of the campaign."""

    id: str
    english: tuple[str, ...]  # how the English messages write it
    note: str = ""
    # Whether it is a name, which must occur letter by letter; the form of another term is a stem, which may have any
    # case and ending.
    name: bool = False
    stays: bool = False  # whether languages without a form write it as in English
    not_in: frozenset[MessageKey] = frozenset()  # keys of messages in which the English word means something else
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the accepted words, by language
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # words that mean something else
    source: Source

    def accepted(self, tag: str) -> tuple[str, ...]:
        """Return the accepted words of a language, or of the language without script and region; may be empty."""
        return _of(self.forms, tag) or (self.english if self.stays else ())

    def is_in(self, form: str, text: str) -> bool:
        """Whether *text* has *form*: a name exactly, another term in any case and with any vowel signs."""
        if self.name:
            return plain(form) in plain(text)
        # Without vowel signs and tatweel of Arabic, and the dot that the small letter of a Turkish İ keeps.
        marks = "[\u064b-\u0652\u0670\u0640\u0307]"
        return re.sub(marks, "", plain(form).casefold()) in re.sub(marks, "", plain(text).casefold())


def _of(forms: Mapping[str, tuple[str, ...]], tag: str) -> tuple[str, ...]:
    return forms.get(tag) or forms.get(tag.partition("-")[0], ())


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
            if count and term.not_in.isdisjoint((context, MessageKey(context.id))):
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


_CONTEXT = Text(
    re.compile(r"[a-z][a-z0-9.-]*(?:/[a-z]+)?"), "a message id, with or without its form", make=MessageKey.parse
)
_FORMS = MapOf(Each(Text(), least=1, unique=True, make=tuple), LANGUAGE_TAG.pattern, LANGUAGE_TAG.says)

GLOSSARY = Record({
    "terms": Required(MapOf(
        Record({
            "english": Required(Each(Text(), least=1, unique=True)),
            "note": Text(), "name": Flag(), "stays": Flag(),
            "not_in": Each(_CONTEXT, make=frozenset), "forms": _FORMS, "avoid": _FORMS,
        }, make=Term, source=True),
        NAME, NAME_SAYS, id="id",
    )),
})  # fmt: skip  # nested like the file that it describes


def read_glossary(campaign: Campaign, tags: Collection[str]) -> Glossary:
    """Return the campaign's glossary; an empty one if it has no file. *tags* are the campaign's languages.

    Raises:
        ContentError, FileAccessError: all problems of the file together, or it cannot be read.
    """
    document = campaign.layers.document("translations/glossary.yaml")
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


_STOPS = {
    **dict.fromkeys(".।॥۔。．។៕။።։", "a full stop"),
    **dict.fromkeys("?؟？፧\u037e՞", "a question mark"),
    **dict.fromkeys("!！՜", "an exclamation mark"),
    **dict.fromkeys(":：៖፦፡", "a colon"),
    **dict.fromkeys("…", "an ellipsis"),
}
"""The marks that end a text, in every script, each with its name."""

_AROUND = "*\"'“”„‟‘’‚«»‹›「」『』()（）[] \u00a0\u202f"


@warning(
    "L301",
    "a text ends as the English does",
    found="The translation lacks the full stop, question mark or colon at the end of the English, or adds one.",
    why="Sentences run together where messages follow one another, and a cut-off text goes unnoticed.",
    advice="End it like the English, with the mark of the language.",
    asked_by="issue 4: lost full stops",
)
def final_punctuation(translation: Translation) -> Iterator[Fault]:
    sentence_end = language_data(translation.language.tag).sentence_end
    if sentence_end == "none":
        return
    english = translation.english.text
    wanted, own = _end(english), _end(translation.text)
    if own == wanted or _bare(english).endswith("}"):  # a placeholder may bring a mark of its own
        return
    if {own, wanted} == {"a full stop", "a question mark"} and sentence_end == "shared":
        return
    if own == "a question mark" and not wanted and re.match(r"(?:Who|What|Where|Why|How|When)\b", english):
        return  # English headings that are questions in many languages
    if wanted == "a full stop" and _ABBREVIATION.search(_bare(translation.text)):
        return  # one full stop serves “QR” and the sentence
    if not own:
        yield Fault(f"The English ends with {wanted}, the translation does not.", "Add it, if it is right here.")
    elif not wanted:
        yield Fault(f"The translation ends with {own}, the English does not.", "Delete it.")
    else:
        yield Fault(f"The English ends with {wanted}, the translation with {own}.", "End it like the English.")


_ABBREVIATION = re.compile(r"(?<![^\W_])[A-Z]{1,3}\.$")


def _bare(text: str) -> str:
    return re.sub("[\u00ad\u200b-\u200f\u2060-\u2069]", "", text).rstrip(_AROUND)


def _end(text: str) -> str:
    """Return the name of the mark at the end, or "". The full stop of “U.S.” or “EE. UU.” belongs to the word."""
    bare = _bare(text)
    return "" if _ABBREVIATION.search(bare) else _STOPS.get(bare[-1:], "")


@warning(
    "L302",
    "there are no extra spaces",
    found="There is a space at the start or end of the text, before a comma or a full stop, or two in a row.",
    why="The program removes spaces at the ends; all others are printed.",
    advice="Delete the space.",
    asked_by="issue 4: stray spaces",
)
def spaces(translation: Translation) -> Iterator[Fault]:
    if translation.raw and translation.raw != translation.raw.strip():
        yield Fault("There is white space at the start or end.", "Delete it.")
    if match := re.search(r"[^ ]{0,8} {2,}[^ ]{0,8}", translation.text):
        yield Fault(f"There are two spaces in a row in “{match[0]}”.", "Delete one.")
    if match := re.search(r"[^ ]{0,12} +[,.،。，](?!\w)", translation.text):
        yield Fault(f"There is a space before the mark in “{match[0]}”.", "Delete the space.")


@warning(
    "L307",
    "quotation marks are the language's",
    found="The text has the quotation marks of another language, or straight ones.",
    why="They look like a mistake, and in some languages they open where they should close.",
    advice="Use those of the language, or correct “quotes” in translations/languages.yaml.",
    asked_by="issue 4: quotation marks",
)
def quotation_marks(translation: Translation) -> Iterator[Fault]:
    opening, closing = translation.language.quotes
    marks, hint = re.findall('["“”„‟«»‹›「」『』]', translation.text), f"Write {opening} … {closing}."
    if strange := [mark for mark in dict.fromkeys(marks) if mark not in (opening, closing)]:
        yield Fault(f"{' and '.join(strange)} are not quotation marks of the language.", hint)
    elif marks != [opening, closing] * (len(marks) // 2):
        yield Fault(f"The quotation marks {' '.join(marks)} do not open and close.", hint)


@check(
    "L308",
    "a text is no longer than its place allows",
    found="The text has more characters than “most” of its message says. Marks on letters are not counted.",
    why="It is set smaller than in other languages, or in its shorter form.",
    advice="Shorten it, if it keeps its meaning.",
    severity=Severity.ADVICE,
    excusable=True,
    asked_by="issue 4: texts that don't fit",
)
def greatest_length(translation: Translation) -> Iterator[Fault]:
    most = translation.english.most
    if not most:
        return
    displays = {f"{{{name}}}": contact.display for name, contact in translation.contacts.items()}
    printed = IN_BRACES.sub(lambda mark: displays.get(mark[0], mark[0]), translation.text).replace("**", "")
    # Marks, joiners and isolates take up no room of their own.
    length = sum(unicodedata.category(character) not in ("Mn", "Me", "Cf") for character in printed)
    if length > most:
        yield Fault(f"It has {length} characters; the most is {most}.", f"Shorten it by {length - most}.")


@warning(
    "L309",
    "a request ends once",
    found="A full stop follows “{request}”, which becomes a sentence with a full stop of its own (“Khmer, please.”).",
    why="Two full stops are printed: “Khmer, please.”.",
    advice="Delete the full stop after it.",
    asked_by="issue 30: requests that end twice",
)
def stop_after_request(translation: Translation) -> Iterator[Fault]:
    stop = rf"\{{{REQUEST}\}}[{re.escape(_AROUND)}\u2066-\u2069]*[.।॥۔．。។།።։]"
    if match := re.search(stop, translation.text):
        yield Fault(f"“{match[0]}” ends with two full stops: one is in the request.", "Delete the one after it.")


@warning(
    "L206",
    "the file is in Unicode's normal form C",
    found="In the catalog, a letter with marks is written as several characters.",
    why="The program composes them, but a search or a comparison of the file fails.",
    advice="Save the file in NFC, or type the letter again.",
    rules=("UAX #15",),
)
def normal_form(translation: Translation) -> Iterator[Fault]:
    if not unicodedata.is_normalized("NFC", translation.raw):
        composed = unicodedata.normalize("NFC", translation.raw)
        words = zip(translation.raw.split(), composed.split(), strict=False)
        word = next((new for old, new in words if old != new), composed)
        yield Fault(f"“{word}” is not in normal form C.", "Type it again, or save the file in NFC.")


@warning(
    "L303",
    "nothing is left in English",
    found="The translation is the same as the English, or has English words in it.",
    why="The person who needs the card may not read English.",
    advice="Translate it, or give the reason in the catalog why the words are the same.",
    asked_by="issue 4: English left in catalogs",
)
def left_in_english(translation: Translation) -> Iterator[Fault]:
    if translation.language.tag.partition("-")[0] == translation.source_language.partition("-")[0]:
        return  # the same language, or a variety of it
    english, text = (IN_BRACES.sub(" ", written) for written in (translation.english.text, translation.text))
    words = LATIN_WORD.findall(english)
    source = english_name(translation.source_language)
    if words and text.casefold() == english.casefold() and english.strip() not in translation.names:
        yield Fault(f"The translation is the same as the {source}.", "Translate it.")
        return
    if translation.language.script == "Latn":
        padded = f" {' '.join(LATIN_WORD.findall(text))} ".casefold()
        runs = (words[start : start + 4] for start in range(len(words) - 3))  # fewer may be a coincidence
        runs = (run for run in runs if not all(word[0].isupper() for word in run))  # a name kept beside its translation
        if left := next((run for run in runs if f" {' '.join(run)} ".casefold() in padded), None):
            yield Fault(f"“{' '.join(left)}” is {source}.", "Translate it.")
        return
    # Capitals are for names and abbreviations, which may stay (Polaris, SMS, QR); so may units such as mm.
    lower = {word for word in words if word.islower() and len(word) > 2}
    if left := [word for word in dict.fromkeys(LATIN_WORD.findall(text)) if word.casefold() in lower]:
        yield Fault(f"“{' '.join(left)}” is {source}.", "Translate it.")


MISSING = explain(
    code="L401",
    title="names and key terms are those of the glossary",
    found="The English has a name or a key term, but the translation has none of the glossary's words for it.",
    why="A reader who finds two words, trafficker and smuggler, cannot know that they mean the same person.",
    advice="Use the glossary's word, add yours to translations/glossary.yaml, or give a reason in the catalog.",
    severity=Severity.WARNING,
    excusable=True,
    asked_by="issue 4: names of the glossary",
)

AVOIDED = explain(
    code="L402",
    title="no word that the glossary warns against",
    found="The translation has a word that the glossary warns against, because it means something else.",
    why="Smuggling or drug dealing is another crime: a person at risk would not know that the card is for them.",
    advice="Use the glossary's word for it, or give a reason in the catalog.",
    severity=Severity.WARNING,
    excusable=True,
    asked_by="issue 30: words that mislead",
)


def term_faults(translation: Translation, glossary: Glossary) -> Iterator[tuple[Explanation, Fault]]:
    """Yield what *translation* breaks of *glossary*; a term counts only if it has words in the language."""
    tag = translation.language.tag
    for term in glossary.used_in(translation.context, translation.english):
        accepted = term.accepted(tag)
        if accepted and not any(term.is_in(form, translation.text) for form in accepted):
            problem = f"The English has “{term.english[0]}”, but {listed(accepted)} is not in the translation."
            yield MISSING, Fault(problem, f"Use it, or see {term.source}.")
    for term in glossary.terms:
        for form in _of(term.avoid, tag):
            if term.is_in(form, translation.text):
                instead = listed(term.accepted(tag))
                problem = f"“{form}” is not the word for “{term.english[0]}”"
                yield AVOIDED, Fault(f"{problem}{f', which is {instead}' if instead else ''}.", f"See {term.source}.")
