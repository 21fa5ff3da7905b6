"""The images and the logo of a campaign: which file is meant by a name, in whose colours it is, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from flyers.content.campaign import Campaign
from flyers.content.press import inks_of, load_condition
from flyers.errors import ContentError
from flyers.layout.pictures import MOST_INK, Images, Logo, Picture, Pictures, image_names, load_logo
from flyers.layout.svg import Drawing
from flyers.layout.theme import load_theme
from flyers.page.document import Photograph
from flyers.page.paths import Segment
from own_campaigns import OF_ITS_OWN, written

ROOT = Path(__file__).resolve().parents[2]


def png(*size: int) -> bytes:
    data = io.BytesIO()
    Pillow.new("RGB", size, "#123f68").save(data, "PNG")
    return data.getvalue()


def svg(fill: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="{fill}" d="M0 0h20v10z"/></svg>'


def campaign(folder: Path, files: dict[str, Any], logo: str = "") -> Campaign:
    about = f'campaign: {{id: own, base: "{ROOT}"{logo}}}\n'
    return Campaign.load(written(folder, {**OF_ITS_OWN, "content/campaign.yaml": about, **files}))


def images(folder: Path, files: dict[str, Any]) -> Images:
    own = campaign(folder, {f"content/images/{name}": data for name, data in files.items()})
    return Images(own, load_theme(own, own.theme))


def told(found: Images, name: str) -> str:
    with pytest.raises(ContentError) as caught:
        found[name]
    return str(caught.value)


def test_an_image_is_a_drawing_or_a_photograph(tmp_path: Path) -> None:
    files = {"hall.PNG": png(40, 30), "door.svg": svg("#123f68"), "about.txt": "no image"}
    found = images(tmp_path, files)
    hall, door = found["hall"], found["door"]
    assert isinstance(hall, Photograph)
    assert (hall.name, hall.width, hall.height, hall.has_alpha, hall.lossy) == ("hall", 40, 30, False, False)
    assert isinstance(door, Drawing)
    assert (door.name, door.width, door.height) == ("door", 20.0, 10.0)
    assert door.parts[0].colour in load_theme(campaign(tmp_path, {}), "open-door").colours
    assert (found["hall"], found["door"]) == (hall, door)
    assert {"hall", "door"} <= set(image_names(campaign(tmp_path, {}).layers))
    assert "about" not in image_names(campaign(tmp_path, {}).layers)
    again = images(tmp_path, {})
    assert again["door"] == door


def test_what_is_said_of_an_image_that_is_not_one(tmp_path: Path) -> None:
    files = {"two.png": png(4, 3), "two.svg": svg("#123f68"), "A door.svg": svg("#123f68"), "pink.svg": svg("#ff00ff")}
    found = images(tmp_path, {**files, "broken.jpg": b"\xff\xd8 no photograph"})
    assert told(found, "two").startswith(
        "content/images/two.png: There are two images called “two”: content/images/two.png, content/images/two.svg."
    )
    assert told(found, "A door").startswith("content/images/A door.svg: “A door” is not the name of an image.")
    assert told(found, "pink").startswith(
        "content/images/pink.svg:1: #ff00ff is not a colour of the theme “open-door”. The nearest is"
    )
    assert told(found, "broken").startswith("content/images/broken.jpg: This is not a PNG or JPEG picture.")
    assert told(found, "none") == "There is no image called “none”. Put it into content/images/."
    assert "There is no image called “none”." in told(Images(*_of(tmp_path)), "none")
    with pytest.raises(ContentError, match="There is no image called “door”"):
        Pictures(ROOT / "content/icons").image("door")
    assert Pictures(ROOT / "content/icons").logo is None


def _of(folder: Path) -> tuple[Campaign, Any]:
    own = campaign(folder, {})
    return own, load_theme(own, own.theme)


def logo(folder: Path, keys: str, **files: Any) -> Logo | None:
    data = {f"content/{name.replace('_', '.')}": data for name, data in files.items()}
    return load_logo(campaign(folder, data, f", logo: {{{keys}}}" if keys else ""))


def test_a_logo_is_a_drawing_or_a_photograph_with_its_words(tmp_path: Path) -> None:
    assert logo(tmp_path, "") is None
    drawn = logo(tmp_path, "file: logo.svg", logo_svg=svg("#4b2e83"))
    assert drawn is not None
    assert isinstance(drawn.picture, Drawing)
    assert (list(drawn.colours), drawn.picture.parts[0].colour) == (["logo-4b2e83"], "logo-4b2e83")
    assert drawn.alt == campaign(tmp_path, {}).publisher
    photographed = logo(tmp_path, "file: logo.png, clear: 0.5", logo_png=png(40, 20))
    assert photographed is not None
    assert isinstance(photographed.picture, Photograph)
    assert (photographed.colours, photographed.clear, photographed.picture.name) == ({}, 0.5, "logo")
    assert photographed.proportion == pytest.approx((40 + 20) / (20 + 20))


@pytest.mark.parametrize(("keys", "data", "problem"), [
    ("file: none.svg", "", "There is no file “none.svg”. Put the logo beside campaign.yaml."),
    ("file: logo.svg", svg("#ffffff"), "The logo is as light as the paper, and nobody would see it."),
    ("file: logo.svg", svg("#eeeeee"), "The logo is as light as the paper, and nobody would see it."),
    ('file: logo.svg, colours: {"#4b2e84": [0, 0, 0, 100]}', svg("#4b2e83"), "The logo has no colour #4b2e84."),
    ('file: logo.png, colours: {"#4b2e84": [0, 0, 0, 100]}', png(40, 20), "Only drawings (SVG) have colours with inks"),
])  # fmt: skip  # several cases to a line
def test_what_is_said_of_a_logo_that_cannot_be_printed(tmp_path: Path, keys: str, data: Any, problem: str) -> None:
    files = {"logo_png" if isinstance(data, bytes) else "logo_svg": data} if data else {}
    with pytest.raises(ContentError) as caught:
        logo(tmp_path, keys, **files)
    assert problem in str(caught.value)
    assert "content/campaign.yaml" in str(caught.value)


@pytest.mark.parametrize(("fill", "inks"), [
    ("#ffffff", (0.0, 0.0, 0.0, 0.0)), ("#808080", (0.0, 0.0, 0.0, 0.5)), ("#000000", (0.0, 0.0, 0.0, 1.0)),
])  # fmt: skip  # several cases to a line
def test_a_grey_of_a_logo_is_as_dark_in_black_ink(tmp_path: Path, fill: str, inks: tuple[float, ...]) -> None:
    found = logo(tmp_path, "file: logo.svg", logo_svg=svg(fill).replace("</svg>", '<path d="M0 0h9v9z"/></svg>'))
    assert found is not None
    assert found.colours[f"logo-{fill[1:]}"].cmyk == pytest.approx(inks, abs=0.02)


def triangle() -> Iterator[Segment]:
    yield from (("M", 0.0, 0.0), ("L", 10.0, 0.0), ("L", 0.0, 5.0), ("Z",))


def test_a_pictogram_has_its_place_and_its_direction() -> None:
    usual, other = (5.0, 25.0, 5.0), (25.0, 5.0, 25.0)
    for mirror, mirrored, xs in ((False, True, usual), (True, False, usual), (True, True, other)):
        path = tuple(triangle())
        picture = Picture("arrow", 10.0, path, "nonzero", mirror)
        placed = picture.placed(picture.path, 5.0, 100.0, 20.0, mirrored=mirrored)
        assert [tuple(segment[1:]) for segment in placed[:3]] == list(zip(xs, (120.0, 120.0, 110.0), strict=True))
        assert picture.placed(picture.path, 5.0, 100.0, 20.0, mirrored=mirrored) == placed
    path = tuple(triangle())
    shaded = Picture("arrow", 10.0, path, "nonzero", mirror=False, shade=path[:2])
    assert shaded.whole == path[:2] + path


def test_a_dark_colour_of_a_logo_has_no_more_ink_than_newsprint_takes(tmp_path: Path) -> None:
    fills = ("#0a1e46", "#280a1e", "#4b2e83", "#c83232")
    paths = "".join(f'<path fill="{fill}" d="M0 0h9v9z"/>' for fill in fills)
    found = logo(tmp_path, "file: logo.svg", logo_svg=svg("#000000").replace("</svg>", f"{paths}</svg>"))
    assert found is not None
    own = campaign(tmp_path, {})
    profile = load_condition(own, own.press).profile_bytes()
    sums = []
    for fill in fills:
        usual = inks_of((int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:], 16)), profile)
        colour = found.colours[f"logo-{fill[1:]}"]
        sums.append(sum(usual))
        if sums[-1] <= MOST_INK:
            assert colour.cmyk == pytest.approx([ink / 100 for ink in usual], abs=0.011)
        else:
            assert MOST_INK - 3 <= colour.ink <= MOST_INK
            assert colour.cmyk[3] == usual[3] / 100
            shares = [less / ink for less, ink in zip(colour.cmyk[:3], usual[:3], strict=True) if ink > 50]
            assert max(shares) - min(shares) < 0.0003, "all colours are as much less"
    assert max(sums) > MOST_INK > min(sums)


def test_an_image_of_a_base_is_in_the_colours_that_the_base_means(tmp_path: Path) -> None:
    """The network's blue is that of the network's theme, whatever the member's theme calls so."""
    theme = (ROOT / "content/themes/open-door.yaml").read_text(encoding="utf-8")
    assert "#123f68" in theme
    base = {**OF_ITS_OWN, "content/images/door.svg": svg("#123f68"), "content/themes/own.yaml": theme}
    about = f'campaign: {{id: net, base: "{ROOT}", theme: own}}\n'
    written(tmp_path / "net", {**base, "content/campaign.yaml": about})
    other = theme.replace("#123f68", "#123f69")
    member = {**OF_ITS_OWN, "content/campaign.yaml": "campaign: {id: member, base: ../net}\n"}
    own = Campaign.load(written(tmp_path / "member", {**member, "content/themes/own.yaml": other}))
    found = Images(own, load_theme(own, own.theme))["door"]
    assert isinstance(found, Drawing)
    (name,) = [part.colour for part in found.parts]
    assert load_theme(own, own.theme).colours[name].hexadecimal == "#123f69"
