"""``make`` passes on the variables that were typed, and none that are only in the environment.

A fake python records its arguments and environment in place of the real one, so that nothing is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SPY = """\
#!/bin/sh
case "$1" in -c) exit 0 ;; esac
printf '%s|' "$@" >> "{log}"
printf 'LANG=%s|LANGUAGE=%s|LC_ALL=%s|PRODUCT=%s|MAKEFLAGS=%s|PYTHONSAFEPATH=%s\\n' \\
    "$LANG" "$LANGUAGE" "$LC_ALL" "$PRODUCT" "$MAKEFLAGS" "$PYTHONSAFEPATH" >> "{log}"
"""


@pytest.fixture
def make(root, tmp_path, tool):
    """Run make with a fake python; return the arguments and environment of its last call."""
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
        *arguments, variables = log.read_text().splitlines()[-1].split("|LANG=")
        arguments = arguments[0].split("|")
        pairs = dict(pair.split("=", 1) for pair in f"LANG={variables}".split("|"))
        return arguments, pairs

    return run


def test_lang_of_the_shell_is_not_a_language_to_build(make):
    arguments, _ = make("flyers")
    assert arguments == ["-m", "flyers", "build"]


@pytest.mark.parametrize(
    "name",
    [
        *("PRODUCT", "EDITION", "PRESS", "PDFX", "BLEED", "SHEET", "INK", "JOBS", "OUTPUT", "WITH"),
        *("SHARD", "FORCE", "QUIET"),
    ],
)
def test_other_variables_count_only_if_typed(make, name):
    arguments, _ = make("flyers", **{name: "x"})
    assert arguments == ["-m", "flyers", "build"]


def test_typed_variables_are_passed_unchanged(make):
    arguments, _ = make(
        "flyers",
        *(
            "LANG=es ar",
            "WITH=en",
            "PRODUCT=poster",
            "EDITION=press office",
            "PRESS=uncoated",
            "PDFX=1a",
            "BLEED=0.1in",
        ),
        *("SHEET=a4", "INK=black", "JOBS=2", "OUTPUT=my folder/it's here"),
    )
    assert arguments[3:] == [
        *("--lang", "es ar"),
        *("--with", "en"),
        *("--product", "poster"),
        *("--edition", "press office"),
        *("--press", "uncoated"),
        *("--pdfx", "1a"),
        *("--bleed", "0.1in"),
        *("--sheet", "a4"),
        *("--ink", "black"),
        *("--jobs", "2"),
        *("--output", "my folder/it's here"),
    ]


def test_a_shard_is_passed_on_and_what_is_current_may_be_made_again_in_silence(make):
    arguments, variables = make("flyers", "LANG=es", "SHARD=3/40", "FORCE=1", "QUIET=1")
    assert arguments[3:] == ["--lang", "es", "--shard", "3/40", "--force", "--quiet"]
    assert "SHARD" not in variables["MAKEFLAGS"]


def test_a_package_is_built_again_in_silence_and_says_where_it_is(make, tmp_path):
    make("package", "LANG=es", "FORCE=1", "QUIET=1", "DRAFT=1")
    build, package = (
        line.split("|LANG=")[0].split("|")[2:] for line in (tmp_path / "log").read_text().splitlines()[-2:]
    )
    assert build == ["build", "--edition", "press", "--lang", "es", "--force", "--quiet"]
    assert package == ["package", "--lang", "es", "--draft"]


def test_a_gallery_goes_where_it_was_told_to_and_not_where_the_shell_says(make):
    typed = ("LANG=es ar", "OUTPUT=files", "SITE=my stick/it's $(here)", "DRAFT=1")
    arguments, variables = make("gallery", *typed)
    assert arguments[2:] == [
        *("gallery", "--lang", "es ar", "--output", "files", "--site", "my stick/it's $(here)", "--drafts")
    ]
    assert "SITE" not in variables["MAKEFLAGS"]
    assert make("gallery", SITE="elsewhere")[0] == ["-m", "flyers", "gallery"]


def test_a_typed_lang_does_not_reach_the_environment(make):
    _, variables = make("flyers", "LANG=es", "PRODUCT=poster", LANGUAGE="fr")
    assert variables["LANG"] == ""
    assert variables["LANGUAGE"] == ""
    assert variables["PRODUCT"] == ""
    assert variables["LC_ALL"] == "C.UTF-8"
    assert "LANG" not in variables["MAKEFLAGS"]


def test_a_typed_value_is_never_run_by_a_shell(make, tmp_path):
    arguments, _ = make(
        "flyers", f"LANG=es; touch {tmp_path}/owned '$(touch {tmp_path}/owned)' `touch {tmp_path}/owned`"
    )
    assert arguments[3] == "--lang"
    assert not (tmp_path / "owned").exists()


def test_only_wheels_with_hashes_from_the_lock_are_installed(make, tmp_path):
    make("flyers")
    calls = (tmp_path / "log").read_text().splitlines()
    installs = [call for call in calls if "|install|" in call]
    assert len(installs) == 2
    assert "|--only-binary|:all:|--require-hashes|-r|requirements.lock|" in installs[0]
    assert "|--no-index|--no-deps|--no-build-isolation|-e|.|" in installs[1]
    make("flyers")
    assert len([call for call in (tmp_path / "log").read_text().splitlines() if "|install|" in call]) == 2


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_names_no_host_or_folder(root, lock):
    text = (root / lock).read_text()
    assert "://" not in text
    assert "--" not in text.replace("--hash=sha256:", "")
    packages = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert all("==" in line and line.endswith("\\") for line in packages)


HOSTILE = "$(shell touch owned)"


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        *[
            ("flyers", name)
            for name in ("LANG", "PRODUCT", "EDITION", "PRESS", "SHEET", "INK", "JOBS", "SHARD", "OUTPUT", "WITH")
        ],
        ("package", "QUANTITY"),
        ("package", "ORDER"),
        ("reader-proof", "LANG"),
        ("reader-proof", "PAPER"),
        ("proof", "OUTPUT"),
        ("gallery", "LANG"),
        ("gallery", "SITE"),
        ("test", "TESTS"),
    ],
)
def test_a_hostile_value_is_one_word_that_no_shell_runs(make, root, goal, name):
    value = f"{HOSTILE} `touch owned` x;touch owned x'; touch owned; '$(touch owned)"
    make(goal, f"{name}={value}", *(["LANG=es"] if name != "LANG" else []))
    assert not (root / "owned").exists()


def test_a_hostile_value_is_passed_as_it_was_typed(make):
    arguments, _ = make("flyers", f"LANG={HOSTILE}")
    assert arguments[3:] == ["--lang", HOSTILE]


@pytest.mark.parametrize(
    "word",
    [
        *("lang=es", "LANGUAGE=es", "Lang=es", "PRODUCTS=poster", f"FOO={HOSTILE}", "LANG=", "LANG= ", "PRODUCT="),
        *(
            "DRAFT=",
            "DRAFT=0",
            f"DRAFT={HOSTILE}",
            "LANG=es\ntouch owned",
            "SHARD=",
            "SITE=",
            "FORCE=yes",
            f"QUIET={HOSTILE}",
        ),
    ],
)
def test_a_misspelt_or_empty_word_is_an_error(make, root, tmp_path, word):
    with pytest.raises(subprocess.CalledProcessError):
        make("flyers", word)
    assert not (root / "owned").exists()
    assert not (tmp_path / "log").exists()


def test_no_recipe_has_names_of_files(root, make):
    arguments, _ = make("proof")
    assert arguments == ["-m", "flyers", "proof", "output"]
    assert "wildcard" not in (root / "Makefile").read_text()


@pytest.mark.parametrize("goal", ["flyers", "proof", "package", "reader-proof", "gallery"])
def test_no_code_of_the_folder_is_run(make, goal):
    _, variables = make(goal, "LANG=es") if goal != "proof" else make(goal)
    assert variables["PYTHONSAFEPATH"] == "1"


PROVER = """\
#!/bin/sh
case "$3" in proof) PYTHONPATH="{source}" exec "{python}" "$@" ;; esac
"""


def test_make_proof_runs_nothing_that_a_file_is_called(root, tmp_path, tool):
    prover = tmp_path / "venv" / "bin" / "python"
    prover.parent.mkdir(parents=True)
    prover.write_text(PROVER.format(source=root / "src", python=sys.executable))
    prover.chmod(0o755)
    folder = tmp_path / "out put;touch owned"
    folder.mkdir()
    names = ("x;touch owned;.pdf", "$(touch owned).pdf", "`touch owned`.pdf", "-v.pdf", "a\nb\x1b[2J.pdf", "%s'\".pdf")
    for name in names:
        (folder / name).write_bytes(b"not a PDF")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    done = subprocess.run(
        [tool("make"), "proof", f"OUTPUT={folder}", f"VENV={tmp_path / 'venv'}"],
        cwd=root,
        env=clean,
        capture_output=True,
    )
    printed = done.stdout.decode()
    assert done.returncode == 2  # make's own code for a recipe that failed
    assert printed.count(": FAILED (not known)") == len(names)
    assert "x;touch owned;.pdf: FAILED" in printed
    assert "a\\nb\\x1b[2J.pdf: FAILED" in printed
    assert not any(place.joinpath("owned").exists() for place in (root, tmp_path, folder))


def test_exhaustive_tests_are_left_out_aloud_unless_all_are_asked_for_or_a_submission_is_judged(root, tool):
    def lines(*words: str, **environment: str) -> str:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "CI"))}
        shown = [tool("make"), "-n", "test", *words]
        return subprocess.run(
            shown, cwd=root, env=clean | environment, check=True, capture_output=True, text=True
        ).stdout

    usual = lines()
    assert '-m "not exhaustive"' in usual
    assert "echo 'Exhaustive tests were left out" in usual
    for whole in (lines("ALL=1"), lines(CI="true")):
        assert "exhaustive" not in whole.casefold()
        assert "-m pytest" in whole
