"""A campaign with a layout whose blocks are turned in every way, for tests of several packages."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from flyers.page.document import Document, TextLine
from flyers.page.editions import Edition
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation
from flyers.translation.localization import Localization

ROOT = Path(__file__).resolve().parents[1]
MOMENT = 1_790_000_000
PRODUCT = "turned"

LAYOUT = """\
title: document.wallet-card.title
trim: [5in, 5in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
on_request: true
roles:
  headline: {aim: 13pt, floor: 8.5pt, weight: bold, balance: true, tag: H1}
  heading:  {aim: 11pt, floor: 8.5pt, weight: bold, tag: H2}
  number:   {aim: 18pt, floor: 13pt, weight: bold}
  body:     {aim: 9pt, floor: {latin: 6pt, other: 7pt, nastaliq: 8pt}}
  imprint:  {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        blocks:
          - row:
              blocks:
                - column:
                    rotate: 90
                    height: 2.4in
                    ground: deep
                    padding: 12pt
                    gap: 4pt
                    blocks:
                      - text: {message: card.headline, shorter: short, role: headline}
                      - contact: {contact: hotline, role: number}
                      - text: {message: help.hotline.line, role: body}
                - column:
                    rotate: 270
                    height: 2.4in
                    padding: 12pt
                    gap: 4pt
                    blocks:
                      - contact: {contact: hotline, role: number}
                      - code: {contact: hotline, module: 0.5mm, alt: alt.qr.hotline}
                      - list: {group: signs, form: short, role: body, marker: bullet, marker_size: 3pt, marker_gap: 4pt,
                               least: 1, aim: 3}
          - column:
              grow: 1
              rotate: 180
              padding: 12pt
              gap: 4pt
              ground: tint
              blocks:
                - text: {message: card.headline, shorter: short, role: heading}
                - contact: {contact: hotline, role: number}
                - text: {message: contact.text-languages, role: body}
                - list: {group: signs, form: short, role: body, marker: icon, marker_size: 8pt, marker_gap: 4pt,
                         least: 2, aim: 4, columns: 2, column_gap: 9pt}
                - imprint: {role: imprint}
  - name: back
    ground: tint
    panels:
      - name: upright
        ground: deep
        padding: 14pt
        gap: 6pt
        blocks:
          - text: {message: help.danger, role: body}
          - contact: {contact: hotline, role: number}
      - name: on-its-side
        width: 1.6in
        rotate: 90
        padding: 14pt
        gap: 6pt
        blocks:
          - contact: {contact: hotline, role: number}
          - text: {message: help.danger, role: body}
"""


@cache
def folder() -> Path:
    """Return the folder of a campaign with the product ``turned``."""
    made = Path(tempfile.mkdtemp(prefix="turned-"))
    for part in ("fonts", "translations"):
        (made / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "content", made / "content")
    add_layout(PRODUCT, LAYOUT, made)
    return made


def add_layout(name: str, text: str, to: Path | None = None) -> None:
    """Give the campaign another layout."""
    ((to or folder()) / "content" / "layouts" / f"{name}.yaml").write_text(text, encoding="utf-8")


@cache
def session() -> Session:
    return Session(folder())


@cache
def composed(language: str, product: str = PRODUCT) -> tuple[Localization, Document]:
    localized = session().localized(language, allow_untranslated=True)
    return localized, session().composed(localized, session().layout(product))


@cache
def made(language: str, edition: Edition, product: str = PRODUCT) -> tuple[bytes, Expectation]:
    """Return the finished file and its expectation."""
    localized, document = composed(language, product)
    return painted(document, edition, localized, product)


def painted(
    document: Document, edition: Edition, localized: Localization, product: str = PRODUCT
) -> tuple[bytes, Expectation]:
    """Return the file of a composed document and its expectation."""
    expected = expectation(
        document,
        edition,
        localized,
        session().library,
        smallest_module=session().layout(product).smallest_module,
        moment=MOMENT,
    )
    return paint(document, edition, session().library, MOMENT), expected


def lines(document: Document, page: int = 0) -> list[TextLine]:
    return [item for item in document.pages[page].items if isinstance(item, TextLine)]
