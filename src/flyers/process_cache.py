"""Caches of one process that forget what belongs to languages with which it is done.

A build sets one language after the other. Much of what it caches belongs to one language (shaped text, fonts, pictures
of glyphs), and much to all (Latin letters, digits, pictograms), which cannot be told apart beforehand. So
`next_language` marks that the process goes on to another language, and only entries that two languages in a row have
used stay for the third. If all stayed for the next one, a process would have the fonts of both kinds of Chinese at
once.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_P = ParamSpec("_P")

_all: weakref.WeakSet[ProcessCache[Any, Any]] = weakref.WeakSet()


class ProcessCache(Generic[_K, _V]):
    """Values by key in two generations; a value that is used moves from the older to the younger one.

    Args:
        most: values of a generation. One more begins the next, so a cache has at most twice as many.

    Attributes:
        young: the younger generation.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}
        self._used_before: frozenset[int] = frozenset()
        _all.add(self)

    def get(self, key: _K) -> _V | None:
        """Return the value; None if there is none."""
        value = self.young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self[key] = value
        return value

    def __setitem__(self, key: _K, value: _V) -> None:
        if len(self.young) >= self._most:
            self.next_generation()
        self.young[key] = value

    def __len__(self) -> int:
        return len(self.young.keys() | self._old.keys())

    def values(self) -> list[_V]:
        return list((self._old | self.young).values())

    def next_generation(self) -> None:
        """Begin another generation, and drop the one before the last."""
        self._old, self.young = self.young, {}

    def note_used(self) -> None:
        """Remember what is there as used before the next call of `next_language`, and drop nothing."""
        self._used_before = frozenset(map(hash, self.young))

    def next_language(self) -> None:
        """Drop what was not used both since the last call and before it.

        Of the keys of the time before, only hashes are there: keys may be whole fonts.
        """
        used = {key: hash(key) for key in self.young}
        self._old = {key: self.young[key] for key, digest in used.items() if digest in self._used_before}
        self.young, self._used_before = {}, frozenset(used.values())

    def clear(self) -> None:
        self._old, self.young = {}, {}


def collect_garbage_rarely(objects: int = 200_000) -> None:
    """Let Python's cyclic garbage collector run after *objects* new ones, or more if it was told so before: by default
    some three hundred times less often than usual.

    What a process imports, reads and shapes stays to its end, and pages leave hardly any garbage. The collector would
    examine all of it again and again, which took a tenth of a build, and of the help too. A build of a few files now
    ends before its first run.
    """
    gc.set_threshold(max(objects, gc.get_threshold()[0]), 10, 10)


def note_used() -> None:
    """Remember what all caches of this process have as used before the next call of `next_language`.

    The first call would otherwise drop everything, since nothing was used before it.
    """
    for one in list(_all):
        one.note_used()


def next_language() -> None:
    """Drop from all caches of this process what was not used both since the last call and before it."""
    for one in list(_all):
        one.next_language()


def memoized(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Cache the results of a function, which never returns None, by its arguments."""

    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        known: ProcessCache[tuple[Any, ...], _V] = ProcessCache(most)

        @wraps(function)
        def cached(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            key = (*args, *kwargs.items()) if kwargs else args
            value = known.young.get(key)  # as nearly always; the other generation only then
            if value is None and (value := known.get(key)) is None:
                value = known[key] = function(*args, **kwargs)
            return value

        cached.known = known  # type: ignore[attr-defined]  # so that it lives as long as the function
        return cached

    return decorate


def memoized_by_identity(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Cache the results of a function by the identity of its arguments, objects that nobody changes."""

    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        # With the objects themselves: the id of one that is gone may be that of another.
        known: ProcessCache[tuple[int, ...], tuple[tuple[Any, ...], _V]] = ProcessCache(most)

        @wraps(function)
        def cached(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            given = (*args, *kwargs.values()) if kwargs else args
            key = (len(args), *map(id, given))
            found = known.young.get(key)
            if found is None and (found := known.get(key)) is None:
                found = known[key] = (given, function(*args, **kwargs))
            return found[1]

        cached.known = known  # type: ignore[attr-defined]  # so that it lives as long as the function
        return cached

    return decorate


def forget(function: Callable[..., Any]) -> None:
    """Clear the cache of a function, because something that is not one of its arguments has changed."""
    function.known.clear()  # type: ignore[attr-defined]  # see `memoized` and `memoized_by_identity`
