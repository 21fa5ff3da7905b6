"""What ``--with`` and products in all languages mean for an order, the same for building and for packaging."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from flyers.errors import LayoutError

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop


def usual_products(shop: Workshop, beside: str) -> list[str]:
    """What is made when no product is named: with a second language, what has room for one."""
    if not beside:
        return shop.usual_products
    return [product for product in shop.usual_products if shop.layout(product).takes_a_second]


def languages_together(options: argparse.Namespace, products: list[str], shop: Workshop) -> dict[str, Any]:
    """The second language, and which products speak all: those are made in the languages asked for, else in English.

    Raises:
        UsageError: no such language, or a product that has no room for a second one.
    """
    many = {product for product in products if _speaks_all(shop, product)}
    beside = shop.registry.language(options.beside).tag if options.beside else ""
    if beside:
        for product in set(products) - many:
            shop.layout(product, beside=beside)
    asked = shop.languages(options.lang) if options.lang else [shop.campaign.source_language]
    return {"beside": beside, "many": dict.fromkeys(many, asked)}


def _speaks_all(shop: Workshop, product: str) -> bool:
    """A layout that is broken stops its own files, which will say why."""
    try:
        return shop.layout(product).many_languages
    except LayoutError:
        return False
