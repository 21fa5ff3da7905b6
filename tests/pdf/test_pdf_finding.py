"""Finding: a phrase that stands within one line is found as it is typed (field-test R1).

``python bench/extraction.py --find`` counts in all languages. What readers make of signs and numbers in right-to-left
text is their own (docs/pdf-readers.md): there they are asked for words, and pdfium for numbers, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pdffeed import open_session
from pdffinders import FINDERS, in_perfect_text, phrases
from pdfreaders import IN_ARABIC_SCRIPT

from flyers.page.document import Document, TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.composition import compose_job
from flyers.pipeline.plan import Job

pytestmark = pytest.mark.slow

JOINER = "\u200c"

IMPOSSIBLE = {"pdf.js": re.compile("[\u064b-\u0652] "), "pdfium": re.compile("\u06c0")}
"""What a reader itself spells otherwise (docs/pdf-readers.md): a mark at a word's end, and a letter with its hamza."""

PROGRAMS = {"pdf.js": "pdf.js", "poppler": "pdftotext"}
"""What a reader needs besides Python's packages."""


@cache
def brochure(language: str) -> tuple[Document, bytes]:
    """Return the brochure's pages and its screen edition."""
    session = open_session()
    localized = session.localized(language)
    composition = compose_job(Job(session.folder, language, "brochure", "screen", Path()), localized, session)
    return composition.document, paint(composition.document, composition.edition, session.library, 0)


@pytest.mark.parametrize("reader", FINDERS)
@pytest.mark.parametrize("language", ["es", "fr", "hi", "bn", "pa-Guru", "ne", "my", "km", "th", "lo"])
def test_every_phrase_within_a_line_is_found_as_typed(
    language: str, reader: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    for program in {PROGRAMS.get(reader), "pdf.js"} - {None}:
        tool(program)
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    wanted = phrases(document)
    lines = [item.text for page in document.pages for item in page.items if isinstance(item, TextLine)]
    # pdf.js misses some Burmese in perfect text too: it puts the marks of a syllable into another order.
    findable = dict(
        zip(wanted, in_perfect_text(lines, wanted) if reader == "pdf.js" else [True] * len(wanted), strict=True)
    )
    found = dict(zip(wanted, FINDERS[reader](file, wanted), strict=True))
    assert len(wanted) > 30
    assert [phrase for phrase in wanted if findable[phrase] and not found[phrase]] == []


@pytest.mark.parametrize("reader", ["pdf.js", "pdfium", "MuPDF"])
@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_right_to_left_words_are_found_as_typed(
    language: str, reader: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    for program in {PROGRAMS.get(reader)} - {None}:
        tool(program)
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    wanted = [
        phrase
        for phrase in phrases(document)
        if all(unicodedata.category(c)[0] in "LMZ" or c == JOINER for c in phrase)
    ]
    impossible = IMPOSSIBLE.get(reader, re.compile("$^"))
    wanted = [phrase for phrase in wanted if not impossible.search(phrase)]
    assert len(wanted) > 30
    assert [phrase for phrase, there in zip(wanted, FINDERS[reader](file, wanted), strict=True) if not there] == []


@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_numbers_are_found_in_chrome_with_the_words_and_stops_beside_them(language: str, tmp_path: Path) -> None:
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    unasked = re.compile("[A-Za-z()\u06c0]")  # of brackets pdfium gives the mirror image (docs/pdf-readers.md)
    wanted = [phrase for phrase in phrases(document) if re.search("[0-9]", phrase) and not unasked.search(phrase)]
    assert wanted
    assert [phrase for phrase, there in zip(wanted, FINDERS["pdfium"](file, wanted), strict=True) if not there] == []
