"""Reading pages in a gallery: at addresses that nobody guesses, as long as somebody has yet to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from newcampaign import Command, begin
from readinganswer import answer, as_json, data_of

pytestmark = pytest.mark.slow

CARD = ("--lang", "es", "--product", "wallet-card")


def test_a_gallery_has_a_reading_page_until_all_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "maine"
    flyers = begin(folder, "en es")

    def made(*options: str) -> dict:
        return as_json(flyers("gallery", *CARD, "--no-build", "--json", *options))

    (path,) = made("--readings", "wallet-card")["readings"].values()
    page = folder / "gallery" / path
    name = page.name.removesuffix(".html")
    assert len(name) == len("read-") + 32
    text = page.read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex, nofollow">' in text
    others = [one for one in (folder / "gallery").rglob("*") if one.is_file() and one != page]
    assert [one for one in others if name.encode() in one.read_bytes()] == [], "no page leads to it"
    assert "key" in data_of(page)
    again = made("--readings", "wallet-card")
    assert (again["readings"], again["foreign_files"]) == ({"es": path}, []), "the address stays"
    made()
    assert not page.exists()
    (tmp_path / "mail.txt").write_text(answer(read_page(flyers, folder)), encoding="utf-8")
    flyers("translations", "answers", str(tmp_path / "mail.txt"))
    assert made("--readings", "wallet-card")["readings"] == {}


def read_page(flyers: Command, folder: Path) -> dict:
    flyers("reading", "es", "--product", "wallet-card")
    return data_of(folder / "output" / "es" / "reading.wallet-card.html")
