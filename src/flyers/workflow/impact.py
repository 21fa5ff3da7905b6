"""Impact analysis of a contact: the messages, products, languages, sign-offs and printed pieces that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.records import dataclass
from flyers.translation.signoff import ContactSnapshot, SignOff
from flyers.workflow.manifest import Manifest, ManifestEntry, second_language
from flyers.workflow.uses import Uses, messages_with_contact, only_in_translation

if TYPE_CHECKING:
    import datetime as dt

    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact
    from flyers.translation.catalog import Catalog
    from flyers.translation.standing import State


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """An occasion on which a manifest that shows the contact was kept.

    Attributes:
        path: of the manifest's file; language, code: of the manifest.
        issue, day, state: of the occasion.
        products: with the contact, and how many copies of each were ordered; 0 if that is not known.
        printed, opens: the contact as it was then; or the words that promise something about it, and "".
        second: the other language of the piece whose contact it is; "" for the first.
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
    second: str = ""

    def shows(self, contact: Contact) -> bool:
        """Return whether it shows *contact* as its language does."""
        own = contact.in_language(self.second or self.language.partition("+")[0])
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
        translated: by language, those that contain it in the translation only.
        promised: the field that the messages promise in words, ``hotline.hours``; "" if they contain the contact.
        untrue: those of the messages whose promise is not true then: pieces that say them are not made.
        products: those that may print it or its code.
        languages: those that are built.
        signed: by language, the messages with the contact that sign-offs cover, and the contact itself.
        pieces: printed pieces on record that show it as it is now.
        outdated: those with another number or address, since it has changed. The oldest come first.
    """

    contact: str
    messages: tuple[MessageKey, ...]
    products: tuple[str, ...]
    languages: tuple[str, ...]
    signed: Mapping[str, tuple[MessageKey, ...]]
    pieces: tuple[PrintedPiece, ...]
    outdated: tuple[PrintedPiece, ...] = ()
    translated: Mapping[str, tuple[MessageKey, ...]] = field(default_factory=dict)
    promised: str = ""
    untrue: tuple[MessageKey, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "contact": self.contact,
            "promised": self.promised,
            "messages": list(map(str, self.messages)),
            "translated": {tag: list(map(str, messages)) for tag, messages in self.translated.items()},
            "products": list(self.products),
            "untrue": list(map(str, self.untrue)),
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
    catalogs: Mapping[str, Catalog],
    manifests: Sequence[tuple[Path, Manifest]],
    after: Contact | None = None,
) -> Impact:
    """Return what a change of *contact*, as the campaign has it now, affects.

    Args:
        uses: of every product.
        signoffs, catalogs: of every language that is built, by tag.
        manifests: all on record, with their paths.
        after: the contact once it has changed; None if it stays as it is.
    """
    pieces = sorted(_pieces(contact, campaign, manifests), key=lambda piece: (piece.day, piece.path))
    messages = messages_with_contact(campaign)[contact]
    now = campaign.contacts[contact]
    translated = {tag: only_in_translation(contact, campaign, catalog) for tag, catalog in catalogs.items()}
    covered = {
        tag: _covered(records, now.in_language(tag), (*messages, *translated.get(tag, ())))
        for tag, records in signoffs.items()
    }
    elsewhere = {where for found in translated.values() for where in found}
    return Impact(
        contact=contact,
        messages=messages,
        products=tuple(
            product for product, used in uses.items() if contact in used.contacts or used.messages & elsewhere
        ),
        languages=tuple(signoffs),
        signed={tag: items for tag, items in covered.items() if items},
        pieces=tuple(piece for piece in pieces if piece.shows(after or now)),
        outdated=tuple(piece for piece in pieces if not piece.shows(after or now)),
        translated={tag: found for tag, found in translated.items() if found},
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
        for name, facts in manifest.contacts.items():
            second, contact_id = second_language(name)
            if contact_id != contact:
                continue
            for entry in (entry for entry in manifest.entries if not entry.cancelled):
                shown = {
                    product: contents.quantity
                    for product, contents in entry.products.items()
                    if name in contents.contacts
                }
                if shown:
                    yield piece_of(path, manifest, entry, campaign, shown, *facts, second=second)


def piece_of(
    path: Path,
    manifest: Manifest,
    entry: ManifestEntry,
    campaign: Campaign,
    products: Mapping[str, int],
    printed: str,
    opens: str,
    *,
    second: str = "",
) -> PrintedPiece:
    """Return one occasion of the *manifest* at *path*, with what its *products* show."""
    return PrintedPiece(
        yamlfile.display_path(path, campaign.folder),
        manifest.language,
        manifest.code,
        entry.issue,
        entry.day,
        entry.state,
        products,
        printed,
        opens,
        second,
    )
