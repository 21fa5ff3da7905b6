"""What a base keeps to itself: its own numbers, addresses, names and logo, marked ``local: true`` in its files.

A campaign on it states its own, or ``none`` of a contact or logo. What it leaves out, or misspells, would otherwise be
printed as the base's: another coalition's number under this one's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from flyers.content import CAMPAIGN_FILE
from flyers.content.schema.base import nearest
from flyers.errors import ContentError, Source

if TYPE_CHECKING:
    from flyers.content.campaign_file import LogoEntry
    from flyers.content.contacts import Contact
    from flyers.content.layers import Layers
    from flyers.content.messages import Message


class LocalEntry(Protocol):
    """An entry that says whether campaigns on its own may have it; None if it says nothing."""

    @property
    def local(self) -> bool | None: ...

    @property
    def source(self) -> Source: ...


_T = TypeVar("_T", bound=LocalEntry)


def unstated_contacts(
    own: AnyMapping[str, Source], bases: Sequence[AnyMapping[str, Contact]], file: str
) -> Iterator[ContentError]:
    """Yield an error for each contact that *bases*, the nearest first, keep to themselves and that is not in *file*.

    Args:
        own: the places of the campaign's own entries, with those that say ``none``.
    """
    for name, entry, place, meant in _unstated(own, bases, file):
        yield ContentError(
            f"“{name}” is missing: that of the base ({entry.source}) belongs to the base's own coalition.",
            hint=meant or f"Write an entry “{name}” with your own, or “{name}: none”; then nothing of it is printed.",
            source=place,
        )


def unstated_names(own: AnyMapping[str, Source], bases: Sequence[AnyMapping[str, Message]]) -> Iterator[ContentError]:
    """Yield an error for each name that *bases* keep to themselves and that is not among the campaign's *own*."""
    for name, entry, place, meant in _unstated(own, bases, "content/messages"):
        yield ContentError(
            f"“{name}” is missing: that of the base ({entry.source}) belongs to the base's own coalition.",
            hint=meant or f"Write “{name}: {{text: …}}” with your own into a file of content/messages.",
            source=place,
        )


def unstated_logo(logo: tuple[LogoEntry, Source] | None, layers: Layers) -> Iterator[ContentError]:
    """Yield an error if the *logo* of the campaign is one that a base keeps to itself."""
    if logo and logo[0].local and layers.layer_of(logo[1]) is not layers.own:
        yield ContentError(
            f"“logo” is missing: that of the base ({logo[1]}) belongs to the base's own coalition.",
            hint="Write “logo: FILE” with your own, or “logo: none”.",
            source=Source(CAMPAIGN_FILE),
        )


def _unstated(
    own: AnyMapping[str, Source], bases: Sequence[AnyMapping[str, _T]], file: str
) -> Iterator[tuple[str, _T, Source, str]]:
    """Yield each missing name with the base's entry, the place to look at, and the name that was probably meant."""
    known = {name for entries in bases for name in entries}
    added = {name: place for name, place in own.items() if name not in known}
    for name in dict.fromkeys(name for entries in bases for name in entries if name not in own):
        marked = [entries[name] for entries in bases if name in entries and entries[name].local is not None]
        if marked and marked[0].local:
            misspelt = nearest(name, added)
            yield (
                name,
                marked[0],
                added.get(misspelt, Source(file)),
                f"Is “{misspelt}” misspelled? Write “{name}”." if misspelt else "",
            )
