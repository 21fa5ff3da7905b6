"""The identity of the program that makes files: its version, its source, and its libraries."""

from __future__ import annotations

import hashlib
import re
import sys
import zlib
from functools import cache
from pathlib import Path

from flyers import __version__
from flyers.file_states import states
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
    """Return the program's version and a checksum of its source, so that a changed program makes files again."""
    return f"{__version__} {_checksum()}"


def _checksum() -> str:
    whole = hashlib.sha256()
    for file in source_files():
        data = read_bytes(file, most=_MOST_BYTES)
        whole.update(f"{file.relative_to(PACKAGE).as_posix()}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:16]


def source_files() -> list[Path]:
    """Return the program's modules and data, sorted; bytecode does not count."""
    found = states(PACKAGE, _NO_SOURCE).items()
    return sorted(Path(path) for path, (size, *_) in found if size >= 0 and not path.endswith(".pyc"))


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
