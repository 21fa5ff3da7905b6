"""A number on two lines is one number: on the page, to readers and screen readers, under a finger, and to the proof."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array

import pdfedits
from expecting import with_item
from flyers.errors import OversetError
from flyers.layout.blocks.contact import divisions
from flyers.page.document import Document, Item, TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation
from flyers.proof.run import proof
from flyers.text.characters import LINE_SEPARATOR

sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))

from pdfreaders import READERS, TOOLS, bare

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NUMBER = "1-888-373-7888"
LINES = ["1-888-", "373-7888"]
RTL = ("ar", "fa-AF", "ps", "ur")

LAYOUT = """\
title: document.wallet-card.title
trim: [4in, 4in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
roles:
  headline: {aim: 13pt, floor: 8.5pt, weight: bold, balance: true, tag: H1}
  body:     {aim: 10pt, floor: 8.5pt}
  number:   {aim: 90pt, floor: 13pt, weight: bold}
  imprint:  {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        padding: 12pt
        gap: 6pt
        blocks:
          - text: {message: card.headline, shorter: short, role: headline}
          - contact: {contact: hotline, role: number, fill: true, lines: 2}
          - text: {message: help.hotline.line, role: body}
          - row:
              gap: 6pt
              blocks:
                - code: {contact: hotline, module: 0.5mm, alt: qr.hotline, width: fit}
                - imprint: {role: imprint}
"""


@dataclass(frozen=True)
class Made:
    """A finished file, its document and its expectation."""

    pdf: bytes
    document: Document
    expectation: Expectation

    def codes(self, pdf: bytes = b"") -> set[str]:
        return set(proof(pdf or self.pdf, self.expectation).codes)

    def edited(self, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
        return pdfedits.edited(self.pdf, edit)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This campaign with a product whose number is on two lines."""
    folder = tmp_path_factory.mktemp("divided")
    for part in ("fonts", "translations"):
        (folder / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "content" / "layouts" / "two-lines.yaml").write_text(LAYOUT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(folder: Path) -> Callable[..., Made]:
    session = Session(folder)
    layout = session.layout("two-lines")

    @cache
    def make(tag: str, edition: str = "screen") -> Made:
        localized = session.localized(tag)
        document = session.composed(localized, layout)
        chosen = session.edition(edition)
        module = layout.smallest_module
        expected = expectation(document, chosen, localized, session.library, smallest_module=module, moment=0)
        return Made(paint(document, chosen, session.library, 0), document, expected)

    return make


def number_lines(document: Document) -> list[TextLine]:
    return [
        item for page in document.pages for item in page.items if isinstance(item, TextLine) and item.message.is_contact
    ]


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [one for one in pdf.pages[0].obj.Annots if "/QuadPoints" in one]


# -- on the page -------------------------------------------------------------------------------------------------------


@given(st.lists(st.text("0123456789", min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 4))
def test_a_division_keeps_every_character_and_ends_lines_in_hyphens(groups: list[str], lines: int) -> None:
    number = "-".join(groups)
    divided = list(divisions(number, lines))
    assert divided
    for way in divided:
        assert way.replace(LINE_SEPARATOR, "") == number
        parts = way.split(LINE_SEPARATOR)
        assert len(parts) == min(lines, len(groups))
        assert all(part.endswith("-") for part in parts[:-1])


def test_a_number_may_be_divided_at_spaces_but_not_elsewhere() -> None:
    assert list(divisions("030 901820", 2)) == [f"030 {LINE_SEPARATOR}901820"]
    assert list(divisions("911", 2)) == ["911"]
    assert list(divisions("-1-2", 2)) == ["-1-2"]


@pytest.mark.parametrize("tag", ["en", *RTL])
def test_the_lines_are_even_and_fill_the_column(made: Callable[..., Made], tag: str) -> None:
    upper, lower = number_lines(made(tag).document)
    assert [upper.text.strip("\u2066\u2069"), lower.text.strip("\u2066\u2069")] == LINES
    assert upper.y > lower.y, "the first line is above the second"
    assert upper.size == lower.size
    ((first,), (second,)) = (upper.contacts, lower.contacts)
    assert (first.begins, second.begins) == (True, False)
    inner = 4 * 72 - 2 * 12
    assert second.x1 - second.x0 == pytest.approx(inner, abs=0.1), "the wider line is as wide as the column"
    assert upper.ink[0] + upper.x == pytest.approx(lower.ink[0] + lower.x), "read from left to right in every language"
    assert upper.ink[1] + upper.y > lower.ink[3] + lower.y, "the lines don't touch"


def test_a_number_on_two_lines_that_is_too_wide_is_refused(folder: Path) -> None:
    layout = (folder / "content" / "layouts" / "two-lines.yaml").read_text(encoding="utf-8")
    (folder / "content" / "layouts" / "narrow.yaml").write_text(
        layout.replace("floor: 13pt, weight: bold}", "floor: 80pt, weight: bold}", 1), encoding="utf-8"
    )
    session = Session(folder)
    with pytest.raises(
        OversetError, match=r"1-888-373-7888 on 2 lines is \d+\.\d pt wide at 80 pt; its column has 264.0 pt"
    ):
        session.composed(session.localized("en"), session.layout("narrow"))


SITE = "ctcoalitionagainsttrafficking.org"


@pytest.mark.parametrize(
    ("contact", "ground", "advice"),
    [
        ("hotline", "paper", "Give it a wider column, more lines, or its role a lower floor.@888-373-7888"),
        ("coalition_phone", "paper", "Give it a wider column, more lines, or its role a lower floor."),
        ("coalition_site", "paper", f"Give it a wider column, or its role a lower floor.@{SITE}"),
        ("coalition_site", "night", f"Give it a wider column, or light type (reversed_floor) a lower floor.@{SITE}"),
    ],
)
def test_the_advice_for_what_is_too_wide_is_one_that_helps(
    folder: Path, contact: str, ground: str, advice: str
) -> None:
    head = LAYOUT.partition("          - text:")[0].replace("floor: 13pt", "floor: 5pt").replace("[4in,", "[0.75in,")
    layout = f"{head.replace('ground: paper', f'ground: {ground}')}          - contact: {{contact: {contact}, role: number}}\n"
    (folder / "content" / "layouts" / "slim.yaml").write_text(layout, encoding="utf-8")
    session = Session(folder)
    with pytest.raises(OversetError) as caught:
        session.composed(session.localized("en"), session.layout("slim"))
    advice, _, shorter = advice.partition("@")
    place = session.campaign.contacts[contact].source
    told = f" Or have “{shorter}” printed, which opens the same ({place})." if shorter else ""
    assert caught.value.hint == advice + told


@pytest.mark.parametrize(("padding", "fits"), [("3.9cm", True), ("4in", False), ("60", False)])
def test_padding_that_takes_all_of_a_block_is_told_with_its_line(folder: Path, padding: str, fits: bool) -> None:
    """The words inside would have been told instead, which had “room for -304.0 pt”."""
    head = LAYOUT.partition("          - text:")[0].replace("floor: 13pt", "floor: 5pt")
    contact = "          - contact: {contact: hotline, role: number"
    (folder / "content/layouts/padded.yaml").write_text(
        f"{head}{contact}, padding: [0pt, {padding}]}}\n", encoding="utf-8"
    )
    session = Session(folder)
    if fits:
        session.composed(session.localized("en"), session.layout("padded"))
        return
    with pytest.raises(
        OversetError,
        match=r"yaml:\d+:\d+: This block is 264\.0 pt wide, and the padding at its sides takes \d{3}\.0 pt\.",
    ):
        session.composed(session.localized("en"), session.layout("padded"))


# -- in the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["screen", "press"])
@pytest.mark.parametrize("tag", ["es", "km", "zh-Hans", *RTL])
def test_the_proof_reads_one_number(made: Callable[..., Made], tag: str, edition: str) -> None:
    file = made(tag, edition)
    assert [str(finding) for finding in proof(file.pdf, file.expectation).findings] == []
    (number,) = [one for one in file.expectation.contacts if len(one.places) > 1]
    assert number.contact.display == NUMBER


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("edition", ["screen", "press"])
@pytest.mark.parametrize("tag", ["es", "km", *RTL])
def test_every_reader_extracts_one_number(
    made: Callable[..., Made], tag: str, edition: str, reader: str, tool: Callable[..., str]
) -> None:
    """As it is read: nothing but the end of the line comes between the two parts."""
    if reader in TOOLS:
        tool(TOOLS[reader], "extract a number on two lines")
    (text,) = READERS[reader](made(tag, edition).pdf)
    assert NUMBER in bare(text, tag), text


def test_a_screen_reader_hears_one_number_in_one_link(made: Callable[..., Made]) -> None:
    file = made("ar")
    (said,) = [one for one in file.expectation.elements if one.text == NUMBER]
    assert said.tag == "P"
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        (link,) = links(pdf)
        assert str(link.Contents) == NUMBER
        assert str(link.A.URI) == "tel:+18883737888"
        numbers = [float(value) for value in link.QuadPoints]
        left, bottom, right, top = (float(value) for value in link.Rect)
    upper, lower = numbers[:8], numbers[8:]
    assert len(lower) == 8
    # Upper left and right, then lower left and right, which is the order that pdfium and Acrobat read.
    for corners in (upper, lower):
        assert (corners[0], corners[1]) == (corners[4], corners[3]), "the first corner is the upper left one"
        assert (corners[6], corners[7]) == (corners[2], corners[5]), "the last corner is the lower right one"
        assert corners[1] > corners[5]
    assert upper[5] >= lower[1], "the parts don't overlap"
    assert (left, bottom, right, top) == (
        min(upper[0], lower[0]),
        lower[5],
        max(upper[2], lower[2]),
        upper[1],
    )


def test_pdfium_finds_both_parts_under_a_finger(made: Callable[..., Made]) -> None:
    import pypdfium2
    import pypdfium2.raw as pdfium

    file = made("ur")
    document = pypdfium2.PdfDocument(file.pdf)
    page = document[0]
    (number,) = [one for one in file.expectation.contacts if len(one.places) > 1]
    for x0, x1, y in number.places:
        link = pdfium.FPDFLink_GetLinkAtPoint(page.raw, (x0 + x1) / 2, y + 10)
        assert link
        assert pdfium.FPDFLink_CountQuadPoints(link) == 2
    document.close()


# -- mutants -----------------------------------------------------------------------------------------------------------


def quads(change: Callable[[list[float]], list[float]]) -> Callable[[pikepdf.Pdf], None]:
    def edit(pdf: pikepdf.Pdf) -> None:
        (link,) = links(pdf)
        link.QuadPoints = Array(change([float(value) for value in link.QuadPoints]))

    return edit


def shifted_down(numbers: list[float]) -> list[float]:
    return [value - 30 * (index % 2) for index, value in enumerate(numbers)]


@pytest.mark.parametrize(
    "edit",
    [
        quads(lambda numbers: numbers[:8]),
        quads(lambda numbers: numbers[8:] + numbers[:8]),
        quads(shifted_down),
        quads(lambda numbers: numbers + numbers[:8]),
        quads(lambda numbers: numbers[:-1]),
        quads(lambda numbers: numbers[:8] + numbers[:8]),
        quads(lambda numbers: [*numbers[:8], *([0.0] * 8)]),
    ],
)
def test_a_touch_area_in_other_parts_is_found(made: Callable[..., Made], edit: Callable[[pikepdf.Pdf], None]) -> None:
    file = made("ar")
    assert "U813" in file.codes(file.edited(edit))


def test_parts_of_a_link_on_one_line_are_found(made: Callable[..., Made]) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        for link in pdf.pages[0].obj.Annots:
            if "/QuadPoints" not in link:
                left, bottom, right, top = (float(value) for value in link.Rect)
                link.QuadPoints = Array([left, top, right, top, left, bottom, right, bottom])

    file = made("ar")
    assert file.codes(file.edited(edit)) == {"U813"}


def repainted(made: Made, edition: str, folder: Path, change: Callable[[TextLine, TextLine], list[TextLine]]) -> bytes:
    """Return the file with the two lines of the number replaced by what *change* makes of them."""
    session = Session(folder)
    (page,) = made.document.pages
    old = number_lines(made.document)
    new = dict(zip(map(id, old), change(*old), strict=True))
    items = tuple(new.get(id(item), item) for item in page.items)
    document = replace(made.document, pages=(replace(page, items=items),))
    return paint(document, session.edition(edition), session.library)


def exchanged(upper: TextLine, lower: TextLine) -> list[TextLine]:
    return [replace(upper, y=lower.y), replace(lower, y=upper.y)]


def another_digit(upper: TextLine, lower: TextLine) -> list[TextLine]:
    """The last digit of the second line is in the place of the first one of it, and the other way round."""
    index = next(index for index, run in enumerate(lower.runs) if run.text == "373-7888")
    run = lower.runs[index]
    first, *others, last = run.glyphs
    turned = replace(run, glyphs=(last._replace(x=first.x), *others, first._replace(x=last.x)))
    return [upper, replace(lower, runs=(*lower.runs[:index], turned, *lower.runs[index + 1 :]))]


@pytest.mark.parametrize("edition", ["screen", "press"])
@pytest.mark.parametrize("change", [exchanged, another_digit])
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_another_number_is_found(
    made: Callable[..., Made],
    folder: Path,
    tag: str,
    change: Callable[[TextLine, TextLine], list[TextLine]],
    edition: str,
) -> None:
    file = made(tag, edition)
    assert "T303" in file.codes(repainted(file, edition, folder, change))


def test_a_code_needs_the_whole_number_beside_it(made: Callable[..., Made]) -> None:
    """A line alone is not the number that the code calls."""
    file = made("en")

    def apart(item: Item) -> Item:
        return replace(item, contacts=()) if isinstance(item, TextLine) else item

    codes = set(proof(file.pdf, with_item(file.expectation, apart)).codes)
    assert {"Q410", "U813"} <= codes
    assert "Q410" not in file.codes()
