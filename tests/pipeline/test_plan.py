"""Languages, products and editions become jobs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.errors import UsageError
from flyers.pipeline.plan import MOST_LISTED, Job, PressChoice, SheetChoice, choose, job_from_purpose, plan


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


A4 = SheetChoice("a4", gutter=0.0, back_offset=(2.8, 0.0), ink="black")


@pytest.mark.parametrize(
    ("job", "files", "purpose", "on_sheets"),
    [
        (Job(Path(), "es", "card", "press", Path("out")), ["card.press.pdf"], "press", False),
        (Job(Path(), "es", "card", "press", Path("out"), secondary="all"), ["card.press.pdf"], "press", False),
        (
            Job(Path(), "es", "card", "press", Path("out"), secondary="en", press=PressChoice(bleed=9.0)),
            ["card.press.with-en.pdf"],
            "press;bleed=9",
            False,
        ),
        (
            Job(Path(), "es", "card", "screen", Path("out"), press=PressChoice(bleed=9.0)),
            ["card.screen.pdf"],
            "screen",
            False,
        ),
        (Job(Path(), "es", "card", "office", Path("out")), ["card.office.pdf"], "office", True),
        (
            Job(Path(), "es", "card", "office", Path("out"), sheet=A4),
            ["card.office.a4.black.pdf"],
            "office.a4.black;gutter=0;offset=2.8,0",
            True,
        ),
        (
            Job(Path(), "es", "card", "press", Path("out"), sheet=SheetChoice("12x18", back_offset=(0.0, -1.4))),
            ["card.press.12x18.pdf"],
            "press.12x18;offset=0,-1.4",
            True,
        ),
        (
            Job(Path(), "es", "card", "office", Path("out"), sheet=SheetChoice("a4", calibration=True)),
            ["card.calibration.a4.pdf"],
            "calibration.a4",
            True,
        ),
        (
            Job(Path(), "es", "card", "image", Path("out"), marked_draft=True),
            ["card.image.DRAFT.png", "card.image.DRAFT.alt.txt", "card.image.DRAFT.txt"],
            "image",
            False,
        ),
    ],
)
def test_names_of_files_say_what_is_ordered(job: Job, files: list[str], purpose: str, on_sheets: bool):
    assert [str(path) for path in (job.target, *job.texts)] == [f"out/es/{name}" for name in files]
    assert (job.purpose, job.exact_purpose, job.on_sheets) == (purpose, purpose, on_sheets)
    assert job.label == f"es {job.key}"
    assert job.twin.marked_draft is not job.marked_draft
    assert job.twin.twin.key == job.key != job.twin.key


POINTS = st.floats(-1000, 1000)


@given(POINTS, POINTS, POINTS, st.none() | POINTS)
def test_an_exact_purpose_keeps_every_digit(gutter: float, across: float, up: float, bleed: float | None):
    sheet = SheetChoice("12x18", gutter, (across, up))
    job = Job(Path("c"), "es", "poster", "press", Path(), press=PressChoice(bleed=bleed), sheet=sheet)
    assert job_from_purpose(Path("c"), "poster", "es", job.exact_purpose) == job


@pytest.mark.parametrize("purpose", ["press;gutter=wide", "press;bleed=", "press;offset=1", "press;offset=1,2,3"])
def test_what_is_no_purpose_is_refused(purpose: str):
    with pytest.raises(UsageError, match=f"“{purpose}” is not a purpose that flyers writes"):
        job_from_purpose(Path("c"), "poster", "es", purpose)


def test_a_detail_of_a_purpose_is_all_that_follows_its_first_sign():
    with pytest.raises(UsageError):
        job_from_purpose(Path("c"), "poster", "es", "press;gutter=1=2")
    assert job_from_purpose(Path("c"), "poster", "es", "press;later").purpose == "press"


@pytest.mark.parametrize(
    ("kind", "count", "hint"),
    [
        ("product", MOST_LISTED, f"There are: {', '.join(f'p{number}' for number in range(15))}."),
        ("product", MOST_LISTED + 1, "'flyers products' lists them."),
        ("contact", MOST_LISTED + 1, "'flyers contacts list' lists them."),
        ("sheet", MOST_LISTED + 1, ""),
    ],
)
def test_names_are_listed_as_long_as_they_are_few(kind: str, count: int, hint: str):
    with pytest.raises(UsageError) as caught:
        choose(kind, ["x" * 70], [f"p{number}" for number in range(count)])
    assert (caught.value.problem, caught.value.hint) == (f"There is no {kind} “{'x' * 60}”.", hint)


def test_only_the_nearest_name_is_suggested():
    with pytest.raises(UsageError) as caught:
        choose("product", ["posters"], ["post", "poster"])
    assert caught.value.hint == "Did you mean “poster”? There are: post, poster."


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
