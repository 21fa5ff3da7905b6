"""A checksum of how a language's pages look: the record of what a reader who signs them has seen.

It is computed from composed documents, not from files: it is the same for every print condition, and for a draft as for
what the draft becomes once it is signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flyers.errors import UsageError
from flyers.layout.pages import Box, Document, Item, QrCode, Shape, TextLine
from flyers.pipeline.composition import current_documents

if TYPE_CHECKING:
    from flyers.colour import Colour
    from flyers.pipeline.session import Session
    from flyers.text.fonts import FontLibrary

SHORT = 8
"""Digits that people compare. A whole checksum begins with them."""

_STEPS = 1000
"""Positions are whole thousandths of a point: far finer than what can be seen, far coarser than the differences of
floating-point arithmetic between machines."""


def pages_checksum(session: Session, tag: str) -> str:
    """Return the checksum of the usual products of the language *tag*, as they would be made now.

    Raises:
        FlyersError: the language cannot be composed, see `flyers.pipeline.composition.current_documents`.
    """
    return checksum(current_documents(session, tag), session.library)


def checksum(documents: Iterable[Document], library: FontLibrary) -> str:
    """Return a SHA-256 (hex) over the pages of *documents*.

    It changes with whatever a reader could see (words, positions, sizes, colours, codes, font files) and with nothing
    else: draft marks are outside the pages, and blocks may be renamed.
    """
    plain = [_document(document, library) for document in documents]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def short(checksum: str) -> str:
    """Return *checksum* as it is printed and typed: ``4f2a 91c0``."""
    return f"{checksum[: SHORT // 2]} {checksum[SHORT // 2 : SHORT]}"


def same(typed: str, checksum: str) -> bool:
    """Return whether *typed*, a whole checksum or its beginning, means *checksum*; spaces and case are ignored.

    Raises:
        UsageError: *typed* is not a checksum, or has fewer than eight digits.
    """
    digits = re.sub(r"\s", "", typed).casefold()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORT},64}}", digits):
        raise UsageError(
            f"“{typed[:80]}” is not a checksum of pages.",
            hint=f"Copy it from the reader's proof: {SHORT} digits from 0 to f, like “4f2a 91c0”.",
        )
    return checksum.startswith(digits)


def _document(document: Document, library: FontLibrary) -> list[Any]:
    faces: dict[str, str] = {}
    pages = [
        [page.face, _rounded((page.width, page.height, *page.folds)), [_item(item, document) for item in page.items]]
        for page in document.pages
    ]
    for page in document.pages:
        for item in page.items:
            for run in item.runs if isinstance(item, TextLine) else ():
                faces.setdefault(run.face, hashlib.sha256(library.face(run.face).data).hexdigest())
    return [document.product, document.language, document.direction, sorted(faces.items()), pages]


def _item(item: Item, document: Document) -> list[Any]:
    colour = _colour(item.colour, document.colours)
    match item:
        case TextLine():
            runs = [
                [run.face, _rounded([run.size]), [[glyph.gid, *_rounded((glyph.x, glyph.y))] for glyph in run.glyphs]]
                for run in item.runs
            ]
            return ["text", _rounded((item.x, item.y)), colour, item.text, runs]
        case Box():
            return ["box", _rounded((item.x, item.y, item.width, item.height, item.radius)), colour]
        case QrCode():
            return ["code", _rounded((item.x, item.y, item.module)), colour, list(item.matrix)]
        case Shape():
            segments = [[step, *_rounded(coordinates)] for step, *coordinates in item.path]
            return ["shape", segments, item.rule, colour]


def _colour(name: str, colours: Mapping[str, Colour]) -> list[int]:
    colour = colours[name]
    return _rounded((*colour.cmyk, *colour.srgb))


def _rounded(values: Iterable[Any]) -> list[int]:
    return [round(value * _STEPS) for value in values]
