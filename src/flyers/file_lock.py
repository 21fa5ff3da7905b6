"""The lock on an open file, which ends with its process: ``flock`` on POSIX, ``msvcrt.locking`` on Windows."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from flyers import limits
from flyers.errors import FileAccessError, Source


def wait_for_lock(handle: int, path: Path) -> None:
    """Lock the open file or folder *handle*, whose *path* an error names, as soon as no other process has it locked.

    Raises:
        FileAccessError: another process has kept it locked for `limits.LOCK_SECONDS`.
        OSError: it cannot be locked at all.
    """
    deadline = time.monotonic() + limits.LOCK_SECONDS
    while not _lock(handle):
        if time.monotonic() > deadline:
            raise FileAccessError(
                "Another command has kept this locked for too long.",
                hint="Wait until it has ended, or end it; then run this again.",
                source=Source(str(path)),
            )
        time.sleep(0.02)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            os.lseek(handle, 1 << 30, os.SEEK_SET)  # a byte beyond the content, so that others may still read the file
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
