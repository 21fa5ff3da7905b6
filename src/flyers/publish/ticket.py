"""The job ticket as plain data: what a print shop has to know, always in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flyers.publish.ticket_product import TicketProduct
from flyers.records import dataclass

if TYPE_CHECKING:
    import datetime as dt

    from flyers.content.press import PressCondition
    from flyers.publish.order import PrintOrder

SCHEMA = 2
"""The version of the JSON, raised with each change that programs would misunderstand."""

NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class TicketContact:
    """A number or address as it is printed, the day on which a person tried it, and the products that show it."""

    id: str
    whom: str
    display: str
    target: str
    verified_on: dt.date | None
    products: tuple[str, ...]

    @property
    def verified(self) -> str:
        return f"verified {self.verified_on.isoformat()}" if self.verified_on else NOT_VERIFIED


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job: all products of one language, or of several on the same things.

    Attributes:
        name: of the package, ``flyers-ct-es-2026-11``; a draft's ends in ``-DRAFT``.
        campaign: its id; publisher: who has it printed, in English.
        language: its tag, the first if the products have several.
        english: its English name, or those of all languages.
        autonym: its own name; the same as *english* if there are several languages.
        label: the tags as in small print, ``es+en``.
        rtl: whether the pages are mirrored.
        issue, code: the campaign's date and the content code, as in small print.
        review: whether the words are signed, and since when, without a name.
        blockers: why this is a draft; empty for a package to be printed.
        askable: contacts of the publisher.
        order: what the order file says of dates, delivery and people.
    """

    name: str
    campaign: str
    publisher: str
    language: str
    english: str
    autonym: str
    label: str
    rtl: bool
    issue: str
    code: str
    review: str
    draft: bool
    blockers: tuple[str, ...]
    condition: PressCondition
    products: tuple[TicketProduct, ...]
    contacts: tuple[TicketContact, ...]
    askable: tuple[TicketContact, ...]
    order: PrintOrder

    @property
    def standard(self) -> str:
        return {"4": "PDF/X-4", "1a": "PDF/X-1a:2003"}[self.condition.pdfx]

    @property
    def overprint(self) -> str:
        """How the shop's RIP must treat black type."""
        if self.condition.overprint_black:
            return "Simulate overprint in the RIP and on every proof: black type prints over what is below."
        return "Black type knocks out, as you asked: the file overprints nowhere."

    @property
    def small_print(self) -> str:
        """The small print of every face, without the product's name."""
        return f"{self.label} · … · {self.issue} · {self.code}"

    def to_json(self) -> dict[str, Any]:
        condition = self.condition
        return {
            "schema": SCHEMA,
            "package": self.name,
            "campaign": self.campaign,
            "publisher": self.publisher,
            "language": {
                "tag": self.language,
                "label": self.label,
                "english": self.english,
                "autonym": self.autonym,
                "direction": "rtl" if self.rtl else "ltr",
            },
            "issue": {"label": self.issue, "code": self.code},
            "review": self.review,
            "order": self.order.to_json(),
            "draft": self.draft,
            "blockers": list(self.blockers),
            "print_condition": {
                "title": condition.title,
                "identifier": condition.identifier,
                "standard": self.standard,
                "profile": condition.profile_description,
                "profile_sha256": condition.sha256,
                "ink_limit_percent": condition.ink_limit,
                "black_overprints": condition.overprint_black,
                "overprint": self.overprint,
            },
            "products": [product.to_json() for product in self.products],
            "contacts": [
                {
                    "contact": contact.id,
                    "whom": contact.whom,
                    "printed": contact.display,
                    "opens": contact.target,
                    "verified_on": contact.verified_on and contact.verified_on.isoformat(),
                    "verified": contact.verified,
                    "products": list(contact.products),
                }
                for contact in self.contacts
            ],
        }
