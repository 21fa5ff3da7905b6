"""A checksum of what a language's pages look like: what a reader who signs them has seen.

It is taken of composed documents, not of files: the same for every print condition, and for a draft as for what it
becomes when it is signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flyers.errors import UsageError
from flyers.layout.pages import Box, Document, Item, QrCode, Shape, TextLine
from flyers.pipeline.plan import ALL

if TYPE_CHECKING:
    from flyers.colour import Colour
    from flyers.pipeline.session import Session
    from flyers.text.fonts import FontLibrary

SHORT = 8
"""Digits that people compare; a whole checksum begins with them."""

_STEPS = 1000
"""Places are whole thousandths of a point: far below what is seen, far above what floating-point arithmetic differs by
between machines."""


def pages_checksum(session: Session, tag: str) -> str:
    """SHA-256 (hex) over the pages of all usual products of the language *tag*, as they would be made now.

    It changes with whatever a reader could see (words, places, sizes, colours, codes, the fonts' files) and with
    nothing else: draft marks stand outside the pages, and blocks may be renamed.

    Raises:
        FlyersError: the language cannot be composed; see `flyers.pipeline.session.Session.localized` and
            `flyers.layout.compose.compose`.
    """
    return checksum(documents(session, tag), session.library)


def checksum(composed: Iterable[Document], library: FontLibrary) -> str:
    """`pages_checksum` of documents that have been composed already, in the order of `documents`."""
    plain = [_document(document, library) for document in composed]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def documents(session: Session, tag: str, products: Iterable[str] = (), *, beside: str = "") -> list[Document]:
    """The composed *products* of the language, or of it with others *beside* it; by default those that are usual."""
    localized = session.localized(tag, secondary=beside)
    return [
        session.composed(localized, session.layout(product, secondary=beside))
        for product in products or usual(session, beside)
    ]


def usual(session: Session, beside: str = "") -> list[str]:
    """What is usually made of one language, of two, or of all."""
    if beside == ALL:
        return [product for product in session.products if session.layout(product).many_languages]
    alone = [product for product in session.usual_products if not session.layout(product).many_languages]
    return [product for product in alone if session.layout(product).takes_a_second] if beside else alone


def short(checksum: str) -> str:
    """As it is printed and typed: ``4f2a 91c0``."""
    return f"{checksum[: SHORT // 2]} {checksum[SHORT // 2 : SHORT]}"


def same(typed: str, checksum: str) -> bool:
    """Whether *typed*, a whole checksum or its beginning, means *checksum*; spaces and case do not matter.

    Raises:
        UsageError: *typed* is none, or has fewer than eight digits.
    """
    digits = re.sub(r"\s", "", typed).casefold()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORT},64}}", digits):
        raise UsageError(
            f"“{typed[:80]}” is not a checksum of pages.",
            hint=f"It stands on the reader's proof: {SHORT} digits from 0 to f, like “4f2a 91c0”.",
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
            segments = [[step, *_rounded(places)] for step, *places in item.path]
            return ["shape", segments, item.rule, colour]


def _colour(name: str, colours: Mapping[str, Colour]) -> list[int]:
    colour = colours[name]
    return _rounded((*colour.cmyk, *colour.srgb))


def _rounded(values: Iterable[Any]) -> list[int]:
    return [round(value * _STEPS) for value in values]
