"""Languages, products and editions become jobs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flyers.errors import UsageError
from flyers.pipeline.plan import Job, PressChoice, SheetChoice, choose, job_from_purpose, plan


def test_a_plan_groups_jobs_by_language_and_gives_stable_names():
    jobs = plan(Path("c"), ["es", "ar"], ["poster", "wallet-card"], ["press"], output=Path("out"))
    assert [str(job.target) for job in jobs] == [
        "out/es/poster.press.pdf",
        "out/es/wallet-card.press.pdf",
        "out/ar/poster.press.pdf",
        "out/ar/wallet-card.press.pdf",
    ]


def test_a_secondary_language_is_in_the_name_and_differs_from_the_first():
    jobs = plan(Path("c"), ["es", "en"], ["poster"], ["press"], output=Path("out"), secondary="en")
    assert [str(job.target) for job in jobs] == ["out/es/poster.press.with-en.pdf"]
    assert [(job.secondary, job.variant) for job in jobs] == [("en", "press")]


def test_a_multilingual_product_is_made_in_the_given_languages_only():
    jobs = plan(
        Path("c"), ["en", "es"], ["poster", "sheet"], ["press"], output=Path("out"), multilingual={"sheet": ["es"]}
    )
    assert [(str(job.target), job.secondary) for job in jobs] == [
        ("out/en/poster.press.pdf", ""),
        ("out/es/poster.press.pdf", ""),
        ("out/es/sheet.press.pdf", "all"),
    ]


def test_a_job_can_be_pickled():
    (job,) = plan(Path("c"), ["es"], ["poster"], ["press"], output=Path("out"), allow_untranslated=True)
    assert pickle.loads(pickle.dumps(job)) == job


@pytest.mark.parametrize(
    ("edition", "sheet"),
    [
        ("press", SheetChoice()),
        ("press", SheetChoice("12x18", gutter=18.0)),
        ("office", SheetChoice("a4", ink="black", back_offset=(2.8, -1.4))),
        ("office", SheetChoice(ink="black", gutter=0.0)),
        ("office", SheetChoice("letter", calibration=True)),
    ],
)
@pytest.mark.parametrize("languages", ["es", "es+en", "en+all"])
def test_a_job_is_read_back_from_its_purpose(edition: str, sheet: SheetChoice, languages: str):
    language, _, secondary = languages.partition("+")
    press = PressChoice("uncoated", "1a")
    job = Job(Path("c"), language, "poster", edition, Path(), secondary=secondary, press=press, sheet=sheet)
    assert job_from_purpose(Path("c"), "poster", languages, job.purpose, press) == job


def test_no_names_mean_all_and_duplicates_count_once():
    assert choose("product", [], ["a", "b"]) == ["a", "b"]
    assert choose("product", ["b", "a", "b"], ["a", "b"]) == ["b", "a"]


def test_an_unknown_name_gets_the_nearest_and_the_list():
    with pytest.raises(UsageError, match=r"no product “postr”.*Did you mean “poster”\?.*brochure, poster"):
        choose("product", ["postr"], ["brochure", "poster"])


def test_a_name_unlike_any_other_gets_no_suggestion():
    with pytest.raises(UsageError) as caught:
        choose("product", ["../../x"], ["brochure", "poster"])
    assert "Did you mean" not in str(caught.value)
