"""The fonts of a campaign: its list (``fonts.yaml``), the library of its files, each opened and checked once.

All lengths of a face are in em (1 em = the type size), so that they are valid for every size.

One box around a letter of Nastaliq is mostly empty: the tail of a bari ye is long and low, the flag of a kaf high and
thin. Lines that are kept apart by such boxes stand at a new distance in every paragraph. Strips follow the outline.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from functools import cache, cached_property, partial
from math import inf
from pathlib import Path
from typing import get_args
from unicodedata import normalize

import uharfbuzz as hb

from flyers import limits
from flyers.content import starter_folder, yamlfile
from flyers.content.schema import (
    NAME,
    NAME_SAYS,
    Anything,
    Custom,
    Each,
    Flag,
    MapOf,
    Number,
    Problem,
    Record,
    Required,
    Text,
    check,
    did_you_mean,
    shorten,
)
from flyers.errors import FlyersError, FontError, Source, raise_all
from flyers.files import exists, read_bytes, read_known
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.model import Weight

_WIDTH = 0.08  # Em.
_AIR = 0.03  # Em by which strips are higher and lower than the outline: letters of two lines should not all but touch.
_SHARES = (0.25, 0.5, 0.75, 1.0)  # A curve is measured as so many straight lines, up to these shares of it.

_WEIGHTS = [((1 - share) ** 2, 2 * share * (1 - share), share**2) for share in _SHARES]
"""Of the three points of a quadratic curve, up to these shares of it."""

_Line = tuple[float, float, float, float]  # From (x, y) to (x, y).

InkBox = tuple[float, float, float, float]  # Left, bottom, right, top of an outline; em.


def strips(font: hb.Font, gid: int, upem: int) -> tuple[InkBox, ...]:
    """Return the boxes of the glyph's strips that have ink, from left to right."""
    width = _WIDTH * upem
    lows: dict[float, float] = {}
    highs: dict[float, float] = {}
    pen = _Pen()
    font.draw_glyph(gid, _draw_funcs(), pen)
    for x0, y0, x1, y1 in pen.lines:
        strip, last = x0 // width, x1 // width
        if strip != last:
            _cross(lows, highs, (x0, y0, x1, y1), width)
            continue
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        if low < lows.get(strip, inf):
            lows[strip] = low
        if high > highs.get(strip, -inf):
            highs[strip] = high
    return tuple(
        (strip * _WIDTH, lows[strip] / upem - _AIR, (strip + 1) * _WIDTH, highs[strip] / upem + _AIR)
        for strip in sorted(lows)
    )


def _cross(lows: dict[float, float], highs: dict[float, float], line: _Line, width: float) -> None:
    """Add a line that is in several strips: in each, the heights at which it enters and leaves."""
    x0, y0, x1, y1 = line if line[0] < line[2] else (*line[2:], *line[:2])
    slope = (y1 - y0) / (x1 - x0)
    first, last = int(x0 // width), int(x1 // width)
    borders = [y0 + (strip * width - x0) * slope for strip in range(first + 1, last + 1)]
    for strip, ends in enumerate(zip([y0, *borders], [*borders, y1], strict=True), first):
        lows[strip] = min(lows.get(strip, inf), *ends)
        highs[strip] = max(highs.get(strip, -inf), *ends)


class _Pen:
    """Draws an outline as straight lines, font units."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.start = self.here = (0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        self.start = self.here = (x, y)

    def line(self, x: float, y: float) -> None:
        self.lines.append((*self.here, x, y))
        self.here = (x, y)

    def quadratic(self, x1: float, y1: float, x2: float, y2: float) -> None:
        x0, y0 = here = self.here
        add = self.lines.append
        for before, middle, after in _WEIGHTS:
            x, y = before * x0 + middle * x1 + after * x2, before * y0 + middle * y1 + after * y2
            add((*here, x, y))
            here = x, y
        self.here = here

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> None:
        x0, y0 = self.here
        for share in _SHARES:
            ax, ay = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            bx, by = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            cx, cy = x2 + (x3 - x2) * share, y2 + (y3 - y2) * share
            ax, ay = ax + (bx - ax) * share, ay + (by - ay) * share
            bx, by = bx + (cx - bx) * share, by + (cy - by) * share
            self.line(ax + (bx - ax) * share, ay + (by - ay) * share)

    def close(self) -> None:
        self.line(*self.start)


@cache
def _draw_funcs() -> hb.DrawFuncs:
    """Return what tells a `_Pen`, the state of drawing, to draw."""
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    funcs.set_quadratic_to_func(lambda *values: values[-1].quadratic(*values[:-1]))
    funcs.set_cubic_to_func(lambda *values: values[-1].cubic(*values[:-1]))
    funcs.set_close_path_func(lambda pen: pen.close())
    return funcs


_DRAWN_AS_SPACE = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""HarfBuzz draws these with the font's space and adjusts the width (hb-ot-shape-fallback, ``space_fallback``)."""


class FontFace:
    """An open face, from the *data* of its whole file."""

    def __init__(self, entry: FaceEntry, data: bytes, spaced_like: FontFace | None = None) -> None:
        self.key, self.family, self.cascades = entry.key, entry.family, entry.cascades
        self.path, self.sha256, self.index, self.axes = entry.path, entry.sha256, entry.index, entry.axes
        self.data = data
        self.spaced_like = spaced_like  # the face whose kerning its own must not exceed (`flyers.text.shaping`)
        face = hb.Face(hb.Blob(data), entry.index)
        self.font = hb.Font(face)  # scaled to font units
        if entry.axes:
            self.font.set_variations(dict(entry.axes))
        self.upem: int = face.upem  # units per em
        self._glyphs: dict[str, bool] = {}
        self._clusters: dict[str, bool] = {}
        self._inks: dict[int, InkBox | None] = {}
        self._strips: dict[int, tuple[InkBox, ...]] = {}

    @cached_property
    def ascender(self) -> float:
        """The ascender of the ``hhea`` table (or OS/2 where the font says so), em above the baseline."""
        return float(self.font.get_font_extents("ltr").ascender) / self.upem

    @cached_property
    def descender(self) -> float:
        """The descender, em below the baseline, >= 0."""
        return -float(self.font.get_font_extents("ltr").descender) / self.upem

    @cached_property
    def cap_height(self) -> float:
        """The cap height of the OS/2 table, or else the height of H, or else 0; em."""
        if height := self.font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT):
            return float(height) / self.upem
        glyph = self.nominal_glyph("H")
        box = self.ink(glyph) if glyph else None
        return box[3] if box else 0.0

    def covers(self, char: str) -> bool:
        """Return whether the face has a glyph for the character, or HarfBuzz can compose one."""
        if char not in self._glyphs:
            parts = " " if char in _DRAWN_AS_SPACE else "\u2010" if char == "\u2011" else normalize("NFD", char)
            self._glyphs[char] = self.nominal_glyph(char) > 0 or (parts != char and all(map(self.nominal_glyph, parts)))
        return self._glyphs[char]

    def covers_all(self, text: str) -> bool:
        if text not in self._clusters:
            self._clusters[text] = all(map(self.covers, text))
        return self._clusters[text]

    def nominal_glyph(self, char: str) -> int:
        """Return the index of the character's glyph before features are applied, or 0 if it has none."""
        return int(self.font.get_nominal_glyph(ord(char)) or 0)

    def nominal_advance(self, char: str) -> float:
        """Return the horizontal advance of that glyph, em."""
        return float(self.font.get_glyph_h_advance(self.nominal_glyph(char))) / self.upem

    def ink(self, gid: int) -> InkBox | None:
        """Return the box of the glyph's outline relative to its origin, em; None for a glyph without ink."""
        if gid not in self._inks:
            box, upem, extents = None, self.upem, self.font.get_glyph_extents(gid)
            if extents is not None and extents.width and extents.height:
                left, top = extents.x_bearing / upem, extents.y_bearing / upem
                box = (left, top + extents.height / upem, left + extents.width / upem, top)
            self._inks[gid] = box
        return self._inks[gid]

    def strips(self, gid: int) -> tuple[InkBox, ...]:
        """Return the glyph's outline in narrow strips, em; none for a glyph without ink."""
        if gid not in self._strips:
            self._strips[gid] = strips(self.font, gid, self.upem)
        return self._strips[gid]


FONT_LIST = "fonts.yaml"

STYLES: tuple[Weight, ...] = get_args(Weight)  # The faces in which text is set.


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """One face as ``fonts.yaml`` describes it."""

    family: str
    style: str
    path: Path
    sha256: str
    source: Source
    index: int = 0  # in a .ttc
    axes: tuple[tuple[str, float], ...] = ()  # tags and values, which pin a variable font
    spaced_like: str = ""  # the style of the same family whose kerning its own must not exceed
    cascades: bool = False  # whether letters of a word stand above one another (Nastaliq)

    @property
    def key(self) -> str:
        return f"{self.family}:{self.style}"


@dataclass(frozen=True, slots=True)
class FamilyEntry:
    """One family as ``fonts.yaml`` describes it."""

    key: str
    name: str
    version: str
    licence: str
    scripts: tuple[str, ...]
    faces: Mapping[str, FaceEntry]
    source: Source


def _face(
    *, style: str, file: str, sha256: str, source: Source, index: int = 0, spaced_like: str = "", **more: object
) -> FaceEntry:
    axes = more.get("axes")
    pinned = tuple(axes.items()) if isinstance(axes, Mapping) else ()
    return FaceEntry("", style, Path(file), sha256.lower(), source, index, pinned, spaced_like)


def _family(
    *,
    key: str,
    faces: Mapping[str, FaceEntry],
    source: Source,
    name: str = "",
    version: str = "",
    licence: str = "",
    scripts: tuple[str, ...] = (),
    cascades: bool = False,
    **_: object,
) -> FamilyEntry:
    if "regular" not in faces:
        hint = "Add `regular: {file: …, sha256: …}`."
        raise Problem(f"The family “{key}” has no regular face.", hint, path=["faces"])
    first_of: dict[tuple[object, ...], str] = {}
    for style, face in faces.items():
        if style not in STYLES:  # such as “blod”: strong words would be printed in the regular
            raise Problem(
                f"No text is set in a face “{shorten(style)}”.",
                did_you_mean(style, STYLES) or f"A family has the faces {' and '.join(STYLES)}; delete this one.",
                path=["faces", style],
            )
        twin = first_of.setdefault((face.path, face.index, face.axes), style)
        if twin != style:
            raise Problem(
                f"The faces “{twin}” and “{style}” of “{key}” are one and the same.",
                f"Name another file or other axes, or delete “{style}”: the regular face stands in for it.",
                path=["faces", style],
            )
    for style, face in faces.items():
        if face.spaced_like and (face.spaced_like not in faces or faces[face.spaced_like].spaced_like):
            raise Problem(
                f"The face {key}:{style} cannot be spaced like “{shorten(face.spaced_like)}”.",
                "Name another face of the family, which is spaced by itself.",
                path=["faces", style, "spaced_like"],
            )
    own_faces = {style: replace(face, family=key, cascades=cascades) for style, face in faces.items()}
    return FamilyEntry(key, name or key, version, licence, scripts, own_faces, source)


def _axis(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Problem("The value of an axis is a number.", "As in “wght: 400”.")
    return float(value)


FAMILIES = Record({
    "families": Required(MapOf(
        Record({
            "name": Text(),
            "version": Text(),
            "licence": Text(),
            "scripts": Each(Text(re.compile(r"[A-Z][a-z]{3}"), "the code of a script, like “Arab”")),
            "cascades": Flag(),
            "source": Anything(),
            "faces": Required(MapOf(
                Record({
                    "file": Required(Text()),
                    "sha256": Required(Text(re.compile(r"[0-9a-fA-F]{64}"), "a checksum, 64 digits from 0 to f")),
                    "index": Number(0, 1000, whole=True),
                    "axes": MapOf(Custom(_axis), re.compile(r"[ -~]{4}"), "the tag of an axis, like “wght”"),
                    "spaced_like": Text(),
                    **dict.fromkeys(("source_path", "source_sha256"), Text()),
                }, make=_face, source=True),
                NAME, NAME_SAYS, id="style",
            )),
        }, make=_family, source=True),
        NAME, NAME_SAYS, id="key",
    )),
})  # fmt: skip  # nested like the file that it describes


def read_families(file: Path, name: str) -> tuple[dict[str, FamilyEntry], Source]:
    """Return the families in *file*, which errors call *name*, and the place of the list; errors as `load`'s."""
    document = yamlfile.parse(read_known(file, name, limits.YAML_BYTES), name)
    listed = check(document, FAMILIES, FontError)["families"]
    if not listed:
        hint = "Add a map `families:` of the campaign's fonts."
        raise FontError("This file lists no families.", hint=hint, source=document.source)
    families = {}
    for key, family in listed.items():
        faces = {style: replace(face, path=file.parent / face.path) for style, face in family.faces.items()}
        families[key] = replace(family, faces=faces)
    raise_all(_outside(families, file.parent))
    return families, document.source


@cache
def own_families() -> Mapping[str, FamilyEntry]:
    """Return the families of the starter campaign, which come with the program."""
    file = starter_folder() / "fonts" / FONT_LIST
    return read_families(file, str(file))[0]


def _outside(families: Mapping[str, FamilyEntry], folder: Path) -> Iterator[FontError]:
    for face in (face for family in families.values() for face in family.faces.values()):
        try:
            is_inside = face.path.resolve().is_relative_to(folder.resolve())
        except (OSError, RuntimeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise FontError(
                f"The file of the face {face.key} cannot be found ({reason}).",
                hint="Write the name of a file in the font folder.",
                source=face.source,
            ) from None
        if not is_inside:
            yield FontError(
                f"The file of the face {face.key} is outside the font folder.",
                hint="Copy it into the folder, and write its path relative to the folder.",
                source=face.source,
            )


OWN_FAMILY = "noto-sans"  # The family that comes with the program, in which slugs and tickets are set.


@dataclass(eq=False)
class FontLibrary:
    """The families of a campaign by key. Faces are opened, and their checksums compared, on first use."""

    families: Mapping[str, FamilyEntry]
    source: Source
    _faces: ProcessCache[str, FontFace] = field(default_factory=partial(ProcessCache, 256), repr=False)
    _files: ProcessCache[Path, bytes] = field(default_factory=partial(ProcessCache, 256), repr=False)
    _stacks: ProcessCache[tuple[tuple[str, ...], str, str], tuple[FontFace, ...]] = field(
        default_factory=partial(ProcessCache, 1024), repr=False
    )

    @classmethod
    def load(
        cls, folder: Path, shown: Callable[[Path], str] | None = None, base: FontLibrary | None = None
    ) -> FontLibrary:
        """Read ``folder/fonts.yaml``, if there is one; errors name files by *shown*, by default from its parent.

        A family that it does not have is that of the *base*; that of slugs and tickets, of the starter campaign. A
        campaign that has neither a list nor a base has all of the starter's. Errors are a FileAccessError, a
        ContentError if the file isn't YAML, and a FontError if it doesn't describe fonts in the folder.
        """
        file, shown = folder / FONT_LIST, shown or partial(yamlfile.display_path, root=folder.parent)
        others = dict(base.families) if base else {}
        if not exists(file):
            return cls(others or own_families(), base.source if base else Source(shown(file)))
        families, source = read_families(file, shown(file))
        families.update((key, others[key]) for key in others if key not in families)
        if OWN_FAMILY not in families:
            families[OWN_FAMILY] = own_families()[OWN_FAMILY]
        return cls(families, source)

    def face(self, key: str) -> FontFace:
        """Return the open face ``"family:style"``; raises FontError if it doesn't exist, or its file is another."""
        face = self._faces.get(key)
        if face is None:
            name, _, style = key.partition(":")
            family = self._family(name)
            if style not in family.faces:
                hint = f"Its faces are {', '.join(family.faces)}."
                raise FontError(f"The family “{name}” has no face “{style}”.", hint=hint, source=family.source)
            face = self._faces[key] = self._open(family.faces[style])
        return face

    @property
    def opened(self) -> tuple[FontFace, ...]:
        """The faces that have been asked for, as far as they are still kept: those of a document are."""
        return tuple(self._faces.values())

    def stack(self, families: Sequence[str], weight: str, script: str = "") -> tuple[FontFace, ...]:
        """Return the faces in which to look for a character, in order.

        Families made for the script (``scripts`` in fonts.yaml) come before those that have only parts of it, so that
        the Latin of a Khmer or Chinese font never replaces the document's. A family without the weight contributes its
        regular face.

        *script* is as returned by `script_runs`; without it the order is that of *families*. Errors are as `face`'s.
        """
        request = (tuple(families), weight, script)
        stack = self._stacks.get(request)
        if stack is None:
            entries = sorted(map(self._family, families), key=lambda family: script not in family.scripts)
            keys = [f"{family.key}:{weight if weight in family.faces else 'regular'}" for family in entries]
            stack = self._stacks[request] = tuple(map(self.face, keys))
        return stack

    def checksum(self, entry: FaceEntry) -> str:
        """Return the SHA-256 (hex) of a face's file as it is, whatever fonts.yaml says; "" if it cannot be read."""
        if self._files.get(entry.path) is not None:
            return entry.sha256  # it was compared when it was opened
        try:
            return hashlib.sha256(read_bytes(entry.path, entry.path.name, limits.FONT_BYTES)).hexdigest()
        except FlyersError:
            return ""

    def families_covering(self, char: str) -> list[str]:
        """Return the keys of the families that have the character, without those whose files cannot be opened."""
        keys = []
        for key, family in self.families.items():
            with suppress(FontError):
                if any(self.face(entry.key).covers(char) for entry in family.faces.values()):
                    keys.append(key)
        return keys

    def require(self, families: Iterable[str], source: Source) -> None:
        """Raise FontError for the first of *families* that the campaign does not have, where *source* names them."""
        for key in families:
            self._family(key, source)

    def _family(self, key: str, source: Source | None = None) -> FamilyEntry:
        if key in self.families:
            return self.families[key]
        raise FontError(
            f"There is no font family “{key}”.",
            hint=f"{did_you_mean(key, self.families)} The families of this campaign are "
            f"{', '.join(self.families)}.".strip(),
            source=source or self.source,
        )

    def _open(self, entry: FaceEntry) -> FontFace:
        file, data = f"The file {entry.path.name} of the family “{entry.family}”", self._files.get(entry.path)
        if data is None:
            try:
                data = read_bytes(entry.path, entry.path.name, limits.FONT_BYTES)
            except FlyersError as error:
                raise FontError(
                    f"{file} {error.problem.removeprefix('This file ')}",
                    hint=f"Put it into the folder {entry.path.parent.name}/, or remove the face from fonts.yaml.",
                    source=entry.source,
                ) from error
            if (digest := hashlib.sha256(data).hexdigest()) != entry.sha256:
                raise FontError(
                    f"{file} is not the recorded one: its sha256 is {digest}, but fonts.yaml has {entry.sha256}.",
                    hint="Restore the file. If you updated it on purpose, check a print and write the new sha256.",
                    source=entry.source,
                )
            self._files[entry.path] = data
        model = self.face(f"{entry.family}:{entry.spaced_like}") if entry.spaced_like else None
        face = FontFace(entry, data, model)
        if not face.font.face.glyph_count:
            raise FontError(
                f"{file} is not a font.",
                hint="Put the right file there, or correct `file` and `sha256` in fonts.yaml.",
                source=entry.source,
            )
        return face
