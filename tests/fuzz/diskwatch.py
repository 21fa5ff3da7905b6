"""See, through the interpreter's audit events, every operation on the disk, before it happens.

An audit hook can't be removed, so this is for forked children only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Operation = tuple[str, tuple[str, ...]]
"""What is done, and the paths that it is done to, absolute. (Of an operation on a handle, none.)"""


def watch_disk(see: Callable[[Operation], None], other: Callable[[str], None] = lambda what: None) -> None:
    """Call *see* before every operation that changes the disk, and *other* before a process or a network is asked."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, int):  # a file that is open already
                return
            if (mode and set(mode) & set("wax+")) or (flags and flags & _WRITING):
                _tell(see, "open", path)
        elif event in ("os.rename", "os.link", "os.symlink"):
            _tell(see, event, *arguments[:2])
        elif event == "os.mkdir":
            if not os.path.isdir(arguments[0]):  # noqa: PTH112 - it may be bytes
                _tell(see, event, arguments[0])
        elif event in ("os.remove", "os.rmdir", "os.chmod", "os.truncate"):
            _tell(see, event, arguments[0])
        elif event in ("socket.connect", "socket.bind", "os.exec", "os.posix_spawn", "os.system", "os.fork"):
            other(f"{event} {arguments!a:.200}")

    sync = os.fsync

    def fsync(handle: int) -> None:
        _tell(see, "os.fsync", handle)
        sync(handle)

    os.fsync = fsync  # it has no event
    sys.addaudithook(hear)


def _tell(see: Callable[[Operation], None], event: str, *paths: Any) -> None:
    if any(isinstance(path, (str, bytes, os.PathLike)) and os.fsdecode(path) == os.devnull for path in paths):
        return
    named = [os.path.abspath(os.fsdecode(path)) for path in paths if not isinstance(path, int)]  # noqa: PTH100 - it may be bytes
    see((event, (*named, *(f"handle {path}" for path in paths if isinstance(path, int)))))
