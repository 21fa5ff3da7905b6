"""The registry of the checks of translations, and what its explanations and findings add to those of `flyers.findings`.

A check of one translation is a function of a `Translation`. Codes of whole catalogs, of terms and of composed products
are registered without a function; `flyers.translation.checks.review` and `flyers.workflow.translation_checks` report
them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flyers.errors import Source
from flyers.findings import Check, Explanation, Fault, Finding, FindingRegistry, Severity
from flyers.records import dataclass
from flyers.translation.checks.translation import Translation
from flyers.translation.language_names import english_name

_STOPS = {
    Severity.ERROR: "no file is made in the language",
    Severity.WARNING: "nothing; a translator should look",
    Severity.ADVICE: "nothing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationExplanation(Explanation):
    """What a code of the checks of translations means.

    Attributes:
        excusable: whether a translator may excuse the finding by a reason in the catalog.
    """

    owner: str = "translator"
    excusable: bool = False

    @property
    def details(self) -> Mapping[str, str]:
        excuse = f"by a remark over the entry: “# ok: {self.code} the reason”" if self.excusable else "no"
        return {"Stops": _STOPS[self.severity], "Excused": excuse}


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


Checker = Callable[[Translation], Iterator[Fault]]

CHECKS: dict[str, Check[TranslationExplanation, Checker]] = {}
"""The checks of one translation, by code."""

REGISTRY = FindingRegistry(TranslationExplanation, CHECKS)
EXPLANATIONS = REGISTRY.explanations
"""The explanations of all codes, also of those without a check function."""

check, explain = REGISTRY.check, REGISTRY.explain


def faults_of(code: str, translation: Translation) -> list[Fault]:
    """Return what one check finds in *translation*; nothing if the finding is excused."""
    entry = CHECKS[code]
    excused = entry.explanation.excusable and code in translation.excused
    return [] if excused else list(found_by(entry.function, translation))


def faults(translation: Translation) -> list[Fault]:
    """Return everything in *translation* that stops a build: what the checks of severity *error* find."""
    found: list[Fault] = []
    for code, entry in CHECKS.items():
        about = entry.explanation
        if about.severity is Severity.ERROR and not (about.excusable and code in translation.excused):
            found += found_by(entry.function, translation)
    return found


def found_by(function: Checker, translation: Translation) -> Iterator[Fault]:
    """Yield what *function* finds in *translation*, in which “the English” is called by the language that it is in."""
    source = english_name(translation.source_language)

    def named_so(text: str) -> str:
        return _THE_ENGLISH.sub(lambda match: match[1] or f"{match[2]} {source}", text)

    for fault in function(translation):
        yield (
            fault if source == "English" else replace(fault, problem=named_so(fault.problem), hint=named_so(fault.hint))
        )


_THE_ENGLISH = re.compile("(“[^”]*”)|([Tt]he) English")
"""What stands for the language of the messages, and quoted words, which stay as they are."""


def named(character: str) -> str:
    """Return the code point and the name of *character*: ``U+064A (ARABIC LETTER YEH)``."""
    kind = {"Co": "a private-use character", "Cn": "not a character"}.get(unicodedata.category(character))
    name = unicodedata.name(character, kind or "a control character")
    return f"U+{ord(character):04X} ({name})"


def listed(words: Iterable[str]) -> str:
    """Return *words* in quotes, as alternatives: ``“a”, “b” or “c”``."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
