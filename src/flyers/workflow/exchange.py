"""Catalogs on their way to translators and back: files out of a campaign and into it, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.errors import Source, TranslationError, UsageError
from flyers.files import write_whole
from flyers.translation.exchange.importer import CatalogChanges, Importer, RowChange, RowOutcome
from flyers.translation.exchange.rows import Export, Import, RowFilter
from flyers.translation.exchange.untrusted import FileFormat

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.catalog import Catalog
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that went out: its language, its place, how many messages it has."""

    tag: str
    path: Path
    messages: int


def export(
    session: Session,
    languages: Collection[str],
    kind: FileFormat,
    folder: Path,
    only: Collection[RowFilter] = (RowFilter.ALL,),
) -> list[ExportFile]:
    """Write one file for each of *languages* (default: all) into *folder*; where *only* leaves nothing, none.

    All are made before the first is written.

    Raises:
        UsageError: a language that is not the campaign's, or the one that the messages are in.
        TranslationError: a catalog is not a PO file, or has a character that the kind of file cannot hold.
        FileAccessError: a file cannot be read or written.
    """
    from flyers.translation.exchange import formats

    made = []
    source = session.campaign.source_language
    for tag in (
        session.languages(languages) if languages else [each for each in session.registry.tags if each != source]
    ):
        language = session.registry.language(tag)
        catalog = _in_step(session, language)
        rows = _rows(session, language, catalog, only)
        if rows.rows:
            path = folder / f"{session.campaign.id}.{tag}.{formats.ENDINGS[kind]}"
            made.append((ExportFile(tag, path, len(rows.rows)), formats.write(rows, catalog, kind)))
    for each, data in made:
        write_whole(each.path, data)
    return [each for each, _ in made]


def _in_step(session: Session, language: Language) -> Catalog:
    """Return the catalog merged with the messages, in memory alone."""
    from flyers.translation.template import merge

    tag = language.tag
    return merge(session.campaign, language, session.catalog(tag), session.signoffs(tag)).catalog


def _rows(session: Session, language: Language, catalog: Catalog, only: Collection[RowFilter]) -> Export:
    """Return the rows of the merged *catalog*, in which a message found again under another id has its translation."""
    from flyers.translation.catalog import usable
    from flyers.translation.exchange.rows import export_rows
    from flyers.translation.standing import current_words, standing_after

    campaign = session.campaign
    current = current_words(campaign, language, usable(campaign, catalog))
    signed = standing_after(session.signoffs(language.tag), current).signed
    return export_rows(campaign, language, catalog, only, signed)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What the files of one language brought; ``path`` is its catalog, ``written`` whether it has changed on disk."""

    changes: CatalogChanges
    path: Path
    name: str
    files: tuple[str, ...]
    written: bool

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        counted = dict.fromkeys(RowOutcome, 0)
        for change in self.changes.rows:
            counted[change.outcome] += 1
        return counted | {RowOutcome.SAME: self.changes.unchanged}

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.changes.language.tag,
            "catalog": self.name,
            "files": list(self.files),
            "written": self.written,
            **{str(kind): count for kind, count in self.counts.items()},
            "emptied": self.changes.emptied,
            "changes": [_change(change) for change in self.changes.rows],
            "refused": [
                {"place": str(fault.source or ""), "message": "/".join(fault.trail), "problem": fault.problem}
                for fault in self.changes.faults
            ],
        }


def _change(change: RowChange) -> dict[str, Any]:
    return {
        "message": change.context,
        "kind": str(change.outcome),
        "before": change.before,
        "after": change.after,
        "fuzzy": change.fuzzy,
        "place": str(change.source),
    }


def take_in(
    session: Session, files: Sequence[Path], *, write: bool = True, skip_bad: bool = False, theirs: bool = False
) -> list[ImportResult]:
    """Take *files* into the catalogs of their languages; what came of it, language by language.

    Where any row of any file is at fault nothing is written, unless *skip_bad*: then the rest is. A catalog that
    changes is brought into step with the messages too; one that does not stays as it is.

    Raises:
        TranslationError: a file is of no kind that is taken, is broken, or does not say its language; or a catalog is
            broken.
        UsageError: the language of a file is not the campaign's.
        FileAccessError: a file cannot be read or written.
    """
    from flyers.translation import po
    from flyers.translation.exchange import formats

    imports: dict[str, list[Import]] = {}
    for file in files:
        imported = formats.read(file, yamlfile.display_path(file, session.folder))
        imports.setdefault(_language(session, imported, file).tag, []).append(imported)
    received = [
        (*_received(session, tag, arrived, theirs=theirs), tuple(each.name for each in arrived))
        for tag, arrived in imports.items()
    ]
    refused = any(changes.faults for changes, _, _ in received) and not skip_bad
    result = []
    for changes, catalog, names in received:
        path = session.registry.catalog_path(changes.language)
        written = write and not refused and bool(changes.rows)
        if written:
            write_whole(path, po.write(catalog).encode())
        result.append(ImportResult(changes, path, yamlfile.display_path(path, session.folder), names, written))
    if any(imported.written for imported in result):
        session.reload()
    return result


def _received(session: Session, tag: str, files: Sequence[Import], *, theirs: bool) -> tuple[CatalogChanges, Catalog]:
    language = session.registry.language(tag)
    catalog = _in_step(session, language)
    importer = Importer(session.campaign, language, catalog, names=session.glossary.names(tag), theirs=theirs)
    for file in files:
        importer.add(file)
    return importer.changes, importer.catalog


def _language(session: Session, imported: Import, file: Path) -> Language:
    """The language that the file says, or that its name says: ``flyers-ct.es.xlsx``."""
    name = imported.language or file.stem.rpartition(".")[2]
    try:
        return session.registry.language(name)
    except UsageError as error:
        if imported.language:
            raise UsageError(error.problem, hint=error.hint, source=Source(imported.name)) from None
        raise TranslationError(
            "This file does not say its language.",
            hint=f"Name it as it was sent: {session.campaign.id}.LANGUAGE{file.suffix}.",
            source=Source(imported.name),
        ) from None
