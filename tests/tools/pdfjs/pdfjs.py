"""pdf.js (Apache-2.0, https://mozilla.github.io/pdf.js), Firefox's reader: fetching it by hash, and reading files with it.

Its build for Node is in npm's ``pdfjs-dist``. It is not kept in the repository but fetched once, into ``.cache/pdfjs/``.
Run as a program, this module does that and nothing else; tests never fetch it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

VERSION = "5.4.624"
INTEGRITY = "sm6TxKTtWv1Oh6n3C6J6a8odejb5uO4A4zo/2dgkHuC0iu8ZMAXOezEODkVaoVp8nX1Xzr+0WxFJJmUr45hQzg=="
"""SHA-512 of the package, as npm writes it."""

MEMBERS = ("pdf.min.mjs", "pdf.worker.min.mjs")
SCRIPT = Path(__file__).with_name("extract.mjs")
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "pdfjs" / VERSION


class FetchError(Exception):
    """The package can't be had: no network, most often."""


def folder() -> Path | None:
    """Return the folder of the build if Node and the build are there."""
    there = shutil.which("node") and all((CACHE / name).is_file() for name in MEMBERS)
    return CACHE if there else None


def fetch() -> Path:
    """Return the folder of the build, fetched if it is not there.

    Raises:
        FetchError: the package can't be fetched, or is not the one that is asked for.
    """
    if not all((CACHE / name).is_file() for name in MEMBERS):
        with tempfile.TemporaryDirectory() as name:
            _unpack(_downloaded(Path(name)))
    return CACHE


def _downloaded(into: Path) -> Path:
    command = ["npm", "pack", f"pdfjs-dist@{VERSION}", "--silent", "--ignore-scripts", "--pack-destination", str(into)]
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
        for name in MEMBERS:
            member = archive.extractfile(f"package/legacy/build/{name}")
            if member is None:
                raise FetchError(f"the package has no {name}")
            partial = (CACHE / name).with_suffix(".part")
            partial.write_bytes(member.read())
            partial.replace(CACHE / name)


@cache
def _reader() -> subprocess.Popen[str]:
    """Return a process of Node with pdf.js in it: starting one takes longer than reading a file does."""
    command = ["node", str(SCRIPT), str(CACHE)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def extract(file: Path) -> list[str]:
    """Return the text of every page of *file*, as copying from Firefox gives it.

    Raises:
        ValueError: pdf.js can't read the file.
    """
    process = _reader()
    assert process.stdin
    assert process.stdout
    print(file, file=process.stdin, flush=True)
    answer: list[str] | dict[str, str] = json.loads(process.stdout.readline())
    if isinstance(answer, dict):
        raise ValueError(f"{file}: {answer['error']}")
    return answer


if __name__ == "__main__":
    print(fetch())  # noqa: T201 - run by itself, it answers where the program lies
