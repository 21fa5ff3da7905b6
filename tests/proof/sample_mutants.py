"""The registry of mutants of the sample file: each breaks one rule on purpose."""

from __future__ import annotations

from collections.abc import Callable

from proofsample import Sample

from flyers.proof.expectations import Expectation

Mutant = Callable[[Sample], bytes | tuple[bytes, Expectation]]

MUTANTS: dict[str, tuple[set[str], Mutant]] = {}
"""Mutants by name: the codes that must be found, and the function that makes the file, with its expectation if changed."""


def mutant(*codes: str) -> Callable[[Mutant], Mutant]:
    """Register a mutant and the codes that must be found in it."""

    def register(make: Mutant) -> Mutant:
        MUTANTS[make.__name__] = (set(codes), make)
        return make

    return register


SEEN = frozenset(("V901", "V902", "V903", "V904", "V905", "M605"))
"""What is drawn otherwise after any visible change, and the list of entries of any addition; only the mutants of pictures
and entries name which."""
