"""Pictograms: SVG paths, read once, scaled, and mirrored on right-to-left pages if the picture has a direction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from flyers.errors import ContentError, Source

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


class Pictures:
    """The campaign's pictograms, from ``icons.yaml`` and the SVG files in its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: dict[str, dict[str, object]] | None = None
        self._read: dict[str, Picture] = {}

    @property
    def index(self) -> dict[str, dict[str, object]]:
        """The entries of ``icons.yaml`` by name.

        Raises:
            ContentError: the file is missing or broken.
        """
        if self._index is None:
            from flyers.content.yamlfile import load

            self._index = dict(load(self._folder / "icons.yaml")["icons"])
        return self._index

    def __getitem__(self, name: str) -> Picture:
        """The pictogram called *name*.

        Raises:
            ContentError: it does not exist, or its file has anything but filled paths.
        """
        if name not in self._read:
            if name not in self.index:
                raise ContentError(
                    f"There is no pictogram called “{name}”.",
                    hint=f"Those in icons.yaml are: {', '.join(sorted(self.index))}.",
                    source=Source(str(self._folder / "icons.yaml")),
                )
            entry = self.index[name]
            self._read[name] = read_svg(self._folder / str(entry["file"]), name, mirror=bool(entry.get("mirror")))
        return self._read[name]


def read_svg(file: Path, name: str, *, mirror: bool = False) -> Picture:
    """Read a pictogram: a square viewBox with filled paths and nothing else.

    Raises:
        ContentError: the file is missing, not XML, or holds anything but ``path`` elements with ``d``.
    """
    source = Source(str(file))
    try:
        root = ET.fromstring(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(
            "This pictogram's file is missing.", hint="Fetch the vendored files again.", source=source
        ) from None
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise ContentError(f"This is not an SVG picture ({error}).", source=source) from error
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    shapes = list(root)
    if (
        len(box) != 4
        or box[2] != box[3]
        or any(shape.tag != f"{_SVG}path" or "d" not in shape.attrib for shape in shapes)
    ):
        raise ContentError(
            "A pictogram must be a square picture of filled paths.",
            hint="Flatten it to <path d=…> elements in a square viewBox.",
            source=source,
        )
    segments = [segment for shape in shapes for segment in _segments(shape.attrib["d"], box[0], box[1])]
    rule = "evenodd" if any(shape.get("fill-rule") == "evenodd" for shape in shapes) else "nonzero"
    return Picture(name, box[2], tuple(segments), rule, mirror)


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
