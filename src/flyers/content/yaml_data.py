"""Maps and lists of a YAML file, which keep the place of every key and value; they are known without the parser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flyers.errors import Source

Position = tuple[int, int]  # Line and column, both 0-based as the parser counts.


class Mapping(dict[str, Any]):
    """A YAML map: a dict that knows the place of each key and value."""

    __slots__ = ("_elsewhere", "_keys", "_origin", "_values", "path")

    def __init__(self, path: str, origin: Position) -> None:
        self.path = path
        self._origin = origin
        self._keys: dict[str, Position] = {}
        self._values: dict[str, Position] = {}
        self._elsewhere: dict[str, Mapping] = {}  # items of other files, by the map that knows their place

    @property
    def source(self) -> Source:
        """Where the map begins."""
        return source_at(self.path, self._origin)

    def key_source(self, key: str) -> Source:
        """Return the place of *key*, or where the map begins if it is absent."""
        if key in self._elsewhere:
            return self._elsewhere[key].key_source(key)
        return source_at(self.path, self._keys.get(key, self._origin))

    def value_source(self, key: str) -> Source:
        """Return the place of the value of *key*, or where the map begins if it is absent."""
        if key in self._elsewhere:
            return self._elsewhere[key].value_source(key)
        return source_at(self.path, self._values.get(key, self._origin))

    def place(self, key: str, value: Any, key_at: Position, value_at: Position) -> None:
        """Set an item together with its places."""
        self[key] = value
        self._keys[key] = key_at
        self._values[key] = value_at

    def like(self) -> Mapping:
        """Return an empty map that knows the places of this one's items."""
        twin = Mapping(self.path, self._origin)
        twin._keys = self._keys
        twin._values = self._values
        twin._elsewhere = self._elsewhere
        return twin

    def over(self, base: Mapping, depth: int = 1) -> Mapping:
        """Return the items of *base*, then this map's, which replace those of the same key; each knows its place.

        Maps down to *depth* levels are put over each other in the same way. A key with an empty value replaces nothing.
        """
        whole = Mapping(self.path, self._origin)
        for origin in (base, self):
            for key, value in origin.items():
                if value is None and key in whole:
                    continue
                if depth > 1 and isinstance(value, Mapping) and isinstance(before := whole.get(key), Mapping):
                    value = value.over(before, depth - 1)
                whole[key] = value
                whole._elsewhere[key] = origin
        return whole

    def only(self, keys: Iterable[str]) -> Mapping:
        """Return the map with those of its items that *keys* name, in its own order."""
        twin, names = self.like(), set(keys)
        twin.update((key, value) for key, value in self.items() if key in names)
        return twin


class Sequence(list[Any]):
    """A YAML list that knows the place of each item."""

    __slots__ = ("_items", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._items: list[Position] = []

    def item_source(self, index: int) -> Source:
        return source_at(self.path, self._items[index])

    def place(self, value: Any, at: Position) -> None:
        """Append an item together with its place."""
        self.append(value)
        self._items.append(at)

    def like(self) -> Sequence:
        """Return an empty list that knows the places of this one's items."""
        twin = Sequence(self.path)
        twin._items = self._items
        return twin


def source_at(path: str, position: Position) -> Source:
    return Source(path, position[0] + 1, position[1] + 1)
