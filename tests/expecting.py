"""Other expectations than those of a good composition, as if layout, edition or words were at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flyers.content.contacts import Contact, ContactKind, ServedLanguages
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.press import Marks
from flyers.errors import Source
from flyers.page.document import Document, Element, Item, Page, TextLine
from flyers.page.editions import Edition
from flyers.proof.expectations import Expectation
from pressed import PRESS

NOWHERE = Source("test")


def words(texts: Mapping[str, str], contacts: Iterable[Contact] = (), language: str = "en") -> Any:
    """Return *texts*, by the names of their messages, and *contacts*, as a `Localization` has them."""
    keys = {name: MessageKey(name) for name in texts}
    rich = {keys[name]: RichText(text, language, keys[name], NOWHERE) for name, text in texts.items()}
    known = {contact.id: contact for contact in contacts}
    return SimpleNamespace(text=rich.get, contact=lambda name, language="": known[name])


def contact(name: str, display: str, target: str = "") -> Contact:
    """Return a contact that reads *display* and opens *target*."""
    return Contact(
        id=name,
        kind=ContactKind.PHONE,
        name=name,
        display=display,
        target=target,
        languages=ServedLanguages(),
        origin="",
        source=NOWHERE,
    )


def with_document(expectation: Expectation, **changes: Any) -> Expectation:
    return replace(expectation, document=replace(expectation.document, **changes))


def with_pages(expectation: Expectation, change: Callable[[Page], Page]) -> Expectation:
    """Return *expectation* with every page changed."""
    return with_document(expectation, pages=tuple(map(change, expectation.pages)))


def with_items(expectation: Expectation, change: Callable[[tuple[Item, ...]], Iterable[Item]]) -> Expectation:
    """Return *expectation* with other items on every page."""
    return with_pages(expectation, lambda page: replace(page, items=tuple(change(page.items))))


def with_item(expectation: Expectation, change: Callable[[Item], Item]) -> Expectation:
    """Return *expectation* with every item changed."""
    return with_items(expectation, lambda items: map(change, items))


def without_words(item: Item) -> Item:
    """Return a line of text that says nothing; it stays, since the structure tree counts the items of a page."""
    return replace(item, text="", runs=(), contacts=()) if isinstance(item, TextLine) else item


def with_edition(expectation: Expectation, **changes: Any) -> Expectation:
    return replace(expectation, edition=replace(expectation.edition, **changes))


CONDITION = replace(PRESS.condition, bleed=9.0, slug=27.0, marks=Marks(offset=18.0, length=15.0))
ON_PRESS = replace(PRESS, condition=CONDITION, standards=())
"""The press edition with marks, 9 pt of bleed and 27 pt of slug; it claims no standard."""


def page(*items: Item, **changes: Any) -> Page:
    """Return a page of 252 × 144 pt."""
    usual = {"face": "front", "width": 252.0, "height": 144.0, "bleed": 9.0, "safe": 9.0}
    return Page(**{**usual, **changes}, items=items)


def composed(
    *pages: Page,
    edition: Edition = ON_PRESS,
    texts: Mapping[str, str] | None = None,
    contacts: Iterable[Contact] = (),
    smallest_module: float = 1.0,
    slug: tuple[tuple[TextLine, ...], ...] = (),
    **document: Any,
) -> Expectation:
    """Return what is expected of a file of *pages* that were composed by hand."""
    usual = {
        "product": "card",
        "language": "en",
        "direction": "ltr",
        "title": "A card",
        "campaign": "",
        "issue": "2026-11",
        "code": "4f2a91c",
        "draft": False,
        "structure": Element("Document"),
        "colours": {},
        "sizes": {},
    }
    return Expectation(
        document=Document(**{**usual, **document}, pages=pages),
        edition=edition,
        words=words(texts or {}, contacts),
        smallest_module=smallest_module,
        slug=slug,
    )


def text_line(text: str, x: float = 20.0, y: float = 60.0, *, message: str = "", **changes: Any) -> TextLine:
    """Return a line of 10 pt whose letters are half as wide as high; it has no glyphs."""
    usual = {
        "runs": (), "colour": "ink", "ground": "paper", "block": "front/line", "message": MessageKey(message or text.split()[0].lower()),
        "role": "text", "size": 10.0, "floor": 7.0, "language": "en", "ink": (0.0, 0.0, 5.0 * len(text), 10.0),
    }  # fmt: skip
    return TextLine(x=x, y=y, text=text, **{**usual, **changes})
