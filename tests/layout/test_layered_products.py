"""What a campaign on a base changes of the base's products, and on which layouts a product depends."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.layout.layout_files import product_of_format, products, related_layouts, unchanged_products
from flyers.pipeline.session import Session
from own_campaigns import layer

GROUP = "groups:\n  signs: [signs.school]\n"


@pytest.mark.parametrize(("file", "text", "changed"), [
    ("content/messages/own.yaml", "messages:\n  own.word:\n    text: A word of its own.\n", ""),
    ("content/layouts/poster.yaml", "extends: poster\nspace: 4pt\n", "poster"),
    ("content/layouts/extra.yaml", "extends: poster\nspace: 4pt\n", "extra"),
    ("content/layouts/wallet-card.yaml", "extends: wallet-card\nspace: 4pt\n", "wallet-card wallet-card-side wallet-card-bookmark"),
    ("content/themes/open-door.yaml", "", "all"), ("content/themes/calm.yaml", "", ""),
    ("content/icons/icons.yaml", "", "all"), ("fonts/fonts.yaml", "", "all"),
    ("content/images/door.svg", "<svg/>", "all"), ("content/images/door.txt", "no image", ""),
    ("content/messages/groups.yaml", GROUP, "all"),
])  # fmt: skip  # several cases to a line
def test_a_product_looks_as_in_the_base_where_no_part_of_its_design_is_nearer(
    tmp_path: Path, file: str, text: str, changed: str
) -> None:
    campaign = Session(layer(tmp_path / "own", "starter", {file: text} if text else {})).campaign
    if not text:  # read nowhere here, so it may say nothing
        (tmp_path / "own" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / file).touch()
    base = campaign.layers.bases[0]
    found = unchanged_products(campaign, base, campaign.layers.load)
    assert set(products(campaign)) - set(found) == set(products(campaign) if changed == "all" else changed.split())
    assert found == sorted(found)


def test_a_theme_of_its_own_makes_every_page_another(tmp_path: Path) -> None:
    for theme, same in (("open-door", True), ("calm", False)):
        campaign = Session(layer(tmp_path / theme, "starter", more=f"  theme: {theme}\n")).campaign
        base = campaign.layers.bases[0]
        assert bool(unchanged_products(campaign, base, campaign.layers.load)) is same


def test_a_product_depends_on_what_it_extends_and_on_its_layout_in_two_languages(tmp_path: Path) -> None:
    files = {
        "content/layouts/own.yaml": "extends: next\n",
        "content/layouts/next.yaml": "extends: poster\nbilingual: back\n",
        "content/layouts/back.yaml": "extends: a/strange/name\n",
        "content/layouts/round.yaml": "extends: around\n",
        "content/layouts/around.yaml": "extends: round\n",
        "content/layouts/odd.yaml": "extends: [poster]\n",
    }
    campaign = Session(layer(tmp_path / "own", "starter", files)).campaign

    def related(name: str) -> list[str]:
        return related_layouts(campaign, name, campaign.layers.load)

    poster = related("poster")
    assert "poster" in poster
    assert related("own") == sorted({"own", "next", "back", *poster})
    assert related("round") == ["around", "round"]
    assert related("odd") == ["odd"]
    assert related("poster-a4") == sorted({"poster-a4", *poster})


def test_only_a_format_has_the_product_of_which_it_is_one(session: Session) -> None:
    campaign = session.campaign
    names = ("poster-a4", "poster", "poster-letter", "poster-b9", "wallet-card-vertical", "none")
    found = [product_of_format(campaign, name, campaign.layers.load) for name in names]
    assert found == ["poster", "", "", "", "wallet-card", ""]
