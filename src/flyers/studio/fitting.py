"""Checks that products can still be made with new texts; a text that would stop a build is not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flyers.errors import CombinedError, FlyersError, raise_all
from flyers.studio.messages import products_with
from flyers.studio.work import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flyers.studio.live import Live, Texts


def require_room(live: Live, tag: str, texts: Texts) -> list[str]:
    """Refuse *texts* of the language *tag* with which a product could not be made any more.

    A product that can't be made from the files on disk does not count; otherwise the texts that repair it could not be
    saved one by one. Products in all languages are not tried: they are made on request, and take seconds.

    Returns:
        Titles of the products that can be made neither with the texts nor without.

    Raises:
        FlyersError: all that keeps products from being made, each with the product in its trail.
    """
    hindered = dict(_hindered(live, tag, texts))
    before = dict(_hindered(live, tag, {}, list(hindered))) if hindered else {}
    raise_all(
        each.within(product, tag)
        for product, error in hindered.items()
        if product not in before
        for each in (error.errors if isinstance(error, CombinedError) else (error,))
    )
    return [title(live, product) for product in hindered]


def _hindered(
    live: Live, tag: str, texts: Texts, products: list[str] | None = None
) -> Iterator[tuple[str, FlyersError]]:
    """Yield each product that cannot be composed, and why, among *products* or else those that print *texts*."""
    wanted = {product: None for key in texts for product in products_with(live, key)} if products is None else products
    for product in wanted:
        layout = live.session.layout(product)
        if layout.many_languages:
            continue
        try:
            live.session.composed(live.localized(tag, drafts={tag: texts}), layout)
        except FlyersError as error:
            yield product, error
