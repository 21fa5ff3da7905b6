"""Findings, and the registry of checks that make them.

A check is a function of what was read and what was asked; it yields `Fault`s and knows neither its code nor its
severity: the registry stamps them on. All that is said of a code anywhere (by ``flyers explain``, in ``docs/proof.md``,
in a finding's advice) stands beside its check, once, as an `Explanation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flyers.proof.expectations import Expectation
    from flyers.proof.reading import Reading


class Severity(StrEnum):
    ERROR = "error"
    """The file must not be printed or published."""
    WARNING = "warning"
    """Somebody should look before it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check says. ``page`` counts from 1 (0: the whole file); ``where`` is a message id, block or contact."""

    message: str
    page: int = 0
    where: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with its code (``docs/proof.md`` explains each) and what to do about it."""

    code: str
    severity: Severity
    message: str
    page: int = 0
    where: str = ""
    advice: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"page {self.page}" if self.page else "", self.where) if part)
        sentence = f"{self.code} {place}: {self.message}" if place else f"{self.code} {self.message}"
        return f"{sentence.rstrip('.')}. {self.advice}" if self.advice else sentence

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "severity": str(self.severity)}


Checker = Callable[["Reading", "Expectation"], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, for the people who meet it.

    Attributes:
        code: ``P103``.
        title: what is held, ``art runs into the bleed``.
        found: what is wrong with a file that has this finding, in one or two sentences.
        why: what happens if nobody minds.
        advice: what to do.
        mends: who can: ``designer``, ``print shop``.
        severity: whether it stops the file.
        rules: where the rule stands, by standard and clause; empty for the trade's practice and our own care.
        press: holds for the press edition only.
        asked: compares with what was asked, so it is left out for a file of which nothing is known.
        standards: holds only for files that say that they meet one of these; empty: whatever they say.
    """

    code: str
    title: str
    found: str
    why: str
    advice: str
    owner: str
    severity: Severity = Severity.ERROR
    rules: tuple[str, ...] = ()
    press: bool = False
    asked: bool = False
    standards: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """For which files it holds, in a few words; "" for ours, in every edition."""
        words = [", ".join(self.standards) or ("press" if self.press else ""), "" if self.asked else "any file"]
        return ", ".join(word for word in words if word)

    def holds_for(self, expectation: Expectation, *, known: bool) -> bool:
        """Whether it is asked of a file; *known* says that the expectation is more than the file's own word."""
        if (self.asked and not known) or (self.press and expectation.edition != "press"):
            return False
        return not self.standards or not set(self.standards).isdisjoint(expectation.standards)


EXPLANATIONS: dict[str, Explanation] = {}
"""All codes, those without a check (P001, P003) among them."""


def explained(about: Explanation) -> Explanation:
    """Put *about* where ``flyers explain`` looks, and give it back.

    Raises:
        ValueError: its code is taken.
    """
    if about.code in EXPLANATIONS:
        raise ValueError(f"{about.code} is registered twice")
    EXPLANATIONS[about.code] = about
    return about


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    explanation: Explanation
    function: Checker

    def run(self, reading: Reading, expectation: Expectation) -> Iterator[Finding]:
        """The findings of this check. A file that makes the check itself stumble is a finding too."""
        about = self.explanation
        try:
            for fault in self.function(reading, expectation):
                yield Finding(about.code, about.severity, fault.message, fault.page, fault.where, about.advice)
        except Exception as error:
            yield Finding(
                UNCHECKED.code,
                UNCHECKED.severity,
                f"“{about.title}” could not be checked: {type(error).__name__}: {error}",
                advice=UNCHECKED.advice,
            )


UNCHECKED = explained(
    Explanation(
        code="P003",
        title="every check could be made",
        found="A check could not be made, because the file is built in a way that the proof does not understand.",
        why="What was not checked may be wrong.",
        advice="Treat the file as failed and report it.",
        owner="developer",
    )
)

CHECKS: dict[str, Check] = {}
"""All checks by code."""


def check(
    code: str,
    title: str,
    *,
    found: str,
    why: str,
    advice: str,
    owner: str,
    severity: Severity = Severity.ERROR,
    rules: tuple[str, ...] = (),
    press: bool = False,
    asked: bool = False,
    standards: tuple[str, ...] = (),
) -> Callable[[Checker], Checker]:
    """Register a check under *code*; the other words are those of `Explanation`.

    Raises:
        ValueError: the code is taken.
    """

    def register(function: Checker) -> Checker:
        about = Explanation(code, title, found, why, advice, owner, severity, rules, press, asked, standards)
        CHECKS[code] = Check(explained(about), function)
        return function

    return register
