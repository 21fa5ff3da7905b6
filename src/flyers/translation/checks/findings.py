"""The registry of the checks of translations, and what its explanations and findings add to those of `flyers.findings`.

A check of one translation is a function of an `Item`. Codes of whole catalogs, of terms and of composed products are
registered without a function; `flyers.translation.checks.review` and `flyers.workflow.fit_checks` report them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flyers.content.contacts import Contact
from flyers.content.messages import Words
from flyers.errors import Source
from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity
from flyers.translation.registry import Language

_STOPS = {
    Severity.ERROR: "no file is made in the language",
    Severity.WARNING: "nothing; a translator should look",
    Severity.ADVICE: "nothing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationExplanation(Explanation):
    """What a code of the checks of translations means.

    Attributes:
        excusable: whether a translator may say in the catalog why a translation is right all the same.
    """

    owner: str = "translator"
    excusable: bool = False

    @property
    def details(self) -> Mapping[str, str]:
        excuse = f"by a remark over the entry: “# ok: {self.code} the reason”" if self.excusable else "no"
        return {"Stops": _STOPS[self.severity], "Excused": excuse}


@dataclass(frozen=True, slots=True)
class Item:
    """A translation under check.

    Attributes:
        text: its text, NFC and without white space at its ends, as it is printed.
        english: what it stands for.
        contacts: the campaign's.
        language: the language that it should be in; None leaves out what depends on it.
        context: its gettext context.
        raw: its text as the file has it; "" where there is no file.
        excused: codes that its translator has given a reason against.
        names: names that are written alike in English and in this language.
    """

    text: str
    english: Words
    contacts: Mapping[str, Contact]
    language: Language | None = None
    context: str = ""
    raw: str = ""
    excused: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TranslationFinding(Finding):
    """A fault of a translation; docs/translation-checks.md explains each code.

    ``where`` is the gettext context of the entry, the product, or "" for the catalog.

    Attributes:
        source: the file, and the line where it is known.
        excuse: the reason that a translator gives for leaving it so.
    """

    source: Source
    excuse: str = ""

    def __str__(self) -> str:
        place = f"{self.source}: {self.where}" if self.where else str(self.source)
        return f"{place}: {self.code} {self.severity}: {self.problem} {self.hint}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """Return the entry of ``flyers translations check --json``."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "problem": self.problem,
            "hint": self.hint,
            "source": str(self.source),
            "where": self.where,
            "excuse": self.excuse,
        }


Checker = Callable[[Item], Iterator[Fault]]

CHECKS: dict[str, Check[TranslationExplanation, Checker]] = {}
"""The checks of one translation, by code."""

REGISTRY = FindingRegistry(TranslationExplanation, CHECKS)
EXPLANATIONS = REGISTRY.explanations
"""All codes, those of whole catalogs, of terms and of composed products among them."""

check, explain = REGISTRY.check, REGISTRY.explain


def faults_of(code: str, item: Item) -> list[Fault]:
    """Return what one check finds in *item*, or nothing if its translator has excused it and may."""
    one = CHECKS[code]
    return [] if one.explanation.excusable and code in item.excused else list(one.function(item))


def faults(item: Item) -> list[Fault]:
    """Return everything in *item* that stops a build: what the checks of severity *error* find."""
    errors = [code for code, one in CHECKS.items() if one.explanation.severity is Severity.ERROR]
    return [fault for code in errors for fault in faults_of(code, item)]


def named(character: str) -> str:
    """``U+064A (ARABIC LETTER YEH)``."""
    kind = {"Co": "a private-use character", "Cn": "no character at all"}.get(unicodedata.category(character))
    name = unicodedata.name(character, kind or "a control character")
    return f"U+{ord(character):04X} ({name})"


def listed(words: Iterable[str]) -> str:
    """``“a”, “b” or “c”``."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
