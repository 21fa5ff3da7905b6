"""The registry of mutants of screen files: mistakes that mislead a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from screenfiles import ScreenFile

from flyers.proof.expectations import Expectation

MutantFile = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

CARD, ARABIC, CHINESE = ("es", "wallet-card"), ("ar", "wallet-card"), ("zh-Hans", "wallet-card")
POSTER, BROCHURE = ("es", "poster-detail"), ("es", "brochure")


def mutant(*codes: str, of: tuple[str, str] = CARD) -> Callable[[Callable[[ScreenFile], MutantFile]], object]:
    """Register a mutant of the product *of* and the codes that must be found in it."""

    def register(make: Callable[[ScreenFile], MutantFile]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register
