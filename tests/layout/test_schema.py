"""Errors in layout and theme files, one bad file for each rule in tests/bad/layout."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ExitCode, FlyersError, LayoutError, UsageError
from flyers.layout.block import within
from flyers.layout.layout_files import load_layout, products
from flyers.layout.model import Layout
from flyers.layout.theme import load_theme
from flyers.pipeline.session import Session
from flyers.translation.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad" / "layout"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A copy of the content to which bad layouts can be added."""
    folder = tmp_path_factory.mktemp("campaign")
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "translations").mkdir()
    shutil.copy(ROOT / "translations" / "languages.yaml", folder / "translations")
    (folder / "content" / "images").mkdir(exist_ok=True)
    (folder / "content" / "images" / "door.svg").write_text("<svg/>", encoding="utf-8")  # only named, not read
    return Campaign.load(folder)


def read(campaign: Campaign, product: str) -> Layout:
    return load_layout(campaign, product, load_theme(campaign, campaign.theme), Registry.load(campaign).tags)


@pytest.mark.parametrize("file", sorted(BAD.glob("layout.*.yaml")), ids=lambda file: file.stem)
def test_a_bad_layout_is_an_error_with_its_place(campaign: Campaign, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    shutil.copy(file, campaign.folder / "content" / "layouts" / "bad.yaml")
    with pytest.raises(FlyersError) as caught:
        read(campaign, "bad")
    _matches(text, caught.value)


@pytest.mark.parametrize("file", sorted(BAD.glob("theme.*.yaml")), ids=lambda file: file.stem)
def test_a_bad_theme_is_an_error_with_its_place(campaign: Campaign, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    shutil.copy(file, campaign.folder / "content" / "themes" / "bad.yaml")
    with pytest.raises(FlyersError) as caught:
        load_theme(campaign, "bad")
    _matches(text, caught.value)


def test_a_theme_that_is_not_there_is_named_with_those_that_are(campaign: Campaign) -> None:
    with pytest.raises(LayoutError, match=r"no theme “opendoor”\. Did you mean “open-door”"):
        load_theme(campaign, "opendoor")
    with pytest.raises(LayoutError, match=r"^content/campaign\.yaml: There is no theme “x”.* are: .*calm, open-door"):
        load_theme(campaign, "x")


def test_a_theme_that_is_not_there_is_told_where_the_campaign_names_it(campaign: Campaign, tmp_path: Path) -> None:
    shutil.copytree(campaign.folder / "content", tmp_path / "content")
    path = tmp_path / "content" / "campaign.yaml"
    path.write_text(path.read_text("utf-8").replace("theme: open-door", "theme: open-dor"), "utf-8")
    changed = Campaign.load(tmp_path)
    with pytest.raises(LayoutError, match=r"^content/campaign\.yaml:\d+:10: There is no theme “open-dor”"):
        load_theme(changed, changed.theme)


def _matches(text: str, error: FlyersError) -> None:
    """Every “# expect:” line of the file is a pattern that must match a part of the message; “# at:” has the places."""
    wanted = re.findall(r"^# expect: (.+)$", text, re.MULTILINE)
    assert wanted, "a bad file must say what it expects"
    for pattern in wanted:
        assert re.search(pattern, str(error)), f"{pattern!r} not in: {error}"
    (places,) = re.findall(r"^# at: (.+)$", text, re.MULTILINE)
    found = [re.match(r"content/\w+/bad\.yaml:(\d+:\d+): ", str(each)) for each in getattr(error, "errors", [error])]
    assert [place and place[1] for place in found] == places.split(), str(error)
    assert error.exit_code in (ExitCode.LAYOUT, ExitCode.CONTENT)


def test_extends_keeps_everything_that_is_not_replaced(campaign: Campaign) -> None:
    file = campaign.folder / "content" / "layouts" / "tabloid.yaml"
    file.write_text(
        "extends: poster\ntrim: [11in, 17in]\nroles:\n  imprint: {aim: 8pt, floor: 8pt}\n", encoding="utf-8"
    )
    poster, tabloid = read(campaign, "poster"), read(campaign, "tabloid")
    assert (tabloid.width, tabloid.height) == (792, 1224)
    assert tabloid.roles["imprint"].aim["latin"] == 8
    assert tabloid.roles["sign"] == poster.roles["sign"]
    assert "tabloid" in products(campaign)


def test_every_layout_file_is_a_product(session: Session) -> None:
    files = sorted(path.stem for path in (ROOT / "content" / "layouts").glob("*.yaml"))
    assert products(session.campaign) == files
    assert {"brochure", "image-square", "poster", "wallet-card"} <= set(files)


def test_pixels_are_lengths_in_an_image_and_in_what_extends_it(campaign: Campaign) -> None:
    layouts = campaign.folder / "content" / "layouts"
    (layouts / "other-image.yaml").write_text("extends: image-square\nspace: 10px\nsafe: 0.5in\n", encoding="utf-8")
    image = read(campaign, "other-image")
    assert (image.pixels, image.space, image.safe) == ((1080, 1080), pytest.approx(3.6), 36.0)
    assert (image.width, image.height) == pytest.approx((388.8, 388.8))


def test_paper_that_extends_an_image_has_none_of_its_keys(campaign: Campaign) -> None:
    layouts = campaign.folder / "content" / "layouts"
    (layouts / "flyer.yaml").write_text("extends: image-story\ntrim: [6in, 12in]\nbleed: 0.125in\n", encoding="utf-8")
    (layouts / "poster-image.yaml").write_text("extends: poster\npixels: [1000, 1300]\n", encoding="utf-8")
    flyer, image = read(campaign, "flyer"), read(campaign, "poster-image")
    assert (flyer.pixels, flyer.covered, flyer.seen_only, flyer.width) == (None, (0.0, 0.0), (), 432.0)
    assert (image.pixels, image.bleed, image.takes_a_second) == ((1000, 1300), 0.0, False)


def test_an_image_has_no_back(campaign: Campaign) -> None:
    layouts = campaign.folder / "content" / "layouts"
    card = (layouts / "poster.yaml").read_text(encoding="utf-8")
    (layouts / "backed.yaml").write_text(card.replace("bleed:", "bilingual: image-square\nbleed:", 1), encoding="utf-8")
    session = Session(campaign.folder)
    with pytest.raises(LayoutError, match="“image-square” is an image"):
        session.layout("backed", secondary="en")
    with pytest.raises(UsageError, match="image-square is an image and has no back"):
        session.layout("image-square", secondary="en")


def test_a_card_in_two_languages_has_the_size_of_the_card(session: Session) -> None:
    alone = session.layout("wallet-card-eu")
    both = session.layout("wallet-card-eu", secondary="en")
    assert (both.width, both.height, both.bleed) == (alone.width, alone.height, alone.bleed)
    assert (alone.width, alone.height) == pytest.approx((85 * 72 / 25.4, 54 * 72 / 25.4))
    assert len(both.faces) == 2


@pytest.mark.parametrize("secondary", ["", "en"])
def test_heights_in_percent_are_those_of_the_sheet_on_which_they_are(session: Session, secondary: str) -> None:
    """A layout that extends another has a sheet of its own."""
    for product, height in (("wallet-card", 144.0), ("wallet-card-eu", 54 * 72 / 25.4)):
        layout = session.layout(product, secondary=secondary)
        (panel,) = layout.faces[0].panels
        bands = [block.height for block in within(panel.content) if block.height_percent]
        assert len(bands) == 3
        assert sum(bands) == pytest.approx(height)


def test_other_faces_are_not_those_of_the_extended_layout_in_two_languages(campaign: Campaign) -> None:
    """A card with pages of its own, printed with --with, was the other card under its name."""
    text = "extends: wallet-card\nfaces:\n"
    for face in ("front", "back"):
        blocks = "[{contact: {contact: hotline, role: number}}]"
        text += f"  - {{name: {face}, ground: paper, panels: [{{name: {face}, blocks: {blocks}}}]}}\n"
    (campaign.folder / "content" / "layouts" / "offices.yaml").write_text(text, encoding="utf-8")
    assert read(campaign, "wallet-card-eu").bilingual == "wallet-card-side"
    assert read(campaign, "offices").bilingual == ""
    with pytest.raises(UsageError, match="it has 2 faces already"):
        Session(campaign.folder).layout("offices", secondary="en")


def test_what_a_layout_extends_is_named_with_its_own_place(campaign: Campaign) -> None:
    """The key at fault is in the file that another extends, and not in the one that was asked for."""
    layouts = campaign.folder / "content" / "layouts"
    (layouts / "below.yaml").write_text("extends: poster\ngive_way: [sign, nobody]\n", encoding="utf-8")
    (layouts / "above.yaml").write_text("extends: below\nspace: 5pt\n", encoding="utf-8")
    with pytest.raises(LayoutError, match=r"^content/layouts/below\.yaml:2:18: There is no role “nobody”"):
        read(campaign, "above")
