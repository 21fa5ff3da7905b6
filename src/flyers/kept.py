"""What a process keeps because it may need it again, and forgets when it has gone on to other languages.

A build sets one language after the other. Much of what it keeps is for one language (shaped text, fonts, pictures of
glyphs), and much is for all (Latin letters, digits, pictograms); nobody knows beforehand which. So `turn` marks that a
process goes on to another language, and what neither this language nor the former one asked for is forgotten.
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

_all: weakref.WeakSet[Kept[Any, Any]] = weakref.WeakSet()


class Kept(Generic[_K, _V]):
    """Values by key, of two generations: what is asked for goes from the older to the younger one.

    Args:
        most: values of a generation. One more begins another, as `turn` does, so that a process that never turns keeps
            at most twice as many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[_K, _V] = {}
        self._old: dict[_K, _V] = {}
        _all.add(self)

    def get(self, key: _K) -> _V | None:
        """Return the value, or None if it was not kept."""
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self[key] = value
        return value

    def __setitem__(self, key: _K, value: _V) -> None:
        if len(self._young) >= self._most:
            self.turn()
        self._young[key] = value

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def values(self) -> list[_V]:
        return list((self._old | self._young).values())

    def turn(self) -> None:
        """Begin another generation, and forget the one before the last."""
        self._old, self._young = self._young, {}

    def clear(self) -> None:
        self._old, self._young = {}, {}


def look_rarely_for_garbage() -> None:
    """Let Python look for garbage some three hundred times less often.

    What a process imports, reads and shapes stays to its end, and pages leave hardly any garbage. Python would look
    through all of it again and again, which took a tenth of a build, and of the help too. Few files need not one look.
    """
    gc.set_threshold(200_000, 10, 10)


def turn() -> None:
    """Begin another generation of everything that this process keeps."""
    for kept in list(_all):
        kept.turn()


def recalled(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Make a function, which never returns None, recall what it returned for the same positional arguments."""

    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        known: Kept[tuple[Any, ...], _V] = Kept(most)

        @wraps(function)
        def recall(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            key = (*args, *kwargs.items())
            value = known.get(key)
            if value is None:
                value = known[key] = function(*args, **kwargs)
            return value

        recall.known = known  # type: ignore[attr-defined]  # so that it lives as long as the function
        return recall

    return decorate


def recalled_of_same(most: int) -> Callable[[Callable[_P, _V]], Callable[_P, _V]]:
    """Make a function recall what it returned for the same objects, which nobody changes; equal ones are not enough."""

    def decorate(function: Callable[_P, _V]) -> Callable[_P, _V]:
        known: Kept[tuple[int, ...], tuple[tuple[Any, ...], _V]] = Kept(most)  # with the objects: numbers are reused

        @wraps(function)
        def recall(*args: _P.args, **kwargs: _P.kwargs) -> _V:
            given = (*args, *kwargs.values())
            key = (len(args), *map(id, given))
            found = known.get(key)
            if found is None:
                found = known[key] = (given, function(*args, **kwargs))
            return found[1]

        recall.known = known  # type: ignore[attr-defined]  # so that it lives as long as the function
        return recall

    return decorate


def forget(function: Callable[..., Any]) -> None:
    """Let a function forget what it recalls: something that it does not get as an argument has changed."""
    function.known.clear()  # type: ignore[attr-defined]  # see `recalled` and `recalled_of_same`
