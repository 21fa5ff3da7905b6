"""Every language is built whole: each product in each edition, proved, with nothing found. Other tests look at a few
languages closely; this one makes them all, a language at a time, and looks at what its proofs say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flyers.pdf.editions import EDITIONS
from flyers.pipeline.plan import plan
from flyers.pipeline.session import open_session
from flyers.pipeline.workers import run

ROOT = Path(__file__).parents[2]
SHOP = open_session(ROOT)


def test_only_languages_that_nobody_has_begun_are_left_out() -> None:
    assert set(SHOP.registry.tags) - set(SHOP.usual_languages) == {"quc", "mam", "qug", "mww-Latn", "mh"}


@pytest.mark.parametrize("language", SHOP.usual_languages)
def test_every_product_in_every_edition_is_good(language: str, tmp_path: Path) -> None:
    jobs = plan(ROOT, [language], SHOP.usual_products, list(EDITIONS), output=tmp_path)
    results = run(jobs, workers=1)
    assert {result.job.label: str(result.error) for result in results if result.error} == {}
    assert {result.job.label: result.findings for result in results if result.findings} == {}
    assert len(results) == len(SHOP.usual_products) * len(EDITIONS) >= 9

    report = json.loads((tmp_path / language / "proof.json").read_text(encoding="utf-8"))["products"]
    assert set(report) == {job.key for job in jobs}
    assert [key for key, entry in report.items() if entry["in_english"]] == []


@pytest.mark.parametrize("language", SHOP.usual_languages)
def test_no_word_is_wider_than_a_column_and_no_text_is_below_its_floor(language: str) -> None:
    """So no language needs hyphens. (`compose` raises where a word does not fit.)"""
    from flyers.layout.compose import compose
    from flyers.layout.pages import TextLine

    localized = SHOP.localized(language)
    for product in SHOP.usual_products:
        document = compose(localized, SHOP.layout(product), SHOP.theme, SHOP.typesetter, SHOP.pictures)
        lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
        assert [line.message for line in lines if line.size < line.floor - 1e-6] == []
        assert not any("\u00ad" in line.text for line in lines)
