"""Where the draft mark of a piece stands: clear of all else, on one ground, a light one if there is one, and inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from flyers.errors import OversetError
from flyers.impose.document import MESSAGE, draft_mark, marked_faces, with_draft_marks
from flyers.layout.blocks.calendar import CALENDAR
from flyers.layout.blocks.texts import MEASURES
from flyers.page.document import Box, Document, Finish, Page, QrCode, TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session

WIDTH, HEIGHT, SAFE, AIR = 252.0, 144.0, 9.0, 2.0
DARK = Box(-9, -9, WIDTH + 18, HEIGHT + 18, "deep", "ground")
Marked = Callable[..., TextLine]
Rectangle = tuple[float, float, float, float]


@pytest.fixture(scope="session")
def marked(session: Session, composed: Callable[[str, str], Document]) -> Marked:
    """A function that returns the mark of a card with these items."""
    draft = replace(composed("wallet-card", "es"), draft=True)

    def mark(*items: Box | TextLine, **page: object) -> TextLine:
        return draft_mark(draft, Page("front", WIDTH, HEIGHT, 9.0, SAFE, items, **page), session.typesetter)

    return mark


def near(box: Box) -> Rectangle:
    """The mark's place must not meet this: the box and the air around it."""
    left, bottom, right, top = extent(box)
    return left - AIR, bottom - AIR, right + AIR, top + AIR


def meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_on_an_empty_ground_it_is_at_the_foot_where_reading_starts_inside_the_safe_area(marked: Marked) -> None:
    left, bottom, right, top = extent(marked(DARK))
    assert left == pytest.approx(SAFE, abs=1.0)
    assert SAFE <= bottom < SAFE + 2.0
    assert right < WIDTH - SAFE
    assert top - bottom < 7.0


def test_it_is_no_part_of_the_text(marked: Marked) -> None:
    mark = marked(DARK)
    assert (mark.block, mark.message, mark.role) == ("draft", MESSAGE, "draft")
    assert (mark.language, mark.text) == ("en", "draft translation – nobody has signed it")
    assert (mark.size, mark.floor) == (6.5, 5.0)


@pytest.mark.parametrize("light", [Box(0, 60, 160, 40, "paper", "panel"), Box(100, 110, 160, 20, "tint", "panel")])
def test_a_light_ground_is_better_than_the_foot(marked: Marked, light: Box) -> None:
    mark = marked(DARK, light)
    assert mark.ground == light.colour
    left, bottom, right, top = extent(mark)
    outer = extent(light)
    assert outer[0] <= left
    assert outer[1] <= bottom
    assert right <= outer[2]
    assert top <= outer[3]


@pytest.mark.parametrize("light", [Box(0, 60, 40, 40, "paper", "panel"), Box(0, 8, 160, 8, "paper", "panel")])
def test_a_light_ground_without_room_is_none(marked: Marked, light: Box) -> None:
    mark = marked(DARK, light)
    assert mark.ground == "deep"
    assert mark.colour != marked(DARK, Box(0, 90, 200, 40, "paper", "panel")).colour
    assert not meet(extent(mark), near(light))


def test_no_edge_runs_through_it(marked: Marked) -> None:
    """A band at the foot leaves no room in itself, and none across its edge."""
    foot = Box(-9, -9, WIDTH + 18, 9 + SAFE + 4, "accent", "band")
    mark = marked(DARK, foot)
    assert mark.ground == "deep"
    assert extent(mark)[1] >= extent(foot)[3] + AIR - 1e-6


def test_it_is_beside_what_fills_the_height_on_either_side(marked: Marked) -> None:
    for number, x in enumerate((SAFE, 120.0)):
        words = [replace(marked(DARK), x=x, y=float(y)) for y in range(8, 140, 5)]
        mark = marked(DARK, *words)
        left, _, right, _ = extent(mark)
        ends = max(extent(word)[2] for word in words)
        starts = min(extent(word)[0] for word in words)
        assert left >= ends + AIR - 1e-6 or right <= starts - AIR + 1e-6, number
        assert left >= SAFE
        assert right <= WIDTH - SAFE


@pytest.mark.parametrize(("spare", "gap"), [(12.0, 5.0), (6.0, AIR)])
@pytest.mark.parametrize("at_start", [True, False])
def test_it_keeps_close_to_a_column_if_no_side_is_free(
    marked: Marked, at_start: bool, spare: float, gap: float
) -> None:
    """On one side a column from head to foot, on the other a narrow band; the smallest mark has *spare* points between
    them.
    """
    usual = marked(DARK)
    left, _, right, _ = extent(usual)
    room, wide = (right - left) * 5 / usual.size + spare, 40.0
    column = WIDTH - wide - room - SAFE
    at, edge = (SAFE, WIDTH - wide) if at_start else (wide + room, -9.0)
    band = Box(edge, -9, wide + 9, HEIGHT + 18, "night", "band")
    words = [replace(usual, x=at, y=float(y), ink=(0.0, -1.5, column, 5.0)) for y in range(8, 140, 5)]
    left, _, right, _ = extent(marked(DARK, band, *words))
    assert (left - (at + column) if at_start else at - right) == pytest.approx(gap, abs=0.7)


def test_it_is_beside_a_fold_and_never_on_it(marked: Marked) -> None:
    left, _, right, _ = extent(marked(DARK, folds=(40.0,)))
    assert right < 36 or left > 44
    _, bottom, _, top = extent(marked(DARK, level_folds=(12.0,)))
    assert top < 8 or bottom > 16


def test_it_is_beside_a_hole_and_inside_the_outline_of_the_piece(marked: Marked) -> None:
    """A tool may be off by the safe margin."""
    hole, outline = ((("M", x, y), ("L", x + w, y + h)) for x, y, w, h in ((30, 12, 6, 6), (0, 0, WIDTH, HEIGHT)))
    left, bottom, right, _ = extent(marked(DARK, finishing=(Finish("hole", hole),)))
    assert right <= 30 - SAFE or left >= 36 + SAFE or bottom >= 18 + SAFE
    assert extent(marked(DARK, finishing=(Finish("die", outline),))) == extent(marked(DARK))


def test_a_face_that_is_full_is_an_error(marked: Marked) -> None:
    line = marked(DARK)
    words = [replace(line, x=float(x), y=float(y)) for x in range(9, 200, 30) for y in range(8, 140, 5)]
    with pytest.raises(OversetError, match="has room for"):
        marked(DARK, *words)


def test_each_page_of_a_draft_is_one_piece_with_a_mark_in_one_ink(
    session: Session, composed: Callable[[str, str], Document]
) -> None:
    card = composed("wallet-card", "es")
    made = with_draft_marks(replace(card, draft=True), session.typesetter)
    for page in made.pages:
        assert page.pieces == ((0.0, 0.0, page.width, page.height),)
        assert [item.role for item in page.items if isinstance(item, TextLine)].count("draft") == 1
    inks = [colour.cmyk for name, colour in made.colours.items() if name not in card.colours]
    assert sorted(inks) == [(0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)]  # so that no other ink can be out of place
    assert {colour.srgb for name, colour in made.colours.items() if name not in card.colours} == {(0,) * 3, (1,) * 3}
    assert with_draft_marks(replace(card, draft=False), session.typesetter).pages == card.pages


@pytest.mark.parametrize(("side", "sizes"), [
    (288.0, [9.0, 8.0, 7.0, 6.5, 6.0, 5.5, 5.0]), (287.9, [6.5, 6.5, 6.5, 6.5, 6.0, 5.5, 5.0]),
])  # fmt: skip  # one size of the piece on a line
def test_it_is_as_large_as_the_measure_allows_and_larger_on_a_large_piece(
    session: Session, composed: Callable[[str, str], Document], side: float, sizes: list[float]
) -> None:
    """Both sides must be long. What is too wide even in the least size says less."""
    draft = replace(composed("wallet-card", "es"), draft=True)

    def mark(width: float, height: float, safe: float) -> TextLine:
        page = Page("front", width, height, 9.0, safe, (replace(DARK, width=900, height=900),))
        return draft_mark(draft, page, session.typesetter)

    usual = mark(side, side, SAFE)
    of_a_point = (extent(usual)[2] - SAFE) / usual.size
    for size, least in zip((9.0, 8.0, 7.0, 6.5, 6.0, 5.5, 5.0), sizes, strict=True):
        measure = of_a_point * size + 1.0
        assert mark(side, side, (side - measure) / 2).size == least
    assert mark(side, 200.0, SAFE).size == mark(200.0, side, SAFE).size == 6.5
    for share, words in ((4.7, "draft translation"), (1.3, "draft")):
        narrow = mark(side, side, (side - of_a_point * share) / 2)
        assert narrow.text == words


def test_folds_codes_and_what_a_program_covers_are_kept_clear_of(marked: Marked) -> None:
    """Four points beside a fold, and four modules beside a code, besides the air of five points around the mark."""
    descent = 0.24 * 6.5
    assert marked(DARK, folds=(40.0, 200.0)).x == pytest.approx(40 + 4 + 5, abs=0.02)
    assert marked(DARK, level_folds=(12.0,)).y - descent == pytest.approx(21.0), "rows are two points apart"
    code = QrCode(SAFE, SAFE, 2.0, ("1" * 10,) * 10, "ink", "paper", "code", "hotline", "tel:911")
    assert marked(DARK, code, folds=(200.0,)).x == pytest.approx(SAFE + 20 + 8 + 5, abs=0.02)
    assert marked(DARK, covered=(0.0, 30.0)).y - descent == pytest.approx(30.0)
    foot = [replace(marked(DARK), y=float(y)) for y in range(11, 60, 5)]
    assert marked(DARK, *foot).y > 60
    with pytest.raises(OversetError, match="has room for"):
        marked(DARK, *foot, *(replace(line, x=123.0) for line in foot), covered=(80.0, 0.0))


@pytest.mark.parametrize(("height", "folds", "bottom"), [
    (23.2, (), 9.0), (23.0, (), None), (24.0, (4.5,), None), (25.0, (4.5,), None), (25.2, (4.5,), 11.0),
])  # fmt: skip  # one height of the face to a case
def test_on_a_low_face_it_is_in_the_one_row_inside_the_safe_area(
    session: Session,
    composed: Callable[[str, str], Document],
    height: float,
    folds: tuple[float, ...],
    bottom: float | None,
) -> None:
    """The least mark is 5.1 high; a fold near the foot takes the first row, and the next is two points higher."""
    draft = replace(composed("wallet-card", "es"), draft=True)
    page = Page("front", WIDTH, height, 9.0, SAFE, (DARK,), level_folds=folds)
    if bottom is None:
        with pytest.raises(OversetError, match="has room for"):
            draft_mark(draft, page, session.typesetter)
    else:
        assert draft_mark(draft, page, session.typesetter).y == pytest.approx(bottom + 0.24 * 5.0)


def test_it_is_clear_of_the_round_corners_of_its_ground(marked: Marked) -> None:
    mark = marked(DARK, Box(0, 0, WIDTH, HEIGHT, "paper", "panel", radius=30.0))
    assert mark.ground == "paper"
    assert mark.y - 0.24 * mark.size == pytest.approx(SAFE + 26), "30 and its air above the foot"


@pytest.mark.parametrize(("fold", "bottom"), [(27.0, SAFE), (25.0, SAFE + 26), (225.0, SAFE), (227.0, SAFE + 26)])
def test_between_the_round_corners_of_its_ground_it_is_at_the_foot(marked: Marked, fold: float, bottom: float) -> None:
    """Beside a fold, four points from it, if the air of five points around it is between the corners too."""
    mark = marked(DARK, Box(0, 0, WIDTH, HEIGHT, "paper", "panel", radius=30.0), folds=(fold,))
    assert mark.ground == "paper"
    assert mark.y - 0.24 * mark.size == pytest.approx(bottom)
    if bottom == SAFE:
        left, _, right, _ = extent(mark)
        assert (left - fold if fold < 100 else fold - right) == pytest.approx(9.0, abs=0.5)


def test_a_face_without_words_to_sign_has_none(session: Session, composed: Callable[[str, str], Document]) -> None:
    """A calendar and a scale of lengths are nothing that anybody signs."""
    card = composed("wallet-card", "es")
    line = next(item for item in card.pages[0].items if isinstance(item, TextLine))
    faces = [(line,), (replace(line, message=CALENDAR),), (replace(line, message=MEASURES),), (DARK,)]
    faces.append((DARK, replace(line, message=CALENDAR), line))
    pages = tuple(replace(card.pages[0], items=items) for items in faces)
    assert marked_faces(replace(card, pages=pages)) == [0, 4]
