"""What the commands for translators' files print, and how they end: from results made by hand."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli import translations
from flyers.cli.console import Console
from flyers.cli.translations import export_command, import_command
from flyers.errors import ExitCode, Source, TranslationError
from flyers.translation.exchange.rows import CatalogChanges, RowChange, RowOutcome
from flyers.workflow import catalog_edit
from flyers.workflow.catalog_edit import ExportFile, ImportResult

SPANISH: Any = SimpleNamespace(tag="es")


def fault() -> TranslationError:
    return TranslationError(
        "The row lacks {hotline}.", hint="Copy it.", source=Source("es.xlf", 4), trail=("help.call",)
    )


def row(outcome: RowOutcome, context: str = "help.call", after: str = "Llame.", *, fuzzy: bool = False) -> RowChange:
    return RowChange(context, outcome, "", after, fuzzy, Source("es.xlf", 4))


def result(*rows: RowChange, written: bool = True, **changes: Any) -> ImportResult:
    return ImportResult(
        CatalogChanges(SPANISH, list(rows), **changes), Path("es.po"), "translations/es.po", ("es.xlf",), written
    )


def shown(found: ImportResult) -> tuple[list[str], list[str]]:
    """The lines on stdout and those on stderr."""
    out, err = io.StringIO(), io.StringIO()
    translations._show_import(found, Console(out=out, err=err))
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (row(RowOutcome.ADDED), "added  help.call: “Llame.”"),
        (row(RowOutcome.CHANGED), "changed  help.call: “Llame.”"),
        (row(RowOutcome.CHANGED, fuzzy=True), "changed, fuzzy  help.call: “Llame.”"),
        (row(RowOutcome.OUTDATED, fuzzy=True), "outdated, fuzzy  help.call: “Llame.”"),
        (row(RowOutcome.CHANGED, after="ໂທ\u200bບໍ່\u2067x\u2069"), "changed  help.call: “ໂທບໍ່x”"),
        (row(RowOutcome.CONFIRMED), "confirmed  help.call"),
        (row(RowOutcome.DOUBTED, fuzzy=True), "doubted  help.call"),
        (row(RowOutcome.REMARKS), "remarks  help.call"),
        (row(RowOutcome.REMARKS, context=""), "remarks  remarks at the head"),
    ],
)
def test_each_change_is_a_line_with_the_words_that_are_new(change: RowChange, line: str) -> None:
    out, err = shown(result(change))
    assert out == [line, f"translations/es.po: 1 {change.outcome}"]
    assert err == []


def test_the_changes_of_a_language_are_counted_by_kind() -> None:
    rows = [row(RowOutcome.CHANGED), row(RowOutcome.ADDED), row(RowOutcome.CHANGED)]
    assert shown(result(*rows, unchanged=7))[0][-1] == "translations/es.po: 1 added, 2 changed, 7 same"
    assert shown(result(unchanged=7))[0] == ["translations/es.po: 7 same"]
    assert shown(result())[0] == ["translations/es.po: no rows"]
    assert shown(result(*rows, written=False))[0][-1] == "translations/es.po: 1 added, 2 changed (not written)"


@pytest.mark.parametrize(("count", "more"), [(200, []), (201, ["… and 1 more"]), (260, ["… and 60 more"])])
def test_of_a_whole_new_catalog_two_hundred_changes_are_listed(count: int, more: list[str]) -> None:
    out, _ = shown(result(*(row(RowOutcome.ADDED, f"m.{number}") for number in range(count))))
    assert out[:200] == [f"added  m.{number}: “Llame.”" for number in range(200)]
    assert out[200:] == [*more, f"translations/es.po: {count} added"]


def test_texts_that_came_back_empty_are_named() -> None:
    _, err = shown(result(emptied=["help.call", "help.danger"]))
    assert err == ["2 came back empty; the catalog keeps its words: help.call, help.danger"]


# -- flyers translations import ---------------------------------------------------------------------------------------


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ExitCode, list[str], list[str], list[Any]]]:
    """Return a function that runs the command: its exit code, stdout, stderr and what the workflow was asked."""

    def run(*words: str, results: list[ImportResult]) -> tuple[ExitCode, list[str], list[str], list[Any]]:
        asked: list[Any] = []

        class Session:
            @contextlib.contextmanager
            def changing(self, writes: bool) -> Any:
                asked.append(writes)
                yield

        def import_files(session: object, files: Any, **options: bool) -> list[ImportResult]:
            asked.append(([path.name for path in files], options))
            return results

        open_as(monkeypatch, Session())
        monkeypatch.setattr(catalog_edit, "import_files", import_files)
        parser = argparse.ArgumentParser()
        import_command.configure(parser)
        parser.set_defaults(project=Path())
        out, err = io.StringIO(), io.StringIO()
        code = import_command.run(parser.parse_args(words), Console(out=out, err=err))
        return code, out.getvalue().splitlines(), err.getvalue().splitlines(), asked

    return run


def test_without_faults_files_are_imported(imported: Callable[..., Any]) -> None:
    code, out, err, asked = imported("es.xlf", "km.xlsx", results=[result(row(RowOutcome.ADDED))])
    assert (code, out[-1]) == (ExitCode.OK, "translations/es.po: 1 added")
    assert err == ["What else to look at, such as text left untranslated: 'flyers translations check --lang es'."]
    assert asked == [True, (["es.xlf", "km.xlsx"], {"write": True, "skip_bad": False, "theirs": False})]


def test_options_are_passed_on_and_a_dry_run_says_so(imported: Callable[..., Any]) -> None:
    code, _, err, asked = imported("es.xlf", "--dry-run", "--theirs", "--skip-bad", results=[result(written=False)])
    assert (code, err) == (ExitCode.OK, ["Nothing was written: this was a dry run."])
    assert asked == [False, (["es.xlf"], {"write": False, "skip_bad": True, "theirs": True})]


@pytest.mark.parametrize(("count", "number"), [(1, "1 fault"), (2, "2 faults")])
def test_faults_end_the_command_with_a_code_unless_they_are_skipped(
    imported: Callable[..., Any], count: int, number: str
) -> None:
    found = [result(row(RowOutcome.ADDED), written=False, faults=[fault() for _ in range(count)])]
    code, _, err, _ = imported("es.xlf", results=found)
    assert err[:-1] == ["flyers: es → help.call → es.xlf:4: The row lacks {hotline}. Copy it."] * count
    assert err[-1] == f"Nothing was written, because of {number}. --skip-bad imports the other rows."
    assert code is ExitCode.TRANSLATION
    code, _, err, _ = imported("es.xlf", "--skip-bad", results=found)
    assert code is ExitCode.OK
    assert not any("Nothing was written" in line for line in err)


def test_json_has_every_change_and_every_refusal(imported: Callable[..., Any]) -> None:
    found = result(row(RowOutcome.CHANGED, fuzzy=True), unchanged=3, emptied=["help.danger"], faults=[fault()])
    _, out, _, _ = imported("es.xlf", "--json", results=[found])
    assert json.loads("\n".join(out)) == [
        {
            "language": "es",
            "catalog": "translations/es.po",
            "files": ["es.xlf"],
            "written": True,
            "added": 0,
            "changed": 1,
            "confirmed": 0,
            "doubted": 0,
            "outdated": 0,
            "remarks": 0,
            "same": 3,
            "emptied": ["help.danger"],
            "changes": [
                {
                    "message": "help.call",
                    "kind": "changed",
                    "before": "",
                    "after": "Llame.",
                    "fuzzy": True,
                    "place": "es.xlf:4",
                }
            ],
            "refused": [{"place": "es.xlf:4", "message": "help.call", "problem": "The row lacks {hotline}."}],
        }
    ]


# -- flyers translations export ---------------------------------------------------------------------------------------


def exported(
    monkeypatch: pytest.MonkeyPatch, *words: str, files: list[ExportFile]
) -> tuple[ExitCode, list[str], list[Any]]:
    asked: list[Any] = []

    def export_files(
        session: object, tags: Any, kind: Any, folder: Path, only: Any, *, whole: bool
    ) -> list[ExportFile]:
        asked.extend((list(tags), str(kind), folder.as_posix(), [str(name) for name in only]))
        return files

    own = SimpleNamespace(campaign=SimpleNamespace(layers=SimpleNamespace(bases=["starter"])))
    open_as(monkeypatch, own)
    monkeypatch.setattr(catalog_edit, "export_files", export_files)
    parser = argparse.ArgumentParser()
    export_command.configure(parser)
    parser.set_defaults(project=Path("here"))
    out = io.StringIO()
    code = export_command.run(parser.parse_args(words), Console(out=out, err=out))
    return code, out.getvalue().splitlines(), asked


def test_files_are_listed_with_the_number_of_their_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [ExportFile("es", Path("out/es.xlf"), 1), ExportFile("km", Path("out/km.xlf"), 12)]
    code, out, asked = exported(monkeypatch, files=files)
    *listed, base = out
    assert (code, listed) == (ExitCode.OK, ["out/es.xlf: 1 message", "out/km.xlf: 12 messages"])
    assert base == "The messages of the campaign's base are not in it: --whole takes those too, to correct them."
    assert asked == [[], "xliff", "here/output/translators", ["all"]]


def test_what_is_exported_may_be_chosen_and_may_be_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--lang", "es km", "--lang", "ar", "--format", "po", "--only", "fuzzy stale", "--output", "there")
    code, out, asked = exported(monkeypatch, *words, files=[])
    assert (code, out) == (ExitCode.OK, ["No message is fuzzy or stale, so no file was written."])
    assert asked == [["es", "km", "ar"], "po", "there", ["fuzzy", "stale"]]


def test_a_state_that_is_none_is_refused() -> None:
    assert translations._which("fuzzy stale") == ["fuzzy", "stale"]
    with pytest.raises(argparse.ArgumentTypeError, match="“old” is not one of untranslated, fuzzy, stale, all"):
        translations._which("fuzzy old")
