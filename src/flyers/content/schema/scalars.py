"""Kinds of single values: text, numbers, lengths, flags, words from a list, and custom ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flyers import limits
from flyers.content.schema.base import ABSENT, Kind, Problem, Report, describe, did_you_mean, shorten
from flyers.errors import FlyersError, Source
from flyers.records import dataclass
from flyers.units import UnitError, length


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A string, stripped of white space at its ends.

    Attributes:
        pattern: must match all of it.
        says: what *pattern* asks for, as the end of “… is not …”.
        make: what the text is passed to (``Path``).
    """

    pattern: re.Pattern[str] | None = None
    says: str = ""
    make: Callable[[str], Any] = str

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        """Return *value* as text; a whole number becomes the digits that it was written with."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise Problem(
                f"{describe(value)} is here, but text is needed.", "Put text in quotation marks if YAML misreads it."
            )
        text: str = value.strip()
        if len(text) > limits.TEXT_CHARACTERS:
            raise Problem(
                f"This text has {len(text)} characters; the most is {limits.TEXT_CHARACTERS}.", "Make it shorter."
            )
        if self.pattern is not None and not self.pattern.fullmatch(text):
            raise Problem(f"“{shorten(text)}” is not {self.says or self.pattern.pattern}.")
        return self.make(text)


NAME = re.compile(rf"(?=.{{1,{limits.NAME_CHARACTERS}}}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""Of a product, theme, pictogram, font …: a name that every system can have as a file's."""

NAME_SAYS = "a name of small letters, digits and “-”"

LANGUAGE_TAG = Text(
    re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"), "a language tag, like “es” or “zh-Hans”"
)
"""BCP 47: language, script, region."""


_WHOLE, _FIGURES = re.compile(r"[0-9]+"), re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number from ``least`` to ``most``; whole only with ``whole=True``."""

    least: float = float("-inf")
    most: float = float("inf")
    whole: bool = False

    def convert(self, value: Any, at: Source, report: Report) -> float:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            bare = value.removesuffix("%").strip() if isinstance(value, str) else ""
            figures = _WHOLE if self.whole else _FIGURES
            hint = f"Write {bare}, without “%” or quotation marks." if figures.fullmatch(bare) else ""
            raise Problem(f"{describe(value)} is here, but a {'whole ' if self.whole else ''}number is needed.", hint)
        if not self.least <= value <= self.most:
            raise Problem(f"{value} is out of range.", f"It must be {self._range()}.")
        return value

    def _range(self) -> str:
        if self.most == float("inf"):
            return f"at least {self.least:g}"
        return f"at most {self.most:g}" if self.least == float("-inf") else f"from {self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """``true`` or ``false``."""

    def convert(self, value: Any, at: Source, report: Report) -> bool:
        if not isinstance(value, bool):
            raise Problem(f"{describe(value)} is here, but true or false is needed.")
        return value


@dataclass(frozen=True, slots=True)
class Length(Kind):
    """A length with a unit (`flyers.units.length`), converted to points; at least ``least`` points."""

    least: float = 0.0

    def convert(self, value: Any, at: Source, report: Report) -> float:
        try:
            points = length(value)
        except UnitError as error:
            raise Problem(error.problem, error.hint) from None
        if points < self.least:
            raise Problem(f"{value} is too small.", f"The least is {self.least:g} pt.")
        return points


@dataclass(frozen=True, slots=True, init=False)
class OneOf(Kind):
    """One of the given words; of an enum's members (``OneOf(*Direction)``), the member."""

    words: tuple[str, ...]

    def __init__(self, *words: str, default: Any = ABSENT) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "default", default)

    def convert(self, value: Any, at: Source, report: Report) -> str:
        if value not in self.words:
            shown = f"“{shorten(str(value))}”" if isinstance(value, str) else describe(value)
            raise Problem(f"{shown} is not one of {', '.join(self.words)}.", did_you_mean(value, self.words))
        return next(word for word in self.words if word == value)


@dataclass(frozen=True, slots=True)
class Custom(Kind):
    """What ``function`` returns for the value. It may raise `Problem`, `ValueError` or a `FlyersError`.

    ``says`` is what it takes, in words for the reference.
    """

    function: Callable[[Any], Any]
    says: str = ""

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        try:
            return self.function(value)
        except FlyersError as error:
            raise Problem(error.problem, error.hint) from None
        except ValueError as error:
            raise Problem(str(error)) from None


class Anything(Kind):
    """Any value, unchanged: a part that another schema checks."""

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        return value
