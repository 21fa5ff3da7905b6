"""Taking back what translators return: row by row against the catalog and today's English.

Three texts are compared: the translation as it went out, as it comes back, and as the catalog has it now. Only what the
translator changed is taken; what has been changed in the catalog meanwhile is not overwritten unless that is asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from babel.messages.catalog import Message

from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.content.schema import shorten
from flyers.errors import Source, TranslationError
from flyers.translation import checks, po
from flyers.translation.catalogs import Entry
from flyers.translation.exchange.rows import Import, ReturnedRow, RowState, fingerprint, plain
from flyers.translation.registry import Language

NAMED = 6
"""Ids that one sentence names."""


class RowOutcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    """The same words, no longer marked fuzzy."""
    DOUBTED = "doubted"
    """The same words, marked fuzzy now."""
    OUTDATED = "outdated"
    """Made of an English that has changed since: it comes in fuzzy."""
    REMARKS = "remarks"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that changes the catalog; ``context`` is "" for the remarks at its head."""

    context: str
    kind: RowOutcome
    before: str
    after: str
    fuzzy: bool
    source: Source


@dataclass
class Intake:
    """What one language's files bring.

    Attributes:
        changes: in the order of the files.
        same: rows that change nothing.
        emptied: contexts whose translation came back empty; the catalog keeps its own.
        faults: what was not taken, and why.
    """

    language: Language
    changes: list[RowChange] = field(default_factory=list)
    same: int = 0
    emptied: list[str] = field(default_factory=list)
    faults: list[TranslationError] = field(default_factory=list)


class Receiver:
    """Takes deliveries into one catalog, which is in step with the messages.

    Args:
        names: names that are written alike in English and in the language; see `flyers.translation.glossary`.
        theirs: where file and catalog have both changed, take the file's.
    """

    def __init__(
        self,
        campaign: Campaign,
        language: Language,
        catalog: po.Catalog,
        *,
        names: frozenset[str] = frozenset(),
        theirs: bool = False,
    ) -> None:
        self._campaign = campaign
        self._words: Mapping[str, Words] = dict(campaign.words())
        self._catalog = catalog
        self._entries: dict[str, Message] = {str(each.context): each for each in catalog if each.id}
        self._names = names
        self._theirs = theirs
        self.result = Intake(language)

    def take(self, delivery: Import) -> None:
        """Take the rows of *delivery*; those at fault are left out and told."""
        result = self.result
        result.faults += delivery.faults
        taken: dict[str, Source] = {}
        for row in delivery.rows:
            try:
                where = self._context(row)
                _require_once(where, row, taken)
                self._require_same_english(where, row)
                self._take(where, row)
            except TranslationError as error:
                result.faults.append(error)
        told = {*taken, *(where for fault in delivery.faults for where in fault.trail)}
        if missing := [each for each in delivery.sent if each not in told and each in self._words]:
            result.faults.append(_missing(missing, delivery.name))
        if delivery.remarks is not None and delivery.remarks.strip() != self._catalog.remarks.strip():
            place = Source(delivery.name)
            result.changes.append(
                RowChange("", RowOutcome.REMARKS, self._catalog.remarks, delivery.remarks, False, place)
            )
            self._catalog.remarks = delivery.remarks

    def _context(self, row: ReturnedRow) -> str:
        """The context that *row* belongs to, by its id, or else by its English."""
        if row.context in self._words:
            return row.context
        english = plain(row.english)
        found = [where for where, words in self._words.items() if words.text == english]
        if not row.context:
            if len(found) == 1:
                return found[0]
            why = f"stands for {_listed(found)}" if found else "is no message of this campaign"
            raise TranslationError(
                f"This row has no id, and its English, “{shorten(row.english)}”, {why}.",
                hint="Use the file that was sent, with its hidden columns.",
                source=row.source,
            )
        now = f"The same English is {_listed(found)} now. " if found else ""
        raise TranslationError(
            f"“{row.context}” is no message of this campaign.",
            hint=f"{now}It was renamed or taken out: leave the row away (--skip-bad).",
            source=row.source,
        )

    def _require_same_english(self, where: str, row: ReturnedRow) -> None:
        if row.seen is None or fingerprint(row.english) == row.seen.english:
            return
        today = self._words[where].text
        was = f"It was: “{today}”." if fingerprint(today) == row.seen.english else "It is not what was sent."
        raise TranslationError(
            f"The English of this row was changed in the file: “{shorten(row.english)}”. {was}",
            hint="Put it back. A better English is made in content/messages, for all languages.",
            source=row.source,
            trail=[where],
        )

    def _take(self, where: str, row: ReturnedRow) -> None:
        entry = self._entries[where]
        text, now = plain(row.translation), str(entry.string or "")
        outdated = plain(row.english) != self._words[where].text
        sent = row.seen.translation if row.seen is not None else fingerprint(now)
        fuzzy = _fuzzy(row, changed=fingerprint(text) != sent, now=entry.fuzzy) or outdated
        remarked = _remarks(entry, row) != entry.user_comments
        emptied = bool(sent) and not text
        if emptied:
            self.result.emptied.append(where)
        if not text:
            kind = RowOutcome.SAME  # but a remark may say why
        elif fingerprint(text) == fingerprint(now):
            # An outdated row with the catalog's words says nothing of today's English.
            kind = (
                RowOutcome.SAME
                if outdated or fuzzy == entry.fuzzy
                else RowOutcome.DOUBTED
                if fuzzy
                else RowOutcome.CONFIRMED
            )
        elif now and row.seen is not None and fingerprint(text) == sent:
            kind = RowOutcome.SAME  # the catalog has gone on, the translator has not
        else:
            if now and fingerprint(now) != sent and not self._theirs:
                raise _conflict(where, now, row)
            self._require_sound(where, row, text)
            kind = RowOutcome.OUTDATED if outdated else RowOutcome.CHANGED if now else RowOutcome.ADDED
        if kind is not RowOutcome.SAME:
            self.result.changes.append(RowChange(where, kind, now, text, fuzzy, row.source))
            entry.user_comments = _remarks(entry, row)
            _put(entry, text if kind not in (RowOutcome.CONFIRMED, RowOutcome.DOUBTED) else now, fuzzy, row.english)
        elif remarked:
            self.result.changes.append(RowChange(where, RowOutcome.REMARKS, now, now, entry.fuzzy, row.source))
            entry.user_comments = _remarks(entry, row)
        elif not emptied:
            self.result.same += 1

    def _require_sound(self, where: str, row: ReturnedRow, text: str) -> None:
        """Refuse what would stop a build; see `flyers.translation.checks`."""
        words = self._words[where]
        if plain(row.english) != words.text:  # a translation is held to the English that it was made of
            words = Words(plain(row.english), words.source, markup.parse(plain(row.english)))
        entry = Entry(where, words.text, text, False, row.source, remarks=tuple(_remarks(self._entries[where], row)))
        item = checks.item(self._campaign, self.result.language, where, words, entry, self._names)
        found = checks.faults(item)
        if found:
            raise TranslationError(
                " ".join(fault.problem for fault in found),
                hint=" ".join(dict.fromkeys(fault.hint for fault in found)),
                source=row.source,
                trail=[where],
            )


def _fuzzy(row: ReturnedRow, *, changed: bool, now: bool) -> bool:
    """Whether the row is doubtful: by its state where that says something new, else by what was done to its words.

    Many programs never touch the state. Words that were changed have been looked at; words that were not stay as they
    are.
    """
    before = row.seen.state if row.seen is not None else None
    if row.state in (None, before) or (before is RowState.SIGNED and row.state is RowState.TRANSLATED):
        return not changed and now
    return row.state is not None and not row.state.done


def _remarks(entry: Message, row: ReturnedRow) -> list[str]:
    """The translators' remarks of *entry* as *row* would have them, with the former English among them."""
    if row.remarks is None:
        return list(entry.user_comments)
    return [*row.remarks, *(each for each in entry.user_comments if po.is_former(each))]


def _put(entry: Message, text: str, fuzzy: bool, english: str) -> None:
    entry.string = unicodedata.normalize("NFC", text)
    (entry.flags.add if fuzzy else entry.flags.discard)("fuzzy")
    if not fuzzy:
        po.note_former(entry, "")
    elif plain(english) != entry.id:
        po.note_former(entry, plain(english))


def _require_once(where: str, row: ReturnedRow, taken: dict[str, Source]) -> None:
    if where in taken:
        raise TranslationError(
            f"“{where}” stands in this file twice, first at {taken[where]}.",
            hint="Keep the right one.",
            source=row.source,
        )
    taken[where] = row.source


def _missing(missing: Sequence[str], name: str) -> TranslationError:
    return TranslationError(
        f"{len(missing)} of the messages that were sent did not come back: {_listed(missing)}.",
        hint="Ask for the rows, or go without them (--skip-bad): the catalog keeps what it has.",
        source=Source(name),
    )


def _conflict(where: str, now: str, row: ReturnedRow) -> TranslationError:
    return TranslationError(
        f"The catalog has changed since this file went out. It says: “{shorten(now)}”; the file says: "
        f"“{shorten(row.translation)}”.",
        hint="Decide which is right: --theirs takes the file's, --skip-bad keeps the catalog's.",
        source=row.source,
        trail=[where],
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
