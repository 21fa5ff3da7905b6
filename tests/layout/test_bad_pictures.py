"""Pictograms are untrusted: every fault of icons.yaml or an SVG file is an error with file and line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flyers.errors import ContentError, ExitCode, FileAccessError, FlyersError
from flyers.layout.pictures import Pictures, read_svg

GOOD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


def pictures(folder: Path, index: str) -> Pictures:
    (folder / "icons").mkdir(exist_ok=True)
    (folder / "icons" / "icons.yaml").write_text(index, encoding="utf-8")
    return Pictures(folder / "icons")


def test_a_good_picture_is_read(tmp_path: Path) -> None:
    index = pictures(tmp_path, "icons:\n  phone: {file: phone.svg, mirror: true}\n")
    (tmp_path / "icons" / "phone.svg").write_text(GOOD, encoding="utf-8")
    assert index["phone"].mirror
    assert index["phone"].side == 8


@pytest.mark.parametrize(
    ("index", "line"),
    [
        ("icons:\n  phone: {file: ../../../x.svg}\n", 2),
        ("icons:\n  phone: {file: /dev/zero}\n", 2),
        ("icons:\n  phone: {file: a\\b.svg}\n", 2),
        ("icons:\n  phone:\n    file: .svg\n", 3),
        ("icons:\n  phone:\n    file: [phone.svg]\n", 3),
        ("icons:\n  phone: phone.svg\n", 2),
        ("icons:\n  phone:\n", 2),
        ("icons:\n  phone: {}\n", 2),
        ("icons:\n  phone: {file: phone.svg, mirror: maybe}\n", 2),
        ("icons:\n  phone: {file: phone.svg, colour: red}\n", 2),
        ("icons:\n  ../phone: {file: phone.svg}\n", 2),
        ("icons: [phone]\n", 1),
        ("icons:\n", 1),
        ("colours: {}\n", 1),
        ("", 1),
        (f"icons:\n  {'x' * 400}: {{file: phone.svg}}\n", 2),
        (f"icons:\n  phone: {{file: {'x' * 400}.svg}}\n", 2),
    ],
)
def test_a_wrong_index_names_file_and_line(tmp_path: Path, index: str, line: int) -> None:
    with pytest.raises(FlyersError) as caught:
        pictures(tmp_path, index)["phone"]
    assert caught.value.exit_code is ExitCode.CONTENT
    first = getattr(caught.value, "errors", [caught.value])[0]
    assert (first.source.path, first.source.line) == ("icons/icons.yaml", line)


@pytest.mark.parametrize(
    ("svg", "line"),
    [
        ("", 1),
        ("no picture", 1),
        ("<svg>\n<path d='M0 0'>", 2),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>\n' + GOOD, 1),
        ("<?xml version='1.0'?>\n<!doctype svg>" + GOOD, 2),
        (GOOD.replace("0 0 8 8", "0 0 8 9"), 1),
        (GOOD.replace("0 0 8 8", "0 0 0 0"), 1),
        (GOOD.replace("0 0 8 8", "0 0 -8 -8"), 1),
        (GOOD.replace("0 0 8 8", "0 0 x x"), 1),
        (GOOD.replace("0 0 8 8", "nan nan nan nan"), 1),
        (GOOD.replace("0 0 8 8", "0 0 1e999 1e999"), 1),
        (GOOD.replace("0 0 8 8", ""), 1),
        (GOOD.replace("<path", "\n<rect"), 2),
        (GOOD.replace("d=", "e="), 1),
        (GOOD.replace("<path", "\n\n<path").replace("M0 0h8v8z", "M0"), 3),
        (GOOD.replace("M0 0h8v8z", "Q"), 1),
        (GOOD.replace("M0 0h8v8z", "M0 0a1 1 0 0"), 1),
        (GOOD.replace("M0 0h8v8z", "M0 0L1e308 1e308"), 1),
        (GOOD.replace("M0 0h8v8z", "M0 0A1e300 1e-300 0 0 1 1e300 8"), 1),
        (GOOD.replace("M0 0h8v8z", "M0 0" + "L1 1" * 20_001), 1),
    ],
)
def test_a_wrong_picture_names_file_and_line(svg: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        read_svg(svg.encode(), "icons/phone.svg", "phone")
    assert caught.value.source is not None
    assert (caught.value.source.path, caught.value.source.line) == ("icons/phone.svg", line)


@pytest.mark.parametrize("data", [b"\xff\xfe<svg/>", b"\0", GOOD.encode("utf-16")])
def test_a_picture_that_is_no_text_is_an_error(data: bytes) -> None:
    with pytest.raises(ContentError):
        read_svg(data, "icons/phone.svg", "phone")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["absent", "pipe", "link", "large"])
def test_a_file_that_is_no_picture_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    index = pictures(tmp_path, "icons:\n  phone: {file: phone.svg}\n")
    path, outside = tmp_path / "icons" / "phone.svg", tmp_path / "secret.svg"
    outside.write_text(GOOD, encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(outside)
    elif kind == "large":
        path.write_text(GOOD + " " * 300_000, encoding="utf-8")
    with pytest.raises(FlyersError) as caught:
        index["phone"]
    assert isinstance(caught.value, FileAccessError if kind in ("absent", "pipe") else ContentError)
