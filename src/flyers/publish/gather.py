"""From the shelf to a ticket: the press files of one language, what is known of each, and every doubt about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content.contacts import Contact
from flyers.errors import FileAccessError, FlyersError, ProofError, Source, TranslationError, raise_all
from flyers.pdf.editions import page_boxes
from flyers.pipeline import outputs
from flyers.pipeline.expectations import expectation, fingerprint
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.report import sentence
from flyers.publish.print_jobs import load_print_jobs, print_job
from flyers.publish.ticket import Ticket, TicketCode, TicketContact, TicketProduct, TicketProof
from flyers.units import to_mm
from flyers.workflow import manifests
from flyers.workflow.signing import day_of_build

if TYPE_CHECKING:
    from flyers.layout.pages import Document
    from flyers.pdf.editions import Edition
    from flyers.pipeline.session import Session
    from flyers.proof.expectations import Expectation
    from flyers.publish.print_jobs import PrintJob
    from flyers.translation.localize import Localization


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be packaged.

    Attributes:
        campaign: the campaign's folder; output: the folder that files were built into.
        language: a tag of the registry; beside: a second one behind it, or ``all``.
        products: those that are wanted; none for all that are usual.
        quantities: copies by product; a product without one gets a line to write on.
        draft: whether doubts are written on the package rather than refused.
        press, pdfx: what the files were built for; "" for the campaign's print condition, and what that asks for.
    """

    campaign: Path
    output: Path
    language: str
    quantities: Mapping[str, int]
    draft: bool = False
    press: str = ""
    pdfx: str = ""
    beside: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageContents:
    """A ticket, the files that it speaks of by their names in the package, why nobody should print them yet, and what
    they say, for the record."""

    ticket: Ticket
    files: Mapping[str, bytes]
    doubts: tuple[FlyersError, ...]
    said: manifests.Manifest


@dataclass(frozen=True, slots=True)
class _Piece:
    """One product: its file, what the proof had to say of it, and what it would be if it were made today."""

    product: str
    job: PrintJob
    pdf: bytes
    entry: Mapping[str, Any] | None
    document: Document
    expected: Expectation


def gather(order: Order, session: Session) -> PackageContents:
    """Collect the press files of the order's language.

    Every product is composed anew, so that a file made from other words, contacts or layouts than today's is noticed.

    Raises:
        FileAccessError: a file has not been made yet.
        FlyersError: the campaign or its print jobs are broken.
    """
    localized = session.localized(order.language, secondary=order.beside, allow_untranslated=order.draft)
    edition = session.edition("press", order.press, order.pdfx)
    pieces = _pieces(order, session, localized, edition)
    doubts = (*(doubt for piece in pieces for doubt in _doubts_of_file(piece, localized)), *_doubts_of_words(localized))
    products = tuple(_product(piece, order, edition) for piece in pieces)
    ticket = _ticket(order, session, localized, edition, pieces, products, doubts)
    files = {product.file: piece.pdf for product, piece in zip(products, pieces, strict=True)}
    said = manifests.edition(localized, [piece.document for piece in pieces], day_of_build())
    return PackageContents(ticket, files, doubts, said)


def _pieces(order: Order, session: Session, localized: Localization, edition: Edition) -> list[_Piece]:
    jobs = load_print_jobs(session.campaign)
    folder = order.output / order.language
    entries = outputs.entries(folder / outputs.REPORT)
    pieces, missing = [], []
    for product in order.products or session.usual_products:
        job = Job(order.campaign, order.language, product, "press", order.output, secondary=order.beside)
        if not job.target.is_file():
            missing.append(_missing(job))
            continue
        layout = session.layout(product, secondary=order.beside)
        document = session.composed(localized, layout)
        pieces.append(
            _Piece(
                product=product,
                job=print_job(jobs, product, len(document.pages[0].folds)),
                pdf=_read(job.target),
                entry=entries.get(job.key),
                document=document,
                expected=expectation(document, edition, localized, smallest_module=layout.smallest_module),
            )
        )
    raise_all(missing)
    return pieces


def _missing(job: Job) -> FlyersError:
    return FileAccessError(
        "There is no such file yet.",
        hint=f"Make it: flyers build --lang {job.language} --product {job.product}{_with(job)}.",
        source=Source(str(job.target)),
        trail=(job.product, job.language),
    )


def _with(job: Job) -> str:
    return f" --with {job.secondary}" if job.secondary not in ("", ALL) else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileAccessError(
            f"This file cannot be read ({error.strerror}).", hint="Check its permissions.", source=Source(str(path))
        ) from error


def _doubts_of_file(piece: _Piece, localized: Localization) -> Iterator[FlyersError]:
    """The gravest thing that speaks against the file, if there is one."""
    entry, tag = piece.entry, localized.language.tag
    if entry is None:
        problem = "No proof of this file is on record."
    elif entry["status"] != "good":
        problem = "The last build of it failed its proof; the file at hand is an older one."
    elif entry.get("sha256") != outputs.digest(piece.pdf):
        problem = "The file has been changed since it was proved."
    elif (made := f"{entry['issue']} · {entry['code']}") != (today := _small_print(localized)):
        problem = f"The file was made from other words or contacts: edition {made}; today's is {today}."
    elif entry.get("expectation") != fingerprint(piece.expected):
        problem = "Since the file was made, the layout, the print condition or the sign-off has changed."
    else:
        return
    hint = f"Build it again: flyers build --lang {tag}. With --draft it is packaged all the same, and marked."
    yield ProofError(problem, hint=hint, trail=(piece.product, tag))


def _small_print(localized: Localization) -> str:
    return f"{localized.campaign.issue} · {localized.code}"


def _doubts_of_words(localized: Localization) -> Iterator[FlyersError]:
    tag = localized.language.tag
    if localized.fallbacks:
        yield TranslationError(
            f"{len(localized.fallbacks)} messages stand in English: they are not translated.",
            hint="Translate them and build again.",
            trail=[tag],
        )
    if localized.standing.draft:
        unsigned = " ".join(language.tag for language in localized.unsigned) or tag
        yield TranslationError(
            f"This is a {localized.review}.",
            hint=f"Have it read and signed (flyers translations status --lang {_word(unsigned)}); "
            "--draft makes a package that nobody can take for the final one.",
            trail=[tag],
        )


def _word(tags: str) -> str:
    return f'"{tags}"' if " " in tags else tags


def _product(piece: _Piece, order: Order, edition: Edition) -> TicketProduct:
    boxes = page_boxes(piece.document.pages[0], edition)
    faces = [page.face for page in piece.document.pages]
    return TicketProduct(
        product=piece.product,
        job=piece.job,
        file=f"{piece.document.label}-{piece.product}.press.pdf",
        sha256=outputs.digest(piece.pdf),
        size=len(piece.pdf),
        pages=piece.document.pages,
        bleed=boxes.spread,
        media=boxes.media[2:],
        quantity=order.quantities.get(piece.product),
        codes=tuple(
            TicketCode(faces[code.page], code.contact, code.target, round(to_mm(code.module), 3))
            for code in piece.expected.codes
        ),
        proof=_proof(piece.entry),
    )


def _proof(entry: Mapping[str, Any] | None) -> TicketProof:
    if entry is None:
        return TicketProof("none", 0, 0, (), {})
    findings = entry.get("findings", ())
    severities = [finding["severity"] for finding in findings]
    said = [sentence(finding) for finding in findings]
    if "findings" not in entry:  # the build ended before there was a file to prove
        said, severities = ["no file could be made"], ["error"]
    return TicketProof(
        status="good" if entry["status"] == "good" else "failed",
        errors=severities.count("error"),
        warnings=len(severities) - severities.count("error"),
        findings=tuple(said),
        facts=entry.get("facts", {}),
    )


def _ticket(
    order: Order,
    session: Session,
    localized: Localization,
    edition: Edition,
    pieces: list[_Piece],
    products: tuple[TicketProduct, ...],
    doubts: tuple[FlyersError, ...],
) -> Ticket:
    campaign, language = session.campaign, localized.language
    english = session.localized(campaign.source_language)
    shown = {piece.product: _shown(piece.expected) for piece in pieces}
    contacts = tuple(
        _contact(contact, english, tuple(product for product in shown if contact.id in shown[product]))
        for contact in campaign.contacts.values()
    )
    assert edition.condition is not None
    return Ticket(
        name=f"{campaign.id}-{localized.label}-{campaign.issue}{'-DRAFT' if order.draft else ''}",
        campaign=campaign.id,
        publisher=english.plain(campaign.publisher),
        language=language.tag,
        english=pieces[0].document.language_names,
        autonym=language.autonym if not order.beside else pieces[0].document.language_names,
        label=localized.label,
        rtl=language.rtl,
        issue=campaign.issue,
        code=localized.code,
        review=localized.review,
        draft=order.draft,
        blockers=tuple(": ".join([*doubt.trail[:1], doubt.problem]) for doubt in doubts),
        condition=edition.condition,
        products=products,
        contacts=tuple(contact for contact in contacts if contact.products),
        askable=tuple(contact for contact in contacts if campaign.contacts[contact.id].name == campaign.publisher),
    )


def _shown(expected: Expectation) -> set[str]:
    """The contacts that are in print, as words or as codes."""
    return {part.contact for part in expected.contacts} | {code.contact for code in expected.codes}


def _contact(contact: Contact, english: Localization, products: tuple[str, ...]) -> TicketContact:
    return TicketContact(
        contact.id, english.plain(contact.name), contact.display, contact.target, contact.verified_on, products
    )
