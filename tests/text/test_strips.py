"""Strips follow the outline that fontTools reads in the font, and nothing else has any."""

from __future__ import annotations

from math import ceil, comb, floor
from pathlib import Path

import pytest
from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from flyers.text.fonts import FontLibrary

FONTS = Path(__file__).resolve().parents[2] / "fonts"
WIDTH, AIR = 0.08, 0.03
Point = tuple[float, float]
FACES = [("noto-nastaliq-urdu:regular", "NotoNastaliqUrdu-Regular.ttf"), ("noto-sans:bold", "NotoSans-Bold.ttf")]


def points_on_curves(font: TTFont, name: str) -> list[tuple[float, float]]:
    """Return where the segments of a glyph begin and end, em."""
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    em = font["head"].unitsPerEm
    return [(points[-1][0] / em, points[-1][1] / em) for _, points in pen.value if points and points[-1]]


@pytest.mark.parametrize(("key", "file"), FACES)
def test_strips_hold_the_outline_and_end_with_it(key: str, file: str) -> None:
    font = TTFont(FONTS / file)
    em = font["head"].unitsPerEm
    face = FontLibrary.load(FONTS).face(key)
    order = font.getGlyphOrder()
    looked_at = 0
    for gid in range(0, len(order), max(1, len(order) // 150)):
        boxes = face.strips(gid)
        points = points_on_curves(font, order[gid])
        assert bool(boxes) == bool(points)
        if not points:
            continue
        looked_at += 1
        for x, y in points:
            assert any(
                left - 1e-6 <= x <= right + 1e-6 and low + AIR - 1e-6 <= y <= high - AIR + 1e-6
                for left, low, right, high in boxes
            ), f"{order[gid]}: ({x}, {y}) is in no strip"
        pen = BoundsPen(font.getGlyphSet())
        font.getGlyphSet()[order[gid]].draw(pen)
        x0, y0, x1, y1 = (value / em for value in pen.bounds)
        assert boxes[0][0] == pytest.approx(floor(x0 / WIDTH) * WIDTH)
        assert boxes[-1][2] >= min(x1, ceil(x1 / WIDTH) * WIDTH) - 1e-6
        assert boxes[-1][2] <= x1 + WIDTH + 1e-6
        assert min(low for _, low, _, _ in boxes) == pytest.approx(y0 - AIR, abs=0.02)
        assert max(high for _, _, _, high in boxes) == pytest.approx(y1 + AIR, abs=0.02)
        for left, low, right, high in boxes:
            assert right - left == pytest.approx(WIDTH)
            assert low < high
    assert looked_at > 100


class CurvePen(BasePen):
    """Draws each curve as four straight lines between points of it, by Bernstein's polynomials."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.edges: list[tuple[Point, Point]] = []

    def _moveTo(self, to: Point) -> None:  # noqa: N802 - fontTools calls these
        self.here = self.start = to

    def _lineTo(self, to: Point) -> None:  # noqa: N802 - fontTools' name
        self.edges.append((self.here, to))
        self.here = to

    def _curve(self, *points: Point) -> None:
        first, degree = self.here, len(points)
        for t in (0.25, 0.5, 0.75, 1.0):
            weights = [comb(degree, k) * t**k * (1 - t) ** (degree - k) for k in range(degree + 1)]
            x, y = (sum(w * p[axis] for w, p in zip(weights, (first, *points), strict=True)) for axis in (0, 1))
            self._lineTo((x, y))

    _qCurveToOne = _curveToOne = _curve  # noqa: N815 - fontTools' name

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self.edges.append((self.here, self.start))


@pytest.mark.parametrize(
    ("key", "file", "letter"),
    [
        ("noto-sans:bold", "NotoSans-Bold.ttf", "/"),
        ("noto-sans:bold", "NotoSans-Bold.ttf", "S"),
        ("noto-sans-sc:regular", "NotoSansSC-Regular.otf", "心"),
    ],
    ids=["straight", "quadratic", "cubic"],
)
def test_each_strip_has_its_part_of_the_outline(key: str, file: str, letter: str) -> None:
    """A box around the whole would be higher; a curve measured elsewhere than on itself lower, or higher."""
    font = TTFont(FONTS / file)
    name, em = font.getBestCmap()[ord(letter)], font["head"].unitsPerEm
    pen = CurvePen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    edges = [(x0 / em, y0 / em, x1 / em, y1 / em) for (x0, y0), (x1, y1) in pen.edges]
    boxes = FontLibrary.load(FONTS).face(key).strips(font.getGlyphID(name))
    assert len(boxes) > 3
    for left, low, right, high in boxes:
        inside = [
            y0 + (y1 - y0) * (min(max(x, min(x0, x1)), max(x0, x1)) - x0) / (x1 - x0)
            for x0, y0, x1, y1 in edges
            for x in (left, right)
            if x0 != x1 and min(x0, x1) < right and max(x0, x1) > left
        ]
        assert low == pytest.approx(min(inside) - AIR)
        assert high == pytest.approx(max(inside) + AIR)
