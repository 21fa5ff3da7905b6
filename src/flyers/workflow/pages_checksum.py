"""A checksum of the look of pages: it records what a reader who signs them has seen.

It is computed from composed documents, not from files: it is the same for every print condition, and for a draft and
its signed version. For a whole language it covers all usual products; for single products it leaves out their small
print, since the content code changes with every word of the language.

It covers what is visible, to a thousandth of a point, without draft marks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

from flyers.content.message_key import MessageKey
from flyers.errors import UsageError
from flyers.page.document import Box, Document, Item, Photo, QrCode, Shape, TextLine
from flyers.pipeline.recipe import current_documents, usual_products
from flyers.pipeline.session import Session
from flyers.text.fonts import FontLibrary

SHORT = 8
"""Digits that people compare. A whole checksum begins with them."""

MOST_PRODUCTS = 8
"""Usual products of which every choice is tried when a checksum is looked for."""

IMPRINT = MessageKey("imprint")
"""The key of small print (`flyers.layout.blocks.imprint`)."""

_STEPS = 1000
"""Positions are whole thousandths of a point: far finer than what can be seen, far coarser than the differences of
floating-point arithmetic between machines."""


def pages_checksum(session: Session, tag: str, products: Collection[str] = ()) -> str:
    """Return the checksum of *products* of the language *tag*, as they would be made now; by default of all usual ones.

    Raises:
        FlyersError: the language cannot be composed, see `flyers.pipeline.recipe.current_documents`.
    """
    documents = current_documents(session, tag, scope(session, products) or ())
    return checksum(documents, session.library, whole=not scope(session, products))


def scope(session: Session, products: Collection[str]) -> tuple[str, ...]:
    """Return *products* in the campaign's order; none, for the whole language, if all usual ones are among them."""
    usual = usual_products(session)
    if not products or set(usual) <= set(products):
        return ()
    return tuple(product for product in session.known_products(products) if product in products)


def scope_of(session: Session, tag: str, typed: str) -> tuple[tuple[str, ...], str] | None:
    """Return which products the checksum *typed* is of, as `scope` does, and the whole checksum; None if of none.

    The whole language, single products, and all choices among a few usual products are tried.

    Raises:
        UsageError: *typed* is not a checksum.
        FlyersError: the language cannot be composed.
    """
    usual = usual_products(session)
    documents = current_documents(session, tag, usual)
    whole = checksum(documents, session.library)
    if same(typed, whole):
        return (), whole
    digests = {document.product: _plain(document, session.library, imprint=False) for document in documents}
    most = len(usual) if len(usual) <= MOST_PRODUCTS else 2
    for products in chain.from_iterable(combinations(usual, count) for count in range(1, most)):
        found = _sha256(digests[product] for product in products)
        if same(typed, found):
            return products, found
    others = [product for product in session.products if product not in usual]
    for product in others:  # one after the other: it takes a while to compose them all
        if not session.layout(product).many_languages:
            found = pages_checksum(session, tag, [product])
            if same(typed, found):
                return (product,), found
    return None


def checksum(documents: Iterable[Document], library: FontLibrary, *, whole: bool = True) -> str:
    """Return a SHA-256 (hex) over the pages of *documents*.

    It depends on what a reader can see (words, positions, sizes, colours, codes, font files) and on nothing else: draft
    marks and names of blocks do not count. *whole* says that they are all usual products; otherwise small print is left
    out.
    """
    return _sha256(_plain(document, library, imprint=whole) for document in documents)


def _sha256(documents: Iterable[str]) -> str:
    return hashlib.sha256(f"[{','.join(documents)}]".encode()).hexdigest()


def _plain(document: Document, library: FontLibrary, *, imprint: bool) -> str:
    """Return the JSON text of what can be seen of *document*, with or without its small print."""
    if not imprint:
        pages = []
        for page in document.pages:
            seen = (item for item in page.items if not (isinstance(item, TextLine) and item.message == IMPRINT))
            pages.append(replace(page, items=tuple(seen)))
        document = replace(document, pages=tuple(pages))
    return json.dumps(_document(document, library), ensure_ascii=False, separators=(",", ":"))


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
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    # A font is read through once, not for each run: that took most of the time of a checksum.
    faces = sorted({run.face for line in lines for run in line.runs})
    fonts = [(face, hashlib.sha256(library.face(face).data).hexdigest()) for face in faces]
    pages = [
        [
            page.face,
            _rounded((page.width, page.height, *page.folds, *page.level_folds)),
            [_item(item, document) for item in page.items],
        ]
        for page in document.pages
    ]
    return [document.product, document.language, document.direction, fonts, pages]


def _item(item: Item, document: Document) -> list[Any]:
    inks = document.colours[item.colour]
    colour = _rounded((*inks.cmyk, *inks.srgb))
    match item:
        case TextLine():
            runs = [
                [run.face, _rounded([run.size]), [[glyph.gid, *_rounded((glyph.x, glyph.y))] for glyph in run.glyphs]]
                for run in item.runs
            ]
            turn = [item.turn] if item.turn else []
            return ["text", _rounded((item.x, item.y)), colour, item.text, runs, *turn]
        case Box():
            return ["box", _rounded((item.x, item.y, item.width, item.height, item.radius)), colour]
        case Photo():
            place = _rounded((item.x, item.y, item.width, item.height))
            return ["photo", place, colour, item.photograph.sha256, list(item.crop), item.turned_over, item.turn]
        case QrCode():
            return ["code", _rounded((item.x, item.y, item.module)), colour, list(item.matrix)]
        case Shape():
            segments = [[step, *_rounded(coordinates)] for step, *coordinates in item.path]
            return ["shape", segments, item.rule, colour]


def _rounded(values: Iterable[Any]) -> list[int]:
    return [round(value * _STEPS) for value in values]
