"""The stock: finished files in the output folder that are as their reports say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.errors import FlyersError
from flyers.files import exists, read_bytes
from flyers.gallery.model import BuiltFile, Download
from flyers.pipeline import outputs
from flyers.pipeline.plan import Job

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

SHOWN = ("phone", "screen", "office", "image")
"""Editions that the gallery takes pictures or downloads from."""

DRAFT = ".DRAFT"
"""The ending of the names of files whose pages cannot say that they are drafts (`Job.key`)."""


def stock(output: Path, language: str, products: Collection[str], codes: Collection[str]) -> dict[str, list[BuiltFile]]:
    """Return the files of *language* by product.

    A file counts if its report says that it is good and has its checksum, and if it was made from today's words and
    contacts. So no old number is shown.

    Args:
        output: the folder that holds one folder per language.
        codes: the content codes that today's files may have.
    """
    report = output / language / outputs.REPORT
    found: dict[str, list[BuiltFile]] = {}
    for key, entry in outputs.entries(report).items():
        product, _, variant = key.removesuffix(DRAFT).partition(".")
        if product in products and variant.partition(".")[0] in SHOWN and ".with-" not in variant:
            for file in _files(report.parent, variant, entry, codes):
                found.setdefault(product, []).append(file)
    return found


def _files(folder: Path, variant: str, entry: Any, codes: Collection[str]) -> Iterator[BuiltFile]:
    if not isinstance(entry, dict) or entry.get("status") != "good" or entry.get("code") not in codes:
        return
    if entry.get("in_english"):  # a preview, made with --allow-untranslated
        return
    name = entry.get("file")
    if not isinstance(name, str) or name != Path(name).name:
        return
    path = folder / name
    try:
        data = read_bytes(path, most=limits.PDF_BYTES) if exists(path) else b""
    except FlyersError:
        return
    if data and outputs.digest(data) == entry.get("sha256"):
        draft = any(str(warning).startswith("draft") for warning in entry.get("warnings", ()))
        yield BuiltFile(path, variant, entry["sha256"], len(data), _pages(entry), draft)


def _pages(entry: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """Return the sizes of pages as the proof measured them."""
    facts = entry.get("facts")
    pages = facts.get("pages", ()) if isinstance(facts, dict) else ()
    return tuple((float(width), float(height)) for width, height in (page["trim"] for page in pages))


def with_clean_press(output: Path, language: str, products: Collection[str]) -> bool:
    """Return whether the press files of all *products* are there, and their reports warn of nothing.

    A final package needs that; `flyers.publish.package` makes the other checks.
    """
    known = outputs.entries(output / language / outputs.REPORT)
    reports = [known.get(f"{product}.press") for product in products]
    return bool(reports) and all(
        isinstance(entry, dict) and entry.get("status") == "good" and not entry.get("warnings") for entry in reports
    )


def package_of(session: Session, output: Path, tag: str) -> Download | None:
    """Return the package of the language's usual products; None if something keeps it from being final.

    The packages in the output folder are not given out: they may hold an order, with people's names. The words of the
    package are kept on record like those of any other.
    """
    products = [
        product
        for product in session.usual_products
        if (layout := session.readable_layout(product)) and not layout.many_languages and not layout.is_image
    ]
    if not with_clean_press(output, tag, products):
        return None
    from flyers.publish.package import PackageOrder, finished_package

    jobs = [Job(session.folder, tag, product, "press", output) for product in products]
    try:
        with session.changing():
            data = finished_package(jobs, PackageOrder(), session).data
    except FlyersError:  # 'flyers package' reports the reason
        return None
    return Download(f"{tag}/print-shop.zip", None, "gallery.file.package", "ZIP", len(data), data=data)
