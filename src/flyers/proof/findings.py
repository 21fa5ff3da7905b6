"""Findings, and the registry of checks that make them.

A check is a function of what was read and what was asked; it yields `Fault`s and knows neither its code nor its
severity: the registry stamps them on, so that code, title, severity and advice stand in one place each.
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
class Check:
    """A registered check.

    ``press`` ones hold for the press edition only; ``asked`` ones compare with what was asked and are left out for a
    file of which nothing is known.
    """

    code: str
    title: str
    severity: Severity
    advice: str
    press: bool
    asked: bool
    function: Checker

    def run(self, reading: Reading, expectation: Expectation) -> Iterator[Finding]:
        """The findings of this check. A file that makes the check itself stumble is a finding too."""
        try:
            for fault in self.function(reading, expectation):
                yield Finding(self.code, self.severity, fault.message, fault.page, fault.where, self.advice)
        except Exception as error:
            yield Finding(
                UNCHECKED,
                Severity.ERROR,
                f"“{self.title}” could not be checked: {type(error).__name__}: {error}",
                advice="The file is built in a way that the proof doesn't understand; treat it as failed.",
            )


UNCHECKED = "P003"

CHECKS: dict[str, Check] = {}
"""All checks by code."""


def check(
    code: str,
    title: str,
    *,
    advice: str = "",
    severity: Severity = Severity.ERROR,
    press: bool = False,
    asked: bool = False,
) -> Callable[[Checker], Checker]:
    """Register a check under *code*.

    Raises:
        ValueError: the code is taken.
    """

    def register(function: Checker) -> Checker:
        if code in CHECKS:
            raise ValueError(f"{code} is registered twice")
        CHECKS[code] = Check(code, title, severity, advice, press, asked, function)
        return function

    return register
