"""The list of a language's texts, each with its state, and the names that the page offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers.content.message_key import Form, MessageKey
from flyers.errors import FlyersError
from flyers.page.editions import EDITIONS
from flyers.publish.reader_proof import remarks
from flyers.studio.live import Live
from flyers.translation.catalog import CHANGED, printed_as_it_is, why_untranslated

UNTRANSLATED, STALE, FUZZY, DOUBT, UNREAD, DONE = "untranslated", "stale", "fuzzy", "doubt", "unread", "done"
"""The state of a text: to be translated; to be adapted to changed English; to be checked, as marked in the catalog;
with a doubt that the translator notes at its head; to be read, since its current form is not signed; or done."""


def work(live: Live, tag: str) -> list[dict[str, Any]]:
    """Return every text of the language *tag* in the order of the content, with its state and why."""
    session = live.session
    catalog = session.catalog(tag)
    doubts = remarks.by_message(remarks.remarks(catalog.remarks), live.words)
    unread = _unread(live, tag)
    items = []
    for key, words in live.words.items():
        entry = catalog.entries.get(key)
        why = "" if tag == session.campaign.source_language else why_untranslated(entry, words)
        if why and printed_as_it_is(catalog, words):
            why = ""
        if why:
            state = (
                STALE
                if why == CHANGED or (entry and entry.former)
                else FUZZY
                if entry and entry.fuzzy
                else UNTRANSLATED
            )
        elif key in doubts:
            state, why = DOUBT, doubts[key][0]
        elif key in unread:
            state, why = UNREAD, unread[key]
        else:
            state = DONE
        text = entry.translation if entry else ""
        items.append({"key": str(key), "english": words.text, "text": text, "state": state, "why": why})
    return items


def _unread(live: Live, tag: str) -> Mapping[MessageKey, str]:
    """Return the messages whose current form nobody has read, and why; empty if nobody has read the language."""
    try:
        standing = live.localized(tag).standing
    except FlyersError:
        return {}
    return {change.what: change.why for change in standing.unread} if standing.day else {}


def campaign(live: Live) -> dict[str, Any]:
    """Return the choices of the page: products, languages and editions."""
    session = live.session
    found = session.campaign
    return {
        "id": found.id,
        "name": found.message(found.name).forms[Form.TEXT].text,
        "source_language": found.source_language,
        "languages": [
            {
                "tag": language.tag,
                "english": language.english,
                "autonym": language.autonym,
                "direction": str(language.direction),
                "fonts": list(language.fonts),
                "translated": session.has_translations(language.tag),
            }
            for language in session.registry
        ],
        "products": [_product(live, product) for product in session.products_in_all_formats],
        "editions": [{"name": edition.name, "about": edition.about} for edition in EDITIONS.values()],
    }


def _product(live: Live, product: str) -> dict[str, Any]:
    layout = live.session.readable_layout(product)
    return {
        "name": product,
        "title": title(live, product),
        "about": layout.about if layout else "",
        "image": bool(layout and layout.is_image),
        "many_languages": bool(layout and layout.many_languages),
        "takes_a_second": bool(layout and not layout.many_languages and layout.takes_a_second),
        "on_request": bool(layout and layout.on_request),
    }


def title(live: Live, product: str) -> str:
    """Return the name of *product*: ``Wallet card``; of a variant of it, ``Wallet card (wallet-card-eu)``."""
    messages = live.session.campaign.messages
    parts = product.split("-")
    for count in range(len(parts), 0, -1):
        if found := messages.get(f"product.{'-'.join(parts[:count])}"):
            title = found.forms[Form.TEXT].text
            return title if count == len(parts) else f"{title} ({product})"
    return product
