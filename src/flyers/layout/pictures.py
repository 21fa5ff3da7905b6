"""Pictograms: SVG paths, read once, scaled, and mirrored on right-to-left pages if the picture has a direction.

Images of the campaign's own are in `images`; both read SVG by `svg` and `svg_shapes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from flyers import limits
from flyers.content.schema import (
    NAME,
    NAME_SAYS,
    Anything,
    Flag,
    MapOf,
    Problem,
    Record,
    Required,
    Text,
    check,
    shorten,
)
from flyers.content.yamlfile import display_path, parse
from flyers.errors import ContentError, Source
from flyers.files import exists, read_known
from flyers.layout.images import Image, Images, Logo
from flyers.layout.svg import FARTHEST, SvgElement, closed, parse_svg, view_box
from flyers.layout.svg_shapes import path_data
from flyers.page.paths import Point, Segment, mapped, points_of
from flyers.process_cache import ProcessCache, memoized
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram in a square of ``side`` units, y downwards as in SVG; ``rule`` is the fill rule.

    ``shade`` is what has its second, lighter tone and is behind the rest; empty in a picture of one tone. Both paths
    together are the ``whole`` picture in one tone: the path on the shade runs in the other direction, and leaves a
    hole.
    """

    name: str
    side: float
    path: tuple[Segment, ...]
    rule: str
    mirror: bool
    shade: tuple[Segment, ...] = ()
    whole: tuple[Segment, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.shade + self.path)

    def placed(
        self, path: tuple[Segment, ...], x: float, y: float, size: float, *, mirrored: bool
    ) -> tuple[Segment, ...]:
        """Return one of its paths in a square of *size* points with the lower left corner (x, y), y upwards."""
        key = (id(path), x, y, size, mirrored)
        known = _placed.get(key)
        if known is None or known[0] is not path:
            known = _placed[key] = path, self._in_place(path, x, y, size, mirrored)
        return known[1]

    def _in_place(
        self, path: tuple[Segment, ...], x: float, y: float, size: float, mirrored: bool
    ) -> tuple[Segment, ...]:
        scale, top = size / self.side, y + size
        turned = mirrored and self.mirror

        def point(across: float, down: float) -> Point:
            along = size - across * scale if turned else across * scale
            return round(x + along, 3), round(top - down * scale, 3)

        return mapped(path, point)


_placed: ProcessCache[tuple[float | bool, ...], tuple[tuple[Segment, ...], tuple[Segment, ...]]] = ProcessCache(512)
"""Placed paths of pictures, shared by pieces of many campaigns; with the path, so that its id stays taken."""


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
    **dict.fromkeys(
        ("set", "style", "version", "licence", "licence_file", "view_box", "source", "own", "files"), Anything()
    ),
    "icons": Required(MapOf(
        Record({
            "file": Required(_FILE),
            "mirror": Flag(),
            **dict.fromkeys(("meaning", "shows", "source_name", "source_path", "sha256"), Text()),
        }, make=_entry, source=True),
        NAME, NAME_SAYS,
    )),
})  # fmt: skip  # nested like the file that it describes


class Pictures:
    """The campaign's pictograms, from ``icons.yaml`` and the SVG files in its folder, then those of its *base*.

    Errors name files by *shown*, by default from the folder's parent.
    """

    def __init__(
        self,
        folder: Path,
        shown: Callable[[Path], str] | None = None,
        base: Pictures | None = None,
        images: Images | None = None,
    ) -> None:
        self._images = images
        self._folder = folder
        self._shown = shown or partial(display_path, root=folder.parent)
        self._base = base
        self._read: dict[str, Picture] = {}

    def image(self, name: str) -> Image:
        """The image called *name*; see `flyers.layout.images.Images`."""
        if self._images is None:
            raise ContentError(f"There is no image called “{shorten(name)}”.")
        return self._images[name]

    @property
    def logo(self) -> Logo | None:
        return self._images.logo if self._images else None

    @cached_property
    def index(self) -> Mapping[str, IconEntry]:
        """The entries of ``icons.yaml`` by name, with those of the base.

        Raises:
            FileAccessError: there is no such file, or it cannot be read.
            ContentError: what is wrong in it, all together.
        """
        return {**(self._base.index if self._base else {}), **self._own}

    @cached_property
    def _real_folder(self) -> Path:
        return self._folder.resolve()

    @cached_property
    def _own(self) -> Mapping[str, IconEntry]:
        file = self._folder / "icons.yaml"
        name = self._shown(file)
        entries: Mapping[str, IconEntry] = check(parse(read_known(file, name, limits.YAML_BYTES), name), _ICONS)[
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
            if path.is_symlink() and exists(path) and not path.resolve().is_relative_to(self._real_folder):
                raise ContentError(
                    f"The file of the pictogram “{name}” is a link that leads out of its folder.",
                    hint="Copy the picture into the folder.",
                    source=entry.source,
                )
            shown = self._shown(path)
            self._read[name] = read_svg(read_known(path, shown, limits.PICTURE_BYTES), shown, name, mirror=entry.mirror)
        return self._read[name]


@memoized(256)
def read_svg(data: bytes, file: str, name: str, *, mirror: bool = False) -> Picture:
    """Return the pictogram in the SVG *data*: a square viewBox with filled paths and nothing else.

    Paths with an ``opacity`` are its second tone, whatever the opacity is: a tone of the theme, printed solid.

    Raises:
        ContentError: with its line in *file*, for what is not XML, has a document type of its own, or is anything but
            ``path`` elements with ``d``.
    """
    root = parse_svg(data, file)
    for shape in root.children:
        if shape.tag != "path" or "d" not in shape.attributes:
            raise _refused(_FLAT, file, shape.line)
    left, top, side = _square(root, file)
    tones: dict[bool, list[Segment]] = {True: [], False: []}
    for shape in root.children:
        try:
            path = closed(path_data(shape.attributes["d"]))
        except Problem as problem:
            raise _refused(problem.text, file, shape.line) from problem
        tones["opacity" in shape.attributes] += mapped(path, lambda x, y: (x - left, y - top))
    segments = tones[True] + tones[False]
    if len(segments) > limits.PICTURE_SEGMENTS:
        raise _refused(f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves.", file, root.line)
    # Not “any(… > …)”, which is false of what is not a number.
    if not all(abs(value) <= FARTHEST for segment in segments for point in points_of(segment) for value in point):
        raise _refused("A point of this picture is far outside it.", file, root.line)
    rule = "evenodd" if any(shape.attributes.get("fill-rule") == "evenodd" for shape in root.children) else "nonzero"
    return Picture(name, side, tuple(tones[False]), rule, mirror, tuple(tones[True]))


_FLAT = "A pictogram must be a square picture of filled paths."


def _square(root: SvgElement, file: str) -> tuple[float, float, float]:
    """Return left, top and side of the square in which the picture is drawn."""
    try:
        left, top, width, height = view_box(root)
    except Problem:
        raise _refused(_FLAT, file, root.line) from None
    if width != height or "viewBox" not in root.attributes:
        raise _refused(_FLAT, file, root.line)
    return left, top, width


def _refused(problem: str, file: str, line: int) -> ContentError:
    return ContentError(
        problem, hint="Flatten it to <path d=…> elements in a square viewBox.", source=Source(file, line)
    )
