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
        self._most = most
        _all.add(self)

    def __setitem__(self, key: _K, value: _V) -> None:
        if len(self) >= self._most:
            for older in list(islice(self, (self._most + 1) // 2)):
                del self[older]
        super().__setitem__(key, value)


def collect_garbage_rarely(objects: int = 200_000) -> None:
    """Let Python's cyclic garbage collector run after *objects* new ones, or more if it was told so before.

    What a process imports, reads and shapes stays to its end, and pages leave hardly any garbage. The collector would
    examine all of it again and again, which took a tenth of a build, and of the help too.
    """
    gc.set_threshold(max(objects, gc.get_threshold()[0]), 10, 10)


def forget_all() -> None:
    """Empty all caches of this process."""
    for cache in list(_all):
        cache.clear()


def memoized(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Cache the results of a function by its arguments."""
    return _memoized(most, lambda args, kwargs: (*args, *kwargs.items()) if kwargs else args)


def memoized_by_identity(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Cache the results of a function by the identity of its arguments, objects that nobody changes."""
    return _memoized(most, lambda args, kwargs: (len(args), *map(id, args), *map(id, kwargs.values())))


def _memoized(
    most: int, key_of: Callable[[tuple[Any, ...], dict[str, Any]], Hashable]
) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        # With the arguments themselves: the id of one that is gone may be that of another.
        results: ProcessCache[Hashable, tuple[_V, Any, Any]] = ProcessCache(most)

        @wraps(function)
        def cached(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            key = key_of(args, kwargs)
            if (entry := results.get(key)) is None:
                entry = results[key] = function(*args, **kwargs), args, kwargs
            return entry[0]

        cached.known = results  # type: ignore[attr-defined]  # so that it lives as long as the function
        return cached

    return decorate


def forget(function: Callable[..., Any]) -> None:
    """Clear the cache of a function, because something that is not one of its arguments has changed."""
    function.known.clear()  # type: ignore[attr-defined]  # see `_memoized`
