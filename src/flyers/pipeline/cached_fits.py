"""Compose pages with the copy-fitting result of an earlier process (`flyers.layout.cached_fit`).

A result counts under the checksums of everything that all editions of a piece are made of
(`flyers.pipeline.ingredients`), the program's whole source, and the versions of its libraries and of Python. Composing
depends on nothing else: if these are equal, a finished file of the piece is current and not made at all. A page that
shows something outside the checksums keeps no result and is not made from one. The checksums cost nothing in a build,
since its report has them anyway.

A process looks for the result of a product in a language only for the first campaign that sets it. Campaigns that
differ in a number replay its search (`flyers.layout.search_replay`), so ten thousand of them keep no more than one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import cache
from flyers.errors import FlyersError
from flyers.layout.cached_fit import CachedFit
from flyers.pipeline.ingredients import piece_ingredients
from flyers.pipeline.program import libraries, program

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.page.document import Document
    from flyers.pipeline.session import Session
    from flyers.translation.localization import Localization

_first: dict[tuple[str, str], Path] = {}
"""The campaign whose results this process uses, by product and label of the languages."""


def composed(session: Session, localized: Localization, layout: Layout) -> Document:
    """Return what `Session.composed` returns, sooner if an earlier process has composed the same piece.

    Raises:
        FlyersError: as `Session.composed`.
    """
    asks_for = _first.setdefault((layout.product, localized.label), session.folder)
    if asks_for != session.folder or cache.folder() is None:
        return session.composed(localized, layout)
    try:
        piece = piece_ingredients(session, localized, layout)
    except FlyersError:  # reported where it is used, if it is
        return session.composed(localized, layout)
    name = cache.name_of("fit", str(session.folder.absolute()), layout.product, localized.label)
    made_of = cache.name_of(program(), libraries(), sys.version, piece.key, localized.code)
    kept = CachedFit(name, made_of)
    document = session.composed(localized, layout, kept)
    if piece.cover(document, session.campaign):
        kept.keep()
        return document
    return session.composed(localized, layout) if kept.was_recalled else document
