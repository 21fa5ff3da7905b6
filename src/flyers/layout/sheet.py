"""A page under construction: distances in reading direction become places on paper, and the structure tree grows.

Drawings and photographs are mirrored if need be and go on into the bleed. What extends beyond their box is cut off in
the path itself (`flyers.page.paths.clipped`), not by a clipping path, which the proof refuses because it could hide a
digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, replace

from flyers.content.message_key import MessageKey
from flyers.errors import LayoutError
from flyers.layout.block import Art, Block
from flyers.layout.pictures import LEAST_DPI, Picture
from flyers.layout.setting import Setting
from flyers.layout.svg import Drawing, DrawnPart
from flyers.page.document import Box, Element, Item, Omission, Photo, Photograph, Shape, TextLine
from flyers.page.items import Rectangle, TurnedArea, cropped
from flyers.page.paths import Point, Window, box_around, clipped, ellipse, mapped
from flyers.records import dataclass
from flyers.units import PIXEL, total

_EDGE = 0.01  # A box this close to the trim, in points, counts as touching it.


@dataclass(slots=True)
class _Node:
    """A structure element under construction; `children` are nodes until it is frozen."""

    element: Element
    children: list[_Node] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)

    def freeze(self) -> Element:
        children = tuple(child.freeze() for child in self.children if child.children or child.items)
        return replace(self.element, children=children, items=tuple(self.items))


class Sheet:
    """Collects the items of one page.

    Callers give distances from the start edge and from the top in points. `left` turns the first into a physical left
    edge: this is the only place where pages are mirrored for right-to-left languages.

    `width` and `height` are those of the page or, inside `turned`, of the turned block in its own axes.
    """

    def __init__(self, setting: Setting, page: int, face: str) -> None:
        layout = setting.layout
        self.setting = setting
        self.page = page
        self.face = face
        self.width, self.height, self.bleed = layout.width, layout.height, layout.bleed
        self._trim = layout.width, layout.height
        self.items: list[Item] = []
        self.omissions: list[Omission] = []
        self.spoken: list[MessageKey] = []
        self.sections: dict[str, Element] = {}
        self.panels: list[tuple[str, float, float]] = []
        self._folds: tuple[tuple[float, float], ...] = ()
        self._areas: list[TurnedArea] = []
        self.turned_areas: list[tuple[int, tuple[float, float, float, float]]] = []
        self._open: list[_Node] = []
        self._last: list[_Node] = []
        self._silent = 0
        self._running = False
        self._late = 0

    def left(self, start: float, width: float) -> float:
        """Physical x of the left edge of a box that begins *start* points from the start edge."""
        return self.width - start - width if self.setting.rtl else start

    @contextmanager
    def turned(self, turn: int, start: float, top: float, width: float, height: float, block: str) -> Iterator[None]:
        """Turn everything that is added inside the context, in a box of the page; *block* is the path of what turns.

        Inside, distances count from the start edge and from the top in the turned block's own axes, and `width` and
        `height` are those of the box seen that way. Turns are mirrored with the page.
        """
        seen = (360 - turn) % 360 if self.setting.rtl else turn
        area = TurnedArea(seen, self.left(start, width), self.height - top - height, width, height, block)
        outer = self.width, self.height
        rectangle = area.left, area.bottom, area.left + width, area.bottom + height
        for around in reversed(self._areas):
            rectangle = around.rectangle(rectangle)
        self._areas.append(area)
        self.turned_areas.append((int(total(one.turn for one in self._areas)) % 360, rectangle))
        self.width, self.height = area.inner_size
        yield
        self._areas.pop()
        self.width, self.height = outer

    def add(self, item: Item) -> None:
        """Add *item* to the page and to the open structure element."""
        if self._running and isinstance(item, TextLine):
            item = replace(item, running=True, counts=self.setting.counts)
        for area in reversed(self._areas):
            item = area.item(item)
        self.items.append(item)
        # A box is background, and a pictogram outside an element of its own is decoration.
        shows = not isinstance(item, Box) and not self._silent
        if shows and self._open and self._open[-1].element.tag != "Sect":
            self._open[-1].items.append((self.page, len(self.items) - 1))

    def alternative(self, message_id: str) -> str:
        """Return what a screen reader says of a picture, "" for no message, and note that it is said."""
        if not message_id:
            return ""
        localized = self.setting.localized
        self.spoken.append(localized.rich(message_id).message)
        return localized.plain(message_id)

    @contextmanager
    def element(self, tag: str, *, alt: str = "", target: str = "", last: bool = False) -> Iterator[None]:
        """Make one structure element of everything that is added inside the context; *last* is read after its panel."""
        last = last or (self._late > 0 and bool(self._open) and self._open[-1].element.tag == "Sect")
        node = _Node(Element(tag, alt=alt, target=target, last=last))
        if self._open:
            (self._last if last else self._open[-1].children).append(node)
        self._open.append(node)
        yield
        self._open.pop()

    @contextmanager
    def foot(self) -> Iterator[None]:
        """Make everything that is added inside the context a part of the running foot, which no element owns."""
        assert not self._open, "a foot is outside the panels"
        self._running = True
        yield
        self._running = False

    @contextmanager
    def section(self, panel: str, language: str = "", folds: tuple[tuple[float, float], ...] = ()) -> Iterator[None]:
        """Make a branch of the tree for a panel; `compose` puts the branches in reading order.

        *folds* are those at the panel's edges: the distance from the start edge, and how far to the end side of it the
        panel's boxes begin or end.
        """
        node = _Node(Element("Sect", language=language))
        towards_end = -1 if self.setting.rtl else 1
        self._folds = tuple((self.left(fold, 0.0), move * towards_end) for fold, move in folds)
        self._open.append(node)
        yield
        self._open.pop()
        self._folds = ()
        node.children += self._last
        self._last = []
        self.sections[panel] = node.freeze()

    def ground(
        self, start: float, top: float, width: float, height: float, colour: str, block: str, radius: float
    ) -> None:
        """Draw a filled box, whose sides at the trim go on into the bleed, and at a fold as `Panel.over_fold` says."""
        goes = self.box if radius else self.window
        left, bottom, right, upper = goes(start, top, width, height)
        self.add(Box(left, bottom, right - left, upper - bottom, colour, block, radius))

    def box(self, start: float, top: float, width: float, height: float) -> Rectangle:
        """Return a box as left, bottom, right and top on the page."""
        left, bottom = self.left(start, width), self.height - top - height
        return left, bottom, left + width, bottom + height

    def window(self, start: float, top: float, width: float, height: float) -> Rectangle:
        """Return how far colour in a box goes: past its sides at the trim and at folds."""
        window = self.box(start, top, width, height)
        for area in reversed(self._areas):
            window = area.rectangle(window)
        left, bottom, right, upper = window
        left, right = (
            side + total(move for fold, move in self._folds if abs(fold - side) <= _EDGE) for side in (left, right)
        )
        across, up = self._trim
        window = (
            -self.bleed if left <= _EDGE else left,
            -self.bleed if bottom <= _EDGE else bottom,
            across + self.bleed if right >= across - _EDGE else right,
            up + self.bleed if upper >= up - _EDGE else upper,
        )
        for area in self._areas:
            window = area.inner_rectangle(window)
        return window

    def picture(
        self, icon: Picture, start: float, top: float, size: float, colour: str, ground: str, block: str, alt: str = ""
    ) -> None:
        """Draw *icon* in a square of *size* points; one with a direction is mirrored on right-to-left pages."""
        left, bottom, mirrored = self.left(start, size), self.height - top - size, self.setting.rtl
        tones, path = self.setting.theme.grounds[ground], icon.whole
        if icon.shade and tones.shade and colour == tones.picture:  # in another colour it has one tone
            shade = icon.placed(icon.shade, left, bottom, size, mirrored=mirrored)
            self.add(Shape(shade, tones.shade, ground, block, f"{icon.name} shade", icon.rule))
            path = icon.path
        path = icon.placed(path, left, bottom, size, mirrored=mirrored)
        self.add(Shape(path, colour, ground, block, icon.name, icon.rule, alt))

    @contextmanager
    def read_last(self, late: bool) -> Iterator[None]:
        """If *late*, let what is added inside the context be read after the rest of its panel."""
        self._late += late
        yield
        self._late -= late

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Let what is added inside the context belong to no element: a screen reader passes it over."""
        self._silent += 1
        yield
        self._silent -= 1

    def circle(
        self, start: float, top: float, diameter: float, colour: str, ground: str, block: str, name: str
    ) -> None:
        """Draw a filled circle as a shape called *name*."""
        r = diameter / 2
        path = ellipse(self.left(start, diameter) + r, self.height - top - diameter + r, r, r)
        self.add(Shape(path, colour, ground, block, name))


_EDGE_OF_DRAWING = 0.02  # Points by which an edge of a drawing may be off the edge that it is meant to be on.
_SHARES = {"start": 0.0, "top": 0.0, "center": 0.5, "end": 1.0, "bottom": 1.0}
THINNEST = 0.25  # Points: the thinnest line that a press holds in one ink (press.md 6).

Area = tuple[float, float, float, float]  # A box: distances from the start edge and from the top, width and height.


def frame(width: float, height: float, box: Window, how: Art, *, rtl: bool) -> Window:
    """Return where a picture of *width* times *height* units goes in *box*, on a page of that direction."""
    left, bottom, right, top = box
    scales = ((right - left) / width, (top - bottom) / height)
    scale = {"contain": min(scales), "cover": max(scales), "width": scales[0]}[how.fit]
    across, down = (_SHARES[word] for word in how.at)
    x = left + (right - left - width * scale) * (1 - across if rtl else across)
    y = bottom + (top - bottom - height * scale) * (1 - down)
    return x, y, x + width * scale, y + height * scale


def placed(drawing: Drawing, box: Window, window: Window, how: Art, *, rtl: bool) -> Iterator[DrawnPart]:
    """Yield the parts of *drawing* in points of the page, y upwards, as far as they show.

    It takes *box*; *window* is the same with the bleed. What ends at an edge of the box that is an edge of the drawing
    too goes on to the edge of the window, as grounds do; what goes beyond is cut off there.
    """
    own = frame(drawing.width, drawing.height, box, how, rtl=rtl)
    ends = tuple(
        beyond if abs(edge - side) <= _EDGE_OF_DRAWING else side
        for edge, side, beyond in zip(box, own, window, strict=True)
    )
    scale = (own[2] - own[0]) / drawing.width
    turned = rtl and how.mirror

    def point(x: float, y: float) -> Point:
        across = own[2] - x * scale if turned else own[0] + x * scale
        up = own[3] - y * scale
        for index in (0, 2):
            across = ends[index] if abs(across - own[index]) <= _EDGE_OF_DRAWING else across
        for index in (1, 3):
            up = ends[index] if abs(up - own[index]) <= _EDGE_OF_DRAWING else up
        return round(across, 3), round(up, 3)

    seen = (max(ends[0], window[0]), max(ends[1], window[1]), min(ends[2], window[2]), min(ends[3], window[3]))
    for part in drawing.parts:
        if path := clipped(mapped(part.path, point), seen):
            left, bottom, right, top = box_around(path)
            if right > left and top > bottom:
                yield DrawnPart(path, part.colour, part.rule, part.line * scale)


def put_image(
    sheet: Sheet, image: Drawing | Photograph, area: Area, how: Art, ground: str, block: Block, alt: str = ""
) -> None:
    """Draw *image* in a box, as *how* says; by default parts of a drawing without a colour are as pictograms."""
    window, rtl = sheet.window(*area), sheet.setting.rtl
    if isinstance(image, Photograph):
        # It has nothing to go on with beyond its edges, and takes the window with the bleed as its box.
        left, bottom, right, top = frame(image.width, image.height, window, how, rtl=rtl)
        size, whole, turned = (right - left, top - bottom), (0, 0, image.width, image.height), rtl and how.mirror
        uncropped = Photo(left, bottom, *size, image, whole, ground, ground, block.path, image.name, turned, alt=alt)
        photo = cropped(uncropped, window)
        if photo is None:
            return
        least = 72 / PIXEL if sheet.setting.layout.is_image else LEAST_DPI
        dpi = (photo.crop[2] - photo.crop[0]) / photo.width * 72
        if dpi < least * 0.995:  # crops are whole pixels
            fits = " × ".join(f"{side / least:.2f}" for side in (image.width, image.height))
            problem = f"The image “{image.name}” would be shown with {dpi:.0f} dpi; it needs {least:.0f}."
            hint = f"Uncropped, it can be {fits} in large at most; or take one with more pixels."
            raise LayoutError(problem, hint=hint, source=block.source, trail=[block.path])
        sheet.add(photo)
        return
    for part in placed(image, sheet.box(*area), window, how, rtl=rtl):
        if 0 < part.line < THINNEST:
            problem = f"A line of the image “{image.name}” is {part.line:.2f} pt thick, thinner than {THINNEST:g} pt."
            hint = "Make the line thicker, or the image larger."
            raise LayoutError(problem, hint=hint, source=block.source, trail=[block.path])
        shade = part.colour or how.colour or sheet.setting.theme.grounds[ground].picture
        sheet.add(Shape(part.path, shade, ground, block.path, image.name, part.rule, alt, art=True))
