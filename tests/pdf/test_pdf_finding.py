"""Finding: a phrase that stands within one line is found as it is typed (field-test R1).

In right-to-left text pdf.js finds no phrase of more than one word, since it reads what parts the words along with them
(docs/pdf-readers.md): those languages are not asked here. ``python bench/extraction.py --find`` prints all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pdffeed import open_session
from pdffinders import FINDERS, in_perfect_text, phrases

from flyers.page.document import Document, TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.composition import compose_job
from flyers.pipeline.plan import Job

pytestmark = pytest.mark.slow

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
@pytest.mark.parametrize("language", ["es", "hi", "bn", "pa-Guru", "ne", "my", "km", "th", "lo"])
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
