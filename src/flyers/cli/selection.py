"""What ``--with`` and products in all languages mean for an order, the same for building and for packaging."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flyers.errors import FlyersError, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job
    from flyers.pipeline.session import Session


def products_wanted(options: argparse.Namespace, session: Session) -> list[str]:
    """The products that are named, or else those that are usual: with a second language, what has room for one.

    Raises:
        UsageError: there is no such product.
    """
    from flyers.pipeline.plan import choose

    if options.product:
        return choose("product", options.product, session.products)
    return [product for product in session.usual_products if not options.beside or _takes_a_second(session, product)]


def languages_together(options: argparse.Namespace, products: list[str], session: Session) -> dict[str, Any]:
    """The second language, and which products speak all: those are made in the languages asked for, else in English.

    Raises:
        UsageError: no such language, or a product that has no room for a second one.
    """
    many = [product for product in products if _speaks_all(session, product)]
    beside = session.registry.language(options.beside).tag if options.beside else ""
    if beside:
        _require_room(products, many, beside, session)
    asked = session.languages(options.lang) if options.lang else [session.campaign.source_language]
    return {"beside": beside, "many": dict.fromkeys(many, asked)}


def require_some(jobs: Sequence[Job], products: list[str], options: argparse.Namespace) -> None:
    """An order of which nothing is left is refused, lest somebody believe that it was carried out.

    Raises:
        UsageError: *jobs* is empty; says why.
    """
    if jobs:
        return
    if options.beside and products:
        raise UsageError("Nothing is made with its own language behind it.", hint="Name another one after --with.")
    if options.beside:
        raise UsageError(
            "No usual product has room for a second language.",
            hint="A layout has if it has one face, or names another layout under “bilingual” (docs/layouts.md).",
        )
    raise UsageError(
        "There is nothing to make: the campaign has no languages, or no layouts but those that are made on request.",
        hint="Languages stand in translations/languages.yaml, and each file in content/layouts/ is a product.",
    )


def _require_room(products: list[str], many: list[str], beside: str, session: Session) -> None:
    if many and many == products:
        raise UsageError(f"{many[0]} speaks all languages already.", hint="Leave --with out.")
    for product in products:
        try:
            session.layout(product, beside=beside)
        except UsageError:
            raise
        except FlyersError:
            continue  # its own files will say why


def _takes_a_second(session: Session, product: str) -> bool:
    layout = session.readable_layout(product)
    return layout is None or layout.takes_a_second


def _speaks_all(session: Session, product: str) -> bool:
    layout = session.readable_layout(product)
    return layout is not None and layout.many_languages
