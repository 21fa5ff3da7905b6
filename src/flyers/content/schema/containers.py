"""Kinds of value that contain others: lists, maps and records with their constructors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import field, replace
from functools import partial
from typing import Any

from flyers import limits
from flyers.content.schema.base import ABSENT, Kind, Problem, Report, describe, did_you_mean, nearest, shorten
from flyers.content.yaml_data import Mapping, Sequence
from flyers.errors import Source
from flyers.records import dataclass


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
    """A list whose items are all of one kind.

    Attributes:
        kind: of the items.
        least, most: how many there may be.
        unique: whether repeated items are refused.
        make: what the converted list is passed to (``frozenset``); it is a `Sequence`, which knows its places.
    """

    kind: Kind
    least: int = 0
    most: int = 10_000
    unique: bool = False
    make: Callable[[Sequence], Any] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        if not isinstance(value, Sequence):
            raise Problem(f"{describe(value)} is here, but a list is needed.", "Write “[one, two]” or “- one” lines.")
        if not self.least <= len(value) <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            raise Problem(f"This list has {len(value)} items; it must have {wanted}.")
        problems = len(report.errors)
        items = self._items(value, report)
        if self.make is None or len(report.errors) > problems:
            return items
        return report.construct(partial(self.make, items), value, at)

    def _items(self, value: Sequence, report: Report) -> Sequence:
        items = value.like()
        for index, item in enumerate(value):
            at = value.item_source(index)
            converted = report.convert(self.kind, item, at)
            if self.unique and converted in items:
                report.add(Problem(f"“{shorten(str(item))}” is in this list twice.", "Keep one."), at)
            items.append(converted)
        return items


@dataclass(frozen=True, slots=True)
class Record(Kind):
    """A map with known keys, and the constructor that takes their values. A key with an empty value counts as absent.

    Attributes:
        fields: the kind of each key's value.
        make: takes the converted values as keyword arguments, lists as tuples. An absent key without a default is not
            passed, so that the constructor's own default applies. Without *make* the record stays a map.
        names: keyword argument by key, where they differ (``{"source": "origin"}``).
        source: whether *make* also takes ``source``, the place of the record; in a `MapOf`, the place of its key.
        rules: yields a `Problem` for each thing that is wrong with what *make* made. Paths begin at the record.

    *make* may raise `Problem`, `ValueError` or a `FlyersError`. It is not called when a value of the record is wrong.
    """

    fields: AnyMapping[str, Kind] = field(default_factory=dict)
    make: Callable[..., Any] | None = None
    names: AnyMapping[str, str] = field(default_factory=dict)
    source: bool = False
    rules: Callable[[Any], Iterable[Problem]] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        mapping = _require_map(value)
        problems = len(report.errors)
        values = self._values(mapping, at, report)
        if self.make is None or len(report.errors) > problems:
            return values
        arguments = {self.names.get(key, key): _frozen(item) for key, item in values.items()}
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

    def _values(self, mapping: Mapping, at: Source, report: Report) -> Mapping:
        values = mapping.like()
        unknown = [key for key in mapping if key not in self.fields]
        for key in unknown:
            report.add(_unknown_key(key, self.fields), mapping.key_source(key))
        misspelt = {nearest(key, self.fields) for key in unknown}
        for key, kind in self.fields.items():
            if key not in mapping and isinstance(kind, Required):
                if key not in misspelt:
                    report.add(Problem(f"The key “{key}” is missing.", "Add it here."), at)
            elif mapping.get(key) is not None or (key in mapping and isinstance(kind, Required)):
                values[key] = report.convert(kind, mapping[key], mapping.value_source(key))
            elif kind.default is not ABSENT:
                values[key] = kind.default
        return values


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


NONE = "none"
"""What a campaign writes for a thing of its base that it has none of."""


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
    """A map with keys of the user's choosing.

    Attributes:
        kind: of the values.
        key: matches all of each key.
        says: what *key* asks for, as the end of “… is not …”.
        id: keyword argument under which the constructor of a `Record` takes its key; "": it does not take it.
        make: what the converted map is passed to; it is a `Mapping`, which knows its places.
    """

    kind: Kind
    key: re.Pattern[str] | None = None
    says: str = ""
    id: str = ""
    make: Callable[[Mapping], Any] | None = None

    def convert(self, value: Any, at: Source, report: Report) -> Any:
        mapping = _require_map(value)
        problems = len(report.errors)
        entries = self._entries(mapping, report)
        if self.make is None or len(report.errors) > problems:
            return entries
        return report.construct(partial(self.make, entries), mapping, at)

    def _entries(self, mapping: Mapping, report: Report) -> Mapping:
        entries = mapping.like()
        for key, entry in mapping.items():
            if len(key) > limits.NAME_CHARACTERS:
                problem = Problem(f"“{shorten(key, 30)}” has {len(key)} letters; the most is {limits.NAME_CHARACTERS}.")
                report.add(problem, mapping.key_source(key))
                continue
            if self.key is not None and not self.key.fullmatch(key):
                problem = Problem(f"“{shorten(key)}” is not {self.says or self.key.pattern}.")
                report.add(problem, mapping.key_source(key))
                continue
            kind = self.kind
            if isinstance(kind, Record | OrNone):
                kind = kind.under(key, mapping.key_source(key), self.id)
            entries[key] = report.convert(kind, entry, mapping.value_source(key))
        return entries


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, Sequence) else value


def _require_map(value: Any) -> Mapping:
    if isinstance(value, Mapping):
        return value
    raise Problem(f"{describe(value)} is here, but a map is needed.", "Write “key: value” lines, indented.")


def _unknown_key(key: str, fields: AnyMapping[str, Kind]) -> Problem:
    allowed = f"The keys allowed here are {', '.join(fields)}."
    return Problem(f"The key “{shorten(key)}” is not known here.", f"{allowed} {did_you_mean(key, fields)}".strip())
