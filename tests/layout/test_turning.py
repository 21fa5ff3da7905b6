"""Turned blocks and panels: in every direction of writing, edition and print condition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.impose.document import in_black
from flyers.page.document import Box, QrCode, Shape, TextLine
from flyers.page.editions import OFFICE, PRESS, SCREEN
from flyers.page.items import TurnedArea, extent, own_point, turned_point, turned_rectangle, union
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.proof.run import proof
from matrix import examples
from turned import LAYOUT, MOMENT, PRODUCT, add_layout, composed, lines, made, session

pytestmark = pytest.mark.slow

TURNS = st.sampled_from([0, 90, 180, 270])
PLACES = st.floats(-500, 500)
SIDES = st.floats(1, 500)


@given(TURNS, PLACES, PLACES)
def test_own_axes_undo_a_turn(turn: int, x: float, y: float) -> None:
    assert own_point(turn, *turned_point(turn, x, y)) == (x, y)


@given(TURNS, PLACES, PLACES, SIDES, SIDES, st.data())
def test_what_is_inside_a_turned_area_is_inside_it_on_the_page(
    turn: int, left: float, bottom: float, width: float, height: float, data: st.DataObject
) -> None:
    area = TurnedArea(turn, left, bottom, width, height, "block")
    across, up = area.inner_size
    x, y = data.draw(st.floats(0, across)), data.draw(st.floats(0, up))
    box = area.item(Box(x, y, across - x, up - y, "black", "block"))
    assert extent(box) == pytest.approx(area.rectangle((x, y, across, up)))
    page = (left, bottom, left + width, bottom + height)
    assert union([extent(box), page]) == pytest.approx(page)
    assert {round(box.width, 6), round(box.height, 6)} == {
        round(across - x, 6),
        round(up - y, 6),
    }


@given(TURNS, st.lists(st.text("01", min_size=5, max_size=5), min_size=5, max_size=5))
def test_a_code_turns_about_its_middle(turn: int, matrix: list[str]) -> None:
    code = QrCode(10, 20, 2, tuple(matrix), "black", "paper", "block", "hotline", "tel:1")
    area = TurnedArea(turn, 0, 0, 100, 100, "block")
    there = area.item(code)
    assert isinstance(there, QrCode)
    back = TurnedArea((360 - turn) % 360, 0, 0, 100, 100, "block").item(there)
    assert isinstance(back, QrCode)
    assert back.matrix == code.matrix
    assert extent(back) == pytest.approx(extent(code))
    dark = [(x, y) for y, row in enumerate(reversed(matrix)) for x, cell in enumerate(row) if cell == "1"]
    turned = [(x, y) for y, row in enumerate(reversed(there.matrix)) for x, cell in enumerate(row) if cell == "1"]
    centres = {
        tuple(round(value, 3) for value in area.rectangle((11 + 2 * x, 21 + 2 * y, 11 + 2 * x, 21 + 2 * y))[:2])
        for x, y in dark
    }
    assert {(round(there.x + 1 + 2 * x, 3), round(there.y + 1 + 2 * y, 3)) for x, y in turned} == centres


def test_text_turned_by_90_runs_down_with_its_feet_to_the_left() -> None:
    assert turned_point(90, 1, 0) == (0, -1)
    assert turned_point(90, 0, 1) == (1, 0)
    assert turned_rectangle(90, (0, -2, 10, 8)) == (-2, -10, 8, 0)


# --- blocks -----------------------------------------------------------------------------------------------------------

LANGUAGES = ["en", "ar", "ur", "km", "zh-Hans"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_blocks_turn_with_all_that_is_in_them(language: str) -> None:
    _, document = composed(language)
    rtl = document.direction == "rtl"
    by_block = {line.block.partition("/")[2].partition("/text")[0]: line.turn for line in lines(document)}
    first, second, upside_down = (
        {turn for block, turn in by_block.items() if block.startswith(start)}
        for start in ("row[0]/column[0]", "row[0]/column[1]", "column[0]")
    )
    assert (first, second, upside_down) == (({270}, {90}, {180}) if rtl else ({90}, {270}, {180}))
    assert [turn for turn, _ in document.pages[0].turned] == [*first, *second, 180]
    for line in lines(document):
        assert any(
            turn == line.turn and union([box, extent(line)]) == pytest.approx(box, abs=2)
            for turn, box in document.pages[0].turned
        ), line.text


def test_a_right_to_left_page_is_the_mirror_of_a_left_to_right_one() -> None:
    (_, english), (_, arabic) = composed("en"), composed("ar")
    for one, other in zip(english.pages, arabic.pages, strict=True):
        assert len(one.turned) == len(other.turned)
        for (turn, box), (mirrored, mirrored_box) in zip(one.turned, other.turned, strict=True):
            assert mirrored == (360 - turn) % 360
            if box[3] - box[1] == pytest.approx(mirrored_box[3] - mirrored_box[1]):
                left, _, right, _ = mirrored_box
                assert (one.width - right, one.width - left) == pytest.approx((box[0], box[2]))
    # Its own words still read in their direction: a line ends where it would if it were upright.
    headline = next(line for line in lines(arabic) if line.message.id == "card.headline")
    assert headline.runs[0].level % 2 == 1


def test_grounds_of_turned_blocks_reach_into_the_bleed() -> None:
    for language in ("en", "ar"):
        _, document = composed(language)
        boxes = [item for item in document.pages[0].items if isinstance(item, Box)]
        deep, tint = (next(box for box in boxes if box.colour == colour) for colour in ("deep", "tint"))
        assert deep.y + deep.height == document.pages[0].height + 9
        assert (deep.x == -9) == (language == "en")
        assert (tint.x, tint.y, tint.x + tint.width) == (-9, -9, document.pages[0].width + 9)
        on_its_side = next(box for box in reversed(document.pages[1].items) if isinstance(box, Box))
        assert on_its_side.height == document.pages[1].height + 18, "a panel on its side is as wide as the page is high"


SMALL = """\
title: document.wallet-card.title
trim: [3in, 3in]
bleed: 9pt
safe: 9pt
space: 3pt
smallest_module: 0.4mm
on_request: true
roles:
  number: {{aim: 20pt, floor: 20pt, weight: bold}}
  body: {{aim: 9pt, floor: 9pt}}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        padding: 9pt
        blocks:
          - row:
              blocks:
                - contact: {{contact: hotline, role: number, {keys}}}
                - text: {{message: help.danger, role: body}}
"""


def small(keys: str, name: str) -> list[TextLine]:
    add_layout(name, SMALL.format(keys=keys))
    return lines(composed("en", name)[1])


def test_a_turned_block_is_measured_in_its_own_axes() -> None:
    upright = small("width: fit", "small-0")[0]
    length, height = upright.ink[2] - upright.ink[0], upright.ink[3] - upright.ink[1]
    for turn in (90, 270):
        number, words = small(f"width: fit, rotate: {turn}", f"small-{turn}")[:2]
        left, bottom, right, top = extent(number)
        assert (right - left, top - bottom) == pytest.approx((height, length))
        assert words.x == pytest.approx(9 + 20 * 0.75), "the row gives it the height of its line"
    upside_down = small("width: fit, rotate: 180", "small-180")[0]
    assert extent(upside_down)[2] - extent(upside_down)[0] == pytest.approx(length)


def test_a_block_on_its_side_that_is_too_high_for_its_column_says_so() -> None:
    add_layout("small-high", SMALL.format(keys="width: 12pt, rotate: 90"))
    with pytest.raises(OversetError, match=r"turned block needs 15\.0 pt across its lines and has 12\.0 pt"):
        composed("en", "small-high")


def test_a_block_on_its_side_beside_a_higher_one_gets_longer_lines() -> None:
    add_layout("beside", LAYOUT.replace("                    rotate: 270\n                    height: 2.4in\n", ""))
    _, document = composed("en", "beside")
    (turn, box), *_ = document.pages[0].turned
    columns = [box for _, box in document.pages[0].turned]
    assert turn == 90
    assert box[3] - box[1] > 2.4 * 72
    assert columns[0][1] == pytest.approx(columns[1][3]), "both end where the next block begins"


# --- every edition and condition --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", ["screen", "office", "gracol", "1a", "black"])
def test_every_edition_of_turned_pages_is_proved(language: str, condition: str) -> None:
    localized, document = composed(language)
    edition = {"screen": SCREEN, "office": OFFICE}.get(condition)
    if edition is None:
        asked = session().condition("gracol")
        edition = PRESS.on(replace(asked, pdfx="1a") if condition == "1a" else asked)
    if condition == "black":
        document, edition = in_black(document), edition.in_black()
    pdf = paint(document, edition, session().library, MOMENT)
    expected = expectation(
        document,
        edition,
        localized,
        session().library,
        smallest_module=session().layout(PRODUCT).smallest_module,
        moment=MOMENT,
    )
    assert {line.turn for _, line in expected.lines} == {0, 90, 180, 270}
    assert {placed.line.turn for placed in expected.contacts} == {0, 90, 180, 270}
    assert [str(finding) for finding in proof(pdf, expected).findings] == []


def test_the_same_pages_give_the_same_bytes() -> None:
    _, document = composed("ar")
    assert paint(document, SCREEN, session().library, MOMENT) == made("ar", SCREEN)[0]


def test_small_print_and_pictures_turn_too() -> None:
    _, document = composed("en")
    imprint = next(line for line in lines(document) if line.message == MessageKey("imprint"))
    assert imprint.turn == 180
    icons = [item for item in document.pages[0].items if isinstance(item, Shape) and item.name != "bullet"]
    signs = [line for line in lines(document) if line.turn == 180 and line.message.id.startswith("signs.")]
    assert icons
    for icon in icons:
        assert any(extent(icon)[0] > extent(line)[2] for line in signs), "a pictogram stands before its words, turned"


NESTED = """\
title: document.wallet-card.title
trim: [4in, 4in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
on_request: true
roles:
  number: {{aim: 18pt, floor: 13pt, weight: bold, tag: H1}}
  body: {{aim: 9pt, floor: {{latin: 7pt, other: 7pt, nastaliq: 8pt}}}}
faces:
  - name: front
    ground: {ground}
    panels:
      - name: front
        padding: 12pt
        {outer}
        blocks:
          - column:
              {middle}
              height: 3.5in
              gap: 6pt
              blocks:
                - contact: {{contact: hotline, role: number, {inner}, width: fit}}
                - code: {{contact: hotline, module: 0.5mm, alt: alt.qr.hotline, width: fit}}
                - text: {{message: help.danger, role: body, set: {align}}}
"""


@settings(max_examples=examples(16), deadline=None)
@given(
    turns=st.tuples(TURNS, TURNS, TURNS),
    ground=st.sampled_from(["paper", "deep"]),
    align=st.sampled_from(["start", "center", "end"]),
    language=st.sampled_from(["en", "ar", "ur", "hi", "th"]),
    edition=st.sampled_from(["screen", "office", "gracol", "fogra39", "online"]),
    black=st.booleans(),
)
def test_turns_add_up_in_every_direction_edition_and_condition(
    turns: tuple[int, int, int], ground: str, align: str, language: str, edition: str, black: bool
) -> None:
    outer, middle, inner = (f"rotate: {turn}" if turn else "align: start" for turn in turns)
    name = f"nested-{'-'.join(map(str, turns))}-{ground}-{align}"
    outer = outer if turns[0] else "gap: 0pt"
    add_layout(name, NESTED.format(outer=outer, middle=middle, inner=inner, ground=ground, align=align))
    localized, document = composed(language, name)
    number, words = (
        next(line for line in lines(document) if line.block.endswith(kind)) for kind in ("contact[0]", "text[0]")
    )
    sign = -1 if document.direction == "rtl" else 1
    assert number.turn == sign * sum(turns) % 360
    assert words.turn == sign * (turns[0] + turns[1]) % 360
    asked = {"screen": SCREEN, "office": OFFICE}.get(edition) or PRESS.on(session().condition(edition))
    if black:
        document, asked = in_black(document), asked.in_black()
    pdf = paint(document, asked, session().library, MOMENT)
    expected = expectation(document, asked, localized, session().library, smallest_module=1.13, moment=MOMENT)
    assert [str(finding) for finding in proof(pdf, expected).findings] == []
