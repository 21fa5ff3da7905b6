"""The translation of one text, as the checks look at it, and the registry of the checks.

A check is a function of a `Translation`. Codes of whole catalogs, of terms and of composed products are registered
without a function; `flyers.translation.checks.catalog` and `flyers.workflow.translation_checks` report them.

An excuse is a remark over the entry in the catalog; translators' programs keep it:

    # ok: L303 French says “poster” too
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.content.messages import Words
from flyers.errors import Source
from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity
from flyers.records import dataclass
from flyers.translation.catalog import Entry
from flyers.translation.registry import Language, english_name

LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?![^\W_])")  # A word of the letters A to Z alone.

_EXCUSE = re.compile(r"ok:\s*(?P<code>[A-Z]\d+)?[\s:]*(?P<reason>.*)", re.IGNORECASE)
"""A remark that is meant as an excuse; it counts only with a code and a reason."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation to check."""

    text: str  # its text as printed: NFC, without white space at its ends
    english: Words  # the English that it translates
    contacts: Mapping[str, Contact]
    language: Language
    context: MessageKey = NO_KEY
    raw: str = ""  # as the file has it, "" for none
    excused: frozenset[str] = frozenset()  # the codes for which its translator has given a reason
    names: frozenset[str] = frozenset()  # names that are written alike in English and in this language
    source_language: str = "en"  # the tag of the language that the messages are written in

    @classmethod
    def of_entry(
        cls, campaign: Campaign, language: Language, words: Words, entry: Entry, names: frozenset[str] = frozenset()
    ) -> Translation:
        """Return the translation in *entry*, whose English is *words*."""
        codes, tag = frozenset(excuses(entry.remarks)), campaign.source_language
        return cls(entry.text, words, campaign.contacts, language, entry.context, entry.translation, codes, names, tag)

    @classmethod
    def of_english(cls, campaign: Campaign, language: Language, context: MessageKey, words: Words) -> Translation:
        """Return the English itself, which has to pass the checks of one text, too."""
        return cls(words.text, words, campaign.contacts, language, context, source_language=campaign.source_language)


def excuses(remarks: Iterable[str]) -> dict[str, str]:
    """Return the reasons that *remarks* give, by code."""
    matches = [match for remark in remarks if (match := _EXCUSE.match(remark.strip()))]
    reasons = ((match["code"], match["reason"].strip()) for match in matches)
    return {code.upper(): reason for code, reason in reasons if code and reason}


def excuse_faults(remarks: Iterable[str], needed: Iterable[str]) -> Iterator[Fault]:
    """Yield what is wrong with the excuses among *remarks*; *needed* are the codes of the entry's findings."""
    codes = set(needed)
    for excuse in filter(None, (_EXCUSE.match(remark.strip()) for remark in remarks)):
        code = (excuse["code"] or "").upper()
        if not code or not excuse["reason"].strip():
            yield Fault(f"“{excuse[0]}” excuses nothing.", "Write “ok:”, a code, and the reason.")
        elif code not in EXPLANATIONS or not EXPLANATIONS[code].excusable:
            yield Fault(f"{code} is not a check that may be excused.", "Correct the text, and delete the remark.")
        elif code not in codes:
            yield Fault(f"{code} no longer finds anything here.", "Delete the remark.")


_STOPS = {
    Severity.ERROR: "no file is made in the language",
    Severity.WARNING: "nothing; a translator should look",
    Severity.ADVICE: "nothing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationExplanation(Explanation):
    """What a code of the checks of translations means, and whether a reason in the catalog may excuse the finding."""

    owner: str = "translator"
    excusable: bool = False

    @property
    def details(self) -> Mapping[str, str]:
        excuse = f"by a remark over the entry: “# ok: {self.code} the reason”" if self.excusable else "no"
        return {"Stops": _STOPS[self.severity], "Excused": excuse}


@dataclass(frozen=True, slots=True)
class TranslationFinding(Finding):
    """A fault of a translation, and the reason that a translator gives for leaving it so.

    ``where`` is the gettext context of the entry, the product, or "" for the catalog.
    """

    source: Source
    excuse: str = ""

    def __str__(self) -> str:
        place = f"{self.source}: {self.where}" if self.where else str(self.source)
        return f"{place}: {self.code} {self.severity}: {self.problem} {self.hint}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """Return the entry of ``flyers translations check --json``."""
        names = ("code", "severity", "problem", "hint", "source", "where", "excuse")
        return {name: str(getattr(self, name)) for name in names}


Checker = Callable[[Translation], Iterator[Fault]]

CHECKS: dict[str, Check[TranslationExplanation, Checker]] = {}  # The checks of one translation, by code.

REGISTRY = FindingRegistry(TranslationExplanation, CHECKS)
EXPLANATIONS = REGISTRY.explanations  # The explanations of all codes, also of those without a check function.

check, explain = REGISTRY.check, REGISTRY.explain
warning = partial(check, severity=Severity.WARNING, excusable=True)  # A check that a translator may find wrong.


def faults_of(code: str, translation: Translation) -> list[Fault]:
    """Return what one check finds in *translation*; nothing if the finding is excused."""
    entry = CHECKS[code]
    if entry.explanation.excusable and code in translation.excused:
        return []
    return _found_by(entry.function, translation)


def faults(translation: Translation) -> list[Fault]:
    """Return everything in *translation* that stops a build: what the checks of severity *error* find."""
    codes = (code for code, entry in CHECKS.items() if entry.explanation.severity is Severity.ERROR)
    return [fault for code in codes for fault in faults_of(code, translation)]


def found_in(translation: Translation) -> list[tuple[TranslationExplanation, Fault]]:
    """Return everything that the checks of one text find in *translation*, excused or not, with explanations."""
    return [(check.explanation, fault) for check in CHECKS.values() for fault in _found_by(check.function, translation)]


def _found_by(function: Checker, translation: Translation) -> list[Fault]:
    """Return what *function* finds in *translation*, in which “the English” is called by the language that it is in."""
    problems = list(function(translation))
    if not problems or (source := english_name(translation.source_language)) == "English":
        return problems

    def named_so(text: str) -> str:  # words in quotation marks stay as they are
        return re.sub("(“[^”]*”)|([Tt]he) English", lambda match: match[1] or f"{match[2]} {source}", text)

    return [replace(fault, problem=named_so(fault.problem), hint=named_so(fault.hint)) for fault in problems]


def named(character: str) -> str:
    """Return the code point and the name of *character*: ``U+064A (ARABIC LETTER YEH)``."""
    kind = {"Co": "a private-use character", "Cn": "not a character"}.get(unicodedata.category(character))
    name = unicodedata.name(character, kind or "a control character")
    return f"U+{ord(character):04X} ({name})"


def listed(words: Iterable[str]) -> str:
    """Return *words* in quotes, as alternatives: ``“a”, “b” or “c”``."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
