"""Findings: what checks report, and the explanation of every code.

A check is a function that yields a `Fault` for each thing it finds wrong. It knows neither its code nor its severity:
it is registered under an `Explanation`, and a `Finding` pairs each fault with that. All texts about a code (in ``flyers
explain``, the manuals, a finding's hint) are written once, next to its check.

Two families have a `FindingRegistry` each: the proof of finished files (`flyers.proof.findings`) and the checks of
translations (`flyers.translation.checks.findings`). They add their own fields to explanations and findings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, field
from enum import StrEnum
from typing import Any, Generic, ParamSpec, TypeVar

from flyers.records import dataclass


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"  # Stops the file, or every file of the language.
    WARNING = "warning"  # A person must look: change it, or know why it is right.
    ADVICE = "advice"  # Informational; may need no fix.


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, in words for the people who meet it."""

    code: str  # ``P103``
    title: str  # the rule, ``art runs into the bleed``
    _: KW_ONLY
    found: str  # what is wrong with a file that has this finding, in one or two sentences
    why: str  # what happens if nothing is done
    advice: str  # what to do
    owner: str  # who can fix it, ``designer, print shop``
    asked_by: str = ""  # who met the fault, or what forbids it: an issue, a clause or a paragraph of the field test
    severity: Severity = Severity.ERROR  # whether it stops the file
    rules: tuple[str, ...] = ()  # its sources by standard and clause; empty for trade practice and our own care

    def __post_init__(self) -> None:
        if not self.asked_by and self.rules:
            object.__setattr__(self, "asked_by", self.rules[0])

    @property
    def details(self) -> Mapping[str, str]:
        """Return the paragraphs that only this family of codes has, by their headings."""
        return {}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found wrong."""

    problem: str  # what is wrong
    hint: str = ""  # what to do about it; "" leaves this to the advice of the explanation
    where: str = ""  # the message, block, contact, font or product at fault; "" for the whole file
    page: int = 0  # the page of a PDF, from 1; 0 for the whole file
    found: str = ""  # what is there instead, for programs; "" if that is nothing, or no single text
    # Where it is on the page: left, bottom, right and top, points from the trim's lower left corner; None if it is in
    # no single place.
    box: tuple[float, float, float, float] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the explanation of its code."""

    explanation: Explanation
    fault: Fault

    @property
    def code(self) -> str:
        return self.explanation.code

    @property
    def severity(self) -> Severity:
        return self.explanation.severity

    @property
    def problem(self) -> str:
        return self.fault.problem

    @property
    def hint(self) -> str:
        return self.fault.hint or self.explanation.advice

    @property
    def where(self) -> str:
        return self.fault.where

    @property
    def page(self) -> int:
        return self.fault.page


P = ParamSpec("P")
E = TypeVar("E", bound=Explanation)
C = TypeVar("C", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Check(Generic[E, C]):
    """A registered check: ``function`` yields faults."""

    explanation: E
    function: C


@dataclass(frozen=True, slots=True)
class FindingRegistry(Generic[P, E, C]):
    """The codes of one family."""

    explanation: Callable[P, E]  # the constructor of this family's explanations
    checks: dict[str, Check[E, C]]  # the checks, by code
    explanations: dict[str, E] = field(default_factory=dict)  # all codes, also those that no check function reports

    def explain(self, *args: P.args, **kwargs: P.kwargs) -> E:
        """Register and return the explanation of a code that something other than a check function reports."""
        about = self.explanation(*args, **kwargs)
        if about.code in self.explanations:
            raise ValueError(f"{about.code} is registered twice")
        self.explanations[about.code] = about
        return about

    def check(self, *args: P.args, **kwargs: P.kwargs) -> Callable[[C], C]:
        """Register the decorated function as a check; the arguments are those of the family's explanation."""

        def register(function: C) -> C:
            about = self.explain(*args, **kwargs)
            self.checks[about.code] = Check(about, function)
            return function

        return register
