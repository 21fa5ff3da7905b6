"""The promises of the sample file, broken once each, on purpose: the registry of what is broken, and how."""

from __future__ import annotations

from collections.abc import Callable

from proofsample import Sample

from flyers.proof.expectations import Expectation

Mutant = Callable[[Sample], bytes | tuple[bytes, Expectation]]

MUTANTS: dict[str, tuple[set[str], Mutant]] = {}
"""By name: the codes that must be found, and how the file is made (and what is expected, where that differs)."""


def mutant(*codes: str) -> Callable[[Mutant], Mutant]:
    def register(make: Mutant) -> Mutant:
        MUTANTS[make.__name__] = (set(codes), make)
        return make

    return register
