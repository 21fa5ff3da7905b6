"""``flyers new``: what it asks for, checks and passes on, without making the campaign."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flyers.cli.campaign import QUESTIONS, new_command
from flyers.cli.console import Console
from flyers.errors import ExitCode, FlyersError, UsageError
from flyers.workflow import new_campaign

GIVEN = {
    "--name": "Maine Freedom Coalition",
    "--state": "Maine",
    "--phone": "207-555-0143",
    "--site": "example.org",
    "--languages": "es,so  ar",
}
Run = Callable[..., tuple[Any, list[str], list[str]]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs the command: what it would begin, stdout and stderr.

    Without *answers* there is no terminal.
    """
    monkeypatch.chdir(tmp_path)

    def run(
        *words: str,
        answers: list[str] | None = None,
        folder: str = "maine",
        printed: tuple[str, ...] = ("name", "phone"),
    ) -> tuple[Any, list[str], list[str]]:
        begun: list[Any] = []

        def begin(campaign: Any) -> list[Path]:
            begun.append(campaign)
            return [Path("maine/flyers.yaml"), Path("maine/content/campaign.yaml")]

        stdin = io.StringIO() if answers is None else Terminal("".join(f"{answer}\n" for answer in answers))
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(new_campaign, "begin", begin)
        products = {"name": ["card", "poster"], "phone": []}
        monkeypatch.setattr(new_campaign, "products_with", lambda folder: {what: products[what] for what in printed})
        parser = argparse.ArgumentParser()
        new_command.configure(parser)
        out, err = io.StringIO(), io.StringIO()
        code = new_command.run(parser.parse_args([folder, *words]), Console(out=out, err=err))
        assert code is ExitCode.OK
        return begun[0], out.getvalue().splitlines(), err.getvalue().splitlines()

    return run


def options(**changes: str | None) -> list[str]:
    given = {**GIVEN, **{f"--{name}": value for name, value in changes.items()}}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


def test_with_all_options_nothing_is_asked(run: Run) -> None:
    campaign, out, err = run(*options())
    assert out == ["maine/flyers.yaml", "maine/content/campaign.yaml"]
    assert err == [
        "",
        "what        printed on",
        "your name   card, poster",
        "your phone  no product",
        "",
        "Now: 'cd maine' and 'flyers build'. Before you print, dial and open what you gave.",
        "To have your phone on the back of the card, the poster and the notice too: 'flyers contacts set "
        "coalition_phone.group own'. 'flyers contacts add' adds another one there.",
    ]
    assert (campaign.folder, campaign.name, campaign.state) == (Path("maine"), "Maine Freedom Coalition", "Maine")
    assert (campaign.phone, campaign.site, campaign.languages) == ("207-555-0143", "example.org", ["es", "so", "ar"])
    assert (campaign.colour, campaign.logo) == ("", None)


NOW = "'flyers build'. Before you print, dial and open what you gave."


def test_what_to_do_next_depends_on_what_was_given(run: Run) -> None:
    assert run(*options(phone="none"), printed=("name",))[2][-1] == f"Now: 'cd maine' and {NOW}"
    campaign, _, err = run(*options(), "--blank")
    assert campaign.blank
    assert err[-1] == f"Write your words in content/messages/page.yaml. Now: 'cd maine' and {NOW}"
    assert run(*options(phone="none"), folder=".", printed=("name",))[2][-1] == f"Now: {NOW}"
    assert (
        run(*options(phone="none"), folder="new maine", printed=("name",))[2][-1] == f"Now: 'cd 'new maine'' and {NOW}"
    )


@pytest.mark.parametrize(
    ("words", "source", "notes"),
    [
        ([], "", []),
        (["--source", "es"], "es", []),
        (["--source", "Spanish"], "es", ["“Spanish” is understood as es (Spanish)."]),
        (["--source", "en"], "", []),
    ],
)
def test_words_may_be_written_in_another_language_than_those_of_the_program(
    run: Run, words: list[str], source: str, notes: list[str]
) -> None:
    campaign, _, err = run(*options(), "--blank", *words)
    assert campaign.source == source
    assert err[: err.index("")] == notes


def test_a_colour_and_a_logo_are_passed_on(run: Run, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>')
    campaign, _, _ = run(*options(), "--colour", "#7a1f2b", "--logo", str(logo))
    assert (campaign.colour, campaign.logo) == ("#7a1f2b", logo)


def test_what_is_missing_is_asked_for_in_the_order_of_the_questions(run: Run) -> None:
    campaign, _, err = run(answers=["A Coalition", " Maine ", "207-555-0143", "example.org", "es, so"])
    asked = "".join(err)
    places = [asked.index(question) for question in QUESTIONS.values()]
    assert places == sorted(places)
    there = asked.index("There are English (en), ")
    assert asked.count("There are ") == 1
    assert places[-2] < there < places[-1], "languages are listed before the question for some of them"
    assert (campaign.name, campaign.state, campaign.languages) == ("A Coalition", "Maine", ["es", "so"])
    campaign, _, err = run(*options(state=None, site=None), answers=["Ohio", "example.com"])
    assert (campaign.state, campaign.site, campaign.phone) == ("Ohio", "example.com", "207-555-0143")
    assert sum("".join(err).count(question) for question in QUESTIONS.values()) == 2


def test_an_answer_that_cannot_be_used_is_told_and_asked_for_again(run: Run) -> None:
    campaign, _, err = run(*options(phone=None, languages=None), answers=["911", "12", "207-555-0143", "Klingon", ""])
    asked = "\n".join(err)
    assert asked.count(QUESTIONS["phone"]) == 3
    assert asked.count(QUESTIONS["languages"]) == 2
    assert asked.count("flyers: ") == 3
    assert "“Klingon”" in asked
    assert (campaign.phone, campaign.languages) == ("207-555-0143", [])


def test_without_an_answer_nothing_is_written(run: Run) -> None:
    with pytest.raises(UsageError, match="No answer; nothing was written"):
        run(*options(site=None), answers=[])


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"state": None}, "--state."), ({"languages": None, "name": None}, "--name, --languages.")],
)
def test_without_a_terminal_all_that_is_missing_is_named(run: Run, changes: dict[str, None], named: str) -> None:
    with pytest.raises(UsageError, match=f"Not given: {named}") as caught:
        run(*options(**changes))
    assert caught.value.hint == (
        "Add them, or run this in a terminal without them, and it asks. 'flyers languages' lists languages."
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--name", "  "], "name"),
        (["--phone", "911"], "“911”"),
        (["--site", "no site"], "“https://no site”"),
        (["--languages", "Klingon"], "“Klingon”"),
        (["--colour", "red"], "“red”"),
        (["--logo", "nowhere.svg"], "nowhere.svg"),
    ],
)
def test_options_are_checked_before_anything_is_asked(run: Run, words: list[str], problem: str) -> None:
    """Nobody answers, so that a question would end the command with “No answer”."""
    with pytest.raises(FlyersError, match=problem):
        run(*words, answers=[])


def test_a_folder_that_has_something_in_it_is_refused_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "maine").mkdir()
    (tmp_path / "maine" / "file").touch()
    with pytest.raises(UsageError, match="maine"):
        run("--name", "")
