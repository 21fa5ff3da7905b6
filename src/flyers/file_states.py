"""The states of files, by which changes are noticed without opening files."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Container
from pathlib import Path

FileState = tuple[int, int, int, int]
"""Size (-1 for a folder), times of the last change of content and of status (mtime and ctime, nanoseconds), and inode
number of a file. A file that is written, replaced, or set back in time gets another state, unless all of it happens
within one tick of the file system's clock."""

YOUNGEST = 2_000_000_000
"""Nanoseconds after which each change of a file changes its state: a file system may count in steps of two seconds."""

_DEPTH = 12
"""Folders inside each other that `states` looks into; links may lead round in circles."""


def state(path: Path | str) -> FileState | None:
    """Return the state of what is at *path*; None if there is nothing, or the system does not say."""
    try:
        return _state(os.stat(path))  # noqa: PTH116 - hundreds of them
    except (OSError, ValueError):
        return None


def states(folder: Path | str, leave_out: Container[str] = (), depth: int = _DEPTH) -> dict[str, FileState]:
    """Return the states of *folder* and of everything in it, by path, without the folders of the names *leave_out*.

    Files that can't be read have no state, as if they were missing.
    """
    own = state(folder)
    found = {} if own is None else {str(folder): own}
    for entry in _entries(folder):
        with contextlib.suppress(OSError):
            if not entry.is_dir():
                found[entry.path] = _state(entry.stat())
            elif depth and entry.name not in leave_out:
                found |= states(entry.path, leave_out, depth - 1)
    return found


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    """Return what is in *folder*; nothing if it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (OSError, ValueError):
        return []


def age_of(one: FileState) -> int:
    """Return the time of the last change, in nanoseconds since 1970."""
    return max(one[1], one[2])


def _state(status: os.stat_result) -> FileState:
    size = -1 if stat.S_ISDIR(status.st_mode) else status.st_size
    return size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
