"""Export catalogs for translators, and import what they return."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, Source, TranslationError, UsageError
from flyers.files import write_whole
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry, usable, why_untranslated
from flyers.translation.exchange import spreadsheet, untrusted, xliff
from flyers.translation.exchange.importer import CatalogChanges, Importer, RowOutcome
from flyers.translation.exchange.rows import Export, Import, ReturnedRow, RowState, export_rows
from flyers.translation.exchange.untrusted import FileFormat
from flyers.translation.registry import Language, Registry
from flyers.translation.signoff import current_words, standing_after
from flyers.workflow.catalog_edit import merged_catalog

ENDINGS = {FileFormat.XLIFF: "xlf", FileFormat.XLSX: "xlsx", FileFormat.PO: "po"}

SENT = "X-Flyers-Messages"
"""The header of a PO file with the number of its messages. A part of such a file is a PO file too."""


def _written(export: Export, catalog: Catalog, file_format: FileFormat) -> bytes:
    """Return the file of *export*; a PO file has the entries of *catalog* for its rows.

    Raises:
        TranslationError: If a text has a character that the format cannot hold.
    """
    if file_format is FileFormat.PO:
        return write_po(catalog, {row.context for row in export.rows})
    return xliff.write(export) if file_format is FileFormat.XLIFF else spreadsheet.write(export)


def _read(path: Path, name: str) -> Import:
    """Read a file that came back; *name* is its name in errors.

    Raises:
        TranslationError: If the file is not of a supported format, is broken, or is unsafe to read.
        FileAccessError: If the file cannot be read.
    """
    file_format, data = untrusted.read(path, name)
    if file_format is FileFormat.PO:
        return read_po(data, name)
    return xliff.read(data, name) if file_format is FileFormat.XLIFF else spreadsheet.read(data, name)


def write_po(catalog: Catalog, contexts: Collection[str]) -> bytes:
    """Return a PO file of the entries of *contexts* in *catalog*."""
    entries = {key: entry for key, entry in catalog.entries.items() if str(key) in contexts}
    headers = {**catalog.headers, SENT: str(len(entries))}
    return po.write(replace(catalog, entries=entries, obsolete=(), headers=headers)).encode()


def read_po(data: bytes, name: str) -> Import:
    """Read a PO file that came back; *name* is its name in errors.

    Raises:
        TranslationError: If it is not a PO file in UTF-8, with the line, or has no message.
    """
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
    sent = catalog.headers.get(SENT, "")
    return Import(
        name,
        catalog.headers.get("Language", ""),
        rows,
        remarks=catalog.remarks,
        sent=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0,
    )


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

    *whole* files have the messages of a base too. All files are made before the first is written.

    Raises:
        UsageError: a language is not the campaign's, or is the language of the messages.
        TranslationError: a catalog is not a PO file, or has a character that the format cannot contain.
        FileAccessError: a file cannot be read or written.
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
            path = folder / f"{campaign.id}.{tag}.{ENDINGS[file_format]}"
            exports.append((ExportFile(tag, path, len(rows.rows)), _written(rows, catalog, file_format)))
    for file, data in exports:
        write_whole(file.path, data)
    return [file for file, _ in exports]


def _with_base(own: Catalog, session: Session, tag: str) -> Catalog:
    """Return the catalog *own*, of the language *tag*, with an entry for each message that is the base's."""
    base = session.base_catalog(tag).entries
    entries = {}
    for key, words in session.campaign.words():
        theirs = base.get(key)
        if key in own.entries:
            entries[key] = own.entries[key]
        elif theirs is not None and not why_untranslated(theirs, words):
            entries[key] = theirs
        else:  # a name that nobody translates
            entries[key] = Entry(key, words.text, "", words.source)
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
        numbers = dict.fromkeys(RowOutcome, 0)
        for change in self.changes.rows:
            numbers[change.outcome] += 1
        return numbers | {RowOutcome.SAME: self.changes.unchanged}

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
    changes is merged with the messages too; any other stays as it is.

    Raises:
        TranslationError: a file has no known format, is broken, or does not say its language; or a catalog is broken.
        UsageError: the language of a file is not the campaign's.
        FileAccessError: a file cannot be read or written.
    """
    campaign, registry = session.campaign, session.registry
    merged = [
        (_merged(session, tag, imports, theirs=theirs), tuple(imported.name for imported in imports))
        for tag, imports in _by_language(files, campaign, registry).items()
    ]
    refused = any(importer.changes.faults for importer, _ in merged) and not skip_bad
    results = []
    for importer, names in merged:
        path = registry.catalog_path(importer.changes.language)
        written = write and not refused and bool(importer.changes.rows)
        if written:
            write_whole(path, po.write(importer.catalog).encode())
        name = yamlfile.display_path(path, campaign.folder)
        results.append(ImportResult(importer.changes, path, name, names, written))
    if any(result.written for result in results):
        session.reload()
    return results


def _by_language(files: Sequence[Path], campaign: Campaign, registry: Registry) -> dict[str, list[Import]]:
    imports: dict[str, list[Import]] = {}
    for file in files:
        imported = _read(file, yamlfile.display_path(file, campaign.folder))
        imports.setdefault(_language(imported, file, campaign, registry).tag, []).append(imported)
    return imports


def _language(imported: Import, file: Path, campaign: Campaign, registry: Registry) -> Language:
    """Return the language that the file names, or that its own name has: ``flyers-ct.es.xlsx``."""
    of_file = file.stem.rpartition(".")[2]
    name = imported.language or of_file
    try:
        language = registry.language(name)
    except UsageError as error:
        if imported.language:
            raise UsageError(error.problem, hint=error.hint, source=Source(imported.name)) from None
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


def _merged(session: Session, tag: str, imports: Sequence[Import], *, theirs: bool) -> Importer:
    """Return an importer that has merged *imports* into the catalog of *tag*, in memory."""
    campaign, language = session.campaign, session.registry.language(tag)
    catalog = merged_catalog(session, tag).catalog
    names = session.glossary.names(tag)
    whole = _with_base(catalog, session, tag)
    importer = Importer(campaign, language, whole, own=catalog.entries, names=names, theirs=theirs)
    for imported in imports:
        importer.add(imported)
    return importer
