"""The Tab key, tried in the shells themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flyers.cli.parser import COMMANDS


def complete(script: str, words: list[str], folder) -> list[str]:
    """What bash offers when Tab is pressed at the end of *words*."""
    program = folder / "flyers"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flyers "$@"\n')
    program.chmod(0o755)
    line = " ".join(f"'{word}'" for word in words)
    asked = [
        f"PATH={folder}:$PATH",
        script,
        f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}",
        "_flyers",
        "printf '%s\\n' \"${COMPREPLY[@]}\"",
    ]
    return subprocess.run(["bash", "-c", "\n".join(asked)], capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture
def bash(flyers):
    return flyers("completion", "bash").out


def test_bash_completes_every_command(bash, tmp_path):
    offered = complete(bash, ["flyers", ""], tmp_path)
    assert {command.NAME for command in COMMANDS} <= set(offered)
    assert complete(bash, ["flyers", "lang"], tmp_path) == ["languages"]


def test_bash_completes_options_of_the_command_even_after_a_global_one(bash, tmp_path):
    assert complete(bash, ["flyers", "build", "--all"], tmp_path) == ["--allow-untranslated"]
    assert complete(bash, ["flyers", "--project", "x", "build", "--dr"], tmp_path) == ["--dry-run"]


def test_bash_asks_the_campaign_for_languages_and_products(bash, tmp_path, root, monkeypatch):
    monkeypatch.chdir(root)
    assert complete(bash, ["flyers", "build", "--lang", "zh"], tmp_path) == ["zh-Hans"]
    assert complete(bash, ["flyers", "build", "--product", "wal"], tmp_path) == ["wallet-card"]


def test_bash_completes_files_where_a_command_takes_files(bash, tmp_path, monkeypatch):
    (tmp_path / "es.press.pdf").touch()
    monkeypatch.chdir(tmp_path)
    assert complete(bash, ["flyers", "proof", "es"], tmp_path) == ["es.press.pdf"]
    assert complete(bash, ["flyers", "completion", "f"], tmp_path) == ["fish"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_names_every_long_option_and_its_shell_can_read_it(flyers, shell, tmp_path):
    import shutil

    script = flyers("completion", shell).out
    for word in ("allow-untranslated", "dry-run", "project", "tags", "check"):
        assert word in script
    if shutil.which(shell):
        file = tmp_path / "completion"
        file.write_text(script)
        subprocess.run([shell, "-n", str(file)], check=True, capture_output=True)
