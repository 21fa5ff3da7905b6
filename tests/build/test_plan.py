"""Orders become jobs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flyers.build.plan import choose, plan
from flyers.errors import UsageError


def test_a_plan_keeps_a_language_together_and_names_stable_files():
    jobs = plan(Path("c"), ["es", "ar"], ["poster", "wallet-card"], ["press"], output=Path("out"))
    assert [str(job.target) for job in jobs] == [
        "out/es/poster.press.pdf",
        "out/es/wallet-card.press.pdf",
        "out/ar/poster.press.pdf",
        "out/ar/wallet-card.press.pdf",
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
