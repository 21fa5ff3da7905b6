"""The ticket of a package: what it says, from the press files and the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flyers.page.document import QrCode
from flyers.page.editions import page_boxes
from flyers.pipeline import outputs
from flyers.pipeline.report import sentence
from flyers.publish.press_files import PressFile, by_approval
from flyers.publish.ticket import Ticket, TicketContact
from flyers.publish.ticket_product import TicketCode, TicketProduct, TicketProof
from flyers.units import to_mm

if TYPE_CHECKING:
    from flyers.content.contacts import Contact
    from flyers.errors import FlyersError
    from flyers.page.editions import Edition
    from flyers.publish.order import PrintOrder
    from flyers.translation.localization import Localization


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
        _contact(contact, english, tuple(file.product for file in files if contact.id in file.document.contacts))
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
    found = by_approval(files)
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
            TicketCode(page.face, item.contact, item.target, round(to_mm(item.module), 3))
            for page in pages
            for item in page.items
            if isinstance(item, QrCode)
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
