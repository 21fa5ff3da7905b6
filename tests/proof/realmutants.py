"""What a press operator fears, done to real files: the registry of what is spoiled, and how."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from realfiles import RealFile

from flyers.proof.expectations import Expectation

Made = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

SPANISH_CARD, ARABIC_CARD, URDU_CARD = ("es", "wallet-card"), ("ar", "wallet-card"), ("ur", "wallet-card")
BROCHURE = ("en", "brochure")
LANGUAGES = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am")
PRODUCTS = ("wallet-card", "poster", "brochure")

NUMBER = "contact:hotline"


def mutant(*codes: str, of: tuple[str, str] = SPANISH_CARD) -> Callable[[Callable[[RealFile], Made]], object]:
    """Register a spoiled file and the codes that must be found in it."""

    def register(make: Callable[[RealFile], Made]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register
