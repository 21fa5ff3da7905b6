"""The list of a language's texts, each with its state, and all about one message: every form, and what checks find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import Message
from flyers.errors import FlyersError, Source, UsageError
from flyers.page.editions import EDITIONS
from flyers.publish.reader_proof import rows
from flyers.studio.live import Live, Texts, typed
from flyers.translation.catalog import CHANGED, is_empty, printed_as_it_is, why_untranslated
from flyers.translation.checks.findings import TranslationFinding
from flyers.translation.checks.review import review_entry
from flyers.translation.extraction import template_entries
from flyers.workflow.translation_checks import check_words
from flyers.workflow.uses import Uses, uses


def known_key(live: Live, name: str) -> MessageKey:
    """Return the key of a message of the campaign by its *name*, ``signs.cut-off/short``.

    Raises:
        UsageError: there is none.
    """
    key = MessageKey.parse(name)._replace(language="")
    if key not in live.words:
        raise UsageError(
            f"There is no message “{name[:100]}”.",
            hint="The program itself adds some words, such as the small print; or content/messages has changed.",
        )
    return key


def message(live: Live, tag: str, key: MessageKey) -> dict[str, Any]:
    """Return the data about the message of *key* in the language *tag* as JSON."""
    session = live.session
    campaign = session.campaign
    found = campaign.message(key.id)
    return {
        "id": key.id,
        "language": tag,
        "note": " ".join(found.note.split()),
        "source": place(found.source),
        "editable": tag != campaign.source_language,
        "products": products_with(live, key),
        "forms": _forms(live, tag, found),
    }


def _forms(live: Live, tag: str, found: Message) -> list[dict[str, Any]]:
    session, campaign = live.session, live.session.campaign
    catalog = session.catalog(tag)
    head = live.note(("remarks", tag), lambda: rows.by_message(rows.remarks(catalog.remarks), live.words))
    forms = []
    for entry in template_entries(found, campaign.names, campaign.source_language):
        words = live.words[entry.context]
        own = catalog.entries.get(entry.context)
        forms.append({
            "key": str(entry.context),
            "form": str(entry.context.form),
            "english": words.text,
            "english_source": place(words.source),
            "notes": list(entry.notes),
            "most": words.most,
            "contacts": {
                name: contact.display for name, contact in campaign.contacts.items() if f"{{{name}}}" in words.text
            },
            "name": bool(words.name),
            "translation": own.translation if own else "",
            "fuzzy": bool(own and own.fuzzy),
            "former": own.former if own else "",
            "remarks": list(own.remarks) if own else [],
            "doubts": list(head.get(entry.context, ())),
            "source": place(own.source) if own else None,
            "why": "" if tag == campaign.source_language else why_untranslated(own, words),
            "findings": findings(live, tag, entry.context),
        })  # fmt: skip
    return forms


def findings(live: Live, tag: str, key: MessageKey) -> list[dict[str, Any]]:
    """Return what the checks of the catalog as it is on disk find in one text."""

    def by_key() -> Mapping[str, list[TranslationFinding]]:
        found: dict[str, list[TranslationFinding]] = {}
        for finding in check_words(live.session, tag).findings:
            found.setdefault(finding.where, []).append(finding)
        return found

    return [finding.to_json() for finding in live.note(("findings", tag), by_key).get(str(key), ())]


def findings_typed(live: Live, tag: str, texts: Texts) -> dict[str, list[dict[str, Any]]]:
    """Return what the checks find in each of the typed *texts*, by the name of its key; no text, no finding."""
    session = live.session
    language, catalog = session.registry.language(tag), session.catalog(tag)
    by_key = {}
    for key, text in texts.items():
        entry = typed(catalog.entries.get(key), key, live.words[key], text, catalog.path)
        reviewed = review_entry(session.campaign, language, live.words[key], entry, session.glossary)
        by_key[str(key)] = [finding.to_json() for finding in reviewed] if not is_empty(text) else []
    return by_key


def products_with(live: Live, key: MessageKey) -> list[str]:
    """Return the products that may print the message of *key* in any of its forms."""
    return [product for product, used in _uses(live).items() if any(where.id == key.id for where in used.messages)]


def _uses(live: Live) -> Mapping[str, Uses]:
    """Return what each product may print, without products whose layouts are broken."""

    def read() -> Mapping[str, Uses]:
        by_product = {}
        for product in live.session.products_in_all_formats:
            try:
                by_product[product] = uses(live.session.layout(product), live.session.campaign)
            except FlyersError:
                continue
        return by_product

    return live.note("uses", read)  # type: ignore[no-any-return]  # the cache returns what `read` has returned


def place(source: Source) -> dict[str, Any]:
    """Return a place in a file as JSON."""
    return {"path": source.path, "line": source.line}


UNTRANSLATED, STALE, FUZZY, DOUBT, UNREAD, DONE = "untranslated", "stale", "fuzzy", "doubt", "unread", "done"
"""The state of a text: to be translated; to be adapted to changed English; to be checked, as marked in the catalog;
with a doubt that the translator notes at its head; to be read, since its current form is not signed; or done."""


def work(live: Live, tag: str) -> list[dict[str, Any]]:
    """Return every text of the language *tag* in the order of the content, with its state and why."""
    session = live.session
    catalog = session.catalog(tag)
    doubts = rows.by_message(rows.remarks(catalog.remarks), live.words)
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
