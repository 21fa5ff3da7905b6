"""The campaign's own fonts, opened once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.text.fonts import FontLibrary
from flyers.text.paragraph import Typesetter


@pytest.fixture(scope="session")
def library(root: Path) -> FontLibrary:
    return FontLibrary.load(root / "fonts", root)


@pytest.fixture(scope="session")
def typesetter(library: FontLibrary) -> Typesetter:
    return Typesetter(library)
