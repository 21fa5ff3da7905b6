"""The notes at the end of a build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.console import Console
from flyers.cli.summary import summarize
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import ALL, Job


@pytest.fixture
def noted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., str]:
    """Return a function that sums up files, by language and product, with the shorter forms in each."""

    def run(
        shortened: dict[tuple[str, str], tuple[str, ...]], editions: tuple[str, ...] = ("press",), secondary: str = ""
    ) -> str:
        results = [
            Result(Job(tmp_path, language, product, edition, tmp_path, secondary), size=1, shortened=forms)
            for (language, product), forms in shortened.items()
            for edition in editions
        ]
        summarize(results, 1.0, Console(), problems_only=True)
        lines = capsys.readouterr().err.splitlines()
        return " ".join(line for line in lines if not line.startswith(f"{len(results)} of"))

    return run


def test_shorter_forms_are_named_once_for_all_editions(noted: Callable[..., str]) -> None:
    said = noted({("tr", "poster"): ("help.police/short",), ("es", "poster"): ()}, ("press", "screen"))
    assert said == (
        "There was room for shorter forms only: tr poster (help.police/short). "
        "'flyers translations check --lang tr' says what would help."
    )


def test_many_shorter_forms_are_counted(noted: Callable[..., str]) -> None:
    forms = tuple(f"signs.{number}/short" for number in range(5))
    said = noted({(tag, "poster"): forms for tag in ("tr", "ur", "fr", "ru", "uk", "vi")})
    assert "tr poster (5 texts), ur poster (5 texts), fr poster (5 texts), ru poster (5 texts) and 2 more." in said
    assert said.endswith("'flyers translations check' says what would help.")


def test_the_check_is_named_with_the_languages_concerned(noted: Callable[..., str]) -> None:
    said = noted({(tag, "poster"): ("help.police/short",) for tag in ("tr", "ur")})
    assert said.endswith("'flyers translations check --lang \"tr ur\"' says what would help.")


@pytest.mark.parametrize("secondary", [ALL, "en"])
def test_a_check_of_one_language_is_not_named_for_a_piece_in_several(
    noted: Callable[..., str], tmp_path: Path, secondary: str
) -> None:
    """That check composes pieces in one language, so it would find nothing."""
    said = noted({("es", "hotline-poster"): ("tr:help.police/short",)}, secondary=secondary)
    assert "flyers translations check" not in said
    assert f"The texts are listed in {tmp_path / 'es' / 'proof.json'}." in said


def test_nothing_is_said_where_nothing_is_shorter(noted: Callable[..., str]) -> None:
    assert noted({("es", "poster"): ()}) == ""


def test_of_pieces_in_several_languages_the_records_are_named(noted: Callable[..., str]) -> None:
    one = noted({("es", "card"): ("a.b",)}, secondary="en")
    assert "Languages on one piece share its space" in one
    assert one.endswith("/es/proof.json.")
    several = noted({("es", "card"): ("a.b",), ("ar", "card"): ("a.b",), ("ur", "card"): ("a.b",)}, secondary="en")
    assert several.endswith("/es/proof.json and 2 more.")
    assert "translations check" not in several


@pytest.mark.parametrize(
    ("languages", "command"),
    [
        (["es"], "'flyers translations check --lang es' says"),
        (["es", "ar"], "'flyers translations check --lang \"es ar\"' says"),
        (["es", "ar", "ur", "km"], "'flyers translations check --lang \"es ar ur km\"' says"),
        (["es", "ar", "ur", "km", "hi"], "'flyers translations check' says"),
    ],
)
def test_the_check_is_named_with_few_languages(noted: Callable[..., str], languages: list[str], command: str) -> None:
    assert command in noted({(language, "card"): ("a.b",) for language in languages})


@pytest.mark.parametrize(("count", "said"), [(1, "(m0)"), (4, "(m0, m1, m2, m3)"), (5, "(5 texts)")])
def test_few_texts_are_named_and_many_are_counted(noted: Callable[..., str], count: int, said: str) -> None:
    assert f"es card {said}" in noted({("es", "card"): tuple(f"m{number}" for number in range(count))})
