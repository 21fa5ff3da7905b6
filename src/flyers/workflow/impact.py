"""Impact analysis of a contact: the messages, products, languages, sign-offs and printed pieces that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.translation.signoff import ContactSnapshot, SignOff
from flyers.workflow.manifests import Manifest
from flyers.workflow.uses import Uses, messages_with_contact

if TYPE_CHECKING:
    import datetime as dt

    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact
    from flyers.translation.standing import State


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """An occasion on which a manifest that shows the contact was kept.

    Attributes:
        path: of the manifest's file; language, code: of the manifest.
        issue, day, state: of the occasion.
        products: with the contact, and how many copies of each were ordered; 0 if that is not known.
        printed, opens: the contact as it was then.
    """

    path: str
    language: str
    code: str
    issue: str
    day: dt.date
    state: State
    products: Mapping[str, int]
    printed: str
    opens: str

    def shows(self, contact: Contact) -> bool:
        """Return whether it shows *contact* as its language does."""
        own = contact.in_language(self.language.partition("+")[0])
        return (self.printed, self.opens) == (own.display, own.target)

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "issue": self.issue,
            "code": self.code,
            "date": self.day.isoformat(),
            "state": str(self.state),
            "products": list(self.products),
            "quantities": {product: quantity or None for product, quantity in self.products.items()},
            "printed": self.printed,
            "opens": self.opens,
            "manifest": self.path,
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one contact affects.

    Attributes:
        messages: keys of the messages that contain it.
        products: those that may print it or its code.
        languages: those that are built.
        signed: by language, what sign-offs cover with it: messages, and the contact itself.
        pieces: printed pieces on record that show it as it is now.
        outdated: those that show it otherwise: its number or address has changed since. The oldest come first.
    """

    contact: str
    messages: tuple[MessageKey, ...]
    products: tuple[str, ...]
    languages: tuple[str, ...]
    signed: Mapping[str, tuple[MessageKey, ...]]
    pieces: tuple[PrintedPiece, ...]
    outdated: tuple[PrintedPiece, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "contact": self.contact,
            "messages": list(map(str, self.messages)),
            "products": list(self.products),
            "languages": list(self.languages),
            "signoffs": {tag: list(map(str, covered)) for tag, covered in self.signed.items()},
            "manifests": [piece.to_json() for piece in self.pieces],
            "outdated": [piece.to_json() for piece in self.outdated],
        }


def impact(
    contact: str,
    campaign: Campaign,
    *,
    uses: Mapping[str, Uses],
    signoffs: Mapping[str, Sequence[SignOff]],
    manifests: Sequence[tuple[Path, Manifest]],
    after: Contact | None = None,
) -> Impact:
    """Return what a change of *contact*, as the campaign has it now, affects.

    Args:
        uses: of every product.
        signoffs: of every language that is built, by tag.
        manifests: all on record, with their paths.
        after: the contact once it has changed; None if it stays as it is.
    """
    pieces = sorted(_pieces(contact, campaign, manifests), key=lambda piece: (piece.day, piece.path))
    messages = messages_with_contact(campaign)[contact]
    now = campaign.contacts[contact]
    covered = {tag: _covered(records, now.in_language(tag), messages) for tag, records in signoffs.items()}
    return Impact(
        contact=contact,
        messages=messages,
        products=tuple(product for product, used in uses.items() if contact in used.contacts),
        languages=tuple(signoffs),
        signed={tag: items for tag, items in covered.items() if items},
        pieces=tuple(piece for piece in pieces if piece.shows(after or now)),
        outdated=tuple(piece for piece in pieces if not piece.shows(after or now)),
    )


def _covered(records: Sequence[SignOff], contact: Contact, messages: tuple[MessageKey, ...]) -> tuple[MessageKey, ...]:
    """Return what *records* cover of the contact as it is now: itself, and the messages with it."""
    snapshot = ContactSnapshot.of(contact)
    relevant = [record for record in records if record.contacts.get(contact.id) == snapshot]
    if not relevant:
        return ()
    signed = (where for where in messages if any(where in record.messages for record in relevant))
    return (MessageKey.of_contact(contact.id), *signed)


def _pieces(contact: str, campaign: Campaign, manifests: Sequence[tuple[Path, Manifest]]) -> Iterator[PrintedPiece]:
    for path, manifest in manifests:
        for entry in manifest.entries:
            products = {
                product: contents.quantity
                for product, contents in entry.products.items()
                if contact in contents.contacts
            }
            if products and contact in manifest.contacts:
                yield PrintedPiece(
                    yamlfile.display_path(path, campaign.folder),
                    manifest.language,
                    manifest.code,
                    entry.issue,
                    entry.day,
                    entry.state,
                    products,
                    *manifest.contacts[contact],
                )
