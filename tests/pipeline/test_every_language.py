"""Every language is built completely: each product in each edition, proved without a finding.

Other tests look at a few languages closely; this one makes them all, a language at a time, and reads their proofs.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flyers.page.editions import EDITIONS
from flyers.pipeline.plan import plan
from flyers.pipeline.session import open_session
from flyers.pipeline.workers import run

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).parents[2]
SESSION = open_session(ROOT)
PAPER = [name for name, edition in EDITIONS.items() if not edition.image]
ALONE = [product for product in SESSION.products if not SESSION.layout(product).many_languages]


def test_only_languages_without_a_translation_are_left_out() -> None:
    assert set(SESSION.registry.tags) - set(SESSION.usual_languages) == {"quc", "mam", "qug", "mww-Latn", "mh"}


@pytest.fixture(scope="module", params=SESSION.usual_languages)
def language(request: pytest.FixtureRequest) -> str:
    """A language, for the module: so pytest runs both tests of it together, and the second finds its words shaped."""
    return str(request.param)


def test_every_product_passes_in_every_edition(language: str, tmp_path: Path) -> None:
    jobs = plan(ROOT, [language], SESSION.usual_products, PAPER, output=tmp_path)
    results = run(jobs, workers=1)
    assert {result.job.label: str(result.error) for result in results if result.error} == {}
    assert {result.job.label: result.findings for result in results if result.findings} == {}
    assert len(results) == len(SESSION.usual_products) * len(PAPER) >= 9

    report = json.loads((tmp_path / language / "proof.json").read_text(encoding="utf-8"))["products"]
    assert set(report) == {result.job.key for result in results}  # DRAFT is in the names of unsigned press files
    assert [key for key, entry in report.items() if entry["in_english"]] == []
    assert [key for key, entry in report.items() if not entry["made_of"]] == []


def test_no_word_is_wider_than_a_column_and_no_text_is_below_its_floor(language: str) -> None:
    """So no language needs hyphens. (`compose` raises if a word does not fit.)"""
    from flyers.layout.compose import compose
    from flyers.page.document import TextLine

    localized = SESSION.localized(language)
    for product in ALONE:
        document = compose(localized, SESSION.layout(product), SESSION.theme, SESSION.typesetter, SESSION.pictures)
        lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
        assert [line.message for line in lines if line.size < line.floor - 1e-6] == []
        assert not any("\u00ad" in line.text for line in lines)
