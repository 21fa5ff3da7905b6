"""The campaign's fonts and line break rules, read once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import LineBreakRules, Registry


@pytest.fixture(scope="session")
def library(root: Path) -> FontLibrary:
    return FontLibrary.load(root / "fonts")


@pytest.fixture(scope="session")
def line_break_rules(root: Path) -> Mapping[str, LineBreakRules]:
    return Registry.load(Campaign.load(root)).line_break_rules


@pytest.fixture(scope="session")
def typesetter(library: FontLibrary, line_break_rules: Mapping[str, LineBreakRules]) -> Typesetter:
    return Typesetter(library, line_break_rules)
