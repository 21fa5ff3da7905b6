"""A face that flows: as many pages as its words need, none of them badly begun or ended, each numbered."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content.markup import PAGE, PAGES, RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError, Source
from flyers.layout import fit as fitting
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.fit import FlowPiece, TooHigh, fit, page_starts, pages_of
from flyers.layout.setting import MOST_PAGES, Rung, Setting
from flyers.page.document import Document, Element, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job, SheetChoice
from flyers.pipeline.recipe import expectation, make
from flyers.pipeline.session import Session, open_session
from flyers.proof.expectations import Expectation
from flyers.proof.run import proof
from pdfedits import saved

sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))

from pdfreaders import extracted, pdfium, poppler

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PRODUCT = "large-print"
LANGUAGES = ("en", "es", "ar", "ur", "km")
ROOM = 100.0

Pages = list[tuple[int, int]]


# -- where pages end ---------------------------------------------------------------------------------------------------


def divided(heights: list[float], headings: set[int], gap: float) -> Pages:
    """Return the first and last piece of each page, for pieces of these heights."""
    last = len(heights) - 1
    pieces = [
        FlowPiece(index, 0, index in headings and index < last, index in headings) for index in range(len(heights))
    ]

    def height(start: int, end: int) -> float:
        return sum(heights[start:end]) + gap * (end - start - 1)

    starts = page_starts(pieces, height, ROOM)
    return list(itertools.pairwise([*starts, len(heights)]))


pieces = st.lists(st.floats(1, 40), min_size=1, max_size=12)


@given(pieces, st.sets(st.integers(0, 11)), st.floats(0, 10))
def test_pages_hold_everything_in_order_and_no_more_than_fits(
    heights: list[float], headings: set[int], gap: float
) -> None:
    runs = [
        max((index for index in range(end) if index not in headings), default=-1) + 1 for end in range(len(heights))
    ]
    if any(sum(heights[start : end + 1]) + gap * (end - start) > ROOM for end, start in enumerate(runs)):
        return  # a row of headings that is higher than a page; see the next test
    pages = divided(heights, headings, gap)
    assert [index for start, end in pages for index in range(start, end)] == list(range(len(heights)))
    for start, end in pages:
        assert sum(heights[start:end]) + gap * (end - start - 1) <= ROOM + 0.05
    for _, end in pages[:-1]:
        assert end - 1 not in headings, "a heading is alone at the foot of a page"


def test_what_is_higher_than_a_page_is_named() -> None:
    with pytest.raises(TooHigh) as caught:
        divided([20.0, 101.0], set(), 0)
    assert (caught.value.piece, caught.value.excess) == (1, 1.0)
    with pytest.raises(TooHigh) as caught:
        divided([20.0, 60.0, 50.0], {1}, 0)
    assert (caught.value.piece, caught.value.excess) == (2, 10.0)


@pytest.mark.parametrize(("count", "fits"), [(MOST_PAGES, True), (MOST_PAGES + 1, False)])
def test_a_face_has_so_many_pages_at_most(monkeypatch: pytest.MonkeyPatch, count: int, fits: bool) -> None:
    column: Any = SimpleNamespace(block=ColumnBlock(path="front", source=Source("card.yaml", 3)))
    monkeypatch.setattr(fitting, "_pieces", lambda column: [FlowPiece(index, 0) for index in range(count)])
    monkeypatch.setattr(fitting, "_page", lambda column, pieces: SimpleNamespace(height=60.0 * len(pieces)))
    if fits:
        pages = fitting.flow(column, ROOM)
        assert [page.content.height for page in pages] == [60.0] * count
        return
    with pytest.raises(OversetError) as refused:
        fitting.flow(column, ROOM)
    assert refused.value.problem == f"This face needs {count} pages; the most is {MOST_PAGES}."
    assert (refused.value.hint, refused.value.trail) == ("Make its type smaller, or its text shorter.", ("front",))


@given(pieces, st.floats(0, 10))
def test_no_way_has_fewer_pages(heights: list[float], gap: float) -> None:
    """Compared with what fills every page as far as it goes."""
    pages, filled = 1, heights[0]
    for height in heights[1:]:
        filled += gap + height
        if filled > ROOM + 0.05:
            pages, filled = pages + 1, height
    assert len(divided(heights, set(), gap)) == pages


def test_the_last_page_has_more_than_what_is_left_over() -> None:
    assert divided([20.0] * 6, set(), 0) == [(0, 4), (4, 6)]


def test_a_page_begins_with_a_heading_where_that_costs_little_white() -> None:
    """The first page could hold 82 of its 100 points, and holds 75."""
    heights = [25.0, 25.0, 25.0, 3.0, 4.0, 30.0]
    assert divided(heights, set(), 0) == [(0, 5), (5, 6)]
    assert divided(heights, {3}, 0) == [(0, 3), (3, 6)]


def test_no_heading_is_left_with_the_first_item_of_its_list_where_that_costs_no_page() -> None:
    """Of 100 points a text takes 60, the heading 10 and each of four items 20; on one page with five are six."""
    pieces = [FlowPiece(0, 0), FlowPiece(1, 0, keeps_next=True, is_heading=True)]
    pieces += [FlowPiece(2, part, is_second=part == 1) for part in range(4)]
    heights = [60.0, 10.0, 20.0, 20.0, 20.0, 20.0]
    assert page_starts(pieces, lambda start, end: sum(heights[start:end]), ROOM) == [0, 1]
    assert page_starts(pieces[1:], lambda start, end: sum(heights[start + 1 : end + 1]), ROOM) == [0]
    heights = [60.0, 10.0, 20.0, 40.0, 40.0, 20.0]
    assert page_starts(pieces, lambda start, end: sum(heights[start:end]), ROOM) == [0, 3]


@given(st.lists(st.floats(5, 60), min_size=1, max_size=8), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_no_division_with_as_few_pages_has_less_white(
    heights: list[float], headings: set[int], seconds: set[int]
) -> None:
    """White before a heading counts half, a list's second item at the head of a page as much as an empty page; the last
    page may be empty but for three tenths."""
    count = len(heights)
    pieces = [FlowPiece(at, 0, is_heading=at in headings, is_second=at in seconds) for at in range(count)]

    def cost(edges: list[int]) -> float:
        *others, last = [sum(heights[start:end]) / ROOM for start, end in itertools.pairwise(edges)]
        white = sum(
            (1 - filled) ** 2 * (0.5 if end in headings else 1.0) + (1.0 if end in seconds else 0.0)
            for filled, end in zip(others, edges[1:], strict=False)
        )
        return white + max(0.0, 1 - last / 0.3) ** 2

    found = [*page_starts(pieces, lambda start, end: sum(heights[start:end]), ROOM), count]
    number = len(found) - 2
    choices = ([0, *ends, count] for ends in itertools.combinations(range(1, count), number))
    fitting = [one for one in choices if all(sum(heights[a:b]) <= ROOM for a, b in itertools.pairwise(one))]
    assert cost(found) <= min(map(cost, fitting), default=cost(found)) + 1e-9


@pytest.mark.parametrize("tag", [*LANGUAGES, "ti", "am"])
def test_on_large_print_a_heading_has_more_than_one_sign_below_it(
    composed: Callable[[str, str], Document], tag: str
) -> None:
    pages = composed(PRODUCT, tag).pages
    lines = [[item.message.id for item in page.items if isinstance(item, TextLine)] for page in pages]
    (page,) = [number for number, names in enumerate(lines) if "signs.heading" in names]
    after = lines[page][lines[page].index("signs.heading") + 1 :]
    assert len({name for name in after if name.startswith("signs.")}) > 1


@given(st.integers(1, 99), st.integers(1, 99), st.booleans())
def test_counts_take_the_place_of_their_placeholders(page: int, pages: int, turned: bool) -> None:
    text, strong = "p 1/1 q", Span(0, 7, SpanKind.STRONG)
    first, second = (PAGES, PAGE) if turned else (PAGE, PAGES)
    spans = (strong, Span(2, 3, SpanKind.PAGE, first), Span(4, 5, SpanKind.PAGE, second))
    numbered = RichText(text, "en", MessageKey("page.number"), None, spans).on_page(page, pages)
    counts = {PAGE: str(page), PAGES: str(pages)}
    assert numbered.text == f"p {counts[first]}/{counts[second]} q"
    whole, one, other = numbered.spans
    assert numbered.text[whole.start : whole.end] == numbered.text
    assert numbered.text[one.start : one.end] == counts[first]
    assert numbered.text[other.start : other.end] == counts[second]


# -- large print -------------------------------------------------------------------------------------------------------


def lines(document: Document, page: int) -> list[TextLine]:
    return [item for item in document.pages[page].items if isinstance(item, TextLine)]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_large_print_is_large_numbered_and_whole(composed: Callable[[str, str], Document], tag: str) -> None:
    document = composed(PRODUCT, tag)
    count = len(document.pages)
    assert count > 1
    for number in range(count):
        shown = lines(document, number)
        assert all(line.size >= 18 for line in shown if line.role != "imprint")
        (foot,) = (line for line in shown if line.message == MessageKey("page.number"))
        assert foot.running
        assert sorted(re.findall("[0-9]+", foot.text)) == sorted([str(number + 1), str(count)])
        assert not shown[0].running
        body = [line for line in shown if not line.running]
        assert body[-1].role != "heading", "a heading stands alone at the foot"
        assert len(body) > 1, "a page holds a single line"


@pytest.mark.parametrize(("tag", "at_aim", "pages"), [("en", 2, 2), ("hi", 2, 2), ("my", 3, 2), ("ur", 3, 2)])
def test_type_is_below_its_aim_only_where_that_saves_a_page(
    session: Session, composed: Callable[[str, str], Document], tag: str, at_aim: int, pages: int
) -> None:
    layout, localized = session.layout(PRODUCT), session.localized(tag)
    good = fit(Setting(localized, layout, session.theme, session.typesetter, session.pictures, Rung()))
    ((face, _, _, panel),) = good.panels
    assert len(pages_of(face, panel)) == at_aim
    document = composed(PRODUCT, tag)
    assert len(document.pages) == pages
    size_class = localized.language.size_class
    aims = good.setting.size(layout.roles["headline"], "paper")
    if pages == at_aim:
        assert document.sizes["headline"] == aims
    else:
        assert layout.roles["headline"].floor[size_class] < document.sizes["headline"] < aims


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_item_is_on_one_page_and_its_list_is_one_list(composed: Callable[[str, str], Document], tag: str) -> None:
    document = composed(PRODUCT, tag)
    (section,) = document.structure.children
    (signs,) = (child for child in section.children if child.tag == "L")
    layout = next(line.block for page in document.pages for line in page.items if "list" in getattr(line, "block", ""))
    assert layout == "large-print/list[0]"
    bodies = [body for item in signs.children for body in item.children if body.tag == "LBody"]
    assert len(bodies) == 12
    for body in bodies:
        assert len({page for page, _ in body.items}) == 1
    assert [body.items[0] for body in bodies] == sorted(body.items[0] for body in bodies)


@cache
def finished(tag: str) -> tuple[bytes, Expectation]:
    session = open_session(ROOT)
    localized, layout = session.localized(tag), session.layout(PRODUCT)
    document = session.composed(localized, layout)
    module = layout.smallest_module
    expected = expectation(document, SCREEN, localized, session.library, smallest_module=module, moment=0)
    return paint(document, SCREEN, session.library, 0), expected


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_file_passes_and_readers_find_each_page_in_order(tag: str) -> None:
    data, expected = finished(tag)
    assert [str(finding) for finding in proof(data, expected).findings] == []
    for read in (poppler, pdfium):
        pages = read(data)
        for page, line in expected.lines:
            message = expected.message_text(page, line)
            assert message is None or extracted(message, pages[page], tag, read.__name__), line.where


def with_content(data: bytes, old: str, new: str) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes().decode("latin-1")
            assert old in content
            page.Contents = pdf.make_stream(content.replace(old, new).encode("latin-1"))
        return saved(pdf)


@pytest.mark.parametrize("mark", ["/Artifact BMC", "/Artifact <</Type /Pagination /Subtype /Header>> BDC"])
def test_a_foot_that_is_not_marked_is_found(mark: str) -> None:
    data, expected = finished("es")
    footer = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
    assert set(proof(with_content(data, footer, mark), expected).codes) == {"U809"}


def test_another_count_of_pages_is_found(composed: Callable[[str, str], Document]) -> None:
    """The expectation counts the pages of the file itself."""
    session = open_session(ROOT)
    localized, layout = session.localized("es"), session.layout(PRODUCT)
    document = session.composed(localized, layout)
    first, *others = document.pages
    (foot,) = (item for item in others[0].items if isinstance(item, TextLine) and item.message.id == "page.number")
    items = tuple(
        replace(foot, y=item.y) if isinstance(item, TextLine) and item.message == foot.message else item
        for item in first.items
    )
    wrong = replace(document, pages=(replace(first, items=items), *others))
    module = layout.smallest_module
    expected = expectation(wrong, SCREEN, localized, session.library, smallest_module=module, moment=0)
    assert "T310" in proof(paint(wrong, SCREEN, session.library, 0), expected).codes


@pytest.mark.parametrize("edition", ["press", "office"])
def test_every_page_is_printed_on_its_own_side(tmp_path: Path, edition: str) -> None:
    result = make(Job(ROOT, "ar", PRODUCT, edition, tmp_path), open_session(ROOT))
    assert result.error is None, str(result.error)
    with pikepdf.open(result.job.target) as pdf:
        assert len(pdf.pages) == len(finished("ar")[1].pages)


def test_two_pages_go_on_a_wide_sheet_one_behind_the_other(tmp_path: Path) -> None:
    result = make(Job(ROOT, "es", PRODUCT, "press", tmp_path, sheet=SheetChoice("13x19")), open_session(ROOT))
    assert result.error is None, str(result.error)
    with pikepdf.open(result.job.target) as pdf:
        assert len(pdf.pages) == len(finished("es")[1].pages)


def test_a_second_language_flows_behind_the_first() -> None:
    session = open_session(ROOT)
    localized = session.localized("es", secondary="en")
    document = session.composed(localized, session.layout(PRODUCT, secondary="en"))
    own, second = (len(finished(tag)[1].pages) for tag in ("es", "en"))
    assert len(document.pages) == own + second
    names = [page.face for page in document.pages]
    assert names == [f"page {n}" for n in range(1, own + 1)] + [f"second-page {n}" for n in range(1, second + 1)]
    one, other = document.structure.children
    assert (one.language, other.language) == ("", "en")
    assert _pages(one) == set(range(own))
    assert _pages(other) == set(range(own, own + second))


def _pages(element: Element) -> set[int]:
    inside = {page for page, _ in element.items}
    return inside.union(*(_pages(child) for child in element.children))


def test_a_block_that_is_higher_than_a_page_is_named(tmp_path: Path) -> None:
    for part in ("fonts", "translations"):
        (tmp_path / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    layout = (ROOT / "content" / "layouts" / f"{PRODUCT}.yaml").read_text(encoding="utf-8")
    low = layout.replace("trim: [8.5in, 11in]", "trim: [8.5in, 4in]")
    (tmp_path / "content" / "layouts" / f"{PRODUCT}.yaml").write_text(low, encoding="utf-8")
    session = Session(tmp_path)
    problem = r"large-print/column\[0\].*pt higher than a page; its longest text is “help.hotline.line”\. Shorten"
    with pytest.raises(OversetError, match=problem):
        session.composed(session.localized("en"), session.layout(PRODUCT))
