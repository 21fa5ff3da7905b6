"""The command line: help, exit codes and error messages."""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flyers.cli.campaign import products_command
from flyers.cli.console import Console
from flyers.cli.main import COMMANDS, command_parser, main
from flyers.errors import ContentError, ExitCode, Source

pytestmark = pytest.mark.slow

HEAVY = ("reportlab", "babel", "uharfbuzz", "icu4py", "fontTools", "pikepdf", "pypdfium2", "zxingcpp", "qrcode", "yaml")


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["--version"], ["completion", "bash"]])
def test_help_imports_nothing_heavy(words):
    script = (
        "import sys\n"
        "from flyers.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["--version"]])
def test_help_takes_less_than_a_fifth_of_a_second_of_cpu(words):
    def cpu() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "flyers", *words], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cpu() for _ in range(3)) < 0.2


def test_every_language_is_listed_as_a_draft_and_so_is_the_source(flyers):
    rows = json.loads(flyers("languages", "--json").out)
    checked = "checked by the program, signed by nobody"
    statuses = {row["tag"]: row["status"] for row in rows}
    assert statuses.pop("en") == f"draft text, {checked}"
    complete = {row["tag"] for row in rows if row["translated"] == row["messages"]} - {"en"}
    assert {statuses[tag] for tag in complete} == {f"draft translation, {checked}"}
    assert "es" in complete
    assert statuses["mam"] == "not translated"
    assert {row["state"] for row in rows} <= {"draft", "checked"}
    table = flyers("languages").out.splitlines()[1:]
    assert [line.endswith(row["status"]) for line, row in zip(table, rows, strict=True)] == [True] * len(rows)


def test_every_exit_code_is_explained_in_the_help(flyers):
    text = flyers("--help").out
    for code in ExitCode:
        assert re.search(rf"(^|\s){int(code)} \w", text, re.MULTILINE), code


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_the_help_of_every_command_has_examples(flyers, command):
    text = flyers(command, "--help").out
    examples = text.partition("examples:")[2].strip().splitlines()
    assert 2 <= len(examples) <= 5
    assert all("flyers" in line for line in examples)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_is_parsed(command):
    for line in command.examples.splitlines():
        words = re.split(r"\s{2,}|\s[>|]\s", line.strip())[0]
        words = re.sub(r"^source <\((.*)\)$", r"\1", words)
        command_parser().parse_args(shlex.split(words)[1:])


def test_an_error_is_one_line_with_its_exit_code(flyers, monkeypatch):
    def fail(options: argparse.Namespace, console: object) -> ExitCode:
        raise ContentError("Wrong.", hint="Correct it.", source=Source("content/x.yaml", 3, 7), trail=["poster"])

    monkeypatch.setattr(products_command, "run", fail)
    ran = flyers("products")
    assert ran.code == ExitCode.CONTENT
    assert ran.err == "flyers: poster → content/x.yaml:3:7: Wrong. Correct it.\n"
    assert ran.out == ""
    assert "Traceback" in flyers("products", "-v").err


def test_a_program_fault_is_one_line_with_exit_code_1(flyers, monkeypatch):
    def fail(options: argparse.Namespace, console: object) -> ExitCode:
        raise KeyError("oops")

    monkeypatch.setattr(products_command, "run", fail)
    ran = flyers("products")
    assert ran.code == ExitCode.INTERNAL
    assert ran.err.count("\n") == 1
    assert "-v" in ran.err
    assert "Traceback" in flyers("-v", "products").err


def test_ctrl_c_ends_with_exit_code_130(flyers, monkeypatch):
    def stop(options: argparse.Namespace, console: object) -> ExitCode:
        raise KeyboardInterrupt

    monkeypatch.setattr(products_command, "run", stop)
    assert flyers("products").code == ExitCode.INTERRUPTED


@pytest.mark.parametrize(
    "words",
    [
        ["bild"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "x"],
        ["build", "--lang", " "],
        ["build", "--lang=--"],
        ["languages", "--project=--"],
        ["build", "--no-proof"],
    ],
)
def test_a_wrong_argument_ends_with_exit_code_2(flyers, words):
    ran = flyers(*words)
    assert ran.code == ExitCode.USAGE
    first, last = ran.err.splitlines()
    assert first.startswith("flyers: ")
    assert last.startswith("See 'flyers")


def test_a_folder_without_a_campaign_is_reported(flyers_process, tmp_path):
    ran = flyers_process("--project", str(tmp_path), "languages")
    assert ran.code == ExitCode.USAGE
    assert "campaign" in ran.err
    assert "--project" in ran.err


def test_global_options_may_come_before_or_after_the_command():
    before = command_parser().parse_args(["--project", "x", "-v", "products"])
    after = command_parser().parse_args(["products", "--project", "x", "-v"])
    assert (before.project, before.verbose) == (after.project, after.verbose)


def test_lists_of_names_may_use_commas_spaces_and_repetition():
    options = command_parser().parse_args(["build", "--lang", "es, ar zh_Hans", "--lang", "km"])
    assert options.lang == ["es", "ar", "zh_Hans", "km"]


def test_a_closed_pipe_is_not_an_error(root):
    command = f"{sys.executable} -m flyers --project {root} completion bash | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == ExitCode.OK
    assert done.stderr == ""


def test_a_message_is_printed_in_an_old_locale(flyers_process):
    ran = flyers_process("build", "--lang", "中文", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert ran.code == ExitCode.USAGE
    assert "\\u4e2d" in ran.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_build_leaves_no_partial_file(root, tmp_path, number):
    process = subprocess.Popen(
        [sys.executable, "-m", "flyers", "build", "--lang", "es,ar", "--jobs", "2", "--output", str(tmp_path)],
        cwd=root,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    )
    while not list(tmp_path.rglob("*.pdf")):  # the first file is complete; others are being made
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    err = process.communicate(timeout=120)[1]
    assert process.returncode == ExitCode.INTERRUPTED, err
    assert "complete" in err
    time.sleep(0.2)
    assert not list(tmp_path.rglob("*.part"))
    for pdf in tmp_path.rglob("*.pdf"):
        assert pdf.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_stop_that_a_library_passed_over_is_not_blamed_on_a_file(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(options: argparse.Namespace, console: Console) -> ExitCode:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(10)
        except BaseException:
            return ExitCode.PROOF
        return ExitCode.OK

    monkeypatch.setattr("flyers.cli.program.doctor_command.run", interrupted)
    assert main(["--project", str(root), "doctor"]) == ExitCode.INTERRUPTED
    assert "Stopped." in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
