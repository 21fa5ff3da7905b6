"""The object graph of a file: all its dictionaries, looked up by their keys.

A standard says “no stream may …” or “no graphics state may …”. The offending object need not be in use, so following
what a page paints would not find it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

_FIGURES = frozenset(("/W", "/W2", "/Widths", "/Kids", "/K", "/Parent", "/P"))
"""Keys of long lists of numbers, and of objects that are visited anyway."""


class ObjectEntry(NamedTuple):
    """One key of one dictionary, or of the dictionary of a stream."""

    owner: Object
    key: str
    value: Any

    @property
    def of_stream(self) -> bool:
        """Return whether the owner is a stream."""
        return isinstance(self.owner, Stream)


class ObjectGraph:
    """The objects of an open file, which stays open as long as the graph exists."""

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
        entries: dict[str, list[ObjectEntry]] = {}
        waiting: list[Any] = list(self._pdf.objects)
        while waiting:
            owner = waiting.pop()
            if isinstance(owner, Array):
                waiting.extend(_direct(owner))
            elif isinstance(owner, Dictionary | Stream):
                for key, value in owner.items():
                    entries.setdefault(key, []).append(ObjectEntry(owner, key, value))
                    if key not in _FIGURES and _is_direct(value):
                        waiting.append(value)
        return entries

    def entries(self, *keys: str) -> Iterator[ObjectEntry]:
        """Yield every entry of the file under one of *keys*, such as ``"/Filter"``."""
        for key in keys:
            yield from self._entries.get(key, ())

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield name and value of all resources of a *kind*, such as ``"/ExtGState"``."""
        for entry in self.entries(kind):
            if isinstance(entry.value, Dictionary):
                yield from ((str(name), value) for name, value in entry.value.items())


def _direct(array: Array) -> Iterator[Any]:
    """Yield the containers written in *array* itself; lists of numbers are skipped."""
    if len(array) and isinstance(array[0], int | float):
        return
    yield from (item for item in array if _is_direct(item))


def _is_direct(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not value.is_indirect


def names(value: Any) -> list[str]:
    """Return the names in *value*, which is a name or an array of names, such as filters."""
    items = list(value) if isinstance(value, Array) else [value]
    return [str(item) for item in items if isinstance(item, pikepdf.Name)]


def address_of(action: Any) -> str:
    """Return the address that the action of a link opens; "" for an action of another kind.

    An address is a string of ASCII (ISO 32000-1, 12.6.4.7): one in UTF-16, or with a byte order mark, opens nothing.
    """
    if not isinstance(action, Dictionary) or action.get("/S") != Name.URI:
        return ""
    address = action.get("/URI")
    return bytes(address).decode("ascii", "replace") if isinstance(address, String) else ""
