"""The folder of a site, and the stock: finished files in the output folder that are as their reports say.

A site's folder is recognized by its pages, written file by file, and cleared of files of earlier runs. Pages have a
mark, and the names of pictures and fonts a digest. Downloads could be anybody's, so the folder has a list of those that
the gallery has written, with their checksums. Whatever else is there stays, and is named.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.errors import FlyersError, UsageError
from flyers.files import exists, files_in, is_file, is_folder, read_bytes, remove, write_whole
from flyers.pipeline import outputs
from flyers.pipeline.outputs import digest
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.publish.package import PackageOrder, finished_package
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class PieceStanding:
    """How far a product's words are approved."""

    day: dt.date | None = None  # of the signature; None for a draft
    changed: bool = False  # of a draft: whether all of it was read, and a word or a contact has changed since

    @property
    def draft(self) -> bool:
        return self.day is None


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A finished file in the output folder that is as its report says."""

    path: Path
    variant: str  # the edition with sheet and ink, as in `flyers.pipeline.plan.Job.variant`: ``office.a4``
    sha256: str  # of its bytes
    size: int  # how many there are
    # Width and height of each page, in points; of an image that of the page that it shows.
    pages: tuple[tuple[float, float], ...]
    draft: bool = False  # whether it says that it is a draft

    @property
    def edition(self) -> str:
        return self.variant.partition(".")[0]

    @property
    def detail(self) -> str:
        """Sheet and ink, where the file is not the usual one: ``a4``."""
        return self.variant.partition(".")[2]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page."""

    path: str  # in the site, with ``/``; its name has a digest of all that it depends on
    page: int  # its number
    pages: int  # how many there are
    width: int  # width, height: in pixels
    height: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file for download."""

    path: str  # its stable place in the site
    origin: Path | None  # the file that is copied there; None for *data*, made for the site
    words: str  # the message that names it
    form: str  # ``PDF``, ``PNG`` or ``ZIP``
    size: int
    detail: str = ""  # the sheet, where it is not the usual one
    draft: bool = False
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Piece:
    """A product in a language."""

    language: str  # of its files; that of the campaign's messages for a product in all languages at once
    product: str
    standing: PieceStanding
    pictures: tuple[PagePicture, ...] = ()  # of all pages; empty if it has not been made
    thumbs: tuple[PagePicture, ...] = ()  # the same, small
    downloads: tuple[Download, ...] = ()
    text: str = ""  # the words to send along with an image, without its last line's end; "" if there are none

    @property
    def made(self) -> bool:
        return bool(self.pictures)


# The mark of every page of a gallery, by which its folder is recognized and other pages are left alone.
SIGN = b'<link rel="stylesheet" href="'
# The list of downloads that the gallery has written: by path the SHA-256, and while one is written the former too.
DOWNLOADS = "downloads.json"
# What the path of a download looks like: nothing outside the folder is ever removed.
_DOWNLOAD = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9-][A-Za-z0-9.-]*\.(pdf|png|zip)")
_DIGEST = "-" + "[0-9a-f]" * 12  # The end of the names of pictures and fonts.


def require_gallery(site: Path) -> None:
    """Refuse a file, and a folder with other things in it, since a gallery is cleared of files that are out of date."""
    hint = "Name a new or an empty folder with --site."
    if is_file(site):
        raise UsageError(f"“{site}” is a file.", hint=hint)
    if is_folder(site) and files_in(site, "*") and not _is_page(site / "index.html") and not exists(site / "pictures"):
        raise UsageError(f"“{site}” is not empty, and it is not a gallery.", hint=hint)


def bytes_of(path: Path) -> bytes:
    return read_bytes(path, most=limits.PDF_BYTES)


def _is_page(path: Path) -> bool:
    return is_file(path) and SIGN in bytes_of(path)


def write(path: Path, data: bytes) -> bool:
    """Write *data* unless it is there; return whether it was written."""
    if is_file(path) and bytes_of(path) == data:
        return False
    write_whole(path, data)
    return True


def read_downloads(site: Path) -> dict[str, list[str]]:
    """Return the list of downloads; an empty one if there is none, or none that can be read."""
    try:
        listed = json.loads(read_bytes(site / DOWNLOADS))
    except (FlyersError, ValueError, RecursionError):
        return {}
    entries = listed.items() if isinstance(listed, dict) else ()
    return {path: sums for path, sums in entries if _DOWNLOAD.fullmatch(path) and isinstance(sums, list)}


def write_downloads(site: Path, downloads: Mapping[str, Sequence[str]]) -> None:
    """Write the list of downloads, checksums by path."""
    write(site / DOWNLOADS, (json.dumps(downloads, indent=1, sort_keys=True) + "\n").encode())


def sweep(site: Path, current: Collection[str], downloads: Mapping[str, Sequence[str]]) -> None:
    """Remove files that only an earlier run has written, *downloads* among them if they are as they were written."""
    folders = [file for file in files_in(site, "*") if is_folder(file)]
    listed = [page for folder in (site, *folders) for page in files_in(folder, "*.html")]
    # A reading page has no mark, since it loads nothing.
    pages = [page for page in listed if re.fullmatch(r"read-[0-9a-f]{32}\.html", page.name) or _is_page(page)]
    pictures = [file for folder in files_in(site / "pictures", "*") for file in files_in(folder, f"*{_DIGEST}.webp")]
    fonts = files_in(site / "fonts", f"*{_DIGEST}.woff")
    old = [file for file in (*pages, *pictures, *fonts) if file.relative_to(site).as_posix() not in current]
    given = {site / path: sums for path, sums in downloads.items() if path not in current and is_file(site / path)}
    for path in (*old, *(file for file, sums in given.items() if digest(bytes_of(file)) in sums)):
        remove(path)
        if path.parent != site and not files_in(path.parent, "*"):
            path.parent.rmdir()


def foreign(site: Path, current: Collection[str]) -> list[str]:
    """Return what is in the folder besides the files *current*; of a folder without any of these only its name."""
    own = {DOWNLOADS, *current}
    folders = {parent.as_posix() for path in own for parent in Path(path).parents}

    def inside(folder: Path) -> Iterator[str]:
        for path in files_in(folder, "*"):
            name = path.relative_to(site).as_posix()
            if is_folder(path):
                yield from inside(path) if name in folders and not path.is_symlink() else [f"{name}/"]
            elif name not in own:
                yield name

    return list(inside(site))


SHOWN = ("phone", "screen", "office", "image")  # Editions that the gallery takes pictures or downloads from.

DRAFT = ".DRAFT"  # The ending of the names of files whose pages cannot say that they are drafts (`Job.key`).


def stock(output: Path, language: str, products: Collection[str], codes: Collection[str]) -> dict[str, list[BuiltFile]]:
    """Return the files of *language* by product; *codes* are the content codes that today's files may have.

    A file counts if its report says that it is good and has its checksum, and if it was made from today's words and
    contacts. So no old number is shown.
    """
    report = output / language / outputs.REPORT
    files: dict[str, list[BuiltFile]] = {}
    for key, entry in outputs.entries(report).items():
        product, _, variant = key.removesuffix(DRAFT).partition(".")
        if product in products and variant.partition(".")[0] in SHOWN and ".with-" not in variant:
            for file in _files(report.parent, variant, entry, codes):
                files.setdefault(product, []).append(file)
    return files


def _files(folder: Path, variant: str, entry: Any, codes: Collection[str]) -> Iterator[BuiltFile]:
    if not isinstance(entry, dict) or entry.get("status") != "good" or entry.get("code") not in codes:
        return
    name = entry.get("file") if not entry.get("in_english") else None  # a preview, made with --allow-untranslated
    if not isinstance(name, str) or name != Path(name).name:
        return
    path = folder / name
    try:
        data = bytes_of(path) if exists(path) else b""
    except FlyersError:
        return
    if data and digest(data) == entry.get("sha256"):
        draft = any(str(warning).startswith("draft") for warning in entry.get("warnings", ()))
        facts = entry.get("facts")
        measured = facts.get("pages", ()) if isinstance(facts, dict) else ()
        pages = tuple((float(width), float(height)) for width, height in (page["trim"] for page in measured))
        yield BuiltFile(path, variant, entry["sha256"], len(data), pages, draft)


def with_clean_press(output: Path, language: str, products: Collection[str]) -> bool:
    """Return whether the press files of all *products* are there, and their reports warn of nothing, as a final package
    needs; `flyers.publish.package` makes the other checks.
    """
    entries = outputs.entries(output / language / outputs.REPORT)
    reports = [entries.get(f"{product}.press") for product in products]
    return bool(reports) and all(
        isinstance(entry, dict) and entry.get("status") == "good" and not entry.get("warnings") for entry in reports
    )


def package_of(session: Session, output: Path, tag: str) -> Download | None:
    """Return the package of the language's usual products; None if something keeps it from being final.

    The packages in the output folder are not given out: they may hold an order, with people's names. The words of the
    package are kept on record like those of any other.
    """
    layouts = {product: session.readable_layout(product) for product in session.usual_products}
    products = [name for name, of in layouts.items() if of and not of.many_languages and not of.is_image]
    if not with_clean_press(output, tag, products):
        return None
    jobs = [Job(session.folder, tag, product, "press", output) for product in products]
    try:
        with session.changing():
            data = finished_package(jobs, PackageOrder(), session).data
    except FlyersError:  # 'flyers package' reports the reason
        return None
    return Download(f"{tag}/print-shop.zip", None, "gallery.file.package", "ZIP", len(data), data=data)
