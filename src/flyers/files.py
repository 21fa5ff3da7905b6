"""Files: the one guarded reader, the one atomic write, the lock of commands that change a folder, the states by which
changes are noticed without opening files, and the one date that files carry.

Nothing else in the program opens a file (a test holds it to that).
"""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import hashlib
import os
import stat
import sys
import threading
import time
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from flyers import limits
from flyers.errors import ContentError, FileAccessError, Source, UsageError
from flyers.process_cache import ProcessCache

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# A part is never followed as a link, and never waited for as a pipe.
_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_WRITE |= getattr(os, "O_BINARY", 0)

PART, PARTS = ".{name}.part", ".*.part"
"""The name of a file that is being written, and all: git ignores it, and the next writer of *name* takes it over."""


# -- reading -----------------------------------------------------------------------------------------------------------


def read_bytes(path: Path | str, name: str = "", most: int = limits.FILE_BYTES) -> bytes:
    """Return the content of a regular file of at most *most* bytes; errors call it *name*, by default its path.

    Raises FileAccessError if it does not exist, is no regular file, or cannot be read; ContentError if it is larger.
    """
    source = Source(name or str(path))
    try:
        # A pipe or device would block for ever, so it is never opened for reading before it is known to be a file.
        handle = os.open(path, _READ)
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise FileAccessError("This is not a file.", source=source)
            # Memory for its size, not for the most; but files in /proc have none, and others grow meanwhile.
            data = stream.read(min(status.st_size, most) + 1)
            if len(data) > status.st_size:
                data += stream.read(most + 1 - len(data))
            if len(data) > most:
                size = max(os.fstat(handle).st_size, len(data))
                problem = f"This file is {size / 1e6:.1f} MB; the most that is read is {most / 1e6:g} MB."
                hint = "It is probably not the file that was meant to be here."
                raise ContentError(problem, hint=hint, source=source)
            return data
    except (OSError, ValueError) as error:
        raise _unreadable(error, source) from error


def exists(path: Path) -> bool:
    """Return whether there is anything at *path*; raises FileAccessError if a folder on the way cannot be read."""
    try:  # `Path.exists` fails differently in every version of Python
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise _unreadable(error, Source(str(path))) from error
    return True


def _unreadable(error: OSError | ValueError, source: Source) -> FileAccessError:
    problem = f"This file cannot be read ({getattr(error, 'strerror', None) or error})."
    return FileAccessError(problem, hint="Check its name and permissions.", source=source)


def is_file(path: Path) -> bool:
    """Return whether there is a file at *path*; False if that can't be known."""
    return os.path.isfile(path)  # noqa: PTH113 - that of paths fails for some names


def is_folder(path: Path) -> bool:
    """Return whether there is a folder at *path*; False if that can't be known."""
    return os.path.isdir(path)  # noqa: PTH112 - that of paths fails for some names


def files_in(folder: Path, pattern: str) -> list[Path]:
    """Return the files in *folder* whose names match *pattern*, in alphabetical order; none if there is no folder.

    Raises FileAccessError if it cannot be listed. (`Path.glob` passes over that in silence.)
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        problem = f"This folder cannot be listed ({getattr(error, 'strerror', None) or error})."
        raise FileAccessError(problem, hint="Check its permissions.", source=Source(str(folder))) from error
    return [folder / name for name in sorted(fnmatch.filter(names, pattern), key=os.path.normcase)]


def names_in(folder: Path | str) -> list[str]:
    """Return the names of what is in *folder*; none if it cannot be listed."""
    with contextlib.suppress(OSError, ValueError):
        return os.listdir(folder)  # noqa: PTH208 - names are what is wanted
    return []


# -- states, by which changes are noticed without opening files --------------------------------------------------------

FileState = tuple[int, int, int, int]
"""Size (-1 for a folder), times of the last change of content and of status (mtime and ctime, nanoseconds), and inode
number of a file. A file that is written, replaced, or set back in time gets another state, unless all of it happens
within one tick of the file system's clock."""

YOUNGEST = 2_000_000_000
"""Nanoseconds after which each change of a file changes its state: a file system may count in steps of two seconds."""

_known: ProcessCache[str, tuple[FileState, bytes]] = ProcessCache(128)
"""Campaigns on one base read the same files, a poster some thirty. To read one, and to take its checksum, takes ten
times as long as to ask for its state."""

_LARGEST = 4_000_000  # Bytes of a file that is kept. The profiles of print conditions are the largest.


def state(path: Path | str) -> FileState | None:
    """Return the state of what is at *path*; None if there is nothing, or the system does not say."""
    with contextlib.suppress(OSError, ValueError):
        return _state(os.stat(path))  # noqa: PTH116 - hundreds of them
    return None


def states(folder: Path | str, leave_out: Container[str] = (), depth: int = 12) -> dict[str, FileState]:
    """Return the states of *folder* and of everything in it, by path, without the folders of the names *leave_out*, and
    no more than *depth* folders inside each other, as links may lead round in circles.

    Files that can't be read have no state, as if they were missing.
    """
    own = state(folder)
    result = {} if own is None else {str(folder): own}
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as listing:
        for entry in list(listing):
            with contextlib.suppress(OSError):
                if not entry.is_dir():
                    result[entry.path] = _state(entry.stat())
                elif depth and entry.name not in leave_out:
                    result |= states(entry.path, leave_out, depth - 1)
    return result


def _state(status: os.stat_result) -> FileState:
    size = -1 if stat.S_ISDIR(status.st_mode) else status.st_size
    return size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def age_of(file_state: FileState) -> int:
    """Return the time of the last change, in nanoseconds since 1970."""
    return max(file_state[1], file_state[2])


def read_known(path: Path, name: str = "", most: int = limits.FILE_BYTES) -> bytes:
    """Return what `read_bytes` returns, the same object as before while the file has the same state.

    A file that has just been written is read each time, since it may be written again without another state.
    """
    key, now = str(path), state(path)
    known = _known.get(key)
    if known is not None and known[0] == now and len(known[1]) <= most:
        return known[1]
    data = read_bytes(path, name, most)
    settled = now is not None and time.time_ns() - age_of(now) > YOUNGEST
    if now is not None and settled and state(path) == now and len(data) <= _LARGEST:
        _known[key] = now, data
    return data


# -- writing -----------------------------------------------------------------------------------------------------------


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write *data* to *path* so that a reader sees the old file or the new one, never a part of it; raises
    FileAccessError if the folder cannot be created or written, or the disk is full.

    Writes a file next to the target (`PART`), flushes it to disk and renames it over the target. If anything fails, it
    is removed and the old file stays. A part that a killed process has left is taken over. What carries a checksum and
    can be made again need not be *durable*, if the machine fails: to wait for the disk took up to a fifth of a proof.
    """
    part = path.with_name(PART.format(name=path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _part(part) as handle:
            with os.fdopen(handle, "wb", closefd=False) as stream:
                stream.write(data)
                stream.flush()
                if durable:
                    os.fsync(handle)
            if sys.platform == "win32":  # where an open file cannot be renamed
                os.close(handle)
            part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            problem, hint = "The disk is full.", "Free some space. (Commands can write to another disk, with --output.)"
        else:
            problem = f"This file cannot be written ({error.strerror or error})."
            hint = "Check the folder's permissions. (Commands can write to another folder, with --output.)"
        hint += " The last good file, if any, is unchanged."
        raise FileAccessError(problem, hint=hint, source=Source(str(path))) from error


@contextlib.contextmanager
def _part(part: Path) -> Iterator[int]:
    """Open *part* empty, for this process alone, and remove it if what follows fails."""
    while True:
        handle = _opened_alone(part, _WRITE, 0o666)
        # The process that had it locked may have renamed or removed it since: then another file has the name, or none.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), part.stat()):
                break
        os.close(handle)
    try:
        os.ftruncate(handle, 0)
        yield handle
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def remove(path: Path) -> None:
    """Remove the file *path*, if there is one; raises FileAccessError if it is no file, or cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        hint = "Check the folder's permissions, and remove it yourself."
        problem = f"This file cannot be removed ({error.strerror})."
        raise FileAccessError(problem, hint=hint, source=Source(str(path))) from error


# -- the lock of commands that change a folder -------------------------------------------------------------------------

_locked = threading.local()
"""Its ``folders`` are those that this thread has locked; a function that locks may call another one."""


@contextlib.contextmanager
def locked(folder: Path, sweep: Iterable[str] = (), *, clears: bool = True) -> Iterator[None]:
    """Lock *folder* for this thread from reading to writing, so that no change of another thread or process is lost.

    Locks end with their process, however it ends. The lock is on a handle of its own, so threads of one process wait
    for each other as processes do. With *clears*, leftovers of processes that were killed are removed from *folder* and
    from the folders inside it that match the patterns *sweep*: nobody else writes there now. Raises FileAccessError if
    the folder cannot be created or opened, or another command keeps it for too long.
    """
    key, folders = folder.absolute(), _locked.__dict__.setdefault("folders", set())
    if key in folders:
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _folder_handle(key)
    except OSError as error:
        problem = f"This folder cannot be created or opened ({error.strerror})."
        hint = "Check its permissions, or choose another folder with --output."
        raise FileAccessError(problem, hint=hint, source=Source(str(folder))) from error
    try:
        folders.add(key)
        for place in (folder, *(inner for pattern in sweep for inner in folder.glob(pattern))) if clears else ():
            for leftover in filter(Path.is_file, place.glob(PARTS)):
                with contextlib.suppress(OSError):
                    leftover.unlink()
        yield
    finally:
        folders.remove(key)
        os.close(handle)


def clear_leftovers(folder: Path) -> None:
    """Remove what killed processes have left in *folder*, without changing anything else."""
    with contextlib.suppress(FileAccessError):
        if files_in(folder, PARTS):
            with locked(folder):
                pass


def _folder_handle(folder: Path) -> int:
    """Return a locked handle: of the folder itself if possible, else of a temporary file."""
    if sys.platform != "win32":
        try:
            return _opened_alone(folder, os.O_RDONLY)
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL):
                raise
    import tempfile  # rarely needed, and it takes two milliseconds

    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return _opened_alone(Path(tempfile.gettempdir()) / f"flyers-{name}.lock", _WRITE, about=folder)


def _opened_alone(path: Path, flags: int, mode: int = 0o600, about: Path | None = None) -> int:
    """Open *path*, and lock it as soon as no other process has it locked; an error names it, or the folder *about*."""
    handle = os.open(path, flags, mode)
    try:
        if flags & os.O_CREAT and not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EEXIST, "something that is not a file is in its way", str(path))
        deadline = time.monotonic() + limits.LOCK_SECONDS
        while not _lock(handle):
            if time.monotonic() > deadline:
                hint, source = "Wait until it has ended, or end it; then run this again.", Source(str(about or path))
                raise FileAccessError("Another command has kept this locked for too long.", hint=hint, source=source)
            time.sleep(0.02)
    except BaseException:
        os.close(handle)
        raise
    return handle


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


# -- the date that files carry -----------------------------------------------------------------------------------------

DATE_VARIABLE = "SOURCE_DATE_EPOCH"  # The environment's (reproducible-builds.org).


def stated_time() -> int | None:
    """Return ``SOURCE_DATE_EPOCH``, seconds since 1970 in UTC; None if it is not set; raises UsageError if wrong."""
    stated = os.environ.get(DATE_VARIABLE, "").strip()
    if not stated:
        return None
    last = 253_402_300_799  # of the year 9999, the last year that dates in files can state
    if not (stated.isascii() and stated.isdigit() and len(stated) <= 12 and int(stated) <= last):
        raise UsageError(
            f"{DATE_VARIABLE} is “{stated[:40]}”, which is not a number of seconds since 1970.",
            hint=f"Set it to the date of the files, as in {DATE_VARIABLE}=1790000000, or unset it.",
        )
    return int(stated)


def build_time() -> int:
    """Return the stated time, else the current one, in seconds since 1970 in UTC; raises as `stated_time`."""
    stated = stated_time()
    return int(time.time()) if stated is None else stated
