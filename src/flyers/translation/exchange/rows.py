"""The rows that go out to translators and come back, whatever the file format.

A row carries digests of its English and of its translation as they were sent. So an import can tell who has changed a
text since: the translator, the campaign, or somebody else in the catalog.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import Source, TranslationError
from flyers.records import dataclass
from flyers.translation.catalog import CHANGED, Catalog, Entry, is_empty, why_untranslated
from flyers.translation.extraction import template_entries
from flyers.translation.language_names import english_name
from flyers.translation.registry import Language
from flyers.translation.signoff import digest


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


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold (XML 1.0, 2.2)."""


def require_xml(row: ExportRow, tag: str) -> None:
    """Make sure that the row can be written as XML, which spreadsheets are, too.

    Raises:
        TranslationError: If the row has a control character or a noncharacter.
    """
    if match := _NOT_XML.search(row.english + row.translation + "".join(row.notes)):
        raise TranslationError(
            f"This message has the character U+{ord(match[0]):04X}, which the file format cannot hold.",
            hint="Delete the character; 'flyers translations check' shows where it is.",
            trail=[tag, row.context],
        )


def export_rows(
    campaign: Campaign,
    language: Language,
    catalog: Catalog,
    only: Collection[str] = ("all",),
    signed: Collection[MessageKey] = (),
) -> Export:
    """Return the rows of *catalog* that match *only*, with today's English; *signed* are the signed contexts."""
    rows = tuple(row for row, reason in _rows(campaign, catalog, signed) if "all" in only or reason in only)
    return Export(campaign.id, campaign.issue, language, campaign.source_language, rows)


def _rows(campaign: Campaign, catalog: Catalog, signed: Collection[MessageKey]) -> Iterator[tuple[ExportRow, str]]:
    """Yield every row, each with the reason why it is not done."""
    words, source = dict(campaign.words()), english_name(campaign.source_language)
    for message in campaign.messages.values():
        for template in template_entries(message, campaign.names, campaign.source_language):
            key = template.context
            entry = catalog.entries.get(key)
            if entry is None and campaign.layers.bases:  # its translation is the base's, which was not asked for
                continue
            state, reason, former = _state(entry, words[key], key in signed)
            notes = (*template.notes, *([f"The translation was made from this {source}: “{former}”"] if former else []))
            translation = entry.translation if entry is not None else ""
            row = ExportRow(str(key), template.english, translation, state, notes, message.most)
            yield row, reason


def _state(entry: Entry | None, words: Words, signed: bool) -> tuple[RowState, str, str]:
    """Return the state of an entry, the reason why it is not done, and the former English."""
    why = why_untranslated(entry, words)
    if entry is None or entry.is_empty:
        return RowState.TO_TRANSLATE, "untranslated", ""
    if not why:
        return (RowState.SIGNED if signed else RowState.TRANSLATED), "", ""
    # An entry that `update` has not merged yet has its own old English; a merged one has the former English.
    former = entry.former or (entry.english if why == CHANGED else "")
    return RowState.TO_CHECK, "stale" if former else "fuzzy", former


def normalized(text: str) -> str:
    """Return *text* in NFC without the white space at its ends that editors add or lose.

    No-break spaces stay: they are typed on purpose, unless there is nothing else.
    """
    return "" if is_empty(text) else unicodedata.normalize("NFC", text.strip(" \t\r\n"))


def fingerprint(text: str) -> str:
    """Return the digest of the normalized *text*; "" if it is empty."""
    content = normalized(text)
    return digest(content) if content else ""
