"""A copy of a campaign that may be changed at will and is then put back, cheaply."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

Stat = tuple[int, int, int]


class CampaignCopy:
    """A working copy in *folder* of the campaign in *original*, which nothing changes."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.original = original
        self.folder = Path(shutil.copytree(original, folder))
        self._known = self._stats()

    def changed(self) -> list[Path]:
        """Return what is new, gone or other than in the original, relative to the folder."""
        now = self._stats()
        names = {name for name in now.keys() | self._known.keys() if now.get(name) != self._known.get(name)}
        return [Path(name).relative_to(self.folder) for name in sorted(names)]

    def restore(self) -> None:
        """Put back what differs from the original."""
        changed = self.changed()
        for path in reversed(changed):
            if not (self.original / path).exists():
                _remove(self.folder / path)
        for path in changed:
            original, copy = self.original / path, self.folder / path
            if original.is_dir():
                copy.mkdir(parents=True, exist_ok=True)
            elif original.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(original, copy)
        if changed:
            self._known = self._stats()

    def _stats(self) -> dict[str, Stat]:
        """Return what tells whether a file is still the same: a folder is, as long as it is there."""
        found: dict[str, Stat] = {}
        waiting = [str(self.folder)]
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        found[entry.path] = (0, 0, 0)
                    else:
                        stat = entry.stat(follow_symlinks=False)
                        found[entry.path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        return found


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
