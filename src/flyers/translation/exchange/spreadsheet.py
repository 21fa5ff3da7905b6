"""A workbook with English beside the translation, for translators without another program; uses openpyxl.

Every cell is text, so that no program turns “24/7” into a date or “= …” into a formula. Two narrow hidden columns carry
the id and the digests of the row. `read` reads a workbook that comes back.

Columns are found by their headings, so they may be moved; a row without an id is identified by its English.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from flyers.content.markup import IN_BRACES
from flyers.content.schema import shorten
from flyers.errors import Source, TranslationError
from flyers.translation.exchange.rows import Export, ExportRow, Import, ReturnedRow, RowDigests, RowState, checked_zip
from flyers.translation.registry import english_name, is_english_name

README, TRANSLATION = "Read me", "Translation"
ENGLISH, STATE, NOTES, ID, CHECK = "English", "State", "Notes for the translator", "id", "check"
BESIDE = " — "  # Stands between the two names of the language in the heading of the translations.
FIRST_ROW = 2


def write(export: Export) -> bytes:
    """Return the workbook of *export*: the same bytes for the same rows."""
    book = Workbook()
    _read_me(book.active, export)
    sheet = book.create_sheet(TRANSLATION)
    _head(sheet, export)
    for number, row in enumerate(export.rows, start=FIRST_ROW):
        row.require_xml(export.language.tag)
        _row(sheet, number, row, rtl=export.language.rtl)
    if export.rows:
        offered = (RowState.TO_TRANSLATE, RowState.TO_CHECK, RowState.TRANSLATED, RowState.SIGNED)
        states = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
        sheet.add_data_validation(states)
        states.add(f"C{FIRST_ROW}:C{len(export.rows) + 1}")
    _lock(sheet)
    book.active = 1
    year, month, day = [*map(int, export.issue.split("-")), 1, 1][:3]
    return _timeless(book, dt.datetime(max(year, 1980), month, day))


def _read_me(sheet: Worksheet, export: Export) -> None:
    sheet.title = README
    sheet.column_dimensions["A"].width = 96
    language, source = export.language, english_name(export.source_language)
    notes = "\n".join(note for row in export.rows for note in row.notes)
    # What a note says of the placeholder of a contact (`flyers.translation.template`).
    contact = re.search(r"Copy (\{\w+\}) as it is; a phone number", notes)
    match = contact or IN_BRACES.search(" ".join(row.english for row in export.rows))
    example = match[match.re.groups] if match else "{phone}"
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
        _put(sheet.cell(number, 1), line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    # The ids that were sent, one in each row, so that missing messages can be named.
    for number, row in enumerate(export.rows, start=1):
        _put(sheet.cell(number, 2), row.context)
    sheet.column_dimensions["B"].hidden = True
    _lock(sheet)


def _head(sheet: Worksheet, export: Export) -> None:
    language = export.language
    names = (english_name(export.source_language), f"{language.english}{BESIDE}{language.autonym}")
    for column, name in enumerate((*names, STATE, NOTES, ID, CHECK), start=1):
        cell = _put(sheet.cell(1, column), name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6E6E6")
        cell.alignment = Alignment(vertical="center")
    for letter, width in {"A": 58, "B": 58, "C": 13, "D": 62, "E": 4, "F": 4}.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["E"].hidden = sheet.column_dimensions["F"].hidden = True
    sheet.freeze_panes = "A2"
    # Columns then run from right to left, the English first; each text keeps its own direction.
    sheet.sheet_view.rightToLeft = language.rtl


def _row(sheet: Worksheet, number: int, row: ExportRow, *, rtl: bool) -> None:
    texts = (row.english, row.translation, str(row.state), "\n".join(row.notes), row.context, str(row.digests))
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        if text:
            _put(cell, text)
        cell.number_format = "@"
        # 1 is left to right, 2 right to left (ECMA-376-1, 18.8.1, readingOrder).
        order, side = (2, "right") if rtl and column == 2 else (1, "left")
        cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order, horizontal=side)
        if column in (2, 3):
            cell.protection = Protection(locked=False)


def _put(cell: Any, text: str) -> Any:
    cell.value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    cell.data_type = "s"  # never a formula or an error
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))  # which begin a formula when somebody types them
    return cell


def _lock(sheet: Worksheet) -> None:
    """Protect the sheet against accidents, without a password; sizes, filters and sorting stay allowed."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)


def _timeless(book: Workbook, day: dt.datetime) -> bytes:
    """Return the workbook's bytes, with *day* in place of every time stamp."""
    book.properties.creator = "flyers"
    book.properties.created = day
    saved, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        _InMemory(book, archive).save()
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


class _InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """Saves a workbook as openpyxl does, but without the temporary files of its sheets, which a kill would leave."""

    def write_worksheet(self, sheet: Any) -> None:
        writer = WorksheetWriter(sheet, io.BytesIO())
        writer.write()
        self._archive.writestr(sheet.path[1:], writer.read())
        self.manifest.append(sheet)


def read(data: bytes, name: str) -> Import:
    """Read a workbook that came back; *name* is its name in errors, which also give the cell.

    Cells that hold something other than text are faults of the result. Raises TranslationError if it is not a workbook,
    or lacks the columns that were sent.
    """
    packed = checked_zip(data, name)
    try:
        # Formulas are read as formulas, so that they can be refused; links to other files are dropped.
        book = load_workbook(packed, read_only=True, data_only=False, keep_links=False)
        sheet = book[TRANSLATION] if TRANSLATION in book.sheetnames else book.worksheets[-1]
        grid = _grid(sheet)
        head = _grid(book[README]) if README in book.sheetnames else []
    except Exception as error:  # openpyxl raises errors of all kinds for broken files
        hint = "Open it, save it as an Excel workbook (.xlsx), and import that file."
        problem = f"This workbook cannot be read ({type(error).__name__})."
        raise TranslationError(problem, hint=hint, source=Source(name)) from None
    columns = _columns(grid, name, sheet.title)
    faults: list[TranslationError] = []
    rows = tuple(_returned(grid, columns, f"{name}, {sheet.title}", faults))
    titles = "\n".join(_shown(row[0]) for row in head)
    language = re.search(r"^Language: .*\(([A-Za-z0-9-]+)\)", titles, re.MULTILINE)
    sent_contexts = tuple(context for row in head if (context := _shown(row[1]).strip()))
    return Import(name, language[1] if language else "", rows, sent_contexts, tuple(faults))


def _grid(sheet: Any) -> list[tuple[Any, ...]]:
    # So many rows and columns, whatever size the file gives; a row has them all.
    return list(sheet.iter_rows(max_row=5_000, max_col=40))


def _shown(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)


def _columns(grid: list[tuple[Any, ...]], name: str, sheet: str) -> Mapping[str, int]:
    """Return the index of each column by its heading.

    ``"translation"`` is the first column with a heading that is not ours, after the English if the sheet has ids.
    """
    heads = [_shown(cell).strip() for cell in grid[0]] if grid else []
    columns = {head: index for index, head in enumerate(heads) if head in (ENGLISH, STATE, NOTES, ID, CHECK)}
    others = [index for index, head in enumerate(heads) if head and head not in columns]
    source = next((index for index in others if is_english_name(heads[index])), None)
    if ENGLISH not in columns and source is not None and any(BESIDE in heads[index] for index in others):
        columns[ENGLISH] = source  # the messages are in another language
        others.remove(source)
    if ENGLISH not in columns or not others:
        problem = f"The sheet “{sheet}” has no column “{ENGLISH}” with a column for the translation beside it."
        hint = "Its first row must have the headings that were sent."
        raise TranslationError(problem, hint=hint, source=Source(f"{name}, {sheet}!A1"))
    if ID in columns:
        others = [index for index in others if index > columns[ENGLISH]] or others
    return {**columns, "translation": others[0]}


def _returned(
    grid: list[tuple[Any, ...]], columns: Mapping[str, int], sheet: str, faults: list[TranslationError]
) -> Iterator[ReturnedRow]:
    for number, row in enumerate(grid[1:], start=FIRST_ROW):
        cells = {column: row[index] for column, index in columns.items()}
        places = {column: Source(f"{sheet}!{get_column_letter(columns[column] + 1)}{number}") for column in cells}
        contents = {column: _text(cell) for column, cell in cells.items()}
        wrong = [column for column in (ENGLISH, "translation", ID) if contents.get(column, "") is None]
        texts = {column: text or "" for column, text in contents.items()}
        context = texts.get(ID, "").strip()
        trail = [context] if context else []
        for column in wrong:
            kinds = {"f": "a formula", "n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}
            kind = kinds.get(cells[column].data_type, "something else")
            problem = f"This cell has {kind} in place of text: “{cells[column].value}”."
            hint = "Format the cell as text, and type it again."
            faults.append(TranslationError(problem, hint=hint, source=places[column], trail=trail))
        state = texts.get(STATE, "").strip()
        row_state = next((known for known in RowState if known == state.casefold()), None)
        if state and row_state is None:  # nobody offered that: perhaps the translator was not sure
            wrong.append(STATE)
            hint = f"Write one of {', '.join(RowState)}, or empty the cell."
            problem = f"“{shorten(state)}” is not a state of a row."
            faults.append(TranslationError(problem, hint=hint, source=places[STATE], trail=trail))
        if not wrong and (texts[ENGLISH].strip() or texts["translation"].strip() or context):
            yield ReturnedRow(
                context=context,
                english=texts[ENGLISH],
                translation=texts["translation"],
                state=row_state,
                digests=RowDigests.parse(texts.get(CHECK, "")),
                source=places["translation"],
            )


def _text(cell: Any) -> str | None:
    """Return the cell's text; "" if it is empty, None if it holds something else."""
    if cell.value is None:
        return ""
    if cell.data_type in ("s", "inlineStr", "str") and isinstance(cell.value, str):
        # A character written as its number, such as a carriage return (ECMA-376-1, 22.9.2.19).
        text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), cell.value)
        return text.replace("\r", "")
    return None
