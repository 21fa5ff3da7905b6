"""The file formats that translators work with, and the catalog itself as a PO file.

XLIFF and spreadsheets have modules of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from flyers.content import yamlfile
from flyers.errors import ContentError, Source, TranslationError
from flyers.translation import po
from flyers.translation.catalog import Catalog
from flyers.translation.exchange import spreadsheet, untrusted, xliff
from flyers.translation.exchange.rows import Export, Import, ReturnedRow, RowState
from flyers.translation.exchange.untrusted import FileFormat

ENDINGS = {FileFormat.XLIFF: "xlf", FileFormat.XLSX: "xlsx", FileFormat.PO: "po"}

SENT = "X-Flyers-Messages"
"""The header of a PO file with the number of its messages. A part of such a file is a PO file too."""


def write(export: Export, catalog: Catalog, file_format: FileFormat) -> bytes:
    """Return the file of *export*; a PO file has the entries of *catalog* for its rows.

    Raises:
        TranslationError: If a text has a character that the format cannot hold.
    """
    if file_format is FileFormat.PO:
        return write_po(catalog, {row.context for row in export.rows})
    return xliff.write(export) if file_format is FileFormat.XLIFF else spreadsheet.write(export)


def read(path: Path, name: str) -> Import:
    """Read a file that came back; *name* is its name in errors.

    Raises:
        TranslationError: If the file is not of a supported format, is broken, or is unsafe to read.
        FileAccessError: If the file cannot be read.
    """
    file_format, data = untrusted.read(path, name)
    if file_format is FileFormat.PO:
        return read_po(data, name)
    return xliff.read(data, name) if file_format is FileFormat.XLIFF else spreadsheet.read(data, name)


def write_po(catalog: Catalog, contexts: Collection[str]) -> bytes:
    """Return a PO file of the entries of *contexts* in *catalog*."""
    entries = {key: entry for key, entry in catalog.entries.items() if str(key) in contexts}
    headers = {**catalog.headers, SENT: str(len(entries))}
    return po.write(replace(catalog, entries=entries, obsolete=(), headers=headers)).encode()


def read_po(data: bytes, name: str) -> Import:
    """Read a PO file that came back; *name* is its name in errors.

    Raises:
        TranslationError: If it is not a PO file in UTF-8, with the line, or has no message.
    """
    try:
        catalog = po.read(yamlfile.decode(data, name), name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    if not catalog.entries:
        raise TranslationError("This file has no messages.", hint="Ask for the file again.", source=Source(name))
    rows = tuple(
        ReturnedRow(
            context=str(entry.context),
            english=entry.english,
            translation=entry.translation,
            state=RowState.TO_CHECK if entry.fuzzy else RowState.TRANSLATED,
            digests=None,
            source=entry.source,
            remarks=entry.remarks,
        )
        for entry in catalog.entries.values()
    )
    sent = catalog.headers.get(SENT, "")
    return Import(
        name,
        catalog.headers.get("Language", ""),
        rows,
        remarks=catalog.remarks,
        sent=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0,
    )
