"""The font library of a campaign: ``fonts.yaml`` and its font files, each opened and checked once.

All lengths that a `FontFace` returns are in em (1 em = the type size), so that they are valid for every size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from unicodedata import normalize

import uharfbuzz as hb

from flyers import limits
from flyers.content import yamlfile
from flyers.content.schema import did_you_mean
from flyers.errors import FlyersError, FontError, Source
from flyers.files import exists, read_bytes
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.font_list import FONT_LIST, FaceEntry, FamilyEntry, own_family, read_families
from flyers.text.strips import strips

InkBox = tuple[float, float, float, float]
"""Left, bottom, right, top of an outline."""

_DRAWN_AS_SPACE = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""HarfBuzz draws these with the font's space and adjusts the width (hb-ot-shape-fallback, ``space_fallback``)."""

OWN_FAMILY = "noto-sans"
"""The family that comes with the program, in which slugs and tickets are set."""

_NO_BREAK_HYPHEN, _HYPHEN = "\u2011", "\u2010"


class FontFace:
    """An open face.

    Attributes:
        key: such as ``"noto-sans:bold"``.
        path, sha256, index, axes: its source; ``axes`` (tag, value) pin a variable font.
        data: the whole font file.
        font: HarfBuzz's font, scaled to font units.
        upem: units per em.
        spaced_like: the face whose kerning its own must not exceed (`flyers.text.kerning`).
    """

    def __init__(self, entry: FaceEntry, data: bytes, spaced_like: FontFace | None = None) -> None:
        self.key = entry.key
        self.family = entry.family
        self.path = entry.path
        self.sha256 = entry.sha256
        self.index = entry.index
        self.axes = entry.axes
        self.data = data
        self.spaced_like = spaced_like
        self.cascades = entry.cascades
        face = hb.Face(hb.Blob(data), entry.index)
        self.font = hb.Font(face)
        if entry.axes:
            self.font.set_variations(dict(entry.axes))
        self.upem: int = face.upem
        self._glyphs: dict[str, bool] = {}
        self._clusters: dict[str, bool] = {}
        self._inks: dict[int, InkBox | None] = {}
        self._strips: dict[int, tuple[InkBox, ...]] = {}

    def __repr__(self) -> str:
        return f"FontFace({self.key!r})"

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
        height = self.font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT)
        if not height:
            glyph = self.font.get_nominal_glyph(ord("H"))
            box = self.ink(glyph) if glyph else None
            return box[3] if box else 0.0
        return float(height) / self.upem

    def covers(self, char: str) -> bool:
        """Return whether the face has a glyph for the character, or HarfBuzz can compose one."""
        known = self._glyphs.get(char)
        if known is None:
            known = self._glyphs[char] = self._can_draw(char)
        return known

    def covers_all(self, text: str) -> bool:
        """Return whether the face has every character of ``text``."""
        known = self._clusters.get(text)
        if known is None:
            known = self._clusters[text] = all(self.covers(char) for char in text)
        return known

    def nominal_glyph(self, char: str) -> int:
        """Return the index of the character's glyph before features are applied, or 0 if it has none."""
        return int(self.font.get_nominal_glyph(ord(char)) or 0)

    def nominal_advance(self, char: str) -> float:
        """Return the horizontal advance of that glyph, em."""
        return float(self.font.get_glyph_h_advance(self.nominal_glyph(char))) / self.upem

    def ink(self, gid: int) -> InkBox | None:
        """Return the box of the glyph's outline relative to its origin, em; None for a glyph without ink."""
        try:
            return self._inks[gid]
        except KeyError:
            box = self._inks[gid] = self._measure(gid)
            return box

    def strips(self, gid: int) -> tuple[InkBox, ...]:
        """Return the glyph's outline in narrow strips (`flyers.text.strips`), em; none for a glyph without ink."""
        try:
            return self._strips[gid]
        except KeyError:
            boxes = self._strips[gid] = strips(self.font, gid, self.upem)
            return boxes

    def glyph_name(self, gid: int) -> str:
        """Return the glyph's name in the font, or ``gid`` and its number."""
        return str(self.font.glyph_to_string(gid))

    def _can_draw(self, char: str) -> bool:
        if self._has(char):
            return True
        if char in _DRAWN_AS_SPACE:
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

        A family that it does not have is that of the *base*; that of slugs and tickets, of the starter campaign.

        Raises:
            FileAccessError: the file cannot be read.
            ContentError: it isn't YAML.
            FontError: it doesn't describe fonts, or names a file outside the folder.
        """
        file, shown = folder / FONT_LIST, shown or partial(yamlfile.display_path, root=folder.parent)
        others = dict(base.families) if base else {}
        if not exists(file):
            return cls(others or {OWN_FAMILY: own_family(OWN_FAMILY)}, base.source if base else Source(shown(file)))
        families, source = read_families(file, shown(file))
        families.update((key, others[key]) for key in others if key not in families)
        if OWN_FAMILY not in families:
            families[OWN_FAMILY] = own_family(OWN_FAMILY)
        return cls(families, source)

    def face(self, key: str) -> FontFace:
        """Return the open face ``"family:style"``.

        Raises:
            FontError: the family or style doesn't exist, or the file is missing or has another checksum.
        """
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = self._open(self._entry(key))
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

        Args:
            families: the font stack.
            weight: ``regular`` or ``bold``.
            script: ISO 15924 code as returned by `script_runs`; without it the order is that of ``families``.

        Raises:
            FontError: see `face`.
        """
        request = (tuple(families), weight, script)
        stack = self._stacks.get(request)
        if stack is None:
            entries = sorted(map(self._family, families), key=lambda family: script not in family.scripts)
            keys = [f"{family.key}:{weight if weight in family.faces else 'regular'}" for family in entries]
            stack = self._stacks[request] = tuple(self.face(key) for key in keys)
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
            try:
                covers = any(self.face(entry.key).covers(char) for entry in family.faces.values())
            except FontError:
                continue
            if covers:
                keys.append(key)
        return keys

    def require(self, families: Iterable[str], source: Source) -> None:
        """Refuse names of *families* that the campaign does not have, where *source* names them.

        Raises:
            FontError: the first of them.
        """
        for key in families:
            if key not in self.families:
                raise self._no_family(key, source)

    def _family(self, key: str) -> FamilyEntry:
        if key not in self.families:
            raise self._no_family(key, self.source)
        return self.families[key]

    def _no_family(self, key: str, source: Source) -> FontError:
        return FontError(
            f"There is no font family “{key}”.",
            hint=f"{did_you_mean(key, self.families)} The families of this campaign are "
            f"{', '.join(self.families)}.".strip(),
            source=source,
        )

    def _entry(self, key: str) -> FaceEntry:
        name, _, style = key.partition(":")
        family = self._family(name)
        try:
            return family.faces[style]
        except KeyError:
            raise FontError(
                f"The family “{name}” has no face “{style}”.",
                hint=f"Its faces are {', '.join(family.faces)}.",
                source=family.source,
            ) from None

    def _open(self, entry: FaceEntry) -> FontFace:
        data = self._files.get(entry.path)
        if data is None:
            data = self._files[entry.path] = _read_checked(entry)
        model = self.face(f"{entry.family}:{entry.spaced_like}") if entry.spaced_like else None
        face = FontFace(entry, data, model)
        if not face.font.face.glyph_count:
            raise FontError(
                f"The file {entry.path.name} of the family “{entry.family}” is not a font.",
                hint="Put the right file there, or correct `file` and `sha256` in fonts.yaml.",
                source=entry.source,
            )
        return face


def _read_checked(entry: FaceEntry) -> bytes:
    try:
        data = read_bytes(entry.path, entry.path.name, limits.FONT_BYTES)
    except FlyersError as error:
        raise FontError(
            f"The file {entry.path.name} of the family “{entry.family}” {error.problem.removeprefix('This file ')}",
            hint=f"Put it into the folder {entry.path.parent.name}/, or remove the face from fonts.yaml.",
            source=entry.source,
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != entry.sha256:
        raise FontError(
            f"The file {entry.path.name} of the family “{entry.family}” is not the recorded one: "
            f"its sha256 is {digest}, but fonts.yaml has {entry.sha256}.",
            hint="Restore the file. If you updated it on purpose, check a print and write the new sha256.",
            source=entry.source,
        )
    return data
