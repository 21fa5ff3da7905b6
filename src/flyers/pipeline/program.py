"""Which program makes files: its version, its own source, and the libraries whose versions shape bytes or findings."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import zlib
from functools import cache
from pathlib import Path

from flyers import __version__
from flyers.files import read_bytes

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

_STARTER = "starter"
"""The campaign inside a wheel, which is no source: what a file is made of names it."""

_MOST_BYTES = 10_000_000


@cache
def program() -> str:
    """Return the program's version and a checksum of its source, so that a developer is never served a stale file."""
    whole = hashlib.sha256()
    for file in source_files():
        data = read_bytes(file, most=_MOST_BYTES)
        whole.update(f"{file.relative_to(PACKAGE).as_posix()}\0{len(data)}\0".encode() + data)
    return f"{__version__} {whole.hexdigest()[:16]}"


def source_files() -> list[Path]:
    """Return the files of the program, sorted: its modules and its data."""
    found: list[Path] = []
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__" and (name, folder) != (_STARTER, str(PACKAGE))]
        found += [Path(folder, name) for name in names if not name.endswith((".pyc", ".part"))]
    return sorted(found)


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
        try:
            names = [path.name for path in Path(folder).iterdir()]
        except OSError:
            continue
        for match in filter(None, map(_INSTALLED.fullmatch, names)):
            found.setdefault(re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"])
    return found


def _asked(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
