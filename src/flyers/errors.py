"""The exception hierarchy, and the exit code of each kind of failure.

A message reads: *product → language → message id → file:line: what is wrong. What to do.* Library code raises; only the
command line prints. Nothing here derives from ``BaseException`` alone, so ``except Exception`` always cleans up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from flyers import __version__


class ExitCode(IntEnum):
    """Exit codes of the process. Numbers are stable: scripts and CI test them."""

    OK = 0
    INTERNAL = 1  # A fault of the program itself; please report it.
    USAGE = 2  # A wrong option, an unknown language or product.
    CONTENT = 3  # A YAML file of the campaign is broken or says something impossible.
    TRANSLATION = 4  # A catalog is missing, incomplete or breaks a rule.
    FONT = 5  # A font is missing, altered, or lacks a character.
    LAYOUT = 6  # A layout is wrong, or text does not fit at its smallest permitted size.
    PROOF = 7  # A finished file failed its proof.
    FILE_ACCESS = 8  # A file could not be read or written; the last good output is unchanged.
    ENVIRONMENT = 9  # Something the program needs is not installed.
    STOPPED = 10  # A process was ended from outside, perhaps because memory ran out, or took too long.
    NOT_COMPARED = 11  # A finished file is not known, so nothing was compared with the campaign, and has no fault.
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file: ``path`` as the user would type it, 1-based ``line`` and ``column`` (0: unknown)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = self.path.replace("\n", "\\n")  # or a file's name could print a line of its own
        column = f":{self.column}" if self.column else ""
        return f"{place}:{self.line}{column}" if self.line else place


class FlyersError(Exception):
    """Base of all errors that a user can fix: the *problem* in one sentence, and what to do about it as a *hint*.

    *source* is the place in the user's file; *trail* leads from what the user asked for to what is wrong, outermost
    first (``("poster", "es", "signs.cut-off")``).
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(
        self, problem: str, *, hint: str = "", source: Source | None = None, trail: Iterable[object] = ()
    ) -> None:
        super().__init__(problem)
        self.problem, self.hint, self.source, self.trail = problem, hint, source, tuple(map(str, trail))

    @property
    def errors(self) -> tuple[FlyersError, ...]:
        """The errors that it combines, or itself."""
        return (self,)

    def within(self, *outer: str) -> Self:
        """Put *outer* at the beginning of the trail (``error.within("poster", "es")``), in that order and once."""
        self.trail = (*outer, *(step for step in self.trail if step not in outer))
        return self

    def __str__(self) -> str:
        where = " → ".join([*self.trail, *([str(self.source)] if self.source is not None else [])])
        sentence = f"{where}: {self.problem}" if where else self.problem
        space = "" if sentence.endswith("\n") or not self.hint else " "
        return f"{sentence}{space}{self.hint}"


class UsageError(FlyersError):
    """The command names something that does not exist."""

    exit_code = ExitCode.USAGE


class NoCampaignError(UsageError):
    """The folder is not that of a campaign."""


class ContentError(FlyersError):
    """A campaign file (contacts, messages, campaign, theme) is broken."""

    exit_code = ExitCode.CONTENT


class TranslationError(FlyersError):
    """A catalog is missing, incomplete, or breaks a rule of translations."""

    exit_code = ExitCode.TRANSLATION


class FontError(FlyersError):
    """A font file is missing or altered, or no font in the stack has a character."""

    exit_code = ExitCode.FONT


class LayoutError(FlyersError):
    """A layout file is wrong."""

    exit_code = ExitCode.LAYOUT


class OversetError(LayoutError):
    """Text does not fit at the smallest permitted size."""


class ProofError(FlyersError):
    """A finished file failed its proof."""

    exit_code = ExitCode.PROOF


class FileAccessError(FlyersError):
    """A file could not be read or written."""

    exit_code = ExitCode.FILE_ACCESS


class MissingToolError(FlyersError):
    """Something the program needs is not installed or too old."""

    exit_code = ExitCode.ENVIRONMENT


def install_with(extra: str) -> str:
    """Return a hint to install what the *extra* has. The wheel is named: no package index has the program."""
    return f'Install the wheel again, with it: pip install "flyers_press-{__version__}-py3-none-any.whl[{extra}]"'


class StoppedError(FlyersError):
    """A process was ended before it had a result."""

    exit_code = ExitCode.STOPPED


class CombinedError(FlyersError):
    """Errors found in one pass, one at least, so that a user can fix them all at once; it exits as the first."""

    def __init__(self, errors: Iterable[FlyersError]) -> None:
        self._errors = tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))
        self.exit_code = self.errors[0].exit_code  # type: ignore[misc]  # per instance: the kind of what it holds

    @property
    def errors(self) -> tuple[FlyersError, ...]:
        return self._errors

    def within(self, *outer: str) -> Self:
        for error in self.errors:
            error.within(*outer)
        self.problem = "\n".join(map(str, self.errors))
        return self

    def __str__(self) -> str:
        return self.problem

    def __reduce__(self) -> tuple[object, ...]:  # errors travel from worker processes
        return CombinedError, (self.errors,)


def raise_all(errors: Iterable[FlyersError]) -> None:
    """Raise the only error as it is, several as a `CombinedError`; do nothing without errors."""
    several = list(errors)
    if several:
        raise several[0] if len(several) == 1 else CombinedError(several)


def counted(number: int, thing: str) -> str:
    """Return ``"1 change"``, ``"2 changes"``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def first_of(names: Iterable[object], most: int) -> str:
    """Return the first of *names* for a message, and how many more there are: ``es, ar and 3 more``."""
    listed = list(map(str, names))
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
