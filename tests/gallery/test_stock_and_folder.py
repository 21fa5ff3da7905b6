"""What of an output folder is shown to visitors, and what of a site's folder is removed: nothing is built."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flyers.errors import UsageError
from flyers.gallery.folder import SIGN, bytes_of, require_gallery, sweep, write
from flyers.gallery.model import BuiltFile
from flyers.gallery.stock import stock, with_clean_press
from flyers.pipeline import outputs

# -- the stock --------------------------------------------------------------------------------------------------------


PDF = b"%PDF-1.7 as it was proved"
ENTRY: dict[str, Any] = {
    "status": "good",
    "code": "a1b2c3d",
    "file": "card.screen.pdf",
    "sha256": hashlib.sha256(PDF).hexdigest(),
    "facts": {"pages": [{"trim": [252, 144.5]}]},
}


def stocked(folder: Path, products: Mapping[str, object], data: bytes = PDF) -> dict[str, list[BuiltFile]]:
    """Return what is in the stock of Spanish with this report; every file of it has *data*."""
    (folder / "es").mkdir()
    (folder / "es" / outputs.REPORT).write_text(
        json.dumps({"schema": outputs.SCHEMA, "products": products}), encoding="utf-8"
    )
    for entry in products.values():
        if isinstance(entry, dict) and isinstance(entry.get("file"), str):
            (folder / "es" / Path(entry["file"]).name).write_bytes(data)
    return stock(folder, "es", ["card", "poster"], {"a1b2c3d"})


def test_a_file_in_stock_is_as_its_report_says(tmp_path: Path) -> None:
    (found,) = stocked(tmp_path, {"card.screen": ENTRY})["card"]
    assert found == BuiltFile(
        tmp_path / "es" / "card.screen.pdf", "screen", ENTRY["sha256"], len(PDF), ((252.0, 144.5),), False
    )


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        ("card.screen", ("card", "screen")),
        ("card.office.a4", ("card", "office.a4")),
        ("poster.image", ("poster", "image")),
        ("card.screen.DRAFT", ("card", "screen")),
        ("card.press", None),
        ("card.screen.with-en", None),
        ("banner.screen", None),
    ],
)
def test_editions_for_visitors_are_in_stock(tmp_path: Path, key: str, kept: tuple[str, str] | None) -> None:
    found = stocked(tmp_path, {key: ENTRY})
    assert [(product, one.variant) for product, files in found.items() for one in files] == ([kept] if kept else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "failed"},
        {"code": "0000000"},
        {"code": None},
        {"in_english": ["card.lead"]},
        {"file": "../es/card.screen.pdf"},
        {"file": 7},
        {"sha256": "0" * 64},
    ],
)
def test_nothing_else_is_shown_to_visitors(tmp_path: Path, changes: dict[str, object]) -> None:
    assert stocked(tmp_path, {"card.screen": {**ENTRY, **changes}}) == {}


def test_an_empty_file_or_none_is_not_in_stock(tmp_path: Path) -> None:
    empty = {**ENTRY, "sha256": hashlib.sha256(b"").hexdigest()}
    assert stocked(tmp_path, {"card.screen": empty}, b"") == {}
    (tmp_path / "es" / "card.screen.pdf").unlink()
    assert stock(tmp_path, "es", ["card"], {"a1b2c3d"}) == {}


@pytest.mark.parametrize(
    ("warnings", "draft"), [([], False), (["draft: signed by nobody"], True), (["no draft"], False)]
)
def test_a_warning_says_that_a_file_is_a_draft(tmp_path: Path, warnings: list[str], draft: bool) -> None:
    (found,) = stocked(tmp_path, {"card.screen": {**ENTRY, "warnings": warnings}})["card"]
    assert found.draft is draft


@pytest.mark.parametrize(
    ("changes", "clean"),
    [({}, True), ({"status": "failed"}, False), ({"warnings": ["draft"]}, False), ({"warnings": []}, True)],
)
def test_a_package_takes_press_files_of_all_its_products_without_a_warning(
    tmp_path: Path, changes: dict[str, object], clean: bool
) -> None:
    stocked(tmp_path, {"card.press": ENTRY, "poster.press": {**ENTRY, **changes}})
    assert with_clean_press(tmp_path, "es", ["card", "poster"]) is clean
    assert with_clean_press(tmp_path, "es", ["card"])
    assert not with_clean_press(tmp_path, "es", ["card", "banner"])
    assert not with_clean_press(tmp_path, "es", [])


# -- the folder -------------------------------------------------------------------------------------------------------


PAGE = b"<!doctype html>" + SIGN + b'gallery.css">'


def filled(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_a_file_is_written_only_where_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "es" / "index.html"
    assert write(path, PAGE)
    assert not write(path, PAGE)
    assert write(path, PAGE + b" ")
    assert path.read_bytes() == PAGE + b" "


def test_only_what_a_gallery_writes_is_removed(tmp_path: Path) -> None:
    kept = ["index.html", "es/index.html", "es/card.pdf", "pictures/es/a.webp", "fonts/khmer-bold-0123456789ab.woff"]
    old = [
        "old.html",
        "es/old.html",
        "es/old.pdf",
        "es/old.png",
        "es/old.zip",
        "pictures/es/old.webp",
        "pictures/ar/old.webp",
        "fonts/khmer-bold-ffffffffffff.woff",
        "ar/index.html",
    ]
    foreign = {
        "about.html": b"<html>",
        "notes.txt": b"",
        "es/notes.txt": b"",
        "pictures/es/photo.jpg": b"",
        "pictures/photo.webp": b"",
        "fonts/own.woff": b"",
        "shop/index.html": b"<html>",
        "shop/price.pdf": b"",
    }
    filled(tmp_path, {**dict.fromkeys((*kept, *old), PAGE), **foreign})
    sweep(tmp_path, set(kept))
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*kept, *foreign}
    assert not (tmp_path / "ar").exists()
    assert not (tmp_path / "pictures" / "ar").exists()


@pytest.mark.parametrize("files", [{}, {"index.html": PAGE, "notes.txt": b""}, {"pictures/es/a.webp": b""}])
def test_a_new_folder_an_empty_one_and_a_gallery_are_written_to(tmp_path: Path, files: dict[str, bytes]) -> None:
    require_gallery(filled(tmp_path, files))
    require_gallery(tmp_path / "new")


@pytest.mark.parametrize("files", [{"notes.txt": b""}, {"index.html": b"<html>"}])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(UsageError, match="is not empty, and it is not a gallery"):
        require_gallery(filled(tmp_path, files))
    with pytest.raises(UsageError, match="is a file"):
        require_gallery(tmp_path / next(iter(files)))
    assert bytes_of(tmp_path / next(iter(files))) == next(iter(files.values()))
