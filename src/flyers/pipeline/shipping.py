"""Campaigns packed to be sent to other machines, each with the campaigns that it is built on."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flyers import limits
from flyers.content.starter import starter_folder
from flyers.errors import FlyersError
from flyers.file_states import states
from flyers.files import read_bytes, write_whole

PARTS = ("content", "translations", "fonts")
"""The folders of a campaign that a build reads."""

_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Shipment:
    """Packed campaigns.

    Attributes:
        digest: the checksum of *data*; equal campaigns have equal ones.
        data: a ZIP archive of their files, as they lie to each other.
        places: where each campaign is in it.
    """

    digest: str
    data: bytes
    places: Mapping[Path, str]

    def unpack(self, folder: Path) -> None:
        """Write all files into *folder*.

        Raises:
            FileAccessError: one cannot be written.
        """
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            for name in archive.namelist():
                write_whole(folder / name, archive.read(name))


def pack(layers: Mapping[Path, Sequence[Path]]) -> Shipment:
    """Pack campaigns with the folders of their *layers*. The starter campaign stays: every program brings it along.

    Raises:
        FileAccessError: a file cannot be read.
    """
    own = starter_folder()
    folders = {folder.resolve() for campaign, chain in layers.items() for folder in (campaign, *chain)}
    sent = sorted(folders - ({own} if own not in {campaign.resolve() for campaign in layers} else set()))
    top = Path(os.path.commonpath(sent))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for folder in sent:
            for file in _files(folder):
                entry = zipfile.ZipInfo(file.relative_to(top).as_posix(), _DATE)
                entry.compress_type = zipfile.ZIP_STORED if file.suffix in _DENSE else zipfile.ZIP_DEFLATED
                archive.writestr(entry, read_bytes(file, most=limits.FONT_BYTES))
    packed = data.getvalue()
    places = {campaign: campaign.resolve().relative_to(top).as_posix() for campaign in layers}
    return Shipment(hashlib.sha256(packed).hexdigest(), packed, places)


_DENSE = frozenset({".otf", ".png", ".jpg", ".jpeg", ".icc"})
"""Endings of files that compression takes long for and makes little of."""


def _files(folder: Path) -> list[Path]:
    """Return the files that a build reads, in the order of their names on any system."""
    found = [path for part in PARTS for path, (size, *_) in states(folder / part).items() if size >= 0]
    return sorted((Path(path) for path in found if not Path(path).name.startswith(".")), key=Path.as_posix)


def layers_of(campaigns: Iterable[Path]) -> dict[Path, list[Path]]:
    """Return the folders of each campaign's bases; of a broken one none, since every job reports what is wrong."""
    from flyers.content.layers import Layers

    found: dict[Path, list[Path]] = {}
    for campaign in dict.fromkeys(campaigns):
        try:
            found[campaign] = [layer.folder for layer in Layers.of(campaign)]
        except FlyersError:
            found[campaign] = []
    return found
