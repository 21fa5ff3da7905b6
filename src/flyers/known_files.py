"""Files that this process has read: while the state of one is the same, it need not be read again.

Campaigns on one base read the same files. To read one, and to take its checksum, takes ten times as long as to ask for
its state.
"""

from __future__ import annotations

import time
from pathlib import Path

from flyers import limits
from flyers.file_states import YOUNGEST, FileState, age_of, state
from flyers.files import read_bytes
from flyers.process_cache import ProcessCache

_MOST = 128
"""Files of a generation; a poster takes some thirty."""

_LARGEST = 4_000_000
"""Bytes of a file that is kept. The profiles of print conditions are the largest."""

_known: ProcessCache[str, tuple[FileState, bytes]] = ProcessCache(_MOST)


def read_known(path: Path, name: str = "", most: int = limits.FILE_BYTES) -> bytes:
    """Return what `flyers.files.read_bytes` returns, the same object as before while the file has the same state.

    A file that has just been written is read each time, since it may be written again without another state.

    Raises:
        FileAccessError, ContentError: as `flyers.files.read_bytes`.
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
