"""What returned files change in a catalog: the record of an import, for commands to show."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from flyers.errors import Source, TranslationError
from flyers.records import dataclass
from flyers.translation.registry import Language


class RowOutcome(StrEnum):
    """What an import did with a row."""

    ADDED = "added"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    """The same words, no longer marked fuzzy."""
    DOUBTED = "doubted"
    """The same words, now marked fuzzy."""
    OUTDATED = "outdated"
    """Translated from an English that has changed since, so imported as fuzzy."""
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
    """What the returned files change in one catalog.

    Attributes:
        rows: the changes, in the order of the files.
        unchanged: how many rows change nothing.
        emptied: contexts whose translation came back empty; the catalog keeps its own.
        faults: why rows were not imported.
    """

    language: Language
    rows: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    emptied: list[str] = field(default_factory=list)
    faults: list[TranslationError] = field(default_factory=list)
