"""What of an output folder is shown to visitors, and what of a site's folder is removed: nothing is built."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import UsageError
from flyers.gallery import folder
from flyers.gallery.folder import (
    DOWNLOADS,
    SIGN,
    BuiltFile,
    Download,
    bytes_of,
    foreign,
    read_downloads,
    require_gallery,
    stock,
    sweep,
    with_clean_press,
    write,
    write_downloads,
)
from flyers.pipeline import outputs
from flyers.pipeline.outputs import digest
from flyers.pipeline.plan import Job

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


def test_a_final_package_of_the_usual_products_is_given_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def finished_package(jobs: Sequence[Job], order: Any, session: Any) -> Any:
        asked.extend(jobs)
        if not session.signed:
            raise UsageError("Nobody has signed it.")
        return SimpleNamespace(data=b"zip")

    kinds = {"card": (False, False), "poster": (False, False), "picker": (True, False), "square": (False, True)}
    layouts = {
        name: SimpleNamespace(many_languages=many, is_image=image) for name, (many, image) in kinds.items()
    }  # fmt: skip
    session: Any = SimpleNamespace(
        folder=tmp_path / "c",
        usual_products=[*kinds, "broken"],
        readable_layout=layouts.get,
        changing=contextlib.nullcontext,
        signed=True,
    )
    monkeypatch.setattr(folder, "finished_package", finished_package)
    stocked(tmp_path, {"card.press": ENTRY, "poster.press": ENTRY})
    given = folder.package_of(session, tmp_path, "es")
    assert given == Download("es/print-shop.zip", None, "gallery.file.package", "ZIP", 3, data=b"zip")
    assert asked == [Job(tmp_path / "c", "es", product, "press", tmp_path) for product in ("card", "poster")]
    session.signed = False
    assert folder.package_of(session, tmp_path, "es") is None
    asked.clear()
    assert (folder.package_of(session, tmp_path, "ar"), asked) == (None, [])


def test_a_file_that_cannot_be_read_is_not_in_stock_and_pages_may_be_unknown(tmp_path: Path) -> None:
    unknown = {**ENTRY, "facts": None}
    (found,) = stocked(tmp_path, {"card.screen": unknown})["card"]
    assert found.pages == ()
    path = tmp_path / "es" / "card.screen.pdf"
    path.unlink()
    path.mkdir()
    assert stock(tmp_path, "es", ["card"], {"a1b2c3d"}) == {}


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


PICTURE = "card-1-0123456789ab.webp"
KEPT = ["index.html", "es/index.html", "es/card.pdf", f"pictures/es/{PICTURE}", "fonts/khmer-bold-0123456789ab.woff"]


def test_only_what_a_gallery_writes_is_removed(tmp_path: Path) -> None:
    old = [
        "old.html",
        "es/old.html",
        "es/old.pdf",
        "es/old.png",
        "es/old.zip",
        "pictures/es/old-1-0123456789ab.webp",
        f"pictures/ar/{PICTURE}",
        "fonts/khmer-bold-ffffffffffff.woff",
        "ar/index.html",
        "ar/card.DRAFT.pdf",
    ]
    other = {
        "about.html": b"<html>",
        "notes.txt": b"",
        "es/about.html": b"<html>",
        "es/menu.pdf": PAGE,
        "es/notes.txt": b"",
        "es/changed.pdf": b"with stamps on it",
        "pictures/es/holiday.webp": PAGE,
        "pictures/es/photo.jpg": b"",
        "pictures/photo.webp": b"",
        "fonts/own.woff": b"",
        "shop/index.html": b"<html>",
        "shop/price.pdf": b"",
    }
    filled(tmp_path, {**dict.fromkeys((*KEPT, *old), PAGE), **other})
    written = [path for path in (*KEPT, *old, "es/changed.pdf") if path.endswith((".pdf", ".png", ".zip"))]
    sweep(tmp_path, set(KEPT), {path: [digest(PAGE)] for path in written})
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*KEPT, *other}
    assert not (tmp_path / "ar").exists()
    assert not (tmp_path / "pictures" / "ar").exists()
    whole = {"shop/", *(path for path in other if not path.startswith("shop/"))}
    assert set(foreign(tmp_path, KEPT)) == whole


def test_a_folder_with_files_of_the_gallery_alone_has_nothing_foreign(tmp_path: Path) -> None:
    filled(tmp_path, dict.fromkeys((*KEPT, DOWNLOADS), PAGE))
    assert foreign(tmp_path, KEPT) == []
    (tmp_path / "es" / "more" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "es")
    assert foreign(tmp_path, KEPT) == ["es/more/", "link/"]


def test_the_list_of_downloads_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_downloads(tmp_path) == {}
    given = {"es/card.DRAFT.pdf": ["ab"], "zh-Hans/print-shop.zip": ["cd", "ef"]}
    write_downloads(tmp_path, given)
    assert read_downloads(tmp_path) == given


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "{", '{"es/card.pdf": "ab"}', '{"es/card.pdf": null}', "[" * 100_000]
    + [
        json.dumps({path: ["ab"]})
        for path in (
            "../card.pdf",
            "/es/card.pdf",
            "es/../card.pdf",
            "card.pdf",
            "es/a/card.pdf",
            "es/card.txt",
            "es/.pdf",
        )
    ],
)
def test_a_list_of_downloads_that_somebody_has_written_names_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / DOWNLOADS).write_text(text, encoding="utf-8")
    assert read_downloads(tmp_path) == {}


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
