"""The whole way of a coalition without an office: from ``flyers reading`` on a phone to a final package on record."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from readingpage import RIGHT, WRONG, Phone

from newcampaign import begin
from readinganswer import data_of

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

PRINTED = ("emergency", "hotline", "hotline_text")
CARD = ("--product", "wallet-card")


def test_a_card_is_read_on_a_phone_and_comes_to_print(phone: Phone, tmp_path: Path) -> None:
    folder = tmp_path / "maine"
    flyers = begin(folder, "en es")
    page, mail = folder / "output" / "es" / "reading.wallet-card.html", tmp_path / "mail.txt"

    def answered(mistake: str = "") -> str:
        """Return what is listed once a reader has read the page that there is."""
        flyers("reading", "es", *CARD)
        phone.begin(page)
        if mistake:
            for item in data_of(page)["items"]:
                if item["what"] == "card.headline":
                    break
                phone.tap(RIGHT)
            phone.tap(WRONG)
            phone.page.locator("#better").fill(mistake)
            phone.tap("button.main")
        phone.read_the_rest()
        mail.write_text(f"Hola,\n\n{phone.sign()}\n", encoding="utf-8")
        return flyers("translations", "answers", str(mail))

    better = "¿Alguien le controla a usted o a una persona que conoce?"
    listed = answered(better)
    id_ = next(line.split()[0] for line in listed.splitlines() if better in line)
    flyers("translations", "sign", "es", *CARD, code=4)
    flyers("translations", "answers", "--lang", "es", "--accept", id_)
    answered()  # one text, and the pages with it
    flyers("translations", "sign", "es", *CARD)
    flyers("contacts", "verify", *PRINTED)
    flyers("build", "--lang", "es", *CARD)
    flyers("package", "--lang", "es", *CARD, "--quantity", "wallet-card=500")
    (package,) = (folder / "output").rglob("*.zip")
    assert "draft" not in package.name
    with ZipFile(package) as archive:
        assert any("/es-wallet-card-" in name and name.endswith(".press.pdf") for name in archive.namelist())
    assert "signed" in flyers("translations", "status", "--lang", "es", *CARD)
    assert list((folder / "translations" / "es" / "manifests").iterdir())
