"""The font library of a campaign: ``fonts.yaml`` and its font files, each opened and checked once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path

from flyers import limits
from flyers.content import yamlfile
from flyers.content.schema import did_you_mean
from flyers.errors import FlyersError, FontError, Source
from flyers.files import exists, read_bytes
from flyers.process_cache import ProcessCache
from flyers.records import dataclass
from flyers.text.font_face import FontFace
from flyers.text.font_list import FONT_LIST, FaceEntry, FamilyEntry, own_families, read_families

OWN_FAMILY = "noto-sans"
"""The family that comes with the program, in which slugs and tickets are set."""


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
        campaign that has neither a list nor a base has all of the starter's.

        Raises:
            FileAccessError: the file cannot be read.
            ContentError: it isn't YAML.
            FontError: it doesn't describe fonts, or names a file outside the folder.
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
