"""A workbook with English beside the translation, for translators without another program; uses openpyxl.

Every cell is text, so that no program turns “24/7” into a date or “= …” into a formula. Two narrow hidden columns carry
the id and the digests of the row. `returned_spreadsheet` reads a workbook that comes back.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from flyers.content.markup import IN_BRACES
from flyers.translation.exchange.rows import Export, ExportRow, RowState, require_xml

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

README, TRANSLATION = "Read me", "Translation"
ENGLISH, STATE, NOTES, ID, CHECK = "English", "State", "Notes for the translator", "id", "check"

BESIDE = " — "
"""Stands between the two names of the language in the heading of the translations."""

FIRST_ROW = 2

_WIDTHS = {"A": 58, "B": 58, "C": 13, "D": 62, "E": 4, "F": 4}
_OFFERED = (RowState.TO_TRANSLATE, RowState.TO_CHECK, RowState.TRANSLATED)
_A_CONTACT = re.compile(r"Copy (\{\w+\}) as it is; a phone number")
"""What a note says of the placeholder of a contact (`flyers.translation.extraction`)."""

_LEADING = "=+-@"
"""Characters that begin a formula when somebody types them."""


def write(export: Export) -> bytes:
    """Return the workbook of *export*: the same bytes for the same rows.

    Raises:
        TranslationError: If a text has a character that a workbook cannot hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    _read_me(book.active, export)
    sheet = book.create_sheet(TRANSLATION)
    _head(sheet, export)
    for number, row in enumerate(export.rows, start=FIRST_ROW):
        require_xml(row, export.language.tag)
        _row(sheet, number, row, export.source_name, rtl=export.language.rtl)
    _finish(sheet, len(export.rows))
    book.active = 1
    return _timeless(book, _day(export.issue))


def _read_me(sheet: Worksheet, export: Export) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = README
    sheet.column_dimensions["A"].width = 96
    language = export.language
    source = export.source_name
    notes = "\n".join(note for row in export.rows for note in row.notes)
    found = _A_CONTACT.search(notes) or IN_BRACES.search(" ".join(row.english for row in export.rows))
    example = found[found.re.groups] if found else "{phone}"
    lines = (
        f"{language.english} translation for {export.campaign}, issue {export.issue}",
        f"Language: {language.english}, {language.autonym} ({language.tag})",
        "",
        f"Please write in column B of the sheet “Translation”. Column A has the {source}, column D notes for you.",
        f"Column C says what to do. “to translate”: there is no translation yet. “please check”: the {source} has "
        "changed since it was translated, or somebody was not sure.",
        "When a row marked “please check” is right, set its column C to “translated”. Where you are not sure, set it "
        "to “please check”.",
        f"Words in braces, like {example}, become a phone number or an address. Copy them as they are. Never type a "
        "number or an address yourself.",
        "Two asterisks (**) begin and end bold text. Keep both, around the same words.",
        "Some rows are a shorter form of the row above, for a small space; their notes tell you. Keep those short.",
        f"Do not change the {source}, and delete no rows or hidden columns. If the {source} is wrong, write to us.",
        "Each cell is one text, without line breaks. Use the quotation marks and punctuation of your language.",
        "Save the file as an Excel workbook (.xlsx), and send it back under its own name.",
        "",
        f"Messages in this file: {len(export.rows)}",
    )
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        _put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    # The ids that were sent, one in each row, so that missing messages can be named.
    for number, row in enumerate(export.rows, start=1):
        _put(sheet.cell(number, 2), row.context)
    sheet.column_dimensions["B"].hidden = True
    _lock(sheet)


def _head(sheet: Worksheet, export: Export) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    language = export.language
    names = (export.source_name, f"{language.english}{BESIDE}{language.autonym}", STATE, NOTES, ID, CHECK)
    for column, name in enumerate(names, start=1):
        cell = sheet.cell(1, column)
        _put(cell, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6E6E6")
        cell.alignment = Alignment(vertical="center")
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["E"].hidden = sheet.column_dimensions["F"].hidden = True
    sheet.freeze_panes = "A2"
    # Columns then run from right to left, the English first; each text keeps its own direction.
    sheet.sheet_view.rightToLeft = language.rtl


def _row(sheet: Worksheet, number: int, row: ExportRow, source: str, *, rtl: bool) -> None:
    from openpyxl.styles import Alignment, Protection

    notes = [*row.notes, *([f"The translation was made from this {source}: “{row.former}”"] if row.former else [])]
    texts = (row.english, row.translation, str(row.state), "\n".join(notes), row.context, str(row.digests))
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        if text:
            _put(cell, text)
        cell.number_format = "@"
        # 1 is left to right, 2 right to left (ECMA-376-1, 18.8.1, readingOrder).
        right = rtl and column == 2
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", readingOrder=2 if right else 1, horizontal="right" if right else "left"
        )
        if column in (2, 3):
            cell.protection = Protection(locked=False)


def _put(cell: Any, text: str) -> None:
    cell.value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    cell.data_type = "s"  # never a formula or an error
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(tuple(_LEADING))


def _finish(sheet: Worksheet, rows: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if rows:
        states = ",".join((*_OFFERED, RowState.SIGNED))
        offered = DataValidation(type="list", formula1=f'"{states}"', allow_blank=True)
        sheet.add_data_validation(offered)
        offered.add(f"C{FIRST_ROW}:C{rows + 1}")
    _lock(sheet)


def _lock(sheet: Worksheet) -> None:
    """Protect the sheet against accidents, without a password; sizes, filters and sorting stay allowed."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)


def _day(issue: str) -> dt.datetime:
    year, month, day = [*map(int, issue.split("-")), 1, 1][:3]
    return dt.datetime(max(year, 1980), month, day)


def _timeless(book: Workbook, day: dt.datetime) -> bytes:
    """Return the workbook's bytes, with *day* in place of every time stamp."""
    book.properties.creator = "flyers"
    book.properties.created = day
    saved, out = _saved(book), io.BytesIO()
    stamp = f"{day.isoformat()}Z"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content)
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return out.getvalue()


def _saved(book: Workbook) -> io.BytesIO:
    """Return *book* as openpyxl saves it, but without the temporary files of its sheets, which a kill would leave."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
        def write_worksheet(self, sheet: Any) -> None:
            sheet._drawing = SpreadsheetDrawing()
            writer = WorksheetWriter(sheet, io.BytesIO())
            writer.write()
            sheet._rels = writer._rels
            self._archive.writestr(sheet.path[1:], writer.read())
            self.manifest.append(sheet)

    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        InMemory(book, archive).save()
    return saved
