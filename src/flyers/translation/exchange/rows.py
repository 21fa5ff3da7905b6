"""The rows that go out to translators and come back, and the safety of the files in which they come back.

A row carries digests of its English and of its translation as they were sent. So an import can tell who has changed a
text since: the translator, the campaign, or somebody else in the catalog.

A file that comes back from an agency was made by unknown programs and people. So its size is limited before anything
is unpacked (a kilobyte of ZIP can hold gigabytes), and XML with a document type is refused, because every attack by
entities (billion laughs, external entities) needs one. XLIFF needs none, and OPC, the packaging of spreadsheets,
forbids it (ECMA-376-2:2021, 6.2.5).
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from flyers import limits
from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, FlyersError, Source, TranslationError
from flyers.files import read_bytes
from flyers.records import dataclass
from flyers.translation.catalog import CHANGED, Catalog, is_empty, why_untranslated
from flyers.translation.registry import Language, english_name
from flyers.translation.signoff import digest
from flyers.translation.template import template_entries


class RowState(StrEnum):
    """How far the translation of a row is; the values are shown in spreadsheets."""

    TO_TRANSLATE = "to translate"
    TO_CHECK = "please check"
    """Marked fuzzy in the catalog, or translated from another English."""
    TRANSLATED = "translated"
    SIGNED = "signed"
    """Signed by a reader; see `flyers.translation.signoff`."""

    @property
    def done(self) -> bool:
        """Whether there is nothing left to do for the translator."""
        return self in (RowState.TRANSLATED, RowState.SIGNED)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One form of a message as it is sent, with notes for the translator; *limit*: the most characters, or 0."""

    context: str
    english: str
    translation: str
    state: RowState
    notes: tuple[str, ...] = ()
    limit: int = 0

    @property
    def digests(self) -> RowDigests:
        """The digests that travel with the row."""
        return RowDigests(fingerprint(self.english), fingerprint(self.translation), self.state)

    def require_xml(self, tag: str) -> None:
        """Raise a TranslationError if XML, which spreadsheets are, too, cannot hold a character (XML 1.0, 2.2)."""
        texts = self.english + self.translation + "".join(self.notes)
        if match := re.search("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", texts):
            raise TranslationError(
                f"This message has the character U+{ord(match[0]):04X}, which the file format cannot hold.",
                hint="Delete the character; 'flyers translations check' shows where it is.",
                trail=[tag, self.context],
            )


@dataclass(frozen=True, slots=True)
class RowDigests:
    """Digests of a row's English and translation ("" for an empty text) and its state, all as sent."""

    english: str
    translation: str
    state: RowState

    def __str__(self) -> str:
        return f"{self.english} {self.translation or '-'} {self.state.name.lower().replace('_', '-')}"

    @classmethod
    def parse(cls, text: str) -> RowDigests | None:
        """Parse what `str` returned; return None for any other text."""
        match = _DIGESTS.fullmatch(text.strip())
        if match is None:
            return None
        return cls(match[1], "" if match[2] == "-" else match[2], RowState[match[3].upper().replace("-", "_")])


_DIGESTS = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{16}|-) (to-translate|to-check|translated|signed)")


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of one language in one file, in the order of the content; *source_language* is that of the messages."""

    campaign: str
    issue: str
    language: Language
    source_language: str
    rows: tuple[ExportRow, ...]

    @property
    def source_name(self) -> str:
        """The name of the language that the messages are written in."""
        return english_name(self.source_language)


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row of a file that came back.

    Attributes:
        context: the gettext context; "" if the file has no ids, so that the English must identify the message.
        state: None if the file has none that is known; digests: those sent, None if the file has lost them.
        remarks: the translator's remarks; None if the file format has no place for them.
    """

    context: str
    english: str
    translation: str
    state: RowState | None
    digests: RowDigests | None
    source: Source
    remarks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One file that came back.

    Attributes:
        language: the language that the file names, unchecked; "" if it names none.
        sent_contexts: contexts of the rows that were sent in it; empty if the file has lost them.
        sent: how many rows were sent in it, for formats that cannot say which; 0 if that is not known.
        faults: errors for cells that cannot be read.
        remarks: the comment at the head of a PO file; None for other formats, "" if it has been lost.
    """

    name: str
    language: str
    rows: tuple[ReturnedRow, ...]
    sent_contexts: tuple[str, ...] = ()
    faults: tuple[TranslationError, ...] = ()
    remarks: str | None = None
    sent: int = 0


def export_rows(
    campaign: Campaign,
    language: Language,
    catalog: Catalog,
    only: Collection[str] = ("all",),
    signed: Collection[MessageKey] = (),
) -> Export:
    """Return the rows of *catalog* that match *only*, with today's English; *signed* are the signed contexts."""
    words, source = dict(campaign.words()), english_name(campaign.source_language)
    rows = []
    for message in campaign.messages.values():
        for template in template_entries(message, campaign.names, campaign.source_language):
            key = template.context
            entry = catalog.entries.get(key)
            if entry is None and campaign.layers.bases:  # its translation is the base's, which was not asked for
                continue
            why, former = why_untranslated(entry, words[key]), ""
            if entry is None or entry.is_empty:
                state, reason = RowState.TO_TRANSLATE, "untranslated"
            elif why:
                # An entry that `update` has not merged has its own old English; a merged one has the former English.
                former = entry.former or (entry.english if why == CHANGED else "")
                state, reason = RowState.TO_CHECK, "stale" if former else "fuzzy"
            else:
                state, reason = RowState.SIGNED if key in signed else RowState.TRANSLATED, ""
            notes = (*template.notes, *([f"The translation was made from this {source}: “{former}”"] if former else []))
            translation = entry.translation if entry is not None else ""
            if "all" in only or reason in only:
                rows.append(ExportRow(str(key), template.english, translation, state, notes, message.most))
    return Export(campaign.id, campaign.issue, language, campaign.source_language, tuple(rows))


def normalized(text: str) -> str:
    """Return *text* in NFC without the white space at its ends that editors add or lose.

    No-break spaces stay: they are typed on purpose, unless there is nothing else.
    """
    return "" if is_empty(text) else unicodedata.normalize("NFC", text.strip(" \t\r\n"))


def fingerprint(text: str) -> str:
    """Return the digest of the normalized *text*; "" if it is empty."""
    content = normalized(text)
    return digest(content) if content else ""


class FileFormat(StrEnum):
    """A file format for translators."""

    XLIFF = "xliff"
    XLSX = "xlsx"
    PO = "po"


_ENDINGS = {
    **dict.fromkeys((".xlf", ".xliff", ".sdlxliff", ".mqxliff"), FileFormat.XLIFF),
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


def format_and_bytes(path: Path, name: str) -> tuple[FileFormat, bytes]:
    """Return the format of the file, by its ending and its content, and its bytes.

    Raises:
        TranslationError: If the format is not supported, the content is not what the ending says, or the file is too
            large.
        FileAccessError: If the file cannot be read.
    """
    ending = path.suffix.lower()
    file_format = _ENDINGS.get(ending)
    if file_format is None:
        hint = _HINTS.get(ending, "Use .xlf, .xliff, .xlsx or .po.")
        if ending == ".txt" and Path(path.stem).suffix.lower() in _ENDINGS:
            hint = f"Rename it to {path.stem}."
        problem = f"Files of the kind “{ending or path.name}” cannot be imported."
        raise TranslationError(problem, hint=hint, source=Source(name))
    try:
        data = read_bytes(path, name, limits.EXCHANGE_BYTES)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    content, what = FileFormat.PO, "neither XML nor a ZIP archive"
    if _is_markup(data):
        content, what = FileFormat.XLIFF, "XML"
    elif data.startswith(b"PK\x03\x04"):
        content, what = FileFormat.XLSX, "a ZIP archive"
    if content is not file_format:
        problem = f"The name of this file ends in {ending}, but its content is {what}."
        hint = "Return the file that was sent, saved with its own ending."
        raise TranslationError(problem, hint=hint, source=Source(name))
    return file_format, data


def _is_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def checked_xml(data: bytes, name: str) -> bytes:
    """Return the XML as UTF-8 without a declaration, so that no parser has to guess; refuses a document type."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    declared = re.match(r"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""", text)
    # In an encoding such as UTF-7 a document type could not be recognized.
    if "\0" in text or (declared and declared[1].lower() not in ("utf-8", "utf-16", "us-ascii")):
        hint = "Ask for it again, exported as UTF-8."
        raise TranslationError("This file is not UTF-8.", hint=hint, source=Source(name)) from None
    # Line breaks are normalized as XML asks (1.0, 2.11); the declaration goes, since it may name a wrong encoding.
    text = re.sub(r"^\s*<\?xml\b[^>]*\?>", "", text.replace("\r\n", "\n"), count=1)
    if match := re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TranslationError(
            "This XML has a document type (“<!DOCTYPE”), which can make a program read other files.",
            hint="No program for translators writes one: do not trust the file, and ask for it again.",
            source=Source(name, text.count("\n", 0, match.start()) + 1),
        )
    return text.encode()


def checked_zip(data: bytes, name: str) -> io.BytesIO:
    """Return a workbook's ZIP archive as a stream; refuses what is broken, large, with macros or a password."""
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
        problem = f"This is not a complete ZIP archive ({error})."
        raise TranslationError(problem, hint="Ask for the file again.", source=Source(name)) from None
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
            problem = "This workbook is protected by a password."
            raise TranslationError(problem, hint="Save it without one.", source=Source(name))
