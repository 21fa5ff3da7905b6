"""Saving: what a browser sends becomes edits of a catalog.

Under the campaign's lock, files are read again and compared with what the author saw; a difference is a conflict, and
nothing is written. Nor is a text with which a product could not be made any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flyers import limits
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, UsageError, raise_all
from flyers.studio import requests
from flyers.studio.live import Live, Texts
from flyers.studio.messages import products_with, title
from flyers.workflow.catalog_edit import TextEdit, edit_catalog


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
        for each in error.errors
    )
    return [title(live, product) for product in hindered]


def _hindered(
    live: Live, tag: str, texts: Texts, products: list[str] | None = None
) -> Iterator[tuple[str, FlyersError]]:
    """Yield each product that cannot be composed, and why, among *products* or else those that print *texts*."""
    tried = {product: None for key in texts for product in products_with(live, key)} if products is None else products
    for product in tried:
        layout = live.session.layout(product)
        if layout.many_languages:
            continue
        try:
            live.session.composed(live.localized(tag, drafts={tag: texts}), layout)
        except FlyersError as error:
            yield product, error


def save(live: Live, found: dict[str, Any]) -> dict[str, Any]:
    """Write the texts that a request has, and return what changed, or the conflicts that kept all from being written.

    Raises:
        FlyersError: from `flyers.workflow.catalog_edit.edit_catalog` and `flyers.studio.saving.require_room`.
    """
    tag = live.session.registry.language(requests.text(found, "language")).tag
    texts = found.get("texts")
    if not isinstance(texts, list) or not texts or not all(isinstance(one, dict) for one in texts):
        raise UsageError("There is no text to save.", hint=requests.RELOAD)
    most = limits.TEXT_CHARACTERS
    edits = [
        TextEdit(
            MessageKey.parse(requests.text(one, "key")),
            before=requests.text(one, "before", most),
            after=requests.text(one, "after", most),
            english=requests.text(one, "english", most),
            doubtful=one.get("doubtful") is True,
        )
        for one in texts
    ]
    printed = {edit.key: edit.after for edit in edits if not edit.doubtful}
    not_made: list[str] = []
    result = edit_catalog(
        live.session,
        tag,
        edits,
        mine=found.get("mine") is True,
        accept=lambda: not_made.extend(require_room(live, tag, printed)),
    )
    if result.written:
        live.remember_written(result.path)
    return {
        "file": result.name,
        "changed": list(map(str, result.changed)),
        "not_made": not_made,
        "conflicts": [
            {"key": str(one.key), "before": one.before, "now": one.now, "after": one.after} for one in result.conflicts
        ],
    }
