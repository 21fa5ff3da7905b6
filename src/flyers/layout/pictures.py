"""Pictograms: SVG paths, read once, scaled, and mirrored on right-to-left pages if the picture has a direction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from flyers import limits
from flyers.content.schema import NAME, NAME_SAYS, Anything, Flag, MapOf, Record, Required, Text, check, shorten
from flyers.content.yamlfile import decode, display_path, parse
from flyers.errors import ContentError, Source
from flyers.files import exists, read_bytes

Segment = tuple[str | float, ...]

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram in a square of ``side`` units, y downwards as in SVG; ``rule`` is the fill rule."""

    name: str
    side: float
    path: tuple[Segment, ...]
    rule: str
    mirror: bool

    def placed(self, x: float, y: float, size: float, *, mirrored: bool) -> tuple[Segment, ...]:
        """Return its segments in a square of *size* points with the lower left corner (x, y), y upwards."""
        scale = size / self.side
        turned = mirrored and self.mirror

        def point(px: float, py: float) -> tuple[float, float]:
            across = size - px * scale if turned else px * scale
            return round(x + across, 3), round(y + size - py * scale, 3)

        placed: list[Segment] = []
        for operator, *numbers in self.path:
            pairs = [float(n) for n in numbers]
            flat = [c for i in range(0, len(pairs), 2) for c in point(pairs[i], pairs[i + 1])]
            placed.append((operator, *flat))
        return tuple(placed)


class IconEntry(NamedTuple):
    """An entry of ``icons.yaml``: its file in the same folder, and whether the picture has a direction."""

    file: str
    mirror: bool
    source: Source


def _entry(*, file: str, source: Source, mirror: bool = False, **_: str) -> IconEntry:
    return IconEntry(file, mirror, source)


_FILE = Text(
    re.compile(rf"(?=.{{1,{limits.NAME_CHARACTERS}}}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.svg"),
    "the name of an .svg file beside icons.yaml",
)
_ICONS = Record({
    **dict.fromkeys(("set", "style", "version", "licence", "licence_file", "view_box", "source", "files"), Anything()),
    "icons": Required(MapOf(
        Record({
            "file": Required(_FILE),
            "mirror": Flag(),
            **dict.fromkeys(("meaning", "source_name", "source_path", "sha256"), Text()),
        }, make=_entry, source=True),
        NAME, NAME_SAYS,
    )),
})  # fmt: skip  # nested like the file that it describes


class Pictures:
    """The campaign's pictograms, from ``icons.yaml`` and the SVG files in its folder, then those of its *base*.

    Errors name files by *shown*, by default from the folder's parent.
    """

    def __init__(self, folder: Path, shown: Callable[[Path], str] | None = None, base: Pictures | None = None) -> None:
        self._folder = folder
        self._shown = shown or partial(display_path, root=folder.parent)
        self._base = base
        self._read: dict[str, Picture] = {}

    @cached_property
    def index(self) -> Mapping[str, IconEntry]:
        """The entries of ``icons.yaml`` by name, with those of the base.

        Raises:
            FileAccessError: there is no such file, or it cannot be read.
            ContentError: what is wrong in it, all together.
        """
        return {**(self._base.index if self._base else {}), **self._own}

    @cached_property
    def _own(self) -> Mapping[str, IconEntry]:
        file = self._folder / "icons.yaml"
        name = self._shown(file)
        entries: Mapping[str, IconEntry] = check(parse(read_bytes(file, name, limits.YAML_BYTES), name), _ICONS)[
            "icons"
        ]
        return entries

    def __getitem__(self, name: str) -> Picture:
        """The pictogram called *name*.

        Raises:
            ContentError: it does not exist, or its file has anything but filled paths.
            FileAccessError: its file cannot be read.
        """
        if name not in self._own and self._base and name in self._base.index:
            return self._base[name]
        if name not in self._read:
            if name not in self._own:
                raise ContentError(
                    f"There is no pictogram called “{shorten(name)}”.",
                    hint=f"Those in icons.yaml are: {', '.join(sorted(self.index))}.",
                    source=Source(self._shown(self._folder / "icons.yaml")),
                )
            entry = self._own[name]
            path = self._folder / entry.file
            if exists(path) and not path.resolve().is_relative_to(self._folder.resolve()):
                raise ContentError(
                    f"The file of the pictogram “{name}” is a link that leads out of its folder.",
                    hint="Copy the picture into the folder.",
                    source=entry.source,
                )
            data = read_bytes(path, self._shown(path), limits.PICTURE_BYTES)
            self._read[name] = read_svg(data, self._shown(path), name, mirror=entry.mirror)
        return self._read[name]


def read_svg(data: bytes, file: str, name: str, *, mirror: bool = False) -> Picture:
    """Return the pictogram in the SVG *data*: a square viewBox with filled paths and nothing else.

    Raises:
        ContentError: with its line in *file*, for what is no XML, has a document type, or is anything but ``path``
            elements with ``d``.
    """
    text = decode(data, file)
    if match := re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise _refused(
            "This picture has a document type (“<!DOCTYPE”), which can unfold to anything.", text, match[0], file
        )
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        line, column = error.position
        raise ContentError(f"This is not an SVG picture ({error}).", source=Source(file, line, column + 1)) from error
    box, shapes = _view_box(root), list(root)
    for shape in shapes:
        if shape.tag != f"{_SVG}path" or "d" not in shape.attrib:
            raise _refused(_FLAT, text, f"<{shape.tag.rpartition('}')[2]}", file)
    if box is None:
        raise _refused(_FLAT, text, "<svg", file)
    segments: list[Segment] = []
    for shape in shapes:
        try:
            segments += _segments(shape.attrib["d"], *box[:2])
        # fontTools raises many kinds for what is no path.
        except Exception as error:
            raise _refused("This is not the path of a picture.", text, shape.attrib["d"][:80], file) from error
    if len(segments) > limits.PICTURE_SEGMENTS:
        raise _refused(f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves.", text, "<svg", file)
    # Not “any(… > …)”, which is false of what is no number.
    if not all(abs(number) <= _FARTHEST for _, *numbers in segments for number in map(float, numbers)):
        raise _refused("A point of this picture is far outside it.", text, "<path", file)
    rule = "evenodd" if any(shape.get("fill-rule") == "evenodd" for shape in shapes) else "nonzero"
    return Picture(name, box[2], tuple(segments), rule, mirror)


_FLAT = "A pictogram must be a square picture of filled paths."
_FARTHEST = 100_000.0


def _view_box(root: ET.Element) -> tuple[float, float, float] | None:
    """Return left, top and side of the square in which the picture is drawn; None if it has none."""
    parts = [part for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    try:
        left, top, width, height = map(float, parts)
    except ValueError:
        return None
    return (left, top, width) if width == height and 0 < width <= _FARTHEST else None


def _refused(problem: str, text: str, part: str, file: str) -> ContentError:
    """Return the error at the line where *part* of the file's *text* begins."""
    line = text.count("\n", 0, max(text.find(part), 0)) + 1
    return ContentError(
        problem, hint="Flatten it to <path d=…> elements in a square viewBox.", source=Source(file, line)
    )


def _segments(data: str, left: float, top: float) -> list[Segment]:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    parse_path(data, pen)
    segments: list[Segment] = []
    here = (0.0, 0.0)

    def flat(points: tuple[tuple[float, float], ...]) -> list[float]:
        return [c for px, py in points for c in (px - left, py - top)]

    for operator, points in pen.value:
        if operator == "moveTo":
            segments.append(("M", *flat(points)))
        elif operator == "lineTo":
            segments.append(("L", *flat(points)))
        elif operator == "curveTo":
            segments.append(("C", *flat(points)))
        elif operator == "qCurveTo":
            # PDF has no quadratic curves: raise the degree (exact).
            (cx, cy), (ex, ey) = points
            first = (here[0] + 2 / 3 * (cx - here[0]), here[1] + 2 / 3 * (cy - here[1]))
            second = (ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey))
            segments.append(("C", *flat((first, second, (ex, ey)))))
        else:
            segments.append(("Z",))
            continue
        here = points[-1]
    return segments
