"""A file from outside, looked at before any parser reads it.

What comes back from an agency was made by programs and people that nobody here knows. So: sizes are limited before
anything is unpacked (a kilobyte of ZIP can hold gigabytes), and XML with a document type is refused, since all attacks
by entities (billion laughs, external entities) need one. XLIFF needs none, and OPC, the packaging of spreadsheets,
forbids it (ECMA-376-2:2021, 6.2.5).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from flyers.content import yamlfile
from flyers.errors import ContentError, Source, TranslationError

MAX_BYTES = 8_000_000
"""Of a file. A spreadsheet of this campaign has some 30 kB."""

MAX_UNPACKED = 48_000_000
"""Of all parts of a spreadsheet together."""

MAX_PARTS = 500


class FileFormat(StrEnum):
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

_ADVICE = {
    ".xls": "This is the old format of Excel: open it there and save it as .xlsx.",
    ".ods": "Open it in LibreOffice and save it as Excel 2007–365 (.xlsx).",
    ".csv": "CSV loses ids and directions of text: return the .xlsx file that was sent.",
    ".xlsm": "It holds macros: save it as .xlsx, without them.",
    ".docx": "Return the file that was sent, not a document made of it.",
    ".zip": "Unpack it, and import the files in it.",
}


def opened(path: Path, name: str) -> tuple[FileFormat, bytes]:
    """What kind of file *path* is, by its ending and its content, and its bytes.

    Raises:
        TranslationError: it is of no kind that is taken, is not what its ending says, or is too large.
        FileAccessError: it cannot be read.
    """
    ending = path.suffix.lower()
    kind = _ENDINGS.get(ending)
    if kind is None:
        raise TranslationError(
            f"Files like “{ending or path.name}” are not taken.",
            hint=_ADVICE.get(ending, "Those that are: .xlf or .xliff, .xlsx, .po."),
            source=Source(name),
        )
    try:
        data = yamlfile.read_bytes(path, name, MAX_BYTES)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    looks = (
        FileFormat.XLSX if data.startswith(b"PK\x03\x04") else FileFormat.XLIFF if _is_markup(data) else FileFormat.PO
    )
    if looks is not kind:
        raise TranslationError(
            f"This is not what its name says: it ends in {ending}, but its content is {_LOOKS[looks]}.",
            hint="Return the file that was sent, saved under its own ending.",
            source=Source(name),
        )
    return kind, data


_LOOKS = {FileFormat.XLSX: "a ZIP archive", FileFormat.XLIFF: "XML", FileFormat.PO: "neither XML nor a ZIP archive"}


def _is_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def markup(data: bytes, name: str) -> bytes:
    """XML without a document type, as UTF-8 without a declaration, so that nobody guesses its encoding again.

    Raises:
        TranslationError: it has a document type, or is neither UTF-8 nor UTF-16 with a byte-order mark.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    declared = re.match(r"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""", text)
    # In an encoding like UTF-7 a document type would not look like one.
    if "\0" in text or (declared and declared[1].lower() not in ("utf-8", "utf-16", "us-ascii")):
        raise TranslationError(
            "This file is not UTF-8.", hint="Have it exported again, as UTF-8.", source=Source(name)
        ) from None
    # Line breaks are XML's (1.0, 2.11); the declaration may name another encoding than the one that was true.
    text = re.sub(r"^\s*<\?xml\b[^>]*\?>", "", text.replace("\r\n", "\n"), count=1)
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TranslationError(
            "This XML has a document type (“<!DOCTYPE”), by which a file can make a program read others.",
            hint="No translator's program writes one: do not trust the file, and ask for it again.",
            source=Source(name),
        )
    return text.encode()


def archive(data: bytes, name: str) -> io.BytesIO:
    """A spreadsheet's ZIP archive whose parts are few, small when unpacked, and XML without a document type.

    Raises:
        TranslationError: it is not one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _require_small(packed, name)
            for part in packed.infolist():
                # `read` gives no more than the size that was looked at, and compares the checksum. Any part may be
                # read as XML, whatever its name.
                if _is_markup(content := packed.read(part)):
                    markup(content, f"{name} ({part.filename})")
    # Of what zipfile raises, NotImplementedError is for a compression that it lacks, RuntimeError for a password.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise TranslationError(
            f"This is not a whole ZIP archive ({error}).", hint="Ask for the file again.", source=Source(name)
        ) from None
    return io.BytesIO(data)


def _require_small(packed: zipfile.ZipFile, name: str) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise TranslationError(
            f"Unpacked, this file has {len(parts)} parts of {unpacked / 1e6:.0f} MB; the most that is read are "
            f"{MAX_PARTS} parts of {MAX_UNPACKED / 1e6:.0f} MB.",
            hint="It is not the file that was sent.",
            source=Source(name),
        )
    for part in parts:
        if part.filename.lower().endswith("vbaproject.bin"):
            raise TranslationError("This workbook holds macros.", hint=_ADVICE[".xlsm"], source=Source(name))
        if part.flag_bits & 1:
            raise TranslationError(
                "This workbook is protected by a password.", hint="Save it without one.", source=Source(name)
            )
