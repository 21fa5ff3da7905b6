"""Snapshots of the files that a build reads, and their comparison with that of an earlier build.

The state of a file (`flyers.file_states.FileState`) changes with every change of the file, except within one tick of
the file system's clock. So a state that was younger than `YOUNGEST` when a build began is not trusted: such a file is
read first, and its content compared. A file in another state may only have been touched, so its content is compared
too. (Checksums of large files, which are fonts, are not kept.)

If everything is in the same state at the end of a build, the build has read what the snapshot has. Folders have states
too, so files that come and go meanwhile are noticed.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flyers.content.starter import starter_folder
from flyers.file_states import YOUNGEST, FileState, age_of, states
from flyers.pipeline.outputs import checksum_of
from flyers.records import dataclass

PARTS_OF_A_CAMPAIGN = ("content", "translations", "fonts")

_NOT_BUILT_FROM = ("manifests",)
"""Folders inside them that no build reads."""

_MOST_BYTES = 400_000
"""The largest file whose checksum is kept."""


@dataclass(slots=True)
class FileSnapshot:
    """The files of a build in their states.

    Attributes:
        moment: at which nothing had been read, in nanoseconds since 1970.
        unread: whether the build has read nothing when the snapshot is taken. Otherwise young files are not read: their
            content may have changed since the build read them.
        roots: the folders of the campaign, of those that it is built on, and of the starter campaign.
        inputs: the states of everything in them that a build may read, by path.
        checksums: of files, as far as they are known.
        all_trusted: whether the states alone showed that nothing has changed.
    """

    moment: int
    roots: Sequence[str]
    inputs: Mapping[str, FileState]
    unread: bool = True
    checksums: dict[str, str] = field(default_factory=dict)
    all_trusted: bool = True

    @classmethod
    def at(cls, moment: int, roots: Sequence[str], *, unread: bool = True) -> FileSnapshot:
        """Return the snapshot of the files in *roots*; states are read once for the same *moment*."""
        seen = cls(moment, roots, ChainMap(*(_inputs_at(moment, root) for root in reversed(roots))), unread)
        for path, one in seen.inputs.items():
            if seen._is_young(one) and seen._is_kept(one):
                seen.checksums[path] = checksum_of(Path(path))
        return seen

    @property
    def has_changed(self) -> bool:
        """Whether anything is in another state now."""
        return ChainMap(*map(_inputs, reversed(self.roots))) != self.inputs

    def plain(self, *, all_checksums: bool) -> dict[str, Any]:
        """Return the snapshot as JSON values, with *all_checksums* or only those that are known. Call it only if
        nothing `has_changed`.
        """
        for path, one in self.inputs.items() if all_checksums else ():
            if path not in self.checksums and self._is_kept(one):
                self.checksums[path] = checksum_of(Path(path))
        return {
            "moment": self.moment,
            "roots": list(self.roots),
            "inputs": dict(self.inputs),
            "checksums": self.checksums,
        }

    def differences(self, known: Mapping[str, Any]) -> Iterator[str]:
        """Yield the paths of files and folders that differ from another snapshot, *known* as `plain` returned it."""
        trusted = trusted_before(known)
        for path in known["inputs"].keys() | self.inputs.keys():
            before, now = known["inputs"].get(path), self.inputs.get(path)
            if before is None or now is None:
                yield path
            elif tuple(before) == now and age_of(now) < trusted:
                if checksum := known["checksums"].get(path):
                    self.checksums.setdefault(path, checksum)
            elif not self._is_same(path, before, now, known["checksums"].get(path, ""), trusted):
                yield path

    def _is_young(self, one: FileState) -> bool:
        return age_of(one) >= self.moment - YOUNGEST

    def _is_kept(self, one: FileState) -> bool:
        """Return whether the content of a file in this state is kept by its checksum."""
        return 0 <= one[0] <= _MOST_BYTES and (self.unread or not self._is_young(one))

    def _is_same(self, path: str, before: Sequence[int], now: FileState, checksum: str, trusted: int) -> bool:
        """Return whether a file or folder in another state, or in an untrusted one, is the same."""
        self.all_trusted = False
        if now[0] < 0:  # a folder: its files are compared one by one, except those that came and went in a tick
            return before[0] < 0 and max(before[1:3]) < trusted
        if not checksum or before[0] != now[0] or not self._is_kept(now):
            return False
        if path not in self.checksums:
            self.checksums[path] = checksum_of(Path(path))
        return self.checksums[path] == checksum


def roots_of(layers: Sequence[Path]) -> list[str]:
    """Return the folders whose files a build reads: those of the campaign, and the starter campaign's."""
    return list(dict.fromkeys([*(str(folder.absolute()) for folder in layers), str(starter_folder())]))


def trusted_before(known: Mapping[str, Any]) -> int:
    """Return the moment before which a file must have changed last, for its state to be trusted."""
    moment: int = known["moment"] - YOUNGEST
    return moment


def _inputs(root: str) -> dict[str, FileState]:
    found: dict[str, FileState] = {}
    for part in PARTS_OF_A_CAMPAIGN:
        found |= states(os.path.join(root, part), _NOT_BUILT_FROM)  # noqa: PTH118 - of hundreds
    return found


@lru_cache(maxsize=8)
def _inputs_at(moment: int, root: str) -> dict[str, FileState]:
    """Return the states in *root*, read once for a command that began at *moment*: its campaigns have most files in
    common.
    """
    return _inputs(root)
