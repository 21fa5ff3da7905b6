"""The colours of a coalition's logo: as its file has them on screens, and what looks like them in inks."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.layout.pictures import MOST_INK, Logo, load_logo
from own_campaigns import OF_ITS_OWN, written

ROOT = Path(__file__).resolve().parents[2]
FILLS = ("#4b2e83", "#ffffff", "#85754d", "#333333", "#000000")


@pytest.fixture(scope="module")
def logo(tmp_path_factory: pytest.TempPathFactory) -> Logo:
    folder = tmp_path_factory.mktemp("logo")
    written(folder, OF_ITS_OWN)
    boxes = "".join(
        f'<rect x="{20 * place}" width="20" height="30" fill="{fill}"/>' for place, fill in enumerate(FILLS)
    )
    (folder / "content" / "logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30">{boxes}</svg>', encoding="utf-8"
    )
    (folder / "content" / "campaign.yaml").write_text(
        f'campaign: {{id: own, base: "{ROOT}", logo: {{file: logo.svg, colours: {{"#85754d": [40, 45, 75, 15]}}}}}}\n',
        encoding="utf-8",
    )
    found = load_logo(Campaign.load(folder))
    assert found
    return found


@pytest.mark.parametrize("fill", FILLS)
def test_screens_show_the_values_of_the_file(logo: Logo, fill: str) -> None:
    colour = logo.colours[f"logo-{fill[1:]}"]
    assert "#" + "".join(f"{round(light * 255):02x}" for light in colour.srgb) == fill
    assert colour.tonal


@pytest.mark.parametrize(("fill", "black"), [("#ffffff", 0.0), ("#333333", 0.8), ("#000000", 1.0)])
def test_a_grey_is_black_alone(logo: Logo, fill: str, black: float) -> None:
    assert logo.colours[f"logo-{fill[1:]}"].cmyk == (0.0, 0.0, 0.0, pytest.approx(black, abs=0.03))


def test_a_colour_has_inks_that_look_like_it_unless_its_owner_names_others(logo: Logo) -> None:
    assert logo.colours["logo-85754d"].cmyk == (0.4, 0.45, 0.75, 0.15)
    purple = logo.colours["logo-4b2e83"]
    cyan, magenta, yellow, black = purple.cmyk
    assert min(cyan, magenta) > 0.7 > 0.2 > max(yellow, black)
    assert purple.ink <= MOST_INK


def test_the_space_around_it_counts_as_a_part_of_its_height(logo: Logo) -> None:
    assert logo.clear == 0.25
    assert logo.proportion == pytest.approx((100 + 2 * 7.5) / (30 + 2 * 7.5))
