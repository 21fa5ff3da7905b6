"""The studio's data about one message: English, note, every form with its translation, and what checks find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers.content.message_key import MessageKey
from flyers.content.messages import Message
from flyers.errors import FlyersError, Source, UsageError
from flyers.publish.reader_proof import remarks
from flyers.studio.live import Live, Texts, typed
from flyers.translation.catalog import is_empty, why_untranslated
from flyers.translation.checks import TranslationFinding
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
    head = live.note(("remarks", tag), lambda: remarks.by_message(remarks.remarks(catalog.remarks), live.words))
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
    found = {}
    for key, text in texts.items():
        entry = typed(catalog.entries.get(key), key, live.words[key], text, catalog.path)
        reviewed = review_entry(session.campaign, language, live.words[key], entry, session.glossary)
        found[str(key)] = [finding.to_json() for finding in reviewed] if not is_empty(text) else []
    return found


def products_with(live: Live, key: MessageKey) -> list[str]:
    """Return the products that may print the message of *key* in any of its forms."""
    return [product for product, used in _uses(live).items() if any(where.id == key.id for where in used.messages)]


def _uses(live: Live) -> Mapping[str, Uses]:
    """Return what each product may print, without products whose layouts are broken."""

    def read() -> Mapping[str, Uses]:
        found = {}
        for product in live.session.products_in_all_formats:
            try:
                found[product] = uses(live.session.layout(product), live.session.campaign)
            except FlyersError:
                continue
        return found

    return live.note("uses", read)  # type: ignore[no-any-return]  # the cache returns what `read` has returned


def place(source: Source) -> dict[str, Any]:
    """Return a place in a file as JSON."""
    return {"path": source.path, "line": source.line}
