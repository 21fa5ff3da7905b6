"""Faults of content/print-jobs.yaml. tests/bad/print-jobs has one bad file per rule."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ContentError, ExitCode, FlyersError
from flyers.pipeline.session import Session
from flyers.publish.order import PRINT_JOBS_FILE, load_print_jobs, print_job, usual_job
from flyers.publish.package import _print_job

ROOT = Path(__file__).resolve().parents[2]
BAD = sorted((ROOT / "tests" / "bad" / "print-jobs").glob("*.yaml"))


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_print_jobs(spoilt: Campaign, file: Path) -> None:
    shutil.copy(file, spoilt.folder / PRINT_JOBS_FILE)
    with pytest.raises(FlyersError) as caught:
        print_job(load_print_jobs(spoilt), "poster", 0)
    assert caught.value.exit_code == ExitCode.CONTENT
    (wanted,) = re.findall(r"^# expect: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert re.search(wanted, str(caught.value)), str(caught.value)


def test_a_product_of_one_s_own_is_told_what_to_write(session: Session) -> None:
    """A campaign on a base has no file whose head could explain it."""
    entry = "“jobs: {office-card: {name: …, stock: {coated: …, uncoated: …}, fold: none}}” into the campaign's own file"
    with pytest.raises(FlyersError) as caught:
        print_job(load_print_jobs(session.campaign), "office-card", 0)
    assert entry in str(caught.value)


def test_every_rule_has_a_bad_file() -> None:
    assert len(BAD) >= 9


def test_every_product_has_a_print_job(session: Session) -> None:
    jobs = load_print_jobs(session.campaign)
    printed = {product for product in session.products if not session.layout(product).is_image}
    sides = {session.layout(product).bilingual for product in printed}
    assert jobs.keys() == printed - sides
    for product in session.usual_products:
        folds = len(session.layout(product).faces[0].panels) - 1
        assert print_job(jobs, product, folds).name


def test_folds_that_cross_need_a_cross_fold_and_others_none(session: Session) -> None:
    jobs = load_print_jobs(session.campaign)
    assert print_job(jobs, "fold-card", 2, crossing=True).fold == "cross-fold"
    with pytest.raises(ContentError, match="The folds of “fold-card” do not cross, and “cross-fold” is named"):
        print_job(jobs, "fold-card", 2)
    with pytest.raises(ContentError, match="The folds of “brochure” cross, and “c-fold” is named"):
        print_job(jobs, "brochure", 2, crossing=True)
    assert usual_job("card", 288, 252, 2, crossing=True).fold == "cross-fold"
    assert usual_job("leaflet", 792, 612, 2).fold == "c-fold"


@pytest.mark.parametrize(
    ("product", "folds", "level_folds", "fold"),
    [
        ("fold-card", (144.0,), (126.0,), "cross-fold"),
        ("brochure", (264.0, 528.0), (), "c-fold"),
        ("table-tent", (), (72.0, 432.0, 792.0), "tent"),
    ],
)
def test_the_folds_of_a_page_are_those_of_its_print_job(
    session: Session, product: str, folds: tuple[float, ...], level_folds: tuple[float, ...], fold: str
) -> None:
    page: Any = SimpleNamespace(folds=folds, level_folds=level_folds, width=612.0, height=792.0)
    assert _print_job(load_print_jobs(session.campaign), product, page).fold == fold
    assert _print_job({}, product, page).fold == fold


def test_a_campaign_without_the_file_has_no_print_jobs(small: Path) -> None:
    assert load_print_jobs(Campaign.load(small)) == {}
