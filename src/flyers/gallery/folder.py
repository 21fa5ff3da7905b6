"""The folder of a site: recognized by its pages, written file by file, and cleared of files of earlier runs.

Pages have a mark, and the names of pictures and fonts a digest. Downloads could be anybody's, so the folder has a list
of those that the gallery has written, with their checksums. Whatever else is there stays, and is named.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from flyers import limits
from flyers.errors import FlyersError, UsageError
from flyers.files import exists, files_in, is_file, is_folder, read_bytes, remove, write_whole

SIGN = b'<link rel="stylesheet" href="'
"""The mark of every page of a gallery, by which its folder is recognized and other pages are left alone."""

DOWNLOADS = "downloads.json"
"""The list of the files to download that the gallery has written: by path the SHA-256 of each, and while one is written
that of the file before too."""

_DOWNLOAD = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9-][A-Za-z0-9.-]*\.(pdf|png|zip)")
"""What the path of a download looks like: nothing outside the folder is ever removed."""

_READING = re.compile(r"read-[0-9a-f]{32}\.html")
"""What the name of a reading page looks like; it has no mark, since it loads nothing."""

_DIGEST = "-" + "[0-9a-f]" * 12
"""The end of the names of pictures and fonts."""


def require_gallery(site: Path) -> None:
    """Refuse a folder with other things in it, since files are removed from a gallery when they are out of date.

    Raises:
        UsageError: *site* is such a folder, or a file.
    """
    if is_file(site):
        raise UsageError(f"“{site}” is a file.", hint="Name a new or an empty folder with --site.")
    if is_folder(site) and files_in(site, "*") and not _is_page(site / "index.html") and not exists(site / "pictures"):
        raise UsageError(
            f"“{site}” is not empty, and it is not a gallery.",
            hint="Name a new or an empty folder with --site.",
        )


def _is_page(path: Path) -> bool:
    return is_file(path) and SIGN in read_bytes(path, most=limits.PDF_BYTES)


def bytes_of(path: Path) -> bytes:
    """Return a file of the output folder, or of the site."""
    return read_bytes(path, most=limits.PDF_BYTES)


def write(path: Path, data: bytes) -> bool:
    """Write *data* unless it is there; return whether it was written."""
    if is_file(path) and bytes_of(path) == data:
        return False
    write_whole(path, data)
    return True


def checksum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_downloads(site: Path) -> dict[str, list[str]]:
    """Return the list of downloads; an empty one if there is none, or none that can be read."""
    try:
        known = json.loads(read_bytes(site / DOWNLOADS))
    except (FlyersError, ValueError, RecursionError):
        return {}
    entries = known.items() if isinstance(known, dict) else ()
    return {path: sums for path, sums in entries if _DOWNLOAD.fullmatch(path) and isinstance(sums, list)}


def write_downloads(site: Path, downloads: Mapping[str, Sequence[str]]) -> None:
    """Write the list of downloads, checksums by path."""
    write(site / DOWNLOADS, (json.dumps(downloads, indent=1, sort_keys=True) + "\n").encode())


def sweep(site: Path, kept: Collection[str], downloads: Mapping[str, Sequence[str]]) -> None:
    """Remove files that only an earlier run has written, *downloads* among them if they are as they were written."""
    for path in unneeded(site, kept, downloads):
        remove(path)
        if path.parent != site and not files_in(path.parent, "*"):
            path.parent.rmdir()


def unneeded(site: Path, kept: Collection[str], downloads: Mapping[str, Sequence[str]]) -> list[Path]:
    """Return the files that only an earlier run has written."""
    folders = [one for one in files_in(site, "*") if is_folder(one)]
    listed = [page for folder in (site, *folders) for page in files_in(folder, "*.html")]
    pages = [page for page in listed if _READING.fullmatch(page.name) or _is_page(page)]
    pictures = [one for folder in files_in(site / "pictures", "*") for one in files_in(folder, f"*{_DIGEST}.webp")]
    fonts = files_in(site / "fonts", f"*{_DIGEST}.woff")
    given = [site / path for path in downloads if path not in kept and is_file(site / path)]
    old = [file for file in given if checksum_of(bytes_of(file)) in downloads[file.relative_to(site).as_posix()]]
    return [*(one for one in (*pages, *pictures, *fonts) if one.relative_to(site).as_posix() not in kept), *old]


def foreign(site: Path, kept: Collection[str]) -> list[str]:
    """Return what is in the folder besides the files *kept*; of a folder without any of these only its name."""
    own = {DOWNLOADS, *kept}
    folders = {parent.as_posix() for path in own for parent in Path(path).parents}

    def inside(folder: Path) -> Iterator[str]:
        for path in files_in(folder, "*"):
            name = path.relative_to(site).as_posix()
            if is_folder(path):
                yield from inside(path) if name in folders and not path.is_symlink() else [f"{name}/"]
            elif name not in own:
                yield name

    return list(inside(site))
