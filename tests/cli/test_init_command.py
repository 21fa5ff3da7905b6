"""``flyers translations init`` from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flyers.pipeline.session import open_session


@pytest.fixture
def init(printable: Path, flyers: Callable[..., Any]) -> Callable[..., Any]:
    def run(*words: str) -> Any:
        open_session.cache_clear()  # as in a process of its own
        return flyers("--project", str(printable), "translations", "init", *words)

    return run


def test_a_language_is_started(printable: Path, init: Callable[..., Any]) -> None:
    shown = init("de", "--dry-run")
    assert shown.code == 0, shown.err
    assert "  de:\n    autonym: Deutsch\n    english: German\n" in shown.out
    assert not (printable / "translations/de").exists()
    ran = init("de")
    assert (ran.code, ran.out) == (0, shown.out)
    assert "was taken from en, which has the same script" in ran.err
    assert (printable / "translations/de/LC_MESSAGES/flyers.po").is_file()
    assert init("de").code == 2


def test_a_catalog_without_an_entry_is_kept(printable: Path, init: Callable[..., Any]) -> None:
    """As after an entry was deleted: otherwise neither “init” nor “update” would accept the language."""
    registry = printable / "translations/languages.yaml"
    before = registry.read_bytes()
    assert init("de").code == 0
    catalog = printable / "translations/de/LC_MESSAGES/flyers.po"
    catalog.write_bytes(catalog.read_bytes().replace(b'msgstr ""\n\n', b'msgstr "Ja"\n\n'))
    filled, entered = catalog.read_bytes(), registry.read_bytes()
    registry.write_bytes(before)
    again = init("de")
    assert again.code == 0, again.err
    assert "this catalog existed and stays as it is" in again.out
    assert "translations update --lang de" in again.err
    assert (catalog.read_bytes(), registry.read_bytes()) == (filled, entered)
    assert init("de").code == 2


def test_a_missing_font_ends_with_code_5_and_advice(printable: Path, init: Callable[..., Any]) -> None:
    before = (printable / "translations/languages.yaml").read_bytes()
    ran = init("ta")
    assert (ran.code, ran.out) == (5, "")
    assert "“Noto Sans Tamil” is free to use" in ran.err
    assert "fonts/fonts.yaml" in ran.err
    assert "“noto-sans-tamil: {scripts: [Taml], faces: {regular: {file: …, sha256: …}, bold:" in ran.err
    assert "docs/" not in ran.err  # a campaign built on another one has none
    assert (printable / "translations/languages.yaml").read_bytes() == before


def test_what_cldr_lacks_is_taken_from_the_options(init: Callable[..., Any]) -> None:
    ran = init("xx")
    assert ran.code == 2
    assert "--autonym … --english … --script …" in ran.err
    assert init("xx", "--autonym", "Mam", "--english", "Mam", "--script", "Latn").code == 0


def test_another_variety_of_the_language_is_named(printable: Path, init: Callable[..., Any]) -> None:
    """pt-PT began empty without a word, though pt-BR was there (field test, C22)."""
    assert "is there" not in init("pt-BR").err
    catalog = printable / "translations/pt_BR/LC_MESSAGES/flyers.po"
    catalog.write_bytes(catalog.read_bytes().replace(b'msgstr ""\n\n', b'msgstr "Sim"\n\n'))
    assert "pt-BR is there: give your translator that file too." in init("pt-PT").err
