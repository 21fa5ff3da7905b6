"""Turned text comes back whole from readers that share no code with the painter, and numbers come back from all.

pdfium orders what it reads by places on the page, never by those along a turned line, so it mixes up the runs of turned
right-to-left lines (bench/pdf-readers.md).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from pdfcorpus import SETTINGS, TAGGED, CorpusFile, Loss, Setting, _page, messages
from pdffeed import document, library, open_session
from pdfreaders import IN_ARABIC_SCRIPT, READERS, TOOLS, available, bare, extracted, inner_spaces, whole

from flyers.content.markup import RichText
from flyers.page.document import Page
from flyers.page.editions import SCREEN, Edition
from flyers.page.items import TurnedArea, is_quarter
from flyers.pdf.painter import paint
from matrix import matrix
from pressed import PRESS
from turned import composed as turned_product
from turned import lines, made

pytestmark = pytest.mark.slow

LANGUAGES = ["en", "hi", "km", "my", "th", "ko", "zh-Hans", "ar", "ur"]
EVERY = 24
"""One of so many messages is read; all of a product are read below."""


def turned_page(text: RichText, setting: Setting, turn: int) -> Page:
    upright = _page(text, setting)
    size = (upright.height, upright.width) if is_quarter(turn) else (upright.width, upright.height)
    area = TurnedArea(turn, 0.0, 0.0, *size, "page")
    return Page("front", *size, 9, 9, tuple(map(area.item, upright.items)))


def turned_file(language: str, turn: int, edition: Edition) -> CorpusFile:
    texts = messages(language)[::EVERY]
    pages = [(text, setting) for setting in SETTINGS for text in texts]
    painted = paint(
        document(*(turned_page(text, setting, turn) for text, setting in pages), language=language), edition, library()
    )
    return CorpusFile(language, pages, painted)


def readers_of(language: str) -> list[str]:
    return [name for name in READERS if available(name) and not (name == "pdfium" and language in IN_ARABIC_SCRIPT)]


LINES_CHANGE_PLACES = {("my", 270), ("km", 270), ("ur", 270)}
"""Paragraphs of which poppler may put the first line last (bench/pdf-readers.md); no product has such a paragraph."""


def _has_its_first_line_last(loss: Loss, language: str) -> bool:
    page, text = bare(loss.page, language), bare(loss.text, language)
    return any(text[at:] in page and text[:at] in page for at in range(1, len(text)))


@pytest.mark.parametrize(
    ("language", "turn"),
    matrix(product(LANGUAGES, (90, 180, 270)), lambda row: row[1] == 90 or row[0] in ("km", "ur")),
)
def test_turned_paragraphs_come_back_whole(language: str, turn: int, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    for edition in (PRESS, TAGGED):
        file = turned_file(language, turn, edition)
        losses = [loss for reader in readers_of(language) for loss in file.losses(reader)]
        if (language, turn) in LINES_CHANGE_PLACES:
            losses = [
                loss for loss in losses if loss.reader != "poppler" or not _has_its_first_line_last(loss, language)
            ]
        assert losses == [], "\n".join(
            f"{loss.reader}, {loss.setting}: {loss.text}\n  {loss.page!r}" for loss in losses
        )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_words_have_no_space_inside(turn: int) -> None:
    """pdfium ends lines that run down the page with a space, also where Thai has none, so it is left out there."""
    for language in ("en", "th"):
        file = turned_file(language, turn, TAGGED)
        for reader in ("mupdf", "pdfium"):
            for (text, _), page in zip(file.pages, file.read(reader), strict=True):
                assert whole(text.text, page), (reader, text.text, page)
                if (reader, language, turn) != ("pdfium", "th", 90):
                    assert inner_spaces(text.text, page) == []


@pytest.mark.parametrize("edition", [SCREEN, PRESS], ids=["screen", "press"])
@pytest.mark.parametrize("language", ["en", "ar", "ur", "km"])
def test_every_reader_finds_every_turned_number(language: str, edition: Edition) -> None:
    data, expected = made(language, edition)
    assert {placed.line.turn for placed in expected.contacts} == {0, 90, 180, 270}
    for reader in filter(available, READERS):
        pages = READERS[reader](data)
        for number, page in enumerate(pages):
            wanted = [placed.contact.display for placed in expected.contacts if placed.page == number]
            found = bare(page, language)
            for display in wanted:
                assert found.count(bare(display, language)) >= wanted.count(display), (reader, display, page)


@pytest.mark.parametrize("language", ["en", "es", "ar", "km", "zh-Hans"])
def test_every_line_of_pages_with_turned_blocks_comes_back(language: str) -> None:
    data, _ = made(language, SCREEN)
    _, composed = turned_product(language)
    for reader in readers_of(language):
        pages = READERS[reader](data)
        for number, page in enumerate(pages):
            for line in lines(composed, number):
                assert extracted(line.text, page, language, reader), (reader, line.text, page)


def test_the_languages_are_those_of_the_campaign() -> None:
    assert set(LANGUAGES) <= set(open_session().usual_languages)
