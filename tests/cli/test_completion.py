"""The Tab key, tried in the shells themselves."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import flyers
from flyers.cli.main import COMMANDS

pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path) -> str:
    """A PATH where the program that is tested comes first."""
    return _path(tmp_path)


def _path(folder: Path) -> str:
    """Return it; the program is in *folder*. A shell with an environment of its own would run the installed program,
    which may be that of another folder.
    """
    program = folder / "flyers"
    source = Path(flyers.__file__).parents[1]
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/asked\nPYTHONPATH="{source}" exec "{sys.executable}" -m flyers "$@"\n'
    )
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_shells_run_the_program_that_is_tested(path, tmp_path):
    said = subprocess.run(
        ["flyers", "--version"],
        env={"PATH": path, "PYTHONVERBOSE": "1"},  # which names the file of each module
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{Path(flyers.__file__).parent}{os.sep}" in said.stderr


def complete(script: str, words: list[str], path: str) -> list[str]:
    """Return what bash offers when Tab is pressed at the end of *words*."""
    line = " ".join(f"'{word}'" for word in words)
    lines = [
        f"PATH={path}",
        script,
        f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}",
        "entry=($(complete -p flyers))",
        f"${{entry[-2]}} flyers '{words[-1]}' '{words[-2]}' 2>/dev/null",
        "printf '%s\\n' \"${COMPREPLY[@]}\"",
    ]
    return subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture
def bash(flyers):
    return flyers("completion", "bash").out


def test_bash_completes_every_command(bash, path):
    offered = complete(bash, ["flyers", ""], path)
    assert {command.name for command in COMMANDS} <= set(offered)
    assert complete(bash, ["flyers", "lang"], path) == ["languages"]


def test_bash_completes_options_of_the_command_even_after_a_global_one(bash, path):
    assert complete(bash, ["flyers", "build", "--all"], path) == ["--allow-untranslated"]
    assert complete(bash, ["flyers", "--project", "x", "build", "--dr"], path) == ["--dry-run"]


def test_bash_asks_the_campaign_for_languages_and_products(bash, path, root, monkeypatch):
    monkeypatch.chdir(root)
    assert complete(bash, ["flyers", "build", "--lang", "zh"], path) == ["zh-Hans", "zh-Hant"]
    assert complete(bash, ["flyers", "build", "--with", "zh"], path) == ["zh-Hans", "zh-Hant"]
    assert complete(bash, ["flyers", "build", "--product", "pos"], path) == ["poster", "poster-detail"]
    assert complete(bash, ["flyers", "build", "--press", "unc"], path) == ["uncoated"]
    assert complete(bash, ["flyers", "build", "--edition", "im"], path) == ["image"]


def test_bash_completes_files_where_a_command_takes_files(bash, path, tmp_path, monkeypatch):
    (tmp_path / "es.press.pdf").touch()
    monkeypatch.chdir(tmp_path)
    assert complete(bash, ["flyers", "proof", "es"], path) == ["es.press.pdf"]
    assert complete(bash, ["flyers", "completion", "f"], path) == ["fish"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("flyers lan", ["languages"]),
        ("flyers build --dry", ["--dry-run"]),  # of less, fish finds the letters in --scheduler too
        ("flyers --project . bui", ["build"]),
        ("flyers build --proj", ["--project"]),
        ("flyers build --lang zh", ["zh-Hans", "zh-Hant"]),
        ("flyers build --product wal", ["wallet-card", "wallet-card-bookmark", "wallet-card-side"]),
        ("flyers build README", []),
        ("flyers --project conte", ["content/"]),
        ("flyers proof READ", ["README.md"]),
        ("flyers completion f", ["fish"]),
    ],
)
def test_fish_offers(flyers, tool, path, root, tmp_path, typed, offered):
    script = tmp_path / "flyers.fish"
    script.write_text(flyers("completion", "fish").out)
    done = subprocess.run(
        [tool("fish"), "--no-config", "-c", f"source {script}; complete -C '{typed}'"],
        env={**os.environ, "PATH": path, "HOME": str(tmp_path)},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert [line.partition("\t")[0] for line in done.stdout.splitlines()] == offered


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return Path(tmp_path_factory.mktemp("zsh"))


@pytest.fixture(scope="module")
def zsh(tool, root, home) -> Iterator[Callable[[str], str]]:
    """Return a function that types keys in an interactive zsh and returns the line that Tab makes of them."""
    done = subprocess.run([sys.executable, "-m", "flyers", "completion", "zsh"], capture_output=True, check=True)
    (home / "_flyers").write_bytes(done.stdout)
    environment = {"PATH": _path(home), "HOME": str(home), "TERM": "dumb", "COLUMNS": "200"}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(root)
        os.execve(tool("zsh"), ["zsh", "-f", "-i"], environment)

    def completed(typed: str) -> str:
        # The line, Tab; then the whole line is made the word of an echo (Ctrl-A and Ctrl-E go to its ends).
        _type(terminal, f'{typed}\t\x01echo "<<\x05>>"\n')
        (line,) = re.findall(r"^<<(.*)>>\r$", _read(terminal, ">>\r\n"), re.MULTILINE)
        return str(line).rstrip()

    try:
        _type(terminal, f"fpath=({home} $fpath); autoload -Uz compinit; compinit -u -D; echo REA''DY\n")
        _read(terminal, "READY\r\n")
        yield completed
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("flyers lan", "flyers languages"),
        ("flyers build --dr", "flyers build --dry-run"),
        ("flyers --project . build --lang pt", "flyers --project . build --lang pt-BR"),
        ("flyers build --product pos", "flyers build --product poster"),
        ("flyers proof READ", "flyers proof README.md"),
        ("flyers completion f", "flyers completion fish"),
        ("flyers --proj", "flyers --project"),
    ],
)
def test_zsh_completes_the_line(zsh, typed, line):
    assert zsh(typed) == line


@pytest.mark.parametrize(
    ("typed", "asked"), [("flyers bui", []), ("flyers build --press unc", ["products --conditions --names"])]
)
def test_zsh_asks_the_campaign_only_for_the_value_that_is_typed(zsh, home, typed, asked):
    (home / "asked").unlink(missing_ok=True)
    zsh(typed)
    assert (home / "asked").exists() == bool(asked)
    assert not asked or (home / "asked").read_text().splitlines() == asked


def _type(terminal: int, keys: str) -> None:
    os.write(terminal, keys.encode())


def _read(terminal: int, until: str) -> str:
    said, end = "", time.monotonic() + 30
    while until not in said and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            said += os.read(terminal, 4096).decode(errors="replace")
    return said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_names_every_long_option(flyers, shell):
    script = flyers("completion", shell).out
    for word in ("allow-untranslated", "dry-run", "project", "tags", "check"):
        assert word in script


def test_the_powershell_script_asks_the_campaign_without_a_shell_redirection(flyers):
    script = flyers("completion", "powershell").out
    assert "Invoke-Expression 'flyers languages --tags'" in script
    assert "/dev/null" not in script
