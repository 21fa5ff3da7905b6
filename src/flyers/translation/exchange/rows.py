"""The rows that go out to translators, come back, and are imported; and the safety of the files that come back.

A row carries digests of its English and of its translation as they were sent. So an import can tell who has changed a
text since: the translator, the campaign, or somebody else in the catalog. Only what the translator has changed is
imported. A text that has also changed in the catalog is a conflict, unless the caller asks for the file's version.

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
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum
from pathlib import Path

from flyers import limits
from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.markup import visibly_different
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.content.schema import shorten
from flyers.errors import ContentError, FlyersError, Source, TranslationError, first_of
from flyers.files import read_bytes
from flyers.records import dataclass
from flyers.translation.catalog import CHANGED, Catalog, Entry, is_empty, why_untranslated
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.registry import Language, english_name
from flyers.translation.signoff import digest
from flyers.translation.template import template_entries


class RowState(StrEnum):
    """How far the translation of a row is; the values are shown in spreadsheets."""

    TO_TRANSLATE = "to translate"
    TO_CHECK = "please check"  # Marked fuzzy in the catalog, or translated from another English.
    TRANSLATED = "translated"
    SIGNED = "signed"  # Signed by a reader; see `flyers.translation.signoff`.


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
            problem = f"This message has the character U+{ord(match[0]):04X}, which the file format cannot hold."
            hint = "Delete the character; 'flyers translations check' shows where it is."
            raise TranslationError(problem, hint=hint, trail=[tag, self.context])


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
        states = {state.name.lower().replace("_", "-"): state for state in RowState}
        match = re.fullmatch(rf"([0-9a-f]{{16}}) ([0-9a-f]{{16}}|-) ({'|'.join(states)})", text.strip())
        return cls(match[1], match[2].strip("-"), states[match[3]]) if match else None


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of one language in one file, in the order of the content; *source_language* is that of the messages."""

    campaign: str
    issue: str
    language: Language
    source_language: str
    rows: tuple[ExportRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row of a file that came back."""

    context: str  # the gettext context; "" if the file has no ids, so that the English must identify the message
    english: str
    translation: str
    state: RowState | None  # None if the file has none that is known
    digests: RowDigests | None  # those sent, None if the file has lost them
    source: Source
    remarks: tuple[str, ...] | None = None  # the translator's remarks; None if the file format has no place for them


@dataclass(frozen=True, slots=True)
class Import:
    """One file that came back."""

    name: str
    language: str  # the language that the file names, unchecked; "" if it names none
    rows: tuple[ReturnedRow, ...]
    sent_contexts: tuple[str, ...] = ()  # contexts of the rows that were sent in it; empty if the file has lost them
    faults: tuple[TranslationError, ...] = ()  # errors for cells that cannot be read
    remarks: str | None = None  # the comment at the head of a PO file; None for other formats, "" if it has been lost
    sent: int = 0  # how many rows were sent in it, for formats that cannot say which; 0 if that is not known


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
            if "all" in only or reason in only:
                translation = entry.translation if entry is not None else ""
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
    XLIFF = "xliff"
    XLSX = "xlsx"
    PO = "po"


_ENDINGS = dict.fromkeys((".xlf", ".xliff", ".sdlxliff", ".mqxliff"), FileFormat.XLIFF)
_ENDINGS |= {".xlsx": FileFormat.XLSX, ".po": FileFormat.PO}

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
        TranslationError: the format is not supported, the content is another one, or the file is too large.
        FileAccessError: it cannot be read.
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
    text = re.sub(r"^\s*<\?xml\b[^>]*\?>", "", text)  # it may name a wrong encoding
    if match := re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        problem = "This XML has a document type (“<!DOCTYPE”), which can make a program read other files."
        hint = "No program for translators writes one: do not trust the file, and ask for it again."
        raise TranslationError(problem, hint=hint, source=Source(name, text.count("\n", 0, match.start()) + 1))
    return text.encode()


def checked_zip(data: bytes, name: str) -> io.BytesIO:
    """Return a workbook's ZIP archive as a stream; refuses what is broken, large, with macros or a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > limits.EXCHANGE_PARTS or unpacked > limits.EXCHANGE_UNPACKED_BYTES:
                problem = (
                    f"Unpacked, this file has {len(parts)} parts of {unpacked / 1e6:.0f} MB together; the limit is "
                    f"{limits.EXCHANGE_PARTS} parts of {limits.EXCHANGE_UNPACKED_BYTES / 1e6:.0f} MB."
                )
                raise TranslationError(problem, hint="Import the file that was sent.", source=Source(name))
            for part in parts:
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise TranslationError("This workbook contains macros.", hint=_HINTS[".xlsm"], source=Source(name))
                if part.flag_bits & 1:
                    problem = "This workbook is protected by a password."
                    raise TranslationError(problem, hint="Save it without one.", source=Source(name))
            for part in parts:
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


class RowOutcome(StrEnum):
    """What an import did with a row."""

    ADDED = "added"
    CHANGED = "changed"
    CONFIRMED = "confirmed"  # The same words, no longer marked fuzzy.
    DOUBTED = "doubted"  # The same words, now marked fuzzy.
    OUTDATED = "outdated"  # Translated from an English that has changed since, so imported as fuzzy.
    REMARKS = "remarks"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change of the catalog; ``context`` is "" for the remarks at its head."""

    context: str
    outcome: RowOutcome
    before: str
    after: str
    fuzzy: bool
    source: Source


@dataclass
class CatalogChanges:
    """What the returned files change in one catalog."""

    language: Language
    rows: list[RowChange] = field(default_factory=list)  # in the order of the files
    unchanged: int = 0  # how many rows change nothing
    emptied: list[str] = field(default_factory=list)  # contexts that came back empty; the catalog keeps its own words
    faults: list[TranslationError] = field(default_factory=list)  # why rows were not imported


def _moved_rows(rows: Sequence[ReturnedRow], entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """Return what is wrong with *rows* that have the words or the English of another one, by context.

    *entries* are those of the catalog. They stand for what was sent where the file does not say it, as PO files don't.
    Words that were copied, so that the other row still has them, are the translator's choice.
    """
    own_rows = [row for row in rows if row.context in entries]
    sent = [(row, _sent(row, entries[row.context])) for row in own_rows]
    changed = {row.context for row, words in sent if fingerprint(row.translation) != words}
    kept = {words for row, words in sent if row.context not in changed}
    owners = {words: row for row, words in sent if words and words not in kept}
    of_english = {entries[row.context].english: row.context for row in own_rows}
    problems = {}
    for row in own_rows:
        english = normalized(row.english)
        other = owners.get(fingerprint(row.translation)) if row.context in changed else None
        if other and normalized(other.english) != english:
            words = "words that were sent for" if row.digests else "words of"
            problems[row.context] = f"This row has the {words} “{other.context}”: rows have moved."
        elif row.digests is None and entries[row.context].english != english and english in of_english:
            problems[row.context] = f"This row has the English of “{of_english[english]}”: rows have moved."
    return problems


def _sent(row: ReturnedRow, entry: Entry) -> str:
    return row.digests.translation if row.digests else fingerprint(entry.translation)


def _fitting_neighbour(number: int, rows: Sequence[ReturnedRow]) -> str:
    """Return the context of the row above or below row *number* whose English has the placeholders and figures of its
    words, which its own English has not; "" if neither has.
    """
    kept = _kept(rows[number].translation)
    if not kept or kept == _kept(rows[number].english):
        return ""
    beside = (*rows[max(number - 1, 0) : number], *rows[number + 1 : number + 2])
    return next((other.context for other in beside if _kept(other.english) == kept), "")


def _kept(text: str) -> list[str]:
    """Return the placeholders and figures of *text*, in European digits, sorted."""
    european = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return sorted(re.findall(r"\{[a-z0-9_]+\}|\d+", european))


@dataclass
class Importer:
    """Imports returned files into one catalog, which must be up to date with the messages."""

    campaign: Campaign
    language: Language
    whole: Catalog
    own: Collection[
        MessageKey
    ]  # keys that the catalog's file has; what is changed of a base's others is copied into it
    names: frozenset[str]  # names that English and the language write alike; see `flyers.translation.checks.style`
    theirs: bool  # prefer the file's words where the file and the catalog have both changed

    def __post_init__(self) -> None:
        self._words: Mapping[str, Words] = {str(key): words for key, words in self.campaign.words()}
        self._entries = {str(key): entry for key, entry in self.whole.entries.items()}
        self._kept = set(map(str, self.own))
        self._head_remarks = self.whole.remarks
        self._source = english_name(self.campaign.source_language)
        self.changes = CatalogChanges(self.language)

    @property
    def catalog(self) -> Catalog:
        """The catalog with everything that was imported so far."""
        entries = {entry.context: entry for key, entry in self._entries.items() if key in self._kept}
        return replace(self.whole, entries=entries, remarks=self._head_remarks)

    def add(self, file: Import) -> None:
        """Import the rows of *file*; a row with a fault is left out, and the fault recorded."""
        faults = self.changes.faults
        faults += file.faults
        places: dict[str, Source] = {}
        moved = _moved_rows(file.rows, self._entries)
        for number, row in enumerate(file.rows):
            try:
                context = self._context(row)
                if context in places:
                    problem = f"“{context}” occurs twice in this file, first at {places[context]}."
                    raise _fault(row, problem, "Keep the right row, and delete the other.")
                places[context] = row.source
                if row.digests is not None and fingerprint(row.english) != row.digests.english:
                    today = self._words[context].text
                    same = fingerprint(today) == row.digests.english
                    was = f"It was: “{today}”." if same else "That is not what was sent."
                    raise self._changed_english(context, row, f"“{shorten(row.english)}”. {was}")
                if problem := moved.get(row.context, ""):
                    hint = "Ask for the file again, with each translation beside its English."
                    raise _fault(row, problem, hint, context)
                self._add_row(context, row)
            except TranslationError as error:
                if other := _fitting_neighbour(number, file.rows):
                    error.hint += f" Its placeholders and figures are those of “{other}”: rows have perhaps moved."
                faults.append(error)
        returned = {*places, *(context for fault in file.faults for context in fault.trail)}
        missing = [context for context in file.sent_contexts if context not in returned and context in self._words]
        if missing or len(file.rows) < file.sent:
            problem = f"{len(missing)} of the messages that were sent did not come back: {first_of(missing, 6)}."
            what = "Ask for the rows, or go on without them"
            if not missing:
                count = f"{len(file.rows)} of the {file.sent} messages that were sent came back"
                problem = f"{count}: the file was perhaps cut off."
                what = "Ask for it again, or go on without the others"
            hint = f"{what} (--skip-bad): the catalog keeps what it has."
            faults.append(TranslationError(problem, hint=hint, source=Source(file.name)))
        # Of the comment at the head, a program that has dropped it says nothing.
        before, after = self._head_remarks, unicodedata.normalize("NFC", file.remarks or "")
        if after.strip() not in ("", before.strip()):
            self._record("", RowOutcome.REMARKS, before, after, False, Source(file.name))
            self._head_remarks = after

    def _record(self, context: str, outcome: RowOutcome, before: str, after: str, fuzzy: bool, source: Source) -> None:
        self._kept.add(context)
        self.changes.rows.append(RowChange(context, outcome, before, after, fuzzy, source))

    def _context(self, row: ReturnedRow) -> str:
        """Return the context that *row* belongs to, found by its id or else by its English."""
        if row.context in self._words:
            return row.context
        english = normalized(row.english)
        matches = [context for context, words in self._words.items() if words.text == english]
        if not row.context:
            if len(matches) == 1:
                return matches[0]
            why = f"belongs to {first_of(matches, 6)}" if matches else "is not a message of this campaign"
            problem = f"This row has no id, and its {self._source}, “{shorten(row.english)}”, {why}."
            raise _fault(row, problem, "Use the file that was sent, with its hidden columns.")
        now = f"The same {self._source} is now {first_of(matches, 6)}. " if matches else ""
        hint = f"{now}It was renamed or removed: leave the row out (--skip-bad). "
        hint += "If there are many, this is perhaps another campaign's file."
        raise _fault(row, f"“{row.context}” is not a message of this campaign.", hint)

    def _changed_english(self, context: str, row: ReturnedRow, how: str) -> TranslationError:
        hint = f"Restore it. {self._source} is corrected in content/messages, for all languages."
        return _fault(row, f"The {self._source} of this row was changed in the file: {how}", hint, context)

    def _add_row(self, context: str, row: ReturnedRow) -> None:
        entry = self._entries[context]
        remarks = entry.remarks if row.remarks is None else row.remarks
        text, current = normalized(row.translation), entry.translation
        outdated = normalized(row.english) != self._words[context].text
        sent = _sent(row, entry)
        fuzzy = _fuzzy(row, changed=fingerprint(text) != sent, current=entry.fuzzy) or outdated
        if not text:
            outcome = RowOutcome.SAME  # but the row may have a remark that says why
        elif fingerprint(text) == fingerprint(current):
            # An outdated row with the catalog's words says nothing about today's English.
            same = outdated or entry.fuzzy == fuzzy
            outcome = RowOutcome.SAME if same else RowOutcome.DOUBTED if fuzzy else RowOutcome.CONFIRMED
        elif current and row.digests is not None and fingerprint(text) == sent:
            outcome = RowOutcome.SAME  # changed in the catalog, and not by the translator
        else:
            if current and fingerprint(current) != sent and not self.theirs:
                ours, theirs = map(shorten, visibly_different(current, row.translation))
                words = f"It says: “{ours}”; the file says: “{theirs}”."
                hint = "Decide which is right: --theirs takes the file's words, --skip-bad keeps the catalog's."
                raise _fault(row, f"The catalog has changed since this file was sent. {words}", hint, context)
            self._require_sound(context, row, text, remarks)
            outcome = RowOutcome.OUTDATED if outdated else RowOutcome.CHANGED if current else RowOutcome.ADDED
        emptied = bool(sent) and not text
        if emptied:
            self.changes.emptied.append(context)
        if outcome is not RowOutcome.SAME:
            self._record(context, outcome, current, text, fuzzy, row.source)
            same_words = outcome in (RowOutcome.CONFIRMED, RowOutcome.DOUBTED)
            english = normalized(row.english)
            former = english if english != entry.english else entry.former
            words = unicodedata.normalize("NFC", current) if same_words else text
            translated = entry.with_translation(words, fuzzy=fuzzy, former=former)
            self._entries[context] = replace(translated, remarks=remarks)
        elif remarks != entry.remarks:
            self._record(context, RowOutcome.REMARKS, current, current, entry.fuzzy, row.source)
            self._entries[context] = replace(entry, remarks=remarks)
        elif not emptied:
            self.changes.unchanged += 1

    def _require_sound(self, context: str, row: ReturnedRow, text: str, remarks: tuple[str, ...]) -> None:
        """Refuse a translation that would stop a build; see `flyers.translation.checks`."""
        words = self._words[context]
        english = normalized(row.english)
        if english != words.text:  # a translation is compared with the English that it was made from
            try:
                words = replace(words, text=english, template=markup.parse(english))
            except markup.MarkupError as error:
                raise self._changed_english(context, row, str(error)) from None
        entry = Entry(MessageKey.parse(context), words.text, text, row.source, remarks=remarks)
        translation = Translation.of_entry(self.campaign, self.language, words, entry, self.names)
        if problems := faults(translation):
            hints = dict.fromkeys(fault.hint for fault in problems)
            raise _fault(row, " ".join(fault.problem for fault in problems), " ".join(hints), context)


def _fault(row: ReturnedRow, problem: str, hint: str, context: str = "") -> TranslationError:
    return TranslationError(problem, hint=hint, source=row.source, trail=[context] if context else [])


def _fuzzy(row: ReturnedRow, *, changed: bool, current: bool) -> bool:
    """Whether the row is doubtful: by its state if the translator changed it, else by whether its words were changed.

    Many programs never touch the state. Changed words have been looked at; unchanged words keep the *current* mark.
    """
    before = row.digests.state if row.digests is not None else None
    if row.state in (None, before) or (before is RowState.SIGNED and row.state is RowState.TRANSLATED):
        return not changed and current
    return row.state in (RowState.TO_TRANSLATE, RowState.TO_CHECK)
