"""Catalogs on their way to translators and back: files out of a campaign and into it, whole or not at all."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.errors import MissingToolError, Source, TranslationError, UsageError
from flyers.files import write_whole
from flyers.translation.exchange.intake import Intake, Receiver, RowChange, RowOutcome
from flyers.translation.exchange.rows import Export, Import, RowFilter
from flyers.translation.exchange.untrusted import FileFormat

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation import po
    from flyers.translation.registry import Language

ENDINGS = {FileFormat.XLIFF: "xlf", FileFormat.XLSX: "xlsx", FileFormat.PO: "po"}


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
    made = []
    source = session.campaign.source_language
    for tag in (
        session.languages(languages) if languages else [each for each in session.registry.tags if each != source]
    ):
        language = session.registry.language(tag)
        catalog = _in_step(session, language)
        parcel = _parcel(session, language, catalog, only)
        if parcel.rows:
            path = folder / f"{session.campaign.id}.{tag}.{ENDINGS[kind]}"
            made.append((ExportFile(tag, path, len(parcel.rows)), _written(kind, parcel, catalog)))
    for each, data in made:
        write_whole(each.path, data)
    return [each for each, _ in made]


def _in_step(session: Session, language: Language) -> po.Catalog:
    """The catalog as it is on disk, brought into step with the messages in memory alone."""
    from flyers.translation.template import bring_into_step, present_catalog

    catalog = present_catalog(session.campaign, session.registry, language)
    bring_into_step(catalog, session.campaign, language)
    return catalog


def _parcel(session: Session, language: Language, in_step: po.Catalog, only: Collection[RowFilter]) -> Export:
    """The rows of the catalog *in step*, so that a message found again under another id has its translation."""
    from flyers.translation import po, signoff
    from flyers.translation.catalogs import parse, usable
    from flyers.translation.exchange.rows import parcel

    campaign, catalog = session.campaign, parse(po.write(in_step), language.tag)
    records = signoff.read_signoffs(campaign, language)
    signed = signoff.standing(records, signoff.today(campaign, language, usable(campaign, catalog))).signed
    return parcel(campaign, language, catalog, only, signed)


def _written(kind: FileFormat, parcel: Export, catalog: po.Catalog) -> bytes:
    from flyers.translation.exchange import catalog_file, spreadsheet, xliff

    require(kind)
    if kind is FileFormat.PO:
        return catalog_file.write(catalog, {row.context for row in parcel.rows})
    return xliff.write(parcel) if kind is FileFormat.XLIFF else spreadsheet.write(parcel)


def require(kind: FileFormat) -> None:
    """Make sure that what reads and writes files of this *kind* is installed.

    It is an extra, and not a part of every installation, because translate-toolkit has another licence than flyers.

    Raises:
        MissingToolError: it is not.
    """
    needed = {FileFormat.XLIFF: ("translate", "translate-toolkit"), FileFormat.XLSX: ("openpyxl", "openpyxl")}
    module, library = needed.get(kind, ("", ""))
    if module and importlib.util.find_spec(module) is None:
        raise MissingToolError(
            f"Files of this kind need the library {library}, which is not installed.",
            hint='Install it: pip install "flyers-press[exchange]". PO files need nothing: --format po.',
        )


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What the files of one language brought; ``path`` is its catalog, ``written`` whether it has changed on disk."""

    intake: Intake
    path: Path
    name: str
    files: tuple[str, ...]
    written: bool

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        counted = dict.fromkeys(RowOutcome, 0)
        for change in self.intake.changes:
            counted[change.kind] += 1
        return counted | {RowOutcome.SAME: self.intake.same}

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.intake.language.tag,
            "catalog": self.name,
            "files": list(self.files),
            "written": self.written,
            **{str(kind): count for kind, count in self.counts.items()},
            "emptied": self.intake.emptied,
            "changes": [_change(change) for change in self.intake.changes],
            "refused": [
                {"place": str(fault.source or ""), "message": "/".join(fault.trail), "problem": fault.problem}
                for fault in self.intake.faults
            ],
        }


def _change(change: RowChange) -> dict[str, Any]:
    return {
        "message": change.context,
        "kind": str(change.kind),
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

    deliveries: dict[str, list[Import]] = {}
    for file in files:
        delivery = _read(session, file)
        deliveries.setdefault(_language(session, delivery, file).tag, []).append(delivery)
    received = [
        (*_received(session, tag, arrived, theirs=theirs), tuple(each.name for each in arrived))
        for tag, arrived in deliveries.items()
    ]
    refused = any(intake.faults for intake, _, _ in received) and not skip_bad
    result = []
    for intake, catalog, names in received:
        path = session.registry.catalog_path(intake.language)
        written = write and not refused and bool(intake.changes)
        if written:
            write_whole(path, po.write(catalog).encode())
        result.append(ImportResult(intake, path, yamlfile.display_path(path, session.folder), names, written))
    return result


def _received(session: Session, tag: str, deliveries: Sequence[Import], *, theirs: bool) -> tuple[Intake, po.Catalog]:
    from flyers.translation.glossary import read_glossary

    language = session.registry.language(tag)
    catalog = _in_step(session, language)
    receiver = Receiver(
        session.campaign, language, catalog, names=read_glossary(session.campaign).names(tag), theirs=theirs
    )
    for delivery in deliveries:
        receiver.take(delivery)
    return receiver.result, catalog


def _read(session: Session, file: Path) -> Import:
    from flyers.translation.exchange import catalog_file, spreadsheet, untrusted, xliff

    name = yamlfile.display_path(file, session.folder)
    kind, data = untrusted.opened(file, name)
    require(kind)
    if kind is FileFormat.PO:
        return catalog_file.read(data, name)
    return xliff.read(data, name) if kind is FileFormat.XLIFF else spreadsheet.read(data, name)


def _language(session: Session, delivery: Import, file: Path) -> Language:
    """The language that the file says, or that its name says: ``flyers-ct.es.xlsx``."""
    said = delivery.language or file.stem.rpartition(".")[2]
    try:
        return session.registry.language(said)
    except UsageError as error:
        if delivery.language:
            raise UsageError(error.problem, hint=error.hint, source=Source(delivery.name)) from None
        raise TranslationError(
            "This file does not say its language.",
            hint=f"Name it as it was sent: {session.campaign.id}.LANGUAGE{file.suffix}.",
            source=Source(delivery.name),
        ) from None
