"""How a file is built: its dictionaries, wherever they stand, by the keys that they hold.

A standard says "no stream may …" or "no graphics state may …"; what is looked for need not be in use, and so is not
found by following what a page paints.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

_FIGURES = frozenset(("/W", "/W2", "/Widths", "/Kids", "/K", "/Parent", "/P"))
"""Keys with long lists of numbers, and with objects that are met anyway."""


class ObjectEntry(NamedTuple):
    """One key of one dictionary, or of the dictionary of a stream."""

    owner: Object
    key: str
    value: Any

    @property
    def of_stream(self) -> bool:
        return isinstance(self.owner, Stream)


class ObjectGraph:
    """The objects of an open file. It stays open as long as they are looked at."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf

    @property
    def root(self) -> Object:
        return self._pdf.Root

    @property
    def trailer(self) -> Object:
        return self._pdf.trailer

    @property
    def pages(self) -> list[Object]:
        return [page.obj for page in self._pdf.pages]

    @cached_property
    def _entries(self) -> dict[str, list[ObjectEntry]]:
        found: dict[str, list[ObjectEntry]] = {}
        waiting: list[Any] = list(self._pdf.objects)
        while waiting:
            owner = waiting.pop()
            if isinstance(owner, Array):
                waiting.extend(_direct(owner))
            elif isinstance(owner, Dictionary | Stream):
                for key, value in owner.items():
                    found.setdefault(key, []).append(ObjectEntry(owner, key, value))
                    if key not in _FIGURES and _is_direct(value):
                        waiting.append(value)
        return found

    def entries(self, *keys: str) -> Iterator[ObjectEntry]:
        """Every entry of the file under one of *keys*, as in ``"/Filter"``."""
        for key in keys:
            yield from self._entries.get(key, ())

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Name and value of all resources of a *kind*, ``"/ExtGState"`` for one."""
        for entry in self.entries(kind):
            if isinstance(entry.value, Dictionary):
                yield from ((str(name), value) for name, value in entry.value.items())


def _direct(array: Array) -> Iterator[Any]:
    """What stands in *array* itself and holds more; lists of numbers hold nothing."""
    if len(array) and isinstance(array[0], int | float):
        return
    yield from (item for item in array if _is_direct(item))


def _is_direct(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not value.is_indirect


def names(value: Any) -> list[str]:
    """The names in *value*, which is one, or an array of some: filters, for one."""
    items = list(value) if isinstance(value, Array) else [value]
    return [str(item) for item in items if isinstance(item, pikepdf.Name)]
