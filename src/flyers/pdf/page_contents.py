"""The contents of all pages of a file, before anything is written: the painter writes them, the proof expects them."""

from __future__ import annotations

from typing import NamedTuple

from flyers.page.document import Document
from flyers.page.editions import Edition
from flyers.pdf.page_content import PageContent, PageTexts
from flyers.pdf.slug import slug_typesetter
from flyers.text.fonts import FontLibrary


def page_texts(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageTexts]:
    """Return the texts of each page of the file that `flyers.pdf.painter.paint` makes."""
    return [page.texts() for page in page_contents(document, edition, library, moment)]


class _Contents(NamedTuple):
    """The contents of all pages of a file, and what they were made of."""

    document: Document
    edition: Edition
    library: FontLibrary
    moment: int
    pages: list[PageContent]

    def are_of(self, document: Document, edition: Edition, library: FontLibrary, moment: int) -> bool:
        same = self.document is document and self.library is library
        return same and (self.edition, self.moment) == (edition, moment)


_latest: _Contents | None = None
"""Those of the file that was painted last: what it is compared with has the same lines."""


def page_contents(document: Document, edition: Edition, library: FontLibrary, moment: int) -> list[PageContent]:
    """Return the content of each page of *document* in a file of the date *moment*."""
    global _latest
    latest = _latest
    if latest is None or not latest.are_of(document, edition, library, moment):
        typesetter = slug_typesetter(library)
        pages = [PageContent(document, page, edition, typesetter, moment) for page in document.pages]
        latest = _latest = _Contents(document, edition, library, moment, pages)
    return latest.pages
