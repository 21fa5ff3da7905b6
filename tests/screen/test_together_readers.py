"""Other programs extract every message of every language from multilingual files, complete and in order."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from screenfiles import ROOT, TOGETHER, screen

from flyers.page.document import TextLine
from flyers.pipeline.session import open_session

sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))

from pdfreaders import IN_ARABIC_SCRIPT, READERS, TOOLS, extracted

WHAT = "extract the text of multilingual files"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("languages", "product"), TOGETHER)
def test_every_message_is_extracted(languages: str, product: str, reader: str, tool: Callable[..., str]) -> None:
    if reader in TOOLS:
        tool(TOOLS[reader], WHAT)
    file = screen(languages, product)
    own = languages.partition("+")[0]
    localized = open_session(ROOT).localized(own, secondary=file.document.secondary)
    pages = READERS[reader](file.pdf)
    lost = []
    for number, page in enumerate(file.document.pages):
        lines = [line for line in page.items if isinstance(line, TextLine) and line.message in localized.texts]
        for message in sorted({line.message for line in lines}):
            language = message.language or own
            stretches = [localized.texts[message].text]
            if _sorts_parts_of_lines(reader, language, page.direction):
                printed = [line.text for line in lines if line.message == message]
                stretches = [stretch for text in printed for stretch in re.split("[.،\u00a0]", text)]
            if not all(extracted(stretch, pages[number], language, reader) for stretch in stretches):
                lost.append(message)
    assert lost == []


def _sorts_parts_of_lines(reader: str, language: str, direction: str) -> bool:
    """Return whether a reader puts parts of a line in another order: poppler does, when it sorts by place.

    On a left-to-right page it takes stops, commas and no-break spaces, which have one bidi class, for parts of numbers,
    and ends an Arabic stretch there.
    """
    return reader == "poppler" and direction == "ltr" and language in IN_ARABIC_SCRIPT
