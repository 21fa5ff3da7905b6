"""Finding: a phrase that stands within one line is found as it is typed (field-test R1).

``python bench/extraction.py --find`` counts in all languages. A phrase is asked with the signs and marks that stand in
it, since keyboards of these languages have brackets, quotation marks and the tanwin of «فوراً». What a reader makes
impossible in right-to-left text is listed by kind (bench/pdf-readers.md); all other phrases must be found.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pdffeed import open_session
from pdffinders import CONTROLS, FINDERS, in_perfect_text, phrases
from pdfreaders import IN_ARABIC_SCRIPT

from flyers.page.document import Document, TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job
from flyers.pipeline.session import Session

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

RTL = "[\u0600-\u06ff]"

IMPOSSIBLE = {
    "pdf.js": re.compile(f"{RTL}[^\\s\\w]* [^\\s\\w]*[0-9A-Za-z]|[0-9] [(]{RTL}"),
    "pdfium": re.compile(f"[()«»”“]{RTL}|{RTL}[()«»”“]|\u06c0"),
    "MuPDF": re.compile("[0-9]، [0-9A-Za-z]"),
}
"""The kinds that a reader misses (bench/pdf-readers.md): pdf.js the space before what runs from left to right, or before
a bracket after a number, pdfium brackets beside letters and the letter with a hamza, MuPDF a sign between two numbers or
addresses, which has marks of direction beside it."""

PROGRAMS = {"pdf.js": "pdf.js", "poppler": "pdftotext"}
"""What a reader needs besides Python's packages."""


@cache
def brochure(language: str) -> tuple[Document, bytes]:
    """Return the brochure's pages and its screen edition."""
    session = open_session()
    localized = session.localized(language)
    composition = compose_job(Job(session.folder, language, "brochure", "screen", Path()), localized, session)
    return composition.document, paint(composition.document, composition.edition, session.library, 0)


def typed(document: Document) -> list[str]:
    """Return the lines of *document* as people type them."""
    lines = [item.text for page in document.pages for item in page.items if isinstance(item, TextLine)]
    return [line.translate(CONTROLS) for line in lines]


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
def test_right_to_left_phrases_are_found_as_typed_but_for_what_a_reader_makes_impossible(
    language: str, reader: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    for program in {PROGRAMS.get(reader)} - {None}:
        tool(program)
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    wanted = phrases(document)
    missed = [phrase for phrase, there in zip(wanted, FINDERS[reader](file, wanted), strict=True) if not there]
    assert [phrase for phrase in missed if not IMPOSSIBLE[reader].search(phrase)] == []
    assert len(missed) < len(wanted) / 10


@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_signs_before_another_face_are_found_and_copied_in_mupdf(language: str, tmp_path: Path) -> None:
    """It took the pen's step back to a sign for a new line, or for a part of the next word (field-test R)."""
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    wanted = [text for line in typed(document) for text in re.findall(f"{RTL}+[:،]$|{RTL}+: {RTL}+|{RTL}+: [«”]", line)]
    assert any(text.endswith(("«", "”")) for text in wanted)
    assert FINDERS["MuPDF"](file, wanted) == [True] * len(wanted)


@pytest.mark.parametrize("language", IN_ARABIC_SCRIPT)
def test_english_in_quotation_marks_is_found_in_chrome_as_typed(language: str, tmp_path: Path) -> None:
    document, data = brochure(language)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    wanted = [phrase for line in typed(document) for phrase in re.findall("[«”][A-Za-z]+,\u00a0please.[»“]", line)]
    assert wanted
    assert FINDERS["pdfium"](file, wanted) == [True] * len(wanted)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_poppler_has_every_word_of_a_new_campaigns_tags(
    language: str, maine: Path, tool: Callable[[str], str], tmp_path: Path
) -> None:
    """It had the first word of each line, where parts of lines were marked within others (field-test R2)."""
    session = Session(maine)
    job = Job(maine, language, "brochure", "screen", Path())
    composition = compose_job(job, session.localized(language), session)
    data = paint(composition.document, composition.edition, session.library, 0)
    (file := tmp_path / "brochure.pdf").write_bytes(data)
    command = [tool("pdfinfo"), "-struct-text", str(file)]
    given = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    turned = re.search(RTL, given) is not None
    lines = [item for page in composition.document.pages for item in page.items if isinstance(item, TextLine)]
    words = [word for line in lines if not line.running for word in re.findall(r"\w+", line.text.translate(CONTROLS))]
    assert len(words) > 300
    assert [word for word in words if word not in given and not (turned and word[::-1] in given)] == []
