"""A declarative checker for the campaign's YAML: what a map may contain, and what is made of it, written as data.

    CARDS = Record({
        "cards": Required(MapOf(
            Record({
                "trim": Required(Each(Length(), least=2, most=2)),   # points in the result
                "kind": OneOf("card", "sheet", default="card"),
                "from": Text(),
                "gap": Custom(parse_gap),                            # any function of a value
            }, make=Card, names={"from": "origin"}, source=True, rules=card_problems),
            re.compile(r"[a-z-]+"), "a name of small letters", id="name",
        )),
    })
    cards = check(yamlfile.load(path, root), CARDS, error=LayoutError)["cards"]

A field is declared once: the record calls its constructor with the converted values as keyword arguments, here
``Card(name=…, trim=(…, …), kind=…, origin=…, gap=…, source=…)``. Lists become tuples, a key without a value is left to
the schema's default or else to the constructor's, and ``rules`` yields what is wrong with the finished card. A record
without ``make`` stays a `Mapping` like the one it was given, which still knows the place of each value.

`check` raises every problem of a file at once (`flyers.errors.raise_all`), each with file, line and column; the error
for an unknown key names the keys allowed there and the nearest of them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import field, replace
from functools import partial
from typing import Any

from flyers import limits
from flyers.content.yaml_data import Mapping, Sequence
from flyers.errors import ContentError, FlyersError, Source, raise_all
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.units import UnitError, length

ABSENT: Any = object()


class Problem(Exception):  # noqa: N818 - it is not an error yet: `check` turns it into one, with its place
    """A value that a kind, a constructor or a rule refuses: what is wrong, one sentence, and what to do about it.

    *path* has the keys that lead from the value to the part at fault (``["marks", "offset"]``), *trail* is the error's.
    """

    def __init__(self, text: str, hint: str = "", *, path: Iterable[str] = (), trail: Iterable[str] = ()) -> None:
        self.text, self.hint, self.path, self.trail = text, hint, tuple(path), tuple(trail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(ABC):
    """Base of all kinds of value. An absent key of a record gets ``default``; without one it stays absent."""

    default: Any = ABSENT

    @abstractmethod
    def convert(self, value: Any, at: Source, report: Report) -> Any:
        """Return *value* as the program uses it, or raise a `Problem`; problems with its parts go to *report*."""


class Report:
    """The problems found so far, each with its place."""

    def __init__(self, error: type[FlyersError]) -> None:
        self.error = error
        self.errors: list[FlyersError] = []

    def add(self, problem: Problem, at: Source) -> None:
        self.errors.append(self.error(problem.text, hint=problem.hint, source=at, trail=problem.trail))

    def add_all(self, problems: Iterable[Problem], value: Any, at: Source) -> None:
        """Add *problems* with a *value*, each with the place that its path leads to."""
        for problem in problems:
            self.add(problem, place(value, problem.path, at))

    def convert(self, kind: Kind, value: Any, at: Source) -> Any:
        """Return *value* converted by *kind*, or as it is if it is refused."""
        try:
            return kind.convert(value, at, self)
        except Problem as problem:
            self.add(problem, at)
            return value

    def construct(self, make: Callable[[], Any], value: Any, at: Source) -> Any:
        """Return what *make* makes of *value*, or *value* if *make* refuses it."""
        try:
            return make()
        except Problem as problem:
            self.add(problem, place(value, problem.path, at))
        except FlyersError as error:
            self.errors += error.errors
        except ValueError as error:
            self.add(Problem(str(error)), at)
        return value


@memoized_by_identity(1024)
def check(document: Mapping, kind: Kind, error: type[FlyersError] = ContentError) -> Any:
    """Return *document* as *kind* describes it: a `Mapping` that still knows its places, or what a constructor makes.

    Neither is changed later: a document is checked once for all campaigns that share it (`yamlfile.parse`).

    Raises:
        FlyersError: of the class *error*, all problems together.
    """
    report = Report(error)
    result = report.convert(kind, document, document.source)
    raise_all(sorted(report.errors, key=lambda error: error.source or Source("")))
    return result


def raise_problems(problems: Iterable[Problem], document: Mapping) -> None:
    """Raise *problems* with a checked *document* all together, each with the place in it that its path leads to."""
    report = Report(ContentError)
    report.add_all(problems, document, document.source)
    raise_all(report.errors)


def place(value: Any, path: tuple[str, ...], otherwise: Source) -> Source:
    """Return where the part of *value* is that *path* leads to; of a missing part, where it would belong."""
    for depth, key in enumerate(path, 1):
        if not isinstance(value, Mapping):
            break
        otherwise = value.value_source(key) if depth == len(path) or key in value else value.source
        value = value.get(key)
    return otherwise


def did_you_mean(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    """Return “Did you mean “text”?”, or "" when no known word is near."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else ""


def nearest(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    """Return the known word most like *word*, or "" when none is near."""
    import difflib

    if len(str(word)) > limits.NAME_CHARACTERS:  # the comparison takes the square of its length
        return ""
    return next(iter(difflib.get_close_matches(str(word), list(known))), "")


def shorten(text: str, most: int = 60) -> str:
    """Return *text* on one line and no longer than *most* characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def describe(value: Any) -> str:
    """Return how a message names a value of the wrong type: “A map”, “Nothing”, or the value in quotes."""
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, dict):
        return "A map"
    return "A list" if isinstance(value, list) else f"“{shorten(str(value))}”"


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A string, stripped of white space at its ends."""

    pattern: re.Pattern[str] | None = None  # must match all of it
    says: str = ""  # what *pattern* asks for, as the end of “… is not …”
    make: Callable[[str], Any] = str  # what the text is passed to (``Path``)

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        """Return *value* as text; a whole number becomes the digits that it was written with."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            hint = "Put text in quotation marks if YAML misreads it."
            raise Problem(f"{describe(value)} is here, but text is needed.", hint)
        text: str = value.strip()
        if len(text) > limits.TEXT_CHARACTERS:
            problem = f"This text has {len(text)} characters; the most is {limits.TEXT_CHARACTERS}."
            raise Problem(problem, "Make it shorter.")
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


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number from ``least`` to ``most``; whole only with ``whole=True``."""

    least: float = float("-inf")
    most: float = float("inf")
    whole: bool = False

    def convert(self, value: Any, at: Source, report: Report) -> float:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            bare = value.removesuffix("%").strip() if isinstance(value, str) else ""
            figures = re.fullmatch(r"[0-9]+" if self.whole else r"[0-9]+(?:\.[0-9]+)?", bare)
            hint = f"Write {bare}, without “%” or quotation marks." if figures else ""
            raise Problem(f"{describe(value)} is here, but a {'whole ' if self.whole else ''}number is needed.", hint)
        if not self.least <= value <= self.most:
            bounds = f"from {self.least:g} to {self.most:g}" if self.most < float("inf") else f"at least {self.least:g}"
            raise Problem(f"{value} is out of range.", f"It must be {bounds}.")
        return value


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
    """What ``function`` returns for the value. It may raise `Problem`, `ValueError` or a `FlyersError`."""

    function: Callable[[Any], Any]
    says: str = ""  # what it takes, in words for the reference

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


@dataclass(frozen=True, slots=True)
class Required(Kind):
    """Marks a key of a `Record` that must be present and not empty."""

    kind: Kind

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            says = str(getattr(self.kind, "says", "")).replace("`", "")
            raise Problem("This must not be empty.", f"Write {says}." if says else "")
        return self.kind.convert(value, at, report)


@dataclass(frozen=True, slots=True)
class Placed(Kind):
    """A value together with its place: a pair of the value and its `Source`."""

    kind: Kind

    def convert(self, value: Any, at: Source, report: Report) -> tuple[Any, Source]:
        return self.kind.convert(value, at, report), at


@dataclass(frozen=True, slots=True)
class Each(Kind):
    """A list whose items are all of one kind."""

    kind: Kind  # of the items
    least: int = 0  # least, most: how many there may be
    most: int = 10_000
    unique: bool = False  # whether repeated items are refused
    # What the converted list is passed to (``frozenset``); it is a `Sequence`, which knows its places.
    make: Callable[[Sequence], Any] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if not isinstance(value, Sequence):
            raise Problem(f"{describe(value)} is here, but a list is needed.", "Write “[one, two]” or “- one” lines.")
        if not self.least <= len(value) <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            raise Problem(f"This list has {len(value)} items; it must have {wanted}.")
        problems = len(report.errors)
        items = value.like()
        for index, item in enumerate(value):
            place = value.item_source(index)
            converted = report.convert(self.kind, item, place)
            if self.unique and converted in items:
                report.add(Problem(f"“{shorten(str(item))}” is in this list twice.", "Keep one."), place)
            items.append(converted)
        if self.make is None or len(report.errors) > problems:
            return items
        return report.construct(partial(self.make, items), value, at)


@dataclass(frozen=True, slots=True)
class Record(Kind):
    """A map with known keys, and the constructor that takes their values. A key with an empty value counts as absent.

    *make* may raise `Problem`, `ValueError` or a `FlyersError`. It is not called when a value of the record is wrong.
    """

    fields: AnyMapping[str, Kind] = field(default_factory=dict)  # the kind of each key's value
    # Takes the converted values as keyword arguments, lists as tuples. An absent key without a default is not passed,
    # so that the constructor's own default applies. Without *make* the record stays a map.
    make: Callable[..., Any] | None = None
    # Keyword argument by key, where they differ (``{"source": "origin"}``).
    names: AnyMapping[str, str] = field(default_factory=dict)
    # Whether *make* also takes ``source``, the place of the record; in a `MapOf`, the place of its key.
    source: bool = False
    # Yields a `Problem` for each thing that is wrong with what *make* made. Paths begin at the record.
    rules: Callable[[Any], Iterable[Problem]] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        mapping = _require_map(value)
        problems = len(report.errors)
        values = mapping.like()
        unknown = [key for key in mapping if key not in self.fields]
        for key in unknown:
            hint = f"The keys allowed here are {', '.join(self.fields)}. {did_you_mean(key, self.fields)}".strip()
            report.add(Problem(f"The key “{shorten(key)}” is not known here.", hint), mapping.key_source(key))
        misspelt = {nearest(key, self.fields) for key in unknown}
        for key, kind in self.fields.items():
            if key not in mapping and isinstance(kind, Required):
                if key not in misspelt:
                    report.add(Problem(f"The key “{key}” is missing.", "Add it here."), at)
            elif mapping.get(key) is not None or (key in mapping and isinstance(kind, Required)):
                values[key] = report.convert(kind, mapping[key], mapping.value_source(key))
            elif kind.default is not ABSENT:
                values[key] = kind.default
        if self.make is None or len(report.errors) > problems:
            return values
        arguments = {
            self.names.get(key, key): tuple(item) if isinstance(item, Sequence) else item
            for key, item in values.items()
        }
        if self.source:
            arguments["source"] = at
        made = report.construct(partial(self.make, **arguments), mapping, at)
        if self.rules is not None and len(report.errors) == problems:
            report.add_all(self.rules(made), mapping, at)
        return made

    def under(self, key: str, at: Source, name: str) -> Record:
        """Return the record for one entry of a map: *make* takes *key* as the argument *name*, *at* as ``source``."""
        if self.make is None:
            return self
        known = ({name: key} if name else {}) | ({"source": at} if self.source else {})
        return replace(self, make=partial(self.make, **known), source=False) if known else self


@dataclass(frozen=True, slots=True)
class Shorthand(Kind):
    """A record, or the value of its one required key alone: ``name`` for ``{message: name}``."""

    record: Record
    key: str

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if isinstance(value, Mapping):
            return self.record.convert(value, at, report)
        converted = self.record.fields[self.key].convert(value, at, report)
        return self.record.make(**{self.key: converted}) if self.record.make else converted


NONE = "none"  # What a campaign writes for a thing of its base that it has none of.


@dataclass(frozen=True, slots=True)
class OrNone(Kind):
    """A value, or the word `NONE`, which stays as it is."""

    kind: Kind

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        return value if value == NONE else self.kind.convert(value, at, report)

    def under(self, key: str, at: Source, name: str) -> OrNone:
        """Return the kind of one entry of a map; see `Record.under`."""
        return OrNone(self.kind.under(key, at, name)) if isinstance(self.kind, Record) else self


@dataclass(frozen=True, slots=True)
class MapOf(Kind):
    """A map with keys of the user's choosing."""

    kind: Kind  # of the values
    key: re.Pattern[str] | None = None  # matches all of each key
    says: str = ""  # what *key* asks for, as the end of “… is not …”
    id: str = ""  # keyword argument under which the constructor of a `Record` takes its key; "": it does not take it
    # What the converted map is passed to; it is a `Mapping`, which knows its places.
    make: Callable[[Mapping], Any] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        mapping = _require_map(value)
        problems = len(report.errors)
        entries = mapping.like()
        for key, entry in mapping.items():
            place = mapping.key_source(key)
            if len(key) > (most := limits.NAME_CHARACTERS):
                report.add(Problem(f"“{shorten(key, 30)}” has {len(key)} letters; the most is {most}."), place)
            elif self.key is not None and not self.key.fullmatch(key):
                report.add(Problem(f"“{shorten(key)}” is not {self.says or self.key.pattern}."), place)
            else:
                kind = self.kind.under(key, place, self.id) if isinstance(self.kind, Record | OrNone) else self.kind
                entries[key] = report.convert(kind, entry, mapping.value_source(key))
        if self.make is None or len(report.errors) > problems:
            return entries
        return report.construct(partial(self.make, entries), mapping, at)


def _require_map(value: Any) -> Mapping:
    if isinstance(value, Mapping):
        return value
    raise Problem(f"{describe(value)} is here, but a map is needed.", "Write “key: value” lines, indented.")
