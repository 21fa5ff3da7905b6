"""Impact analysis of a contact: the messages, products, languages, sign-offs and printed pieces that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.translation.signoff import ContactSnapshot, SignOff
from flyers.workflow.manifests import Manifest
from flyers.workflow.uses import Uses, messages_with_contact

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """A manifest that shows the contact as it is now: the path of its file, and the products with the contact."""

    path: str
    manifest: Manifest
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one contact affects.

    Attributes:
        messages: keys of the messages that contain it.
        products: those that may print it or its code.
        languages: those that are built.
        signed: by language, what sign-offs cover with it: messages, and the contact itself.
        pieces: printed pieces on record that show it.
    """

    contact: str
    messages: tuple[MessageKey, ...]
    products: tuple[str, ...]
    languages: tuple[str, ...]
    signed: Mapping[str, tuple[MessageKey, ...]]
    pieces: tuple[PrintedPiece, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "contact": self.contact,
            "messages": list(map(str, self.messages)),
            "products": list(self.products),
            "languages": list(self.languages),
            "signoffs": {tag: list(map(str, covered)) for tag, covered in self.signed.items()},
            "manifests": [
                {
                    "language": piece.manifest.language,
                    "issue": piece.manifest.issue,
                    "code": piece.manifest.code,
                    "state": str(piece.manifest.state),
                    "products": list(piece.products),
                    "manifest": piece.path,
                }
                for piece in self.pieces
            ],
        }


def impact(
    contact: str,
    campaign: Campaign,
    *,
    uses: Mapping[str, Uses],
    signoffs: Mapping[str, Sequence[SignOff]],
    manifests: Sequence[tuple[Path, Manifest]],
) -> Impact:
    """Return what a change of *contact*, as the campaign has it now, affects.

    Args:
        uses: of every product.
        signoffs: of every language that is built, by tag.
        manifests: all on record, with their paths.
    """
    messages = messages_with_contact(campaign)[contact]
    now = campaign.contacts[contact]
    covered = {tag: _covered(records, now.in_language(tag), messages) for tag, records in signoffs.items()}
    return Impact(
        contact=contact,
        messages=messages,
        products=tuple(product for product, used in uses.items() if contact in used.contacts),
        languages=tuple(signoffs),
        signed={tag: items for tag, items in covered.items() if items},
        pieces=tuple(_pieces(contact, campaign, manifests)),
    )


def _covered(records: Sequence[SignOff], contact: Contact, messages: tuple[MessageKey, ...]) -> tuple[MessageKey, ...]:
    """Return what *records* cover of the contact as it is now: itself, and the messages with it."""
    snapshot = ContactSnapshot.of(contact)
    relevant = [record for record in records if record.contacts.get(contact.id) == snapshot]
    if not relevant:
        return ()
    signed = (where for where in messages if any(where in record.messages for record in relevant))
    return (MessageKey.of_contact(contact.id), *signed)


def _pieces(contact: str, campaign: Campaign, manifests: Sequence[tuple[Path, Manifest]]) -> list[PrintedPiece]:
    pieces = []
    for path, manifest in manifests:
        now = campaign.contacts[contact].in_language(manifest.language.partition("+")[0])
        products = tuple(product for product, contents in manifest.products.items() if contact in contents.contacts)
        if products and manifest.contacts.get(contact) == (now.display, now.target):
            pieces.append(PrintedPiece(yamlfile.display_path(path, campaign.folder), manifest, products))
    return pieces
