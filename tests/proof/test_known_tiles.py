"""Tiles of a page that were good before are not compared again, and whatever differs in one is found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from proofsample import good

from flyers.proof.pictures import known_tiles, pages
from flyers.proof.pictures.coverage import Spans
from flyers.proof.pictures.drawing import DrawnPage, Pixels
from flyers.proof.pictures.expected import ExpectedGlyphs
from flyers.proof.pictures.frames import Frame
from flyers.proof.pictures.ink import LargeInk
from flyers.proof.pictures.pages import page_faults
from flyers.proof.pictures.prefetch import Band
from flyers.proof.pictures.scratch import Memory
from flyers.proof.pictures.swatches import shown
from flyers.proof.reading import Reading, read


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    known_tiles._good.clear()
    known_tiles._lines.clear()
    yield
    known_tiles._good.clear()
    known_tiles._lines.clear()


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which the rows of each comparison are added."""
    rows: list[int] = []
    differences = pages.differences
    monkeypatch.setattr(
        pages, "differences", lambda actual, expected: rows.append(len(actual)) or differences(actual, expected)
    )
    return rows


def differs(reading: Reading, **changes: object) -> bool:
    expectation = good().expectation
    (page,), (picture,) = reading.pages, expectation.pictures
    wanted = replace(picture, **changes)
    return bool(page_faults(reading.raster, page.number, page.crop, wanted, expectation.fonts))


def test_a_page_is_rendered_each_time_and_compared_three_times(
    compared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read(good().pdf)
    rendered: list[Band] = []
    render = reading.raster.rows

    def rows(number: int, dpi: float, first: int, last: int, memory: Memory | None = None) -> Pixels:
        rendered.append(Band(first, last))
        return render(number, dpi, first, last, memory)

    monkeypatch.setattr(reading.raster, "rows", rows)
    for times in (True, True, True, False):
        assert not differs(reading)
        assert bool(compared) is times
        assert rendered
        compared.clear()
        rendered.clear()


def test_no_pixels_are_kept_beyond_the_limit(compared: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_tiles, "MOST_BYTES", 200_000)
    reading = read(good().pdf)
    for _ in range(5):
        compared.clear()
        assert not differs(reading)
    assert compared
    assert 100_000 < known_tiles.bytes_kept() <= 200_000


def test_every_difference_in_a_known_tile_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read(good().pdf)
    for _ in range(4):
        assert not differs(reading)
    render = reading.raster.rows
    chance = random.Random(7)
    across, down = reading.raster.size(1, pages.DPI)
    for _ in range(40):
        column, row = chance.randrange(across - 6), chance.randrange(down - 6)

        def altered(
            number: int,
            dpi: float,
            first: int,
            last: int,
            memory: Memory | None = None,
            row: float = row / pages.DPI,
            column: float = column / pages.DPI,
        ) -> Pixels:
            shown = render(number, dpi, first, last, memory).copy()
            top, left, side = round(row * dpi) - first, round(column * dpi), round(6 * dpi / pages.DPI)
            shown[max(top, 0) : max(top + side, 0), left : left + side] ^= np.uint32(0x00FFFFFF)
            return shown

        monkeypatch.setattr(reading.raster, "rows", altered)
        assert differs(reading), (column, row)
        monkeypatch.setattr(reading.raster, "rows", render)
        assert not differs(reading)


@pytest.mark.parametrize("columns", [(0, 90), (37, 380), (301, 389), (388, 389)])
def test_a_part_of_a_picture_is_drawn_as_in_the_whole(columns: tuple[int, int]) -> None:
    expectation = good().expectation
    (picture,) = expectation.pictures
    colours = shown(drawing.colour for drawing in (*picture.art, *picture.margin))
    left, bottom, right, top = picture.sheet
    width, height = 389, round(389 * (top - bottom) / (right - left))
    drawn = DrawnPage(picture, Frame.of(picture.sheet, width, height), expectation.fonts, colours)
    whole = drawn.pixels()
    for rows in ((0, height), (height // 3, height // 2), (height - 1, height)):
        part = drawn.pixels(*rows, columns=columns)
        assert np.array_equal(part, whole[slice(*rows), slice(*columns)]), rows


def test_large_ink_is_cut_at_every_edge() -> None:
    chance = np.random.default_rng(3)
    rows = np.repeat(np.arange(20), 20)
    columns = np.tile(np.arange(20), 20)
    ink = LargeInk(Spans(rows, columns, chance.integers(0, 256, 400).astype(np.uint8), [(3, 4, 9, 12)]), 20, 20)
    whole = np.full((90, 90), 0xFFFFFFFF, dtype=np.uint32)
    ink.paint(whole, (10, 200, 30, 255), 30, 30)
    for left, top in ((-25, 15), (-7, -7), (0, 0), (12, 14), (25, 18)):
        part = np.full((30, 25), 0xFFFFFFFF, dtype=np.uint32)
        ink.paint(part, (10, 200, 30, 255), left, top)
        assert np.array_equal(part, whole[30 - top : 60 - top, 30 - left : 55 - left]), (left, top)


def test_every_changed_expectation_of_a_known_tile_is_found() -> None:
    reading = read(good().pdf)
    for _ in range(4):
        assert not differs(reading)
    (picture,) = good().expectation.pictures
    seen = 0
    for index, drawing in enumerate(picture.art):
        without = (*picture.art[:index], *picture.art[index + 1 :])
        if isinstance(drawing, ExpectedGlyphs) and any(glyph.text.strip() for glyph in drawing.glyphs):
            assert differs(reading, art=without), drawing.line
            seen += 1
    assert seen
    left, bottom, right, top = picture.clip
    assert differs(reading, clip=(left + 60, bottom, right, top))
    assert not differs(reading)


def test_tiles_are_asked_for_only_of_pages_that_come_again_and_kept_of_those_that_are_the_same_twice() -> None:
    reading = read(good().pdf)
    for tiles, pixels in ((False, False), (True, False), (True, True)):
        assert not differs(reading)
        assert (len(known_tiles._good) > 0, known_tiles.bytes_kept() > 0) == (tiles, pixels)


@pytest.mark.parametrize(("known", "variant"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_a_variant_has_more_than_half_of_its_lines_in_common_with_pages_before(known: int, variant: bool) -> None:
    (picture,) = good().expectation.pictures
    first = next(drawing for drawing in picture.art if isinstance(drawing, ExpectedGlyphs))
    lines = [replace(first, line=str(number)) for number in range(8)]
    assert not known_tiles.is_variant(replace(picture, art=tuple(lines[:4])))
    assert known_tiles.is_variant(replace(picture, art=tuple(lines[4 - known : 8 - known]))) is variant


def test_equal_lines_that_are_other_objects_make_no_variant() -> None:
    (picture,) = good().expectation.pictures
    assert not known_tiles.is_variant(picture)
    again = tuple(replace(drawing) for drawing in picture.art)
    assert not known_tiles.is_variant(replace(picture, art=again))
