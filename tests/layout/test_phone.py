"""The phone edition: the panels of a printed piece on pages of a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import UsageError
from flyers.layout.block import Block, within
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.graphics import CodeBlock
from flyers.layout.blocks.list import ListBlock
from flyers.layout.blocks.texts import ImprintBlock
from flyers.layout.model import Layout, walk
from flyers.layout.phone import BODY, HEADLINE, HIGHEST, SCREEN, SMALL_PRINT, phone_layouts
from flyers.page.document import Document, Element, QrCode, TextLine
from flyers.pipeline.session import Session
from matrix import matrix

pytestmark = pytest.mark.slow

PRODUCTS = ("wallet-card", "poster", "poster-detail", "brochure", "self-card", "large-print")
LANGUAGES = ("en", "es", "ar", "ur", "ps", "hi", "zh-Hans", "km", "my")

each_piece = pytest.mark.parametrize(
    ("product", "tag"),
    matrix(
        [(product, tag) for product in PRODUCTS for tag in LANGUAGES],
        lambda piece: piece[1] in ("en", "ar", "ur", "zh-Hans", "km"),
    ),
)


@cache
def printed_one(session: Session, product: str, tag: str) -> Document:
    return session.composed(session.localized(tag), session.layout(product))


@cache
def on_phone(session: Session, product: str, tag: str) -> Document:
    return session.composed(session.localized(tag), session.layout(product), for_phones=True)


def lines(document: Document) -> Iterator[TextLine]:
    yield from (item for page in document.pages for item in page.items if isinstance(item, TextLine))


@each_piece
def test_every_page_is_as_wide_as_a_phone_and_its_type_is_legible(session: Session, product: str, tag: str) -> None:
    document = on_phone(session, product, tag)
    assert {round(page.width, 3) for page in document.pages} == {SCREEN}
    for line in lines(document):
        # Latin small print, and figures in other scripts, have the size of the page's smallest text.
        assert line.size >= (SMALL_PRINT if line.message.id == "imprint" else BODY) - 0.01, line.text
    for page in document.pages:
        for line in (item for item in page.items if isinstance(item, TextLine)):
            assert line.x + line.ink[0] >= 0
            assert line.x + line.ink[2] <= page.width


@each_piece
def test_it_has_no_code_and_every_number_is_whole_and_can_be_touched(session: Session, product: str, tag: str) -> None:
    document = on_phone(session, product, tag)
    assert not [item for page in document.pages for item in page.items if isinstance(item, QrCode)]
    assert not [line.text for line in lines(document) if line.message.id.startswith("qr.")]
    printed = printed_one(session, product, tag)
    assert document.contacts >= printed.contacts
    hotline = [line for line in lines(document) if any(each.contact == "hotline" for each in line.contacts)]
    assert hotline
    assert all("1-888-373-7888" in line.text for line in hotline)
    assert document.targets["hotline", ""] == "tel:+18883737888"


@each_piece
def test_it_says_all_that_the_printed_piece_says_but_to_scan(session: Session, product: str, tag: str) -> None:
    printed = printed_one(session, product, tag)
    said = {line.message.id for line in lines(on_phone(session, product, tag))}
    assert {line.message.id for line in lines(printed) if not line.message.id.startswith("qr.")} - said <= {
        "page.number"  # in the foot of pages that flow
    }


def test_pages_stand_in_the_order_in_which_they_are_read(session: Session) -> None:
    layout = session.layout("brochure")
    assert [page.face for page in on_phone(session, "brochure", "es").pages] == list(layout.reading)


def test_what_is_side_by_side_on_paper_is_below_each_other(session: Session) -> None:
    """A phone has no room for two columns of running text."""
    document = on_phone(session, "brochure", "es")
    page = next(page for page in document.pages if page.face == "signs")
    starts = {round(item.x) for item in page.items if isinstance(item, TextLine)}
    assert max(starts) < SCREEN / 3


def test_a_page_in_arabic_is_mirrored(session: Session) -> None:
    for page in on_phone(session, "wallet-card", "ar").pages:
        longest = max((item for item in page.items if isinstance(item, TextLine)), key=lambda line: line.ink[2])
        assert longest.x + longest.ink[2] > SCREEN - 60


def test_a_second_language_has_pages_of_its_own(session: Session) -> None:
    localized = session.localized("ar", secondary="en")
    document = session.composed(localized, session.layout("wallet-card", secondary="en"), for_phones=True)
    assert [page.direction for page in document.pages] == ["rtl", "ltr"]


def test_a_screen_reader_meets_the_pages_in_their_order(session: Session) -> None:
    def pages_of(element: Element) -> list[int]:
        return [page for page, _ in element.items] + [page for child in element.children for page in pages_of(child)]

    document = on_phone(session, "brochure", "es")
    met = pages_of(document.structure)
    assert met == sorted(met)
    assert set(met) == set(range(len(document.pages)))


def test_a_code_of_which_nothing_is_printed_becomes_what_it_opens(session: Session) -> None:
    layout = session.layout("poster")
    code = next(block for block in walk(layout) if isinstance(block, CodeBlock))
    other = replace(code, contact="coalition_site")
    document = session.composed(session.localized("es"), _with(layout, code, other), for_phones=True)
    assert any("www.ctcoalitionagainsttrafficking.org" in line.text for line in lines(document))


def _with(layout: Layout, old: Block, new: Block) -> Layout:
    def changed(block: Block) -> Block:
        return new if block is old else replace(block, children=tuple(map(changed, block.children)))

    faces = tuple(
        replace(face, panels=tuple(replace(panel, content=changed(panel.content)) for panel in face.panels))
        for face in layout.faces
    )
    assert any(block is new for face in faces for panel in face.panels for block in within(panel.content))
    return replace(layout, faces=faces)


@pytest.mark.parametrize(
    "product", ["tear-off", "sticker-3x5", "table-tent", "door-hanger", "image-square", "hotline-poster"]
)
def test_what_is_of_no_use_on_a_phone_is_not_made(session: Session, product: str) -> None:
    assert not session.layout(product).suits_phones
    with pytest.raises(UsageError, match=f"“{product}” has no edition “phone”"):
        on_phone(session, product, "es")


def test_a_build_makes_what_suits_phones_and_refuses_what_does_not(
    maine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In another state, whose name nobody has translated, and which has no phone."""
    build = ["--project", str(maine), "build", "--lang", "es", "--output", str(tmp_path), "--edition", "phone"]
    assert main(build) == 0
    report = json.loads((tmp_path / "es" / "proof.json").read_text())
    assert {"wallet-card.phone", "poster.phone", "brochure.phone"} == set(report["products"])
    assert {entry["status"] for entry in report["products"].values()} == {"good"}
    assert main(["--project", str(maine), "proof", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main([*build, "--product", "tear-off"]) == 2
    assert "“tear-off” has no edition “phone”" in capsys.readouterr().err


def test_another_topic_has_its_card_on_phones(clinic: Path, tmp_path: Path) -> None:
    build = ["--project", str(clinic), "build", "--lang", "es", "--product", "shots", "--edition", "phone"]
    assert main([*build, "--output", str(tmp_path)]) == 0


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_panel_becomes_a_layout_whose_page_is_scaled_to_the_screen(session: Session, product: str) -> None:
    """Distances grow by as much as the page is reduced, and are never smaller than on paper."""
    layout = session.layout(product)
    widths = {panel.name: width for _, panel, width in layout.panels()}
    made = phone_layouts(layout, lambda block: True)
    assert made
    for page in made:
        (face,) = page.faces
        (panel,) = face.panels
        assert page.reading == (face.name,)
        assert (page.width, page.height, page.bleed) == (widths[face.name], HIGHEST, 0.0)
        assert page.scale == pytest.approx(SCREEN / page.width)
        assert page.space == pytest.approx(layout.space * max(1.0, page.width / SCREEN))
        assert (panel.width, panel.over_fold, face.flow, face.foot, page.finishing) == (0.0, 0.0, False, None, ())
        blocks = list(within(panel.content))
        assert {block.columns for block in blocks if isinstance(block, ListBlock)} <= {1}
        assert {(block.lines, block.set) for block in blocks if isinstance(block, ContactBlock)} <= {(1, "start")}
        small = {role for block in blocks if isinstance(block, ImprintBlock) for role in block.references.roles}
        numbers = {role for block in blocks if isinstance(block, ContactBlock) for role in block.references.roles}
        for name, role in page.roles.items():
            least = (SMALL_PRINT if name in small else BODY) / page.scale
            usual, size = min(layout.roles[name].aim.values()), min(role.aim.values())
            most = max(usual, least) if name in numbers else max(least, HEADLINE / page.scale)
            assert size == pytest.approx(min(max(usual, least), most)), name
            for script, own in layout.roles[name].aim.items():
                assert role.aim[script] / size == pytest.approx(own / usual), "scripts keep their proportion"
                assert role.floor[script] == pytest.approx(min(role.aim[script], role.aim[script] / size * least))
