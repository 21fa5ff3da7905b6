"""Checksums of plain data: equal data have equal ones, in every process and every Python."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from flyers.errors import Source
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

DIGITS = 32
"""Of a checksum: 128 bits, so that no two inputs of any campaign share one."""

SHORT = 12
"""Digits of the checksums in an `Ingredient`'s entries, which only tell which entry has changed."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One part of what a file is made of.

    Attributes:
        value: a description, or a checksum.
        entries: short checksums of the things in it, by name; empty if it has none with names.
    """

    value: str
    entries: Mapping[str, str] = field(default_factory=dict)


def checksum(value: object) -> str:
    """Return the checksum of *value*, `DIGITS` hexadecimal digits; see `plain`."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


@memoized_by_identity(1024)
def checksum_of_shared(value: object) -> str:
    """Return the `checksum` of an object that nobody changes and that many campaigns of a process share, worked out
    once.
    """
    return checksum(value)


def plain(value: object) -> Any:
    """Return *value* as lists, words and numbers: records with the names of their fields, maps in their order.

    Left out are places in files, and fields that do not count when records are compared.

    Raises:
        TypeError: it contains something that is not plain data.
    """
    if value is None or isinstance(value, Source):
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {"map": [[plain(key), plain(part)] for key, part in value.items()]}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((plain(part) for part in value), key=json.dumps)}
    if is_dataclass(value) and not isinstance(value, type):
        name, read = _record(type(value))
        return [name, *([key, plain(part)] for key, part in read(value))]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"{type(value).__name__} is not plain data")


@cache
def _record(kind: type) -> tuple[str, Callable[[object], Iterator[tuple[str, object]]]]:
    """Return the name of a kind of record, and a function that yields the fields that count."""
    names = tuple(one.name for one in fields(kind) if one.compare)
    return kind.__name__, lambda record: ((name, getattr(record, name)) for name in names)


def words_in(value: Any) -> set[str]:
    """Return every string in plain data."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
    return found


def part_of(entries: Mapping[str, Any], *, named: bool = True) -> Ingredient:
    """Return the part with these *entries* by name; it has their short checksums only if *named*."""
    return part_of_checksums({name: checksum(entry) for name, entry in entries.items()}, named=named)


def part_of_checksums(checksums: Mapping[str, str], *, named: bool = True) -> Ingredient:
    """Return the part whose entries have these *checksums*; see `part_of`."""
    if not checksums:
        return Ingredient("")
    short = {name: value[:SHORT] for name, value in checksums.items()}
    return Ingredient(checksum(list(checksums.items())), short if named else {})
