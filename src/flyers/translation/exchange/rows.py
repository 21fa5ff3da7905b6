"""What goes out to translators and what comes back, whatever the kind of file.

A row carries digests of its English and of its translation as they went out. So it can be told afterwards who has
changed what: the translator, the campaign, or somebody else in the catalog meanwhile.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import Source, TranslationError
from flyers.translation.catalogs import CHANGED, Catalog, Entry, why_untranslated
from flyers.translation.extraction import extracted
from flyers.translation.registry import Language
from flyers.translation.signoff import digest


class RowState(StrEnum):
    """How far a row is, in the words of a spreadsheet."""

    TO_TRANSLATE = "to translate"
    TO_CHECK = "please check"
    """Marked fuzzy in the catalog, or made of another English."""
    TRANSLATED = "translated"
    SIGNED = "signed"
    """Somebody has put a name to it; see `flyers.translation.signoff`."""

    @property
    def done(self) -> bool:
        return self in (RowState.TRANSLATED, RowState.SIGNED)


class RowFilter(StrEnum):
    """Which rows to send."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    STALE = "stale"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One message of one form on its way out.

    Attributes:
        context: its gettext context.
        english: today's.
        translation: as the catalog has it; "" for none.
        notes: what a translator should know, one after the other.
        limit: characters that the note asks to keep to; 0 for none.
        former: the English that the translation was made of, where that was another; "".
    """

    context: str
    english: str
    translation: str
    state: RowState
    notes: tuple[str, ...] = ()
    limit: int = 0
    former: str = ""

    @property
    def seen(self) -> RowDigests:
        return RowDigests(fingerprint(self.english), fingerprint(self.translation), self.state)


@dataclass(frozen=True, slots=True)
class RowDigests:
    """A row as it went out: digests of English and translation ("" for none), and its state."""

    english: str
    translation: str
    state: RowState

    def __str__(self) -> str:
        return f"{self.english} {self.translation or '-'} {self.state.name.lower().replace('_', '-')}"

    @classmethod
    def parse(cls, text: str) -> RowDigests | None:
        """What `str` gave, or None for anything else."""
        match = _SEEN.fullmatch(text.strip())
        if match is None:
            return None
        return cls(match[1], "" if match[2] == "-" else match[2], RowState[match[3].upper().replace("-", "_")])


_SEEN = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{16}|-) (to-translate|to-check|translated|signed)")


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of one language in one file.

    Attributes:
        campaign: its id; issue: its date.
        language: of the translations; source_language: tag of the English.
        rows: in the order of the content.
    """

    campaign: str
    issue: str
    language: Language
    source_language: str
    rows: tuple[ExportRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row that came back.

    Attributes:
        context: "" where the file has no ids; then the English says which message it is.
        state: as the file has it; None where it says nothing that is known.
        seen: the row as it went out; None where the file has lost that.
        remarks: a translator's, where the kind of file keeps them; None otherwise.
        source: its place in the file.
    """

    context: str
    english: str
    translation: str
    state: RowState | None
    seen: RowDigests | None
    source: Source
    remarks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One file that came back.

    Attributes:
        language: what it says that its language is, as it says it; "" where it does not.
        rows: in its order.
        sent: contexts that went out in it; empty where it has lost them.
        faults: cells that cannot be read, each with its place.
        remarks: the comment at the head of a PO file; None for other kinds.
    """

    name: str
    language: str
    rows: tuple[ReturnedRow, ...]
    sent: tuple[str, ...] = ()
    faults: tuple[TranslationError, ...] = ()
    remarks: str | None = None


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2."""


def require_xml(row: ExportRow, tag: str) -> None:
    """Refuse what no XML can hold, spreadsheets being XML too.

    Raises:
        TranslationError: the row has a control character or a noncharacter.
    """
    if found := _NOT_XML.search(row.english + row.translation + row.former + "".join(row.notes)):
        raise TranslationError(
            f"U+{ord(found[0]):04X} stands in this message; a file for agencies has no place for it.",
            hint="Delete the character: “flyers translations check” says where it is.",
            trail=[tag, row.context],
        )


def parcel(
    campaign: Campaign,
    language: Language,
    catalog: Catalog,
    only: Collection[RowFilter] = (RowFilter.ALL,),
    signed: Collection[str] = (),
) -> Export:
    """The rows of *catalog* that *only* asks for, against today's English; *signed* are contexts that are signed."""
    rows = tuple(row for row, kind in _rows(campaign, catalog, signed) if RowFilter.ALL in only or kind in only)
    return Export(campaign.id, campaign.issue, language, campaign.source_language, rows)


def _rows(
    campaign: Campaign, catalog: Catalog, signed: Collection[str]
) -> Iterator[tuple[ExportRow, RowFilter | None]]:
    words = dict(campaign.words())
    for message in campaign.messages.values():
        limit = _limit(message.note)
        for found in extracted(message):
            entry = catalog.entries.get(found.context)
            state, kind, former = _standing(entry, words[found.context], found.context in signed)
            said = entry.translation if entry is not None else ""
            yield ExportRow(found.context, found.english, said, state, found.comments, limit, former), kind


def _standing(entry: Entry | None, words: Words, signed: bool) -> tuple[RowState, RowFilter | None, str]:
    """State, why it is not done, and the former English."""
    why = why_untranslated(entry, words)
    if entry is None or not entry.translation.strip():
        return RowState.TO_TRANSLATE, RowFilter.UNTRANSLATED, ""
    if not why:
        return (RowState.SIGNED if signed else RowState.TRANSLATED), None, ""
    # What `update` has not merged yet stands with its own English; what it has, with the former one.
    former = entry.former or (entry.english if why == CHANGED else "")
    return RowState.TO_CHECK, RowFilter.STALE if former else RowFilter.FUZZY, former


_LIMIT = re.compile(r"\b[Uu]p to (\d+) characters\b")


def _limit(note: str) -> int:
    match = _LIMIT.search(" ".join(note.split()))
    return int(match[1]) if match else 0


def plain(text: str) -> str:
    """*text* as two programs would agree on it: NFC, without the white space at its ends that editors add or lose.

    No-break spaces stay: they are typed on purpose.
    """
    return unicodedata.normalize("NFC", text.strip(" \t\r\n"))


def fingerprint(text: str) -> str:
    """The digest of `plain` *text*; "" of nothing."""
    said = plain(text)
    return digest(said) if said else ""
