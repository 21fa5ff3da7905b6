"""What a build says at its end, whole, from results made by hand: no file is built."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flyers.cli.console import Console
from flyers.cli.summary import FileCounts, grouped, kilobytes, note_left_out, summarize
from flyers.errors import (
    CombinedError,
    ContentError,
    FlyersError,
    LayoutError,
    Source,
    TranslationError,
)
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job

OUTPUT = Path("out")
FINDING = {
    "severity": "warning",
    "code": "P301",
    "page": 2,
    "where": "hotline",
    "message": "It is small.",
    "advice": "Enlarge it.",
}


def result(language: str = "es", product: str = "poster", edition: str = "press", **fields: Any) -> Result:
    return Result(Job(Path("campaign"), language, product, edition, OUTPUT), **fields)


def summed(*results: Result, verbose: bool = False, **options: Any) -> tuple[str, str]:
    """Return what goes to stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    summarize(results, 12.34, Console(verbose=verbose, out=out, err=err), **options)
    return out.getvalue(), err.getvalue()


GOOD = result(size=48_400)
SMALL = result("ar", size=999, findings=(FINDING,))
OVERSET = LayoutError("It is 3 pt too high.", hint="Shorten it.", trail=("poster", "es", "front"))
FAILED = result("es", error=OVERSET)


def test_files_are_listed_with_their_sizes_and_what_the_proof_found() -> None:
    twice = replace(SMALL, findings=(FINDING, {**FINDING, "severity": "error"}))
    out, err = summed(GOOD, SMALL, replace(twice, job=replace(SMALL.job, product="card")))
    assert out.splitlines() == [
        "file                      size  proof",
        "out/es/poster.press.pdf  48 kB  nothing found",
        "out/ar/poster.press.pdf  999 B  1 finding",
        "out/ar/card.press.pdf    999 B  2 findings",
    ]
    assert err.splitlines() == [
        "warning: 2 files (ar poster.press, …): P301 page 2, hotline: It is small. Enlarge it.",
        "3 of 3 files made and proved, 50 kB in 12.3 s.",
    ]


def test_where_only_problems_are_wanted_nothing_is_listed() -> None:
    out, err = summed(GOOD, problems_only=True)
    assert (out, err) == ("", "1 of 1 files made and proved, 48 kB in 12.3 s.\n")


def test_an_error_is_told_with_the_file_and_the_way_to_it() -> None:
    out, err = summed(FAILED)
    assert out == ""
    assert err.splitlines() == [
        "flyers: poster → es → front: It is 3 pt too high. Shorten it.",
        "The file was not made (12.3 s).",
    ]


def test_the_same_error_of_several_files_is_told_once() -> None:
    arabic = result(
        "ar", error=LayoutError("It is 3 pt too high.", hint="Shorten it.", trail=("poster", "ar", "front"))
    )
    other = result("ur", error=LayoutError("It is 4 pt too high.", trail=("poster", "ur", "front")))
    _, err = summed(FAILED, arabic, FAILED, other)
    assert err.splitlines() == [
        "flyers: 2 files (poster → es, …) → front: It is 3 pt too high. Shorten it.",
        "flyers: poster → ur → front: It is 4 pt too high.",
        "None of 4 files was made (12.3 s).",
    ]


def test_errors_that_were_raised_together_are_told_one_by_one() -> None:
    both = CombinedError([ContentError("One."), ContentError("Two.", source=Source("a.yaml", 3))])
    _, err = summed(GOOD, result(error=both))
    assert err.splitlines() == [
        "flyers: One.",
        "flyers: a.yaml:3: Two.",
        "1 of 2 files made and proved, 48 kB in 12.3 s.",
    ]


def test_a_warning_of_several_files_names_the_first() -> None:
    _, err = summed(replace(GOOD, warnings=("draft",)), replace(SMALL, findings=(), warnings=("draft", "old")))
    assert err.splitlines()[:2] == [
        "warning: 2 files (es poster.press, …): draft",
        "warning: ar poster.press: old",
    ]


def test_details_have_the_time_of_each_stage_and_what_failed_inside() -> None:
    timed = replace(FAILED, seconds={"compose": 0.1234, "proof": 1.5}, fault="Traceback: here\n\n")
    _, err = summed(timed, verbose=True)
    assert err.splitlines()[:4] == [
        "",
        "CPU ms           localize  compose  paint  proof  write",
        "es poster.press         0      123      0   1500      0",
        "Traceback: here",
    ]
    assert "Traceback" not in summed(timed)[1]


def test_open_questions_are_named_where_something_is_to_know(tmp_path: Path) -> None:
    campaign = replace(GOOD.job, campaign=tmp_path)
    warned = replace(GOOD, job=campaign, warnings=("draft",))
    assert "Questions that only" not in summed(warned)[1]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "questions.md").touch()
    questions = "Questions that only the coalition can settle before printing: docs/questions.md.\n"
    assert questions in summed(warned)[1]
    assert questions not in summed(replace(warned, warnings=()))[1]
    assert questions not in summed(replace(warned, error=OVERSET))[1]


def test_languages_without_a_translation_are_named() -> None:
    _, err = summed(GOOD, left_out=["mam", "quc"])
    assert "Left out, because they have no translation yet: mam, quc.\n" in err
    quiet = io.StringIO()
    note_left_out([], Console(err=quiet))
    assert quiet.getvalue() == ""


def test_of_no_file_nothing_is_said() -> None:
    assert summed() == ("", "")


@pytest.mark.parametrize(
    ("asked", "good", "current", "words"),
    [
        (3, 3, 0, "3 of 3 files made and proved"),
        (3, 1, 0, "1 of 3 files made and proved"),
        (3, 3, 3, "All 3 files are current"),
        (1, 1, 1, "The file is current"),
        (5, 4, 3, "1 of 2 files made and proved, 3 current"),
        (5, 3, 3, "0 of 2 files made and proved, 3 current"),
    ],
)
def test_files_are_counted_in_words(asked: int, good: int, current: int, words: str) -> None:
    assert str(FileCounts(asked, good, current)) == words


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_234_567, "1235 kB")])
def test_a_size_is_given_in_few_digits(size: int, words: str) -> None:
    assert kilobytes(size) == words


# -- errors of many languages ------------------------------------------------------------------------------------------


def untranslated(tag: str, *, hint: str = "--lang {}", product: str = "") -> TranslationError:
    return TranslationError(
        "3 messages are missing.", hint=f"'flyers update {hint.format(tag)}'.", trail=[*([product] if product else []), tag]
    )  # fmt: skip


def test_errors_with_the_same_reason_are_combined() -> None:
    (one,) = grouped([untranslated("es"), untranslated("ar"), untranslated("ur"), untranslated("es")])
    assert isinstance(one, TranslationError)
    assert str(one) == "3 languages (es, ar, …): 3 messages are missing. 'flyers update --lang es,ar,ur'."
    (two,) = grouped([untranslated("es"), untranslated("ar")])
    assert two.trail == ("2 languages (es, ar)",)
    (files,) = grouped([untranslated("es", product="card"), untranslated("ar", product="card")])
    assert files.trail == ("2 files (card → es, card → ar)",)


@pytest.mark.parametrize(
    "other",
    [
        ContentError("3 messages are missing.", hint="'flyers update --lang ar'.", trail=["ar"]),
        TranslationError("4 messages are missing.", hint="'flyers update --lang ar'.", trail=["ar"]),
        TranslationError("3 messages are missing.", hint="Ask somebody.", trail=["ar"]),
        untranslated("ar", product="card"),
    ],
)
def test_errors_with_another_reason_stay_apart(other: FlyersError) -> None:
    assert grouped([untranslated("es"), other, untranslated("es")])[1:] == [other]


def test_one_language_with_an_error_is_told_as_it_is() -> None:
    first = untranslated("es")
    assert grouped([CombinedError([first, untranslated("es")])]) == [first]
    assert CombinedError([first, first]).errors == (first, first)
    assert first.errors == (first,)
