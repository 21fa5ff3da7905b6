"""What a page paints: glyphs in text objects, paths, images and colours, and the marked content around them.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.

Programs write right-to-left text in any order: in logical order, from left to right, or word by word. Readers of the
paper see only places. So letters of right-to-left scripts are read by their places, in whatever order they come;
everything else follows the pen and keeps the order of the file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, PdfImage, Stream

from flyers.page.items import own_point
from flyers.page.paths import chords
from flyers.proof.geometry import Box, Matrix, Point, around, transform, turn_of, union
from flyers.proof.images import grey_range, heaviest_share
from flyers.records import dataclass


class DrawnGlyph(NamedTuple):
    """A glyph on a page; lengths are in points."""

    gid: int
    code: int
    text: str | None
    font: str  # a key of `Reading.fonts`
    size: float
    x: float
    y: float
    advance: float
    box: Box | None  # of its outline; None: nothing to see
    axes: tuple[float, float, float, float]  # the first four numbers of `em`, one object in a whole string

    @property
    def em(self) -> Matrix:
        """The matrix that takes its outline from ems to the page."""
        return (*self.axes, self.x, self.y)

    @property
    def turn(self) -> int:
        """The nearest quarter turn of its letter, degrees clockwise."""
        _, _, c, d = self.axes
        return 0 if 0 <= d >= abs(c) else turn_of(self.em)

    @property
    def along(self) -> float:
        """How far along its line its origin is: from left to right if it is upright."""
        return own_point(turn, self.x, self.y)[0] if (turn := self.turn) else self.x

    @property
    def up(self) -> float:
        """The height of its origin, seen as the letter stands."""
        return own_point(turn, self.x, self.y)[1] if (turn := self.turn) else self.y


_WAYS = {"R": "R", "L": "L", "digits": "L", "": " ", "mark": "m"}  # A letter for each `direction`.
_RTL_LETTERS = re.compile("m*R(?:[Rm ]*R)?")  # Of one right-to-left stretch, the marks of the last before it.


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """Return which way *text* runs: "R", "L" or "digits" by its first strong character or digit (UAX #9, table 4); ""
    for spaces and signs; "mark" for what has no place of its own: combining marks and invisible characters.
    """
    ends_word = False
    for character in text:
        bidi = unicodedata.bidirectional(character)
        if bidi == "L":
            return "L"
        if bidi in ("R", "AL"):
            return "R"
        if unicodedata.category(character) == "Cf":
            continue
        if bidi in ("EN", "AN"):
            return "digits"
        ends_word = ends_word or bidi not in ("NSM", "BN")
    return "" if ends_word else "mark"


def has_rtl(texts: Iterable[str]) -> bool:
    """Return whether any of *texts*, those of glyphs, runs from right to left: others are read as the file has them."""
    return any(direction(text) == "R" for text in set(texts))


def is_rtl_line(text: str) -> bool:
    """Return whether most letters of *text* are of right-to-left scripts."""
    ways = [direction(character) for character in text]
    return ways.count("R") > ways.count("L")


class _MarkCluster(NamedTuple):
    glyphs: list[DrawnGlyph]  # a glyph and the marks without advance after it
    way: str  # its `direction`
    along: float


@dataclass(slots=True)
class Stretch:
    """Adjacent glyphs of a line that run the same way: from right to left (``rtl``), or with the pen."""

    rtl: bool
    clusters: list[_MarkCluster] = field(default_factory=list)

    def glyphs(self) -> list[DrawnGlyph]:
        clusters = sorted(self.clusters, key=lambda cluster: -cluster.along) if self.rtl else self.clusters
        return [glyph for cluster in clusters for glyph in cluster.glyphs]

    @property
    def text(self) -> str:
        """The text of the glyphs in reading order; that of a right-to-left code is turned round, as its string is."""
        texts = [glyph.text or "" for glyph in self.glyphs()]
        return "".join(text[::-1] for text in texts) if self.rtl else "".join(texts)


def in_reading_order(glyphs: Sequence[DrawnGlyph]) -> list[DrawnGlyph]:
    """Return *glyphs*, given in the order of the file, in reading order."""
    return [glyph for stretch in stretches(glyphs) for glyph in stretch.glyphs()]


def turned_round(glyphs: Sequence[DrawnGlyph]) -> list[str]:
    """Return the texts of *glyphs* as readers of the file take them: in its order, but with right-to-left letters and
    what is between them turned round, as far as the pen runs from left to right.
    """
    texts = [glyph.text or "\ufffd" for glyph in glyphs]
    if not has_rtl(texts):
        return texts
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end == len(glyphs) or glyphs[end].along < glyphs[end - 1].along:
            ways = "".join(_WAYS[direction(text)] for text in texts[start:end])
            for found in _RTL_LETTERS.finditer(ways):
                part = slice(start + found.start(), start + found.end())
                texts[part] = [text[::-1] for text in reversed(texts[part])]
            start = end
    return texts


def stretches(glyphs: Sequence[DrawnGlyph]) -> list[Stretch]:
    """Return the stretches of a text object, in the order of the file. Spaces and signs, and marks with a place of
    their own, belong to the right-to-left letters that precede them in reading direction.
    """
    lines = _lines(glyphs)
    if not has_rtl(glyph.text or "" for glyph in glyphs):
        return [Stretch(False, line) for line in lines]
    result: list[Stretch] = []
    for line in lines:
        groups = [(way, list(group)) for way, group in groupby(line, key=lambda cluster: _KINDS[cluster.way])]
        sides = [[], *([one.along for one in group] if way == "R" else [] for way, group in groups), []]
        for index, (way, group) in enumerate(groups):
            before, after = sides[index], sides[index + 2]
            for cluster in group:
                # A file that has a word from left to right may begin its line with the space after that word, and a
                # word with the mark of its last letter.
                leads = not index and bool(after) and (cluster.glyphs[0].text or "").isspace()
                leads = leads or (bool(after) and cluster.way == "mark" and cluster is group[-1])
                # Beyond the outermost letter is enough, since a file may have the letters of a word from left to right.
                beside = (before and after) or cluster.along < max(before, default=cluster.along)
                beside = beside or cluster.along > min(after, default=cluster.along)
                joins = way == "R" or (way == "" and bool(leads or beside))
                if not result or result[-1].rtl != joins or cluster is line[0]:
                    result.append(Stretch(joins))
                result[-1].clusters.append(cluster)
    return result


_KINDS = {"R": "R", "L": "L", "digits": "L", "": "", "mark": ""}  # What stands together in a line, by `direction`.


def _lines(glyphs: Sequence[DrawnGlyph]) -> list[list[_MarkCluster]]:
    lines: list[list[_MarkCluster]] = []
    before = 0.0
    for glyph in glyphs:
        way, up = direction(glyph.text or ""), glyph.up
        if lines and way == "mark" and glyph.advance < 0.001:  # it belongs to the glyph before it in the file
            lines[-1][-1].glyphs.append(glyph)
            continue
        # With less between baselines, in ems, a letter leaves its line, as in Nastaliq.
        if not lines or abs(up - before) > 0.7 * glyph.size:
            lines.append([])
        lines[-1].append(_MarkCluster([glyph], way, glyph.along))
        before = up
    return lines


def words(stretch: Stretch) -> Iterator[list[DrawnGlyph]]:
    """Yield runs of letters or of digits that the pen writes from left to right, without marks."""
    # A right-to-left stretch, which is in order by its places, has none.
    clusters = [] if stretch.rtl else [cluster for cluster in stretch.clusters if cluster.way != "mark"]
    for way, group in groupby(clusters, key=attrgetter("way")):
        word = [cluster.glyphs[0] for cluster in group]
        if way:
            yield word


Inks = tuple[float, float, float, float]  # Cyan, magenta, yellow, black, each 0 to 1.

DEVICE_SPACES = {f"/{name}": name for name in ("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "Pattern")}
DEVICE_SPACES |= {"/G": "DeviceGray", "/RGB": "DeviceRGB", "/CMYK": "DeviceCMYK"}
"""Names that need no resource, and the abbreviations of inline images (ISO 32000-1, table 93)."""

INITIAL_VALUES = {"DeviceGray": (0.0,), "DeviceRGB": (0.0, 0.0, 0.0), "DeviceCMYK": (0.0, 0.0, 0.0, 1.0)}


class PdfColour(NamedTuple):
    """A colour in use: the family of its space, components 0 to 1, and the colorants of a Separation or DeviceN."""

    space: str
    values: tuple[float, ...]
    colorant: str = ""

    @property
    def is_registration(self) -> bool:
        """Whether it is Separation All, which prints on every plate, for marks (ISO 32000-1, 8.6.6.4)."""
        return self.space == "Separation" and self.colorant == "All"

    @property
    def is_dieline(self) -> bool:
        """Whether it is the spot colour of lines for tools, which no plate prints."""
        return self.space == "Separation" and self.colorant == "Dieline"

    @property
    def is_for_tools(self) -> bool:
        """Whether it is for marks or tools, and no art."""
        return self.is_registration or self.is_dieline

    @property
    def inks(self) -> Inks | None:
        """Its inks; None if only a colour conversion could tell them."""
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            return self.values
        if self.space == "DeviceGray" and self.values:
            return (0.0, 0.0, 0.0, 1.0 - self.values[0])
        return (self.values[0],) * 4 if self.is_registration and self.values else None

    @property
    def is_white(self) -> bool:
        """Whether it puts nothing on any plate, so that the paper shows."""
        is_white = self.space == "DeviceRGB" and min(self.values, default=0) > 0.995
        return is_white if self.inks is None else max(self.inks) < 0.005

    @property
    def is_black_alone(self) -> bool:
        """Whether it is a tint of the black plate and nothing on the others."""
        inks = self.inks
        return inks is not None and max(inks[:3]) < 0.005 and inks[3] >= 0.005

    @property
    def is_solid_black(self) -> bool:
        return self.is_black_alone and self.inks is not None and self.inks[3] > 0.995

    @property
    def name(self) -> str:
        return f"{self.space} {self.colorant}".strip()

    def __str__(self) -> str:
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            return " ".join(f"{letter}{value * 100:.0f}" for letter, value in zip("CMYK", self.values, strict=True))
        return f"{self.name} {' '.join(f'{value:g}' for value in self.values)}".strip()


BLACK_GRAY = PdfColour("DeviceGray", (0.0,))  # The colour that a page starts with (ISO 32000-1, 8.4.1).


def space_of(value: Object | None, spaces: Object | None = None) -> tuple[str, str]:
    """Return the family and the colorants of the colour space *value*, looked up in *spaces* if it is a name."""
    if isinstance(value, Name):
        name = str(value)
        if name not in DEVICE_SPACES and isinstance(spaces, Dictionary) and name in spaces:
            return space_of(spaces[name])
        return DEVICE_SPACES.get(name, name.lstrip("/")), ""
    if not isinstance(value, Array) or not len(value):
        return "unknown", ""
    family = str(value[0]).lstrip("/")
    if family in ("Separation", "DeviceN") and len(value) > 1:
        colorants: list[Object] = list(value[1]) if isinstance(value[1], Array) else [value[1]]
        return family, "+".join(str(colorant).lstrip("/") for colorant in colorants)
    if family in ("Indexed", "I", "Pattern") and len(value) > 1:
        return space_of(value[1], spaces)
    return DEVICE_SPACES.get(f"/{family}", family), ""


def overprinted(top: Inks, beneath: Inks, mode: int) -> Inks:
    """Return the plates after *top* overprints *beneath* in DeviceCMYK (ISO 32000-1, 8.6.7)."""
    if mode != 1:
        return top
    # A component of zero leaves the plate as it was.
    c, m, y, k = (new if new > 0 else old for new, old in zip(top, beneath, strict=True))
    return (c, m, y, k)


def heaviest_inks(image: Stream) -> tuple[Inks | None, Inks | None]:
    """Return the heaviest pixel of a CMYK image, as four shares of its sum, and its heaviest ink on each plate."""
    picture = None
    with suppress(Exception):  # pikepdf and Pillow raise many kinds for images they can't decode
        picture = PdfImage(image).as_pil_image()
    if picture is None or picture.mode != "CMYK":
        return None, None
    share = heaviest_share(picture)
    cyan, magenta, yellow, black = (grey_range(plate)[1] / 255 for plate in picture.split())
    return (share, share, share, share), (cyan, magenta, yellow, black)


CHORDS = 8  # Chords in place of a curve, for its box: that is off by less than 1 % of the curve's size.
ALIGNED = 1e-4  # Points by which an upright edge may lean: rounding in the file.


class PathOutline(NamedTuple):
    """A path as it is drawn: a byte for each segment, and their points in a row."""

    # m begins a subpath at a point, l is a line to one, c a cubic curve by three, n begins a subpath without a point.
    kinds: bytes = b""
    points: tuple[Point, ...] = ()

    @property
    def parts(self) -> Iterator[tuple[bytes, tuple[Point, ...], bool]]:
        """Yield kinds and points of each subpath with segments, and whether the path goes on at its start (closed)."""
        at = 0
        for part in re.finditer(b"[mn][lc]*", self.kinds):
            kinds = part[0]
            start, at = at, at + len(kinds) + 2 * kinds.count(b"c") - kinds.startswith(b"n")
            if len(kinds) > 1:
                again = self.kinds[part.end() : part.end() + 1] == b"m" and self.points[at] == self.points[start]
                yield kinds, self.points[start:at], again


def corners_of(kinds: bytes, points: Iterable[Point], count: Callable[..., int]) -> list[Point]:
    """Return the corners of a subpath; a curve by four points becomes *count* of them chords."""
    take = iter(points).__next__
    corners = [take()] if kinds.startswith(b"m") else []
    for kind in kinds[1:].decode():
        if kind == "l":
            corners.append(take())
        else:
            first, second, end = take(), take(), take()
            start = corners[-1] if corners else first
            corners += chords(start, first, second, end, count(start, first, second, end))
    return corners


def _chords_for_box(start: Point, first: Point, second: Point, end: Point) -> int:
    """Return how many chords tell the box of a curve, which stays within that of its four points."""
    sides = zip(start, end, first, second, strict=True)
    is_between = all(min(a, b) <= c <= max(a, b) and min(a, b) <= d <= max(a, b) for a, b, c, d in sides)
    return 1 if is_between else CHORDS


class Path:
    """A path under construction. Its methods are PDF's path operators, called with the matrix in force."""

    __slots__ = ("_kinds", "_points", "_start")

    def __init__(self) -> None:
        self._kinds, self._start = bytearray(), 0
        self._points: list[Point] = []

    @property
    def outline(self) -> PathOutline:
        return PathOutline(bytes(self._kinds), tuple(self._points))

    @property
    def subpaths(self) -> list[tuple[Box, bool]]:
        """The box of each subpath, and whether filling covers it all. Filling closes a subpath by a straight line."""
        subpaths = []
        for kinds, points, _ in self.outline.parts:
            corners = corners_of(kinds, points, _chords_for_box)
            if len(corners) > 1:
                sides = pairwise([*corners, corners[0]])
                leaning = any(abs(x1 - x) > ALIGNED and abs(y1 - y) > ALIGNED for (x, y), (x1, y1) in sides)
                rectangle = b"c" not in kinds and len(set(corners)) == 4 and not leaning
                subpaths.append((around(corners), rectangle))
        return subpaths

    def move(self, ctm: Matrix, x: float, y: float) -> None:
        self._begin([transform(ctm, x, y)])

    def line(self, ctm: Matrix, x: float, y: float) -> None:
        self._add(b"l", transform(ctm, x, y))

    def curve(self, ctm: Matrix, *controls: float) -> None:
        """Add a cubic curve by three points, or by two: then the current point is the first control point."""
        *first, x1, y1, x2, y2 = controls
        second, end = transform(ctm, x1, y1), transform(ctm, x2, y2)
        here = [transform(ctm, *first)] if first else self._points[self._start :][-1:]
        self._add(b"c", (*here, second)[0], second, end)

    def curve_to_end(self, ctm: Matrix, x1: float, y1: float, x: float, y: float) -> None:
        """Add a cubic curve whose second control point is its end."""
        self.curve(ctm, x1, y1, x, y, x, y)

    def close(self) -> None:
        """Close the subpath; its start becomes the current point of another one."""
        self._begin(self._points[self._start : self._start + 1])

    def rectangle(self, ctm: Matrix, x: float, y: float, width: float, height: float) -> None:
        left, right, bottom, top = *sorted((x, x + width)), *sorted((y, y + height))
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self._kinds += b"mlll"
        self._points += (transform(ctm, *corner) for corner in corners)
        self._start = len(self._points)

    def _begin(self, start: list[Point]) -> None:
        """Begin another subpath; without a start if that of the one that is closed is missing."""
        self._start = len(self._points)
        self._kinds += b"m" if start else b"n"
        self._points += start

    def _add(self, kind: bytes, *points: Point) -> None:
        if not self._kinds:  # it begins nowhere
            self._begin([])
        self._kinds += kind
        self._points += points


class PaintStyle(NamedTuple):
    """How something is painted."""

    colour: PdfColour
    overprint: bool = False
    overprint_mode: int = 0  # with 1, where it has no ink, that of what is below it stays
    rendering: int = 0  # the rendering mode of text (0: filled)


@dataclass(eq=False)
class TextObject:
    """The text between BT and ET, and after a point where it goes on: in our files, one line."""

    order: int  # its place among the painted objects of the page
    glyphs: list[DrawnGlyph] = field(default_factory=list)  # in the order of the file
    paints: set[PaintStyle] = field(default_factory=set)
    clip: Box | None = None  # the box around the clipping path; None: the whole page

    @cached_property
    def stretches(self) -> list[Stretch]:
        """Its glyphs in stretches that run one way."""
        return stretches(self.glyphs)

    @cached_property
    def text(self) -> str:
        """Its text, in the order in which it is read from the paper."""
        texts = [glyph.text or "" for glyph in self.glyphs]
        return "".join(stretch.text for stretch in self.stretches) if has_rtl(texts) else "".join(texts)

    @cached_property
    def box(self) -> Box | None:
        """The box around all outlines; None for blank text."""
        return union(glyph.box for glyph in self.glyphs if glyph.box is not None)


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled or stroked path, an image or a shading."""

    kind: str  # ``fill``, ``stroke``, ``image`` or ``shading``
    order: int  # its place among the painted objects of the page
    box: Box  # the box around its parts
    colour: PdfColour
    overprint: bool
    overprint_mode: int
    solid: bool  # the whole box is covered (one upright rectangle)
    thinnest: float  # the line width of a stroke, or the least extent of a subpath of a fill, in points
    parts: tuple[Box, ...]  # the boxes of its subpaths
    inks: Inks | None  # the heaviest ink that it lays down alone; None: unknown
    plates: Inks | None = None  # the heaviest ink of an image on each plate; None: unknown
    outline: PathOutline = PathOutline()  # its path, without what the clipping path cuts off
    even_odd: bool = False  # filled by the even-odd rule
    clip: Box | None = None  # the box around the clipping path; None: the whole page
    dash: tuple[float, ...] = ()  # lengths of dashes and gaps of a stroke; () for a line without gaps


class PlacedImage(NamedTuple):
    """An image on a page."""

    box: Box
    upright: bool
    stream: Stream  # the object in the file
    order: int = 0  # its place among the painted objects of the page


@dataclass(frozen=True, slots=True, eq=False)
class ContentMark:
    """A piece of marked content (ISO 32000-1, 14.6)."""

    tag: str
    mcid: int | None  # its number in the structure tree; None if it has none
    # The text to read in place of what it shows; "" if nothing is to be read, None if what it shows is.
    actual: str | None
    around: ContentMark | None  # the marked content around it
    kind: str = ""  # type and subtype of decoration, as in ``Pagination/Footer``; "" if it states none

    @property
    def chain(self) -> Iterator[ContentMark]:
        """Yield this and all that is around it, the nearest first."""
        marked: ContentMark | None = self
        while marked is not None:
            yield marked
            marked = marked.around


@dataclass(slots=True)
class PageContents:
    """Everything painted on one page, in painting order."""

    texts: list[TextObject] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    hidden: list[DrawnGlyph] = field(default_factory=list)  # Glyphs in an invisible rendering mode.
    transparency: list[str] = field(default_factory=list)  # Uses of alpha, soft mask, blend mode or group, in words.
    problems: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # Operators that PDF does not define.
    rendering: list[str] = field(default_factory=list)  # Rendering intents, as named in the file.
    filters: list[str] = field(default_factory=list)  # Filters of inline images.
    # What is drawn by means that our files do without, in words: gradients, layers, instructions outside the page.
    means: list[str] = field(default_factory=list)
    images: list[PlacedImage] = field(default_factory=list)  # Those that are objects of the file.
    clips: list[tuple[Box, bool]] = field(default_factory=list)  # Boxes around clipping paths; whether a path is that.
    # Where the innermost marked content changes: the order of what is painted, and the index of a glyph in it.
    marking: list[tuple[tuple[int, int], ContentMark | None]] = field(default_factory=list)

    def marked(self, order: int, glyph: int = 0) -> ContentMark | None:
        index = bisect_right(self.marking, (order, glyph), key=itemgetter(0))
        return self.marking[index - 1][1] if index else None

    def marked_runs(self, text: TextObject) -> Iterator[tuple[ContentMark | None, range]]:
        """Yield the runs of glyphs of *text* by the innermost marked content that they are in."""
        start, count = 0, len(text.glyphs)
        index = bisect_right(self.marking, (text.order, 0), key=itemgetter(0))
        while start < count:
            order, glyph = self.marking[index][0] if index < len(self.marking) else (-1, 0)
            end = min(count, glyph) if order == text.order else count
            if start < end:
                yield self.marking[index - 1][1] if index else None, range(start, end)
            start, index = end, index + 1

    def paints_after(self, order: int) -> list[Paint]:
        return self.paints[bisect_right(self.paints, order, key=attrgetter("order")) :]

    def paints_before(self, order: int) -> list[Paint]:
        """Return what is painted earlier than *order*, the last first."""
        return self.paints[: bisect_left(self.paints, order, key=attrgetter("order"))][::-1]
