"""The folder of a site: recognized by its pages, written file by file, and cleared of files of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flyers import limits
from flyers.errors import UsageError
from flyers.files import exists, files_in, is_file, is_folder, read_bytes, remove, write_whole

SIGN = b'<link rel="stylesheet" href="'
"""The mark of every page of a gallery, by which its folder is recognized and other pages are left alone."""


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


def sweep(site: Path, kept: set[str]) -> None:
    """Remove files that only an earlier run has written; files that a gallery never writes stay."""
    for page in files_in(site, "*.html"):
        if page.name not in kept and _is_page(page):
            remove(page)
    for folder in (one for one in files_in(site, "*") if is_folder(one)):
        if folder.name == "pictures":
            for own in (one for one in files_in(folder, "*") if is_folder(one)):
                _sweep_folder(site, own, ("*.webp",), kept)
        elif folder.name == "fonts":
            _sweep_folder(site, folder, ("*-????????????.woff",), kept)
        elif _is_page(folder / "index.html"):
            _sweep_folder(site, folder, ("*.html", "*.pdf", "*.png", "*.zip"), kept)


def _sweep_folder(site: Path, folder: Path, patterns: Sequence[str], kept: set[str]) -> None:
    for pattern in patterns:
        for path in files_in(folder, pattern):
            if path.relative_to(site).as_posix() not in kept:
                remove(path)
    if not files_in(folder, "*"):
        folder.rmdir()
