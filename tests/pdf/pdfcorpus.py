"""Strings to be read back out of painted files: what they are, how they are set, and which readers lose which."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pdffeed import document, library, open_session, rich_text, set_paragraph
from pdfreaders import READERS, bare

from flyers.content.richtext import RichText
from flyers.layout.pages import Page
from flyers.pdf.painter import paint
from pressed import PRESS

CORPUS = Path(__file__).with_name("corpus")


class Setting(NamedTuple):
    """A way to set a string: type size and measure in points; without a measure, on one line."""

    name: str
    size: float
    measure: float | None


SETTINGS = (Setting("line", 11, None), Setting("card", 8, 150), Setting("poster", 30, 500))


class Loss(NamedTuple):
    """A string that a reader does not give back: what was found in its stead, as far as the page tells."""

    reader: str
    setting: str
    text: str
    found: str


def messages(language: str) -> list[RichText]:
    """Every message of the campaign in *language*, each text once."""
    texts = open_session().localized(language, allow_untranslated=True).texts.values()
    return list({text.text: text for text in texts if text.language == language}.values())


def corpus(language: str) -> list[RichText]:
    """The strings of the language's files in the corpus, a line each; ``#`` begins a comment."""
    lines = [
        line
        for path in sorted(CORPUS.glob(f"{language}*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("# ")
    ]
    return [rich_text(line, language) for line in dict.fromkeys(lines)]


class Sheet(NamedTuple):
    """A painted file with a text in a setting on each page."""

    language: str
    pages: list[tuple[RichText, Setting]]
    data: bytes

    def losses(self, reader: str) -> Iterator[Loss]:
        """What does not come back out of the file in *reader*."""
        found = READERS[reader](self.data)
        assert len(found) == len(self.pages), f"{reader} gave {len(found)} pages for {len(self.pages)}"
        for (text, setting), page in zip(self.pages, found, strict=True):
            if bare(text.text, self.language) not in bare(page, self.language):
                yield Loss(reader, setting.name, text.text, page)


def sheet(texts: Sequence[RichText], language: str, narrow: Sequence[RichText] = ()) -> Sheet:
    """Each text in each setting on a page of its own; those that are *narrow* only in a card's column."""
    pages = [(text, setting) for setting in SETTINGS for text in texts]
    pages += [(text, setting) for setting in SETTINGS if setting.name == "card" for text in narrow]
    made = document(*(_page(text, setting) for text, setting in pages), language=language)
    return Sheet(language, pages, paint(made, PRESS, library()))


def _page(text: RichText, setting: Setting) -> Page:
    margin = 40.0
    lines = set_paragraph(text, margin, 0.0, setting.measure, setting.size)
    width = max(250.0, 2 * margin + max((line.ink[2] for line in lines), default=0.0))
    height = 4 * margin + 3 * setting.size - lines[-1].y if lines else 4 * margin
    raised = [dataclasses.replace(line, y=height + line.y - 2 * margin - setting.size) for line in lines]
    return Page("front", width, height, 9, 9, tuple(raised))
