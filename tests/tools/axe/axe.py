"""axe-core (MPL-2.0, https://github.com/dequelabs/axe-core), which finds faults of accessibility in a page: fetched by hash.

It is not kept in the repository but fetched once, into ``.cache/axe/``. Run as a program, this module does that and
nothing else; tests never fetch it.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as npm writes it."""

CACHE = Path(__file__).resolve().parents[3] / ".cache" / "axe" / VERSION
SCRIPT = CACHE / "axe.min.js"


class FetchError(Exception):
    """The package can't be had: no network, most often."""


def script() -> Path | None:
    """Return the script if it is there."""
    return SCRIPT if SCRIPT.is_file() else None


def fetch() -> Path:
    """Return the script, fetched if it is not there.

    Raises:
        FetchError: the package can't be fetched, or is not the one that is asked for.
    """
    if not SCRIPT.is_file():
        with tempfile.TemporaryDirectory() as name:
            _unpack(_downloaded(Path(name)))
    return SCRIPT


def _downloaded(into: Path) -> Path:
    command = ["npm", "pack", f"axe-core@{VERSION}", "--silent", "--ignore-scripts", "--pack-destination", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=into)
    packages = list(into.glob("*.tgz"))
    if done.returncode or not packages:
        raise FetchError(done.stderr.strip() or "npm brought no package")
    if base64.b64encode(hashlib.sha512(packages[0].read_bytes()).digest()).decode() != INTEGRITY:
        raise FetchError("the package is not the one that is pinned")
    return packages[0]


def _unpack(package: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        if member is None:
            raise FetchError("the package has no axe.min.js")
        partial = SCRIPT.with_suffix(".part")
        partial.write_bytes(member.read())
        partial.replace(SCRIPT)


if __name__ == "__main__":
    print(fetch())  # noqa: T201 - run by itself, it answers where the script lies
