"""The files that a build reads, as it found them, and which of them are not the same as another build found them.

The state of a file (`flyers.file_states.State`) changes with every change of the file, but for those within one tick of
the file system's clock. So nobody trusts a state that was younger than `YOUNGEST` when a build began: such a file is
the same only if its content is, which is read then before anything else. A file in another state may have been touched
only; it is the same if its content is. (Of large files, which are fonts, no content is kept.)

A build has read what it found as long as everything is in the same state at its end. And a folder has a state too, so
that files that come and go meanwhile are seen.
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
from flyers.file_states import YOUNGEST, State, age_of, states
from flyers.pipeline.outputs import checksum_of
from flyers.records import dataclass

PARTS_OF_A_CAMPAIGN = ("content", "translations", "fonts")

_NOT_BUILT_FROM = ("manifests",)
"""Folders inside them that no build reads."""

_MOST_BYTES = 400_000
"""Of a file whose content is kept by its checksum."""


@dataclass(slots=True)
class FileSnapshot:
    """The files of a build.

    Attributes:
        moment: at which nothing had been read, in nanoseconds since 1970.
        unread: whether nothing has been read when the files are looked at either. Otherwise the content of young ones
            is not taken: it may be another than the one that was read.
        roots: the folders of the campaign, of those that it is built on, and of the starter campaign.
        inputs: the states of everything in them that a build may read, by path.
        checksums: of files, as far as they are known.
        all_trusted: whether everything is the same by its state alone.
    """

    moment: int
    roots: Sequence[str]
    inputs: Mapping[str, State]
    unread: bool = True
    checksums: dict[str, str] = field(default_factory=dict)
    all_trusted: bool = True

    @classmethod
    def at(cls, moment: int, roots: Sequence[str], *, unread: bool = True) -> FileSnapshot:
        """Look at the files in *roots*; once, whatever else is asked with the same *moment*."""
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
        """Return everything as JSON can say it, *all_checksums* or those that are known. To be called if nothing
        `has_changed`.
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
        """Yield the paths of what is not the same as in what another build has seen and said (`plain`)."""
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

    def _is_young(self, one: State) -> bool:
        return age_of(one) >= self.moment - YOUNGEST

    def _is_kept(self, one: State) -> bool:
        """Return whether the content of a file in this state is kept by its checksum."""
        return 0 <= one[0] <= _MOST_BYTES and (self.unread or not self._is_young(one))

    def _is_same(self, path: str, before: Sequence[int], now: State, checksum: str, trusted: int) -> bool:
        """Return whether what is in another state, or in one that nobody trusts, is the same."""
        self.all_trusted = False
        if now[0] < 0:  # a folder: what is in it is compared by itself, but not what came and went in a tick
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


def _inputs(root: str) -> dict[str, State]:
    found: dict[str, State] = {}
    for part in PARTS_OF_A_CAMPAIGN:
        found |= states(os.path.join(root, part), _NOT_BUILT_FROM)  # noqa: PTH118 - of hundreds
    return found


@lru_cache(maxsize=8)
def _inputs_at(moment: int, root: str) -> dict[str, State]:
    """Return what a command that began at *moment* has found in *root* first: its campaigns have most in common."""
    return _inputs(root)
