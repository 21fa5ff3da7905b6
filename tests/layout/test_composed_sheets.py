"""What a composed document says of its languages, panels and folds, and what may be in the foot of its pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.errors import FlyersError, Source
from flyers.layout.block import Block, Gap
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.graphics import SpaceBlock
from flyers.layout.blocks.list import ListBlock, ListMessage
from flyers.layout.blocks.texts import ImprintBlock, PageNumberBlock, TextBlock
from flyers.layout.finishing import FinishLine
from flyers.layout.model import Face, Layout, Panel
from flyers.layout.names import require_known_names
from flyers.page.document import Box, Element
from flyers.page.items import extent
from flyers.pipeline.session import Session
from flyers.translation.localization import with_others

HERE = Source("layout.yaml")


def panel(name: str, *blocks: Block, width: float = 0.0, over_fold: float = 0.0, **keys: Any) -> Panel:
    text = TextBlock(source=HERE, path=f"{name}/text[0]", message="card.headline", role="body")
    return Panel(name, width, ColumnBlock(source=HERE, path=name, children=blocks or (text,), **keys), over_fold)


def layout(session: Session, *faces: Face, **keys: Any) -> Layout:
    usual = session.layout("wallet-card")
    reading = tuple(panel.name for face in faces for panel in face.panels)
    return replace(usual, faces=faces, reading=reading, give_way=(), bilingual="", finishing=(), **keys)


@pytest.mark.parametrize(("over", "fold"), [((3.0, 0.0), 103.0), ((0.0, 3.0), 97.0), ((5.0, 1.0), 104.0)])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_colours_of_two_panels_meet_past_their_fold(
    session: Session, tag: str, over: tuple[float, float], fold: float
) -> None:
    panels = (panel("a", width=100.0, over_fold=over[0], ground="tint"), panel("b", over_fold=over[1], ground="paper"))
    document = session.composed(session.localized(tag), layout(session, Face("front", "paper", panels)))
    (page,) = document.pages
    first, second = (
        next(extent(item) for item in page.items if isinstance(item, Box) and item.block == name) for name in ("a", "b")
    )
    if tag == "en":
        assert (first[0], first[2]) == pytest.approx((-page.bleed, fold))
        assert (second[0], second[2]) == pytest.approx((fold, page.width + page.bleed))
    else:
        assert (first[2], first[0]) == pytest.approx((page.width + page.bleed, page.width - fold))
        assert (second[2], second[0]) == pytest.approx((page.width - fold, -page.bleed))
    assert page.folds == (100.0 if tag == "en" else page.width - 100.0,)
    assert [name for name, _, _ in page.panels] == (["a", "b"] if tag == "en" else ["b", "a"])


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_backs_are_the_same_sheet_turned_about_its_upright_edge(session: Session, tag: str) -> None:
    fold = FinishLine("fold", (50.0, 0.0), (50.0, 144.0), HERE)
    faces = [Face(name, "paper", (panel(name),)) for name in ("a", "b", "c")]
    made = replace(layout(session, *faces), finishing=(fold,))
    pages = session.composed(session.localized(tag), made).pages
    front, back = (50.0, 202.0) if tag == "en" else (202.0, 50.0)
    assert [page.folds for page in pages] == [(front,), (back,), (front,)]
    assert [page.face for page in pages] == ["a", "b", "c"]


def test_a_document_names_its_languages(session: Session) -> None:
    made = layout(session, Face("front", "paper", (panel("a"),)))
    one = session.composed(session.localized("es"), made)
    both = session.composed(session.localized("es", secondary="en"), session.layout("wallet-card", secondary="en"))
    assert (one.language_names, both.language_names) == ("Spanish", "Spanish + English")
    others = with_others(session.localized("en"), [session.localized(tag) for tag in ("es", "fr")], "all")
    several = session.composed(others, session.layout("hotline-poster"))
    assert several.language_names == "2 languages"


@pytest.mark.parametrize(("block", "told"), [
    (ContactBlock(source=HERE, path="x", contact="hotline", role="body"), "A screen reader passes over the foot"),
    (ImprintBlock(source=HERE, path="x", role="imprint"), ""), (SpaceBlock(source=HERE, path="x", size=Gap(9.0)), ""),
])  # fmt: skip  # several cases to a line
def test_nothing_that_is_touched_is_in_the_foot_of_pages(session: Session, block: Block, told: str) -> None:
    foot = ColumnBlock(source=HERE, path="front-foot", children=(block,))
    made = layout(session, Face("front", "paper", (panel("a"),), flow=True, foot=foot))
    languages = {language.tag for language in session.registry}
    errors = said(made, session, languages)
    assert (told in errors) if told else (errors == "")
    still = replace(made, faces=(replace(made.faces[0], flow=False),))
    assert "has a foot and does not flow" in said(still, session, languages)
    two = replace(made.faces[0], panels=(panel("a"), panel("b")), foot=None)
    assert "flows and has 2 panels" in said(replace(made, faces=(two,), reading=("a", "b")), session, languages)


def said(made: Layout, session: Session, languages: set[str]) -> str:
    try:
        require_known_names(made, session.campaign, session.theme, languages)
    except FlyersError as error:
        return str(error)
    return ""


def test_a_page_number_is_in_a_foot_and_nothing_else_counts_pages(session: Session) -> None:
    messages = session.campaign.messages.items()
    counting = next(
        name for name, own in messages if any("pages" in words.placeholders for words in own.forms.values())
    )
    number = PageNumberBlock(source=HERE, path="x", message=counting, role="body")
    text = TextBlock(source=HERE, path="x", message=counting, role="body")
    languages = {language.tag for language in session.registry}

    def in_foot(block: Block) -> str:
        foot = ColumnBlock(source=HERE, path="front-foot", children=(block,))
        return said(layout(session, Face("front", "paper", (panel("a"),), flow=True, foot=foot)), session, languages)

    def in_panel(block: Block) -> str:
        return said(layout(session, Face("front", "paper", (panel("a", block),))), session, languages)

    assert in_foot(number) == ""
    assert "A page number is outside the foot" in in_panel(number)
    for errors in (in_foot(text), in_panel(text)):
        assert f"“{counting}” counts pages, and only a page_number can print it." in errors


def test_a_list_that_goes_on_over_the_page_is_one_list(session: Session) -> None:
    """Between a text and another one, with as many items as it has, in their order."""
    signs = ("signs.school", "signs.cut-off", "signs.changed", "signs.bruises", "signs.heading")
    listed = ListBlock(
        source=HERE, path="a/list[0]", role="body", marker="none", messages=tuple(map(ListMessage, signs)), gap=Gap(8.0)
    )
    texts = [
        TextBlock(source=HERE, path=f"a/text[{number}]", message=message, role="body")
        for number, message in enumerate(("card.headline", "about.heading"))
    ]
    made = layout(session, Face("front", "paper", (panel("a", texts[0], listed, texts[1], gap=Gap(8.0)),), flow=True))
    document = session.composed(session.localized("en"), replace(made, height=45.0))
    assert len(document.pages) > 2
    (section,) = document.structure.children
    first, together, last = section.children
    assert (first.tag, together.tag, last.tag) == ("P", "L", "P")
    assert [item.tag for item in together.children] == ["LI"] * 5

    def said(element: Element) -> list[str]:
        own = [document.pages[page].items[index].message.id for page, index in element.items]
        return list(dict.fromkeys([*own, *(name for child in element.children for name in said(child))]))

    assert said(section) == ["card.headline", *signs, "about.heading"]
