"""The wallet card's bands, code, small print and emergency line: the same in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from flyers.page.document import Box, Document, Element, Page, QrCode, Shape, TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session

pytestmark = pytest.mark.slow

Composed = Callable[[str, str], Document]
LANGUAGES = ["en", "es", "ar", "km", "my", "zh-Hans", "hi"]
AIR = 2.9
"""Least white between the figures of a number and the edges of its band, points."""

every = pytest.mark.parametrize("tag", LANGUAGES)


def bands(page: Page, *colours: str) -> list[Box]:
    """Return the boxes of these colours across the whole card, from the top."""
    boxes = [item for item in page.items if isinstance(item, Box) and item.width > page.width]
    return sorted((box for box in boxes if box.colour in colours), key=lambda box: -box.y)


def lines_of(page: Page, message: str) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine) and item.message.id == message]


@pytest.mark.parametrize(("product", "digits"), [("wallet-card", 27.2), ("wallet-card-eu", 25.9)])
@pytest.mark.parametrize("tag", [*LANGUAGES, "ps", "ur", "fr", "am", "ti", "th", "kea", "ht", "so"])
def test_the_bands_have_one_height_in_every_language(composed: Composed, product: str, digits: float, tag: str) -> None:
    """On both sheets they end where the sheet does, with its bleed."""
    front, back = composed(product, tag).pages
    light = bands(front, "accent")[0]
    assert light.y == pytest.approx(0.389 * front.height, abs=0.05), "the door's band and the number's"
    assert light.y + light.height == pytest.approx(front.height + 9, abs=0.05)
    urgent = bands(back, "night")[0]
    assert urgent.height < 0.181 * back.height
    numbers = [line for line in front.items if isinstance(line, TextLine) and line.message.contact == "hotline"]
    assert numbers[0].size > digits
    (handset,) = [item for item in front.items if isinstance(item, Shape) and item.name == "phone"]
    assert numbers[0].y - 6 < min(float(y) for step in handset.path for y in step[2::2]) < numbers[0].y + 6


@pytest.mark.parametrize("tag", [*LANGUAGES, "ps", "vi", "id", "pl", "bn", "am"])
def test_words_keep_clear_of_the_frame_of_the_code_beside_them(composed: Composed, tag: str) -> None:
    front = composed("wallet-card", tag).pages[0]
    (frame,) = [item for item in front.items if isinstance(item, Box) and item.colour == "frame"]
    for line in (item for item in front.items if isinstance(item, TextLine) and item.role != "caption"):
        left, bottom, right, top = extent(line)
        if bottom < frame.y + frame.height and top > frame.y:
            assert max(frame.x - right, left - frame.x - frame.width) >= 5.9, line.text


@pytest.mark.parametrize("tag", [*LANGUAGES, "ur", "ps", "kea"])
def test_the_number_has_air_above_and_below_it_on_a_side(composed: Composed, tag: str) -> None:
    (side,) = composed("wallet-card-side", tag).pages
    (band,) = bands(side, "accent")
    (number,) = [item for item in side.items if isinstance(item, TextLine) and item.message.contact == "hotline"]
    _, bottom, _, top = extent(number)
    assert bottom - band.y > AIR
    assert band.y + band.height - top > AIR


@pytest.mark.parametrize("tag", [*LANGUAGES, "ps", "ur", "fa-AF", "th", "kea", "ti"])
@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
def test_words_and_code_keep_clear_of_the_band_above_them(composed: Composed, product: str, tag: str) -> None:
    front = composed(product, tag).pages[0]
    foot = bands(front, "accent")[0].y
    words = [extent(item)[3] for item in front.items if isinstance(item, TextLine)]
    frames = [item.y + item.height for item in front.items if isinstance(item, Box) and item.colour == "frame"]
    assert min(foot - top for top in words + frames if top < foot + 1) >= 2.4


@every
def test_on_the_european_card_the_emergency_line_is_one_line_too(composed: Composed, tag: str) -> None:
    """It is narrower by 11 pt, and its type smaller by as much."""
    back = composed("wallet-card-eu", tag).pages[1]
    (line,) = lines_of(back, "help.danger")
    assert line.size >= 8
    assert bands(back, "night")[0].height < 0.181 * back.height


@pytest.mark.parametrize("tag", [*LANGUAGES, "ru", "tl"])
@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
def test_a_sign_has_two_lines_at_most(composed: Composed, product: str, tag: str) -> None:
    back = composed(product, tag).pages[1]
    signs = Counter(item.message for item in back.items if isinstance(item, TextLine) and item.role == "sign")
    assert len(signs) == 4
    assert max(signs.values()) <= 2


@pytest.mark.parametrize("tag", [*LANGUAGES, "th", "am", "ps", "lo", "ur"])
@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
def test_signs_keep_clear_of_the_band_below_them(composed: Composed, product: str, tag: str) -> None:
    back = composed(product, tag).pages[1]
    head = bands(back, "night")[0].y + bands(back, "night")[0].height
    lines = [item for item in back.items if isinstance(item, TextLine) and item.role == "sign"]
    pictures = [item for item in back.items if isinstance(item, Shape) and not item.art]
    lowest = min(bottom for bottom in (extent(item)[1] for item in (*lines, *pictures)) if bottom > head - 1)
    assert lowest - head >= 4.25


@pytest.mark.parametrize("tag", ["ru", "uk", "it", "id"])
def test_on_the_european_card_the_headline_has_all_its_words_too(composed: Composed, tag: str) -> None:
    headlines = [
        "".join(line.text for line in lines_of(composed(product, tag).pages[0], "card.headline"))
        for product in ("wallet-card", "wallet-card-eu")
    ]
    assert headlines[0] == headlines[1]
    assert composed("wallet-card-eu", tag).omissions == ()


@pytest.mark.parametrize("tag", ["ur", "my"])
@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
def test_in_urdu_and_burmese_every_sign_is_one_line(composed: Composed, product: str, tag: str) -> None:
    """On two lines a Burmese one would end with a short word alone."""
    back = composed(product, tag).pages[1]
    signs = [item.message.id for item in back.items if isinstance(item, TextLine) and item.role == "sign"]
    assert len(signs) == len(set(signs)) == 4


@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
@pytest.mark.parametrize("tag", ["kea", "zh-Hans", "fr", "pt-BR", "ps", "ur"])
def test_the_request_for_ones_language_is_one_line(composed: Composed, product: str, tag: str) -> None:
    """In Kabuverdianu "Fla:" would else stand alone on the European card."""
    assert len(lines_of(composed(product, tag).pages[0], "help.say-language")) == 1


@pytest.mark.parametrize("tag", [*LANGUAGES, "ru", "fr", "tl", "it", "ur"])
def test_on_a_side_the_frame_of_the_code_ends_where_the_number_does(composed: Composed, tag: str) -> None:
    (side,) = composed("wallet-card-side", tag).pages
    (frame,) = [item for item in side.items if isinstance(item, Box) and item.colour == "frame"]
    (number,) = [item for item in side.items if isinstance(item, TextLine) and item.message.contact == "hotline"]
    left, _, right, _ = extent(number)
    assert abs(frame.x - left if tag in ("ar", "ur") else frame.x + frame.width - right) < 3


@pytest.mark.parametrize("tag", [*LANGUAGES, "ru", "fr", "ps", "vi", "ur", "th"])
def test_on_a_side_words_keep_clear_of_the_edges_of_their_bands(composed: Composed, tag: str) -> None:
    (side,) = composed("wallet-card-side", tag).pages
    edges = [edge for band in bands(side, "accent", "tint") for edge in (band.y, band.y + band.height)]
    for line in (item for item in side.items if isinstance(item, TextLine)):
        _, bottom, _, top = extent(line)
        assert min(abs(edge - side_of_it) for edge in edges for side_of_it in (bottom, top)) >= 1.5, line.text


@pytest.mark.parametrize("tag", [*LANGUAGES, "ur", "ps", "kea", "so"])
def test_on_a_side_the_emergency_line_is_one_line_clear_of_the_small_print(composed: Composed, tag: str) -> None:
    (side,) = composed("wallet-card-side", tag).pages
    (line,) = lines_of(side, "help.danger")
    (bar,) = [item for item in side.items if isinstance(item, Box) and item.colour == "night" and item.y < line.y]
    (imprint,) = [item for item in side.items if isinstance(item, TextLine) and item.role == "imprint"]
    assert bar.y - extent(imprint)[3] >= 2


@every
def test_every_line_below_the_number_begins_with_a_pictogram(composed: Composed, tag: str) -> None:
    front, _ = composed("wallet-card", tag).pages
    names = [item.name for item in front.items if isinstance(item, Shape) and not item.art]
    assert names == ["phone", "free", "clock", "language", "text" if tag in ("en", "es") else "scan"]
    words = {line.message.id for line in front.items if isinstance(line, TextLine)}
    assert {"promise.free", "promise.hours"} < words
    assert len(words & {"promise.language", "help.say-language"}) == 1
    assert len(words & {"contact.text-line", "qr.hotline"}) == 1


@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
@pytest.mark.parametrize("tag", [*LANGUAGES, "th", "am", "bn"])
def test_what_the_code_opens_is_said_beside_it_in_legible_type(composed: Composed, product: str, tag: str) -> None:
    """Below the code it was 6.5 pt (design review, Latin 14 and complex 18)."""
    front, _ = composed(product, tag).pages
    (code,) = [item for item in front.items if isinstance(item, QrCode)]
    for caption in lines_of(front, "qr.hotline"):
        assert caption.size >= 7
        assert code.y - 4 * code.module - 1 <= caption.y < code.y + len(code.matrix) * code.module


@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_lines_below_the_chinese_number_are_evenly_apart(composed: Composed, product: str, tag: str) -> None:
    """Those of one request as far as it from the lines around it, within a quarter."""
    front, _ = composed(product, tag).pages
    messages = ["promise.hours", "help.say-language", "qr.hotline"]
    heights = [line.y for message in messages for line in lines_of(front, message)]
    apart = [upper - lower for upper, lower in pairwise(heights)]
    assert min(apart) > 9.5
    assert max(apart) / min(apart) < 1.4


@pytest.mark.parametrize("tag", [*LANGUAGES, "ps", "ur"])
@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu"])
def test_whose_number_it_is_stands_above_it(composed: Composed, product: str, tag: str) -> None:
    """Nobody trusts a card without a sender (design review, Latin 2)."""
    front, back = composed(product, tag).pages
    (name,) = lines_of(front, "contact.hotline.name")
    (number,) = [item for item in front.items if isinstance(item, TextLine) and item.message.contact == "hotline"]
    assert extent(number)[3] < extent(name)[1]
    assert lines_of(back, "contact.coalition.name")


@every
def test_small_print_is_at_the_lower_edge_and_read_last(composed: Composed, tag: str) -> None:
    document = composed("wallet-card", tag)
    back = document.pages[1]
    (imprint,) = [item for item in back.items if isinstance(item, TextLine) and item.role == "imprint"]
    assert imprint.y == min(item.y for item in back.items if isinstance(item, TextLine))
    assert imprint.y < 12
    read = [document.pages[page].items[index] for page, index in _reading(document.structure)]
    assert [item for item in read if isinstance(item, TextLine)][-1] is imprint


@every
def test_the_emergency_line_is_in_the_middle_of_its_band(composed: Composed, tag: str) -> None:
    back = composed("wallet-card", tag).pages[1]
    band = bands(back, "night")[0]
    (line,) = lines_of(back, "help.danger")
    middle = line.y + 0.36 * line.size  # half the height of capitals
    assert abs(middle - (band.y + band.height / 2)) < 2.0


def _reading(element: Element) -> Iterator[tuple[int, int]]:
    """Yield the places of items in reading order; what is marked as last comes after its panel."""
    yield from element.items
    for child in element.children:
        yield from _reading(child)


@pytest.mark.parametrize("product", ["wallet-card", "wallet-card-eu", "wallet-card-vertical"])
def test_beside_a_second_language_the_urdu_promise_has_nine_points(session: Session, product: str) -> None:
    document = session.composed(session.localized("ur", secondary="en"), session.layout(product, secondary="en"))
    assert document.sizes["promise"] >= 9
    assert document.sizes["urgent"] >= 8.5
