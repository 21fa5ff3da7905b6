"""Vector art: SVG read as filled paths, each in a colour of the theme, in the order of painting.

A file may contain what presses, the proof and all viewers draw alike: shapes and paths, filled and stroked in flat
colours, in groups with transforms. Strokes become outlines (`flyers.layout.svg_shapes`). Everything else (gradients,
filters, transparency, what could unfold or fetch) is refused with its line and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import Literal, cast
from xml.parsers import expat

from fontTools.misc.transform import Transform

from flyers import limits
from flyers.colour import Colour
from flyers.content.schema import Problem, shorten
from flyers.content.yamlfile import decode
from flyers.errors import ContentError, Source
from flyers.layout.svg_shapes import GEOMETRIES, Stroke, numbers, outline, segments, transform, user_units
from flyers.layout.theme import Theme
from flyers.page.paths import Path, mapped, points_of, subpaths
from flyers.records import dataclass

SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class SvgElement:
    """An element of SVG's own namespace; ``attributes`` are those without a namespace, ``line`` counts from 1."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[SvgElement] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[SvgElement]:
        """Yield this element and all inside it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_svg(data: bytes, file: str) -> SvgElement:
    """Return the root element of the SVG *data*. Elements of other namespaces, which editors leave, are passed over."""
    text = decode(data, file)
    tops: list[SvgElement] = []
    around: list[SvgElement | None] = []  # None for an element that is passed over with all inside it
    parser = expat.ParserCreate("utf-8", " ")

    def refused(problem: str, hint: str, line: int, column: int = 0) -> ContentError:
        return ContentError(problem, hint=hint, source=Source(file, line, column))

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if (around and around[-1] is None) or (space and space != SVG):
            around.append(None)
            return
        own = {key: value for key, value in attributes.items() if " " not in key}
        element = SvgElement(tag, own, parser.CurrentLineNumber)
        if len(around) >= limits.PICTURE_DEPTH:
            problem = f"Groups in this picture are inside each other more than {limits.PICTURE_DEPTH} deep."
            raise refused(problem, "Ungroup them.", element.line)
        (around[-1].children if around and around[-1] else tops).append(element)
        around.append(element)

    def add_text(text: str) -> None:
        if around and (element := around[-1]) is not None:
            element.text += text

    def doctype(name: str, system: str | None, public: str | None, has_internal_subset: bool) -> None:
        if has_internal_subset:
            problem = "This picture has a document type of its own (“<!DOCTYPE … [”), which can grow to any size."
            raise refused(problem, "Export it as “Plain SVG”.", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, lambda name: around.pop()
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = add_text, doctype
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        problem, hint = f"This is not an SVG picture ({error}).", "Export it again as “Plain SVG”."
        raise refused(problem, hint, error.lineno, error.offset + 1) from error
    if not tops or tops[0].tag != "svg":
        problem = "This is not an SVG picture: its first element is not <svg>."
        raise refused(problem, "Export it as “Plain SVG”.", tops[0].line if tops else 1)
    return tops[0]


Style = dict[str, str]  # Values of properties by name.

INITIAL: Mapping[str, str] = {  # the inherited properties that count, with their initial values
    "fill": "#000000", "fill-rule": "nonzero", "stroke": "none", "stroke-width": "1", "stroke-linecap": "butt",
    "stroke-linejoin": "miter", "stroke-miterlimit": "4", "paint-order": "normal", "visibility": "visible",
    "color": "currentColor",
}  # fmt: skip

_FLAT = "Viewers and presses draw it differently"
_EXPAND = "Make it a filled path (Inkscape: Path → Stroke to Path)."
_CUT = "Cut the shapes themselves (Inkscape: Path → Intersection)."
# Properties that must be “none”, or “normal”; what they are called otherwise, and what to do.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "filter": ("a filter", f"{_FLAT}: draw the effect as shapes, or leave it out."),
    "mask": ("a mask", _CUT),
    "clip-path": ("a clipping path", _CUT),
    "mix-blend-mode": ("a blend mode", f"{_FLAT}: give it the colour that is to be seen."),
    "stroke-dasharray": ("a dashed line", _EXPAND),
    **dict.fromkeys(("marker", "marker-start", "marker-mid", "marker-end"), ("an arrowhead (marker)", _EXPAND)),
    "vector-effect": ("a stroke that does not scale (vector-effect)", _EXPAND),
}
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")
_PROPERTIES = frozenset((*INITIAL, *_PLAIN, *_OPACITIES, "display"))


def class_rules(sheet: str) -> dict[str, Style]:
    """Return the properties of each class in a ``<style>`` element; raises Problem at another selector."""
    rules: dict[str, Style] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        for selector in selectors.strip().split(","):
            if not (match := re.fullmatch(r"\.(-?[A-Za-z_][\w-]*)", selector.strip())):
                problem = f"“{shorten(selector)}” in <style> is not the name of a class."
                raise Problem(problem, "Export it with “Presentation Attributes” or “Inline Style”.")
            rules.setdefault(match[1], {}).update(declarations(body))
    return rules


def declarations(text: str) -> Style:
    """Return the properties that count in ``fill:#123f68;stroke:none``."""
    style: Style = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip() in _PROPERTIES:
            style[name.strip()] = value.replace("!important", "").strip()
    return style


def style_of(element: SvgElement, parent: Mapping[str, str], rules: Mapping[str, Style]) -> Style:
    """Return the style of *element* inside one with the style *parent*; its own ``display`` is included."""
    own = {name: value.strip() for name, value in element.attributes.items() if name in _PROPERTIES}
    for name in element.attributes.get("class", "").split():
        own |= rules.get(name, {})
    own |= declarations(element.attributes.get("style", ""))
    _require_plain(own)
    style = {name: parent[name] for name in INITIAL}
    return style | {name: value for name, value in own.items() if value != "inherit"}


def _require_plain(own: Mapping[str, str]) -> None:
    for name, value in own.items():
        if name in _PLAIN and value not in ("normal" if name == "mix-blend-mode" else "none", "inherit"):
            what, hint = _PLAIN[name]
            raise Problem(f"This has {what}.", hint)
        if name in _OPACITIES and not _is_opaque(value):
            hint = f"{_FLAT}: give it the lighter colour itself, as a colour of the theme."
            raise Problem(f"This is transparent ({name}: {shorten(value)}).", hint)
        if name in ("fill", "stroke") and "url(" in value:
            hint = f"{_FLAT}: give it one flat colour, or draw several shapes."
            raise Problem("This is painted with a gradient or a pattern.", hint)


def _is_opaque(value: str) -> bool:
    try:
        return (float(value[:-1]) / 100 if value.endswith("%") else float(value)) >= 1
    except ValueError:
        return False


def paints(style: Mapping[str, str]) -> list[str]:
    """Return ``fill`` and ``stroke`` in the order in which they are painted, without those that are not."""
    both = ("stroke", "fill") if style["paint-order"].split()[:1] == ["stroke"] else ("fill", "stroke")
    return [paint for paint in both if style[paint] not in ("none", "transparent")]


_ALIASES = {"#000000": "black", "#ffffff": "paper"}  # Names in every theme of what may have other values in it.


def theme_colour(value: str, *, theme: Theme, palette: Mapping[str, Colour]) -> str:
    """Return the name of the colour of *theme* that *value* in a drawing stands for: itself, or its name in *palette*.

    These are the colours of the drawing's designer: a campaign that gives them other values recolours its art.
    """
    if value in theme.colours:
        return value
    shown = hexadecimal(value)
    by_value = {colour.hexadecimal: name for name, colour in reversed([*theme.colours.items(), *palette.items()])}
    name = by_value.get(shown) or _ALIASES.get(shown, "")
    if name in theme.colours:
        return name

    def distance(colour: Colour) -> int:
        pairs = ((int(colour.hexadecimal[i : i + 2], 16), int(shown[i : i + 2], 16)) for i in (1, 3, 5))
        return sum((own - other) ** 2 for own, other in pairs)

    nearest = min(theme.colours.values(), key=distance)
    hint = f"The nearest is “{nearest.name}”, {nearest.hexadecimal}."
    if name:
        raise Problem(f"The theme “{theme.name}” has no colour “{name}”; in another theme, that is {shown}.", hint)
    raise Problem(f"{shorten(value)} is not a colour of the theme “{theme.name}”.", hint)


def hexadecimal(value: str) -> str:
    """Return a colour as a drawing has it in six digits, ``#123f68``; raises Problem if it is none, or transparent."""
    from PIL import ImageColor

    try:
        red, green, blue, *alpha = ImageColor.getrgb(value)
    except ValueError:
        raise Problem(f"“{shorten(value)}” is not a colour.", "Write a colour of the theme, like “#123f68”.") from None
    if alpha and alpha[0] < 255:
        raise Problem(f"{shorten(value)} is transparent.", "Give it the lighter colour itself, as one of the theme.")
    return f"#{red:02x}{green:02x}{blue:02x}"


FARTHEST = 100_000.0  # Units from the picture's corner beyond which no point may be.
_FARTHEST_LOCAL = 1e9  # The same before transforms, which may make coordinates smaller.
_FINEST = 20_000  # Of a picture's longer side, this part is how far the outline of a stroked curve may be off.

_GROUPS = ("svg", "g", "a")
# Elements that show nothing by themselves; references to them are refused.
_SILENT = ("title", "desc", "metadata", "defs", "style", "symbol", "linearGradient", "radialGradient", "clipPath")
_REASONS: Mapping[str, tuple[str, str]] = {
    "text": (
        "Text in a picture can't be translated, searched or read aloud.",
        "Make it a message of the layout; letters of a logo: turn them into paths (Inkscape: Path → Object to Path).",
    ),
    "image": ("This is a photograph inside a drawing.", "Give it an image block of its own in the layout."),
    "use": ("This is a clone of another part.", "Make it a shape of its own (Inkscape: Edit → Clone → Unlink Clone)."),
    "pattern": ("This is a pattern.", "Draw its shapes."),
    "script": ("This is a program.", "Delete it: a picture may have shapes only."),
}
_OTHERS = "Shapes and paths in groups are read: convert it to a path, or delete it."


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A filled path in units of its picture, y downwards."""

    path: Path
    colour: str  # of the theme; "" for the block's own
    rule: str = "nonzero"
    line: float = 0.0  # width of the line whose outline it is, 0 for none


@dataclass(frozen=True, slots=True)
class Drawing:
    """A vector picture *width* times *height* units large, its parts from the lowest to the topmost."""

    name: str
    width: float
    height: float
    parts: tuple[DrawnPart, ...]


def read_drawing(data: bytes, file: str, name: str, colours: Callable[[str], str]) -> Drawing:
    """Return the picture in the SVG *data*; raises ContentError for what is none, or is not drawn alike everywhere.

    *colours* returns the name in the theme of a colour as the file has it, or raises `Problem`. ``currentColor`` and
    colours that are not painted are not asked for.
    """
    return _DrawingReader(file, parse_svg(data, file), colours).drawing(name)


class _DrawingReader:
    def __init__(self, file: str, root: SvgElement, colours: Callable[[str], str]) -> None:
        self._file = file
        self._root = root
        self._colours = colours
        self._rules: dict[str, Style] = {}
        self._segments = 0

    def drawing(self, name: str) -> Drawing:
        for element in self._root.walk():
            if element.tag == "style":
                with self._placed_at(element):
                    self._rules |= class_rules(element.text)
        with self._placed_at(self._root):
            left, top, self._width, self._height = view_box(self._root)
        parts = tuple(self._parts(self._root, INITIAL, Transform().translate(-left, -top)))
        if not parts:
            raise ContentError("This picture shows nothing.", source=Source(self._file, self._root.line))
        return Drawing(name, self._width, self._height, parts)

    @contextmanager
    def _placed_at(self, element: SvgElement) -> Iterator[None]:
        try:
            yield
        except Problem as problem:
            raise ContentError(problem.text, hint=problem.hint, source=Source(self._file, element.line)) from None

    def _parts(self, element: SvgElement, parent: Mapping[str, str], around: Transform) -> Iterator[DrawnPart]:
        tag = element.tag
        with self._placed_at(element):
            if tag in _SILENT:
                return
            if tag == "svg" and element is not self._root:
                raise Problem("This is a picture inside a picture.", "Ungroup it.")
            style = style_of(element, parent, self._rules)
            if style.pop("display", "") == "none":
                return
            if tag not in _GROUPS and tag not in GEOMETRIES:
                raise Problem(*_REASONS.get(tag, (f"“<{tag}>” is not drawn.", _OTHERS)))
            matrix = around.transform(transform(element.attributes.get("transform", "")))
        for child in element.children:
            yield from self._parts(child, style, matrix)
        if tag in GEOMETRIES and style["visibility"] == "visible":
            with self._placed_at(element):
                yield from self._painted(element, style, matrix)

    def _painted(self, element: SvgElement, style: Style, matrix: Transform) -> Iterator[DrawnPart]:
        path = segments(element.tag, element.attributes, self._width, self._height)
        _require_near(path, _FARTHEST_LOCAL)
        for paint in paints(style) if path else ():
            # A colour is looked up only where it shows: the black fill of a line shows nothing.
            line, rule = 0.0, "nonzero"
            if paint == "fill":
                if element.tag == "line":
                    continue
                drawn, rule = closed(path), "evenodd" if style["fill-rule"] == "evenodd" else "nonzero"
            else:
                a, b, c, d = matrix[:4]
                scale = float(abs(a * d - b * c) ** 0.5)  # on average of all directions
                stroke = self._stroke(style, scale)
                drawn, line = outline(path, stroke) if stroke.width else (), stroke.width * scale
            if drawn:
                value = style["color"] if style[paint].lower() == "currentcolor" else style[paint]
                colour = "" if value.lower() == "currentcolor" else self._colours(value)
                self._segments += len(drawn)
                if self._segments > limits.PICTURE_SEGMENTS:
                    problem = f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves."
                    raise Problem(problem, "Simplify it (Inkscape: Path → Simplify).")
                placed = mapped(drawn, lambda x, y: matrix.transformPoint((x, y)))
                _require_near(placed, FARTHEST)
                yield DrawnPart(placed, colour, rule, line)

    def _stroke(self, style: Style, scale: float) -> Stroke:
        join, cap = style["stroke-linejoin"], style["stroke-linecap"]
        return Stroke(
            width=min(max(0.0, user_units(style["stroke-width"], self._width)), _FARTHEST_LOCAL) if scale else 0.0,
            join=cast("Literal['miter', 'round', 'bevel']", join if join in ("round", "bevel") else "miter"),
            cap=cast("Literal['butt', 'round', 'square']", cap if cap in ("round", "square") else "butt"),
            miter_limit=user_units(style["stroke-miterlimit"], 1.0),
            flatness=max(self._width, self._height) / _FINEST / (scale or 1.0),
        )


def _require_near(path: Path, farthest: float) -> None:
    if not is_near(path, farthest):
        raise Problem("A point of this picture is far outside it.", "Delete it, or move it inside.")


def is_near(path: Path, farthest: float) -> bool:
    """Whether no point of *path* is further off than that."""
    # Not “any(… > …)”, which is false of what is not a number.
    return all(abs(value) <= farthest for segment in path for point in points_of(segment) for value in point)


def view_box(root: SvgElement) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the picture in user units; raises Problem if it has none."""
    text = root.attributes.get("viewBox", "")
    try:
        left, top, width, height = numbers(text)
    except (ValueError, Problem):
        if text.strip():
            hint = "It has four numbers: left, top, width, height."
            raise Problem(f"“{shorten(text)}” is not a viewBox.", hint) from None
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
