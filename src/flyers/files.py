"""Reading files with errors that name them, and atomic file writes."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from flyers.errors import ContentError, FileAccessError, Source


def read_bytes(path: Path, name: str = "", most: int | None = None) -> bytes:
    """Return the content of a regular file of at most *most* bytes; errors call it *name*, by default its path.

    Raises:
        FileAccessError: it does not exist, is not a regular file, or cannot be read.
        ContentError: it is larger.
    """
    source = Source(name or str(path))
    try:
        # A pipe or device would block for ever, so it is never opened for reading before it is known to be a file.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise FileAccessError("This is not a file.", source=source)
            if most is not None and status.st_size > most:
                raise ContentError(
                    f"This file is {status.st_size / 1e6:.1f} MB; the most that is read is {most / 1e6:g} MB.",
                    hint="It is probably not the file that was meant to be here.",
                    source=source,
                )
            return stream.read(-1 if most is None else most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileAccessError(
            f"This file cannot be read ({reason}).", hint="Check its name and permissions.", source=source
        ) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that a reader sees the old file or the new one, never a part of it.

    Writes a temporary file next to the target, flushes it to disk and renames it over the target. If anything fails
    the temporary file is removed and the old file stays.

    Raises:
        FileAccessError: the folder cannot be created or written, or the disk is full.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp creates a private file; an output gets the permissions that the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise FileAccessError(
            _reason(error, path),
            hint=_hint(error) + " The last good file, if any, is unchanged.",
            source=Source(str(path)),
        ) from error


def _reason(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full."
    return f"This file cannot be written ({error.strerror or error})."


def _hint(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space. (Commands can write to another disk, with --output.)"
    return "Check the folder's permissions. (Commands can write to another folder, with --output.)"
