"""Genuine files in the place of others, and altered ones whose report was altered with them (field test, S2 to S8).

Whoever hands files out asks for those of the job: the proof of a folder, packages, drafts too, and the gallery. The
campaign is one that ``flyers new`` begins.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from newcampaign import Command, begin

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with cards and stickers in two languages."""
    folder = tmp_path_factory.mktemp("new") / "maine"
    flyers = begin(folder, "en es ar")
    for edition in ("press", "screen"):
        flyers("build", "--lang", "es ar", "--product", "wallet-card,sticker-3x5", "--edition", edition)
    flyers("build", "--lang", "es ar", "--product", "image-link")
    return folder


@pytest.fixture
def flyers(built: Path, tmp_path: Path) -> Command:
    return Command(Path(shutil.copytree(built, tmp_path / "maine", symlinks=True)))


def put(flyers: Command, source: str, target: str) -> Path:
    """Copy a file of the output folder to the place of another, and record that as good."""
    path = flyers.folder / "output" / target
    shutil.copy(flyers.folder / "output" / source, path)
    record(path)
    return path


def record(path: Path) -> None:
    report = path.parent / "proof.json"
    entries = json.loads(report.read_bytes())
    (entry,) = (one for one in entries["products"].values() if one["file"] == path.name)
    entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    report.write_text(json.dumps(entries), encoding="utf-8")


def test_a_draft_under_the_name_of_a_signed_file_is_told(flyers: Command) -> None:
    """A press cuts the slug off, and the name would be all that says it (field test, B20)."""
    draft = flyers.folder / "output" / "es" / "wallet-card.press.DRAFT.pdf"
    shutil.copy(draft, draft.with_name("wallet-card.press.pdf"))
    told = flyers("proof", str(draft.parent), code=7)
    assert "it is wallet-card, es, press, es/wallet-card.press.DRAFT.pdf, and stands in the place of" in told
    flyers("build", "--lang", "es", "--product", "wallet-card")
    assert draft.exists()
    assert not draft.with_name("wallet-card.press.pdf").exists()


EXCHANGED = ["ar/wallet-card.{}.pdf", "es/sticker-3x5.{}.pdf"]
"""Genuine files that are no Spanish card."""


def test_the_proof_of_a_folder_asks_for_each_file_in_its_place(flyers: Command) -> None:
    put(flyers, "ar/wallet-card.press.DRAFT.pdf", "es/wallet-card.press.DRAFT.pdf")
    put(flyers, "es/wallet-card.screen.pdf", "es/sticker-3x5.screen.pdf")
    for ending in ("png", "alt.txt", "txt"):
        shutil.copy(flyers.folder / f"output/ar/image-link.image.DRAFT.{ending}", flyers.folder / "output/es")
    shutil.copy(flyers.folder / "output/ar/sticker-3x5.press.DRAFT.pdf", flyers.folder / "output/es/for the shop.pdf")
    told = flyers("proof", str(flyers.folder / "output"), code=7)
    assert told.count("FAILED") == told.count("P004") == 3
    assert (
        "it is wallet-card, ar, press, ar/wallet-card.press.DRAFT.pdf, and stands in the place of es/wallet-card.press.DRAFT.pdf"
        in told
    )
    assert (
        "it is wallet-card, es, screen, es/wallet-card.screen.pdf, and stands in the place of es/sticker-3x5.screen.pdf"
        in told
    )
    assert (
        "it is image-link, ar, image, ar/image-link.image.DRAFT.png, and stands in the place of es/image-link.image.DRAFT.png"
        in told
    )


@pytest.mark.parametrize("source", EXCHANGED)
@pytest.mark.parametrize("draft", [["--draft"], []], ids=["draft", "final"])
def test_no_package_takes_another_file(flyers: Command, source: str, draft: list[str]) -> None:
    put(flyers, source.format("press.DRAFT"), "es/wallet-card.press.DRAFT.pdf")
    told = flyers("package", "--lang", "es", "--product", "wallet-card", *draft, code=7)
    assert "in the place of that of wallet-card, es, press" in told
    assert not list(flyers.folder.rglob("*.zip"))


def dial_another_number(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for link in (link for page in pdf.pages for link in page.get("/Annots", ())):
            link.A.URI = pikepdf.String("tel:+18005550199")
        pdf.save(path)


def test_the_gallery_gives_out_neither_altered_nor_exchanged_files(flyers: Command) -> None:
    good = flyers("gallery", "--lang", "es", "--drafts", "--no-build")
    assert "Not the files that are made today" not in good
    given = flyers.folder / "gallery" / "es"
    assert {path.name for path in given.glob("*.DRAFT.*")} == {
        "wallet-card.DRAFT.pdf",
        "sticker-3x5.DRAFT.pdf",
        "image-link.DRAFT.png",
    }
    put(flyers, "ar/wallet-card.screen.pdf", "es/wallet-card.screen.pdf")
    altered = flyers.folder / "output" / "es" / "sticker-3x5.screen.pdf"
    dial_another_number(altered)
    record(altered)
    words = flyers.folder / "output" / "es" / "image-link.image.DRAFT.txt"
    words.write_text(words.read_text(encoding="utf-8").replace("888", "800"), encoding="utf-8")
    told = flyers("gallery", "--lang", "es", "--drafts", "--no-build")
    names = ("image-link.image.DRAFT.png", "sticker-3x5.screen.pdf", "wallet-card.screen.pdf")
    assert f"Not the files that are made today, and not shown: {', '.join(f'es/{name}' for name in names)}." in told
    assert not list(given.glob("*.DRAFT.*"))
