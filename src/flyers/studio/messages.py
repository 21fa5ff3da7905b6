"""The list of a language's texts, each with its state, and all about one message: every form, what checks find, where
it is printed, and how many more words fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from itertools import cycle, islice
from typing import Any

from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import Message
from flyers.errors import CombinedError, FlyersError, OversetError, Source, TranslationError, UsageError
from flyers.page.document import Document, TextLine
from flyers.page.editions import EDITIONS
from flyers.publish.reader_proof import rows
from flyers.studio.live import Drafts, Live, Texts, typed
from flyers.studio.pages import View
from flyers.translation.catalog import CHANGED, is_empty, printed_as_it_is, why_untranslated
from flyers.translation.checks.catalog import review_entry
from flyers.translation.checks.findings import TranslationFinding
from flyers.translation.template import template_entries
from flyers.workflow.translation_checks import check_words
from flyers.workflow.uses import Uses, uses


def known_key(live: Live, name: str) -> MessageKey:
    """Return the key of a message of the campaign by its *name*, ``signs.cut-off/short``."""
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

    def by_key() -> dict[str, list[TranslationFinding]]:
        by_key = defaultdict(list)
        for finding in check_words(live.session, tag).findings:
            by_key[finding.where].append(finding)
        return by_key

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

    def read() -> dict[str, Uses]:
        by_product = {}
        for product in live.session.products_in_all_formats:
            with suppress(FlyersError):
                by_product[product] = uses(live.session.layout(product), live.session.campaign)
        return by_product

    return live.note("uses", read)


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
    unread: dict[MessageKey, str] = {}
    with suppress(FlyersError):
        standing = live.localized(tag).standing
        if standing.day:  # somebody has read the language
            unread = {change.what: change.why for change in standing.unread}
    items = []
    for key, words in live.words.items():
        entry = catalog.entries.get(key)
        why = "" if tag == session.campaign.source_language else why_untranslated(entry, words)
        if why and printed_as_it_is(catalog, words):
            why = ""
        if why:
            is_stale = why == CHANGED or (entry and entry.former)
            state = STALE if is_stale else FUZZY if entry and entry.fuzzy else UNTRANSLATED
        elif key in doubts:
            state, why = DOUBT, doubts[key][0]
        elif key in unread:
            state, why = UNREAD, unread[key]
        else:
            state = DONE
        text = entry.translation if entry else ""
        items.append({"key": str(key), "english": words.text, "text": text, "state": state, "why": why})
    return items


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


MOST_WORDS = 64  # The most additional words that are tried.


def places(live: Live, view: View, drafts: Drafts, key: MessageKey) -> list[dict[str, Any]]:
    """Return where the product of *view* prints the message of *key*, in any of its forms: a page and block each."""
    document = _composed(live, view, drafts)
    by_place: dict[tuple[int, str, str], dict[str, Any]] = {}
    for number, page in enumerate(document.pages, start=1):
        for item in page.items:
            if not isinstance(item, TextLine) or item.message.id != key.id or item.message.is_contact:
                continue
            if item.message.language in ("", view.language):
                where = {"page": number, "face": page.face, "block": item.block, "message": str(item.message)}
                sizes = {"size": item.size, "floor": item.floor, "aim": _aim(live, view, item)}
                place = by_place.setdefault((number, item.block, str(item.message)), where | sizes | {"lines": 0})
                place["lines"] += 1
    return list(by_place.values())


def _aim(live: Live, view: View, line: TextLine) -> float:
    """Return the size that the layout would give the line if there were room enough."""
    role = live.session.layout(view.product, secondary=view.secondary).roles.get(line.role)
    size_class = live.session.registry.language(view.language).size_class
    return max(line.size, role.aim[size_class]) if role else line.size


def _composed(live: Live, view: View, drafts: Drafts) -> Document:
    layout = live.session.layout(view.product, secondary=view.secondary)
    words = live.localized(view.language, view.secondary, drafts)
    return live.session.composed(words, layout, for_phones=EDITIONS[view.edition].reflowed)


class RoomSearch:
    """Finds by trial how many more words a text may have before its type gets smaller, and before it does not fit.

    The page is composed with words of the text itself added, so script, breaks and neighbours count. A list that drops
    an item, or a text in a shorter form, counts as smaller.
    """

    def __init__(self, live: Live, view: View, drafts: Drafts, key: MessageKey) -> None:
        self._live, self._view, self._drafts, self._key = live, view, drafts, key
        self._text = _text(live, view, drafts, key)
        repeatable = re.sub(r"\{[^}]*\}|\*\*", " ", self._text)  # without placeholders and marks of bold
        self._words = [word for word in repeatable.split() if any(map(str.isalpha, word))]
        self._tried: dict[int, tuple[object, ...] | None] = {}
        self.done = not self._words

    def step(self) -> None:
        """Compose the page with the next number of words."""
        if (words := self._next()) is not None:
            self._tried[words] = self._set(words)
        self.done = self._next() is None

    def found(self) -> dict[str, Any]:
        """Return the numbers of words as JSON; None where there is no answer; `MOST_WORDS` means that or more."""
        printed = bool(self._tried.get(0))
        same, fits = (self._between(same)[0] if printed else None for same in (True, False))
        return {"printed": printed, "same_size": same, "fits": fits, "most": MOST_WORDS}

    def _next(self) -> int | None:
        """Return how many words to try next: none, the most, then between what does and what does not."""
        if 0 not in self._tried:
            return 0
        if not self._tried[0]:  # the text is not on the page, or the page does not fit as it is
            return None
        if MOST_WORDS not in self._tried:
            return MOST_WORDS
        for same in (False, True):
            low, high = self._between(same)
            if high - low > 1:
                return (low + high) // 2
        return None

    def _between(self, same: bool) -> tuple[int, int]:
        """Return the most words that fit, in the *same* size, and the next number that was tried, if any."""
        now = self._tried[0]
        good = [words for words, result in self._tried.items() if result and (not same or result == now)]
        low = max(good, default=0)
        return low, min((words for words in self._tried if words > low), default=low)

    def _set(self, words: int) -> tuple[object, ...] | None:
        """Return the sizes and forms of the page with so many more *words*; None if it does not fit."""
        longer = " ".join([self._text, *islice(cycle(self._words), words)])
        texts = {**self._drafts.get(self._view.language, {}), self._key: longer}
        try:
            document = _composed(self._live, self._view, {**self._drafts, self._view.language: texts})
        except (OversetError, TranslationError, CombinedError):
            return None
        if self._key not in document.messages:
            return None
        return (tuple(document.sizes.items()), document.omissions)


def _text(live: Live, view: View, drafts: Drafts, key: MessageKey) -> str:
    """Return the text as it is typed or saved; "" if it has none of its own language."""
    if (typed := drafts.get(view.language, {}).get(key)) is not None:
        return typed
    with suppress(FlyersError):
        entry = live.session.catalog(view.language).entries.get(key)
        return entry.translation if entry and not entry.fuzzy else ""
    return ""
