"""The recipe of a package: reads the press files, refuses them if something keeps them from being final, writes ticket
and letter, archives all.
"""

from __future__ import annotations

import calendar
import hashlib
import io
import json
import shlex
import stat
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from flyers import limits
from flyers.content.contacts import ASK_THE_OFFICE, Contact, days_to_come
from flyers.errors import (
    ContentError,
    FileAccessError,
    FlyersError,
    FontError,
    ProofError,
    Source,
    TranslationError,
    counted,
    first_of,
    raise_all,
)
from flyers.files import exists, read_bytes, stated_time, write_whole
from flyers.page.document import Document, Page
from flyers.page.editions import SCREEN, Edition, page_boxes
from flyers.pdf.painter import paint
from flyers.pipeline import outputs
from flyers.pipeline.outputs import sentence
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.prove import TodaysFile
from flyers.pipeline.recipe import Composition, compose_job, named
from flyers.pipeline.session import Session
from flyers.publish.order import NO_ORDER, PrintJob, PrintOrder, load_print_jobs, print_job, usual_job
from flyers.publish.ticket import Ticket, TicketContact, TicketProduct, TicketProof, letter, product_intent
from flyers.publish.ticket_page import ticket_pages
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.units import POINTS, to_mm
from flyers.workflow.manifest import Manifest, ManifestEntry, cancel_order, keep_manifest, manifest_of
from flyers.workflow.signing import day_of_build


@dataclass(frozen=True, slots=True)
class PressFile:
    """The press file of one product as it was built, and what is known about it."""

    product: str
    command: str  # the command that makes it again
    print_job: PrintJob
    pdf: bytes
    entry: Mapping[str, Any] | None  # its entry in ``proof.json``; None without one
    document: Document  # the pages as they would be composed today
    one_ink: bool
    stranger: str  # why the file is not the one that this job makes today, in words; "" if it is

    def name(self, quantity: int | None, *, draft: bool) -> str:
        """Return the file's name in a package, from which a shop sees the job: ``es-poster-8.5x11in-200.press.pdf``."""
        size = size_in_name(self.document.pages[0].width, self.document.pages[0].height)
        ink = "black" if self.one_ink else ""
        parts = [self.document.label, self.product, size, ink, str(quantity or ""), "DRAFT" if draft else ""]
        return f"{'-'.join(part for part in parts if part)}.press.pdf"


def size_in_name(width: float, height: float) -> str:
    """Return a size in points for a file's name: ``3.5x2in``, or ``85x54mm`` if it is not a multiple of 1/16 in."""
    sides = (width, height)
    if all(abs(side / 4.5 - round(side / 4.5)) < 0.001 for side in sides):
        return "x".join(f"{side / POINTS['in']:g}" for side in sides) + "in"
    return "x".join(f"{to_mm(side):.4g}" for side in sides) + "mm"


def by_approval(files: Sequence[PressFile]) -> dict[str, list[str]]:
    """Return the products of *files* by how far they are approved, in words."""
    products: dict[str, list[str]] = {}
    for file in files:
        products.setdefault(file.document.approval.words, []).append(file.product)
    return products


_MARKED = "--draft makes a package that is marked as a draft."
OR_A_DRAFT = " Or package it as a marked draft: --draft."
"""The end of the hint about a file: what else can be done with it."""


def file_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield an error for each of *files* that is not good, or that its job does not make today."""
    for file in files:
        entry = file.entry
        if file.stranger:
            problem = file.stranger
        elif entry is None:
            problem = "No proof of this file is on record."
        elif entry["status"] == outputs.UNFINISHED["status"]:
            problem = "Its build was stopped while it wrote this file."
        elif entry["status"] != "good":
            problem = "Its last build failed its proof."
        elif entry.get("sha256") != outputs.digest(file.pdf):
            problem = "The file has been changed since it was proved."
        else:
            continue
        hint = f"Build it again: '{file.command}'.{'' if file.stranger else OR_A_DRAFT}"
        yield ProofError(problem, hint=hint, trail=(file.product, localized.language.tag))


def blockers_of(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield what keeps a package of *files* from being final: at most one for each file, and those of the words."""
    yield from file_blockers(files, localized)
    tag = localized.language.tag
    if english := localized.in_english({key for file in files for key in file.document.messages}):
        problem = f"{counted(len(english), 'message')} in English: not translated."
        yield TranslationError(problem, hint="Translate them and build again.", trail=[tag])
    for words, products in by_approval(files).items():
        approvals = (file.document.approval for file in files if file.product in products)
        if draft := next((approval for approval in approvals if approval.draft), None):
            unsigned = " ".join(language.tag for language in draft.unsigned) or tag
            tags = f'"{unsigned}"' if " " in unsigned else unsigned
            which = "This" if len(products) == len(files) else f"In {', '.join(products)} this"
            hint = f"Have it read and signed ('flyers translations status --lang {tags}'); {_MARKED}"
            yield TranslationError(f"{which} is a {words}.", hint=hint, trail=[tag])
    yield from _contact_blockers(files, localized)


def _contact_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield an error if a number or an address is printed that nobody has tried, as words or behind a code; another for
    emergency numbers, since nobody must dial them for a test.
    """
    tag, printed = localized.language.tag, {name for file in files for name in file.document.contacts}
    contacts = [contact for contact in localized.campaign.contacts.values() if contact.id in printed]
    untried = [contact for contact in contacts if contact.verified_on is None]

    def blocker(contacts: Sequence[Contact], problem: str, todo: str) -> ContentError:
        listed = first_of((contact.display for contact in contacts), 3)
        names = " ".join(contact.id for contact in contacts)
        hint = f"{todo}: 'flyers contacts verify {names} --date YYYY-MM-DD'. {_MARKED}"
        return ContentError(problem.format(listed), hint=hint, trail=[tag])

    if ordinary := [contact for contact in untried if not contact.is_emergency]:
        todo = "Dial each number and open each address, then record the day"
        yield blocker(ordinary, "Nobody has dialed or opened {}.", todo)
    for error in days_to_come(contacts, day_of_build()):
        yield error.within(tag)
    if emergency := [contact for contact in untried if contact.is_emergency]:
        are = "is" if len(emergency) == 1 else "are"
        todo = f"{ASK_THE_OFFICE} Record the day of that answer"
        yield blocker(emergency, f"Nobody has asked whether {{}} {are} right.", todo)


def make_ticket(
    files: Sequence[PressFile],
    localized: Localization,
    english: Localization,
    edition: Edition,
    order: PrintOrder,
    blockers: Sequence[FlyersError],
    *,
    draft: bool,
) -> Ticket:
    """Return the ticket of a package of *files*, which were made for the print condition of *edition*."""
    campaign, language, first = localized.campaign, localized.language, files[0].document
    assert edition.condition is not None
    # Each contact as the piece's languages have it, in the campaign's order.
    own = (words.contacts[name] for name in campaign.contacts for words in (localized, *localized.others.values()))
    contacts = []
    for contact in {(contact.id, contact.display, contact.target): contact for contact in own}.values():
        products = tuple(file.product for file in files if contact.id in file.document.contacts)
        whom, verified_on = english.plain(contact.name), contact.verified_on
        contacts.append(TicketContact(contact.id, whom, contact.display, contact.target, verified_on, products))
    name = (campaign.id, localized.label, campaign.issue, "black" if edition.one_ink else "", "DRAFT" if draft else "")
    return Ticket(
        name="-".join(part for part in name if part),
        campaign=campaign.id,
        publisher=english.plain(campaign.publisher),
        language=language.tag,
        english=first.language_names,
        autonym=first.language_names if first.secondary else language.autonym,
        label=localized.label,
        rtl=language.rtl,
        issue=campaign.issue,
        code=localized.code,
        review=_review(files),
        draft=draft,
        blockers=tuple(": ".join([*blocker.trail[:1], blocker.problem]) for blocker in blockers),
        condition=edition.condition,
        products=tuple(_product(file, edition, order, draft=draft) for file in files),
        contacts=tuple(contact for contact in contacts if contact.products),
        askable=tuple(contact for contact in contacts if campaign.contacts[contact.id].name == campaign.publisher),
        order=order,
    )


def _review(files: Sequence[PressFile]) -> str:
    """Return how far the words of *files* are approved, product by product where they differ."""
    by_words = by_approval(files)
    parts = (f"{', '.join(products)}: {words}" for words, products in by_words.items())
    return "; ".join(by_words if len(by_words) == 1 else parts)


def _product(file: PressFile, edition: Edition, order: PrintOrder, *, draft: bool) -> TicketProduct:
    assert edition.condition is not None
    pages, quantity = file.document.pages, order.quantities.get(file.product)
    suggested = file.print_job.stock_for(edition.condition)
    boxes = page_boxes(pages[0], edition)
    return TicketProduct(
        product=file.product,
        job=file.print_job,
        file=file.name(quantity, draft=draft),
        sha256=outputs.digest(file.pdf),
        size=len(file.pdf),
        pages=pages,
        bleed=boxes.spread,
        media=boxes.media[2:],
        one_ink=edition.one_ink,
        quantity=quantity,
        stock=order.stock.get(file.product, suggested),
        stock_ordered=file.product in order.stock,
        proof=_proof(file.entry),
    )


def _proof(entry: Mapping[str, Any] | None) -> TicketProof:
    if entry is None:
        return TicketProof("none", 0, 0, (), {})
    status: Literal["good", "failed"] = "good" if entry["status"] == "good" else "failed"
    if "findings" not in entry:  # the build ended before there was a file to prove
        return TicketProof(status, 1, 0, ("no file could be made",), entry.get("facts", {}))
    errors = sum(finding["severity"] == "error" for finding in entry["findings"])
    sentences = tuple(map(sentence, entry["findings"]))
    return TicketProof(status, errors, len(sentences) - errors, sentences, entry.get("facts", {}))


def build_command(job: Job, project: Path) -> str:
    """Return the command that makes the press file of *job* in the folder where its package looks for it, as one types
    it in the campaign's folder, *project*, or below it.
    """
    press, folder = job.press, "" if job.output.resolve() == (project / "output").resolve() else str(job.output)
    options = {
        "--lang": job.language,
        "--product": job.product,
        "--with": "" if job.secondary == ALL else job.secondary,
        "--press": press.condition,
        "--pdfx": press.pdfx,
        "--bleed": "" if press.bleed is None else f"{press.bleed:.6g}pt",
        "--ink": job.sheet.ink,
        "--output": folder,
    }
    return shlex.join(["flyers", "build", *(word for pair in options.items() if pair[1] for word in pair)])


def archive(folder: str, files: Mapping[str, bytes], moment: int) -> bytes:
    """Return a ZIP of *files*, in that order and inside *folder*, followed by their checksums for ``sha256sum``.

    Nothing is compressed: PDFs already are, and compressors differ between machines. All entries have the date *moment*
    (seconds since 1970, UTC) and are readable by everybody.
    """
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in {**files, "SHA256SUMS": sums.encode()}.items():
            # The earliest date of an entry is 1980-01-01 (APPNOTE.TXT, 4.4.6).
            entry = zipfile.ZipInfo(f"{folder}/{name}", time.gmtime(max(moment, 315532800))[:6])
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            package.writestr(entry, data)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class PackageOrder:
    """The order for a package."""

    details: PrintOrder = NO_ORDER
    draft: bool = False  # whether it is made in spite of blockers
    replaces: bool = False  # whether it takes the place of the last order of its products, which is cancelled


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What a package is made of."""

    files: tuple[PressFile, ...]
    ticket: Ticket
    blockers: tuple[FlyersError, ...]  # why it is not final
    manifest: Manifest  # the words of the files


@dataclass(frozen=True, slots=True)
class Package:
    """An archive."""

    path: Path  # where it belongs
    data: bytes
    blockers: tuple[FlyersError, ...]  # why it is not final
    manifest: Path | None  # the file that keeps its words on record; None for a draft
    cancelled: ManifestEntry | None = None  # the order on record that it replaces


def package(jobs: Sequence[Job], order: PackageOrder, session: Session) -> Package:
    """Put the `finished_package` of *jobs* beside them, and return it."""
    made = finished_package(jobs, order, session)
    write_whole(made.path, made.data)
    return made


def finished_package(jobs: Sequence[Job], order: PackageOrder, session: Session) -> Package:
    """Return the archive of the press files of *jobs* and their ticket, with its words on record.

    All jobs have one language, secondary language, print condition and output folder. The manifest is written before
    the archive, so that nothing is printed whose words are not on record; a draft is not to be printed and has none.

    Raises:
        FileAccessError: a file has not been built.
        ProofError: a file failed its proof, or is not the one that its job makes today.
        TranslationError: the translation is not signed for these products.
        ContentError: nobody has tried a number or an address in print.
    """
    contents = gather(jobs, order, session)
    if not order.draft:
        raise_all(contents.blockers)
    ticket = contents.ticket
    moment = moment_of(ticket.issue)
    quoted = [session.registry.language(tag) for tag in (session.campaign.source_language, ticket.language)]
    languages = list(dict.fromkeys([session.registry.english, *quoted]))
    fonts = tuple(dict.fromkeys(font for language in languages for font in language.fonts))
    faces = session.library.stack(fonts, "regular")
    jobs_words = ((text, file.print_job.source) for file in contents.files for text in file.print_job.texts)
    unprintable = []
    for text, place in (*order.details.places.items(), *jobs_words):
        if missing := next((char for char in text if not any(face.covers(char) for face in faces)), ""):
            problem = f"No font of the job ticket has “{missing}”, U+{ord(missing):04X}."
            unprintable.append(FontError(problem, hint="Write it with other characters.", source=place))
    raise_all(unprintable)
    page = ticket_pages(ticket, session.typesetter, languages)
    data = archive(
        ticket.name,
        {
            "README.txt": letter(ticket).encode(),
            "job-ticket.pdf": paint(page, SCREEN, session.library, moment),
            "job-ticket.json": (json.dumps(ticket.to_json(), ensure_ascii=False, indent=2) + "\n").encode(),
            "job-ticket.xjdf": product_intent(ticket),
            **{product.file: file.pdf for product, file in zip(ticket.products, contents.files, strict=True)},
        },
        moment,
    )
    manifest = cancelled = None
    if order.replaces:
        products = [product.product for product in ticket.products]
        _, cancelled = cancel_order(session, contents.manifest.language, products)
    if not order.draft:
        manifest = keep_manifest(contents.manifest, session.campaign, session.registry)
    path = jobs[0].folder / f"{ticket.name}.zip"
    return Package(path, data, contents.blockers, manifest, cancelled)


def gather(jobs: Sequence[Job], order: PackageOrder, session: Session) -> PackageContents:
    """Read the press files of *jobs*, and return them with their ticket and blockers. An order of a draft is refused
    if a file is not the one that its job makes today.
    """
    job = jobs[0]
    localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=order.draft)
    english = session.localized(session.campaign.source_language)
    compositions = [compose_job(each, localized, session) for each in jobs]
    edition = compositions[0].edition
    files = _press_files(jobs, compositions, localized, session)
    if order.draft:
        raise_all(file_blockers([file for file in files if file.stranger], localized))
    _require_visible_draft(files, edition)
    blockers = tuple(blockers_of(files, localized))
    ticket = make_ticket(files, localized, english, edition, order.details, blockers, draft=order.draft)
    documents = [file.document for file in files]
    manifest = manifest_of(localized, documents, day_of_build(), order.details.quantities)
    return PackageContents(tuple(files), ticket, blockers, manifest)


def _press_files(
    jobs: Sequence[Job], compositions: Sequence[Composition], localized: Localization, session: Session
) -> list[PressFile]:
    """Read the files of *jobs*; each knows from its composition of today whether it was made from other words."""
    print_jobs, folder = load_print_jobs(session.campaign), session.campaign.folder
    report = outputs.report_at(jobs[0].folder / outputs.REPORT)
    jobs = [
        outputs.as_built(named(job, composition.document, composition.edition))
        for job, composition in zip(jobs, compositions, strict=True)
    ]
    raise_all(
        FileAccessError(
            "The file does not exist.",
            hint=f"Make it: '{build_command(job, folder)}'.",
            source=Source(str(job.target)),
            trail=(job.product, job.language),
        )
        for job in jobs
        if not exists(job.target)
    )
    return [
        PressFile(
            product=job.product,
            command=build_command(job, folder),
            print_job=_print_job(
                print_jobs, session.product_of_format(job.product) or job.product, made.document.pages[0]
            ),
            pdf=(pdf := read_bytes(job.target, most=limits.PDF_BYTES)),
            entry=outputs.sound_entry(report, job.key),
            document=made.document,
            one_ink=made.edition.one_ink,
            stranger=TodaysFile(job, localized, made).stranger(pdf, session),
        )
        for job, made in zip(jobs, compositions, strict=True)
    ]


def _require_visible_draft(files: Sequence[PressFile], edition: Edition) -> None:
    """Refuse drafts, marked or not, for a print condition whose pages cannot say that they are drafts."""
    drafts = [file.document for file in files if file.document.draft]
    if drafts and edition.condition and edition.hides_drafts:
        tag = drafts[0].language
        words, name = drafts[0].approval.words, edition.condition.name
        hint = f"Have it signed ('flyers translations status --lang {tag}'), or show a draft for another condition: "
        hint += "--press gracol --draft."
        problem = f"This is a {words}, and pages for “{name}” have no room to say so."
        raise TranslationError(problem, hint=hint, trail=[tag])


def moment_of(issue: str) -> int:
    """Return the one date of a package in seconds since 1970: ``SOURCE_DATE_EPOCH``, else the first day of *issue*, a
    year, a month or a day, ``2026-11``.
    """
    if (stated := stated_time()) is not None:
        return stated
    year, month, day = (*map(int, issue.split("-")), 1, 1)[:3]
    return calendar.timegm((year, month, day, 0, 0, 0))


def _print_job(jobs: Mapping[str, PrintJob], product: str, page: Page) -> PrintJob:
    """Return the campaign's print job of *product*, in any format, or a usual one if the campaign has no print jobs."""
    folds, crossing = len(page.folds) + len(page.level_folds), bool(page.folds and page.level_folds)
    if jobs:
        return print_job(jobs, product, folds, crossing=crossing)
    return usual_job(product, page.width, page.height, folds, crossing=crossing)
