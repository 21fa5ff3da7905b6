"""Import of returned files into a catalog, row by row.

Three texts are compared: the translation as it was sent, as it came back, and as the catalog has it now. Only what the
translator has changed is imported. A text that has also changed in the catalog is a conflict, unless the caller asks
for the file's version.

Words that another message had before are certain, and so is its English. New words can only be compared with the rows
above and below by their placeholders and figures, which a good translation keeps. Names and lengths may differ in good
translations, so they say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from enum import StrEnum

from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.markup import visibly_different
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.content.schema import shorten
from flyers.errors import Source, TranslationError, first_of
from flyers.records import dataclass
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.exchange.rows import Import, ReturnedRow, RowState, fingerprint, normalized
from flyers.translation.registry import Language, english_name


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


def _moved_rows(rows: Sequence[ReturnedRow], entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """Return what is wrong with *rows* that have the words or the English of another one, by context.

    *entries* are those of the catalog. They stand for what was sent where the file does not say it, as PO files don't.
    Words that were copied, so that the other row still has them, are the translator's choice.
    """
    own_rows = [row for row in rows if row.context in entries]
    changed = {row.context for row in own_rows if fingerprint(row.translation) != _sent(row, entries)}
    kept = {_sent(row, entries) for row in own_rows if row.context not in changed}
    owners = {words: row for row in own_rows if (words := _sent(row, entries)) and words not in kept}
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


def _sent(row: ReturnedRow, entries: Mapping[str, Entry]) -> str:
    return row.digests.translation if row.digests else fingerprint(entries[row.context].translation)


def _fitting_neighbour(number: int, rows: Sequence[ReturnedRow]) -> str:
    """Return the context of the row above or below row *number* whose English has the same placeholders and figures as
    the words of that row, which its own English has not; "" if neither has.
    """
    row, kept = rows[number], _kept(rows[number].translation)
    if not kept or kept == _kept(row.english):
        return ""
    beside = (*rows[max(number - 1, 0) : number], *rows[number + 1 : number + 2])
    return next((other.context for other in beside if _kept(other.english) == kept), "")


def _kept(text: str) -> list[str]:
    """Return the placeholders and figures of *text*, in European digits, sorted."""
    european = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return sorted(re.findall(r"\{[a-z0-9_]+\}|\d+", european))


class Importer:
    """Imports returned files into one catalog, which must be up to date with the messages.

    Args:
        own: the keys of the entries that the file of *catalog* has; the others are a base's, and are copied into it if
            the translator has changed them. None if it has all.
        names: names that English and the language write alike; see `flyers.translation.checks.style`.
        theirs: prefer the file's words where the file and the catalog have both changed.
    """

    def __init__(
        self,
        campaign: Campaign,
        language: Language,
        catalog: Catalog,
        *,
        own: Collection[MessageKey] | None = None,
        names: frozenset[str] = frozenset(),
        theirs: bool = False,
    ) -> None:
        self._campaign = campaign
        self._words: Mapping[str, Words] = {str(key): words for key, words in campaign.words()}
        self._catalog = catalog
        self._entries = {str(key): entry for key, entry in catalog.entries.items()}
        self._kept = set(self._entries) if own is None else set(map(str, own))
        self._head_remarks = catalog.remarks
        self._names = names
        self._theirs = theirs
        self._source = english_name(campaign.source_language)
        self.changes = CatalogChanges(language)

    @property
    def catalog(self) -> Catalog:
        """The catalog with everything that was imported so far."""
        entries = {entry.context: entry for key, entry in self._entries.items() if key in self._kept}
        return replace(self._catalog, entries=entries, remarks=self._head_remarks)

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
        problem = what = ""
        if missing:
            problem = f"{len(missing)} of the messages that were sent did not come back: {first_of(missing, 6)}."
            what = "Ask for the rows, or go on without them"
        elif len(file.rows) < file.sent:
            count = f"{len(file.rows)} of the {file.sent} messages that were sent came back"
            problem = f"{count}: the file was perhaps cut off."
            what = "Ask for it again, or go on without the others"
        if problem:
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
        hint = (
            f"{now}It was renamed or removed: leave the row out (--skip-bad). If there are many, this is perhaps "
            "another campaign's file."
        )
        raise _fault(row, f"“{row.context}” is not a message of this campaign.", hint)

    def _changed_english(self, context: str, row: ReturnedRow, how: str) -> TranslationError:
        hint = f"Restore it. {self._source} is corrected in content/messages, for all languages."
        return _fault(row, f"The {self._source} of this row was changed in the file: {how}", hint, context)

    def _add_row(self, context: str, row: ReturnedRow) -> None:
        entry = self._entries[context]
        remarks = entry.remarks if row.remarks is None else row.remarks
        text, current = normalized(row.translation), entry.translation
        outdated = normalized(row.english) != self._words[context].text
        sent = row.digests.translation if row.digests is not None else fingerprint(current)
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
            if current and fingerprint(current) != sent and not self._theirs:
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
        translation = Translation.of_entry(self._campaign, self.changes.language, words, entry, self._names)
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
    return row.state is not None and not row.state.done
