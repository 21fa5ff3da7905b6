"""Vector art: SVG read as filled paths, each in a colour of the theme, in the order of painting.

A file may contain what presses, the proof and all viewers draw alike: shapes and paths, filled and stroked in flat
colours, in groups with transforms. Strokes become outlines. Everything else is refused with its line and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, TypeVar, cast

from fontTools.misc.transform import Transform

from flyers import limits
from flyers.content.schema import Problem, shorten
from flyers.errors import ContentError, Source
from flyers.layout.svg import INITIAL, Style, SvgElement, class_rules, paints, parse_svg, style_of
from flyers.layout.svg_shapes import GEOMETRIES, Stroke, numbers, outline, segments, transform, user_units
from flyers.page.paths import Path, mapped, points_of, subpaths
from flyers.records import dataclass

_T = TypeVar("_T")

FARTHEST = 100_000.0
"""Units from the picture's corner beyond which no point may be."""

_FARTHEST_LOCAL = 1e9
"""The same before transforms, which may make coordinates smaller."""

_FINEST = 20_000
"""Of a picture's longer side, this part is how far the outline of a stroked curve may be off."""

_GROUPS = ("svg", "g", "a")
_SILENT = ("title", "desc", "metadata", "defs", "style", "symbol", "linearGradient", "radialGradient", "clipPath")
"""Elements that show nothing by themselves; references to them are refused."""

_REASONS: Mapping[str, tuple[str, str]] = {
    "text": (
        "Text in a picture can't be translated, searched or read aloud.",
        "Make it a message of the layout; letters of a logo: turn them into paths (Inkscape: Path → Object to Path).",
    ),
    "image": ("This is a photograph inside a drawing.", "Give it an image block of its own in the layout."),
    "use": (
        "This is a clone of another part.",
        "Make it a shape of its own (Inkscape: Edit → Clone → Unlink Clone).",
    ),
    "pattern": ("This is a pattern.", "Draw its shapes."),
    "script": ("This is a program.", "Delete it: a picture may have shapes only."),
}
_OTHERS = "Shapes and paths in groups are read: convert it to a path, or delete it."


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A filled path in units of its picture, y downwards.

    ``colour`` is the theme's, "" the block's own; ``line`` is the width of the line whose outline it is, 0 for none.
    """

    path: Path
    colour: str
    rule: str = "nonzero"
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A vector picture *width* times *height* units large, its parts from the lowest to the topmost."""

    name: str
    width: float
    height: float
    parts: tuple[DrawnPart, ...]


def read_drawing(data: bytes, file: str, name: str, colours: Callable[[str], str]) -> Drawing:
    """Return the picture in the SVG *data*.

    *colours* returns the name in the theme of a colour as the file has it, or raises `Problem`. ``currentColor`` and
    colours that are not painted are not asked for.

    Raises:
        ContentError: with its line in *file*, for what is not an SVG, or has parts that are not drawn alike everywhere.
    """
    root = parse_svg(data, file)
    return _Reader(file, root, colours).drawing(name)


class _Reader:
    """Reads one file."""

    def __init__(self, file: str, root: SvgElement, colours: Callable[[str], str]) -> None:
        self._file = file
        self._root = root
        self._colours = colours
        self._rules: dict[str, Style] = {}
        self._segments = 0

    def drawing(self, name: str) -> Drawing:
        for element in self._root.walk():
            if element.tag == "style":
                self._rules |= self._at(element, partial(class_rules, element.text))
        left, top, self._width, self._height = self._at(self._root, partial(view_box, self._root))
        parts = tuple(self._parts(self._root, INITIAL, Transform().translate(-left, -top)))
        if not parts:
            raise ContentError("This picture shows nothing.", source=Source(self._file, self._root.line))
        return Drawing(name, self._width, self._height, parts)

    def _at(self, element: SvgElement, read: Callable[[], _T]) -> _T:
        """Return what *read* returns; errors are placed at *element*."""
        try:
            return read()
        except Problem as problem:
            raise self._refused(element, problem.text, problem.hint) from None

    def _refused(self, element: SvgElement, text: str, hint: str) -> ContentError:
        return ContentError(text, hint=hint, source=Source(self._file, element.line))

    def _parts(self, element: SvgElement, parent: Mapping[str, str], around: Transform) -> Iterator[DrawnPart]:
        if element.tag in _SILENT or (element.tag == "svg" and element is not self._root):
            if element.tag == "svg":
                raise self._refused(element, "This is a picture inside a picture.", "Ungroup it.")
            return
        style = self._at(element, partial(style_of, element, parent, self._rules))
        if style.pop("display", "") == "none":
            return
        if element.tag not in _GROUPS and element.tag not in GEOMETRIES:
            raise self._refused(element, *_REASONS.get(element.tag, (f"“<{element.tag}>” is not drawn.", _OTHERS)))
        matrix = around.transform(self._at(element, partial(transform, element.attributes.get("transform", ""))))
        for child in element.children:
            yield from self._parts(child, style, matrix)
        if element.tag in GEOMETRIES and style["visibility"] == "visible":
            yield from self._painted(element, style, matrix)

    def _painted(self, element: SvgElement, style: Style, matrix: Transform) -> Iterator[DrawnPart]:
        read = partial(segments, element.tag, element.attributes, self._width, self._height)
        path = self._near(element, self._at(element, read), _FARTHEST_LOCAL)
        for paint in paints(style) if path else ():
            # A colour is looked up only where it shows: the black fill of a line shows nothing.
            line, rule = 0.0, "nonzero"
            if paint == "fill":
                if element.tag == "line":
                    continue
                drawn, rule = closed(path), "evenodd" if style["fill-rule"] == "evenodd" else "nonzero"
            else:
                scale = _scale(matrix)
                stroke = self._at(element, partial(self._stroke, style, scale))
                drawn, line = outline(path, stroke) if stroke.width else (), stroke.width * scale
            if drawn:
                colour = self._at(element, partial(self._colour, style[paint], style["color"]))
                yield DrawnPart(self._placed(element, drawn, matrix), colour, rule, line)

    def _stroke(self, style: Style, scale: float) -> Stroke:
        joins = {"round": "round", "bevel": "bevel"}
        return Stroke(
            width=min(max(0.0, user_units(style["stroke-width"], self._width)), _FARTHEST_LOCAL) if scale else 0.0,
            join=cast("Literal['miter', 'round', 'bevel']", joins.get(style["stroke-linejoin"], "miter")),
            cap=cast(
                "Literal['butt', 'round', 'square']",
                style["stroke-linecap"] if style["stroke-linecap"] in ("round", "square") else "butt",
            ),
            miter_limit=user_units(style["stroke-miterlimit"], 1.0),
            flatness=max(self._width, self._height) / _FINEST / (scale or 1.0),
        )

    def _colour(self, value: str, current: str) -> str:
        value = current if value.lower() == "currentcolor" else value
        return "" if value.lower() == "currentcolor" else self._colours(value)

    def _placed(self, element: SvgElement, path: Path, matrix: Transform) -> Path:
        self._segments += len(path)
        if self._segments > limits.PICTURE_SEGMENTS:
            raise self._refused(
                element,
                f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves.",
                "Simplify it (Inkscape: Path → Simplify).",
            )
        return self._near(element, mapped(path, lambda x, y: matrix.transformPoint((x, y))), FARTHEST)

    def _near(self, element: SvgElement, path: Path, farthest: float) -> Path:
        # Not “any(… > …)”, which is false of what is not a number.
        if not all(abs(value) <= farthest for segment in path for point in points_of(segment) for value in point):
            raise self._refused(element, "A point of this picture is far outside it.", "Delete it, or move it inside.")
        return path


def _scale(matrix: Transform) -> float:
    """Return by how much *matrix* makes lengths larger, on average of all directions."""
    a, b, c, d = matrix[:4]
    return float(abs(a * d - b * c) ** 0.5)


def view_box(root: SvgElement) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the picture in user units.

    Raises:
        Problem: it has none.
    """
    text = root.attributes.get("viewBox", "")
    try:
        left, top, width, height = numbers(text)
    except (ValueError, Problem):
        if text.strip():
            raise Problem(
                f"“{shorten(text)}” is not a viewBox.", "It has four numbers: left, top, width, height."
            ) from None
        left = top = 0.0
        width, height = (user_units(root.attributes.get(side, "0"), 0.0) for side in ("width", "height"))
    if not (0 < width <= FARTHEST and 0 < height <= FARTHEST and max(abs(left), abs(top)) <= FARTHEST):
        raise Problem("This picture has no size.", "Give it a viewBox with a width and a height.")
    return left, top, width, height


def closed(path: Path) -> Path:
    """Return *path* with all its subpaths closed, as filling closes them."""
    return tuple(
        segment for subpath in subpaths(path) for segment in (subpath if subpath[-1][0] == "Z" else [*subpath, ("Z",)])
    )
