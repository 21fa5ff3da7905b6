"""The font list of a campaign: ``fonts.yaml``, the families and faces that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

from flyers import limits
from flyers.content import yamlfile
from flyers.content.layers import starter_folder
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
from flyers.errors import FontError, Source, raise_all
from flyers.known_files import read_known
from flyers.records import dataclass
from flyers.text.model import Weight

FONT_LIST = "fonts.yaml"

STYLES: tuple[Weight, ...] = get_args(Weight)
"""The faces in which text is set."""


@dataclass(frozen=True, slots=True)
class FaceEntry:
    """One face as ``fonts.yaml`` describes it.

    ``index`` is its index in a .ttc, ``axes`` pin a variable font, ``spaced_like`` is the style of the same family
    whose kerning its own must not exceed. ``cascades`` says that letters of a word stand above one another (Nastaliq).
    """

    family: str
    style: str
    path: Path
    sha256: str
    source: Source
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()
    spaced_like: str = ""
    cascades: bool = False

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
        raise Problem(
            f"The family “{key}” has no regular face.", "Add `regular: {file: …, sha256: …}`.", path=["faces"]
        )
    _require_faces_in_use(key, faces)
    for face in faces.values():
        if face.spaced_like and (face.spaced_like not in faces or faces[face.spaced_like].spaced_like):
            raise Problem(
                f"The face {key}:{face.style} cannot be spaced like “{shorten(face.spaced_like)}”.",
                "Name another face of the family, which is spaced by itself.",
                path=["faces", face.style, "spaced_like"],
            )
    named = {style: replace(face, family=key, cascades=cascades) for style, face in faces.items()}
    return FamilyEntry(key, name or key, version, licence, scripts, named, source)


def _require_faces_in_use(family: str, faces: Mapping[str, FaceEntry]) -> None:
    """Refuse faces that no text would be set in, such as “blod”: strong words would be printed in the regular."""
    shown: dict[tuple[object, ...], str] = {}
    for style, face in faces.items():
        if style not in STYLES:
            raise Problem(
                f"No text is set in a face “{shorten(style)}”.",
                did_you_mean(style, STYLES) or f"A family has the faces {' and '.join(STYLES)}; delete this one.",
                path=["faces", style],
            )
        twin = shown.setdefault((face.path, face.index, face.axes), style)
        if twin != style:
            raise Problem(
                f"The faces “{twin}” and “{style}” of “{family}” are one and the same.",
                f"Name another file or other axes, or delete “{style}”: the regular face stands in for it.",
                path=["faces", style],
            )


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
    """Return the families in *file*, which errors call *name*, and the place of the list.

    Raises:
        FileAccessError: the file cannot be read.
        ContentError: it isn't YAML.
        FontError: everything that is wrong in it.
    """
    document = yamlfile.parse(read_known(file, name, limits.YAML_BYTES), name)
    listed = check(document, FAMILIES, FontError)["families"]
    if not listed:
        raise FontError(
            "This file lists no families.",
            hint="Add a map `families:` of the campaign's fonts.",
            source=document.source,
        )
    families = {key: replace(family, faces=_in_folder(family, file.parent)) for key, family in listed.items()}
    raise_all(_outside(families, file.parent))
    return families, document.source


@cache
def own_families() -> Mapping[str, FamilyEntry]:
    """Return the families of the starter campaign, which come with the program."""
    file = starter_folder() / "fonts" / FONT_LIST
    return read_families(file, str(file))[0]


def _in_folder(family: FamilyEntry, folder: Path) -> dict[str, FaceEntry]:
    return {style: replace(face, path=folder / face.path) for style, face in family.faces.items()}


def _outside(families: Mapping[str, FamilyEntry], folder: Path) -> Iterator[FontError]:
    within = folder.resolve()
    for face in (face for family in families.values() for face in family.faces.values()):
        if not _resolved(face).is_relative_to(within):
            yield FontError(
                f"The file of the face {face.key} is outside the font folder.",
                hint="Copy it into the folder, and write its path relative to the folder.",
                source=face.source,
            )


def _resolved(face: FaceEntry) -> Path:
    try:
        return face.path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FontError(
            f"The file of the face {face.key} cannot be found ({reason}).",
            hint="Write the name of a file in the font folder.",
            source=face.source,
        ) from None
