"""Safety checks of files from outside, before any parser reads them.

A file that comes back from an agency was made by unknown programs and people. So its size is limited before anything
is unpacked (a kilobyte of ZIP can hold gigabytes), and XML with a document type is refused, because every attack by
entities (billion laughs, external entities) needs one. XLIFF needs none, and OPC, the packaging of spreadsheets,
forbids it (ECMA-376-2:2021, 6.2.5).
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from flyers import limits
from flyers.errors import ContentError, FlyersError, Source, TranslationError
from flyers.files import read_bytes


class FileFormat(StrEnum):
    """A file format for translators."""

    XLIFF = "xliff"
    XLSX = "xlsx"
    PO = "po"


_ENDINGS = {
    ".xlf": FileFormat.XLIFF,
    ".xliff": FileFormat.XLIFF,
    ".sdlxliff": FileFormat.XLIFF,
    ".mqxliff": FileFormat.XLIFF,
    ".xlsx": FileFormat.XLSX,
    ".po": FileFormat.PO,
}

_HINTS = {
    ".xls": "This is the old format of Excel: open it there and save it as .xlsx.",
    ".ods": "Open it in LibreOffice and save it as Excel 2007–365 (.xlsx).",
    ".csv": "CSV loses the ids and the directions of text: return the .xlsx file that was sent.",
    ".xlsm": "Save it as .xlsx, which has no macros.",
    ".docx": "Return the file that was sent, not a document made from it.",
    ".zip": "Unpack it, and import the files in it.",
}


def read(path: Path, name: str) -> tuple[FileFormat, bytes]:
    """Return the format of the file, by its ending and its content, and its bytes.

    Raises:
        TranslationError: If the format is not supported, the content is not what the ending says, or the file is too
            large.
        FileAccessError: If the file cannot be read.
    """
    ending = path.suffix.lower()
    file_format = _ENDINGS.get(ending)
    if file_format is None:
        raise TranslationError(
            f"Files of the kind “{ending or path.name}” cannot be imported.",
            hint=_hint(path, ending),
            source=Source(name),
        )
    try:
        data = read_bytes(path, name, limits.EXCHANGE_BYTES)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    content = FileFormat.XLIFF if _is_markup(data) else FileFormat.PO
    if data.startswith(b"PK\x03\x04"):
        content = FileFormat.XLSX
    if content is not file_format:
        raise TranslationError(
            f"The name of this file ends in {ending}, but its content is {_CONTENT[content]}.",
            hint="Return the file that was sent, saved with its own ending.",
            source=Source(name),
        )
    return file_format, data


def _hint(path: Path, ending: str) -> str:
    if ending == ".txt" and Path(path.stem).suffix.lower() in _ENDINGS:
        return f"Rename it to {path.stem}."
    return _HINTS.get(ending, "Use .xlf, .xliff, .xlsx or .po.")


_CONTENT = {FileFormat.XLSX: "a ZIP archive", FileFormat.XLIFF: "XML", FileFormat.PO: "neither XML nor a ZIP archive"}


def _is_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def checked_xml(data: bytes, name: str) -> bytes:
    """Return the XML as UTF-8 without a declaration, so that no parser has to guess its encoding.

    Raises:
        TranslationError: If it has a document type, or is neither UTF-8 nor UTF-16 with a byte-order mark.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    declared = re.match(r"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""", text)
    # In an encoding such as UTF-7 a document type could not be recognized.
    if "\0" in text or (declared and declared[1].lower() not in ("utf-8", "utf-16", "us-ascii")):
        raise TranslationError(
            "This file is not UTF-8.", hint="Ask for it again, exported as UTF-8.", source=Source(name)
        ) from None
    # Line breaks are normalized as XML asks (1.0, 2.11); the declaration goes, since it may name a wrong encoding.
    text = re.sub(r"^\s*<\?xml\b[^>]*\?>", "", text.replace("\r\n", "\n"), count=1)
    if match := re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TranslationError(
            "This XML has a document type (“<!DOCTYPE”), which can make a program read other files.",
            hint="No program for translators writes one: do not trust the file, and ask for it again.",
            source=Source(name, text.count("\n", 0, match.start()) + 1),
        )
    return text.encode()


def checked_archive(data: bytes, name: str) -> io.BytesIO:
    """Return a workbook's ZIP archive as a stream.

    Raises:
        TranslationError: If the archive is broken, has too many or too large parts, macros or a password, or if a part
            is XML with a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _require_small(packed, name)
            for part in packed.infolist():
                # `read` returns no more than the checked size, and compares the checksum. A parser may read any part as
                # XML, whatever its name.
                if _is_markup(content := packed.read(part)):
                    checked_xml(content, f"{name} ({part.filename})")
    # zipfile raises many kinds: NotImplementedError for an unknown compression, RuntimeError for a password, ValueError
    # for a place before the file.
    except FlyersError:
        raise
    except Exception as error:
        raise TranslationError(
            f"This is not a complete ZIP archive ({error}).", hint="Ask for the file again.", source=Source(name)
        ) from None
    return io.BytesIO(data)


def _require_small(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.EXCHANGE_PARTS or unpacked > limits.EXCHANGE_UNPACKED_BYTES:
        raise TranslationError(
            f"Unpacked, this file has {len(parts)} parts of {unpacked / 1e6:.0f} MB together; the limit is "
            f"{limits.EXCHANGE_PARTS} parts of {limits.EXCHANGE_UNPACKED_BYTES / 1e6:.0f} MB.",
            hint="Import the file that was sent.",
            source=Source(name),
        )
    for part in parts:
        if part.filename.lower().endswith("vbaproject.bin"):
            raise TranslationError("This workbook contains macros.", hint=_HINTS[".xlsm"], source=Source(name))
        if part.flag_bits & 1:
            raise TranslationError(
                "This workbook is protected by a password.", hint="Save it without one.", source=Source(name)
            )
