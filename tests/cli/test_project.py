"""``--project``: another coalition's campaign, which shares only fonts with this repository's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import open_session

pytestmark = pytest.mark.slow

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def second(second_campaign: Path, tmp_path: Path) -> Path:
    return second_campaign.rename(tmp_path / "the lighthouse")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder without a campaign."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def run(
    second: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Run flyers in this process on the second campaign, from a folder without a campaign."""
    monkeypatch.chdir(elsewhere)

    def run(*words: str) -> Done:
        open_session.cache_clear()  # campaigns of other tests have the same path from there
        code = main(["--project", "../the lighthouse", *words])
        return Done([], code, *capfd.readouterr())

    return run


@pytest.fixture
def run_process(second: Path, elsewhere: Path) -> Callable[..., Done]:
    """Run flyers likewise, in a process of its own."""

    def run(*words: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "flyers", "--project", "../the lighthouse", *words],
            cwd=elsewhere,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_product_is_built_into_the_campaigns_own_output(run_process, second, tmp_path, tool):
    done = run_process("build")
    assert done.returncode == 0, done.stderr
    made = sorted(path.relative_to(second).as_posix() for path in second.rglob("*.pdf"))
    assert made == ["output/en/sticker.press.DRAFT.pdf", "output/es/sticker.press.DRAFT.pdf"]
    text = subprocess.run(
        [tool("pdftotext"), str(second / made[1]), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "¿Trabaja sin paga?" in text
    assert "1-555-555-0142" in text
    assert "888-373-7888" not in text
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_its_files_pass_a_second_proof(run, second):
    run("build", "--lang", "es")
    done = run("proof", str(second / "output"))
    assert done.returncode == 0, done.stdout
    assert "good (sticker, es, press)" in done.stdout


def test_its_catalogs_are_up_to_date(run, second):
    done = run("translations", "update", "--check")
    assert done.returncode == 0, done.stdout


def test_it_has_its_own_languages_and_products(run):
    assert run("products", "--names").stdout == "sticker\n"
    assert run("languages", "--tags").stdout == "en\nes\n"
    assert "“ar” (Arabic) is not a language of this campaign." in run("build", "--lang", "ar").stderr


@pytest.mark.parametrize(
    "words", [["build", "--dry-run"], ["build", "--dry-run", "--json"], ["translations", "update", "--check"]]
)
def test_dry_runs_and_checks_write_nothing(run, second, words):
    before = files(second)
    assert run(*words).returncode in (0, 4)
    assert files(second) == before
    assert not (second / "output").exists()


def test_a_dry_run_lists_exactly_the_files_of_a_build(run, second):
    planned = json.loads(run("build", "--dry-run", "--json").stdout)
    assert [(job["language"], job["product"], job["edition"]) for job in planned] == [
        ("en", "sticker", "press"),
        ("es", "sticker", "press"),
    ]
    assert (
        "Until the words are signed, files for a press and images have DRAFT in their names."
        in run("build", "--dry-run").stderr
    )
    run("build")
    assert [job["file"] for job in planned] == [
        f"../the lighthouse/{path.relative_to(second).as_posix()}".replace(".DRAFT", "")
        for path in sorted(second.rglob("*.pdf"))
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--json"],
        ["build", "--json", "--lang", "es", "-v"],
        ["languages", "--json"],
        ["products", "--json"],
        ["doctor", "--json"],
        ["proof", "--json", "{output}"],
    ],
    ids=" ".join,
)
def test_with_json_stdout_is_one_document(run, second, words):
    if words[0] == "proof":
        run("build", "--lang", "en")
    done = run(*(word.format(output=second / "output") for word in words))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_a_failed_build_is_json_too(run, second):
    (second / "translations" / "es" / "LC_MESSAGES" / "flyers.po").write_text('msgid "')
    done = run("build", "--json")
    assert done.returncode == 4
    results = {result["language"]: result for result in json.loads(done.stdout)["results"]}
    assert (results["en"]["good"], results["es"]["good"]) == (True, False)
    assert results["es"]["exit_code"] == 4
    assert "flyers.po:1: " in results["es"]["error"]


def test_a_campaign_without_products_is_reported(run, second):
    shutil.rmtree(second / "content" / "layouts")
    done = run("build")
    assert done.returncode == 2
    assert "content/layouts" in done.stderr


@pytest.fixture
def add_french(second: Path) -> Callable[[str], None]:
    """Add French to the campaign, with the given translation of its first message, or "" for none."""

    def add_french(first: str) -> None:
        registry = second / "translations" / "languages.yaml"
        (spanish,) = [line for line in registry.read_text().splitlines() if line.startswith("  es:")]
        entry = spanish.replace("es:", "fr:").replace("Español", "Français").replace("Spanish", "French")
        registry.write_text(f"{registry.read_text()}{entry}\n")
        empty = (second / "translations" / "flyers.pot").read_text().replace("#, fuzzy\n", "")
        head, msgid, rest = empty.partition("msgctxt")
        catalog = second / "translations" / "fr" / "LC_MESSAGES" / "flyers.po"
        catalog.parent.mkdir(parents=True)
        catalog.write_text(head + msgid + rest.replace('msgstr ""', f'msgstr "{first}"', 1))

    return add_french


def test_a_language_without_translations_is_left_out_and_named(run, add_french, second):
    add_french("")
    done = run("build")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Left out, because they have no translation yet: fr.\n") == 1
    assert sorted(path.parent.name for path in second.rglob("*.pdf")) == ["en", "es"]
    assert json.loads(run("build", "--json").stdout)["left_out"] == ["fr"]
    assert {job["language"] for job in json.loads(run("build", "--dry-run", "--json").stdout)} == {"en", "es"}
    rows = {row["tag"]: row["status"] for row in json.loads(run("languages", "--json").stdout)}
    assert rows["fr"] == "not translated"


def test_a_language_without_translations_is_an_error_if_it_is_named(run, add_french):
    add_french("")
    done = run("build", "--lang", "fr,es")
    assert done.returncode == ExitCode.TRANSLATION
    assert "not translated into French" in done.stderr
    assert "--allow-untranslated" in done.stderr
    assert "Left out" not in done.stderr


def test_a_language_with_one_translation_is_never_left_out(run, add_french):
    add_french("Un seul mot")
    done = run("build")
    assert done.returncode == ExitCode.TRANSLATION
    assert "not translated into French" in done.stderr
    assert "Left out" not in done.stderr
    rows = {row["tag"]: row["status"] for row in json.loads(run("languages", "--json").stdout)}
    assert rows["fr"].startswith("draft")


def test_an_unreadable_catalog_is_never_left_out(run, add_french, second):
    add_french("")
    with (second / "translations" / "fr" / "LC_MESSAGES" / "flyers.po").open("a") as catalog:
        catalog.write('msgid "unclosed\n')
    done = run("build")
    assert done.returncode == ExitCode.TRANSLATION
    assert "flyers.po" in done.stderr


def test_a_folder_above_that_cannot_be_searched_is_passed_over(second: Path, monkeypatch) -> None:
    from flyers.cli.selection import find_project

    stat = os.stat

    def refuse(path: Path | str | int, **options: bool) -> os.stat_result:
        if isinstance(path, Path) and ".." in path.parts:
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    (second / "empty").mkdir()
    monkeypatch.setattr(os, "stat", refuse)
    assert find_project(second) == second
    assert find_project(second / "empty") == second / "empty"
