"""Lists the promises on pages that a change of a contact makes untrue: “Day and night”, when its hours change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.content.promises import contact_of, fact
from flyers.workflow.impact import Impact, PrintedPiece, piece_of

if TYPE_CHECKING:
    from pathlib import Path

    from flyers.content.campaign import Campaign
    from flyers.content.contacts import Contact
    from flyers.workflow.manifest import Manifest
    from flyers.workflow.uses import Uses


def promised_fields(campaign: Campaign) -> list[str]:
    """Return the fields about which messages promise something, ``hotline.hours``, in the order of the content."""
    return list(dict.fromkeys(field for message in campaign.messages.values() for field in message.promises))


def promise_impact(
    field: str,
    campaign: Campaign,
    *,
    uses: Mapping[str, Uses],
    languages: Sequence[str],
    manifests: Sequence[tuple[Path, Manifest]],
    contacts: Mapping[str, Contact],
) -> Impact:
    """Return the impact of a change of *field*: everything that promises its value in words.

    Args:
        uses: of every product.
        languages: those that are built.
        manifests: all on record, with their paths.
        contacts: as they are, or will be once they have changed: pieces with a promise that is not true then are
            outdated.
    """
    now = fact(contacts, field)
    promising = [message for message in campaign.messages.values() if field in message.promises]
    promised = {message.id: message.promises[field] for message in promising}
    messages = tuple(where for where, _ in campaign.words() if where.id in promised)
    pieces = sorted(_pieces(promised, campaign, manifests), key=lambda one: (one[1].day, one[1].path))
    return Impact(
        contact=contact_of(field),
        promised=field,
        untrue=tuple(where for where in messages if promised[where.id] != now),
        messages=messages,
        products=tuple(product for product, used in uses.items() if used.messages & set(messages)),
        languages=tuple(languages),
        signed={},
        pieces=tuple(piece for key, piece in pieces if promised[key.id] == now),
        outdated=tuple(piece for key, piece in pieces if promised[key.id] != now),
    )


def _pieces(
    names: Collection[str], campaign: Campaign, manifests: Sequence[tuple[Path, Manifest]]
) -> Iterator[tuple[MessageKey, PrintedPiece]]:
    """Yield every occasion on which one of the messages was printed, with its words as they were then."""
    for path, manifest in manifests:
        for key, text in manifest.messages.items():
            if key.id not in names:
                continue
            for entry in (entry for entry in manifest.entries if not entry.cancelled):
                products = entry.products.items()
                shown = {product: contents.quantity for product, contents in products if key in contents.messages}
                if shown:
                    yield key, piece_of(path, manifest, entry, campaign, shown, text, "")
