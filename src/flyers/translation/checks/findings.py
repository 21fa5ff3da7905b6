"""What checks of translations find, and the registry of those that look at one translation.

A checker yields `Fault` objects and knows neither its code nor its severity: the registry stamps them on. All that is
said of a code anywhere (``flyers explain``, docs/translation-checks.md, a finding's advice) stands beside its checker,
once, as an `Explanation`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from flyers.content.contacts import Contact
from flyers.content.messages import Words
from flyers.errors import Source
from flyers.translation.registry import Language


class Severity(StrEnum):
    ERROR = "error"
    """No file is made of the catalog."""
    WARNING = "warning"
    """A translator should look, and change it or say why it is right."""
    ADVICE = "advice"
    """Worth knowing; nothing to mend need be behind it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, for the people who meet it.

    Attributes:
        code: ``L201``.
        title: what is held, ``letters are those of the language``.
        found: what is wrong with a translation that has this finding.
        why: what happens if nobody minds.
        advice: what to do.
        severity: whether it stops the catalog.
        rules: where the rule stands; empty for our own care.
        excusable: whether a translator may say in the catalog why a translation is right all the same.
    """

    code: str
    title: str
    found: str
    why: str
    advice: str
    severity: Severity = Severity.ERROR
    rules: tuple[str, ...] = ()
    excusable: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and what to do."""

    problem: str
    hint: str


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
class Finding:
    """A fault with its code (docs/translation-checks.md explains each) and its place.

    ``where`` is the gettext context of the entry, the product, or "" for the catalog; ``excuse`` is the reason that a
    translator gave for leaving it so.
    """

    code: str
    severity: Severity
    problem: str
    hint: str
    source: Source
    where: str = ""
    excuse: str = ""

    def __str__(self) -> str:
        place = f"{self.source}: {self.where}" if self.where else str(self.source)
        return f"{place}: {self.code} {self.severity}: {self.problem} {self.hint}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "severity": str(self.severity), "source": str(self.source)}


Checker = Callable[[Item], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered checker of one translation."""

    explanation: Explanation
    function: Checker

    def faults(self, item: Item) -> list[Fault]:
        """What it finds, unless the translator has excused it and may."""
        about = self.explanation
        return [] if about.excusable and about.code in item.excused else list(self.function(item))


EXPLANATIONS: dict[str, Explanation] = {}
"""All codes, those of whole catalogs, of terms and of composed products among them."""

CHECKS: dict[str, Check] = {}
"""The checkers of one translation, by code."""


def explained(about: Explanation) -> Explanation:
    """Put *about* where ``flyers explain`` looks, and give it back.

    Raises:
        ValueError: its code is taken.
    """
    if about.code in EXPLANATIONS:
        raise ValueError(f"{about.code} is registered twice")
    EXPLANATIONS[about.code] = about
    return about


def check(
    code: str,
    title: str,
    *,
    found: str,
    why: str,
    advice: str,
    severity: Severity = Severity.ERROR,
    rules: tuple[str, ...] = (),
    excusable: bool = False,
) -> Callable[[Checker], Checker]:
    """Register a checker of one translation under *code*; the other words are those of `Explanation`.

    Raises:
        ValueError: the code is taken.
    """

    def register(function: Checker) -> Checker:
        about = Explanation(code, title, found, why, advice, severity, rules, excusable)
        CHECKS[code] = Check(explained(about), function)
        return function

    return register


def faults(item: Item) -> list[Fault]:
    """Everything that stops a build: what the checkers of severity *error* find."""
    return [
        fault
        for check in CHECKS.values()
        if check.explanation.severity is Severity.ERROR
        for fault in check.faults(item)
    ]


def named(character: str) -> str:
    """``U+064A (ARABIC LETTER YEH)``."""
    kind = {"Co": "a private-use character", "Cn": "no character at all"}.get(unicodedata.category(character))
    name = unicodedata.name(character, kind or "a control character")
    return f"U+{ord(character):04X} ({name})"


def listed(words: Iterable[str]) -> str:
    """``“a”, “b” or “c”``."""
    quoted = [f"“{word}”" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
