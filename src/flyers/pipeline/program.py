"""The identity of the program that makes files: its version, its source, and its libraries."""

from __future__ import annotations

import hashlib
import re
import sys
import time
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flyers import __version__
from flyers import cache as cache_folder
from flyers.file_states import YOUNGEST, FileState, age_of, states
from flyers.files import names_in, read_bytes

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of the program."""

LIBRARIES = (
    "reportlab",
    "uharfbuzz",
    "icu4py",
    "qrcode",
    "pillow",
    "fonttools",
    "babel",
    "pyyaml",
    "pikepdf",
    "pypdfium2",
    "zxing-cpp",
    "numpy",
)
"""What writes files, what proves them, and what reads their words. Any Python makes the same files of the same words
(a test holds that), so its version is not among them; the compressor that it comes with is (`libraries`)."""

_NO_SOURCE = ("__pycache__", "starter")
"""Folders of the program that are not source. The campaign inside a wheel is one of the inputs of a build."""

_MOST_BYTES = 10_000_000


@cache
def program() -> str:
    """Return the program's version and a checksum of its source, so that a changed program makes files again. The cache
    folder remembers it by the states of the source files (`flyers.file_states.FileState`).
    """
    name, moment, now = f"program-{cache_folder.name_of(str(PACKAGE))}", time.time_ns(), source_states()
    known = cache_folder.read(name)
    if known_source(known, now):
        return str(known["program"])
    value = f"{__version__} {_checksum()}"
    if source_states() == now:
        cache_folder.keep(name, {"moment": moment, "states": now, "program": value})
    return value


@cache
def source_key() -> str:
    """Return a key that differs if the program's source has changed, by the states of its files.

    For cache entries, which need not outlive another copy of the same source: the first `program` of a copy reads all
    of it, which takes a tenth of the time in which a card is proved.
    """
    files = [(path, one) for path, one in source_states().items() if one[0] >= 0]
    return cache_folder.name_of(__version__, repr(sorted(files)))


def known_source(known: Any, now: Mapping[str, FileState]) -> bool:
    """Return whether what is *known* belongs to files in the states that they have *now*."""
    if not isinstance(known, dict) or not known.keys() >= {"moment", "states", "program"} or sys.platform == "win32":
        return False
    before = {path: tuple(one) for path, one in known["states"].items()}
    return before == now and all(age_of(one) < known["moment"] - YOUNGEST for one in now.values())


def _checksum() -> str:
    whole = hashlib.sha256()
    for file in source_files():
        data = read_bytes(file, most=_MOST_BYTES)
        whole.update(f"{file.relative_to(PACKAGE).as_posix()}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:16]


def source_states() -> dict[str, FileState]:
    """Return the states of the program's modules and data, and of their folders, by path; those of bytecode do not
    count.
    """
    return {path: one for path, one in states(PACKAGE, _NO_SOURCE).items() if not path.endswith(".pyc")}


def source_files() -> list[Path]:
    """Return the files of the program, sorted."""
    return sorted(Path(path) for path, (size, *_) in source_states().items() if size >= 0)


@cache
def libraries() -> str:
    """Return the versions of the `LIBRARIES` and of the compressor: ``reportlab 5.1.0, …, zlib 1.3.1``."""
    known = _installed()
    versions = [f"{name} {known.get(name) or _asked(name)}" for name in LIBRARIES]
    return ", ".join([*versions, f"zlib {zlib.ZLIB_RUNTIME_VERSION}"])


_INSTALLED = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info")


def _installed() -> dict[str, str]:
    """Return the versions of installed packages by the names of their folders: this takes a millisecond, and
    `importlib.metadata` thirty.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        for name in names_in(folder or "."):
            if match := _INSTALLED.fullmatch(name):
                found.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    return found


def _asked(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
