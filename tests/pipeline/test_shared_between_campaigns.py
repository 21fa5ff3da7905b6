"""Campaigns of one process share what they have in common, and nothing else: each file is as if it was made alone."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from changes import make_campaign

from flyers import process_cache
from flyers.content import yamlfile
from flyers.errors import FontError
from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job
from flyers.pipeline.session import Session
from matrix import matrix
from own_campaigns import OF_ITS_OWN, written

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = ("7888", "0001", "1112")
ORDERS = (" ".join(NUMBERS), " ".join(reversed(NUMBERS)))
"""In one or the other, each campaign is after each."""


def coalition(folder: Path, digits: str) -> Path:
    """Make a campaign on this one whose hotline has other last digits."""
    written(folder, {**OF_ITS_OWN, "content/campaign.yaml": f'campaign:\n  id: c{digits}\n  base: "{ROOT}"\n'})
    lines = (ROOT / "content" / "contacts.yaml").read_text(encoding="utf-8").splitlines()
    start = lines.index("  hotline:")
    none = ["  coalition_phone: none", "  coalition_site: none"]
    own = "\n".join(["contacts:", *none, *lines[start : lines.index("", start)]])
    (folder / "content" / "contacts.yaml").write_text(own.replace("7888", digits), encoding="utf-8")
    return folder


def made(campaign: Path) -> list[bytes]:
    session = Session(campaign)
    files = []
    for language, product in (("es", "poster"), ("ur", "wallet-card")):
        job = Job(campaign, language, product, "screen", campaign / "out")
        composition = compose_job(job, session.localized(language), session)
        files.append(paint(composition.document, composition.edition, session.library, 1_700_000_000))
    return files


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[bytes]]:
    """The files of each campaign, made in a process that knows no other."""
    folder, files = tmp_path_factory.mktemp("alone"), {}
    for digits in NUMBERS:
        process_cache.forget_all()
        campaign = coalition(folder / digits, digits)
        files[campaign] = made(campaign)
    return files


@pytest.mark.parametrize("order", matrix(map(" ".join, permutations(NUMBERS)), ORDERS.__contains__))
def test_each_file_is_as_if_it_was_made_alone(alone: dict[Path, list[bytes]], order: str) -> None:
    assert len({*map(tuple, alone.values())}) == len(NUMBERS)
    process_cache.forget_all()
    for campaign in sorted(alone, key=lambda campaign: order.index(campaign.name)):
        assert made(campaign) == alone[campaign], campaign


def test_a_font_file_that_changes_is_opened_again_by_the_next_campaign(tmp_path: Path) -> None:
    island = make_campaign(tmp_path)  # built on “harbor”, which has the fonts
    before = Session(island).library
    assert Session(island).library is before
    before.face("noto-sans:regular")
    (tmp_path / "harbor" / "fonts" / "NotoSans-Regular.ttf").write_bytes(b"damaged")
    with pytest.raises(FontError, match="is not the recorded one"):
        Session(island).library.face("noto-sans:regular")
    assert before.face("noto-sans:regular"), "a session is a snapshot"


def test_the_same_bytes_are_parsed_once_for_each_name() -> None:
    data = b"campaign:\n  id: x\n"
    assert yamlfile.parse(data, "a.yaml") is yamlfile.parse(bytes(bytearray(data)), "a.yaml")
    assert yamlfile.parse(data, "b.yaml").path == "b.yaml"
    assert yamlfile.parse(data.replace(b"x", b"y"), "a.yaml")["campaign"]["id"] == "y"


def test_what_is_recalled_of_an_object_is_not_recalled_of_an_equal_one() -> None:
    lengths = process_cache.memoized_by_identity(4)(lambda values: [len(values)])
    one, other = [1, 2], [1, 2]
    assert lengths(one) is lengths(one)
    assert lengths(one) is not lengths(other)
    for number in range(20):  # objects that are gone leave their numbers to others
        assert lengths([0] * number) == [number]
