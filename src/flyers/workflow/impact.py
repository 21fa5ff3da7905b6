"""What hangs on one contact: messages, products, languages, sign-offs, and pieces that are printed already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.translation import signoff
from flyers.translation.standing import CONTACT
from flyers.workflow.manifests import Manifest, kept_editions
from flyers.workflow.uses import holding, uses

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """An edition that was kept and shows the contact as it is, or was, now: where, and which products."""

    manifest: str
    edition: Manifest
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one contact touches.

    Attributes:
        messages: contexts of the messages that hold it.
        products: those that may print it or its code.
        languages: those that are built.
        signed: by language, what somebody had read with it: messages, and the contact itself.
        pieces: kept editions that show it.
    """

    contact: str
    messages: tuple[str, ...]
    products: tuple[str, ...]
    languages: tuple[str, ...]
    signed: Mapping[str, tuple[str, ...]]
    pieces: tuple[PrintedPiece, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "contact": self.contact,
            "messages": list(self.messages),
            "products": list(self.products),
            "languages": list(self.languages),
            "signoffs": {tag: list(what) for tag, what in self.signed.items()},
            "editions": [
                {
                    "language": piece.edition.language,
                    "issue": piece.edition.label,
                    "code": piece.edition.code,
                    "state": str(piece.edition.state),
                    "products": list(piece.products),
                    "manifest": piece.manifest,
                }
                for piece in self.pieces
            ],
        }


def touched(session: Session, contact: str) -> Impact:
    """What hangs on *contact* as the campaign has it now.

    Raises:
        FlyersError: a layout, a manifest or a file of sign-offs is broken.
    """
    messages = holding(session.campaign)[contact]
    languages = tuple(session.usual_languages)
    return Impact(
        contact=contact,
        messages=messages,
        products=tuple(product for product in session.products if contact in uses(session, product).contacts),
        languages=languages,
        signed={tag: what for tag in languages if (what := _signed(session, tag, contact, messages))},
        pieces=tuple(_pieces(session, contact)),
    )


def _signed(session: Session, tag: str, contact: str, messages: tuple[str, ...]) -> tuple[str, ...]:
    """What the sign-offs of the language hold of the contact as it is: itself, and the messages with it."""
    records = session.signoffs(tag)
    fact = signoff.ContactSnapshot.of(session.campaign.contacts[contact])
    holders = [record for record in records if record.contacts.get(contact) == fact]
    if not holders:
        return ()
    return (f"{CONTACT}{contact}", *(where for where in messages if any(where in each.messages for each in holders)))


def _pieces(session: Session, contact: str) -> list[PrintedPiece]:
    now = session.campaign.contacts[contact]
    found = []
    for path, edition in kept_editions(session):
        shown = tuple(product for product, printed in edition.products.items() if contact in printed.contacts)
        if shown and edition.contacts.get(contact) == (now.display, now.target):
            found.append(PrintedPiece(yamlfile.display_path(Path(path), session.campaign.folder), edition, shown))
    return found
