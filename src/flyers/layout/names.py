"""Every name that a layout uses, held against what the campaign has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from flyers.content.schema import did_you_mean
from flyers.errors import LayoutError, Source
from flyers.layout import blocks
from flyers.translation.localize import AUTONYM, ENGLISH_NAME
from flyers.translation.registry import Registry

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.layout.theme import Theme

NAMES = (AUTONYM, ENGLISH_NAME)
"""Messages that every language has beside the campaign's own, where it is one of many."""

_COLOURS = ("colour", "marker_colour", "frame_colour")


def faults(layout: blocks.Layout, campaign: Campaign, theme: Theme) -> Iterator[LayoutError]:
    """One error for each message, contact, language, role, panel, ground or colour that does not exist."""
    panels = [panel.name for face in layout.faces for panel in face.panels]
    if sorted(layout.reading) != sorted(panels):
        yield LayoutError(
            "“reading” must name every panel once.", hint=f"The panels are {', '.join(panels)}.", source=layout.source
        )
    yield from _unknown("message", layout.title, campaign.messages, layout.source)
    for face in layout.faces:
        yield from _unknown("ground", face.ground, theme.grounds, layout.source)
        for panel in face.panels:
            yield from _block_faults(panel.content, layout, campaign, theme)
        if sum(panel.width for panel in face.panels) > layout.width + 0.01:
            yield LayoutError(f"The panels of “{face.name}” are wider than the trim.", source=layout.source)


def _block_faults(
    block: blocks.Block, layout: blocks.Layout, campaign: Campaign, theme: Theme
) -> Iterator[LayoutError]:
    source = block.source
    for contact in (getattr(block, "contact", ""), block.when.served, block.when.not_served):
        yield from _unknown("contact", contact, campaign.contacts, source)
    for tag in (*block.when.languages, *block.when.not_languages):
        yield from _unknown("language", tag, Registry.load(campaign).tags, source)
    messages = [getattr(block, name, "") for name in ("message", "alt", "needs")]
    for message in (*messages, block.when.translated, *getattr(block, "messages", ())):
        if message not in NAMES or not layout.many_languages:
            yield from _unknown("message", message, campaign.messages, source)
    yield from _unknown("role", getattr(block, "role", ""), layout.roles, source)
    yield from _unknown("ground", block.ground, theme.grounds, source)
    for key in _COLOURS:
        yield from _unknown("colour", getattr(block, key, ""), theme.colours, source)
    if isinstance(block, blocks.Code) and block.frame != blocks.NONE and not block.frame_colour:
        yield LayoutError("This code's frame has no colour.", hint="Give it “frame_colour”.", source=source)
    if isinstance(block, blocks.Code) and block.module < layout.smallest_module - 1e-6:
        yield LayoutError(
            f"Modules of {block.module:.2f} pt are too small for a phone's camera.",
            hint=f"This product's least is {layout.smallest_module:.2f} pt.",
            source=source,
        )
    if isinstance(block, blocks.Languages) and not layout.many_languages:
        yield LayoutError(
            "Only a thing that speaks all languages has a block for each of them.",
            hint="Write “many_languages: true” at the top level of this layout.",
            source=source,
        )
    for child in blocks.children(block):
        yield from _block_faults(child, layout, campaign, theme)


def _unknown(what: str, name: str, known: Collection[str], source: Source) -> Iterator[LayoutError]:
    if name and name not in known:
        yield LayoutError(f"There is no {what} “{name}”.", hint=did_you_mean(name, tuple(known)), source=source)
