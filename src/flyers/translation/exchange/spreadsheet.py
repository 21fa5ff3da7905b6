"""A workbook for agencies that take nothing else: English beside translation, written and read with openpyxl.

Everything is text, so that no spreadsheet makes a date of “24/7” or a formula of “= …”. Two narrow hidden columns
carry the id and what the row was when it went out. Rows are found again by the names at the heads of their columns,
whatever else has been done to the sheet; without ids the English alone says which message is meant.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flyers.errors import Source, TranslationError
from flyers.translation.exchange import untrusted
from flyers.translation.exchange.rows import Export, ExportRow, Import, ReturnedRow, RowDigests, RowState, require_xml

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

README, TRANSLATION = "Read me", "Translation"
ENGLISH, STATE, NOTES, ID, CHECK = "English", "State", "Notes for the translator", "id", "check"

MAX_ROWS = 5_000
MAX_COLUMNS = 40
FIRST_ROW = 2

_WIDTHS = {"A": 58, "B": 58, "C": 13, "D": 62, "E": 4, "F": 4}
_OFFERED = (RowState.TO_TRANSLATE, RowState.TO_CHECK, RowState.TRANSLATED)
_LEADING = "=+-@"
"""What a spreadsheet takes for the begin of a formula when somebody types it."""

_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""How a workbook writes a character by its number, a carriage return for one (ECMA-376-1, 22.9.2.19)."""

_LANGUAGE = re.compile(r"Language: .*\(([A-Za-z0-9-]+)\)")


def write(parcel: Export) -> bytes:
    """The workbook of *parcel*: the same bytes for the same rows.

    Raises:
        TranslationError: a text has a character that a workbook cannot hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    _read_me(book.active, parcel)
    sheet = book.create_sheet(TRANSLATION)
    _head(sheet, parcel)
    for number, row in enumerate(parcel.rows, start=FIRST_ROW):
        require_xml(row, parcel.language.tag)
        _row(sheet, number, row, rtl=parcel.language.rtl)
    _finish(sheet, len(parcel.rows))
    book.active = 1
    return _timeless(book, _day(parcel.issue))


def _read_me(sheet: Worksheet, parcel: Export) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = README
    sheet.column_dimensions["A"].width = 96
    language = parcel.language
    lines = (
        f"{language.english} translation for {parcel.campaign}, edition {parcel.issue}",
        f"Language: {language.english}, {language.autonym} ({language.tag})",
        "",
        "Please write in column B of the sheet “Translation”. The English stands in column A, notes for you in D.",
        "Column C says what to do. “to translate”: nothing is there yet. “please check”: the English has changed since "
        "it was translated, or somebody was not sure.",
        "When you are sure of a row marked “please check”, set its column C to “translated”. Where you are unsure, set "
        "it to “please check”.",
        "Words in braces, like {hotline}, become a phone number or an address. Copy them as they are. Never type a "
        "number or an address yourself.",
        "Two asterisks (**) begin and end bold text. Keep both, round the same words.",
        "Some rows are a shorter form of the row above, for a small place; their notes say so. Keep those short.",
        "Do not change the English, and delete no rows or hidden columns. If the English is wrong, write to us.",
        "One cell is one text, without line breaks. Use your language's own quotation marks and punctuation.",
        "Save as Excel workbook (.xlsx) and send this file back under its own name.",
        "",
        f"Messages in this file: {len(parcel.rows)}",
    )
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        _put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    # The ids that were sent, one in a row: what is missing afterwards can be named.
    for number, row in enumerate(parcel.rows, start=1):
        _put(sheet.cell(number, 2), row.context)
    sheet.column_dimensions["B"].hidden = True
    _lock(sheet)


def _head(sheet: Worksheet, parcel: Export) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    language = parcel.language
    names = (ENGLISH, f"{language.english} — {language.autonym}", STATE, NOTES, ID, CHECK)
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
    # Columns then run from the right, the English first; texts keep directions of their own.
    sheet.sheet_view.rightToLeft = language.rtl


def _row(sheet: Worksheet, number: int, row: ExportRow, *, rtl: bool) -> None:
    from openpyxl.styles import Alignment, Protection

    notes = list(row.notes) + ([f"The translation was made of this English: “{row.former}”"] if row.former else [])
    texts = (row.english, row.translation, str(row.state), "\n".join(notes), row.context, str(row.seen))
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
    cell.data_type = "s"  # never a formula or an error, whatever it begins with
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
    """Against slips, without a password: widths and heights may be changed, rows looked for."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)


def _day(edition: str) -> dt.datetime:
    year, month, day = [*map(int, edition.split("-")), 1, 1][:3]
    return dt.datetime(max(year, 1980), month, day)


def _timeless(book: Workbook, day: dt.datetime) -> bytes:
    """The workbook's bytes with *day* in place of every time at which it was made."""
    book.properties.creator = "flyers"
    book.properties.created = day
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    stamp = f"{day.isoformat()}Z"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp.encode(), content)
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return out.getvalue()


def read(data: bytes, name: str) -> Import:
    """What a workbook that came back holds; *name* is the file's in errors, which give the cell.

    Raises:
        TranslationError: it is not a workbook with the columns that were sent. (Cells without text are faults in it.)
    """
    from openpyxl import load_workbook

    packed = untrusted.archive(data, name)
    try:
        # Formulas stay formulas, so that they can be refused; links to other files are dropped.
        book = load_workbook(packed, read_only=True, data_only=False, keep_links=False)
        sheet = book[TRANSLATION] if TRANSLATION in book.sheetnames else book.worksheets[-1]
        grid = _grid(sheet)
        head = _grid(book[README]) if README in book.sheetnames else []
    except Exception as error:  # openpyxl meets broken files with whatever it stumbles over
        raise TranslationError(
            f"This is not a workbook that can be read ({type(error).__name__}).",
            hint="Open it, save it as Excel workbook (.xlsx), and import that.",
            source=Source(name),
        ) from None
    columns = _columns(grid, name, sheet.title)
    faults: list[TranslationError] = []
    rows = tuple(_returned(grid, columns, f"{name}, {sheet.title}", faults))
    language = next((found[1] for row in head for cell in row[:1] if (found := _LANGUAGE.match(_shown(cell)))), "")
    sent = tuple(each for row in head if len(row) > 1 and (each := _shown(row[1]).strip()))
    return Import(name, language, rows, sent, tuple(faults))


def _grid(sheet: Any) -> list[tuple[Any, ...]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what a file says of its size may be wrong
    return list(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS))


def _shown(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)


def _columns(grid: list[tuple[Any, ...]], name: str, sheet: str) -> Mapping[str, int]:
    """Where each column stands; ``"translation"`` is the first between English and the others of ours that has none of
    our names."""
    heads = [_shown(cell).strip() for cell in grid[0]] if grid else []
    known = {head: index for index, head in enumerate(heads) if head in (ENGLISH, STATE, NOTES, ID, CHECK)}
    others = [index for index, head in enumerate(heads) if head and head not in known]
    if ENGLISH not in known or not others:
        raise TranslationError(
            f"The sheet “{sheet}” has no column “{ENGLISH}” with a column for the translation beside it.",
            hint="Its first row must have the names that were sent.",
            source=Source(f"{name}, {sheet}!A1"),
        )
    if len(others) > 1 and ID in known:
        after = [index for index in others if index > known[ENGLISH]]
        others = after or others
    return {**known, "translation": others[0]}


def _returned(
    grid: list[tuple[Any, ...]], columns: Mapping[str, int], sheet: str, faults: list[TranslationError]
) -> Iterator[ReturnedRow]:
    for number, row in enumerate(grid[1:], start=FIRST_ROW):
        cells = {column: row[index] for column, index in columns.items() if index < len(row)}
        places = {column: Source(f"{sheet}!{_letter(columns[column])}{number}") for column in cells}
        found = {column: _text(cell) for column, cell in cells.items()}
        wrong = [column for column in (ENGLISH, "translation", ID) if found.get(column, "") is None]
        said = {column: text or "" for column, text in found.items()}
        context = said.get(ID, "").strip()
        faults += [_no_text(cells[column], places[column], context) for column in wrong]
        if not wrong and (said[ENGLISH].strip() or said["translation"].strip() or context):
            yield ReturnedRow(
                context=context,
                english=said[ENGLISH],
                translation=said["translation"],
                state=_state(said.get(STATE, "")),
                seen=RowDigests.parse(said.get(CHECK, "")),
                source=places["translation"],
            )


def _state(text: str) -> RowState | None:
    return next((state for state in RowState if text.strip().casefold() == state), None)


def _text(cell: Any) -> str | None:
    """The cell's text, "" where it is empty; None where it holds something else."""
    if cell.value is None:
        return ""
    if cell.data_type in ("s", "inlineStr", "str") and isinstance(cell.value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[0][2:6], 16)), cell.value).replace("\r", "")
    return None


_KINDS = {"f": "a formula", "n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}


def _no_text(cell: Any, place: Source, context: str) -> TranslationError:
    return TranslationError(
        f"This cell holds {_KINDS.get(cell.data_type, 'something else')} where text should be: “{cell.value}”.",
        hint="Format the cell as text, and type it again.",
        source=place,
        trail=[context] if context else [],
    )


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))
