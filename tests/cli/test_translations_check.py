"""``flyers translations check``: the table, the findings and the exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from edits import edit
from flyers.cli.main import main
from flyers.errors import ExitCode

pytestmark = pytest.mark.slow

SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture
def check(campaign: Path, capfd):
    """Run the command on a copy of the campaign and return the exit code and the lines of stdout."""

    def run(*words: str) -> tuple[int, list[str]]:
        code = main(["--project", str(campaign), "translations", "check", *words])
        return code, capfd.readouterr().out.splitlines()

    return run


def spoil(campaign: Path, old: str, new: str) -> None:
    edit(campaign / SPANISH, old, new)


def test_a_language_without_findings_is_one_row(check) -> None:
    code, lines = check("--lang", "es")
    assert code == ExitCode.OK
    assert lines == [
        "tag  English  errors  warnings  advice  excused",
        "es   Spanish       –         –       –        –",
    ]


def test_a_warning_fails_under_strict_only(check, campaign: Path) -> None:
    spoil(campaign, 'msgstr "Cartel"', 'msgstr "Poster"')
    code, lines = check("--lang", "es", "--no-fit")
    assert code == ExitCode.OK
    (line,) = lines[2:]
    assert line.startswith(f"es → {SPANISH}:")
    assert line.endswith(": product.poster: L303 warning: The translation is the same as the English. Translate it.")
    assert check("--lang", "es", "--strict", "--no-fit")[0] == ExitCode.TRANSLATION


def test_an_excused_finding_is_counted_and_shown_on_request(check, campaign: Path) -> None:
    spoil(campaign, 'msgctxt "product.poster"', '# ok: L303 the same word\nmsgctxt "product.poster"')
    spoil(campaign, 'msgstr "Cartel"', 'msgstr "Poster"')
    code, lines = check("--lang", "es", "--strict", "--no-fit")
    assert code == ExitCode.OK
    assert lines[1].split()[-1] == "1"
    assert len(lines) == 2
    assert check("--lang", "es", "--excused", "--no-fit")[1][2].endswith("(Excused: the same word)")


def test_an_error_ends_with_code_4_and_nothing_is_composed(check, campaign: Path) -> None:
    spoil(campaign, 'msgstr "Cartel"', 'msgstr "Картел"')
    code, lines = check("--lang", "es")
    assert code == ExitCode.TRANSLATION == 4
    assert "L201 error" in lines[2]


def test_an_unreadable_catalog_does_not_hide_the_others(check, campaign: Path) -> None:
    spoil(campaign, 'msgstr "Cartel"', 'msgstr "Cartel')
    code, lines = check("--lang", "es ar", "--no-fit")
    assert code == ExitCode.TRANSLATION
    assert [line.split()[0] for line in lines[1:3]] == ["es", "ar"]
    assert "L108 error" in lines[3]


def test_a_language_without_translations_is_checked_only_if_it_is_named(check, campaign: Path) -> None:
    shutil.rmtree(campaign / SPANISH.parents[1])
    _, lines = check("--no-fit")
    assert not any(line.startswith("es ") for line in lines)
    code, lines = check("--lang", "es")
    assert code == ExitCode.TRANSLATION
    assert "There is no catalog for Spanish yet" in lines[2]


def test_json_has_every_finding_with_its_place(check, campaign: Path) -> None:
    spoil(campaign, 'msgstr "Cartel"', 'msgstr "Poster"')
    code, lines = check("--lang", "es", "--json", "--no-fit")
    (spanish,) = json.loads("\n".join(lines))
    assert code == ExitCode.OK
    assert (spanish["tag"], spanish["errors"], spanish["warnings"], spanish["excused"]) == ("es", 0, 1, 0)
    (found,) = [finding for finding in spanish["findings"] if finding["code"] == "L303"]
    assert (found["where"], found["severity"]) == ("product.poster", "warning")
    assert found["source"].startswith(f"{SPANISH}:")


def test_a_broken_glossary_is_a_content_error(campaign: Path, capfd) -> None:
    (campaign / "translations" / "glossary.yaml").write_text("terms: []\n", encoding="utf-8")
    assert main(["--project", str(campaign), "translations", "check", "--lang", "es"]) == ExitCode.CONTENT
    assert "translations/glossary.yaml:1" in capfd.readouterr().err
