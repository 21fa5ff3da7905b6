"""Turned blocks whose letters reach out, natural widths of small print, and what lines of text say of themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flyers.errors import OversetError, Source
from flyers.layout.block import Block, Gap
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.blocks.graphics import SpaceBlock
from flyers.layout.blocks.registry import KINDS, arrange, natural_width
from flyers.layout.blocks.texts import ImprintBlock, MeasuresBlock, PageNumberBlock, TextBlock
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
SIDE = 300.0


def setting(session: Session, tag: str = "ur") -> Setting:
    layout = replace(session.layout("wallet-card"), width=SIDE, height=SIDE)
    return Setting(session.localized(tag), layout, session.theme, session.typesetter, session.pictures, Rung())


def words(**keys: Any) -> TextBlock:
    return TextBlock(source=HERE, path="front/text[0]", message="help.danger", role="body", **keys)


def put(own: Setting, block: Block, width: float, more: float = 0.0) -> list[TextLine]:
    sheet = Sheet(own, 0, "front")
    arranged = arrange(block, width, own, "paper")
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height + more)
    return [item for item in sheet.items if isinstance(item, TextLine)]


def test_letters_of_what_is_upside_down_reach_out_on_the_other_side(session: Session) -> None:
    own = setting(session)
    upright, turned, side = (
        arrange(words(rotate=turn, height=high), 150.0, own, "paper")
        for turn, high in ((0, 0.0), (180, 0.0), (90, 140.0))
    )
    assert upright.overhang("top") != upright.overhang("bottom")
    assert (turned.overhang("top"), turned.overhang("bottom")) == (upright.overhang("bottom"), upright.overhang("top"))
    assert (turned.line_gap, turned.most_growth) == (upright.line_gap, upright.most_growth)
    assert (side.overhang("top"), side.overhang("bottom"), side.line_gap) == (0.0, 0.0, 0.0)
    assert side.most_growth > 1000
    assert [part.height for part in turned.parts()] == [upright.height]


@pytest.mark.parametrize("turn", [90, 270])
def test_a_block_on_its_side_takes_the_room_of_its_letters(session: Session, turn: int) -> None:
    own = setting(session)
    upright = arrange(words(), 150.0, own, "paper")
    across = upright.overhang("top") + upright.height + upright.overhang("bottom")
    block = words(rotate=turn, height=150.0)
    assert natural_width(block, own, "paper") == pytest.approx(across)
    assert arrange(block, across, own, "paper").height == 150
    with pytest.raises(OversetError, match=rf"needs {across:.1f} pt across its lines and has {across - 1:.1f} pt"):
        arrange(block, across - 1, own, "paper")
    boxes = [extent(line) for line in put(own, block, across)]
    left, right = SIDE - 50 - across, SIDE - 50
    assert left - 0.2 <= min(box[0] for box in boxes) < left + 1.5
    assert right - 1.5 < max(box[2] for box in boxes) <= right + 0.2
    assert min(box[1] for box in boxes) >= SIDE - 60 - 150 - 0.2
    assert max(box[3] for box in boxes) <= SIDE - 60 + 0.2


def test_a_block_on_its_side_has_longer_lines_where_it_is_higher(session: Session) -> None:
    own = setting(session, "en")
    block = words(rotate=90, height=60.0)
    across = natural_width(block, own, "paper")
    counts = [len(put(own, block, across, more)) for more in (0.0, 200.0)]
    assert counts[0] > counts[1] >= 1
    assert len(put(own, block, across, 0.005)) == counts[0]


def test_a_block_on_its_side_needs_a_height_or_a_width_of_its_own(session: Session) -> None:
    def told(block: Block) -> bool:
        return any("on its side needs a height" in problem.text for problem in KINDS[name_of(block)]._problems(block))

    def name_of(block: Block) -> str:
        return next(name for name, kind in KINDS.items() if kind.block is type(block))

    def column(**keys: Any) -> ColumnBlock:
        return ColumnBlock(source=HERE, rotate=90, **keys)

    white = SpaceBlock(source=HERE, size=Gap(5.0), rotate=90)
    assert [told(block) for block in (white, replace(white, height=9.0), replace(white, width=9.0))] == [
        True,
        False,
        False,
    ]
    assert [told(block) for block in (replace(white, width="fit"), replace(white, rotate=180), words(rotate=90))] == [
        True, False, False,
    ]  # fmt: skip  # as the line above
    upright = replace(white, rotate=0)
    assert told(column(children=(upright, upright)))
    assert not told(column(children=(upright, words())))
    assert not told(column(children=(upright,), height=9.0))


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_small_print_measures_and_page_numbers_are_as_wide_as_their_words(session: Session, tag: str) -> None:
    own = setting(session, tag)
    imprint = ImprintBlock(source=HERE, path="front/imprint[0]", role="imprint")
    measures = MeasuresBlock(source=HERE, path="front/measures[0]", role="body", of="length", values=(1.0, 250.0))
    for block, count in ((imprint, 1), (measures, 2)):
        width = natural_width(block, own, "paper")
        lines = put(own, block, width)
        assert len(lines) == count
        widest = own.typesetter.natural_width(*block.text(own, "paper"))
        assert 0 <= width - widest <= 0.011
        assert width - widest > 0.009 or block is measures
    assert [line.text.strip("\u2066\u2069\u2028") for line in put(own, measures, 200.0)] == [
        "1\u00a0in = 2.5\u00a0cm", "250\u00a0in = 635\u00a0cm",
    ]  # fmt: skip  # two lines


def test_lines_of_a_text_are_counted_and_have_white_between_them(session: Session) -> None:
    own = setting(session, "en")
    for width in (60.0, 100.0, 200.0, 400.0):
        arranged = arrange(words(), width, own, "paper")
        assert arranged.lines.count == len(put(own, words(), width))
        box = (arranged.lines.spec.ascent + arranged.lines.spec.descent) * arranged.lines.spec.size
        assert arranged.line_gap == pytest.approx(max(0.0, arranged.lines.leading - box))
    tight = replace(arranged.lines, leading=arranged.lines.spec.size * 0.5)
    assert tight.line_gap == 0


def test_there_is_one_title_in_the_first_language(session: Session) -> None:
    own = setting(session, "en")
    headline = TextBlock(source=HERE, path="front/text[0]", message="card.headline", role="headline")
    assert own.layout.roles["headline"].tag == "H1"
    both = replace(own, whole=own.localized)
    assert [arrange(headline, 200.0, each, "paper").lines.tag for each in (own, both)] == ["H1", "H2"]
    assert [arrange(words(), 200.0, each, "paper").lines.tag for each in (own, both)] == ["P", "P"]


def test_a_page_number_has_room_for_as_many_pages_as_there_may_be(session: Session) -> None:
    message = next(
        (
            name
            for name, own in session.campaign.messages.items()
            if any("page" in words.placeholders for words in own.forms.values())
        ),
        "",
    )
    own = setting(session, "en")
    block = PageNumberBlock(source=HERE, path="foot/page_number[0]", message=message, role="body")
    widths = [natural_width(block, replace(own, counts=counts, cache={}), "paper") for counts in ((1, 2), (99, 99))]
    assert widths[0] < natural_width(block, own, "paper") == widths[1]
