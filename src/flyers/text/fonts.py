"""The font library of a campaign: ``fonts.yaml`` and the files that it names, each opened once and checked.

All measures that a `FontFace` gives are in em (1 em = the type size), so that they hold for every size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import normalize

import uharfbuzz as hb

from flyers.content import yamlfile
from flyers.errors import FontError, Source

InkBox = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_SPACES_THAT_A_SPACE_STANDS_FOR = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""HarfBuzz draws these with the font's space and adjusts the width (hb-ot-shape-fallback, ``space_fallback``)."""

_NO_BREAK_HYPHEN, _HYPHEN = "\u2011", "\u2010"


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """One face as ``fonts.yaml`` describes it; ``index`` is its place in a .ttc, ``axes`` pin a variable font."""

    family: str
    style: str
    path: Path
    sha256: str
    source: Source
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()

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


class FontFace:
    """An open face.

    Attributes:
        key: ``"noto-sans:bold"``.
        path, index, axes: where it comes from; ``axes`` (tag, value) pin a variable font.
        data: the whole font file.
        font: HarfBuzz's font, scaled to font units.
    """

    def __init__(self, entry: FaceEntry, data: bytes) -> None:
        self.key = entry.key
        self.family = entry.family
        self.path = entry.path
        self.index = entry.index
        self.axes = entry.axes
        self.data = data
        face = hb.Face(hb.Blob(data), entry.index)
        self.font = hb.Font(face)
        if entry.axes:
            self.font.set_variations(dict(entry.axes))
        self.upem: int = face.upem
        self._glyphs: dict[str, bool] = {}
        self._clusters: dict[str, bool] = {}
        self._inks: dict[int, InkBox | None] = {}

    def __repr__(self) -> str:
        return f"FontFace({self.key!r})"

    @cached_property
    def ascender(self) -> float:
        """Of the ``hhea`` table (or OS/2 where the font says so), em above the baseline."""
        return float(self.font.get_font_extents("ltr").ascender) / self.upem

    @cached_property
    def descender(self) -> float:
        """Em below the baseline, >= 0."""
        return -float(self.font.get_font_extents("ltr").descender) / self.upem

    @cached_property
    def cap_height(self) -> float:
        """Em; of the OS/2 table, or else the height of H, or else 0."""
        height = self.font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT)
        if not height:
            glyph = self.font.get_nominal_glyph(ord("H"))
            box = self.ink(glyph) if glyph else None
            return box[3] if box else 0.0
        return float(height) / self.upem

    def covers(self, char: str) -> bool:
        """Whether the face has a glyph for the character, or HarfBuzz can make one from what it has."""
        known = self._glyphs.get(char)
        if known is None:
            known = self._glyphs[char] = self._draws(char)
        return known

    def covers_all(self, text: str) -> bool:
        """Whether the face has every character of ``text``."""
        known = self._clusters.get(text)
        if known is None:
            known = self._clusters[text] = all(self.covers(char) for char in text)
        return known

    def nominal_glyph(self, char: str) -> int:
        """The number of the glyph that the character has before any feature changes it; 0 where it has none."""
        return int(self.font.get_nominal_glyph(ord(char)) or 0)

    def nominal_advance(self, char: str) -> float:
        """Em; of that glyph, from left to right."""
        return float(self.font.get_glyph_h_advance(self.nominal_glyph(char))) / self.upem

    def ink(self, gid: int) -> InkBox | None:
        """The box of the glyph's outline relative to its origin, em; None for a glyph without ink."""
        try:
            return self._inks[gid]
        except KeyError:
            box = self._inks[gid] = self._measure(gid)
            return box

    def glyph_name(self, gid: int) -> str:
        """The glyph's name in the font, or ``gid`` and its number."""
        return str(self.font.glyph_to_string(gid))

    def _draws(self, char: str) -> bool:
        if self._has(char):
            return True
        if char in _SPACES_THAT_A_SPACE_STANDS_FOR:
            return self._has(" ")
        if char == _NO_BREAK_HYPHEN:
            return self._has(_HYPHEN)
        parts = normalize("NFD", char)
        return parts != char and all(self._has(part) for part in parts)

    def _has(self, char: str) -> bool:
        return bool(self.nominal_glyph(char))

    def _measure(self, gid: int) -> InkBox | None:
        extents = self.font.get_glyph_extents(gid)
        if extents is None or not extents.width or not extents.height:
            return None
        left, top = extents.x_bearing / self.upem, extents.y_bearing / self.upem
        return left, top + extents.height / self.upem, left + extents.width / self.upem, top


@dataclass
class FontLibrary:
    """The families of a campaign by key; faces are opened, and their checksums compared, when first asked for."""

    families: Mapping[str, FamilyEntry]
    source: Source
    _faces: dict[str, FontFace] = field(default_factory=dict, repr=False)
    _files: dict[Path, bytes] = field(default_factory=dict, repr=False)
    _stacks: dict[tuple[tuple[str, ...], str, str], tuple[FontFace, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path, root: Path | None = None) -> FontLibrary:
        """Read ``folder/fonts.yaml``; errors name files relative to *root*.

        Raises:
            FileAccessError: there is no such file.
            ContentError: it is not YAML.
            FontError: it does not describe fonts, or names a file outside the folder.
        """
        document = yamlfile.load(folder / "fonts.yaml", root)
        listed = document.get("families")
        if not isinstance(listed, yamlfile.Mapping) or not listed:
            raise FontError(
                "This file lists no families.",
                hint="It needs a map `families:` of the campaign's fonts.",
                source=document.source,
            )
        families = {key: _family(folder, key, listed) for key in listed}
        return cls(families, document.source)

    def face(self, key: str) -> FontFace:
        """The open face ``"family:style"``.

        Raises:
            FontError: no such family or style, the file is missing, or it is not the one whose checksum is noted.
        """
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = self._open(self._entry(key))
        return face

    def stack(self, families: Sequence[str], weight: str, script: str = "") -> tuple[FontFace, ...]:
        """The faces to look for a character in, in order.

        Families that are made for the script (``scripts`` of fonts.yaml) go before those that only have some of it, so
        that the Latin of a Khmer or Chinese font never stands in for the document's. A family without the weight lends
        its regular face.

        Args:
            families: the font stack.
            weight: ``regular`` or ``bold``.
            script: ISO 15924 code, as `script_runs` gives it; without it the order is that of ``families``.

        Raises:
            FontError: see `face`.
        """
        asked = (tuple(families), weight, script)
        stack = self._stacks.get(asked)
        if stack is None:
            sought = sorted(map(self._family, families), key=lambda family: script not in family.scripts)
            keys = [f"{family.key}:{weight if weight in family.faces else 'regular'}" for family in sought]
            stack = self._stacks[asked] = tuple(self.face(key) for key in keys)
        return stack

    def families_covering(self, char: str) -> list[str]:
        """The families that have the character, by key; a family whose file cannot be opened counts as without."""
        found = []
        for key, family in self.families.items():
            try:
                covers = any(self.face(entry.key).covers(char) for entry in family.faces.values())
            except FontError:
                continue
            if covers:
                found.append(key)
        return found

    def _family(self, key: str) -> FamilyEntry:
        try:
            return self.families[key]
        except KeyError:
            raise FontError(
                f"There is no font family {key!r}.",
                hint=f"Those of this campaign are {', '.join(self.families)}.",
                source=self.source,
            ) from None

    def _entry(self, key: str) -> FaceEntry:
        name, _, style = key.partition(":")
        family = self._family(name)
        try:
            return family.faces[style]
        except KeyError:
            raise FontError(
                f"The family {name!r} has no face {style!r}.",
                hint=f"It has {', '.join(family.faces)}.",
                source=family.source,
            ) from None

    def _open(self, entry: FaceEntry) -> FontFace:
        data = self._files.get(entry.path)
        if data is None:
            data = self._files[entry.path] = _read_checked(entry)
        face = FontFace(entry, data)
        if not face.font.face.glyph_count:
            raise FontError(
                f"The file {entry.path.name} of the family {entry.family!r} is not a font.",
                hint="Put the right file there, or correct `file` and `sha256`.",
                source=entry.source,
            )
        return face


def _read_checked(entry: FaceEntry) -> bytes:
    try:
        data = entry.path.read_bytes()
    except OSError as error:
        raise FontError(
            f"The file {entry.path.name} of the family {entry.family!r} cannot be read ({error.strerror}).",
            hint=f"Put it into the folder {entry.path.parent.name}/, or take the face out of fonts.yaml.",
            source=entry.source,
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != entry.sha256:
        raise FontError(
            f"The file {entry.path.name} of the family {entry.family!r} is not the one that was recorded: its sha256 "
            f"is {found}, fonts.yaml says {entry.sha256}.",
            hint="Restore the file; if it was renewed on purpose, proof a print of it and write the new sha256.",
            source=entry.source,
        )
    return data


def _family(folder: Path, key: str, listed: yamlfile.Mapping) -> FamilyEntry:
    described = listed[key]
    source = listed.key_source(key)
    faces = described.get("faces") if isinstance(described, yamlfile.Mapping) else None
    if not isinstance(faces, yamlfile.Mapping) or "regular" not in faces:
        raise FontError(
            f"The family {key!r} has no regular face.",
            hint="Give it `faces: {regular: {file: …, sha256: …}}`.",
            source=source,
        )
    return FamilyEntry(
        key=key,
        name=str(described.get("name", key)),
        version=str(described.get("version", "")),
        licence=str(described.get("licence", "")),
        scripts=tuple(str(script) for script in described.get("scripts") or ()),
        faces={style: _face(folder, key, style, faces) for style in faces},
        source=source,
    )


def _face(folder: Path, family: str, style: str, faces: yamlfile.Mapping) -> FaceEntry:
    described: Any = faces[style]
    source = faces.key_source(style)
    if not isinstance(described, yamlfile.Mapping) or not {"file", "sha256"} <= described.keys():
        raise FontError(f"The face {family}:{style} needs `file` and `sha256`.", hint="Write both.", source=source)
    path = folder / str(described["file"])
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FontError(
            f"The file of the face {family}:{style} lies outside the font folder.",
            hint="Copy it into the folder, and name it relative to the folder.",
            source=source,
        )
    axes = described.get("axes") or {}
    return FaceEntry(
        family=family,
        style=style,
        path=path,
        sha256=str(described["sha256"]).lower(),
        source=source,
        index=int(described.get("index", 0)),
        axes=tuple((str(tag), float(value)) for tag, value in axes.items()),
    )
