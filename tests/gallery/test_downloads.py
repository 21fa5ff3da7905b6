"""What may go out: which files visitors are given, and which products are shown at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from gallerysite import LANGUAGES, LEAVE, SIGNED_ON, tree
from pagesource import Source

from flyers.gallery.pages import Speaker
from flyers.gallery.site import SiteOrder, make_site

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_drafts_can_be_downloaded_only_on_demand(site, make, tmp_path):
    given = [path for path in tree(site) if path.endswith((".pdf", ".png"))]
    assert len(given) == 2 * len(LANGUAGES) + 1  # one has an office sheet
    assert all(".DRAFT." in path for path in given)
    assert {"name": "robots", "content": "noindex"} in Source(site / "es" / "index.html").all("meta")
    made = make(tmp_path / "site", drafts=False, languages=["es"])
    page = Source(tmp_path / "site" / "es" / "image-square.html")
    assert made.downloads == 0
    assert not [path for path in tree(tmp_path / "site") if path.endswith((".pdf", ".png", ".zip"))]
    assert not [about for about in page.all("a") if "download" in about]
    assert not [about for about in page.all("p") if about.get("class") == "send"]
    assert "noindex" not in (tmp_path / "site" / "es" / "index.html").read_text(encoding="utf-8")
    assert page.all("img")


def test_what_is_signed_says_since_when_and_has_its_files_and_its_package(signed, tmp_path):
    session, output = signed
    before = (
        tree(session.folder / "translations" / "en" / "manifests")
        if (session.folder / "translations" / "en").exists()
        else {}
    )
    made = make_site(
        session, SiteOrder(output, tmp_path / "site", ["en", "es"], ["wallet-card"], False, LEAVE, workers=1)
    )
    card = Source(tmp_path / "site" / "en" / "wallet-card.html")
    assert Speaker(session.localized("en")).date(SIGNED_ON) in card.words
    assert [about["href"] for about in card.all("a") if "download" in about] == ["wallet-card.pdf", "print-shop.zip"]
    assert made.downloads == 2
    assert not list((tmp_path / "site" / "es").glob("*.pdf"))
    assert "September 1, 2026" in Source(tmp_path / "site" / "en" / "index.html").words
    assert tree(session.folder / "translations" / "en" / "manifests").keys() > before.keys()  # its words are on record


def test_a_package_with_something_against_it_is_not_given_out(signed, tmp_path):
    session, output = signed
    other = Path(shutil.copytree(output, tmp_path / "output"))
    with (other / "en" / "poster.press.pdf").open("ab") as file:
        file.write(b"\n")
    make_site(session, SiteOrder(other, tmp_path / "site", ["en"], ["wallet-card"], False, LEAVE, workers=1))
    assert [path.name for path in (tmp_path / "site" / "en").glob("*.*") if path.suffix != ".html"] == [
        "wallet-card.pdf"
    ]


@pytest.mark.parametrize("fault", ["another file", "other words", "failed", "a preview"])
def test_a_file_that_is_not_todays_is_not_shown(make, built, tmp_path, fault):
    output = Path(shutil.copytree(built, tmp_path / "output"))
    report = output / "es" / "proof.json"
    entries = json.loads(report.read_text(encoding="utf-8"))
    entry = entries["products"]["wallet-card.screen"]
    changes = {"other words": {"code": "0000000"}, "failed": {"status": "failed"}, "a preview": {"in_english": ["x"]}}
    if fault == "another file":
        (output / "es" / "wallet-card.screen.pdf").write_bytes(b"%PDF-1.7")
    entry |= changes.get(fault, {})
    report.write_text(json.dumps(entries), encoding="utf-8")
    made = make(tmp_path / "site", output=output, languages=["es"])
    assert made.not_made == ("es wallet-card",)
    page = Source(tmp_path / "site" / "es" / "wallet-card.html")
    assert not page.all("img")
    assert "wallet-card.DRAFT.pdf" not in page.addresses
