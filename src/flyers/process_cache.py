"""Caches of one process, which are bounded, and emptied when it goes on to another language.

A build sets one language after the other, and most of what it caches belongs to one: shaped text, fonts, pictures of
glyphs. If all stayed, a process would have the fonts of both kinds of Chinese at once.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_P = ParamSpec("_P")

_all: weakref.WeakSet[ProcessCache[Any, Any]] = weakref.WeakSet()


class ProcessCache(dict[_K, _V]):
    """Values by key, *most* of them: when there are so many, the older half goes."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # a cache is itself, whatever is in it
    __eq__ = object.__eq__

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        _all.add(self)

    def __setitem__(self, key: _K, value: _V) -> None:
        if len(self) >= self._most:
            for older in list(islice(self, (self._most + 1) // 2)):
                del self[older]
        super().__setitem__(key, value)


def collect_garbage_rarely(objects: int = 200_000) -> None:
    """Let Python's cyclic garbage collector run after *objects* new ones, or more if it was told so before: by default
    some three hundred times less often than usual.

    What a process imports, reads and shapes stays to its end, and pages leave hardly any garbage. The collector would
    examine all of it again and again, which took a tenth of a build, and of the help too. A build of a few files now
    ends before its first run.
    """
    gc.set_threshold(max(objects, gc.get_threshold()[0]), 10, 10)


def forget_all() -> None:
    """Empty all caches of this process."""
    for one in list(_all):
        one.clear()


def memoized(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Cache the results of a function, which never returns None, by its arguments."""

    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        known: ProcessCache[tuple[Any, ...], _V] = ProcessCache(most)

        @wraps(function)
        def cached(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            key = (*args, *kwargs.items()) if kwargs else args
            if (value := known.get(key)) is None:
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
            if (found := known.get(key)) is None:
                found = known[key] = (given, function(*args, **kwargs))
            return found[1]

        cached.known = known  # type: ignore[attr-defined]  # so that it lives as long as the function
        return cached

    return decorate


def forget(function: Callable[..., Any]) -> None:
    """Clear the cache of a function, because something that is not one of its arguments has changed."""
    function.known.clear()  # type: ignore[attr-defined]  # see `memoized` and `memoized_by_identity`
