"""Bands, numbers and distances that are the same in every language, or on both sides of a card in two languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flyers.layout.compose import compose
from flyers.page.document import Box, Document, Page, TextLine
from flyers.pipeline.session import Session

Composed = Callable[[str, str], Document]
SCRIPTS = ["en", "fr", "ar", "ps", "ur", "hi", "zh-Hans", "km", "my", "ti"]


def bands(page: Page) -> list[tuple[str, float, float]]:
    """Return colour, place and height of the bands, from the top."""
    boxes = [item for item in page.items if isinstance(item, Box) and item.colour in ("night", "accent", "tint")]
    return sorted(((box.colour, box.y, box.height) for box in boxes if box.width > page.width), key=lambda one: -one[1])


def first_lines(page: Page) -> dict[str, TextLine]:
    lines = [item for item in page.items if isinstance(item, TextLine)]
    return {line.message.id: line for line in reversed(lines)}


def test_a_tent_has_one_set_of_bands_in_every_language(session: Session, composed: Composed) -> None:
    wanted = [(colour, round(y), round(height)) for colour, y, height in bands(composed("table-tent", "en").pages[0])]
    for tag in session.usual_languages:
        found = bands(composed("table-tent", tag).pages[0])
        assert [(colour, round(y), round(height)) for colour, y, height in found] == wanted, tag


@pytest.mark.parametrize("tag", ["es", "ar", "ps", "ur", "hi", "zh-Hans", "km", "lo", "my"])
def test_both_sides_of_a_card_in_two_languages_have_nearly_the_same_bands(session: Session, tag: str) -> None:
    layout = session.layout("wallet-card", secondary="en")
    localized = session.localized(tag, secondary="en")
    front, back = compose(localized, layout, session.theme, session.typesetter, session.pictures).pages
    for (colour, y, height), (other, other_y, other_height) in zip(bands(front), bands(back), strict=True):
        assert colour == other
        most = 2.6 if tag in ("ps", "ur", "km", "lo", "my") else 1.0  # their words need more height than the bands have
        assert abs(y - other_y) < most
        assert abs(height - other_height) < most


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_number_of_the_brochure_is_on_two_lines_of_44_points(composed: Composed, tag: str) -> None:
    lines = [item for page in composed("brochure", tag).pages for item in page.items if isinstance(item, TextLine)]
    number = [line for line in lines if line.role == "number"]
    assert [line.size for line in number] == [44.0, 44.0]
    assert max(line.size for line in lines if line not in number) < 32


@pytest.mark.parametrize("tag", [*SCRIPTS, "pl", "ru", "tl"])
def test_the_small_sticker_asks_on_one_line(composed: Composed, tag: str) -> None:
    document = composed("sticker-3x5", tag)
    asked = [item for item in document.pages[0].items if isinstance(item, TextLine) and item.role == "headline"]
    assert len(asked) == 1
    assert document.sizes["number"] > 42


@pytest.mark.parametrize("tag", SCRIPTS)
def test_texts_of_the_folded_card_begin_at_one_height(composed: Composed, tag: str) -> None:
    lines = first_lines(composed("fold-card", tag).pages[1])
    for one, other in (("self.not-in-trouble", "self.help"), ("help.hotline.line", "help.danger")):
        most = 0.48 * lines[one].size if tag == "ur" else 3.0  # ink of bold Nastaliq rises higher
        assert abs(lines[one].y - lines[other].y) < most
