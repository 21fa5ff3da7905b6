"""Fetch every vendored file from its public package, and compare it with the project's manifests.

    python scripts/fetch_vendored.py            fetch, rebuild, compare; restore files that are missing or changed
    python scripts/fetch_vendored.py --check    without network: compare the files in the tree with their checksums
    python scripts/fetch_vendored.py fonts      only the files below a folder

Fonts, pictograms, colour profiles and Unicode tables are in the tree, so that builds need no network and give the same
bytes everywhere. The manifests (fonts/fonts.yaml, content/icons/icons.yaml, and a vendored.yaml in each other folder)
list the package, its version and the checksum of each file. Fetching needs apt-get with dpkg-deb, npm and pip.

To update to a newer version, change the version (and npm's integrity) in the manifest, run this script, read which
files differ, and enter the new checksums after you have checked the files themselves.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "fonts" / "fonts.yaml"
ICONS = ROOT / "content" / "icons" / "icons.yaml"
FOLDERS = (
    ROOT / "fonts" / "licences",
    ROOT / "content" / "press" / "profiles",
    ROOT / "src" / "flyers" / "pdf" / "data",
    ROOT / "src" / "flyers" / "translation" / "data",
    ROOT / "tests" / "data" / "unicode",
)


class VendoringError(Exception):
    """A vendored file, or its package, differs from the manifest."""


@dataclass(frozen=True)
class Package:
    """One version of one package in a public registry."""

    kind: str
    name: str
    version: str
    integrity: str | None = None

    def __str__(self) -> str:
        return f"{self.kind} package {self.name} {self.version}"


@dataclass(frozen=True)
class Vendored:
    """One file of the tree: its checksum, and how it is made from a package.

    Attributes:
        inside: path in the package.
        cut: the script that makes the file from its source, and its arguments before the two paths.
        content_sha256: for compressed files, whose compressed bytes may depend on the compressor's version.
        first_line_becomes: lines that replace the first line of a text.
        stanzas: the beginnings of the paragraphs of a text that are kept; the others are dropped.
    """

    path: Path
    sha256: str
    package: Package
    inside: str
    cut: tuple[str, ...] = ()
    content_sha256: str | None = None
    first_line_becomes: tuple[str, ...] = ()
    stanzas: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


# Reading the manifests


def vendored_files() -> list[Vendored]:
    """Return every vendored file of the project, in the order of the manifests."""
    return [*fonts(), *icons(), *(entry for folder in FOLDERS for entry in folder_files(folder))]


def fonts() -> Iterator[Vendored]:
    for family in load(FONTS)["families"].values():
        source = family["source"]
        for face in family["faces"].values():
            path = FONTS.parent / face["file"]
            yield Vendored(path, face["sha256"], package(source), face["source_path"], tuple(source.get("cut", ())))


def icons() -> Iterator[Vendored]:
    manifest = load(ICONS)
    source = package(manifest["source"])
    for name, entry in manifest["files"].items():
        yield Vendored(ICONS.parent / name, entry["sha256"], source, entry["source_path"])
    for entry in manifest["icons"].values():
        if "shows" in entry:  # drawn for this project
            continue
        yield Vendored(ICONS.parent / entry["file"], entry["sha256"], source, entry["source_path"])


def folder_files(folder: Path) -> Iterator[Vendored]:
    for name, entry in load(folder / "vendored.yaml")["files"].items():
        yield Vendored(
            folder / name,
            entry["sha256"],
            package(entry["source"]),
            entry["source"]["path"],
            tuple(entry["source"].get("cut", ())),
            content_sha256=entry.get("content_sha256"),
            first_line_becomes=tuple(entry.get("first_line_becomes", ())),
            stanzas=tuple(entry.get("stanzas", ())),
        )


def load(manifest: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    return loaded


def package(source: dict[str, str]) -> Package:
    return Package(source["kind"], source["package"], source["version"], source.get("integrity"))


# Fetching packages


def fetch_debian(wanted: Package, into: Path) -> None:
    run(into, "apt-get", "download", "-q", f"{wanted.name}={wanted.version}")
    run(into, "dpkg-deb", "-x", only_file(into, "*.deb").name, ".")


def fetch_npm(wanted: Package, into: Path) -> None:
    run(into, "npm", "pack", "--silent", f"{wanted.name}@{wanted.version}")
    tarball = only_file(into, "*.tgz")
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != wanted.integrity:
        raise VendoringError(f"{wanted} has the integrity sha512-{digest}, but the manifest has {wanted.integrity}")
    with tarfile.open(tarball) as archive:
        archive.extractall(into, filter="data")
    for child in (into / "package").iterdir():
        child.rename(into / child.name)


def fetch_pypi(wanted: Package, into: Path) -> None:
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:")
    run(into, *command, f"{wanted.name}=={wanted.version}")
    with zipfile.ZipFile(only_file(into, "*.whl")) as archive:
        archive.extractall(into)


FETCHERS: dict[str, Callable[[Package, Path], None]] = {
    "debian": fetch_debian,
    "npm": fetch_npm,
    "pypi": fetch_pypi,
}


def run(where: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendoringError(f"`{' '.join(command)}` failed:\n{done.stderr.strip()}")


def only_file(folder: Path, pattern: str) -> Path:
    files = list(folder.glob(pattern))
    if len(files) != 1:
        raise VendoringError(f"expected one {pattern} to be fetched, but there are {len(files)}")
    return files[0]


# From packages to files


def rebuild(entry: Vendored, unpacked: Path) -> bytes:
    """Return the file's bytes, rebuilt from its unpacked package.

    Raises:
        VendoringError: the package lacks the file, or the result differs from the manifest.
    """
    source = unpacked / entry.inside
    if not source.exists():
        raise VendoringError(f"{entry}: {entry.package} has no {entry.inside}")
    if entry.cut:
        run(ROOT, sys.executable, *entry.cut, str(source), str(unpacked / entry.path.name))
        source = unpacked / entry.path.name
    data = source.read_bytes()
    if entry.first_line_becomes:
        data = "\n".join(entry.first_line_becomes).encode() + data[data.index(b"\n") :]
    if entry.stanzas:
        paragraphs = data.decode().rstrip("\n").split("\n\n")
        data = "\n\n".join(text for text in paragraphs if text.startswith(entry.stanzas)).encode() + b"\n"
    if entry.content_sha256:
        return lzma.compress(expect(entry, data, entry.content_sha256), preset=9 | lzma.PRESET_EXTREME)
    return expect(entry, data, entry.sha256)


def expect(entry: Vendored, data: bytes, sha256: str) -> bytes:
    if digest_of(data) != sha256:
        hint = f" (made by {entry.cut[0]}; fonts depend on the version of fontTools)" if entry.cut else ""
        raise VendoringError(f"{entry}: {entry.package} gives {digest_of(data)}, but the manifest has {sha256}{hint}")
    return data


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check(entry: Vendored) -> None:
    """Compare the file in the tree with its checksums.

    Raises:
        VendoringError: it is missing or changed.
    """
    if not entry.path.is_file():
        raise VendoringError(f"{entry}: missing; run scripts/fetch_vendored.py to fetch it")
    data = entry.path.read_bytes()
    if digest_of(data) != entry.sha256:
        raise VendoringError(f"{entry}: changed to {digest_of(data)}, but the manifest has {entry.sha256}")
    if entry.content_sha256 and digest_of(lzma.decompress(data)) != entry.content_sha256:
        raise VendoringError(f"{entry}: its uncompressed content differs from the manifest")


def restore(entry: Vendored, unpacked: Path) -> None:
    data = rebuild(entry, unpacked)
    try:
        check(entry)
    except VendoringError:
        entry.path.write_bytes(data)
        say(f"{entry}: restored from {entry.package}")


def failures(entries: list[Vendored], handle: Callable[[Vendored], None]) -> list[str]:
    problems = []
    for entry in entries:
        try:
            handle(entry)
        except VendoringError as error:
            problems.append(str(error))
    return problems


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="without network: compare the tree with the checksums")
    parser.add_argument("below", nargs="*", type=Path, help="only files below these folders")
    arguments = parser.parse_args()
    wanted = [folder.resolve() for folder in arguments.below] or [ROOT]
    entries = [entry for entry in vendored_files() if any(entry.path.is_relative_to(folder) for folder in wanted)]

    if arguments.check:
        problems = failures(entries, check)
    else:
        with tempfile.TemporaryDirectory() as scratch:

            @cache
            def unpacked(source: Package) -> Path:
                folder = Path(tempfile.mkdtemp(dir=scratch))
                folder.chmod(0o755)  # apt-get downloads as another user
                FETCHERS[source.kind](source, folder)
                return folder

            problems = failures(entries, lambda entry: restore(entry, unpacked(entry.package)))

    for problem in problems:
        say(problem)
    say(f"{len(entries) - len(problems)} of {len(entries)} vendored files match their manifests")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
