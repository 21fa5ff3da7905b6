"""Text extraction: readers that share no code with the painter extract every string from painted files.

Comparison is in NFKC, without white space and soft marks; in Arabic script also without combining marks. The figures
here are lower bounds; ``python bench/extraction.py`` prints the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import cycle, groupby
from typing import NamedTuple

import pytest
from pdfcorpus import CORPUS, SETTINGS, TAGGED, CorpusFile, corpus, corpus_file, messages
from pdffeed import document, library, open_session, set_line
from pdfreaders import IN_ARABIC_SCRIPT, READERS, TOOLS, available, bare, extracted, inner_spaces, spaced, whole

from flyers.layout.compose import compose
from flyers.page.document import Document, Item, Page, TextLine
from flyers.page.editions import SCREEN, Edition
from flyers.pdf.painter import paint
from pressed import PRESS

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

LIBRARIES = [reader for reader in READERS if reader not in TOOLS]

LANGUAGES = sorted({path.name.partition(".")[0] for path in CORPUS.glob("*.txt")})
"""Languages with a corpus: one for each way in which scripts differ."""

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
"""Fonts whose text readers could get wrong, each in its own way."""


JOINER = "\u200c"


def asked(language: str, readers: Iterable[str]) -> list[str]:
    """Return *readers* without ``poppler -raw`` in Arabic script, whose words it gives from left to right."""
    return [reader for reader in readers if language not in IN_ARABIC_SCRIPT or reader != "poppler -raw"]


@cache
def language_file(language: str) -> CorpusFile:
    """Return a file with the corpus in every setting and every message of the catalog in a card's column.

    The products cover messages in other settings. In Arabic script the tests below, which look for more than this one,
    read every message in every setting; only of messages with a joiner do they ask less of pdf.js.
    """
    narrow = messages(language)
    if language in IN_ARABIC_SCRIPT:
        narrow = [text for text in narrow if JOINER in text.text]
    return corpus_file(corpus(language), language, narrow=narrow)


@lru_cache(maxsize=2)
def messages_file(language: str, edition: Edition) -> CorpusFile:
    """Return a file with every message of the catalog in every setting."""
    return corpus_file(messages(language), language, edition=edition)


@cache
def products(language: str, *editions: Edition) -> list[tuple[Document, bytes]]:
    """Return every product, composed and painted in these editions."""
    session = open_session()
    localized = session.localized(language, allow_untranslated=True)
    documents = [
        compose(localized, session.layout(name), session.theme, session.typesetter, session.pictures)
        for name in session.usual_products
    ]
    return [(document, paint(document, edition, session.library)) for document in documents for edition in editions]


def least_share(language: str, reader: str) -> float:
    """Return the least share of strings that a reader must extract whole.

    All but pdf.js restore right-to-left order by heuristics, which some strings may defeat.
    """
    return 0.98 if language in IN_ARABIC_SCRIPT and reader != "pdf.js" else 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_libraries_extract_every_message_and_the_corpus(language: str) -> None:
    assert_corpus_extracted(language, LIBRARIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_extract_every_message_and_the_corpus(language: str, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    assert_corpus_extracted(language, list(TOOLS))


def assert_corpus_extracted(language: str, readers: list[str]) -> None:
    file = language_file(language)
    strings = {text.text for text, _ in file.pages}
    for reader in readers:
        losses = list(file.losses(reader))
        share = 1 - len({loss.text for loss in losses}) / len(strings)
        examples = "\n".join(f"{loss.setting}: {loss.text}\n  {loss.page!r}" for loss in losses[:5])
        assert share >= least_share(language, reader), f"{reader}: only {share:.1%}\n{examples}"


def test_the_corpus_has_strings_that_are_not_in_the_catalogs() -> None:
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
def test_libraries_extract_every_message_of_the_products(language: str) -> None:
    assert_products_extracted(language, LIBRARIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_extract_every_message_of_the_products(language: str, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    assert_products_extracted(language, list(TOOLS))


@pytest.mark.parametrize("edition", [PRESS, TAGGED], ids=["press", "tagged"])
@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_joiners_and_marks_come_back(language: str, edition: Edition, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    file = messages_file(language, edition)
    for reader in asked(language, READERS):
        pages = [spaced(page)[0] for page in file.read(reader)]
        words = [spaced(text.text)[0] for text, _ in file.pages]
        for wanted, page in zip(words, pages, strict=True):
            for word in re.findall(r"[\w\u200c\u064b-\u0655]+", wanted):
                assert set(re.findall("[\u200c\u064b-\u0655]", word)) <= set(page), (reader, word, page)


@pytest.mark.parametrize("edition", [PRESS, TAGGED], ids=["press", "tagged"])
@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_no_reader_turns_a_number_round(language: str, edition: Edition, tool: Callable[[str], str]) -> None:
    for program in sorted(set(TOOLS.values())):
        tool(program)
    texts = [*messages(language), *corpus(language)]
    file = corpus_file(texts, language, edition=edition)
    for reader in READERS:
        for (text, setting), page in zip(file.pages, file.read(reader), strict=True):
            for number in re.findall(r"\d+(?:[.,\u066b]\d+)*", text.text):
                assert number in page, (reader, setting.name, text.text, page)


@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_copied_text_has_no_mark_that_the_catalog_has_not(language: str, tool: Callable[[str], str]) -> None:
    """But for RIGHT-TO-LEFT MARKs at the ends of lines, and around signs between numbers."""
    for program in sorted(set(TOOLS.values())):
        tool(program)
    file = messages_file(language, TAGGED)
    for reader in ("pdf.js", "pdfium", "mupdf"):
        for (text, _), page in zip(file.pages, file.read(reader), strict=True):
            inside = re.findall("(?<=\\w)[\u034f\u200b\u200e\u200f]+(?=\\w)", page)
            assert inside == [], (reader, text.text, page)


@pytest.mark.parametrize("language", ["hi", "km", "my", "th"])
def test_pdfjs_puts_no_space_into_words_with_combining_marks(language: str, tool: Callable[[str], str]) -> None:
    tool("pdf.js")
    file = messages_file(language, TAGGED)
    pages = file.read("pdf.js")
    words = [word for (text, _), page in zip(file.pages, pages, strict=True) for word in inner_spaces(text.text, page)]
    assert words == []
    assert all(whole(text.text, page) for (text, _), page in zip(file.pages, pages, strict=True))


@pytest.mark.parametrize("page", ["می\u200cکند", "میکند", "م\u200cیکند", "می\u200c کند"])
def test_only_the_whole_text_counts_as_whole(page: str) -> None:
    assert whole("می\u200cکند", page) == (page.replace(" ", "") == "می\u200cکند")
    assert not whole("دو کلمه", "دوکلمه")
    assert inner_spaces("می\u200cکند", "م ی\u200cکند") == ["می\u200cکند"]


@pytest.mark.parametrize("language", OTHERS)
def test_readers_extract_the_products_of_every_other_language(language: str) -> None:
    """A smaller test: one edition."""
    assert_products_extracted(language, [reader for reader in READERS if available(reader)], (PRESS,))


@pytest.mark.parametrize("higher", [0.0, 1.5, 4.0])
def test_what_pdfium_makes_of_a_caption_beside_a_line(higher: float) -> None:
    """It puts both on one line, each in its own order: layouts keep captions away (bench/pdf-readers.md)."""
    line = set_line("انګلیسي", "ps", 125, 60, 8.5)
    beside = set_line("د زنګ", "ps", 0, 60 + higher, 6.75)
    page = Page("front", 300, 140, 9, 9, (line, beside))
    (text,) = READERS["pdfium"](paint(document(page, language="ps"), PRESS, library()))
    (together,) = [line for line in text.split("\r\n") if "انګلیسي" in line]
    assert "د زنګ" in together


def test_no_language_is_left_out() -> None:
    assert set(LANGUAGES) | set(OTHERS) >= set(open_session().usual_languages)
    assert {open_session().registry.language(language).fonts[0] for language in LANGUAGES} >= HARD


def assert_products_extracted(language: str, readers: list[str], editions: Sequence[Edition] = (PRESS, SCREEN)) -> None:
    """Check whole pages: columns side by side, lists, large and small type, codes and pictures in between.

    Every file is read once by each reader, for its characters, and then for white space, joiners and marks.
    """
    made = products(language, *editions)
    for reader in readers:
        # pdfium may put a line of the next column beside one of a right-to-left paragraph.
        by_line = reader == "pdfium" and language in IN_ARABIC_SCRIPT
        printed: dict[Edition, list[PrintedText]] = {edition: [] for edition in editions}
        for (product, data), edition in zip(made, cycle(editions), strict=False):  # as `products` has them
            pages = READERS[reader](data)
            printed[edition] += [
                PrintedText(f"{product.product}: {message}", text, given)
                for page, given in zip(product.pages, pages, strict=True)
                for message, text in (lines if by_line else paragraphs)(page.items)
            ]
        for edition, texts in printed.items():
            lost = {one.message: one.text for one in texts if not extracted(one.text, one.page, language, reader)}
            assert lost == {}, reader
            assert_strictly_extracted(language, reader, edition, texts)


class PrintedText(NamedTuple):
    """A message as it is printed, and what a reader extracts from its page."""

    message: str
    text: str
    page: str


def assert_strictly_extracted(language: str, reader: str, edition: Edition, texts: Sequence[PrintedText]) -> None:
    """Check that white space, joiners and marks come back too; in Arabic script only where no sign is displaced."""
    if language not in IN_ARABIC_SCRIPT:
        assert {one.text: one.message for one in texts if not whole(one.text, one.page)} == {}, (reader, edition.name)
    spaced_words = [word for one in texts for word in inner_spaces(one.text, one.page)]
    assert spaced_words == [], (reader, edition.name)


def lines(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Return message and text of each line of a page."""
    return [(item.message, item.text) for item in items if isinstance(item, TextLine)]


def paragraphs(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Return message and text of each paragraph of a page, its lines joined, with the spaces that separate them."""
    lines = [item for item in items if isinstance(item, TextLine)]
    groups = groupby(lines, key=lambda line: (line.block, line.message))
    return [
        (message, "".join(line.text + " " * line.spaced for line in group).rstrip(" "))
        for (_, message), group in groups
    ]
