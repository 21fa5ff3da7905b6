"""The bands of stickers, tents, posters and cards for the person at risk: one height in every language, and words that
keep clear of their edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from flyers.page.document import Box, Document, Item, Page, QrCode, Shape, TextLine
from flyers.page.items import extent

pytestmark = pytest.mark.slow

Composed = Callable[[str, str], Document]
LANGUAGES = ["en", "es", "ar", "ps", "hi", "th", "km", "lo", "zh-Hans", "ko", "fr", "tl", "my"]


def bands(page: Page) -> list[Box]:
    """Return the boxes across the whole page, from the top."""
    boxes = [item for item in page.items if isinstance(item, Box) and item.width > page.width]
    return sorted(boxes, key=lambda box: -box.y)


def air(items: Iterable[Item], page: Page) -> float:
    """Return the least distance of *items* from the edge of a band of *page* above or below them."""
    edges = {edge for band in bands(page) for edge in (band.y, band.y + band.height)}
    ends = [end for item in items for end in extent(item)[1::2]]
    return min(abs(edge - end) for edge in edges for end in ends)


def lines(page: Page) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine)]


@pytest.mark.parametrize("product", ["sticker-4x6", "sticker-3x5", "table-tent"])
def test_bands_are_as_high_in_one_language_as_in_the_next(composed: Composed, product: str) -> None:
    """One or two lines in them make no difference; Burmese alone may need a few points, and Urdu is higher."""
    first = [band.y for band in bands(composed(product, "en").pages[0])]
    for tag in LANGUAGES:
        ends = [band.y for band in bands(composed(product, tag).pages[0])]
        assert ends == pytest.approx(first, abs=5 if tag == "my" else 0.05), tag


@pytest.mark.parametrize("tag", [*LANGUAGES, "ur"])
def test_the_code_of_the_poster_for_staff_rooms_keeps_clear_of_the_night(composed: Composed, tag: str) -> None:
    """Its white too, which is seen on the light."""
    (page,) = composed("poster-detail", tag).pages
    (hotline,) = (item for item in page.items if isinstance(item, QrCode))
    night = [item for item in page.items if isinstance(item, Shape) and item.art and item.colour == "night"]
    head = min(step[-1] for shape in night for step in shape.path if len(step) > 1 and step[-2] > 0)
    top = hotline.y + (len(hotline.matrix) + 4) * hotline.module
    assert head - top >= 9.5


@pytest.mark.parametrize("message", ["help.police", "help.report"])
@pytest.mark.parametrize("tag", ["tr", "en", "es"])
def test_what_to_do_ends_with_no_word_alone(composed: Composed, tag: str, message: str) -> None:
    (page,) = composed("poster-detail", tag).pages
    last = min((line for line in lines(page) if line.message.id == message), key=lambda line: line.y)
    assert len(last.text.split()) > 1, last.text


@pytest.mark.parametrize(("product", "least"), [("sticker-4x6", 6.0), ("sticker-3x5", 7.5), ("table-tent", 7.5)])
def test_in_urdu_the_number_keeps_clear_of_the_edges_of_its_band(
    composed: Composed, product: str, least: float
) -> None:
    page = composed(product, "ur").pages[0]
    assert air([line for line in lines(page) if line.message.contact == "hotline"], page) >= least


@pytest.mark.parametrize("tag", ["ur", "ps", "fr"])
def test_the_last_line_of_a_panel_of_the_tent_is_farther_from_the_fold_than_it_must_be(
    composed: Composed, tag: str
) -> None:
    (page,) = composed("table-tent", tag).pages
    fold = min(page.level_folds)
    assert min(extent(line)[1] for line in lines(page) if extent(line)[1] > fold) - fold >= page.safe + 4
