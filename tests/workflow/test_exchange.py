"""The recipes of exchange: which files are written for whom, and that a fault in one file keeps all catalogs as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.errors import TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat, RowOutcome
from flyers.workflow.catalog_edit import export_files, import_files, update_catalogs

SPANISH, ARABIC = (Path(f"translations/{tag}/LC_MESSAGES/flyers.po") for tag in ("es", "ar"))
TRANSLATED = ("es", "ar", "zh-Hans")
ENDINGS = {FileFormat.XLIFF: "xlf", FileFormat.XLSX: "xlsx", FileFormat.PO: "po"}


@pytest.fixture
def sent(small: Path) -> Path:
    """The small campaign with catalogs."""
    update_catalogs(Session(small), ["es", "ar"])
    return small


@pytest.mark.parametrize("kind", FileFormat)
def test_each_language_but_that_of_the_messages_gets_a_file_with_its_count(sent: Path, kind: FileFormat) -> None:
    files = export_files(Session(sent), [], kind, sent / "out")
    assert {file.tag: file.path.name for file in files} == {tag: f"small.{tag}.{ENDINGS[kind]}" for tag in TRANSLATED}
    assert sorted((sent / "out").iterdir()) == sorted(file.path for file in files)
    assert all(file.messages == 9 for file in files)


def test_a_file_without_a_message_is_not_written_and_the_others_are(sent: Path) -> None:
    edit(sent / SPANISH, 'msgstr "Línea de ayuda"', 'msgstr ""')
    (file,) = export_files(Session(sent), ["es"], FileFormat.PO, sent / "out", ["untranslated"])
    assert (file.tag, file.messages) == ("es", 1)
    assert export_files(Session(sent), ["es"], FileFormat.PO, sent / "none", ["fuzzy"]) == []
    assert not (sent / "none").exists()


def test_all_files_are_made_before_the_first_is_written(sent: Path) -> None:
    edit(sent / ARABIC, "msgid", "msgit")
    with pytest.raises(TranslationError):
        export_files(Session(sent), ["es", "ar"], FileFormat.PO, sent / "out")
    assert not (sent / "out").exists()


def test_the_source_language_goes_to_no_translator(sent: Path) -> None:
    with pytest.raises(UsageError):
        export_files(Session(sent), ["en"], FileFormat.PO, sent / "out")


def test_a_catalog_is_written_only_if_a_row_has_changed_it(sent: Path) -> None:
    session = Session(sent)
    files = {file.tag: file.path for file in export_files(session, [], FileFormat.XLIFF, sent / "out")}
    edit(files["es"], ">Línea de ayuda<", ">La línea de ayuda<")
    before = (sent / ARABIC).stat().st_mtime_ns
    found = {result.changes.language.tag: result for result in import_files(session, list(files.values()))}
    assert {tag: result.written for tag, result in found.items()} == {"es": True, "ar": False, "zh-Hans": False}
    assert found["es"].counts == dict.fromkeys(RowOutcome, 0) | {RowOutcome.CHANGED: 1, RowOutcome.SAME: 8}
    assert found["ar"].counts == dict.fromkeys(RowOutcome, 0) | {RowOutcome.SAME: 9}
    assert found["es"].name == SPANISH.as_posix()
    assert found["es"].files == ("out/small.es.xlf",)
    assert (sent / ARABIC).stat().st_mtime_ns == before
    (entry,) = [one for key, one in session.catalog("es").entries.items() if key.id == "contact.line.name"]
    assert entry.translation == "La línea de ayuda"  # the session has read again


def test_a_dry_run_writes_nothing_and_says_the_same(sent: Path) -> None:
    (file,) = export_files(Session(sent), ["es"], FileFormat.XLIFF, sent / "out")
    edit(file.path, ">Línea de ayuda<", ">La línea de ayuda<")
    before = (sent / SPANISH).read_bytes()
    (dry,) = import_files(Session(sent), [file.path], write=False)
    assert (sent / SPANISH).read_bytes() == before
    (wet,) = import_files(Session(sent), [file.path])
    assert (dry.written, wet.written) == (False, True)
    assert dry.to_json() | {"written": True} == wet.to_json()
    assert [(one["message"], one["kind"], one["after"]) for one in wet.to_json()["changes"]] == [
        ("contact.line.name", "changed", "La línea de ayuda")
    ]


def test_a_fault_in_one_file_keeps_every_catalog_unless_bad_rows_are_skipped(sent: Path, root: Path) -> None:
    (arabic,) = export_files(Session(sent), ["ar"], FileFormat.PO, sent / "out")
    entry = next(one for key, one in Session(sent).catalog("ar").entries.items() if key.id == "contact.line.name")
    edit(arabic.path, f'msgstr "{entry.translation}"', f'msgstr "{entry.translation} {entry.translation}"')
    bad = root / "tests" / "bad" / "exchange" / "placeholder-lost.xlsx"
    before = {path: (sent / path).read_bytes() for path in (SPANISH, ARABIC)}
    refused = import_files(Session(sent), [arabic.path, bad])
    assert [result.written for result in refused] == [False, False]
    assert {path: (sent / path).read_bytes() for path in before} == before
    (fault,) = [fault for result in refused for fault in result.to_json()["refused"]]
    assert fault["message"] == "help.call/short"
    skipped = {
        result.changes.language.tag: result for result in import_files(Session(sent), [arabic.path, bad], skip_bad=True)
    }
    assert skipped["ar"].written
    assert (sent / ARABIC).read_bytes() != before[ARABIC]


def test_a_file_says_its_language_itself_or_by_its_name(sent: Path) -> None:
    (file,) = export_files(Session(sent), ["es"], FileFormat.PO, sent / "out")
    (found,) = import_files(Session(sent), [file.path.rename(file.path.with_name("returned.po"))])
    assert found.changes.language.tag == "es"
    returned = sent / "out" / "returned.po"
    edit(returned, "Language: es", "Language: ")
    with pytest.raises(TranslationError, match="does not say its language") as caught:
        import_files(Session(sent), [returned])
    assert "small.LANGUAGE.po" in caught.value.hint
    (found,) = import_files(Session(sent), [returned.rename(file.path)])
    assert found.changes.language.tag == "es"
    edit(file.path, "Language: ", "Language: xx")
    with pytest.raises(UsageError) as refused:
        import_files(Session(sent), [file.path])
    assert str(refused.value.source) == "out/small.es.po"
