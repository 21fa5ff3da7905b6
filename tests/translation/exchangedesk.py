"""An exchange with a translator, step by step: what is sent, what comes back, and what the import made of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.pipeline.session import Session
from flyers.translation.catalog import Entry
from flyers.translation.exchange import spreadsheet
from flyers.translation.exchange.rows import FileFormat, RowOutcome
from flyers.workflow.catalog_edit import ImportResult, export_files, import_files, update_catalogs

MESSAGES = Path("content/messages/all.yaml")
SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


class Desk:
    """A small campaign with its Spanish catalog, and the steps of an exchange with a translator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        update_catalogs(Session(folder), ["es"])

    def edit(self, file: Path, old: str, new: str) -> None:
        edit(self.folder / file, old, new)

    def send(self, kind: FileFormat = FileFormat.XLIFF) -> Path:
        (file,) = export_files(Session(self.folder), ["es"], kind, self.folder / "out")
        return file.path

    def translate(self, path: Path, old: str, new: str) -> None:
        """Change a text in the exported file, as a translator's program does."""
        edit(path, old, new)

    def import_(self, path: Path, **options: bool) -> ImportResult:
        (result,) = import_files(Session(self.folder), [path], **options)
        return result

    def entry(self, context: str) -> Entry:
        return Session(self.folder).catalog("es").entries[MessageKey.parse(context)]


def outcomes(result: ImportResult) -> dict[str, RowOutcome]:
    """Return what was imported, by context; there must be no fault."""
    assert not result.changes.faults, list(map(str, result.changes.faults))
    return {change.context: change.outcome for change in result.changes.rows}


def told(result: ImportResult) -> list[tuple[tuple[str, ...], str]]:
    """Return the faults, each with the contexts that it names and its problem."""
    return [(fault.trail, fault.problem) for fault in result.changes.faults]


def in_sheet(path: Path, change: Callable[[object], None]) -> None:
    """Change the sheet of translations in a workbook."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    change(book[spreadsheet.TRANSLATION])
    book.save(path)


def row_of(sheet: object, context: str) -> int:
    """Return the number of the row of a message."""
    return next(number for number in range(2, 50) if sheet[f"E{number}"].value == context)
