"""Broken, hostile or partly wrong files from outside: every fault is reported with its place, and nothing is written."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, Source, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat
from flyers.workflow.catalog_edit import export_files, import_files

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad" / "exchange"

FILES = {
    "entity-file.xlf": "entity-file.xlf:2: This XML has a document type",
    "entity-bomb.xlf": "entity-bomb.xlf:2: This XML has a document type",
    "entity-utf-7.xlf": "entity-utf-7.xlf: This file is not UTF-8.",
    "latin-1.xlf": "latin-1.xlf: This file is not UTF-8.",
    "not-closed.xlf": "not-closed.xlf:33: This is not XML",
    "no-xliff.xlf": "This is not an XLIFF file of version 1.2.",
    "version-2.xlf": "This is not an XLIFF file of version 1.2.",
    "text.xlf": "its content is neither XML nor a ZIP archive",
    "html.xlsx": "its content is XML",
    "workbook.po": "its content is a ZIP archive",
    "old.xls": "old format of Excel",
    "table.csv": "CSV loses the ids",
    "renamed.po.txt": "Files of the kind “.txt” cannot be imported. Rename it to renamed.po.",
    "bomb.xlsx": "Unpacked, this file has 11 parts of 60 MB together; the limit is 500 parts of 48 MB. Import the file",
    "entity.xlsx": "(xl/worksheets/sheet2.xml):1: This XML has a document type",
    "macros.xlsx": "This workbook contains macros.",
    "cut-off.xlsx": "This is not a complete ZIP archive",
    "before-the-file.xlsx": "This is not a complete ZIP archive (negative seek value",
    "no-sheet.xlsx": "has no column “English”",
    "no-columns.xlsx": "no-columns.xlsx, Translation!A1: The sheet “Translation” has no column “English”",
    "broken.po": ": A quotation mark is missing",
    "empty.po": "empty.po: This file has no messages.",
    "other-language.xlf": "other-language.xlf: “de” (German) is not a language of this campaign.",
}
"""Files that cannot be used at all, with a part of their message."""

ROWS = {
    "unknown-id.xlf": "unknown-id.xlf:33: “help.gone/short” is not a message of this campaign. The same English is now help.call/short.",
    "unknown-id.xlsx": "unknown-id.xlsx, Translation!B9: “signs.gone” is not a message of this campaign.",
    "twice.xlf": "twice.xlf:41: “help.call/short” occurs twice in this file, first at twice.xlf:33.",
    "twice.xlsx": "twice.xlsx, Translation!B11: “help.call” occurs twice in this file",
    "row-missing.xlf": "1 of the messages that were sent did not come back: help.call/short.",
    "row-missing.xlsx": "1 of the messages that were sent did not come back: contact.line.name.",
    "english-changed.xlf": "changed in the file: “Phone {hotline}.”. It was: “Call {hotline}.”",
    "english-changed.xlsx": "Translation!B6: The English of this row was changed in the file",
    "placeholder-lost.xlf": "help.call/short → placeholder-lost.xlf:33: The translation lacks {hotline}.",
    "placeholder-lost.xlsx": "help.call/short → placeholder-lost.xlsx, Translation!B6: The translation lacks {hotline}.",
    "placeholder-lost.po": "help.call/short → placeholder-lost.po:",
    "placeholder-typed.xlf": "“1-888-373-7888” is typed by hand",
    "placeholder-renamed.xlf": "“{línea}” is not a placeholder",
    "override.xlf": "RIGHT-TO-LEFT OVERRIDE",
    "bold-open.xlf": "“**” begins bold text, and no second “**” ends it.",
    "number.xlsx": "signs.law → number.xlsx, Translation!B9: This cell has a number in place of text: “2000”.",
    "date.xlsx": "This cell has a date in place of text",
    "formula.xlsx": "This cell has a formula in place of text: “=1+1”.",
    "line-break.xlsx": "The text has a line break, but the English has none.",
    "control.xlsx": "U+2028 (LINE SEPARATOR) is not allowed.",
    "no-ids.xlsx": "This row has no id, and its English, “Something that nobody said.”, is not a message of this campaign.",
}
"""Files with one faulty or missing row, with a part of the message."""

LOST = {"unknown-id.xlf", "unknown-id.xlsx", "no-ids.xlsx"}


def test_every_bad_file_has_an_expected_message() -> None:
    assert {path.name for path in BAD.iterdir()} == FILES.keys() | ROWS.keys()


@pytest.fixture
def folder(small: Path) -> Path:
    """A campaign whose Spanish catalog is up to date, with a gap that a good row would fill."""
    from flyers.workflow.catalog_edit import update_catalogs

    update_catalogs(Session(small), ["es"])
    catalog = small / "translations/es/LC_MESSAGES/flyers.po"
    text = catalog.read_text(encoding="utf-8")
    assert 'msgstr "Línea de ayuda"' in text
    catalog.write_text(text.replace('msgstr "Línea de ayuda"', 'msgstr ""'), encoding="utf-8")
    return small


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", FILES)
def test_an_unusable_file_is_refused_with_a_reason_and_a_hint(folder: Path, name: str) -> None:
    before = state(folder)
    shutil.copy(BAD / name, folder / name)
    with pytest.raises((TranslationError, UsageError)) as caught:
        import_files(Session(folder), [folder / name], skip_bad=True)
    assert FILES[name] in str(caught.value)
    assert isinstance(caught.value, FlyersError)
    assert caught.value.hint
    (folder / name).unlink()
    assert state(folder) == before


@pytest.mark.parametrize("name", ROWS)
def test_a_faulty_row_stops_the_import_unless_bad_rows_are_skipped(folder: Path, name: str) -> None:
    path = shutil.copy(BAD / name, folder / name)
    before = state(folder)
    (result,) = import_files(Session(folder), [Path(path)])
    first, *others = map(str, result.changes.faults)
    assert ROWS[name] in first
    # A row with an unknown id is also reported as missing under its own id.
    assert [("did not come back" in fault) for fault in others] == [True] * (name in LOST)
    assert not result.written
    assert state(folder) == before
    (result,) = import_files(Session(folder), [Path(path)], skip_bad=True)
    text = (folder / "translations/es/LC_MESSAGES/flyers.po").read_text(encoding="utf-8")
    imported = name != "row-missing.xlsx"  # there it is the good row that is missing
    assert ('msgstr "Línea de ayuda"' in text, result.written) == (imported, imported)
    assert 'Llame."' not in text


def test_one_bad_file_stops_the_import_of_the_good_files(folder: Path) -> None:
    session = Session(folder)
    (made,) = export_files(session, ["ar"], FileFormat.XLSX, folder / "out")
    session.registry.catalog_path(session.registry.language("ar")).unlink()
    shutil.copy(BAD / "override.xlf", folder)
    before = state(folder)
    import_files(session, [made.path, folder / "override.xlf"])
    assert state(folder) == before


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder: Path) -> None:
    path = folder / "flyers.es.xlf"
    with path.open("wb") as stream:
        stream.truncate(9_000_000)
    with pytest.raises(TranslationError, match="9\\.0 MB"):
        import_files(Session(folder), [path])


def workbook(folder: Path, change: Callable[[zipfile.ZipInfo, bytes], bytes]) -> Path:
    """Return the workbook that was sent in Spanish, each of its parts as *change* returns it."""
    (sent,) = export_files(Session(folder), ["es"], FileFormat.XLSX, folder / "out")
    path = folder / "back.xlsx"
    with zipfile.ZipFile(sent.path) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, change(part, data))
    return path


def test_a_sheet_that_states_a_wrong_size_is_read_whole(folder: Path) -> None:
    def shrink(part: zipfile.ZipInfo, data: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', data)

    path = workbook(folder, shrink)
    with zipfile.ZipFile(path) as packed:
        assert b'"A1:A1"' in packed.read("xl/worksheets/sheet2.xml")
    (result,) = import_files(Session(folder), [path])
    assert (result.changes.faults, result.changes.unchanged > 3) == ([], True)


@pytest.mark.parametrize(("parts", "unpacked"), [(0, 0), (1, 0), (0, 1)])
def test_a_workbook_may_be_as_large_as_the_limits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, parts: int, unpacked: int
) -> None:
    path = workbook(folder, lambda part, data: data)
    with zipfile.ZipFile(path) as packed:
        found = packed.infolist()
    monkeypatch.setattr(limits, "EXCHANGE_PARTS", len(found) - parts)
    monkeypatch.setattr(limits, "EXCHANGE_UNPACKED_BYTES", sum(part.file_size for part in found) - unpacked)
    if not parts + unpacked:
        import_files(Session(folder), [path])
        return
    with pytest.raises(TranslationError, match=f"Unpacked, this file has {len(found)} parts"):
        import_files(Session(folder), [path])


def test_a_workbook_with_a_password_or_a_broken_sheet_is_refused(folder: Path) -> None:
    def break_sheet(part: zipfile.ZipInfo, data: bytes) -> bytes:
        return data.replace(b'<row r="2"', b'<row r="x"') if "/sheet" in part.filename else data

    path = workbook(folder, break_sheet)
    with pytest.raises(TranslationError) as caught:
        import_files(Session(folder), [path])
    assert caught.value.problem.startswith("This workbook cannot be read (")
    assert caught.value.source == Source("back.xlsx")
    data = bytearray(workbook(folder, lambda part, data: data).read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption in the first entry of the directory
    path.write_bytes(data)
    with pytest.raises(TranslationError, match=r"This workbook is protected by a password\. Save it without one\."):
        import_files(Session(folder), [path])


def test_a_row_without_a_target_has_no_translation(folder: Path) -> None:
    (sent,) = export_files(Session(folder), ["es"], FileFormat.XLIFF, folder / "out")
    text = sent.path.read_text(encoding="utf-8")
    sent.path.write_text(re.sub(r"<target[^>]*>Una ley de 2000\.</target>", "", text), encoding="utf-8")
    assert "Una ley" not in sent.path.read_text(encoding="utf-8")
    (result,) = import_files(Session(folder), [sent.path])
    assert (result.changes.rows, result.changes.faults) == ([], [])
    assert Session(folder).catalog("es").entries[MessageKey("signs.law")].translation == "Una ley de 2000."
