"""What every image must have, whatever its words: the number first, type that survives messengers, room for its signs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flyers.page.document import Box, Document, QrCode, TextLine
from flyers.pipeline.session import Session
from flyers.units import PIXEL

IMAGES = ["image-link", "image-portrait", "image-square", "image-story", "image-wide"]
LANGUAGES = ["en", "es", "ar", "ur", "ps", "hi", "km", "zh-Hans", "my", "vi"]
NUMBER, READABLE, MODULE = 120, 40, 10
"""Least type sizes of the number and of words, and the least module of a code, in pixels (products.md, 3)."""

each_image = pytest.mark.parametrize("product", IMAGES)
each_language = pytest.mark.parametrize("tag", LANGUAGES)

Composed = Callable[[str, str], Document]


def lines(document: Document) -> list[TextLine]:
    return [item for item in document.pages[0].items if isinstance(item, TextLine)]


@each_image
@each_language
def test_the_number_is_the_largest_and_all_words_can_be_read(composed: Composed, product: str, tag: str) -> None:
    document = composed(product, tag)
    number = max(
        (line for line in lines(document) if line.role == "number"), key=lambda line: line.ink[2] - line.ink[0]
    )
    others = [line for line in lines(document) if line.role not in ("number", "imprint")]
    assert number.size / PIXEL >= NUMBER - 0.01
    assert min(line.size for line in others) / PIXEL >= READABLE - 0.01
    assert max(line.size for line in others) < number.size
    assert (number.ink[2] - number.ink[0]) / document.pages[0].width > 0.7, (
        "at 120 px, 84 of them are the number, or its longer line"
    )


@each_image
@each_language
def test_an_image_says_all_that_it_is_for(composed: Composed, product: str, tag: str) -> None:
    document = composed(product, tag)
    said = {line.message.id for line in lines(document)}
    assert {"help.hotline.line", "contact.coalition.name"} <= said
    assert ("help.say-language" in said) == (product != "image-link" and tag not in ("en", "es"))
    assert document.omissions == ()


@each_image
def test_only_the_image_for_screens_on_walls_has_a_code(composed: Composed, product: str) -> None:
    """A phone can't scan what it shows."""
    document = composed(product, "es")
    codes = [item for item in document.pages[0].items if isinstance(item, QrCode)]
    said = {line.message.id for line in lines(document)}
    assert len(codes) == (1 if product == "image-wide" else 0)
    assert ("qr.hotline" in said) == bool(codes)
    assert all(code.module / PIXEL >= MODULE - 0.01 for code in codes)


@pytest.mark.parametrize(
    ("product", "tag", "shown"),
    [
        ("image-square", "id", ["Gratis. Siang dan malam.", "Bisa minta penerjemah."]),
        ("image-square", "fa-AF", ["رایگان. شب و روز.", "ترجمان بخواهید."]),
        ("image-portrait", "fa-AF", ["رایگان. شب و روز.", "ترجمان بخواهید."]),
        ("image-story", "fa-AF", ["رایگان. شب و روز.", "ترجمان بخواهید."]),
        ("large-print", "fa-AF", ["رایگان. شب و روز.", "ترجمان بخواهید."]),
        ("fold-card", "ur", ["مفت۔ دن رات۔", "اپنی زبان میں بات کرنے کی", "درخواست کریں۔"]),
    ],
)
def test_no_line_of_the_promise_has_parts_of_two_sentences(
    composed: Composed, product: str, tag: str, shown: list[str]
) -> None:
    pages = composed(product, tag).pages
    items = [item for page in pages for item in page.items if isinstance(item, TextLine)]
    assert [line.text.strip() for line in items if line.message.id == "help.hotline.line"] == shown


@each_language
def test_no_word_is_where_a_story_is_covered(composed: Composed, tag: str) -> None:
    page = composed("image-story", tag).pages[0]
    top, bottom = 0.14 * page.height, 0.2 * page.height
    assert page.covered[0] >= top - PIXEL
    assert page.covered[1] >= bottom - PIXEL
    for line in lines(composed("image-story", tag)):
        assert line.y + line.ink[3] <= page.height - top, line.text
        assert line.y + line.ink[1] >= bottom, line.text


@pytest.mark.parametrize("product", ["image-portrait", "image-story"])
@pytest.mark.parametrize("tag", ["en", "ar", "ru", "vi", "uk"])
def test_names_keep_clear_of_the_edges_of_their_bands(composed: Composed, product: str, tag: str) -> None:
    """Those on two lines too."""
    document = composed(product, tag)
    bands = [item for item in document.pages[0].items if isinstance(item, Box) and item.width > 100]
    for message in ("contact.hotline.name", "contact.coalition.name"):
        first = max((line for line in lines(document) if line.message.id == message), key=lambda line: line.y)
        band = min((box for box in bands if box.y < first.y < box.y + box.height), key=lambda box: box.height)
        assert band.y + band.height - first.y - first.ink[3] >= 18 * PIXEL


@each_image
def test_the_number_is_at_the_same_height_in_every_language(composed: Composed, session: Session, product: str) -> None:
    """So they look like one family. Burmese alone needs more room for the coalition's name."""
    bands = set()
    for tag in LANGUAGES:
        boxes = [item for item in composed(product, tag).pages[0].items if isinstance(item, Box)]
        band = next(
            box for box in boxes if box.colour == "accent" and box.width > composed(product, tag).pages[0].width - 1
        )
        if tag != "my":
            bands.add((round(band.y, 2), round(band.height, 2)))
    assert len(bands) == 1
