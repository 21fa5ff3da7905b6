"""Wrong commands are answered in at most three lines: what happened to what, then what to do."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from flyers.cli.console import folded, width
from flyers.cli.main import COMMANDS, main
from flyers.errors import ExitCode

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

MOST_LINES = 3
WRONG = {
    "biuld": "Did you mean “build”?",
    "build --langs es": "Did you mean “--lang”?",
    "build --lang": "flyers build --help",
    "build --pdfx 5": "is not one of 4, 1a",
    "build --jobs 0": "1 or more",
    "build --lang de": "flyers translations init de",
    "build --lang zh": "zh-Hans (Chinese (Simplified)) or zh-Hant (Chinese (Traditional))",
    "build --lang spansh": "Did you mean es (Spanish)?",
    "build --lang xx": "flyers languages",
    "build --lang quc --product poster": "not translated",
    "build --product walet-card": "Did you mean “wallet-card”?",
    "build --edition pres": "Did you mean “press”?",
    "build --press nonesuch": "nonesuch",
    "build --sheet nonesuch": "nonesuch",
    "build --bleed 3": "unit",
    "translations udpate": "Did you mean “update”?",
    "translations export --lang de": "flyers translations init de",
    "translations status --lang klingon": "flyers translations init tlh",
    "contacts set hotline 888-555-0100": "hotline.phone",
    "contacts set hotlin.phone 1": "Did you mean “hotline”?",
    "contacts set hotline.fone 1": "Did you mean “hotline.phone”?",
    "contacts set hotline.phone": "has no value",
    "contacts uses hotlin": "Did you mean “hotline”?",
    "explain foo": "flyers explain",
    "explain P10": "Did you mean “P1",
    "manifest 0000000": "0000000",
    "proof nonesuch.pdf": "nonesuch.pdf",
    "products foo": "does not take “foo”",
    "help biuld": "Did you mean “build”?",
    "reader-proof de": "flyers translations init de",
}


@pytest.mark.parametrize("command", WRONG)
def test_a_wrong_command_is_answered_in_three_lines(flyers: Callable[..., object], command: str) -> None:
    ran = flyers(*command.split())
    lines = [line for line in ran.err.strip().splitlines() if not line.startswith("[")]  # the progress
    assert ran.code not in (ExitCode.OK, ExitCode.INTERNAL)
    assert len(lines) <= MOST_LINES, ran.err
    assert lines[0].startswith("flyers: ")
    assert WRONG[command] in " ".join(lines)
    assert max(map(len, lines)) <= 450, ran.err


def test_german_is_not_taken_for_nepali(flyers: Callable[..., object]) -> None:
    assert "ne " not in flyers("build", "--lang", "de").err.replace("language ", "")


@pytest.mark.parametrize("words", [[], ["help"], ["contacts"], ["translations"], ["help", "build"]])
def test_help_is_not_an_error(flyers: Callable[..., object], words: Sequence[str]) -> None:
    ran = flyers(*words)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.startswith("usage: flyers")


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_one_wrong_letter_in_a_command_is_understood(flyers: Callable[..., object], command: str) -> None:
    wrong = command[0] + command[2] + command[1] + command[3:]
    assert f"Did you mean “{command}”?" in flyers(wrong).err


@pytest.mark.parametrize(
    ("product", "file"),
    [("Wallet Card", "wallet-card"), ("wallet_card", "wallet-card"), ("Language sheet", "language-picker")],
)
def test_a_product_is_understood_by_its_title(flyers: Callable[..., object], product: str, file: str) -> None:
    ran = flyers("build", "--lang", "es", "--product", product, "--dry-run")
    assert f"{file}." in ran.out


def test_several_products_in_words_are_told_apart(flyers: Callable[..., object]) -> None:
    ran = flyers("build", "--lang", "es", "--product", "Wallet Card, poster wallet card side", "--dry-run")
    names = sorted(Path(line).name.partition(".")[0] for line in ran.out.splitlines())
    assert names == ["poster", "wallet-card", "wallet-card-side"]


@pytest.mark.parametrize("word", ["es-MX", "spanish", "español", "ESPANOL", "spa", "Mexican Spanish"])
def test_a_language_in_other_words_is_taken_with_a_note(flyers: Callable[..., object], word: str) -> None:
    ran = flyers("build", "--lang", word, "--product", "poster", "--edition", "screen", "--dry-run")
    assert ran.err == f"“{word}” is understood as es (Spanish).\n"
    assert ran.out.strip().endswith("es/poster.screen.pdf")


def test_the_campaign_is_found_from_a_folder_inside_it(root: Path, tmp_path: Path) -> None:
    def products(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flyers", "products", *words]
        source = {**os.environ, "PYTHONPATH": str(root / "src")}
        return subprocess.run(command, cwd=folder, env=source, capture_output=True, text=True, timeout=60)

    inside = products(root / "content" / "icons", "-v")
    assert "wallet-card" in inside.stdout
    assert inside.stderr == f"The campaign is {root}.\n"
    outside = products(tmp_path)
    assert outside.returncode == ExitCode.USAGE
    assert "There is no campaign here" in outside.stderr


@pytest.mark.parametrize("columns", [30, 40, 60])
def test_messages_are_broken_between_words_in_a_narrow_terminal(root: Path, columns: int) -> None:
    for words in (["build", "--lang", "de"], ["explain", "P103"], ["products"], ["languages"], ["build", "--help"]):
        lines = _in_terminal([sys.executable, "-m", "flyers", "--project", str(root), *words], root, columns)
        whole = re.findall(r"\S+", " ".join(lines))
        for line in lines:
            # Only a word, one option of a usage, or the cells before the last column may be longer than the terminal.
            unbroken = len(line.split()) <= 2 or line.strip("[] ") == "--campaigns FOLDERS [FOLDERS ..."
            assert width(line) <= columns or words == ["languages"] or unbroken, line
        assert "language" in " ".join(whole) or words[0] != "build"


def _in_terminal(command: Sequence[str], root: Path, columns: int) -> list[str]:
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "PYTHONPATH": str(root / "src")}
    process = subprocess.Popen(command, stdout=child, stderr=child, stdin=child, env=environment)
    os.close(child)
    output = b"".join(_read(parent))
    process.wait(timeout=60)
    return output.decode(errors="replace").splitlines()


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # Linux says so where others return nothing
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize("most", [5, 12, 40, 200])
def test_folding_keeps_every_word_and_the_indent(most: int) -> None:
    line = "    A line of words, one/of/which/is/a/long/path, and 中文字符 as well."
    lines = folded(line, most).splitlines()
    assert " ".join(lines).split() == line.split()
    assert all(width(part) <= most or len(part.split()) == 1 for part in lines)


def test_a_layout_with_the_other_ending_is_named(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layouts = campaign / "content" / "layouts"
    (layouts / "poster.yaml").rename(layouts / "county-card.yml")
    command = ["--project", str(campaign), "build", "--lang", "en", "--dry-run", "--product"]
    assert main([*command, "county-card"]) == ExitCode.CONTENT
    assert capsys.readouterr().err == (
        "flyers: content/layouts/county-card.yml: This file is not read: its name ends in “.yml”. "
        "Rename it to county-card.yaml.\n"
    )
