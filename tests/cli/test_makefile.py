"""``make`` passes on what was typed, and nothing that only stood in the environment.

A python that writes down its words and surroundings stands in for the environment's own, so that nothing is installed.
"""

from __future__ import annotations

import os
import subprocess

import pytest

SPY = """\
#!/bin/sh
case "$1" in -c) exit 0 ;; esac
printf '%s|' "$@" >> "{log}"
printf 'LANG=%s|LANGUAGE=%s|LC_ALL=%s|PRODUCT=%s|MAKEFLAGS=%s\\n' \\
    "$LANG" "$LANGUAGE" "$LC_ALL" "$PRODUCT" "$MAKEFLAGS" >> "{log}"
"""


@pytest.fixture
def make(root, tmp_path, tool):
    """Run make with a spy; gives what its last python call was told."""
    program = tool("make")
    log = tmp_path / "log"
    spy = tmp_path / "venv" / "bin" / "python"
    spy.parent.mkdir(parents=True)
    spy.write_text(SPY.format(log=log))
    spy.chmod(0o755)

    def run(*words: str, **environment: str) -> tuple[list[str], dict[str, str]]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
        subprocess.run(
            [program, *words, f"VENV={tmp_path / 'venv'}"],
            cwd=root,
            env={**clean, "LANG": "en_US.UTF-8", **environment},
            check=True,
            capture_output=True,
        )
        *told, surroundings = log.read_text().splitlines()[-1].split("|LANG=")
        told = told[0].split("|")
        pairs = dict(pair.split("=", 1) for pair in f"LANG={surroundings}".split("|"))
        return told, pairs

    return run


def test_a_shells_own_lang_is_no_language_to_build(make):
    told, _ = make("flyers")
    assert told == ["-m", "flyers", "build"]


@pytest.mark.parametrize("name", ["PRODUCT", "EDITION", "PRESS", "PDFX", "SHEET", "INK", "JOBS", "OUTPUT", "WITH"])
def test_other_words_count_only_when_typed_too(make, name):
    told, _ = make("flyers", **{name: "x"})
    assert told == ["-m", "flyers", "build"]


def test_typed_words_arrive_whole(make):
    told, _ = make(
        "flyers",
        *("LANG=es ar", "WITH=en", "PRODUCT=poster", "EDITION=press office", "PRESS=uncoated", "PDFX=1a"),
        *("SHEET=a4", "INK=black", "JOBS=2", "OUTPUT=my folder/it's here"),
    )
    assert told[3:] == [
        *("--lang", "es ar"),
        *("--with", "en"),
        *("--product", "poster"),
        *("--edition", "press office"),
        *("--press", "uncoated"),
        *("--pdfx", "1a"),
        *("--sheet", "a4"),
        *("--ink", "black"),
        *("--jobs", "2"),
        *("--output", "my folder/it's here"),
    ]


def test_no_child_runs_under_a_typed_lang(make):
    _, surroundings = make("flyers", "LANG=es", "PRODUCT=poster", LANGUAGE="fr")
    assert surroundings["LANG"] == ""
    assert surroundings["LANGUAGE"] == ""
    assert surroundings["PRODUCT"] == ""
    assert surroundings["LC_ALL"] == "C.UTF-8"
    assert "LANG" not in surroundings["MAKEFLAGS"]


def test_a_word_from_the_command_line_never_reaches_a_shell(make, tmp_path):
    told, _ = make("flyers", f"LANG=es; touch {tmp_path}/owned '$(touch {tmp_path}/owned)' `touch {tmp_path}/owned`")
    assert told[3] == "--lang"
    assert not (tmp_path / "owned").exists()


def test_what_is_installed_comes_from_the_lock_with_hashes_and_only_as_wheels(make, tmp_path):
    make("flyers")
    calls = (tmp_path / "log").read_text().splitlines()
    installs = [call for call in calls if "|install|" in call]
    assert len(installs) == 2
    assert "|--only-binary|:all:|--require-hashes|-r|requirements.lock|" in installs[0]
    assert "|--no-index|--no-deps|--no-build-isolation|-e|.|" in installs[1]
    make("flyers")
    assert len([call for call in (tmp_path / "log").read_text().splitlines() if "|install|" in call]) == 2


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_host_and_no_folder_and_hashes_everything(root, lock):
    text = (root / lock).read_text()
    assert "://" not in text
    assert "--" not in text.replace("--hash=sha256:", "")
    packages = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert all("==" in line and line.endswith("\\") for line in packages)
