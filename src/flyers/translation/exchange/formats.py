"""The file formats that translators work with, and the catalog itself as a PO file.

XLIFF and spreadsheets have modules of their own. The library for XLIFF, translate-toolkit, is an extra, because it has
another licence than this program.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from flyers.content import yamlfile
from flyers.errors import ContentError, MissingToolError, Source, TranslationError, install_with
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
        MissingToolError: If the library for the format is not installed.
        TranslationError: If a text has a character that the format cannot hold.
    """
    require_library(file_format)
    if file_format is FileFormat.PO:
        return write_po(catalog, {row.context for row in export.rows})
    return xliff.write(export) if file_format is FileFormat.XLIFF else spreadsheet.write(export)


def read(path: Path, name: str) -> Import:
    """Read a file that came back; *name* is its name in errors.

    Raises:
        MissingToolError: If the library for the format is not installed.
        TranslationError: If the file is not of a supported format, is broken, or is unsafe to read.
        FileAccessError: If the file cannot be read.
    """
    file_format, data = untrusted.read(path, name)
    require_library(file_format)
    if file_format is FileFormat.PO:
        return read_po(data, name)
    return xliff.read(data, name) if file_format is FileFormat.XLIFF else spreadsheet.read(data, name)


def usual_format() -> FileFormat:
    """Return the format of an export that names none: XLIFF if its library is installed, else a spreadsheet."""
    return FileFormat.XLIFF if _has_toolkit() else FileFormat.XLSX


def require_library(file_format: FileFormat) -> None:
    """Make sure that the library for *file_format* is installed.

    Raises:
        MissingToolError: If it is not.
    """
    if file_format is FileFormat.XLIFF and not _has_toolkit():
        raise MissingToolError(
            "XLIFF files need the library translate-toolkit, which is not installed.",
            hint=f"A spreadsheet needs nothing (--format xlsx). {install_with('exchange')}",
        )


def _has_toolkit() -> bool:
    return importlib.util.find_spec("translate") is not None


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
