"""Pages composed with what copy-fitting found for the same piece in an earlier process (`flyers.layout.kept_fit`).

What was found counts under the checksums of everything that all editions of a piece are made of
(`flyers.pipeline.ingredients`), with the program's whole source, the versions of its libraries and of Python. Composing
is given nothing else; and where these are equal, a file of the piece is called current and not made at all. So nothing
is believed here that is not believed of files, and what a page shows beyond what was counted, neither keeps what was
found nor is made with it. The checksums cost nothing where a file is made, since its report has them anyway.

A process asks for each product in a language for the first campaign that sets it: the many that differ in a number go
the way of that one (`flyers.layout.retraced`), and ten thousand of them keep no more than one does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import cache
from flyers.errors import FlyersError
from flyers.layout.kept_fit import KeptFit
from flyers.pipeline.ingredients import piece_ingredients
from flyers.pipeline.program import libraries, program

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.pipeline.session import Session
    from flyers.translation.localization import Localization

_first: dict[tuple[str, str], Path] = {}
"""The campaign for which this process asks, by product and label of the languages."""


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
    kept = KeptFit(name, made_of)
    document = session.composed(localized, layout, kept)
    if piece.cover(document, session.campaign):
        kept.keep()
        return document
    return session.composed(localized, layout) if kept.was_recalled else document
