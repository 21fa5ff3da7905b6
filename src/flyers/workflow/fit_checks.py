"""Whether the words of a language have room: each product composed, and what that says of the translations.

A character count says nothing here: how long a text is on paper depends on script, font, line breaks and the texts
beside it. So the check asks the layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flyers.errors import CombinedError, FlyersError, OversetError, Source
from flyers.findings import Fault
from flyers.translation.checks.catalog import AT_THE_FLOOR, FEWER, OVERSET
from flyers.translation.checks.findings import TranslationExplanation, TranslationFinding

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document, TextLine
    from flyers.pipeline.session import Session
    from flyers.translation.localize import Localization

NAMED = 3
"""Messages that advice names, the longest first."""

_NEAR = 0.01
"""Points within which a size is its floor."""

_MUCH = 1.0
"""Points that a role must have to give away: where its aim is hardly more than its floor, there is nothing to win."""


def products_to_fit(session: Session) -> list[str]:
    """The products that are made in one language."""
    return [product for product in session.products if not session.layout(product).many_languages]


def room(session: Session, language: str, products: Iterable[str] = ()) -> Iterator[TranslationFinding]:
    """What composing *products* (default: all of one language) in *language* shows.

    Raises:
        FlyersError: whatever else than want of room keeps a product from being composed.
    """
    localized = session.localized(language)
    for product in list(products) or products_to_fit(session):
        layout = session.layout(product)
        try:
            document = session.composed(localized, layout)
        except (OversetError, CombinedError) as error:
            yield from _overset(error, product)
        else:
            yield from _at_the_floor(document, layout, localized)
            yield from _fewer(document, layout, localized)


def _overset(error: FlyersError, product: str) -> Iterator[TranslationFinding]:
    for each in error.errors if isinstance(error, CombinedError) else (error,):
        if not isinstance(each, OversetError):
            raise each
        yield _finding(OVERSET, f"{', '.join(each.trail)}: {each.problem}", each.source, product)


def _at_the_floor(document: Document, layout: Layout, localized: Localization) -> Iterator[TranslationFinding]:
    size_class = localized.language.size_class
    lines: dict[str, list[TextLine]] = {}
    for line in _lines(document):
        role = layout.roles[line.role]
        words = line.message in localized.texts  # a contact is set in digits and Latin letters, for all languages alike
        if words and line.size <= line.floor + _NEAR and role.aim[size_class] > line.floor + _MUCH:
            lines.setdefault(line.role, []).append(line)
    for name, found in lines.items():
        longest = _longest(localized, [line.message for line in found])
        problem = f"“{name}” is set at its smallest size, {found[0].size:g} pt; the longest are {', '.join(longest)}."
        yield _finding(AT_THE_FLOOR, problem, _source(localized, longest[0]), document.product)


def _fewer(document: Document, layout: Layout, localized: Localization) -> Iterator[TranslationFinding]:
    from flyers.layout.model import walk

    for block in walk(layout):
        items = block.item_range
        if not items:
            continue
        shown = {line.message.partition("/")[0] for line in _lines(document) if line.block == block.path}
        wanted = min(items.aim, items.most)
        if shown and len(shown) < wanted:
            forms = [localized.rich(message.id, message.forms[0]).message for message in block.references.printed]
            longest = _longest(localized, forms)
            problem = f"{len(shown)} of {wanted} messages are shown in {block.path}; the longest are "
            yield _finding(FEWER, f"{problem}{', '.join(longest)}.", _source(localized, longest[0]), document.product)


def _lines(document: Document) -> Iterator[TextLine]:
    from flyers.layout.pages import TextLine

    return (item for page in document.pages for item in page.items if isinstance(item, TextLine))


def _longest(localized: Localization, contexts: Iterable[str]) -> list[str]:
    """The messages with most characters first; in one language and role that is near enough to the widest."""
    once = dict.fromkeys(contexts)
    return sorted(once, key=lambda where: (-len(localized.texts[where].text), where))[:NAMED]


def _source(localized: Localization, context: str) -> Source | None:
    return localized.texts[context].source


def _finding(about: TranslationExplanation, problem: str, source: Source | None, product: str) -> TranslationFinding:
    return TranslationFinding(about, Fault(problem, where=product), source or Source(""))
