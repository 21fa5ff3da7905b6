"""What tests use of npm's packages: fetched once, by hash, into ``.cache/``, and not kept in the repository.

Run as a program, this module fetches them all and does nothing else; tests never fetch them.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache"


class FetchError(Exception):
    """The package can't be had: no network, most often."""


@dataclass(frozen=True)
class Package:
    """Some files of a package.

    Attributes:
        name: on npm.
        integrity: SHA-512 of the package, as npm writes it.
        files: paths in the package.
        cache: the folder in ``.cache``.
    """

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]
    cache: str

    @property
    def folder(self) -> Path:
        """Where the files are, or will be."""
        return CACHE / self.cache / self.version

    @property
    def is_there(self) -> bool:
        return all(self._kept(file).is_file() for file in self.files)

    def fetch(self) -> Path:
        """Return the folder of the files, fetched if they are not there.

        Raises:
            FetchError: the package can't be fetched, or is not the one that is asked for.
        """
        if not self.is_there:
            with tempfile.TemporaryDirectory() as name:
                self._unpack(self._downloaded(Path(name)))
        return self.folder

    def _kept(self, file: str) -> Path:
        return self.folder / Path(file).name

    def _downloaded(self, into: Path) -> Path:
        command = ["npm", "pack", f"{self.name}@{self.version}", "--silent", "--ignore-scripts"]
        done = subprocess.run([*command, "--pack-destination", str(into)], capture_output=True, text=True, cwd=into)
        packages = list(into.glob("*.tgz"))
        if done.returncode or not packages:
            raise FetchError(done.stderr.strip() or f"npm brought no {self.name}")
        if base64.b64encode(hashlib.sha512(packages[0].read_bytes()).digest()).decode() != self.integrity:
            raise FetchError(f"{self.name} is not the package that is pinned")
        return packages[0]

    def _unpack(self, package: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(package) as archive:
            for file in self.files:
                member = archive.extractfile(f"package/{file}")
                if member is None:
                    raise FetchError(f"{self.name} has no {file}")
                kept = self._kept(file)
                partial = kept.with_suffix(".part")
                partial.write_bytes(member.read())
                partial.replace(kept)


PDFJS = Package(
    "pdfjs-dist",
    "5.4.624",
    "sm6TxKTtWv1Oh6n3C6J6a8odejb5uO4A4zo/2dgkHuC0iu8ZMAXOezEODkVaoVp8nX1Xzr+0WxFJJmUr45hQzg==",
    ("legacy/build/pdf.min.mjs", "legacy/build/pdf.worker.min.mjs", "legacy/web/pdf_viewer.mjs"),
    "pdfjs",
)
"""pdf.js (Apache-2.0, https://mozilla.github.io/pdf.js), Firefox's reader, built for Node."""

AXE = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ("axe.min.js",),
    "axe",
)
"""axe-core (MPL-2.0, https://github.com/dequelabs/axe-core), which finds faults of accessibility in a page."""


if __name__ == "__main__":
    for package in (PDFJS, AXE):
        sys.stdout.write(f"{package.fetch()}\n")
