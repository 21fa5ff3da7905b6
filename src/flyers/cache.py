"""The cache folder: data that make the next process faster, and that the program can do without.

It is the platform's own (``~/.cache/flyers``; on macOS and Windows where these keep caches), or the one that the
environment names in ``FLYERS_CACHE``; ``FLYERS_CACHE=off`` does without. Entries are JSON with a checksum; nothing in
them is ever run. A folder that others may write to is not used, and damaged entries count as missing. The oldest go
when there is more than `limits.CACHE_BYTES`. No failure of the cache fails a command: it only takes longer.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import stat
import sys
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.errors import FlyersError
from flyers.files import locked, read_bytes, remove, states, write_whole

VARIABLE, OFF = "FLYERS_CACHE", "off"
_JSON = ".json"
_since_looked = math.inf  # Bytes that this process has written since it last looked through the folder.


def folder() -> Path | None:
    """Return the cache folder, whether it is there yet or not; None if the environment turns it off."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return None if named == OFF else Path(named)
    from platformdirs import user_cache_path  # not needed where the environment names the folder

    return user_cache_path("flyers", appauthor=False)


def name_of(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def read(name: str) -> Any:
    """Return the JSON value of the entry *name*; None if it is missing, damaged or can't be trusted."""
    place = _trusted(create=False)
    if place is None:
        return None
    try:
        checksum, _, content = read_bytes(place / f"{name}{_JSON}", most=limits.CACHED_BYTES).partition(b"\n")
        return json.loads(content) if hashlib.sha256(content).hexdigest().encode() == checksum else None
    except (FlyersError, ValueError, RecursionError):
        return None


def keep(name: str, value: Any) -> None:
    """Write *value*, a JSON value, as the entry *name*."""
    place = _trusted(create=True)
    if place is None:
        return
    content = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
    # Both the oldest entries and what killed processes have left are looked for among all files of the folder: the
    # first time, and again after a hundredth of the limit was written. Among two thousand entries, to look each time
    # took six times as long as to write one.
    global _since_looked
    _since_looked += len(content)
    looks = _since_looked >= limits.CACHE_BYTES / 100
    with contextlib.suppress(FlyersError), locked(place, clears=looks):
        whole = hashlib.sha256(content).hexdigest().encode() + b"\n" + content
        if len(whole) <= limits.CACHED_BYTES:
            write_whole(place / f"{name}{_JSON}", whole, durable=False)
        if looks:
            kept = _kept(place)
            size = sum(size for _, size, _ in kept)
            for _, own, file in kept:
                if size <= limits.CACHE_BYTES:
                    break
                remove(Path(file))
                size -= own
            _since_looked = 0.0


def usage() -> tuple[int, int]:
    """Return the number of entries, and their size in bytes."""
    entries = _kept(_trusted(create=False))
    return len(entries), sum(size for _, size, _ in entries)


def clear() -> None:
    """Remove all entries; raises FileAccessError if one cannot be removed."""
    for _, _, file in _kept(_trusted(create=False)):
        remove(Path(file))


def _trusted(*, create: bool) -> Path | None:
    """Return the folder if nobody else can write to it, else None; with *create* it is made for this user alone."""
    place = folder()
    if place is None:
        return None
    with contextlib.suppress(OSError, ValueError):
        if create and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.mkdir(mode=0o700, exist_ok=True)
        state = place.stat()
        if not stat.S_ISDIR(state.st_mode):
            return None
        if sys.platform == "win32" or not hasattr(os, "geteuid"):  # a profile is its user's own
            return place
        if state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return place
    return None


def _kept(place: Path | None) -> list[tuple[int, int, str]]:
    """Return time, size and path of all entries in *place*, the oldest first."""
    known = states(place, depth=0).items() if place else ()
    return sorted((moment, size, file) for file, (size, moment, *_) in known if file.endswith(_JSON))
