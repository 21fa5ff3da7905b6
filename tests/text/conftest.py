"""The campaign's own fonts, opened once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Habits, Registry


@pytest.fixture(scope="session")
def library(root: Path) -> FontLibrary:
    return FontLibrary.load(root / "fonts", root)


@pytest.fixture(scope="session")
def habits(root: Path) -> Mapping[str, Habits]:
    return Registry.load(Campaign.load(root)).habits


@pytest.fixture(scope="session")
def typesetter(library: FontLibrary, habits: Mapping[str, Habits]) -> Typesetter:
    return Typesetter(library, habits)
