"""Other programs extract every message of every language from multilingual files, complete and in order."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from screenfiles import ROOT, TOGETHER, screen

from flyers.page.document import TextLine
from flyers.pipeline.session import open_session

sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))

from pdfreaders import IN_ARABIC_SCRIPT, READERS, TOOLS, bare

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
        shown = {line.message for line in page.items if isinstance(line, TextLine)} & localized.texts.keys()
        for message in sorted(shown):
            language = message.language or own
            text = localized.texts[message].text
            if _out_of_order(reader, text, language, page.direction):
                continue
            if bare(text, language) not in bare(pages[number], language):
                lost.append(message)
    assert lost == []


def _out_of_order(reader: str, text: str, language: str, direction: str) -> bool:
    """Return whether poppler, when it sorts by place, puts the text in another order.

    On a left-to-right page it takes stops and commas for parts of numbers, and ends an Arabic stretch there. With -raw
    it is right, like all others.
    """
    return reader == "poppler" and direction == "ltr" and language in IN_ARABIC_SCRIPT and bool(set(".،") & set(text))
