"""Checks of boxes, bleed, marks and the safe area at their tolerances: pages made by hand, no file is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from expecting import ON_PRESS, composed
from expecting import page as wanted
from flyers.content.press import Marks
from flyers.page.document import Page
from flyers.page.editions import SCREEN, Edition
from flyers.proof.checks import legibility, press
from flyers.proof.expectations import expectation_of_unknown
from flyers.proof.geometry import Box
from flyers.proof.matching import safe_panels
from flyers.proof.painted import PdfColour

WIDTH, HEIGHT = 252.0, 144.0
TRIM: Box = (36.0, 36.0, 288.0, 180.0)
BLEED_BOX: Box = (27.0, 27.0, 297.0, 189.0)
MEDIA: Box = (0.0, 0.0, 324.0, 216.0)

WHITE, DEEP = PdfColour("DeviceCMYK", (0, 0, 0, 0)), PdfColour("DeviceCMYK", (1, 0.7, 0.1, 0.3))
REGISTRATION, TOOL = PdfColour("Separation", (1.0,), "All"), PdfColour("Separation", (1.0,), "Dieline")


def paint(box: Box, colour: PdfColour = DEEP, *, kind: str = "fill", thinnest: float = 9.0) -> Any:
    return SimpleNamespace(box=box, parts=(box,), colour=colour, kind=kind, thinnest=thinnest)


def text(box: Box | None, words: str = "Call ") -> Any:
    return SimpleNamespace(box=box, text=words, paints=())


def page(paints: Sequence[Any] = (), texts: Sequence[Any] = (), **changes: Any) -> Any:
    """A page as it is read; what is painted is in the coordinates of its trim."""
    usual = {
        "number": 1, "declared": {"MediaBox", "TrimBox", "BleedBox"}, "rotation": 0, "user_unit": 1, "misshapen": (), "trim_origin": (36.0, 36.0),
        "size": (WIDTH, HEIGHT), "media": MEDIA, "trim": TRIM, "bleed": BLEED_BOX, "crop": MEDIA,
        "contents": SimpleNamespace(paints=list(paints), texts=list(texts)),
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **changes})


NO_MARKS = Marks(crop=False, fold=False)
MARKS = Marks(offset=12.0, length=15.0, weight=0.25)
WANTED = wanted()
UNKNOWN = replace(ON_PRESS, condition=None)
"""The edition of a press file of others."""


def found(
    check: Any, *pages: Any, expected: Page = WANTED, edition: Edition = UNKNOWN, known: bool = False
) -> list[str]:
    """What a check says of the pages of a file of others; or of ours, which is *known*."""
    composed_pages = (expected,) * max(len(pages), 1)
    whole = composed(*composed_pages, edition=edition) if known else expectation_of_unknown(edition, composed_pages)
    reading: Any = SimpleNamespace(pages=list(pages))
    faults = list(check(reading, whole))
    assert {fault.page for fault in faults} <= {1}
    return [fault.problem for fault in faults]


# -- boxes ------------------------------------------------------------------------------------------------------------


def test_pages_are_counted() -> None:
    expectation = composed(wanted(), wanted())
    told = [
        [fault.problem for fault in press.page_count(SimpleNamespace(pages=[page()] * count), expectation)]
        for count in (1, 2, 3)
    ]
    assert told == [["the file has 1 pages instead of 2"], [], ["the file has 3 pages instead of 2"]]


@pytest.mark.parametrize(
    ("changes", "edition", "told"),
    [
        ({}, UNKNOWN, []),
        (
            {"declared": set()},
            UNKNOWN,
            [f"the page declares no {name}" for name in ("MediaBox", "TrimBox", "BleedBox")],
        ),
        ({"declared": {"MediaBox"}}, SCREEN, []),
        ({"declared": set()}, SCREEN, ["the page declares no MediaBox"]),
        ({"rotation": 90}, UNKNOWN, ["the page is rotated or scaled by its own settings"]),
        ({"user_unit": 2}, UNKNOWN, ["the page is rotated or scaled by its own settings"]),
        ({"size": (252.015, 143.985)}, UNKNOWN, []),
        (
            {"size": (252.03, 144.0)},
            UNKNOWN,
            ["the trimmed size is 252.0300 × 144.0000 pt instead of 252.0000 × 144.0000 pt"],
        ),
        (
            {"size": (252.0, 143.97)},
            UNKNOWN,
            ["the trimmed size is 252.0000 × 143.9700 pt instead of 252.0000 × 144.0000 pt"],
        ),
    ],
)
def test_a_page_has_its_boxes_to_a_fiftieth_of_a_point(
    changes: dict[str, Any], edition: Edition, told: list[str]
) -> None:
    assert found(press.page_boxes, page(**changes), edition=edition) == told


def test_a_box_that_is_no_rectangle_is_named() -> None:
    assert found(press.page_boxes, page(misshapen=("TrimBox", "ArtBox"))) == [
        "the TrimBox is no rectangle of four numbers",
        "the ArtBox is no rectangle of four numbers",
    ]


def test_a_box_is_off_by_no_more_than_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "rounding", lambda page, expectation: 0.5)
    sheet: Box = (-36.0, -36.0, 288.0, 180.0)
    made = {"media": sheet, "crop": sheet, "trim": (0.0, 0.0, WIDTH, HEIGHT), "bleed": (-9.0, -9.0, 261.0, 153.0)}

    def told(**changes: Any) -> list[str]:
        return found(press.page_boxes, page(**{**made, **changes}), edition=ON_PRESS, known=True)

    assert told(size=(WIDTH + 0.5, HEIGHT - 0.5), media=(-36.5, -36.0, 288.0, 180.5)) == []
    assert told(bleed=(-8.5, -9.5, 261.5, 152.5)) == []
    for changes in ({"size": (WIDTH + 0.6, HEIGHT)}, {"size": (WIDTH, HEIGHT - 0.6)}, {"bleed": (-8.4, *FULL[1:])}):
        assert len(told(**changes)) == 1


def test_places_have_three_decimals_from_a_thousand_points() -> None:
    known, unknown = composed(WANTED), expectation_of_unknown(UNKNOWN, (WANTED,))
    for trim, media, exact in (
        ((0.0, 0.0), (0.0, 0.0, 999.9, 999.9), press.SIX_DIGITS),
        ((0.0, 0.0), (0.0, 0.0, 1000.0, 10.0), press.LARGE),
        ((0.0, 0.0), (0.0, 0.0, 10.0, 1000.0), press.LARGE),
        ((36.0, 9.0), (-36.0, -9.0, 964.0, 9.0), press.LARGE),
        ((36.0, 9.0), (-36.0, -9.0, 9.0, 991.0), press.LARGE),
        ((36.0, 9.0), (-36.0, -9.0, 963.0, 990.0), press.SIX_DIGITS),
    ):
        one = page(trim_origin=trim, media=media)
        assert press.rounding(one, known) == pytest.approx(exact, rel=1e-5)
        assert press.rounding(one, unknown) == 0.02


@pytest.mark.parametrize(("size", "exact"), [(999.0, press.SIX_DIGITS), (1001.0, press.LARGE)])
@pytest.mark.parametrize(("share", "same"), [(0.99, True), (1.01, False)])
def test_our_own_boxes_are_as_exact_as_they_are_written(size: float, exact: float, share: float, same: bool) -> None:
    """Six digits leave three decimals of a long edge, and four of a short one."""
    width, sheet = size - 72.0, (-36.0, -36.0, size - 36.0, 180.0)
    made = {"trim": (36.0, 36.0, width + 36.0, 180.0), "bleed": (27.0, 27.0, width + 45.0, 189.0)}
    one = page(media=sheet, crop=sheet, size=(width + share * exact, HEIGHT), **made)
    told = found(press.page_boxes, one, expected=wanted(width=width), edition=ON_PRESS, known=True)
    assert [problem.startswith("the trimmed size is") for problem in told if "bleed" not in problem] == (
        [] if same else [True]
    )


def test_outside_the_press_the_whole_page_of_ours_is_what_is_cut() -> None:
    cut = (0.0, 0.0, WIDTH, HEIGHT)
    usual = {"trim": cut, "bleed": cut, "declared": {"MediaBox"}}
    assert found(press.page_boxes, page(media=cut, crop=cut, **usual), edition=SCREEN, known=True) == []
    for off, same in ((press.SIX_DIGITS * (1 + 1e-6), True), (press.SIX_DIGITS * 1.01, False)):
        beside = (off, 0.0, WIDTH, HEIGHT)
        told = found(press.page_boxes, page(media=beside, crop=beside, **usual), edition=SCREEN, known=True)
        assert (told == []) is same
    assert found(press.page_boxes, page(**usual), edition=SCREEN, known=True) == [
        "the whole page is 324.0000 × 216.0000 pt instead of 252.0000 × 144.0000 pt, or off its place"
    ]
    assert found(press.page_boxes, page(**usual), edition=SCREEN) == []


@pytest.mark.parametrize("off", [(0.0, 0.0, 0.0, 0.03), (10.0, 20.0, 10.0, 20.0)])
def test_on_the_press_the_whole_page_of_ours_has_its_size_and_place(off: Box) -> None:
    sheet = (-36.0, -36.0, 288.0, 180.0)
    inside = {"bleed": (-9.0, -9.0, 261.0, 153.0), "trim": (0.0, 0.0, 252.0, 144.0)}
    wide = (-99.0, -99.0, 999.0, 999.0)
    assert found(press.page_boxes, page(media=sheet, crop=sheet, **inside), edition=ON_PRESS, known=True) == []
    (problem,) = found(press.page_boxes, page(media=sheet, crop=wide, **inside), edition=ON_PRESS, known=True)
    assert problem.startswith("what viewers show is 1098.0000 × 1098.0000 pt instead of")
    media = tuple(edge + by for edge, by in zip(sheet, off, strict=True))
    (problem,) = found(press.page_boxes, page(media=media, crop=media, **inside), edition=ON_PRESS, known=True)
    assert problem.endswith("instead of 324.0000 × 216.0000 pt, or off its place")


def test_an_art_box_is_told_where_no_standard_does() -> None:
    art = page(declared={"MediaBox", "TrimBox", "BleedBox", "ArtBox"})
    told = found(press.page_boxes, art, edition=ON_PRESS, known=True)
    assert "the page declares an ArtBox, which some programs show alone" in told
    claiming = replace(ON_PRESS, standards=("PDF/X-4",))
    assert not any("ArtBox" in problem for problem in found(press.page_boxes, art, edition=claiming, known=True))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"bleed": (27.015, 27.0, 297.0, 188.985)}, []),
        ({"bleed": (27.03, 27.0, 297.0, 189.0)}, ["the bleed is 8.97, 9.00, 9.00, 9.00 pt instead of 9.00 pt"]),
        ({"bleed": (37.0, 27.0, 297.0, 189.0)}, ["the bleed box is inside the trim box"]),
        ({"bleed": TRIM}, ["the bleed is 0.00, 0.00, 0.00, 0.00 pt instead of 9.00 pt"]),
        ({"bleed": TRIM, "declared": {"MediaBox", "BleedBox"}}, ["the page declares no TrimBox"]),
        (
            {"bleed": (27.0, 27.0, 324.03, 189.0)},
            [
                "the bleed is 9.00, 9.00, 36.03, 9.00 pt instead of 9.00 pt",
                "the bleed box extends beyond the media box",
                "the crop box cuts into the bleed",
            ],
        ),
        ({"crop": (27.0, 27.0, 297.0, 189.0)}, []),
        ({"crop": (27.03, 27.0, 297.0, 189.0)}, ["the crop box cuts into the bleed"]),
    ],
)
def test_boxes_are_inside_each_other(changes: dict[str, Any], told: list[str]) -> None:
    assert found(press.page_boxes, page(**changes)) == told


# -- art and marks ----------------------------------------------------------------------------------------------------


FULL: Box = (-9.0, -9.0, 261.0, 153.0)


@pytest.mark.parametrize(
    ("box", "told"),
    [
        (FULL, ""),
        ((-8.9, -9.0, 261.0, 153.0), ""),
        ((-8.8, -9.0, 261.0, 153.0), "left"),
        ((-9.0, 0.0, 261.0, 153.0), "bottom"),
        ((-9.0, 0.5, 261.0, 153.0), "bottom"),
        ((-9.0, 0.51, 261.0, 153.0), ""),  # it ends inside, on purpose
        ((0.0, 0.0, 252.0, 144.0), "left and bottom and right and top"),
        ((20.0, 20.0, 251.6, 40.0), "right"),
        ((20.0, 20.0, 40.0, 143.5), "top"),
        ((20.0, 20.0, 40.0, 143.4), ""),
        ((-9.0, -9.0, 0.0, 153.0), ""),  # all of it is outside
    ],
)
def test_art_that_touches_the_cut_reaches_the_edge_of_the_bleed(box: Box, told: str) -> None:
    wording = [f"art in C100 M70 Y10 K30 stops at the {told} cutting edge"] if told else []
    assert found(press.art_bleeds, page([paint(box)])) == wording
    for colour in (WHITE, REGISTRATION, TOOL):
        assert found(press.art_bleeds, page([paint(box, colour)])) == []


@pytest.mark.parametrize(
    ("box", "inside"), [(FULL, True), ((-9.1, -9.1, 261.1, 153.1), True), ((-9.2, 0, 9, 9), False)]
)
def test_only_marks_are_outside_the_bleed(box: Box, inside: bool) -> None:
    told = [] if inside else ["a fill in C100 M70 Y10 K30 extends beyond the bleed"]
    assert found(press.nothing_outside, page([paint(box)])) == told
    assert found(press.nothing_outside, page([paint(box, REGISTRATION)])) == []


@pytest.mark.parametrize(("top", "outside"), [(-9.0, True), (-8.995, True), (-8.98, False)])
def test_marks_are_not_inside_it(top: float, outside: bool) -> None:
    told = [] if outside else ["registration colour is printed inside the bleed"]
    assert found(press.marks_outside, page([paint((0.0, -30.0, 1.0, top), REGISTRATION)])) == told
    assert found(press.marks_outside, page([paint((0.0, -30.0, 1.0, top), DEEP)])) == []


def test_art_that_ends_a_tenth_of_a_point_before_the_end_of_the_bleed_is_not_cut_short() -> None:
    """And what ends half a point before the cut is meant to reach it."""
    unbled, whole = wanted(bleed=0.0), (0.0, 0.0, WIDTH, HEIGHT)
    for left, told in ((0.1, []), (0.11, ["left"]), (0.5, ["left"]), (0.51, [])):
        stops = [f"art in {DEEP} stops at the {side} cutting edge" for side in told]
        assert found(press.art_bleeds, page([paint((left, *whole[1:]))]), expected=unbled) == stops


@pytest.mark.parametrize(("thin", "told"), [(0.24, []), (0.25, []), (0.239, ["a stroke is 0.239 pt thin"])])
def test_a_line_is_as_thick_as_a_plate_prints(thin: float, told: list[str]) -> None:
    assert found(press.no_hairlines, page([paint((0, 0, 9, 1), kind="stroke", thinnest=thin)])) == told


# -- the safe area ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "panels"),
    [
        ({}, [(9.0, 9.0, 243.0, 135.0)]),
        ({"folds": (100.0,)}, [(9.0, 9.0, 91.0, 135.0), (109.0, 9.0, 243.0, 135.0)]),
        ({"level_folds": (72.0,)}, [(9.0, 9.0, 243.0, 63.0), (9.0, 81.0, 243.0, 135.0)]),
        ({"covered": (20.0, 5.0)}, [(9.0, 9.0, 243.0, 124.0)]),
        ({"covered": (5.0, 20.0)}, [(9.0, 20.0, 243.0, 135.0)]),
        ({"covered": (20.0, 30.0), "level_folds": (72.0,)}, [(9.0, 30.0, 243.0, 63.0), (9.0, 81.0, 243.0, 124.0)]),
    ],
)
def test_the_safe_area_keeps_from_cuts_folds_and_what_is_covered(changes: dict[str, Any], panels: list[Box]) -> None:
    assert list(safe_panels(wanted(**changes))) == panels


@pytest.mark.parametrize(
    ("box", "beyond"),
    [
        ((9.0, 9.0, 243.0, 135.0), None),
        ((8.95, 9.0, 50.0, 20.0), None),
        ((8.9, 9.0, 50.0, 20.0), "0.1"),
        ((20.0, 7.0, 50.0, 20.0), "2.0"),
        ((20.0, 20.0, 250.0, 30.0), "7.0"),
        ((20.0, 20.0, 50.0, 140.0), "5.0"),
        ((-3.0, 20.0, 50.0, 30.0), "12.0"),
        ((-60.0, 20.0, -10.0, 30.0), None),  # the slug
        ((-60.0, 20.0, -9.0 + 0.05, 30.0), None),
        ((-60.0, 20.0, -8.9, 30.0), "69.0"),
    ],
)
def test_text_is_inside_the_safe_area(box: Box, beyond: str | None) -> None:
    told = [f"“Call” extends {beyond} pt beyond the safe area"] if beyond else []
    assert found(legibility.text_is_safe, page(texts=[text(box), text(None)])) == told
    if box[0] > -10 or beyond:
        assert unsafe(box) == ([f"the code extends {beyond} pt beyond the safe area"] if beyond else [])


def unsafe(*places: Box, page: int = 0) -> list[str]:
    """Return what is said of codes in *places*."""
    codes = [SimpleNamespace(page=page, box=box, item=SimpleNamespace(contact="hotline")) for box in places]
    expectation: Any = SimpleNamespace(pages=[wanted()], codes=codes)
    faults = list(legibility._unsafe_codes(expectation))
    assert {(fault.page, fault.where) for fault in faults} <= {(1, "hotline")}
    return [fault.problem for fault in faults]


def test_text_that_crosses_a_fold_is_measured_from_the_panel_that_suits_it() -> None:
    across = text((80.0, 20.0, 95.0, 30.0))
    assert found(legibility.text_is_safe, page(texts=[across]), expected=wanted(folds=(100.0,))) == [
        "“Call” extends 4.0 pt beyond the safe area"
    ]


def test_text_and_codes_keep_clear_of_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    box: Box = (20.0, 20.0, 40.0, 40.0)
    monkeypatch.setattr(legibility, "tool_problems", lambda box, expected: ["0.5 pt from a hole", "cut by a fold"])
    assert found(legibility.text_is_safe, page(texts=[text(box)])) == [
        "“Call” is 0.5 pt from a hole",
        "“Call” is cut by a fold",
    ]
    assert unsafe(box, page=1) == []
    assert unsafe(box) == [
        "the code is 0.5 pt from a hole",
        "the code is cut by a fold",
    ]


# -- slug and draft mark ----------------------------------------------------------------------------------------------

SLUG = "card en English 2026-11 4f2a91c 2026-11-30"
SHEET: Box = (-36.0, -36.0, 288.0, 180.0)
INFO = {"CreationDate": "D:20261130120000Z"}


def slug(
    *texts: Any, info: dict[str, str] = INFO, edition: Edition = ON_PRESS, paints: Sequence[Any] = ()
) -> list[str]:
    expectation = composed(WANTED, edition=edition)
    reading: Any = SimpleNamespace(pages=[page(paints, texts, media=SHEET)], info=info)
    return [fault.problem for fault in press.slug_line(reading, expectation)]


def small(words: str, box: Box = (10.0, 160.0, 100.0, 166.0)) -> Any:
    letter = SimpleNamespace(box=(box[0], box[1], box[0] + 5.0, box[3]))
    return SimpleNamespace(box=box, text=words, paints=(), glyphs=[letter, SimpleNamespace(box=None)])


def test_the_slug_says_which_file_it_is_and_of_which_day() -> None:
    document = composed(WANTED).document
    words = f"{document.product} {document.label} {document.issue} {document.code} 2026-11-30"
    assert slug(small(words)) == []
    assert slug(small(words[:-10]), small("2026-11-30", (10.0, -20.0, 60.0, -14.0))) == []
    assert slug(small(words.replace("card ", ""))) == ["the slug does not say “card”"]
    assert slug(small(words.replace("card ", "")), small("card", (10.0, 100.0, 60.0, 106.0))), "that is on the page"
    assert slug(small(words.replace("2026-11 ", "").replace("2026-11-30", "2026-12-01"))) == [
        "the slug does not say “2026-11”, “2026-11-30”"
    ]
    assert slug(small(words), info={}) == ["the slug does not say “the day on which the file was made”"]
    assert slug(small(words), info={"CreationDate": "2026"})
    blank = SimpleNamespace(box=None, text=words, paints=(), glyphs=[])
    assert slug(blank), "what has no ink says nothing"


def test_the_slug_is_on_the_sheet_and_clear_of_marks() -> None:
    document = composed(WANTED).document
    words = f"{document.product} {document.label} {document.issue} {document.code} 2026-11-30"
    assert slug(small(words, (-36.02, 160.0, 288.02, 180.02))) == []
    for box in ((-36.03, 160.0, 90.0, 166.0), (0.0, 160.0, 288.03, 166.0), (0.0, 160.0, 90.0, 180.03)):
        assert slug(small(words, box)) == ["the slug runs off the sheet"]
    mark = paint((12.0, 150.0, 12.5, 170.0), REGISTRATION, kind="stroke", thinnest=0.25)
    beside = paint((50.0, 150.0, 50.5, 170.0), REGISTRATION, kind="stroke", thinnest=0.25)
    assert slug(small(words), paints=[mark]) == ["the slug overlaps a mark"]
    assert slug(small(words), paints=[beside]) == [], "no letter is there"
    assert slug(small(words), paints=[paint((12.0, 150.0, 12.5, 170.0))]) == []


def drafts(*texts: Any, pieces: tuple[Box, ...], draft: bool = True) -> list[str]:
    expectation = composed(replace(WANTED, pieces=pieces), draft=draft)
    reading: Any = SimpleNamespace(pages=[page((), texts)])
    return [fault.problem for fault in press.draft_marks(reading, expectation)]


def test_each_piece_of_an_unsigned_sheet_says_so() -> None:
    words = composed(WANTED, draft=True).document.draft_mark
    left, right = (0.0, 0.0, 100.0, 140.0), (100.0, 0.0, 200.0, 140.0)
    here, there = (10.0, 10.0, 60.0, 16.0), (110.0, 10.0, 160.0, 16.0)
    assert drafts(text(here, words), text(there, f"Nobody signed: {words}!"), pieces=(left, right)) == []
    assert drafts(text(here, words.split()[0]), text(there, words), pieces=(left, right)) == []
    assert drafts(text(here, words), pieces=(left, right)) == [f"1 of 2 pieces do not say “{words}”"]
    assert drafts(text(here, "Call"), text(None, words), pieces=(left, right)) == [
        f"2 of 2 pieces do not say “{words}”"
    ]
    assert drafts(text((90.0, 10.0, 110.0, 16.0), words), pieces=(left,)) == [f"1 of 1 pieces do not say “{words}”"]
    assert drafts(text((60.0, 10.0, 100.02, 16.0), words), pieces=(left,)) == []
    assert drafts(pieces=(left,), draft=False) == []
