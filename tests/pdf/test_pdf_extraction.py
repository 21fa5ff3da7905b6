"""Text comes back out of the painted files, string by string, in readers that share no code with the painter.

White space and soft marks aside, after NFKC; in Arabic script without combining marks. The figures here are floors;
``python bench/extraction.py`` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby

import pytest
from pdfcorpus import CORPUS, SETTINGS, Sheet, corpus, messages, sheet
from pdffeed import open_session
from pdfreaders import IN_ARABIC_SCRIPT, READERS, TOOLS, available, bare

from flyers.layout.compose import compose
from flyers.layout.pages import Document, Item, TextLine
from flyers.pdf.editions import SCREEN, Edition
from flyers.pdf.painter import paint
from pressed import PRESS

LIBRARIES = [reader for reader in READERS if reader not in TOOLS]

LANGUAGES = sorted({path.name.partition(".")[0] for path in CORPUS.glob("*.txt")})
"""One for each way in which scripts differ, with a corpus of its own."""

OTHERS = [language for language in open_session().usual_languages if language not in LANGUAGES]

HARD = {
    "noto-sans",
    "noto-sans-arabic",
    "noto-nastaliq-urdu",
    "noto-sans-devanagari",
    "noto-sans-bengali",
    "noto-sans-thai-looped",
    "noto-sans-myanmar",
    "noto-sans-khmer",
    "noto-sans-sc",
    "noto-sans-tc",
    "noto-sans-kr",
}
"""Fonts whose text readers could get wrong in a way of its own."""


@lru_cache(maxsize=1)
def everything(language: str) -> Sheet:
    """The corpus in every setting, and every message of the catalog as a card has it; the products show the rest."""
    return sheet(corpus(language), language, narrow=messages(language))


@lru_cache(maxsize=1)
def products(language: str, *editions: Edition) -> list[tuple[Document, bytes]]:
    """Every product, composed and painted in some editions."""
    session = open_session()
    localized = session.localized(language, allow_untranslated=True)
    documents = [
        compose(localized, session.layout(name), session.theme, session.typesetter, session.pictures)
        for name in session.usual_products
    ]
    return [(document, paint(document, edition, session.library)) for document in documents for edition in editions]


def least_share(language: str, reader: str) -> float:
    """Of strings that come back whole. poppler and pdfium restore right-to-left order by heuristics, which a string
    that nobody has thought of yet may defeat."""
    return 0.99 if language in IN_ARABIC_SCRIPT and reader in ("poppler", "poppler -raw", "pdfium") else 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_and_the_corpus_come_back(language: str) -> None:
    hold_the_corpus(language, LIBRARIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_come_back_in_programs_too(language: str, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    hold_the_corpus(language, list(TOOLS))


def hold_the_corpus(language: str, readers: list[str]) -> None:
    sheet = everything(language)
    strings = {text.text for text, _ in sheet.pages}
    for reader in readers:
        lost = list(sheet.losses(reader))
        share = 1 - len({loss.text for loss in lost}) / len(strings)
        shown = "\n".join(f"{loss.setting}: {loss.text}\n  {loss.found!r}" for loss in lost[:5])
        assert share >= least_share(language, reader), f"{reader}: only {share:.1%}\n{shown}"


def test_the_corpus_goes_beyond_the_catalogs() -> None:
    for language in LANGUAGES:
        known = {bare(text.text, language) for text in messages(language)}
        beyond = [text for text in corpus(language) if bare(text.text, language) not in known]
        assert len(beyond) >= 40, language
        assert max(len(text.text) for text in beyond) > 90, language


def test_the_settings_are_a_line_a_narrow_column_and_large_type() -> None:
    assert SETTINGS[0].measure is None
    assert SETTINGS[1].measure is not None
    assert SETTINGS[1].measure < 180
    assert SETTINGS[2].size >= 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_products_comes_back(language: str) -> None:
    hold_the_products(language, LIBRARIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_products_messages_come_back_in_programs_too(language: str, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    hold_the_products(language, list(TOOLS))


@pytest.mark.parametrize("language", OTHERS)
def test_the_products_of_every_other_language_come_back(language: str) -> None:
    """With less trouble: in one edition, in the readers that have the hardest rules."""
    pdftotext = ["poppler"] if available("poppler") else []
    hold_the_products(language, ["pdfium", *pdftotext], (PRESS,))


def test_no_language_is_left_out() -> None:
    assert set(LANGUAGES) | set(OTHERS) >= set(open_session().usual_languages)
    assert {open_session().registry.language(language).fonts[0] for language in LANGUAGES} >= HARD


def hold_the_products(language: str, readers: list[str], editions: Sequence[Edition] = (PRESS, SCREEN)) -> None:
    """Whole pages: columns side by side, lists, large and small type, codes and pictures in between."""
    for document, data in products(language, *editions):
        lost = [
            f"{reader}, {document.product}, {page.face}, {message}: {text}"
            for reader in readers
            for page, told in zip(document.pages, READERS[reader](data), strict=True)
            for message, text in paragraphs(page.items)
            if bare(text, language) not in bare(told, language)
        ]
        assert not lost, "\n".join(lost)


def paragraphs(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Message and text of each paragraph of a page, its lines joined."""
    lines = [item for item in items if isinstance(item, TextLine)]
    groups = groupby(lines, key=lambda line: (line.block, line.message))
    return [(message, "".join(line.text for line in group)) for (_, message), group in groups]
