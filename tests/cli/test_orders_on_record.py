"""Orders on record: replaced, cancelled, and what an office printed itself (field test, B19).

Each package counted as printed: 2000 and 5000 and 500 cards after two corrections of one order.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newcampaign import Command, begin

pytestmark = pytest.mark.slow

CARD = ("--lang", "es", "--product", "wallet-card")


@pytest.fixture(scope="module")
def flyers(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A campaign of another state whose Spanish card is signed and built."""
    flyers = begin(tmp_path_factory.mktemp("orders") / "maine", "en es")
    printed = flyers("reader-proof", "es", "--product", "wallet-card")
    checksum = re.findall(r"^checksum\b.*?((?: [0-9a-f]{4})+)$", printed, re.MULTILINE)[-1].strip()
    flyers("translations", "sign", "es", "--reviewer", "R-07", "--role", "native reader", "--proof", checksum)
    flyers("contacts", "verify", "emergency", "hotline", "hotline_text")
    flyers("build", *CARD)
    return flyers


@pytest.fixture(autouse=True)
def no_records(flyers: Command) -> None:
    for path in records(flyers):
        path.unlink()


def records(flyers: Command) -> list[Path]:
    return list((flyers.folder / "translations" / "es" / "manifests").glob("*.yaml"))


def copies(flyers: Command) -> list[int]:
    """Return how many cards each printed piece on record with the hotline has."""
    found = json.loads(flyers("contacts", "uses", "hotline", "--json").partition("\nwarning")[0])
    return [piece["quantities"]["wallet-card"] for piece in found["manifests"]]


def test_a_corrected_order_replaces_the_last_one(flyers: Command) -> None:
    flyers("package", *CARD, "--quantity", "wallet-card=2000")
    assert "Cancelled: 2000 × wallet-card, on " in flyers(
        "package", *CARD, "--quantity", "wallet-card=5000", "--replace"
    )
    assert "Cancelled: 5000 × wallet-card, on " in flyers(
        "package", *CARD, "--quantity", "wallet-card=500", "--replace"
    )
    assert copies(flyers) == [500]


def test_an_order_that_replaces_none_is_refused(flyers: Command) -> None:
    told = flyers("package", *CARD, "--quantity", "wallet-card=500", "--replace", code=2)
    assert "No printed wallet-card in es is on record." in told
    assert not records(flyers)


def test_a_cancelled_order_counts_nowhere_and_can_be_looked_up(flyers: Command) -> None:
    flyers("package", *CARD, "--quantity", "wallet-card=2000")
    (record,) = records(flyers)
    assert "Cancelled: 2000 × wallet-card, on " in flyers("manifest", record.stem, "--cancel")
    assert copies(flyers) == []
    assert "(cancelled)" in flyers("manifest", record.stem)
    assert "is on record" in flyers("manifest", record.stem, "--cancel", code=2)


def test_what_an_office_prints_is_on_record(flyers: Command) -> None:
    flyers("manifest", "--lang", "es", "--keep", "--quantity", "wallet-card=40")
    assert copies(flyers) == [40]
