"""Changes catalogs: single translations, where a text that has changed meanwhile is a conflict; all after messages have
changed; and those that translators return in files, which are exported here too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import ContentError, Source, TranslationError, UsageError, raise_all
from flyers.files import exists, read_bytes, write_whole
from flyers.findings import Fault
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry, usable, why_untranslated
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.exchange import spreadsheet, xliff
from flyers.translation.exchange.rows import (
    CatalogChanges,
    FileFormat,
    Import,
    Importer,
    ReturnedRow,
    RowOutcome,
    RowState,
    export_rows,
    fingerprint,
    format_and_bytes,
    normalized,
)
from flyers.translation.registry import DOMAIN, Language, Registry
from flyers.translation.signoff import current_words, standing_after
from flyers.translation.template import MergedCatalog, merge, template


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A new translation."""

    key: MessageKey
    before: str  # the translation that its author saw when beginning; "" if there was none
    after: str  # the new one
    english: str = ""  # the English that it translates, as its author saw it; "" if that is not known
    doubtful: bool = False  # whether somebody should look at it again (*fuzzy*); such a text is not printed


@dataclass(frozen=True, slots=True)
class Conflict:
    """A text that has changed since its author began: what it was, is now, and should become."""

    key: MessageKey
    before: str
    now: str
    after: str


@dataclass(frozen=True, slots=True)
class CatalogEdit:
    """What `edit_catalog` did with a file that a user calls *name*."""

    path: Path
    name: str
    changed: tuple[MessageKey, ...] = ()  # keys of its entries; if there are none, it was not written
    conflicts: tuple[Conflict, ...] = ()  # for which nothing was written


def edit_catalog(
    session: Session,
    tag: str,
    edits: Sequence[TextEdit],
    *,
    mine: bool = False,
    accept: Callable[[], object] = lambda: None,
) -> CatalogEdit:
    """Put *edits* into the campaign's own catalog of the language *tag*, all of them or none, and write it.

    The file is merged with the messages. A text of a base is copied into the campaign's own catalog, where it differs
    from then on.

    Args:
        mine: write them even where the catalog has changed meanwhile; its author has seen both texts.
        accept: called before *edits* without faults are written; it may refuse them by an error.

    Raises:
        UsageError: *tag* is the language of the messages, or a key is not a message of the campaign.
        TranslationError: a text is empty or breaks a rule that stops a build, or its English has changed; all together.
    """
    with session.changing():
        language = session.registry.language(tag)
        if language.tag == session.campaign.source_language:
            hint = "Edit content/messages."
            raise UsageError(f"{language.english} has no catalog: it is the language of the messages.", hint=hint)
        words = dict(session.campaign.words())
        for edit in edits:
            if edit.key not in words:
                hint = "It was renamed or removed in content/messages."
                raise UsageError(f"There is no message “{str(edit.key)[: limits.NAME_CHARACTERS]}”.", hint=hint)
        path = session.registry.catalog_path(language)
        result = CatalogEdit(path, yamlfile.display_path(path, session.campaign.folder))
        shown = session.catalog(tag)
        texts = {key: entry.translation for key, entry in shown.entries.items()}
        conflicts = [
            Conflict(edit.key, edit.before, now, edit.after)
            for edit in edits
            if fingerprint(now := texts.get(edit.key, "")) not in (fingerprint(edit.before), fingerprint(edit.after))
        ]
        if conflicts and not mine:
            return replace(result, conflicts=tuple(conflicts))
        entries = {edit.key: _entry(shown, edit, words[edit.key]) for edit in edits}
        raise_all(_faults(session, tag, [(edit, words[edit.key], entries[edit.key]) for edit in edits]))
        own = session.own_catalog(tag)
        own = replace(own, entries={**own.entries, **entries})
        accept()
        merged = merge(session.campaign, language, own, session.own_signoffs(tag), session.base_catalog(tag)).catalog
        changed = tuple(edit.key for edit in edits if merged.entries.get(edit.key) != shown.entries.get(edit.key))
        if changed:
            write_whole(path, po.write(merged).encode())
            session.reload()
        return replace(result, changed=changed)


def _faults(session: Session, tag: str, texts: Iterable[tuple[TextEdit, Words, Entry]]) -> Iterator[TranslationError]:
    """Yield why texts cannot be saved: rules that stop a build, which a doubtful text has to keep, too."""
    language, names = session.registry.language(tag), session.glossary.names(tag)
    for edit, english, entry in texts:
        source = entry.source
        if not normalized(edit.after):
            problems = [Fault("This text is empty.", "Write the translation.")]
        elif (length := len(edit.after)) > limits.TEXT_CHARACTERS:
            problem = f"This text has {length} characters; the most is {limits.TEXT_CHARACTERS}."
            problems = [Fault(problem, "Shorten it.")]
        elif edit.english and fingerprint(edit.english) != fingerprint(english.text):
            hint, source = "Read it again, and save once more.", english.source
            problems = [Fault("The English has changed since this text was begun.", hint)]
        else:
            problems = faults(Translation.of_entry(session.campaign, language, english, entry, names))
        for fault in problems:
            yield TranslationError(fault.problem, hint=fault.hint, source=source, trail=[tag, edit.key])


def _entry(catalog: Catalog, edit: TextEdit, english: Words) -> Entry:
    """Return the entry with the new text, which translates today's English."""
    present = catalog.entries.get(edit.key) or Entry(edit.key, english.text, "", Source(catalog.path))
    text = unicodedata.normalize("NFC", normalized(edit.after))
    return replace(present.with_translation(text, fuzzy=edit.doubtful), english=english.text)


@dataclass(frozen=True, slots=True)
class CatalogUpdate:
    """A file that was updated, or would be."""

    path: Path
    name: str  # the path as a user types it
    tag: str = ""  # "" for the template
    new: tuple[MessageKey, ...] = ()  # new, fuzzy, obsolete: keys, as in `flyers.translation.template.MergedCatalog`
    fuzzy: tuple[MessageKey, ...] = ()
    obsolete: tuple[MessageKey, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "language": self.tag or None,
            "new": list(map(str, self.new)),
            "fuzzy": list(map(str, self.fuzzy)),
            "obsolete": list(map(str, self.obsolete)),
        }


def update_catalogs(session: Session, languages: Iterable[str] = (), *, write: bool = True) -> list[CatalogUpdate]:
    """Update the template and the catalogs of *languages*, by default of all, and return the changed files.

    Without *write*, return the files that would change. All texts are made before the first is written, so a broken
    catalog, a TranslationError, leaves every file unchanged. A language without a catalog is a UsageError.
    """
    named, campaign = list(languages), session.campaign
    pot = campaign.translations_folder / f"{DOMAIN}.pot"
    texts = [(CatalogUpdate(pot, yamlfile.display_path(pot, campaign.folder)), po.write(template(campaign)))]
    for tag in session.languages(named):
        if named or tag != campaign.source_language:
            path, merged = session.registry.catalog_path(session.registry.language(tag)), merged_catalog(session, tag)
            name = yamlfile.display_path(path, campaign.folder)
            update = CatalogUpdate(path, name, tag, merged.new, merged.fuzzy, merged.obsolete)
            texts.append((update, po.write(merged.catalog)))
    present = {path: read_bytes(path, most=limits.CATALOG_BYTES) for update, _ in texts if exists(path := update.path)}
    outdated = [(update, text.encode()) for update, text in texts if present.get(update.path) != text.encode()]
    if write:
        for update, data in outdated:
            write_whole(update.path, data)
        session.reload()
    return [update for update, _ in outdated]


def merged_catalog(session: Session, tag: str) -> MergedCatalog:
    """Return the campaign's own catalog of the language *tag*, merged with the messages as they are now."""
    language, own = session.registry.language(tag), session.own_signoffs(tag)
    if tag == session.campaign.source_language:
        return merge(session.campaign, language, session.catalog(tag), own)  # which says that it has none
    return merge(session.campaign, language, session.own_catalog(tag), own, session.base_catalog(tag))


SENT = "X-Flyers-Messages"
"""The header of a PO file with the number of its messages. A part of such a file is a PO file too."""


def write_po(catalog: Catalog, contexts: Collection[str]) -> bytes:
    """Return a PO file of the entries of *contexts* in *catalog*."""
    entries = {key: entry for key, entry in catalog.entries.items() if str(key) in contexts}
    headers = {**catalog.headers, SENT: str(len(entries))}
    return po.write(replace(catalog, entries=entries, obsolete=(), headers=headers)).encode()


def read_po(data: bytes, name: str) -> Import:
    """Read a PO file that came back, in UTF-8 and with a message at least; *name* is its name in errors."""
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
    sent = re.fullmatch("[0-9]{1,5}", catalog.headers.get(SENT, ""))
    language = catalog.headers.get("Language", "")
    return Import(name, language, rows, remarks=catalog.remarks, sent=int(sent[0]) if sent else 0)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file for translators: its language, its path and the number of its messages."""

    tag: str
    path: Path
    messages: int


def export_files(
    session: Session,
    languages: Collection[str],
    file_format: FileFormat,
    folder: Path,
    only: Collection[str] = ("all",),
    *,
    whole: bool = False,
) -> list[ExportFile]:
    """Write one file for each of *languages*, by default for all, into *folder*; none if *only* leaves no message.

    *whole* files have the messages of a base too. All files are made before the first is written. A language
    without a catalog is a UsageError; a broken catalog, or a character that no such file has, is a TranslationError.
    """
    campaign = session.campaign
    tags = session.languages(languages)
    if not languages:
        tags.remove(campaign.source_language)
    exports: list[tuple[ExportFile, bytes]] = []
    for tag in tags:
        language = session.registry.language(tag)
        # Merged first, so that a message found again under another id has its translation.
        catalog = merged_catalog(session, tag).catalog
        if whole:
            catalog = _with_base(catalog, session, tag)
        now = current_words(campaign, language, usable(campaign, catalog))
        rows = export_rows(campaign, language, catalog, only, standing_after(session.signoffs(tag), now).signed)
        if rows.rows:
            match file_format:
                case FileFormat.XLIFF:
                    ending, data = "xlf", xliff.write(rows)
                case FileFormat.XLSX:
                    ending, data = "xlsx", spreadsheet.write(rows)
                case FileFormat.PO:
                    ending, data = "po", write_po(catalog, {row.context for row in rows.rows})
            exports.append((ExportFile(tag, folder / f"{campaign.id}.{tag}.{ending}", len(rows.rows)), data))
    for file, data in exports:
        write_whole(file.path, data)
    return [file for file, _ in exports]


def _with_base(own: Catalog, session: Session, tag: str) -> Catalog:
    """Return the catalog *own*, of the language *tag*, with an entry for each message that is the base's."""
    base = session.base_catalog(tag).entries
    entries = {}
    for key, words in session.campaign.words():
        theirs = None if why_untranslated(base.get(key), words) else base.get(key)
        # What neither has is a name that nobody translates.
        entries[key] = own.entries.get(key) or theirs or Entry(key, words.text, "", words.source)
    return replace(own, entries=entries)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What the files of one language changed in its catalog, which a user calls *name*."""

    changes: CatalogChanges
    path: Path
    name: str
    files: tuple[str, ...]
    written: bool

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        numbers = Counter(change.outcome for change in self.changes.rows)
        return {**dict.fromkeys(RowOutcome, 0), **numbers, RowOutcome.SAME: self.changes.unchanged}

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.changes.language.tag,
            "catalog": self.name,
            "files": list(self.files),
            "written": self.written,
            **{str(outcome): number for outcome, number in self.counts.items()},
            "emptied": self.changes.emptied,
            "changes": [
                {
                    "message": change.context,
                    "kind": str(change.outcome),
                    "before": change.before,
                    "after": change.after,
                    "fuzzy": change.fuzzy,
                    "place": str(change.source),
                }
                for change in self.changes.rows
            ],
            "refused": [
                {"place": str(fault.source or ""), "message": "/".join(fault.trail), "problem": fault.problem}
                for fault in self.changes.faults
            ],
        }


def import_files(
    session: Session, files: Sequence[Path], *, write: bool = True, skip_bad: bool = False, theirs: bool = False
) -> list[ImportResult]:
    """Import *files* into the catalogs of their languages, and return a result for each language.

    If any row of any file is at fault, nothing is written, unless *skip_bad*: then the other rows are. A catalog that
    changes is merged with the messages too; any other stays as it is. A file that is broken, or says no format or no
    language, is a TranslationError; one in a language that is not the campaign's is a UsageError.
    """
    campaign, registry = session.campaign, session.registry
    imports: dict[Language, list[Import]] = {}
    for file in files:
        name = yamlfile.display_path(file, campaign.folder)
        file_format, data = format_and_bytes(file, name)
        read = {FileFormat.PO: read_po, FileFormat.XLIFF: xliff.read, FileFormat.XLSX: spreadsheet.read}[file_format]
        imported = read(data, name)
        imports.setdefault(_language(imported, file, campaign, registry), []).append(imported)
    importers = []
    for language, of_language in imports.items():
        own, names = merged_catalog(session, language.tag).catalog, session.glossary.names(language.tag)
        importer = Importer(campaign, language, _with_base(own, session, language.tag), own.entries, names, theirs)
        for imported in of_language:
            importer.add(imported)
        importers.append(importer)
    refused = any(importer.changes.faults for importer in importers) and not skip_bad
    results = []
    for importer, of_language in zip(importers, imports.values(), strict=True):
        path = registry.catalog_path(importer.changes.language)
        written = write and not refused and bool(importer.changes.rows)
        if written:
            write_whole(path, po.write(importer.catalog).encode())
        name, sources = yamlfile.display_path(path, campaign.folder), tuple(imported.name for imported in of_language)
        results.append(ImportResult(importer.changes, path, name, sources, written))
    if any(result.written for result in results):
        session.reload()
    return results


def _language(imported: Import, file: Path, campaign: Campaign, registry: Registry) -> Language:
    """Return the language that the file names, or that its own name has: ``flyers-ct.es.xlsx``."""
    of_file = file.stem.rpartition(".")[2]
    try:
        language = registry.language(imported.language or of_file)
    except UsageError as error:
        if imported.language:
            error.source = Source(imported.name)
            raise
        raise TranslationError(
            "This file does not say its language.",
            hint=f"Give it the name under which it was sent: {campaign.id}.LANGUAGE{file.suffix}.",
            source=Source(imported.name),
        ) from None
    if of_file in registry.tags and of_file != language.tag:
        other = registry.language(of_file)
        raise TranslationError(
            f"This file says that it is {language.english} ({language.tag}), and its name that it is {other.english}.",
            hint="Look into it. Correct its “Language”, or give it the name of its language.",
            source=Source(imported.name),
        )
    return language
