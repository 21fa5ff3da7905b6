"""The registry of mutants of images: each breaks one rule on purpose."""

from __future__ import annotations

from collections.abc import Callable

from imagefiles import RealImage

MUTANTS: list[tuple[set[str], Callable[[], RealImage]]] = []
"""The codes that must be found, and the function that makes the image; without codes, it is told by comparison alone."""


def mutant(*codes: str) -> Callable[[Callable[[], RealImage]], Callable[[], RealImage]]:
    """Register a mutant and the codes that must be found in it."""

    def register(make: Callable[[], RealImage]) -> Callable[[], RealImage]:
        MUTANTS.append((set(codes), make))
        return make

    return register
