"""A campaign whose messages are Spanish: its translators read of Spanish, not of English."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat
from flyers.workflow.catalog_edit import export_files, import_files
from own_campaigns import written


@pytest.fixture
def vecinos(en_espanol: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(en_espanol, tmp_path / "vecinos"))


def test_a_workbook_names_the_language_of_the_messages(vecinos: Path, tmp_path: Path) -> None:
    session = Session(vecinos)
    (sent,) = export_files(session, ["en"], FileFormat.XLSX, tmp_path)
    book = load_workbook(sent.path)
    told = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    sheet = book.worksheets[1]
    assert (sheet["A1"].value, sheet["B1"].value) == ("Spanish", "English — English")
    assert "Column A has the Spanish" in told
    assert "Words in braces, like {line}," in told
    assert "hotline" not in told
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[0].value == "Llame al {line}."]
    row[1].value = "Please call {line}."
    book.save(sent.path)
    (result,) = import_files(session, [sent.path])
    assert (result.written, result.changes.faults) == (True, [])
    assert session.localized("en").plain("call").startswith("Please call")


def test_what_is_left_in_spanish_is_called_so(vecinos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalog = (vecinos / "translations/en/LC_MESSAGES/flyers.po").read_text("utf-8")
    written(vecinos, {"translations/en/LC_MESSAGES/flyers.po": catalog.replace("Call {line}.", "Llame al {line}.")})
    main(["--project", str(vecinos), "translations", "check", "--no-fit"])
    told = capsys.readouterr().out
    assert "the same as the Spanish" in told
    assert "same as the English" not in told


def test_what_the_spanish_lacks_is_called_so(vecinos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the check and where a build stops (field test, B13)."""
    catalog = (vecinos / "translations/en/LC_MESSAGES/flyers.po").read_text("utf-8")
    wrong = catalog.replace("Call {line}.", "Call {linea} 18.")
    written(vecinos, {"translations/en/LC_MESSAGES/flyers.po": wrong})
    main(["--project", str(vecinos), "translations", "check", "--no-fit"])
    main(["--project", str(vecinos), "build", "--lang", "en"])
    printed = capsys.readouterr()
    for told in printed:
        assert "which the Spanish lacks" in told
        assert "Copy the placeholders of the Spanish exactly" in told
        assert "which the English lacks" not in told


def test_untranslated_messages_are_in_spanish(vecinos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalog = (vecinos / "translations/en/LC_MESSAGES/flyers.po").read_text("utf-8")
    written(vecinos, {"translations/en/LC_MESSAGES/flyers.po": catalog.replace("Call {line}.", "")})
    build = ["--project", str(vecinos), "build", "--lang", "en", "--edition", "screen", "--allow-untranslated"]
    assert main(build) == ExitCode.OK
    assert "1 message in Spanish: not translated" in capsys.readouterr().err
