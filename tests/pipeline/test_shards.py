"""Shards: every job is in exactly one, wherever and whenever it is planned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.pipeline.plan import Job, PressChoice, Shard, SheetChoice

JOBS = st.builds(
    Job,
    campaign=st.just(Path("maine")),
    language=st.sampled_from(["es", "ar", "zh-Hans"]),
    product=st.sampled_from(["poster", "wallet-card"]),
    edition=st.sampled_from(["press", "office", "screen"]),
    output=st.just(Path("out")),
    secondary=st.sampled_from(["", "en"]),
    press=st.builds(PressChoice, st.sampled_from(["", "uncoated"]), st.sampled_from(["", "1a"])),
    sheet=st.builds(SheetChoice, st.sampled_from(["", "a4"])),
)


@given(st.lists(JOBS), st.integers(1, 50), st.sampled_from(["", "maine"]), st.randoms())
def test_every_job_is_in_exactly_one_shard(jobs, count, campaign, random) -> None:
    parts = [Shard(number, count).of(jobs, campaign) for number in range(1, count + 1)]
    assert sorted(map(str, jobs)) == sorted(str(job) for part in parts for job in part)
    elsewhere = [replace(job, campaign=Path("/builds/7/flyers"), output=Path("/tmp/x")) for job in jobs]
    random.shuffle(elsewhere)
    for number, part in enumerate(parts, 1):
        there = Shard(number, count).of(elsewhere, campaign)
        assert {(job.language, job.key, job.press) for job in there} == {
            (job.language, job.key, job.press) for job in part
        }


def test_shards_are_about_equal_and_stay_as_they_are() -> None:
    jobs = [Job(Path(), f"l{tag}", f"p{product}", "press", Path()) for tag in range(40) for product in range(10)]
    sizes = [len(Shard(number, 4).of(jobs)) for number in range(1, 5)]
    assert min(sizes) > 70
    assert sum(sizes) == 400
    # Machines with two versions of the program share a build only if they agree on this.
    assert [job.label for job in Shard(3, 40).of(jobs)][:3] == FIRST


FIRST = ["l4 p7.press", "l10 p4.press", "l11 p3.press"]


@pytest.mark.parametrize("text", ["1/1", "3/40", "40/40", f"1/{'9' * 18}"])
def test_a_shard_is_written_as_its_number_and_how_many_there_are(text: str) -> None:
    number, _, count = text.partition("/")
    assert Shard.parse(text) == Shard(int(number), int(count))
    assert str(Shard.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "3", "/", "3/", "/40", "-1/4", "1/-4", "1.5/4", "1/4/4", "²/4", "1/²", "a/b", f"1/{'9' * 19}"]
)
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a shard; write it as 3/40"):
        Shard.parse(text)


@pytest.mark.parametrize("text", ["0/4", "5/4", "0/0", "1/0"])
def test_a_shard_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"there is no shard {text}: the first is 1/"):
        Shard.parse(text)
