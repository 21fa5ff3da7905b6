"""A small declarative checker for the campaign's YAML: what a map may hold, said as data.

    CARD = Record({
        "trim": Required(Each(Length(), least=2, most=2)),   # points in the result
        "kind": OneOf("card", "sheet", default="card"),
        "title": Text(),
        "faces": MapOf(Record({...}), key=re.compile(r"[a-z-]+")),
        "block": Switch("type", {"text": Record({...}), "rule": Record({...})}),
        "gap": Custom(parse_gap),              # any function of a value that raises FlyersError or ValueError
    })
    layout = check(yamlfile.load(path, root), CARD, error=LayoutError)

`check` returns a `Mapping` like the one it was given, which still knows where each value stands, with lengths in
points, defaults filled in, and absent optional keys left out. It raises every problem of a file at once
(`flyers.errors.raise_all`), each with file, line and column; an unknown key is answered with the keys allowed there
and the nearest of them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from flyers.content.yamlfile import Mapping, Sequence
from flyers.errors import ContentError, FlyersError, Source, raise_all
from flyers.units import UnitError, length

_ABSENT: Any = object()


class Problem(Exception):  # noqa: N818 - it is not an error yet: `check` makes one of it, with its place
    """What a `Kind` says of a value that it refuses: what is wrong and, if it helps, the cure."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(ABC):
    """Base of all kinds of value. ``default`` stands in for an absent key (absent stays absent without one)."""

    default: Any = _ABSENT

    @abstractmethod
    def convert(self, value: Any, at: Source, report: _Report) -> Any:
        """The value as the program wants it; raises `Problem`, or tells *report* about problems further inside."""


@dataclass(frozen=True, slots=True)
class Required(Kind):
    """Marks the key of a `Record` as one that must be there and not be empty."""

    kind: Kind

    def convert(self, value: Any, at: Source, report: _Report) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            raise Problem("This must not be empty.")
        return self.kind.convert(value, at, report)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A string without white space at its ends; ``pattern`` must match all of it, ``says`` tells what it asks for."""

    pattern: re.Pattern[str] | None = None
    says: str = ""

    def convert(self, value: Any, at: Source, report: _Report) -> str:
        """*value* as text; a whole number is taken as the digits that it was written with."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise Problem(
                f"{_name(value)} stands where text is needed.", "Put text in quotation marks if YAML misreads it."
            )
        text: str = value.strip()
        if self.pattern is not None and not self.pattern.fullmatch(text):
            raise Problem(f"“{shorten(text)}” is not {self.says or self.pattern.pattern}.")
        return text


LANGUAGE_TAG = Text(
    re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"), "a language tag, like “es” or “zh-Hans”"
)
"""BCP 47: language, script, region."""


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number from ``least`` to ``most``; whole only with ``whole=True``."""

    least: float = float("-inf")
    most: float = float("inf")
    whole: bool = False

    def convert(self, value: Any, at: Source, report: _Report) -> float:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            raise Problem(f"{_name(value)} stands where a {'whole ' if self.whole else ''}number is needed.")
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

    def convert(self, value: Any, at: Source, report: _Report) -> bool:
        if not isinstance(value, bool):
            raise Problem(f"{_name(value)} stands where true or false is needed.")
        return value


@dataclass(frozen=True, slots=True)
class Length(Kind):
    """A length with a unit (`flyers.units.length`); points in the result. Negative ones only if ``least`` allows."""

    least: float = 0.0

    def convert(self, value: Any, at: Source, report: _Report) -> float:
        try:
            points = length(value)
        except UnitError as error:
            raise Problem(error.problem, error.hint) from None
        if points < self.least:
            raise Problem(f"{value} is too small.", f"The least is {self.least:g} pt.")
        return points


@dataclass(frozen=True, slots=True, init=False)
class OneOf(Kind):
    """One of the given words."""

    words: tuple[str, ...]

    def __init__(self, *words: str, default: Any = _ABSENT) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "default", default)

    def convert(self, value: Any, at: Source, report: _Report) -> str:
        if value not in self.words:
            shown = f"“{shorten(str(value))}”" if isinstance(value, str) else _name(value)
            raise Problem(f"{shown} is not one of {', '.join(self.words)}.", did_you_mean(value, self.words))
        return str(value)


@dataclass(frozen=True, slots=True)
class Each(Kind):
    """A list whose items are all of one kind; ``unique`` refuses repeated ones."""

    kind: Kind
    least: int = 0
    most: int = 10_000
    unique: bool = False

    def convert(self, value: Any, at: Source, report: _Report) -> Sequence:
        if not isinstance(value, Sequence):
            raise Problem(f"{_name(value)} stands where a list is needed.", "Write “[one, two]” or “- one” lines.")
        if not self.least <= len(value) <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            raise Problem(f"This list has {len(value)} items; it must have {wanted}.")
        result = value.like()
        for index, item in enumerate(value):
            place = value.item_source(index)
            made = report.convert(self.kind, item, place)
            if self.unique and made in result:
                report.add(Problem(f"“{shorten(str(item))}” stands in this list twice.", "Keep one."), place)
            result.append(made)
        return result


@dataclass(frozen=True, slots=True)
class MapOf(Kind):
    """A map with keys of the user's choosing, which match ``key`` (``says`` tells what it asks for)."""

    kind: Kind
    key: re.Pattern[str] | None = None
    says: str = ""

    def convert(self, value: Any, at: Source, report: _Report) -> Mapping:
        _require_map(value)
        result: Mapping = value.like()
        for key, item in value.items():
            if self.key is not None and not self.key.fullmatch(key):
                report.add(Problem(f"“{shorten(key)}” is not {self.says or self.key.pattern}."), value.key_source(key))
                continue
            result[key] = report.convert(self.kind, item, value.value_source(key))
        return result


@dataclass(frozen=True, slots=True)
class Record(Kind):
    """A map with known keys. A key whose value is empty counts as absent."""

    fields: AnyMapping[str, Kind] = field(default_factory=dict)

    def convert(self, value: Any, at: Source, report: _Report) -> Mapping:
        _require_map(value)
        result: Mapping = value.like()
        unknown = [key for key in value if key not in self.fields]
        for key in unknown:
            report.add(_unknown_key(key, self.fields), value.key_source(key))
        misspelt = {_nearest(key, self.fields) for key in unknown}
        for key, kind in self.fields.items():
            if key not in value and isinstance(kind, Required):
                if key not in misspelt:
                    report.add(Problem(f"The key “{key}” is missing.", "Add it here."), at)
            elif value.get(key) is not None or (key in value and isinstance(kind, Required)):
                result[key] = report.convert(kind, value[key], value.value_source(key))
            elif kind.default is not _ABSENT:
                result[key] = kind.default
        return result


@dataclass(frozen=True, slots=True)
class Switch(Kind):
    """A map whose ``key`` names which of the ``cases`` it is; each case is a `Record` of the other keys."""

    key: str
    cases: AnyMapping[str, Record]

    def convert(self, value: Any, at: Source, report: _Report) -> Mapping:
        mapping = _require_map(value)
        if self.key not in mapping:
            raise Problem(f"The key “{self.key}” is missing.", f"It is one of {', '.join(self.cases)}.")
        word = OneOf(*self.cases)
        try:
            name = word.convert(mapping[self.key], at, report)
        except Problem as problem:
            report.add(problem, mapping.value_source(self.key))
            return mapping.like()
        return Record({self.key: word, **self.cases[name].fields}).convert(mapping, at, report)


@dataclass(frozen=True, slots=True)
class Custom(Kind):
    """Whatever ``function`` makes of the value; it refuses with `Problem`, `ValueError` or a `FlyersError`."""

    function: Callable[[Any], Any]

    def convert(self, value: Any, at: Source, report: _Report) -> Any:
        try:
            return self.function(value)
        except FlyersError as error:
            raise Problem(error.problem, error.hint) from None
        except ValueError as error:
            raise Problem(str(error)) from None


class Anything(Kind):
    """Any value, as it stands (for parts that another schema checks)."""

    def convert(self, value: Any, at: Source, report: _Report) -> Any:
        return value


class _Report:
    """The problems found so far, each with its place."""

    def __init__(self, error: type[FlyersError]) -> None:
        self.error = error
        self.errors: list[FlyersError] = []

    def add(self, problem: Problem, at: Source) -> None:
        self.errors.append(self.error(problem.text, hint=problem.hint, source=at))

    def convert(self, kind: Kind, value: Any, at: Source) -> Any:
        try:
            return kind.convert(value, at, self)
        except Problem as problem:
            self.add(problem, at)
            return value


def check(value: Mapping, kind: Kind, error: type[FlyersError] = ContentError) -> Mapping:
    """*value* as *kind* wants it: see the module's docstring.

    Raises:
        FlyersError: of the class *error*, all problems together.
    """
    report = _Report(error)
    # A Record or MapOf makes a Mapping out of a Mapping.
    result: Mapping = report.convert(kind, value, value.source)
    raise_all(sorted(report.errors, key=lambda found: found.source or Source("")))
    return result


def did_you_mean(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    """“Did you mean “text”?”, or nothing when no known word is near."""
    near = _nearest(word, known)
    return f"Did you mean “{near}”?" if near else ""


def shorten(text: str, most: int = 60) -> str:
    """*text* on one line and not longer than *most* characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _nearest(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)), "")


def _unknown_key(key: str, fields: AnyMapping[str, Kind]) -> Problem:
    allowed = f"The keys allowed here are {', '.join(fields)}."
    return Problem(f"The key “{shorten(key)}” is not known here.", f"{allowed} {did_you_mean(key, fields)}".strip())


def _require_map(value: Any) -> Mapping:
    if isinstance(value, Mapping):
        return value
    raise Problem(f"{_name(value)} stands where a map is needed.", "Write “key: value” lines, indented.")


def _name(value: Any) -> str:
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, dict):
        return "A map"
    return "A list" if isinstance(value, list) else f"“{shorten(str(value))}”"
