"""Screen files of this repository's campaign, for other programs to check and to make mutants from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import pdfedits
from flyers.layout.compose import compose
from flyers.page.document import Document
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import open_session
from flyers.proof.expectations import Expectation
from matrix import matrix

ROOT = Path(__file__).parents[2]
SESSION = open_session(ROOT)
LANGUAGES = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am")
"""One language for each way in which scripts differ; `ALL_FILES` has the others too."""
SELDOM = ("es", "hi", "am")
PRODUCTS = [product for product in SESSION.products if not SESSION.layout(product).many_languages]
MANY = [product for product in SESSION.products if SESSION.layout(product).many_languages]
TOGETHER = [*(("en", product) for product in MANY), ("es+en", "wallet-card"), ("ar+ur", "poster"), ("en+km", "poster")]
"""Multilingual files."""
USUAL = [product for product in PRODUCTS if product in SESSION.usual_products]
ON_REQUEST = [
    (language, product)
    for number, product in enumerate(product for product in PRODUCTS if product not in USUAL)
    for language in (("ar", "ur")[number % 2], ("km", "es", "hi", "zh-Hans", "am", "en")[number % 6])
]
"""Each in one language of either direction, in turn: their blocks are those of the usual products."""
USUALLY = {file for number, file in enumerate(ON_REQUEST) if number % 4 in (0, 3)}
"""One file of each such product; those of every other one are right to left."""
FILES = [(language, product) for language in LANGUAGES for product in USUAL] + ON_REQUEST
ALL_FILES = [(language, product) for language in SESSION.usual_languages for product in USUAL] + ON_REQUEST + TOGETHER


def each(files: Iterable[tuple[str, str]]) -> Any:
    """Let a test have *files*, by language and product.

    `make test` has one of each product on request, and some languages of the others.
    """
    usual = matrix(files, lambda file: file in USUALLY or (file not in ON_REQUEST and file[0] not in SELDOM))
    return pytest.mark.parametrize(("language", "product"), usual)


@dataclass(frozen=True)
class ScreenFile:
    """A finished file, its document and its expectation."""

    pdf: bytes
    document: Document
    expectation: Expectation

    def edited(self, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
        """Return the file after *edit* has changed its objects."""
        return pdfedits.edited(self.pdf, edit)

    def with_content(self, change: Callable[[str], str], page: int = 0) -> bytes:
        """Return the file with the content of a page changed; fails if nothing changes."""
        return pdfedits.with_content(self.pdf, change, page)

    def replaced(self, *pairs: tuple[str, str], page: int = 0) -> bytes:
        """Return the file with the first of each pair of strings replaced, once, by the second."""

        def change(content: str) -> str:
            for old, new in pairs:
                assert old in content, old
                content = content.replace(old, new, 1)
            return content

        return self.with_content(change, page)


@cache
def screen(language: str, product: str) -> ScreenFile:
    """Return the screen file of a product as the build makes it; ``es+en`` is Spanish with English as secondary."""
    own, _, second = language.partition("+")
    secondary = "all" if product in MANY else second
    localized, layout = SESSION.localized(own, secondary=secondary), SESSION.layout(product, secondary=secondary)
    document = compose(localized, layout, SESSION.theme, SESSION.typesetter, SESSION.pictures)
    module = layout.smallest_module
    expected = expectation(document, SCREEN, localized, SESSION.library, smallest_module=module, moment=0)
    return ScreenFile(paint(document, SCREEN, SESSION.library, 0), document, expected)


def elements(pdf: pikepdf.Pdf, tag: str = "") -> list[Any]:
    """Return the structure elements of a file in reading order, all or those with *tag*."""

    def below(node: Any) -> Iterator[Any]:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            for kid in node.K if isinstance(node.K, pikepdf.Array) else [node.K]:
                yield from below(kid)

    return [element for element in below(pdf.Root.StructTreeRoot.K) if not tag or f"/{tag}" == element.S]


def links(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the link annotations of a file."""
    return [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
