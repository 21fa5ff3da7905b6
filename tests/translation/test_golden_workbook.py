"""A golden file of the workbook that a translator opens: what is in each cell, and how it looks.

To update the file after an intended change, run ``FLYERS_WRITE_GOLDEN=1 pytest tests/translation/test_golden_workbook.py``,
and review the difference before you commit it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flyers.pipeline.session import open_session
from flyers.translation.exchange import spreadsheet
from flyers.translation.exchange.rows import Export, ExportRow, RowState

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "workbook.txt"

FORMER = "The translation was made from this English: “Alone?”"

ROWS = (
    ExportRow("signs.school", "You can go to school.", "", RowState.TO_TRANSLATE, ("On the poster.", "Plain words.")),
    ExportRow("signs.cut-off/short", "Cut off?", "معزول؟", RowState.TO_CHECK, (FORMER,)),
    ExportRow("help.call", "=Call {hotline}", "=اتصل بـ {hotline}", RowState.SIGNED),
)


def test_the_workbook_looks_as_its_golden_file_says() -> None:
    export = Export("small", "2026-11", open_session(ROOT).registry.language("ar"), "en", ROWS)
    book = load_workbook(io.BytesIO(spreadsheet.write(export)))
    parts = [f"opens at: {book.active.title}, by {book.properties.creator}"]
    for sheet in book:
        parts += ["", *described(sheet)]
    description = "\n".join(part.rstrip() for part in parts) + "\n"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.write_text(description, encoding="utf-8")
    assert description == GOLDEN.read_text(encoding="utf-8")


def described(sheet: Worksheet) -> list[str]:
    """Return what is set of a sheet, of its columns and of each cell that has a text."""
    forbidden = sorted(name for name, value in vars(sheet.protection).items() if value is True)
    parts = [
        f"sheet {sheet.title}, {'right to left' if sheet.sheet_view.rightToLeft else 'left to right'}",
        f"  stays on the screen: what is above and before {sheet.freeze_panes or 'A1'}",
        f"  protected: {' '.join(forbidden)}",
    ]
    parts += [
        f"  column {letter} {found.width:g} wide{', hidden' if found.hidden else ''}"
        for letter, found in sorted(sheet.column_dimensions.items())
    ]
    parts += [f"  choice in {found.sqref}: {found.formula1}" for found in sheet.data_validations.dataValidation]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or not cell.protection.locked:
                parts += [
                    f"  {cell.coordinate} {look(cell)}",
                    *(f"    {line}" for line in str(cell.value or "").split("\n")),
                ]
    return parts


def look(cell: Any) -> str:
    """Return how a cell looks, and what can be done with it."""
    alignment, filled = cell.alignment, cell.fill.fill_type
    words = [
        f"{cell.font.size:g} pt" if cell.font.size else "usual size",
        "bold" if cell.font.bold else "",
        f"on {cell.fill.fgColor.rgb}" if filled else "",
        alignment.horizontal or "",
        alignment.vertical or "",
        {1: "ltr", 2: "rtl"}.get(alignment.readingOrder, ""),
        "wrapped" if alignment.wrap_text else "",
        "" if cell.protection.locked else "open",
        f"format {cell.number_format}",
        "never a formula" if cell.quotePrefix else "",
    ]
    return ", ".join(filter(None, words))
