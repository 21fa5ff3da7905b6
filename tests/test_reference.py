"""docs/reference.md is what the schema says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "scripts/make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs/reference.md").read_text(encoding="utf-8") == module.page(), "run scripts/make_reference.py"


def test_every_kind_is_in_words() -> None:
    page = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert "a value of its own" not in page
    assert "any value" not in page
