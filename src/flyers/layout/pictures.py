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
from flyers.layout.svg import FARTHEST, SvgElement, closed, is_near, parse_svg, view_box
from flyers.layout.svg_shapes import path_data
from flyers.page.paths import Path as Outline
from flyers.page.paths import Point, Segment, mapped
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
    path: Outline
    rule: str
    mirror: bool
    shade: Outline = ()
    whole: Outline = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", self.shade + self.path)

    def placed(self, path: Outline, x: float, y: float, size: float, *, mirrored: bool) -> Outline:
        """Return one of its paths in a square of *size* points with the lower left corner (x, y), y upwards."""
        key = (id(path), x, y, size, mirrored)
        known = _placed.get(key)
        if known is None or known[0] is not path:
            scale, turned = size / self.side, mirrored and self.mirror

            def point(across: float, down: float) -> Point:
                along = size - across * scale if turned else across * scale
                return round(x + along, 3), round(y + size - down * scale, 3)

            known = _placed[key] = path, mapped(path, point)
        return known[1]


_placed: ProcessCache[tuple[float | bool, ...], tuple[Outline, Outline]] = ProcessCache(512)
"""Placed paths of pictures, shared by pieces of many campaigns; with the path, so that its id stays taken."""


class IconEntry(NamedTuple):
    """An entry of ``icons.yaml``: its file in the same folder, and whether the picture has a direction."""

    file: str
    mirror: bool
    source: Source


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
        }, make=lambda file, source, mirror=False, **_: IconEntry(file, mirror, source), source=True),
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
        """The entries of ``icons.yaml`` by name, with those of the base."""
        return {**(self._base.index if self._base else {}), **self._own}

    @cached_property
    def _own(self) -> Mapping[str, IconEntry]:
        file = self._folder / "icons.yaml"
        name = self._shown(file)
        document = check(parse(read_known(file, name, limits.YAML_BYTES), name), _ICONS)
        entries: Mapping[str, IconEntry] = document["icons"]
        return entries

    def __getitem__(self, name: str) -> Picture:
        """The pictogram called *name*; raises ContentError if it does not exist, or has anything but filled paths."""
        if name not in self._own and self._base and name in self._base.index:
            return self._base[name]
        if name in self._read:
            return self._read[name]
        if name not in self._own:
            raise ContentError(
                f"There is no pictogram called “{shorten(name)}”.",
                hint=f"Those in icons.yaml are: {', '.join(sorted(self.index))}.",
                source=Source(self._shown(self._folder / "icons.yaml")),
            )
        entry = self._own[name]
        path = self._folder / entry.file
        if path.is_symlink() and exists(path) and not path.resolve().is_relative_to(self._folder.resolve()):
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
    """
    root = parse_svg(data, file)

    def refused(problem: str, element: SvgElement) -> ContentError:
        hint = "Flatten it to <path d=…> elements in a square viewBox."
        return ContentError(problem, hint=hint, source=Source(file, element.line))

    for shape in root.children:
        if shape.tag != "path" or "d" not in shape.attributes:
            raise refused(_FLAT, shape)
    try:
        left, top, side, height = view_box(root)
    except Problem:
        raise refused(_FLAT, root) from None
    if side != height or "viewBox" not in root.attributes:
        raise refused(_FLAT, root)
    tones: dict[bool, list[Segment]] = {True: [], False: []}
    for shape in root.children:
        try:
            path = closed(path_data(shape.attributes["d"]))
        except Problem as problem:
            raise refused(problem.text, shape) from problem
        tones["opacity" in shape.attributes] += mapped(path, lambda x, y: (x - left, y - top))
    if len(tones[True]) + len(tones[False]) > limits.PICTURE_SEGMENTS:
        raise refused(f"This picture has more than {limits.PICTURE_SEGMENTS} lines and curves.", root)
    if not is_near((*tones[True], *tones[False]), FARTHEST):
        raise refused("A point of this picture is far outside it.", root)
    rule = "evenodd" if any(shape.attributes.get("fill-rule") == "evenodd" for shape in root.children) else "nonzero"
    return Picture(name, side, tuple(tones[False]), rule, mirror, tuple(tones[True]))


_FLAT = "A pictogram must be a square picture of filled paths."
