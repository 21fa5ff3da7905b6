"""Selections with two languages, with all languages, and with a broken layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import open_session

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(campaign: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run ``flyers`` in this process on a copy of the campaign."""

    def run(*words: str) -> tuple[int, str, str]:
        open_session.cache_clear()
        return main(["--project", str(campaign), *words]), *capfd.readouterr()

    return run


@pytest.mark.parametrize("command", [("build", "--dry-run"), ("package", "--draft")])
def test_a_product_is_not_made_with_its_own_language_on_the_back(run: Run, command: tuple[str, ...]) -> None:
    code, out, err = run(*command, "--lang", "es", "--with", "es", "--product", "wallet-card")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "its own language on the back. Change --with." in err


@pytest.mark.parametrize("command", [("build", "--dry-run"), ("package", "--draft")])
def test_a_multilingual_product_takes_no_second_language(run: Run, command: tuple[str, ...]) -> None:
    code, out, err = run(*command, "--with", "es", "--product", "hotline-poster")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "hotline-poster already has all languages. Leave --with out." in err


def test_left_out_languages_are_named_unless_all_products_are_multilingual(run: Run) -> None:
    _, out, err = run("build", "--product", "hotline-poster", "--dry-run")
    assert out.endswith("en/hotline-poster.press.pdf\n")
    assert err == "Until the words are signed, files for a press and images have DRAFT in their names.\n"
    assert "Left out" in run("build", "--product", "hotline-poster,poster", "--dry-run")[2]


@pytest.mark.parametrize("command", [("build", "--dry-run"), ("package", "--draft")])
def test_a_product_on_request_is_not_selected_by_default(run: Run, campaign: Path, command: tuple[str, ...]) -> None:
    for layout in (campaign / "content" / "layouts").glob("*.yaml"):
        if layout.stem not in ("brochure", "hotline-poster"):
            layout.unlink()
    assert "No usual product takes a second language." in run(*command, "--with", "en")[2]
    (campaign / "content" / "layouts" / "brochure.yaml").unlink()
    code, out, err = run(*command)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "only layouts that are made on request" in err


BREAKS = {"one key": "nonsense: 1\n", "two keys": "nonsense: 1\nmore: 2\n", "no YAML": "nonsense: {\n"}


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_layout_stops_its_own_files_only(run: Run, campaign: Path, what: str) -> None:
    layout = campaign / "content" / "layouts" / "poster.yaml"
    layout.write_text(layout.read_text(encoding="utf-8") + BREAKS[what], encoding="utf-8")
    code, out, err = run("build", "--lang", "es", "--jobs", "1")
    assert code in (ExitCode.LAYOUT, ExitCode.CONTENT)
    assert "content/layouts/poster.yaml" in err
    assert "2 of 3 files made" in err
    assert "wallet-card.press.DRAFT.pdf" in out
    code, out, err = run("build", "--lang", "es", "--with", "en", "--jobs", "1")
    assert "content/layouts/poster.yaml" in err
    assert "wallet-card.press.with-en.DRAFT.pdf" in out
    assert run("build", "--lang", "es", "--product", "wallet-card", "--dry-run")[0] == 0


FAULTS = {
    "an unknown key": (lambda text: f"{text}nonsense: 1\n", "nonsense"),
    "a code that is too small": (lambda text: text.replace("module: 1.53mm", "module: 0.9mm"), "too small to be read"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_a_layout_is_said_once_for_all_languages(run: Run, campaign: Path, what: str) -> None:
    change, words = FAULTS[what]
    layout = campaign / "content" / "layouts" / "poster.yaml"
    layout.write_text(change(layout.read_text(encoding="utf-8")), encoding="utf-8")
    _, _, err = run("build", "--lang", "es", "--lang", "fr", "--lang", "vi", "--product", "poster", "--jobs", "1")
    (said,) = [line for line in err.splitlines() if line.startswith("flyers: ")]
    assert words in said
