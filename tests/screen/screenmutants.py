"""What would mislead a screen reader, done to real files: the registry of what is spoiled, and how."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from screenfiles import ScreenFile

from flyers.proof.expectations import Expectation

Made = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

CARD, ARABIC, CHINESE = ("es", "wallet-card"), ("ar", "wallet-card"), ("zh-Hans", "wallet-card")
POSTER, BROCHURE = ("en", "poster"), ("es", "brochure")


def mutant(*codes: str, of: tuple[str, str] = CARD) -> Callable[[Callable[[ScreenFile], Made]], object]:
    """Register a spoiled file and the codes that must be found in it."""

    def register(make: Callable[[ScreenFile], Made]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register
