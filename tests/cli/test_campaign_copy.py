"""``flyers campaign copy``: a file of the base becomes the campaign's own, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flyers.errors import ExitCode
from flyers.pipeline.session import Session
from own_campaigns import OF_ITS_OWN, written


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = written(tmp_path / "maine", OF_ITS_OWN)
    (folder / "content/campaign.yaml").write_text("campaign: {id: maine, base: starter}\n", encoding="utf-8")
    return folder


@pytest.fixture
def copy(own: Path, flyers: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *words: flyers("--project", str(own), "campaign", "copy", *words)


def test_layouts_and_sheets_are_copied_byte_for_byte(own: Path, root: Path, copy: Callable[..., Any]) -> None:
    ran = copy("brochure", "poster")
    assert (ran.code, ran.out) == (0, "content/layouts/brochure.yaml\ncontent/layouts/poster.yaml\n"), ran.err
    assert copy("--sheet", "letter").code == 0
    for path in ("content/layouts/brochure.yaml", "content/layouts/poster.yaml", "content/sheets/letter.yaml"):
        assert (own / path).read_bytes() == (root / path).read_bytes()
    assert Session(own).layout("brochure").source.path == "content/layouts/brochure.yaml"


def test_what_is_the_campaigns_own_is_not_written_over(own: Path, copy: Callable[..., Any]) -> None:
    assert copy("poster").code == 0
    file = own / "content/layouts/poster.yaml"
    file.write_text(f"# changed\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    ran = copy("brochure", "poster")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "content/layouts/poster.yaml is this campaign's own already." in ran.err
    assert file.read_text(encoding="utf-8").startswith("# changed")
    assert not (own / "content/layouts/brochure.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["brochur"], "The base has no layout “brochur”. Did you mean “brochure”?"),
        (["../../secret"], "The base has no layout “../../secret”."),
        (["--sheet", "leter"], "The base has no sheet “leter”. Did you mean “letter”?"),
    ],
)
def test_other_names_are_refused(own: Path, copy: Callable[..., Any], words: list[str], said: str) -> None:
    ran = copy(*words)
    assert ran.code == ExitCode.USAGE
    assert said in ran.err
    assert not (own / "content" / "layouts").exists()
    assert not (own / "content" / "sheets").exists()


def test_a_campaign_without_a_base_has_nothing_to_copy(campaign: Path, flyers: Callable[..., Any]) -> None:
    ran = flyers("--project", str(campaign), "campaign", "copy", "poster")
    assert ran.code == ExitCode.USAGE
    assert "This campaign is not built on another one." in ran.err
