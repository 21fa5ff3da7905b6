"""Reading of a workbook (`spreadsheet`) that came back from a translator.

Columns are found by their headings, so they may be moved; a row without an id is identified by its English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flyers.content.schema import shorten
from flyers.errors import Source, TranslationError
from flyers.translation.exchange import untrusted
from flyers.translation.exchange.rows import Import, ReturnedRow, RowDigests, RowState
from flyers.translation.exchange.spreadsheet import (
    BESIDE,
    CHECK,
    ENGLISH,
    FIRST_ROW,
    ID,
    NOTES,
    README,
    STATE,
    TRANSLATION,
)
from flyers.translation.language_names import is_english_name

MAX_ROWS = 5_000
MAX_COLUMNS = 40

_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""A character written as its number, such as a carriage return (ECMA-376-1, 22.9.2.19)."""

_LANGUAGE = re.compile(r"Language: .*\(([A-Za-z0-9-]+)\)")


def read(data: bytes, name: str) -> Import:
    """Read a workbook that came back; *name* is its name in errors, which also give the cell.

    Cells that hold something other than text are faults of the result.

    Raises:
        TranslationError: If it is not a workbook, or lacks the columns that were sent.
    """
    from openpyxl import load_workbook

    packed = untrusted.checked_archive(data, name)
    try:
        # Formulas are read as formulas, so that they can be refused; links to other files are dropped.
        book = load_workbook(packed, read_only=True, data_only=False, keep_links=False)
        sheet = book[TRANSLATION] if TRANSLATION in book.sheetnames else book.worksheets[-1]
        grid = _grid(sheet)
        head = _grid(book[README]) if README in book.sheetnames else []
    except Exception as error:  # openpyxl raises errors of all kinds for broken files
        raise TranslationError(
            f"This workbook cannot be read ({type(error).__name__}).",
            hint="Open it, save it as an Excel workbook (.xlsx), and import that file.",
            source=Source(name),
        ) from None
    columns = _columns(grid, name, sheet.title)
    faults: list[TranslationError] = []
    rows = tuple(_returned(grid, columns, f"{name}, {sheet.title}", faults))
    language = next((found[1] for row in head for cell in row[:1] if (found := _LANGUAGE.match(_shown(cell)))), "")
    sent_contexts = tuple(context for row in head if len(row) > 1 and (context := _shown(row[1]).strip()))
    return Import(name, language, rows, sent_contexts, tuple(faults))


def _grid(sheet: Any) -> list[tuple[Any, ...]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # the size that the file gives may be wrong
    return list(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS))


def _shown(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)


def _columns(grid: list[tuple[Any, ...]], name: str, sheet: str) -> Mapping[str, int]:
    """Return the index of each column by its heading.

    ``"translation"`` is the first column with a heading that is not ours, after the English if the sheet has ids.
    """
    heads = [_shown(cell).strip() for cell in grid[0]] if grid else []
    known = {head: index for index, head in enumerate(heads) if head in (ENGLISH, STATE, NOTES, ID, CHECK)}
    others = [index for index, head in enumerate(heads) if head and head not in known]
    source = next((index for index in others if is_english_name(heads[index])), None)
    if ENGLISH not in known and source is not None and any(BESIDE in heads[index] for index in others):
        known[ENGLISH] = source  # the messages are in another language
        others.remove(source)
    if ENGLISH not in known or not others:
        raise TranslationError(
            f"The sheet “{sheet}” has no column “{ENGLISH}” with a column for the translation beside it.",
            hint="Its first row must have the headings that were sent.",
            source=Source(f"{name}, {sheet}!A1"),
        )
    if ID in known:
        others = [index for index in others if index > known[ENGLISH]] or others
    return {**known, "translation": others[0]}


def _returned(
    grid: list[tuple[Any, ...]], columns: Mapping[str, int], sheet: str, faults: list[TranslationError]
) -> Iterator[ReturnedRow]:
    for number, row in enumerate(grid[1:], start=FIRST_ROW):
        cells = {column: row[index] for column, index in columns.items() if index < len(row)}
        places = {column: Source(f"{sheet}!{_letter(columns[column])}{number}") for column in cells}
        contents = {column: _text(cell) for column, cell in cells.items()}
        wrong = [column for column in (ENGLISH, "translation", ID) if contents.get(column, "") is None]
        texts = {column: text or "" for column, text in contents.items()}
        context = texts.get(ID, "").strip()
        faults += [_not_text(cells[column], places[column], context) for column in wrong]
        said = texts.get(STATE, "").strip()
        if said and _state(said) is None:
            wrong.append(STATE)
            faults.append(_no_state(said, places[STATE], context))
        if not wrong and (texts[ENGLISH].strip() or texts["translation"].strip() or context):
            yield ReturnedRow(
                context=context,
                english=texts[ENGLISH],
                translation=texts["translation"],
                state=_state(texts.get(STATE, "")),
                digests=RowDigests.parse(texts.get(CHECK, "")),
                source=places["translation"],
            )


def _state(text: str) -> RowState | None:
    return next((state for state in RowState if text.strip().casefold() == state), None)


def _text(cell: Any) -> str | None:
    """Return the cell's text; "" if it is empty, None if it holds something else."""
    if cell.value is None:
        return ""
    if cell.data_type in ("s", "inlineStr", "str") and isinstance(cell.value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[0][2:6], 16)), cell.value).replace("\r", "")
    return None


_KINDS = {"f": "a formula", "n": "a number", "d": "a date", "b": "a truth value", "e": "an error"}


def _not_text(cell: Any, place: Source, context: str) -> TranslationError:
    return TranslationError(
        f"This cell has {_KINDS.get(cell.data_type, 'something else')} in place of text: “{cell.value}”.",
        hint="Format the cell as text, and type it again.",
        source=place,
        trail=[context] if context else [],
    )


def _no_state(said: str, place: Source, context: str) -> TranslationError:
    """Return the error for words that nobody offered: perhaps the translator was not sure."""
    return TranslationError(
        f"“{shorten(said)}” is not a state of a row.",
        hint=f"Write one of {', '.join(RowState)}, or empty the cell.",
        source=place,
        trail=[context] if context else [],
    )


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))
