"""Orders become jobs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flyers.errors import UsageError
from flyers.pipeline.plan import choose, plan


def test_a_plan_keeps_a_language_together_and_names_stable_files():
    jobs = plan(Path("c"), ["es", "ar"], ["poster", "wallet-card"], ["press"], output=Path("out"))
    assert [str(job.target) for job in jobs] == [
        "out/es/poster.press.pdf",
        "out/es/wallet-card.press.pdf",
        "out/ar/poster.press.pdf",
        "out/ar/wallet-card.press.pdf",
    ]


def test_a_second_language_is_in_the_name_and_never_behind_itself():
    jobs = plan(Path("c"), ["es", "en"], ["poster"], ["press"], output=Path("out"), beside="en")
    assert [str(job.target) for job in jobs] == ["out/es/poster.press.with-en.pdf"]
    assert [(job.beside, job.variant) for job in jobs] == [("en", "press")]


def test_what_speaks_all_languages_is_made_in_those_asked_for_and_with_all_beside():
    jobs = plan(Path("c"), ["en", "es"], ["poster", "sheet"], ["press"], output=Path("out"), many={"sheet": ["es"]})
    assert [(str(job.target), job.beside) for job in jobs] == [
        ("out/en/poster.press.pdf", ""),
        ("out/es/poster.press.pdf", ""),
        ("out/es/sheet.press.pdf", "all"),
    ]


def test_a_job_travels_to_a_worker():
    (job,) = plan(Path("c"), ["es"], ["poster"], ["press"], output=Path("out"), allow_untranslated=True)
    assert pickle.loads(pickle.dumps(job)) == job


def test_nothing_asked_means_everything_and_doubles_count_once():
    assert choose("product", [], ["a", "b"]) == ["a", "b"]
    assert choose("product", ["b", "a", "b"], ["a", "b"]) == ["b", "a"]


def test_a_wrong_name_is_answered_with_the_nearest_and_the_list():
    with pytest.raises(UsageError, match=r"no product “postr”.*Did you mean “poster”\?.*brochure, poster"):
        choose("product", ["postr"], ["brochure", "poster"])


def test_a_name_like_no_other_gets_no_wild_guess():
    with pytest.raises(UsageError) as caught:
        choose("product", ["../../x"], ["brochure", "poster"])
    assert "Did you mean" not in str(caught.value)
