"""The expected picture of a page: which pixels pdfium fills, and what the comparison lets pass."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
from proofsample import good

from flyers.proof.pictures import pages
from flyers.proof.pictures.comparison import EDGE_SLACK, FLAT_SLACK, Differences, differences
from flyers.proof.pictures.drawing import DrawnPage, Pixels
from flyers.proof.pictures.expected import ExpectedColour, ExpectedPicture, ExpectedRectangles, ExpectedShape
from flyers.proof.pictures.frames import NUDGES, Frame
from flyers.proof.pictures.pages import FINE_DPI, page_faults
from flyers.proof.pictures.parts import drawn_parts
from flyers.proof.pictures.pixel_colours import PixelColours
from flyers.proof.pictures.scratch import Memory
from flyers.proof.pictures.swatches import shown
from flyers.proof.raster import DPI
from flyers.proof.reading import read

BLACK = ExpectedColour("DeviceGray", (0.0,))


def test_a_box_as_far_from_whole_pixels_at_both_edges_may_go_either_way() -> None:
    """As in a page with equal margins: 0.92 of a pixel at the upper edge, 0.08 at the lower."""
    frame = Frame.of((0.0, 0.0, 100.0, 100.0), 100, 100)
    boxes = {frame._replace(nudge=nudge).box((0.0, 7.92, 100.0, 92.08)) for nudge in NUDGES}
    assert boxes >= {(0, 7, 100, 92), (0, 8, 100, 93)}


def test_a_box_on_whole_pixels_is_not_widened_by_noise_alone() -> None:
    frame = Frame.of((0.0, 0.0, 100.0, 100.0), 100, 100)
    assert frame.box((10.0, 10.0, 20.0, 20.0)) == (10, 80, 20, 90)


def picture_of(*columns: int) -> np.ndarray:
    """Return a picture three pixels high in grey levels, by columns."""
    levels = np.array([columns] * 3, dtype=np.uint32)
    return levels * 0x010101 | 0xFF000000


@pytest.mark.parametrize(
    ("shown_levels", "expected", "finds", "turned_round"),
    [
        ((255, 255, 0, 255, 255), (255, 255, 0, 255, 255), False, False),
        ((255, 255, 255, 0, 255), (255, 255, 0, 255, 255), False, False),
        ((255, 255, 255, 255, 0, 255), (255, 0, 255, 255, 255, 255), True, True),
        ((255, 255, 255, 255), (255, 255, 255 - FLAT_SLACK, 255), False, False),
        ((200, 200, 200, 200), (200 + FLAT_SLACK + 1,) * 4, True, True),
        ((255, 255, 255, 255), (255, 255 - EDGE_SLACK, 255, 255), False, True),
        ((255, 255, 255, 255), (255, 255 - EDGE_SLACK - 1, 255, 255), True, True),
        ((255, 0, 0, 255, 0, 0, 255), (255, 0, 0, 0, 0, 0, 255), True, True),
    ],
    ids=["same", "a pixel off", "three off", "flat", "a tint", "a pale seam", "a hairline", "a gap"],
)
def test_what_the_tolerance_lets_pass(
    shown_levels: tuple[int, ...], expected: tuple[int, ...], finds: bool, turned_round: bool
) -> None:
    """A pale line may be lost in the page, but none may be added to bare paper."""
    one, other = picture_of(*shown_levels), picture_of(*expected)
    assert bool(differences(one, other)) is finds
    assert bool(differences(other, one)) is turned_round


def boxes_on_paper(random: np.random.Generator, shades: int) -> Pixels:
    """Return a white picture with boxes in shades of few colours, some over others, and noise in one of them."""
    picture = np.full((60, 50), 0xFFFFFFFF, dtype=np.uint32)
    for _ in range(6):
        top, left = random.integers(1, 40, 2)
        height, width = random.integers(1, 18, 2)
        levels = random.integers(0, shades, 3) * (255 // shades)
        picture[top : top + height, left : min(left + width, 49)] = 0xFF000000 | int(levels @ (1, 256, 65536))
    noise = random.integers(0, 40, (12, 12), dtype=np.uint32) * 0x010101
    picture[20:32, 20:32] = 0xFF808080 + noise
    return picture


def plainly(actual: Pixels, expected: Pixels) -> list[set[int]]:
    """Return the differences as the docstring of `comparison` has them, pixel by pixel."""

    def levels(picture: Pixels) -> np.ndarray:
        return picture.view(np.uint8).reshape(*picture.shape, 4)[..., :3].astype(int)

    def around(picture: Pixels) -> tuple[np.ndarray, np.ndarray]:
        rows, columns = picture.shape
        padded = np.pad(levels(picture), ((1, 1), (1, 1), (0, 0)), "edge")
        near = [padded[down : down + rows, across : across + columns] for down in range(3) for across in range(3)]
        return np.minimum.reduce(near), np.maximum.reduce(near)

    (low, high), (least, most) = around(expected), around(actual)
    slack = np.where((low == high).all(axis=-1), FLAT_SLACK, EDGE_SLACK)
    unexpected = np.abs(levels(actual) - np.clip(levels(actual), low, high)).max(axis=-1) > slack
    missing = np.abs(levels(expected) - np.clip(levels(expected), least, most)).max(axis=-1) > slack
    return [{*np.flatnonzero(unexpected).tolist()}, {*np.flatnonzero(missing).tolist()}]


@pytest.mark.parametrize("shades", [3, 16])
@pytest.mark.parametrize("seed", range(8))
def test_every_pixel_is_judged_by_those_around_it(seed: int, shades: int) -> None:
    """However few of them are compared with all eight."""
    random = np.random.default_rng(seed)
    one, other = boxes_on_paper(random, shades), boxes_on_paper(random, shades)
    mixed = np.where(np.arange(60)[:, None] < 30, one, other)
    for actual, expected in ((one, other), (mixed, one)):
        found = differences(actual, expected)
        assert [len(places) for places in found] == [len(places) for places in plainly(actual, expected)]
        assert [{*places.tolist()} for places in found] == plainly(actual, expected)


@pytest.mark.parametrize("most", [1, 2, 5, 300])
def test_colours_that_are_counted_are_those_of_the_pixels(most: int) -> None:
    """The median in each channel, and how many pixels are near a colour, whichever colour most of them have."""
    random = np.random.default_rng(most)
    for count in (1, 2, 99, 100, 1000, 1001):
        palette = random.integers(0, 1 << 24, most, dtype=np.uint32)
        pixels = random.choice(palette, count)
        levels = pixels.view(np.uint8).reshape(-1, 4)[:, 2::-1].astype(float)
        colours = PixelColours(pixels)
        median = colours.median()
        assert median.tolist() == np.median(levels, axis=0).tolist()
        for within in (0, 48, 96):
            near = np.abs(levels - median).max(axis=1) <= within
            assert colours.share_like(median, within) == near.mean()


def test_a_difference_is_judged_at_the_resolution_of_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """What differs at the coarse resolution is looked at again; what does not is not drawn twice."""
    sample = good()
    reading = read(sample.pdf)
    (page,), (picture,) = reading.pages, sample.expectation.pictures
    looked: list[int] = []
    render = reading.raster.rows
    monkeypatch.setattr(
        reading.raster, "rows", lambda number, dpi, *rows: looked.append(dpi) or render(number, dpi, *rows)
    )
    assert page_faults(reading.raster, 1, page.crop, picture, sample.expectation.fonts) == []
    assert set(looked) == {DPI}
    looked.clear()
    emptied = replace(picture, art=picture.art[:-1])
    (fault,) = page_faults(reading.raster, 1, page.crop, emptied, sample.expectation.fonts)
    assert list(dict.fromkeys(looked)) == [DPI, FINE_DPI]
    assert "unexpected" in fault.problem


def test_a_page_that_is_good_in_print_is_never_in_memory_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Bengali two pixels of a brochure differ at the coarse resolution alone; whole pages took 80 MB."""
    sample = good()
    reading = read(sample.pdf)
    (page,), (picture,) = reading.pages, sample.expectation.pictures
    compared = pages.differences

    def differ_coarsely(actual: Pixels, expected: Pixels) -> Differences:
        found = compared(actual, expected)
        return Differences(found.unexpected, np.array([0])) if actual.shape[1] == coarse else found

    coarse, fine = (reading.raster.size(1, dpi)[0] for dpi in (DPI, FINE_DPI))
    monkeypatch.setattr(pages, "differences", differ_coarsely)
    monkeypatch.setattr(pages, "_BAND", 40 * fine)
    rows: list[tuple[float, int]] = []
    render = reading.raster.rows

    def rendered(number: int, dpi: float, first: int, last: int, *memory: Memory | None) -> Pixels:
        rows.append((dpi, last - first))
        return render(number, dpi, first, last, *memory)

    monkeypatch.setattr(reading.raster, "rows", rendered)
    assert page_faults(reading.raster, 1, page.crop, picture, sample.expectation.fonts) == []
    assert {dpi for dpi, _ in rows} == {DPI, FINE_DPI}
    assert max(height for _, height in rows) < 120


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_rows_of_a_page_are_those_of_its_picture(rotation: int) -> None:
    """But for the last bit of numbers: pdfium places what it draws from the first row that it draws."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 61))
    page.Contents = pdf.make_stream(b"1 0 0 rg 10 5 30 20 re f 0 0 1 rg 50.3 30.2 m 90 60 l 95 3 l f 0 5 100 .4 re f")
    page.Rotate = rotation
    data = io.BytesIO()
    pdf.save(data)
    raster = read(data.getvalue()).raster
    whole = raster.picture(1, DPI)
    across, down = raster.size(1, DPI)
    assert (across, down) == (278, 170)
    assert whole.shape == (down, across)
    for first in range(0, down, 7):
        rows = raster.rows(1, DPI, first, min(first + 7, down))
        levels, its = rows.view(np.uint8).astype(int), whole[first : first + 7].view(np.uint8).astype(int)
        assert np.abs(levels - its).max() <= 8


def test_a_difference_is_found_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are compared in bands, each with a row of its neighbours."""
    sample = good()
    reading = read(sample.pdf)
    (page,), (picture,) = reading.pages, sample.expectation.pictures
    _, bottom, right, top = picture.clip
    monkeypatch.setattr(pages, "_BAND", 40 * round((page.crop[2] - page.crop[0]) * DPI / 72))
    for place in np.linspace(bottom, top - 1, 24):
        line = ExpectedRectangles(((right - 9, place, right - 6, place + 0.6),), BLACK, "a line", "a line")
        wanted = replace(picture, art=(*picture.art, line))
        faults = page_faults(reading.raster, 1, page.crop, wanted, sample.expectation.fonts)
        assert [fault.where for fault in faults] == ["a line"], place


def test_a_page_that_differs_everywhere_is_not_compared_in_each_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding moves the edges of rectangles by a pixel: it cannot explain more pixels than there are along them."""
    sample = good()
    reading = read(sample.pdf)
    (page,), (picture,) = reading.pages, sample.expectation.pictures
    fonts = sample.expectation.fonts
    assert len(list(pages._nudged(picture, Frame.of(page.crop, 700, 400)))) > 0
    asked: list[Frame] = []
    nudged = pages._nudged
    monkeypatch.setattr(pages, "_nudged", lambda *given: asked.append(given[1]) or nudged(*given))
    dark = ExpectedRectangles((picture.clip,), BLACK, "a ground", "a ground")
    faults = page_faults(reading.raster, 1, page.crop, replace(picture, art=(*picture.art, dark)), fonts)
    assert faults != []
    assert asked == []
    line = ExpectedRectangles(((20.0, 20.0, 60.0, 23.0),), BLACK, "a line", "a line")
    assert page_faults(reading.raster, 1, page.crop, replace(picture, art=(*picture.art, line)), fonts) != []
    assert asked != []


def test_a_stroke_of_half_a_pixel_is_drawn_as_wide_as_pdfium_draws_it() -> None:
    """A pixel wide at least, in its place, and not moved to whole pixels."""
    stroke = ExpectedRectangles(((10.0, 4.75, 30.0, 5.25),), BLACK, "crop marks", "a crop mark", "stroke")
    sheet = (0.0, 0.0, 40.0, 10.0)
    drawn = DrawnPage(ExpectedPicture(sheet, sheet, (), (stroke,)), Frame.of(sheet, 40, 10), {}, shown([BLACK]))
    assert (drawn.pixels()[:, 20] & 0xFF).tolist() == [255] * 4 + [127] * 2 + [255] * 4


def test_a_pictogram_is_drawn_once_for_all_editions() -> None:
    """A page with more margin is moved by whole pixels; by a part of a pixel, it is drawn again."""
    shape = ExpectedShape((("M", 1.3, 2.0), ("L", 21.7, 4.0), ("L", 9.0, 30.5)), BLACK, "a block", "a picture")
    ((part, box, mask),) = drawn_parts([shape], Frame.of((0.0, 0.0, 72.0, 72.0), 200, 200), {})[0]
    for margin, shared in ((27.0, True), (36.0, True), (10.0, False)):
        pixels = round((72 + 2 * margin) * 200 / 72)
        frame = Frame(-margin, 72 + margin, 200 / 72, 200 / 72, pixels, pixels)
        ((_, its_box, its_mask),) = drawn_parts([shape], frame, {})[0]
        assert (its_mask is mask) is shared
        assert [round(new - old) for new, old in zip(its_box, box, strict=True)] == [round(margin * 200 / 72)] * 4
    assert part == 0
