"""A site of files made by hand: what is written, told and removed, without building or drawing anything."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.gallery import site
from flyers.gallery.folder import BuiltFile, PieceStanding
from flyers.gallery.pictures import PictureSet, _write
from flyers.gallery.site import SiteOrder
from flyers.pipeline.session import Session

CARD = (252.0, 144.0)
SIGNED = PieceStanding(dt.date(2026, 9, 14))


def test_a_site_is_written_once_and_says_what_it_has(
    second_campaign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English and Spanish have a sticker of two pages each; the Spanish office file is not today's; no label is made."""
    session, output, folder = Session(second_campaign), tmp_path / "out", tmp_path / "site"
    stocked: dict[str, dict[str, list[BuiltFile]]] = {}
    for tag in ("en", "es"):
        own = []
        for variant in ("screen", "office"):
            path = output / tag / f"sticker.{variant}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(f"{tag} {variant}".encode())
            own.append(BuiltFile(path, variant, f"{tag} {variant}", 9, (CARD, CARD)))
        stocked[tag] = {"sticker": own}
    drawn: list[int] = []

    def make_pictures(
        site: Path, sets: list[PictureSet], workers: int | None, watch: Callable[[PictureSet], None]
    ) -> None:
        assert workers == 3
        drawn.append(sum(len(one.missing) for one in sets))
        for one in sets:
            for picture, _ in one.missing:
                _write(site, picture, picture.path.encode())
            watch(one)

    monkeypatch.setattr(site, "_stock", lambda session, order, tag, speaker: stocked[tag])
    monkeypatch.setattr(site, "_strangers", lambda session, stocked: {output / "es" / "sticker.office.pdf"})
    monkeypatch.setattr(site, "make_pictures", make_pictures)
    monkeypatch.setattr(site, "package_of", lambda session, output, tag: None)
    monkeypatch.setattr(site, "standing_of", lambda session, tag, product: SIGNED)
    monkeypatch.setattr(site, "letters", lambda session, languages, pages: {"fonts.css": b"", "fonts/a.woff": b"a"})
    order = SiteOrder(output, folder, ["en", "es"], ["sticker", "label"], leave="https://example.org", workers=3)
    told: list[str] = []
    made = site.make_site(session, order, told.append)
    pages = [f"{place}{name}.html" for place in ("", "en/", "es/") for name in ("index", "label", "sticker")]
    files = ["en/sticker.office.pdf", "en/sticker.pdf", "es/sticker.pdf"]
    assert (made.pages, made.written, made.pictures, made.drawn, made.downloads) == (9, 9, 8, 8, 3)
    assert (made.not_made, made.strangers) == (("en label", "es label"), ("es/sticker.office.pdf",))
    assert (made.altered, made.foreign, made.unusable, made.readings) == ((), (), {}, {})
    assert told == ["pictures of sticker.screen.pdf"] * 2
    written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    pictures = [name for name in written if name.startswith("pictures/")]
    others = ["downloads.json", "fonts.css", "fonts/a.woff", "gallery.css", "icon.svg", "leave.js"]
    assert sorted(written) == sorted([*pages, *files, *pictures, *others])
    assert [len([name for name in pictures if name.startswith(f"pictures/{tag}/")]) for tag in ("en", "es")] == [4, 4]
    assert written["es/sticker.pdf"].read_bytes() == b"es screen"
    sums = {name: [hashlib.sha256(written[name].read_bytes()).hexdigest()] for name in files}
    assert json.loads(written["downloads.json"].read_bytes()) == sums
    first, spanish = (written[name].read_text(encoding="utf-8") for name in ("index.html", "es/sticker.html"))
    assert 'lang="en"' in first[:200]
    assert all(f'href="{tag}/index.html"' in first for tag in ("en", "es"))
    assert 'lang="es"' in spanish[:200]
    assert 'href="sticker.pdf"' in spanish
    assert "sticker.office.pdf" not in spanish
    assert 'href="../en/sticker.html"' in spanish
    assert 'href="https://example.org"' in spanish
    assert "noindex" not in spanish
    overview = written["sticker.html"].read_text(encoding="utf-8")
    assert all(f'href="{tag}/sticker.html"' in overview for tag in ("en", "es"))

    again = site.make_site(session, order)
    assert (again.pages, again.written, again.pictures, again.drawn, drawn) == (9, 0, 8, 0, [8, 0])
    assert json.loads(written["downloads.json"].read_bytes()) == sums
    written["es/label.html"].unlink()
    written["en/index.html"].write_bytes(b"older")
    order_of_writing: list[str] = []
    write = site.write

    def noted(path: Path, data: bytes) -> bool:
        if is_new := write(path, data):
            order_of_writing.append(path.relative_to(folder).as_posix())
        return is_new

    monkeypatch.setattr(site, "write", noted)
    assert site.make_site(session, order).written == 2
    assert order_of_writing == ["es/label.html", "en/index.html"], "what pages lead to is there before them"
    written["es/index.html"].write_bytes(written["es/index.html"].read_bytes() + b"!")
    written[pictures[0]].write_bytes(b"another")
    (folder / "notes.txt").write_bytes(b"of somebody")
    third = site.make_site(session, replace(order, languages=["en"], products=["sticker"], drafts=True))
    assert (third.pages, third.written, third.downloads, third.foreign) == (4, 4, 2, ("notes.txt",))
    assert third.altered == ((pictures[0],) if pictures[0].startswith("pictures/en/") else ())
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in left if name.startswith(("es/", "pictures/es/"))], "what is needed no longer goes"
    assert json.loads(written["downloads.json"].read_bytes()) == {name: sums[name] for name in files[:2]}
