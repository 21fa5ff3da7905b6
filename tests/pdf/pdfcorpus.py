"""Strings to extract from painted files: the corpus, how it is set, and what each reader loses."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pdffeed import document, library, open_session, rich_text, set_paragraph
from pdfreaders import READERS, extracted

from flyers.content.markup import RichText
from flyers.page.document import Page
from flyers.page.editions import Edition
from flyers.pdf.painter import paint
from pressed import PRESS

TAGGED = dataclasses.replace(PRESS, tags=True)
"""With tags, in which a glyph may say another text than its code, and with a slug, as pages have around their text."""

CORPUS = Path(__file__).with_name("corpus")


class Setting(NamedTuple):
    """Type size and measure of a string, points; without a measure it is set on one line."""

    name: str
    size: float
    measure: float | None


SETTINGS = (Setting("line", 11, None), Setting("card", 8, 150), Setting("poster", 30, 500))


class Loss(NamedTuple):
    """A string that a reader didn't extract; ``page`` is the text of the whole page in that reader."""

    reader: str
    setting: str
    text: str
    page: str


def messages(language: str) -> list[RichText]:
    """Return every message of the campaign in *language*, each text once."""
    texts = open_session().localized(language, allow_untranslated=True).texts.values()
    return list({text.text: text for text in texts if text.language == language}.values())


def corpus(language: str) -> list[RichText]:
    """Return the strings in the language's corpus files, one on each line; ``#`` begins a comment."""
    lines = [
        line
        for path in sorted(CORPUS.glob(f"{language}*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("# ")
    ]
    return [rich_text(line, language) for line in dict.fromkeys(lines)]


class CorpusFile(NamedTuple):
    """A painted file with one text in one setting on each page."""

    language: str
    pages: list[tuple[RichText, Setting]]
    data: bytes

    def read(self, reader: str) -> list[str]:
        """Return the text of every page in *reader*."""
        return READERS[reader](_without_profile(self.data) if reader.startswith("poppler") else self.data)

    def losses(self, reader: str) -> Iterator[Loss]:
        """Yield the strings that *reader* doesn't extract from the file."""
        given = self.read(reader)
        assert len(given) == len(self.pages), f"{reader} gave {len(given)} pages for {len(self.pages)}"
        for (text, setting), page in zip(self.pages, given, strict=True):
            if not extracted(text.text, page, self.language, reader):
                yield Loss(reader, setting.name, text.text, page)


@lru_cache(maxsize=2)
def _without_profile(data: bytes) -> bytes:
    """Return the file without its output intent, whose two megabytes poppler reads anew for each of a thousand pages.

    It reads the files of products, which have a few pages, as they are.
    """
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.Root.OutputIntents
        file.save(saved)
    return saved.getvalue()


def corpus_file(
    texts: Sequence[RichText], language: str, narrow: Sequence[RichText] = (), edition: Edition = PRESS
) -> CorpusFile:
    """Return a file with each text in each setting on a page of its own; *narrow* texts only in a card's column."""
    pages = [(text, setting) for setting in SETTINGS for text in texts]
    pages += [(text, setting) for setting in SETTINGS if setting.name == "card" for text in narrow]
    painted = paint(document(*(_page(text, setting) for text, setting in pages), language=language), edition, library())
    return CorpusFile(language, pages, painted)


def _page(text: RichText, setting: Setting) -> Page:
    margin = 40.0
    lines = set_paragraph(text, margin, 0.0, setting.measure, setting.size)
    width = max(250.0, 2 * margin + max((line.ink[2] for line in lines), default=0.0))
    height = 4 * margin + 3 * setting.size - lines[-1].y if lines else 4 * margin
    raised = [dataclasses.replace(line, y=height + line.y - 2 * margin - setting.size) for line in lines]
    return Page("front", width, height, 9, 9, tuple(raised))
