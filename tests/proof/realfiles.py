"""Press files of this repository's campaign, as a print shop would get them, from which mutants are made.

Their content is edited as text. The painter writes a line of text as one BT…ET, in the order of the expected lines, and
each operator on a line of its own. A mutant that finds nothing to change fails.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf

import pdfedits
from flyers.layout.compose import compose
from flyers.page.document import Document, TextLine
from flyers.page.items import Rectangle, extent
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import open_session
from flyers.proof.expectations import Expectation

ROOT = Path(__file__).parents[2]
TEXT_OBJECT = re.compile(r"BT\n.*?\nET\n", re.S)

Change = Callable[[str], str]


@dataclass(frozen=True)
class PlacedLine:
    """A line of a composed page, by its index; ``box`` is around its ink."""

    page: int
    line: TextLine

    @property
    def message(self) -> str:
        return str(self.line.message)

    @property
    def box(self) -> Rectangle:
        return extent(self.line)


@dataclass(frozen=True)
class RealFile:
    """A finished file and its expectation."""

    pdf: bytes
    expectation: Expectation

    def edited(self, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
        """Return the file after *edit* has changed its objects."""
        return pdfedits.edited(self.pdf, edit)

    def with_content(self, change: Change, page: int = 0) -> bytes:
        """Return the file with the content of a page changed."""
        return pdfedits.with_content(self.pdf, change, page)

    @property
    def lines(self) -> list[PlacedLine]:
        return [PlacedLine(page, line) for page, line in self.expectation.lines]

    def with_line(self, line: PlacedLine, change: Change) -> bytes:
        """Return the file with the text object of *line* changed."""
        on_page = [one.line for one in self.lines if one.page == line.page]
        position = next(index for index, one in enumerate(on_page) if one is line.line)

        def change_object(content: str) -> str:
            found = list(TEXT_OBJECT.finditer(content))[position]
            return content[: found.start()] + change(with_places(found.group())) + content[found.end() :]

        return self.with_content(change_object, line.page)

    def content_of(self, line: PlacedLine) -> str:
        """Return the operators of *line*."""
        seen: list[str] = []
        with contextlib.suppress(AssertionError):
            self.with_line(line, lambda content: seen.append(content) or content)
        return seen[0]

    def on_top(self, operators: str, page: int = 0) -> bytes:
        """Return the file with *operators*, in the coordinates of the trim, painted at the end of the art."""
        end = "\nQ\nq\n/CSall"
        return self.with_content(lambda content: content.replace(end, f"\nq /GSknock gs {operators} Q{end}"), page)

    def line(self, message: str, number: int = 0) -> PlacedLine:
        """Return the first line, or another one, of *message*."""
        return [line for line in self.lines if line.message == message][number]


MOMENT = 1_764_547_200
"""The date of all of them, 1 December 2025, whatever the test that first asks for one has set."""


@cache
def real(
    language: str,
    product: str,
    press: str = "",
    pdfx: str = "",
    change: Callable[[Document], Document] = lambda document: document,
) -> RealFile:
    """Return the press file of a product as the build makes it, for a print condition and a PDF/X (default: the usual).

    *change* makes another document of the composed one, as a layout at fault might.
    """
    session = open_session(ROOT)
    edition = session.edition("press", press, pdfx)
    localized, layout = session.localized(language, allow_untranslated=True), session.layout(product)
    document = change(compose(localized, layout, session.theme, session.typesetter, session.pictures))
    expected = expectation(
        document, edition, localized, session.library, moment=MOMENT, smallest_module=layout.smallest_module
    )
    return RealFile(paint(document, edition, session.library, MOMENT), expected)


def with_places(text_object: str) -> str:
    """Return a text object that places every string on the page (Tm) instead of relative to the last one (Td).

    A turned line, whose strings follow each other in its own axes, is left as it is.
    """
    if " Tm\n" in text_object:
        return text_object
    x = y = 0.0

    def place(step: re.Match[str]) -> str:
        nonlocal x, y
        x, y = x + float(step[1]), y + float(step[2])
        return f"1 0 0 1 {x:.3f} {y:.3f} Tm"

    return re.sub(r"(\S+) (\S+) Td", place, text_object)


def moved(text_object: str, dx: float, dy: float) -> str:
    """Return a text object with every place shifted."""
    return re.sub(
        r"1 0 0 1 (\S+) (\S+) Tm",
        lambda place: f"1 0 0 1 {float(place[1]) + dx:.3f} {float(place[2]) + dy:.3f} Tm",
        text_object,
    )
