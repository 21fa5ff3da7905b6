"""Composed pages against text files that show in a diff what moved.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/layout/test_golden.py``, read the diff, commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from dump import dump

from flyers.layout.pages import Document

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("tag", ["en", "es", "ar", "ur", "km"])
@pytest.mark.parametrize("product", ["wallet-card", "poster", "brochure"])
def test_pages_are_as_approved(composed: Callable[[str, str], Document], product: str, tag: str) -> None:
    document = composed(product, tag)
    text = dump(document)
    file = GOLDEN / f"{product}.{tag}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if that is meant, see the head of this file"
