"""What hangs on one contact: messages, products, languages, sign-offs, and pieces that are printed already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.build.editions import Edition, kept_editions
from flyers.build.uses import holding, uses
from flyers.content import yamlfile
from flyers.translation import signoff
from flyers.translation.signoff import CONTACT

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop


@dataclass(frozen=True, slots=True)
class OldPiece:
    """An edition that was kept and shows the contact as it is, or was, now: where, and which products."""

    manifest: str
    edition: Edition
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Touched:
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
    pieces: tuple[OldPiece, ...]

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
                    "edition": piece.edition.label,
                    "code": piece.edition.code,
                    "state": str(piece.edition.state),
                    "products": list(piece.products),
                    "manifest": piece.manifest,
                }
                for piece in self.pieces
            ],
        }


def touched(shop: Workshop, contact: str) -> Touched:
    """What hangs on *contact* as the campaign has it now.

    Raises:
        FlyersError: a layout, a manifest or a file of sign-offs is broken.
    """
    messages = holding(shop.campaign)[contact]
    languages = tuple(shop.usual_languages)
    return Touched(
        contact=contact,
        messages=messages,
        products=tuple(product for product in shop.products if contact in uses(shop, product).contacts),
        languages=languages,
        signed={tag: what for tag in languages if (what := _signed(shop, tag, contact, messages))},
        pieces=tuple(_pieces(shop, contact)),
    )


def _signed(shop: Workshop, tag: str, contact: str, messages: tuple[str, ...]) -> tuple[str, ...]:
    """What the sign-offs of the language hold of the contact as it is: itself, and the messages with it."""
    records = signoff.read_signoffs(shop.campaign, shop.registry.language(tag))
    fact = signoff.Fact.of(shop.campaign.contacts[contact])
    holders = [record for record in records if record.contacts.get(contact) == fact]
    if not holders:
        return ()
    return (f"{CONTACT}{contact}", *(where for where in messages if any(where in each.messages for each in holders)))


def _pieces(shop: Workshop, contact: str) -> list[OldPiece]:
    now = shop.campaign.contacts[contact]
    found = []
    for path, edition in kept_editions(shop):
        shown = tuple(product for product, printed in edition.products.items() if contact in printed.contacts)
        if shown and edition.contacts.get(contact) == (now.display, now.target):
            found.append(OldPiece(yamlfile.display_path(Path(path), shop.campaign.folder), edition, shown))
    return found
