"""The press files of one language: their blockers, and their ticket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flyers.content.contacts import ASK_THE_OFFICE
from flyers.errors import ContentError, FlyersError, ProofError, TranslationError
from flyers.pdf.editions import page_boxes
from flyers.pipeline import outputs
from flyers.pipeline.expectation_fingerprint import fingerprint
from flyers.pipeline.report import errors, sentence
from flyers.publish.ticket import Ticket, TicketContact
from flyers.publish.ticket_product import TicketCode, TicketProduct, TicketProof
from flyers.records import dataclass
from flyers.translation.standing import counted
from flyers.units import POINTS, to_mm
from flyers.workflow.signing import day_of_build

if TYPE_CHECKING:
    from flyers.content.contacts import Contact
    from flyers.layout.pages import Document
    from flyers.pdf.editions import Edition
    from flyers.pipeline.verdict import Verdict
    from flyers.proof.expectations import Expectation
    from flyers.publish.order import PrintOrder
    from flyers.publish.print_jobs import PrintJob
    from flyers.translation.localization import Localization


MOST_CONTACTS = 3
"""Untested contacts that a blocker names."""


@dataclass(frozen=True, slots=True)
class PressFile:
    """The press file of one product, and what is known about it.

    Attributes:
        command: the command that makes it again.
        print_job: paper, fold and finishing.
        pdf: the file as it was built.
        entry: its entry in ``proof.json``; None without one.
        document: the pages as they would be composed today.
        expected: what the file would hold if it were built today.
        verdict: of a proof of the file as it is now: a report can be edited together with its file.
    """

    product: str
    command: str
    print_job: PrintJob
    pdf: bytes
    entry: Mapping[str, Any] | None
    document: Document
    expected: Expectation
    verdict: Verdict

    def name(self, quantity: int | None, *, draft: bool) -> str:
        """Return the file's name in a package, from which a shop sees the job: ``es-poster-8.5x11in-200.press.pdf``."""
        size = size_in_name(self.document.pages[0].width, self.document.pages[0].height)
        ink = "black" if self.expected.one_ink else ""
        parts = [self.document.label, self.product, size, ink, str(quantity or ""), "DRAFT" if draft else ""]
        return f"{'-'.join(part for part in parts if part)}.press.pdf"

    @property
    def contacts(self) -> set[str]:
        """The ids of the contacts that it shows, as words or as codes."""
        printed = {contact.contact for contact in self.expected.contacts}
        return printed | {code.contact for code in self.expected.codes}


def size_in_name(width: float, height: float) -> str:
    """Return a size in points for a file's name: ``3.5x2in``, or ``85x54mm`` if it is not a multiple of 1/16 in."""
    sides = (width, height)
    if all(abs(side / 4.5 - round(side / 4.5)) < 0.001 for side in sides):
        return "x".join(f"{side / POINTS['in']:g}" for side in sides) + "in"
    return "x".join(f"{to_mm(side):.4g}" for side in sides) + "mm"


# Blockers.

OR_A_DRAFT = " Or package it as a marked draft: --draft."
"""The end of the hint about a file: what else can be done with it."""


def blockers_of(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield what keeps a package of *files* from being final: at most one for each file, and those of the words."""
    for file in files:
        if problem := _file_problem(file, localized):
            tag = localized.language.tag
            yield ProofError(
                problem,
                hint=f"Build it again: '{file.command}'.{OR_A_DRAFT}",
                trail=(file.product, tag),
            )
    yield from _translation_blockers(files, localized)
    yield from _contact_blockers(files, localized)


def _file_problem(file: PressFile, localized: Localization) -> str:
    """Return the worst problem of a file; "" if it is good and is today's."""
    entry = file.entry
    if entry is None:
        return "No proof of this file is on record."
    if entry["status"] == outputs.UNFINISHED["status"]:
        return "Its build was stopped while it wrote this file."
    if entry["status"] != "good":
        return "Its last build failed its proof; this file is an older one."
    if entry.get("sha256") != outputs.digest(file.pdf):
        return "The file has been changed since it was proved."
    built, today = f"{entry['issue']} · {entry['code']}", f"{localized.campaign.issue} · {localized.code}"
    if built != today:
        return f"The file was made from other words or contacts: it is {built}; today's is {today}."
    if entry.get("expectation") != fingerprint(file.expected):
        return "Since the file was made, the layout, the print condition or the sign-off has changed."
    if not file.verdict.good:
        return f"The file and its report were edited: {_first_finding(file.verdict)}"
    return ""


def _first_finding(verdict: Verdict) -> str:
    found = errors(verdict.findings)
    return found[0] if found else "the file is no longer known."


def _translation_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    tag = localized.language.tag
    if english := localized.in_english({key for file in files for key in file.document.messages}):
        yield TranslationError(
            f"{counted(len(english), 'message')} in English: not translated.",
            hint="Translate them and build again.",
            trail=[tag],
        )
    for words, products in _by_approval(files).items():
        drafts = [file for file in files if file.product in products and file.document.approval.draft]
        if not drafts:
            continue
        unsigned = " ".join(language.tag for language in drafts[0].document.approval.unsigned) or tag
        tags = f'"{unsigned}"' if " " in unsigned else unsigned
        which = "This" if len(products) == len(files) else f"In {', '.join(products)} this"
        yield TranslationError(
            f"{which} is a {words}.",
            hint=f"Have it read and signed ('flyers translations status --lang {tags}'); "
            "--draft makes a package that is marked as a draft.",
            trail=[tag],
        )


def _by_approval(files: Sequence[PressFile]) -> dict[str, list[str]]:
    """Return the products of *files* by how far they are approved, in words."""
    products: dict[str, list[str]] = {}
    for file in files:
        products.setdefault(file.document.approval.words, []).append(file.product)
    return products


def _contact_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield an error if a number or an address is printed that nobody has tried, as words or behind a code.

    Emergency numbers have an error of their own, since nobody must dial them for a test.
    """
    printed = {name for file in files for name in file.contacts}
    contacts = [contact for contact in localized.campaign.contacts.values() if contact.id in printed]
    untried = [contact for contact in contacts if contact.verified_on is None]
    if ordinary := [contact for contact in untried if not contact.is_emergency]:
        yield _untried(
            f"Nobody has dialed or opened {_listed(ordinary)}.",
            "Dial each number and open each address, then record the day",
            ordinary,
            localized,
        )
    for contact in contacts:
        if contact.verified_on and contact.verified_on > day_of_build():
            yield ContentError(
                f"“{contact.id}” is on record as tried on {contact.verified_on}, a day that has not come.",
                hint="Correct “verified_on”: it is the day on which somebody tried it.",
                source=contact.source,
                trail=[localized.language.tag],
            )
    if emergency := [contact for contact in untried if contact.is_emergency]:
        are = "is" if len(emergency) == 1 else "are"
        yield _untried(
            f"Nobody has asked whether {_listed(emergency)} {are} right.",
            f"{ASK_THE_OFFICE} Record the day of that answer",
            emergency,
            localized,
        )


def _listed(contacts: Sequence[Contact]) -> str:
    listed = ", ".join(contact.display for contact in contacts[:MOST_CONTACTS])
    return listed + (f" and {len(contacts) - MOST_CONTACTS} more" if len(contacts) > MOST_CONTACTS else "")


def _untried(problem: str, what_to_do: str, contacts: Sequence[Contact], localized: Localization) -> ContentError:
    names = " ".join(contact.id for contact in contacts)
    return ContentError(
        problem,
        hint=f"{what_to_do}: 'flyers contacts verify {names} --date YYYY-MM-DD'. "
        "--draft makes a package that is marked as a draft.",
        trail=[localized.language.tag],
    )


# The ticket.


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
    contacts = tuple(
        _contact(contact, english, tuple(file.product for file in files if contact.id in file.contacts))
        for contact in _printed_contacts(localized)
    )
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
    found = _by_approval(files)
    if len(found) == 1:
        return next(iter(found))
    return "; ".join(f"{', '.join(products)}: {words}" for words, products in found.items())


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
        codes=tuple(
            TicketCode(pages[code.page].face, code.contact, code.target, round(to_mm(code.module), 3))
            for code in file.expected.codes
        ),
        proof=_proof(file.entry),
    )


def _proof(entry: Mapping[str, Any] | None) -> TicketProof:
    if entry is None:
        return TicketProof("none", 0, 0, (), {})
    findings = entry.get("findings", ())
    severities = [finding["severity"] for finding in findings]
    sentences = [sentence(finding) for finding in findings]
    if "findings" not in entry:  # the build ended before there was a file to prove
        sentences, severities = ["no file could be made"], ["error"]
    return TicketProof(
        status="good" if entry["status"] == "good" else "failed",
        errors=severities.count("error"),
        warnings=len(severities) - severities.count("error"),
        findings=tuple(sentences),
        facts=entry.get("facts", {}),
    )


def _printed_contacts(localized: Localization) -> list[Contact]:
    """Return each contact as the piece's languages have it, in the campaign's order."""
    words = (localized, *localized.others.values())
    found = [one.contacts[name] for name in localized.campaign.contacts for one in words]
    return list({(contact.id, contact.display, contact.target): contact for contact in found}.values())


def _contact(contact: Contact, english: Localization, products: tuple[str, ...]) -> TicketContact:
    return TicketContact(
        contact.id, english.plain(contact.name), contact.display, contact.target, contact.verified_on, products
    )
