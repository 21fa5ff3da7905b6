"""Compares a page of a file with what was composed: coarsely first, and closely if something seems to differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flyers.proof.geometry import Box
from flyers.proof.pictures import known_tiles
from flyers.proof.pictures.comparison import REACH, Differences, differences
from flyers.proof.pictures.drawing import DrawnPage, Pixels, Wanted
from flyers.proof.pictures.expected import ExpectedColour, ExpectedPhotograph, ExpectedPicture, ExpectedRectangles
from flyers.proof.pictures.faults import picture_faults
from flyers.proof.pictures.frames import NUDGES, Frame, PixelBox
from flyers.proof.pictures.prefetch import Band, most_at_once, prefetched
from flyers.proof.pictures.scratch import Memory, scratch
from flyers.proof.pictures.swatches import shown as shown_colours
from flyers.proof.pictures.wording import PictureFault
from flyers.proof.raster import DPI, Raster

FINE_DPI = 300
"""Resolution at which a suspected difference is judged: that of print."""


def page_faults(
    raster: Raster, number: int, crop: Box, picture: ExpectedPicture, fonts: Mapping[str, bytes]
) -> list[PictureFault]:
    """Return the differences of page *number*, whose crop box is *crop*, from what *picture* says that it shows."""
    by_tiles = known_tiles.is_variant(picture)
    if not _Comparison(raster, number, crop, picture, fonts, DPI).differs(by_tiles=by_tiles):
        return []
    closely = _Comparison(raster, number, crop, picture, fonts, FINE_DPI)
    # Bands first: two whole pages of a brochure at this resolution are 70 MB, and a good page needs neither.
    return closely.faults() if closely.differs() else []


def image_faults(
    actual: Pixels, page: Pixels, picture: ExpectedPicture, fonts: Mapping[str, bytes]
) -> list[PictureFault]:
    """Return the differences of an image from *page*, the picture of a page that shows what *picture* says.

    Both have the same pixels, so there is no other resolution at which to look again.
    """
    found = differences(actual, page)
    if not found:
        return []
    height, width = actual.shape
    colours = shown_colours(_flat_colours(picture))
    drawn = DrawnPage(picture, Frame.of(picture.sheet, width, height), fonts, colours)
    return picture_faults(found, actual, page, drawn)


def _flat_colours(picture: ExpectedPicture) -> Iterator[ExpectedColour]:
    """Yield the colours of everything but photographs."""
    drawings = (*picture.art, *picture.margin)
    return (drawing.colour for drawing in drawings if not isinstance(drawing, ExpectedPhotograph))


_BAND = 1 << 19
"""Pixels of a page that are drawn and compared in one go: few enough to stay near the processor, and many enough that
few lines of type are drawn twice."""

_AROUND = REACH + 1
"""Rows around others, and columns, that take part where these are compared; the pixel before the first of a row is the
last of another."""

_MOST_NUDGED = 3
"""More pixels than an edge is moved by when another last bit makes pdfium round an edge, or the width, differently."""

_CORNERS = 2
"""Pixels beyond the edges of a rectangle, from corner to corner."""


class _Comparison:
    """A page at one resolution."""

    def __init__(
        self,
        raster: Raster,
        number: int,
        crop: Box,
        picture: ExpectedPicture,
        fonts: Mapping[str, bytes],
        dpi: int,
    ) -> None:
        self._picture = picture
        self._fonts = fonts
        self._colours = shown_colours(_flat_colours(picture))
        self._width, self._height = raster.size(number, dpi)
        self._raster, self._number, self._dpi = raster, number, dpi
        self._frame = Frame.of(crop, self._width, self._height)
        self._pages: dict[Frame, DrawnPage] = {}

    def differs(self, *, by_tiles: bool = False) -> bool:
        """Return whether the page shows anything else than was expected; *by_tiles*: but in tiles that are known."""
        differs_in = self._tiles_differ_in if by_tiles else self._differs_in
        step = min(max(1, _BAND // self._width), self._height)
        most = (step + 2 * _AROUND) * self._width
        bands = [Band(top, min(top + step, self._height)) for top in range(0, self._height, step)]
        with ExitStack() as stack:
            wanted, *shown = (stack.enter_context(scratch(most)) for _ in range(1 + most_at_once()))
            rows = stack.enter_context(closing(prefetched(list(map(self._around, bands)), self._rows, shown)))
            return any(differs_in(band, actual, wanted) for band, actual in zip(bands, rows, strict=True))

    def faults(self) -> list[PictureFault]:
        """Return what is different."""
        actual, expected = self._rows(Band(0, self._height)), self._drawn.pixels()
        found = self._in_every_frame(differences(actual, expected), actual, 0)
        return picture_faults(found, actual, expected, self._drawn)

    def _around(self, band: Band) -> Band:
        """Return the rows that take part where *band* is compared: a pixel is compared with those around it."""
        return Band(max(band.first - _AROUND, 0), min(band.last + _AROUND, self._height))

    def _rows(self, band: Band, memory: Memory | None = None) -> Pixels:
        """Return what the page shows in the rows of *band*."""
        return self._raster.rows(self._number, self._dpi, *band, memory)

    def _differs_in(self, band: Band, actual: Pixels, memory: Memory) -> bool:
        """Return whether the page shows anything else than was expected in the rows of *band*.

        *actual* has these rows and those around them, *memory* is for what was expected.
        """
        return bool(self._found(band, actual, memory))

    def _tiles_differ_in(self, band: Band, actual: Pixels, memory: Memory) -> bool:
        """Return the same as `_differs_in`, without comparing tiles that are known to be good."""
        begin = self._around(band).first
        for window in _joined(self._unknown(band, actual)):
            around, beside = self._around(window.rows), self._beside(window.columns)
            shown = actual[around.first - begin : around.last - begin]
            expected = self._drawn.pixels(*around, memory, columns=beside)
            found = differences(np.ascontiguousarray(shown[:, slice(*beside)]), expected)
            own = window.columns.first - beside.first, window.rows.first - around.first
            box = *own, window.columns.last - beside.first, window.rows.last - around.first
            if not found or not found.inside(box, beside.last - beside.first):
                for tile in window.tiles:
                    known_tiles.note(tile.wanted, tile.actual)
            elif self._found(window.rows, shown, memory):
                return True
        return False

    def _unknown(self, band: Band, actual: Pixels) -> Iterator[_Window]:
        """Yield for each few rows of *band* those columns that are not known to be good, if there are any.

        *actual* begins with the first row around the band.
        """
        begin = self._around(band).first
        columns = [
            Band(left, min(left + known_tiles.COLUMNS, self._width))
            for left in range(0, self._width, known_tiles.COLUMNS)
        ]
        beside = list(map(self._beside, columns))
        for first in range(band.first, band.last, known_tiles.ROWS):
            rows = Band(first, min(first + known_tiles.ROWS, band.last))
            around = self._around(rows)
            shown = actual[around.first - begin : around.last - begin]
            tiles = [
                _Tile(column, wanted, shown[:, slice(*near)])
                for column, near, wanted in zip(columns, beside, self._drawn.wanted(*around, beside), strict=True)
            ]
            unknown = [tile for tile in tiles if not known_tiles.is_known(tile.wanted, tile.actual)]
            if unknown:
                yield _Window(rows, Band(unknown[0].columns.first, unknown[-1].columns.last), unknown)

    def _beside(self, columns: Band) -> Band:
        """Return the columns that take part where these are compared."""
        return Band(max(columns.first - _AROUND, 0), min(columns.last + _AROUND, self._width))

    def _found(self, band: Band, actual: Pixels, wanted: Memory | None = None) -> Differences:
        """Return the differences in *band*, counted from its first pixel, of which *actual* has the rows around.

        *wanted* is memory for what was expected.
        """
        around = self._around(band)
        own = (band.first - around.first) * self._width, (band.last - around.first) * self._width
        found = differences(actual, self._drawn.pixels(*around, wanted)).between(*own)
        return self._in_every_frame(found, actual, around.first, wanted)

    def _in_every_frame(
        self, found: Differences, actual: Pixels, first: int, wanted: Memory | None = None
    ) -> Differences:
        """Return those of the differences *found* that are there in every frame; *actual* begins in the row *first*."""
        if not found or len(found.unexpected) + len(found.missing) > self._most_by_nudges:
            return found
        by_edges = self._by_edges(first, first + len(actual))
        certain, found = found.where(~by_edges), found.where(by_edges)
        for frame in self._nudged if found else ():
            if found:
                # Only rows with differences are drawn again. At 300 dpi, whole pages took as long as all the rest.
                rows = np.concatenate(found) // self._width
                above, below = max(int(rows.min()) - _AROUND, 0), min(int(rows.max()) + 1 + _AROUND, len(actual))
                nudged = self._draw(frame).pixels(first + above, first + below, wanted)
                also = differences(actual[above:below], nudged)
                found = found.also_in(Differences(*(places + above * self._width for places in also)))
        return certain.and_of(found)

    def _by_edges(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return which pixels of the rows from *first* up to *last* another frame may show otherwise: by edges."""
        near = np.zeros((last - first, self._width), dtype=np.bool_)
        by = _MOST_NUDGED + REACH
        for left, top, right, bottom in self._filled_boxes:
            if bottom + by <= first or top - by >= last:
                continue
            rows = slice(max(top - by - first, 0), max(bottom + by - first, 0))
            columns = slice(max(left - by, 0), max(right + by, 0))
            for edge in (top, bottom):
                near[max(edge - by - first, 0) : max(edge + by - first, 0), columns] = True
            for edge in (left, right):
                near[rows, max(edge - by, 0) : max(edge + by, 0)] = True
        return near.ravel()

    @property
    def _drawn(self) -> DrawnPage:
        return self._draw(self._frame)

    @cached_property
    def _nudged(self) -> list[Frame]:
        """The frames in which the last bit of a number lets a rectangle fill other pixels."""
        return list(_nudged(self._picture, self._frame))

    @cached_property
    def _most_by_nudges(self) -> int:
        """The most pixels, counted both ways, that can differ since rectangles have other edges: those along them.

        Of a page that differs everywhere, to look in each frame would take half a minute.
        """
        edges = sum(right - left + bottom - top for left, top, right, bottom in self._filled_boxes)
        return 2 * 2 * (edges + _CORNERS * len(self._filled_boxes))

    @cached_property
    def _filled_boxes(self) -> list[PixelBox]:
        return _filled(self._picture, self._frame)

    def _draw(self, frame: Frame) -> DrawnPage:
        if frame not in self._pages:
            self._pages[frame] = DrawnPage(self._picture, frame, self._fonts, self._colours)
        return self._pages[frame]


class _Tile(NamedTuple):
    """A few columns of a few rows: what is expected of them and of those around them, and what all these show."""

    columns: Band
    wanted: Wanted
    actual: Pixels


class _Window(NamedTuple):
    """A part of a page with the tiles in it that are not known to be good."""

    rows: Band
    columns: Band
    tiles: list[_Tile]


def _joined(windows: Iterable[_Window]) -> Iterator[_Window]:
    """Yield *windows* of the same columns below one another as one, since rows around them are drawn too."""
    waiting: _Window | None = None
    for window in windows:
        if waiting and waiting.columns == window.columns and waiting.rows.last == window.rows.first:
            rows = Band(waiting.rows.first, window.rows.last)
            waiting = _Window(rows, window.columns, waiting.tiles + window.tiles)
            continue
        if waiting:
            yield waiting
        waiting = window
    if waiting:
        yield waiting


def _nudged(picture: ExpectedPicture, frame: Frame) -> Iterator[Frame]:
    """Yield the frames in which a rectangle fills other pixels because its edges are off by no more than noise."""
    seen = [_filled(picture, frame)]
    for nudge in NUDGES[1:]:
        nudged = frame._replace(nudge=nudge)
        if (filled := _filled(picture, nudged)) not in seen:
            seen.append(filled)
            yield nudged


def _filled(picture: ExpectedPicture, frame: Frame) -> list[PixelBox]:
    rectangles = [one for one in (*picture.art, *picture.margin) if isinstance(one, ExpectedRectangles)]
    boxes = [box for one in rectangles if one.edges == "box" for box in one.boxes]
    return [frame.outer(picture.clip), *(frame.box(box) for box in boxes)]
