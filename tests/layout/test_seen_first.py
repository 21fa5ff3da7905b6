"""At 120 pixels wide, as in a list of files or of chats, the number is the first thing seen on what is handed out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flyers.page.document import Document, Page, TextLine
from flyers.page.items import extent

pytestmark = pytest.mark.slow

WIDTH = 120
LEAST_PIXELS = 7
"""Height of its figures at that width: that of small print on a screen, which can be read."""
LEAST_RATIO = 1.3
"""To the next largest type."""
FIGURES = 0.714
"""Height of the figures, em."""
CLEAR = 0.1
"""White between the number and the words around it, as a share of its size: less looks like one block with it."""

LANGUAGES = ("en", "ar", "ur", "km", "my")
PRODUCTS = (
    "self-card", "fold-card", "tear-off", "sticker-4x6", "sticker-3x5", "table-tent", "door-hanger", "number-label",
    "number-label-a4", "large-print", "image-square", "image-portrait", "image-story", "image-link",
)  # fmt: skip
WITH_TEXT_AROUND = (*PRODUCTS, "brochure", "poster-detail")

Composed = Callable[[str, str], Document]
each_product = pytest.mark.parametrize("product", PRODUCTS)
each_language = pytest.mark.parametrize("tag", LANGUAGES)


def lines(page: Page) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine)]


def of_number(page: Page) -> list[TextLine]:
    """Return the lines of the number where it is largest and upright."""
    shown = [line for line in lines(page) if line.message.contact == "hotline" and not line.turn]
    largest = max((line.size for line in shown), default=0.0)
    return [line for line in shown if line.size == largest]


def face_with_number(document: Document) -> Page:
    return max(document.pages, key=lambda page: max((line.size for line in of_number(page)), default=0.0))


@each_product
@each_language
def test_the_number_is_seen_first(composed: Composed, product: str, tag: str) -> None:
    page = face_with_number(composed(product, tag))
    size = of_number(page)[0].size
    others = [line.size for line in lines(page) if line.message.contact != "hotline"]
    assert size * FIGURES * WIDTH / page.width >= LEAST_PIXELS
    assert size >= LEAST_RATIO * max(others)


@pytest.mark.parametrize("product", WITH_TEXT_AROUND)
@pytest.mark.parametrize("tag", [*LANGUAGES, "ps"])
def test_words_above_and_below_the_number_keep_clear_of_it(composed: Composed, product: str, tag: str) -> None:
    page = face_with_number(composed(product, tag))
    number = of_number(page)
    foot, head = min(extent(line)[1] for line in number), max(extent(line)[3] for line in number)
    left, right = min(extent(line)[0] for line in number), max(extent(line)[2] for line in number)
    around = [
        (bottom, top)
        for line in lines(page)
        for box_left, bottom, box_right, top in [extent(line)]
        if not line.turn and line not in number and box_left < right and box_right > left
    ]
    below = [foot - top for _, top in around if top <= foot + 1]
    above = [bottom - head for bottom, _ in around if bottom >= head - 1]
    assert min(below + above) >= CLEAR * number[0].size - 0.01


@pytest.mark.parametrize("tag", [*LANGUAGES, "ps", "th"])
@pytest.mark.parametrize("product", ["poster", "tabloid"])
def test_what_the_hotline_offers_keeps_clear_of_a_number_as_large_as_a_hand(
    composed: Composed, product: str, tag: str
) -> None:
    """A share of its size would be half an inch."""
    (page,) = composed(product, tag).pages
    foot = min(extent(line)[1] for line in of_number(page))
    offers = [extent(line)[3] for line in lines(page) if line.role == "promise"]
    assert foot - max(offers) >= 7
