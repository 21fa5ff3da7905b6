"""What the parser says of wrong words: the nearest right one, in a sentence, and where the help is."""

from __future__ import annotations

import argparse

import pytest

from flyers.cli.main import CommandParser, _hint, command_parser
from flyers.errors import ExitCode


def parser() -> CommandParser:
    parser = CommandParser(prog="flyers")
    commands = parser.add_subparsers(parser_class=CommandParser)
    build = commands.add_parser("build", prog="flyers build")
    build.add_argument("--edition", choices=["press", "screen", "office"])
    build.add_argument("--product", action="extend", nargs="+")
    build.add_argument("--quiet", action="store_true")
    build.set_defaults(shown=build)
    contacts = commands.add_parser("contacts", prog="flyers contacts").add_subparsers(parser_class=CommandParser)
    contacts.add_parser("verify", prog="flyers contacts verify")
    return parser


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(words)
    assert ended.value.code == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_right_words_are_taken() -> None:
    words = "build --edition press --product card --product poster sticker --quiet"
    options = parser().parse_args(words.split())
    assert (options.edition, options.quiet) == ("press", True)
    assert options.product == ["card", "poster", "sticker"]
    assert parser().parse_args(["build"]).product is None


@pytest.mark.parametrize(
    ("words", "problem", "program"),
    [
        ("biuld", "There is no command “biuld”. Did you mean “build”?", "flyers"),
        ("xyz", "There is no command “xyz”.", "flyers"),
        ("contacts verfy", "'flyers contacts verfy' is not a command. Did you mean “verify”?", "flyers contacts"),
        ("build --edition pres", "not one of press, screen, office. Did you mean “press”?", "flyers build"),
        ("build --edition 7", "“7” is not one of press, screen, office.", "flyers build"),
        ("build --editon=press", "'flyers build' has no option “--editon”. Did you mean “--edition”?", "flyers build"),
        ("build --xyz", "'flyers build' has no option “--xyz”.", "flyers build"),
        ("build card", "'flyers build' does not take “card”. Give a product with --product.", "flyers build"),
        ("build --edition=--", "Argument --edition: expected one argument.", "flyers build"),
    ],
)
def test_a_wrong_word_is_told_with_the_nearest_right_one(
    capsys: pytest.CaptureFixture[str], words: str, problem: str, program: str
) -> None:
    lines = said(capsys, *words.split())
    assert " ".join(lines[:-1]).endswith(problem)
    assert lines[0].startswith("flyers: ")
    assert lines[-1] == f"See '{program} --help'."


def test_a_second_language_without_quotes_is_told_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    """“Give a product with --product”, it had said."""
    with pytest.raises(SystemExit, match="2"):
        command_parser().parse_args(["reader-proof", "en", "es"])
    problem = "'flyers reader-proof' does not take “es”. Put several languages in quotes: \"es ar\"."
    assert problem in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("word", "near"),
    [("scren", " Did you mean “screen”?"), ("press", " Did you mean “press”?"), ("xyz", ""), ("", "")],
)
def test_only_a_near_word_is_suggested(word: str, near: str) -> None:
    assert _hint(word, ["press", "screen", "office"]) == near


def test_arguments_can_be_completed() -> None:
    actions = [action for action in parser()._actions if not isinstance(action, argparse._HelpAction)]
    assert all(hasattr(action, "complete") or action.choices for action in actions)
