"""The starter campaign's words for the margins of office sheets, for campaigns that don't have these messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flyers.content.campaign import Campaign
from flyers.content.layers import starter_folder
from flyers.content.markup import RichText, Span, SpanKind, parse
from flyers.content.message_key import MessageKey
from flyers.translation.catalog import source_catalog, usable
from flyers.translation.registry import Registry

SHEET_WORDS = (
    "sheet.scale",
    "sheet.flip.long",
    "sheet.flip.short",
    "sheet.calibration.front",
    "sheet.calibration.back",
)
"""Ids of the messages in the margins of sheets and on the calibration page."""

LEAD = "reader-proof.lead"
"""Id of the message with which a campaign begins the first page of its reader's proofs, if its topic asks for another
beginning than the program's (“These pages are for people who may be in danger”)."""


def sheet_text(message_id: str, tag: str) -> RichText:
    """Return the starter's words for one of `SHEET_WORDS`; in a language without them they are English."""
    campaign, _ = _starter()
    key = MessageKey(message_id)
    language = tag if key in _words(tag) else campaign.source_language
    text = "".join(piece.text for piece in parse(_words(language)[key]).pieces)
    spans = () if language == tag else (Span(0, len(text), SpanKind.FOREIGN, language),)
    return RichText(text, language, key, spans=spans)


@cache
def _words(tag: str) -> Mapping[MessageKey, str]:
    campaign, registry = _starter()
    if tag == campaign.source_language:
        return usable(campaign, source_catalog(campaign))
    if tag not in registry.tags:
        return {}
    from flyers.translation.catalog_files import read_catalog

    return usable(campaign, read_catalog(registry, registry.language(tag)))


@cache
def _starter() -> tuple[Campaign, Registry]:
    campaign = Campaign.load(starter_folder())
    return campaign, Registry.load(campaign)
