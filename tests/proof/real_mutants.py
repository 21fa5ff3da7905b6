"""The registry of mutants of real files: the mistakes that a press operator fears."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from realfiles import RealFile

from flyers.proof.expectations import Expectation

MutantFile = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

SPANISH_CARD, ARABIC_CARD, URDU_CARD = ("es", "wallet-card"), ("ar", "wallet-card"), ("ur", "wallet-card")
KHMER_CARD = ("km", "wallet-card")
BROCHURE = ("en", "brochure")
STICKER = ("en", "sticker-3x5")
LANGUAGES = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am")
PRODUCTS = ("wallet-card", "poster", "brochure")

NUMBER = "contact:hotline"


def mutant(*codes: str, of: tuple[str, str] = SPANISH_CARD) -> Callable[[Callable[[RealFile], MutantFile]], object]:
    """Register a mutant of the product *of* and the codes that must be found in it."""

    def register(make: Callable[[RealFile], MutantFile]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register
