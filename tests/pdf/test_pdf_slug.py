"""The slug: it names the job outside the bleed, clear of all marks."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pypdfium2
import pytest
from pdffeed import document, library, set_line

from flyers.page.document import Page, TextLine
from flyers.page.editions import page_boxes
from flyers.pdf.marks import slug_lines
from flyers.pdf.metadata import UNSIGNED
from flyers.pdf.painter import paint
from flyers.text.paragraph import Typesetter
from pressed import PRESS

MOMENT = 1_790_000_000
DAY = "2026-09-21"

SHEETS = {
    "poster": Page("front", 612, 792, 9, 9, ()),
    "card": Page("back", 252, 144, 9, 9, ()),
    "tall card": Page("front", 144, 252, 9, 9, ()),
    "stamp": Page("front", 72, 72, 9, 9, ()),
    "leaflet": Page("outside", 792, 612, 9, 9, (), folds=(261.0, 526.5)),
    "narrow fold": Page("outside", 400, 200, 9, 9, (), folds=(90.0, 300.0)),
}


def slug(page: Page, **fields: object) -> list[TextLine]:
    fields = {"product": "wallet-card", "language": "zh-Hans", "language_names": "Chinese (Mandarin)", **fields}
    job = dataclasses.replace(document(language="en"), **fields)
    return slug_lines(job, page, page_boxes(page, PRESS), Typesetter(library()), MOMENT)


@pytest.mark.parametrize("name", SHEETS)
def test_the_slug_is_inside_the_strip_and_between_the_marks(name: str) -> None:
    page = SHEETS[name]
    boxes = page_boxes(page, PRESS)
    lines = slug(page)
    assert any(line.y > page.height for line in lines)
    assert any(line.y < 0 for line in lines)
    for line in lines:
        left, bottom, right, top = line.ink
        assert line.x + left >= 4, "clear of the left crop mark"
        assert line.x + right <= min([*page.folds, page.width]) - 4 or line.size == 4.0, "clear of the next mark"
        if line.y > page.height:
            assert line.y + bottom >= page.height + page.bleed
            assert line.y + top <= boxes.media[3] - boxes.trim[1]
        else:
            assert line.y + top <= -page.bleed
            assert line.y + bottom >= -boxes.trim[1]


@pytest.mark.parametrize("name", SHEETS)
def test_the_slug_is_complete_and_its_lines_do_not_overlap(name: str) -> None:
    page = SHEETS[name]
    lines = slug(page)
    text = " ".join(line.text for line in lines)
    names = ("wallet-card", "zh-Hans Chinese (Mandarin)", "2026-11", "4f2a91c", DAY, page.face)
    for part in (*names, f"draft translation – {UNSIGNED}", " in ("):
        assert part in text
    for group in ([line for line in lines if line.y > 0], [line for line in lines if line.y < 0]):
        assert [line.y for line in group] == sorted((line.y for line in group), reverse=True)
        for upper, lower in pairwise(group):
            assert upper.y + upper.ink[1] >= lower.y + lower.ink[3]


def test_the_type_is_as_large_as_fits() -> None:
    assert {line.size for line in slug(SHEETS["poster"])} == {6.0}
    assert len(slug(SHEETS["poster"])) == 2
    assert {line.size for line in slug(SHEETS["card"])} == {6.0}
    assert 4.0 <= min(line.size for line in slug(SHEETS["tall card"])) <= 6.0
    assert min(line.size for line in slug(SHEETS["stamp"])) == 4.0


def test_the_slug_says_draft_only_without_a_sign_off() -> None:
    assert f"draft translation – {UNSIGNED}" in " ".join(line.text for line in slug(SHEETS["card"]))
    assert f"draft text – {UNSIGNED}" in " ".join(line.text for line in slug(SHEETS["card"], language="en"))
    assert "draft" not in " ".join(line.text for line in slug(SHEETS["card"], draft=False))


def test_right_to_left_pages_have_an_invisible_counterweight() -> None:
    pages = {}
    for direction in ("rtl", "ltr"):
        job = document([set_line("لا", "ar", 40, 700)], language="en", direction=direction)
        with pypdfium2.PdfDocument(paint(job, PRESS, library())) as opened:
            page = opened[0]
            pages[direction] = page.render(scale=2).to_pil().tobytes(), page.get_textpage().get_text_range()
    assert pages["rtl"][0] == pages["ltr"][0]
    assert pages["rtl"][1].count("\u200f") > 48
    assert "\u200f" * 8 not in pages["ltr"][1]


def test_lines_of_the_slug_are_three_points_from_the_edge_and_a_fifth_of_their_size_apart() -> None:
    """They begin five points from the corner of the trim."""
    page = SHEETS["tall card"]
    boxes = page_boxes(page, PRESS)
    lines = slug(page)
    above, below = ([line for line in lines if (line.y > 0) is at_top] for at_top in (True, False))
    assert (len(above), len(below)) > (1, 1)
    assert above[0].y + above[0].ink[3] == pytest.approx(page.height + boxes.trim[1] - 3)
    assert below[-1].y + below[-1].ink[1] == pytest.approx(3 - boxes.trim[1])
    for group in (above, below):
        assert {line.size for line in group} == {group[0].size}
        for upper, lower in pairwise(group):
            assert upper.y - lower.y == pytest.approx(1.2 * group[0].size)
    for line in lines:
        assert (line.x, line.ink[0], line.ink[1], line.ink[3]) == (5.0, 0.0, -0.24 * line.size, 0.78 * line.size)
        assert line.ink[2] == pytest.approx(max(glyph.x + glyph.advance for run in line.runs for glyph in run.glyphs))
        assert (line.colour, line.ground, line.role, line.language, line.floor) == ("slug", "", "slug", "en", 0.0)


@pytest.mark.parametrize(("strip", "sizes"), [
    (9.13, [6.0]), (9.11, [5.5]), (8.62, [5.5]), (8.60, [5.0]), (7.60, [4.5]), (7.58, [4.0]), (1.0, [4.0]),
])  # fmt: skip  # one height of the strip to a case
def test_a_low_strip_has_smaller_type(strip: float, sizes: list[float]) -> None:
    """A line takes up 1.02 of its size, and is three points from the edge."""
    assert PRESS.condition is not None
    low = dataclasses.replace(PRESS, condition=dataclasses.replace(PRESS.condition, slug=strip))
    page = SHEETS["poster"]
    lines = slug_lines(document(), page, page_boxes(page, low), Typesetter(library()), MOMENT)
    assert [line.size for line in lines] == sizes * 2


def parts_of(page: Page, **fields: object) -> list[list[str]]:
    """Return the parts of each line below the page."""
    return [line.text.split(" \u00b7 ") for line in slug(page, **fields) if line.y < 0]


def test_as_many_parts_are_on_a_line_as_its_measure_holds() -> None:
    """Ten points less than from the edge of the trim to the next mark; parts are never broken."""
    wide = Page("outside", 4000, 800, 9, 9, ())
    for face, lines, size in (("outside", 2, 6.0), ("", 1, 5.5)):
        (whole,) = (line.ink[2] for line in slug(dataclasses.replace(wide, face=face), draft=False) if line.y < 0)
        for fold, count, height in ((whole + 10.1, 1, 6.0), (whole + 9.9, lines, size)):
            page = dataclasses.replace(wide, face=face, folds=(fold, 2000.0))
            assert [line.size for line in slug(page, draft=False) if line.y < 0] == [height] * count
    low = dataclasses.replace(SHEETS["poster"], face="f" * 30)
    assert parts_of(low) == [
        ["f" * 30, "8.5 \u00d7 11 in (215.9 \u00d7 279.4 mm)", f"draft translation \u2013 {UNSIGNED}"]
    ]
    narrow = dataclasses.replace(low, folds=(260.0,))
    assert parts_of(narrow) == [
        ["f" * 30, "8.5 \u00d7 11 in (215.9 \u00d7 279.4 mm)"],
        [f"draft translation \u2013 {UNSIGNED}"],
    ]
    narrower = dataclasses.replace(low, folds=(150.0,))
    assert parts_of(narrower) == [
        ["f" * 30],
        ["8.5 \u00d7 11 in (215.9 \u00d7 279.4 mm)"],
        [f"draft translation \u2013 {UNSIGNED}"],
    ]


def test_what_a_document_does_not_have_is_no_part_of_the_slug() -> None:
    page = SHEETS["poster"]
    lines = slug(page, language_names="", issue="", language="en", draft=False)
    assert [line.text for line in lines] == [
        f"wallet-card \u00b7 en \u00b7 4f2a91c \u00b7 {DAY}",
        "front \u00b7 8.5 \u00d7 11 in (215.9 \u00d7 279.4 mm)",
    ]
