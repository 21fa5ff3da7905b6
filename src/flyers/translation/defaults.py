"""What every campaign needs in its languages and need not have itself: words on office sheets, entries of the registry.

The files in ``copies`` are copies of this repository's campaign (``scripts/copy_defaults.py``).
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from flyers.content import yamlfile
from flyers.content.markup import parse
from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText, Span, SpanKind

SHEET_WORDS = (
    "sheet.scale",
    "sheet.flip.long",
    "sheet.flip.short",
    "sheet.calibration.front",
    "sheet.calibration.back",
)
"""Ids of the messages in the margins of sheets and on the calibration page."""

WORDS_COPY = "sheet-words.yaml"
REGISTRY_COPY = "languages.yaml"
ENGLISH = "en"


@cache
def registry_document() -> yamlfile.Mapping:
    """Return the registry entries that come with the program, unchecked."""
    return yamlfile.parse(_bytes(REGISTRY_COPY), f"flyers/translation/copies/{REGISTRY_COPY}")


@cache
def _sheet_words() -> yamlfile.Mapping:
    return yamlfile.parse(_bytes(WORDS_COPY), f"flyers/translation/copies/{WORDS_COPY}")


def sheet_text(message_id: str, tag: str) -> RichText:
    """Return the program's words for one of `SHEET_WORDS`; in a language without them they are English."""
    words = _sheet_words()
    known = tag if tag in words else ENGLISH
    text = "".join(piece.text for piece in parse(words[known][message_id]).pieces)
    spans = () if known == tag else (Span(0, len(text), SpanKind.FOREIGN, known),)
    return RichText(text, known, MessageKey(message_id), spans=spans)


def _bytes(name: str) -> bytes:
    return resources.files("flyers.translation").joinpath("copies", name).read_bytes()
