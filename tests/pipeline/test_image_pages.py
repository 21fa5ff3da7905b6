"""Pages with art: painted, tagged and proved in every edition, on sheets, in one ink, in both directions of reading."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artcampaign import ART, MOMENT, assert_proved
from flyers.impose.document import as_document
from flyers.impose.place import impose
from flyers.impose.sheets import find_sheet
from flyers.page.document import Box, Document, Element, Page, Shape
from flyers.page.paths import box_around
from flyers.pdf.painter import paint
from flyers.pipeline.session import Session, open_session
from flyers.translation.localization import Localization
from matrix import examples
from own_campaigns import OF_ITS_OWN, written

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "es", "ar", "ur", "km", "zh-Hans")


@pytest.fixture(scope="module")
def session() -> Session:
    return open_session(ART)


@cache
def composed(session: Session, language: str) -> tuple[Localization, Document]:
    localized = session.localized(language)
    return localized, session.composed(localized, session.layout("art-card"))


def art(page: Page, name: str) -> list[Shape]:
    return [item for item in page.items if isinstance(item, Shape) and item.name == name]


def figures(element: Element) -> list[Element]:
    own = [element] if element.tag == "Figure" else []
    return own + [found for child in element.children for found in figures(child)]


@settings(max_examples=examples(16), deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    edition=st.sampled_from(["press", "press 1a", "screen", "office"]),
    black=st.booleans(),
    sheet=st.sampled_from(["", "avery-5371", "12x18"]),
)
def test_art_is_painted_and_proved_in_every_edition(
    session: Session, language: str, edition: str, black: bool, sheet: str
) -> None:
    localized, document = composed(session, language)
    made = session.edition(*edition.split()[:1], pdfx="1a" if edition.endswith("1a") else "")
    if sheet and edition != "screen" and (sheet == "12x18") == made.for_press:
        imposition = impose(document.pages, find_sheet(session.campaign, sheet))
        document = as_document(document, imposition, localized, session.typesetter, for_press=made.for_press)
    assert_proved(document, made, localized, session, black=black)


def test_art_that_ends_at_the_trim_goes_on_into_the_bleed(session: Session) -> None:
    page = composed(session, "en")[1].pages[0]
    boxes = [box_around(shape.path) for shape in art(page, "door")]
    assert min(box[0] for box in boxes) == -9
    assert max(box[2] for box in boxes) == page.width + 9
    (band,) = [item for item in page.items if isinstance(item, Box) and item.colour == "accent"]
    light = max(boxes, key=lambda box: box[2] - box[0])
    assert light[1] == pytest.approx(band.y + band.height, abs=0.001), "it becomes the ground of the number"


def test_art_with_a_direction_is_turned_over_on_right_to_left_pages(session: Session) -> None:
    """All of the card but its words: what is at x in English is at width − x in Arabic, except art without a direction."""
    english, arabic = (composed(session, tag)[1].pages[0] for tag in ("en", "ar"))
    for one, other in zip(art(english, "key"), art(arabic, "key"), strict=True):
        left, _, right, _ = box_around(one.path)
        there = box_around(other.path)
        assert (english.width - right, english.width - left) == pytest.approx((there[0], there[2]), abs=0.01)
    door_en, door_ar = (art(page, "door") for page in (english, arabic))
    assert len(door_en) == len(door_ar)
    leaf_en, leaf_ar = (box_around(door[2].path) for door in (door_en, door_ar))
    assert leaf_en[0] > english.width / 2 > leaf_ar[2], "the one behind the words"
    # The small one keeps its own sides.
    small_en, small_ar = (
        [box for shape in door if (box := box_around(shape.path))[3] < 58] for door in (door_en, door_ar)
    )
    for one, other in zip(small_en, small_ar, strict=True):
        assert (one[0] - 198, one[2] - 198) == pytest.approx((other[0] - 14, other[2] - 14), abs=0.01)


def test_what_an_image_says_is_read_aloud_and_decoration_is_not(session: Session) -> None:
    localized, document = composed(session, "es")
    (figure,) = figures(document.structure)
    assert figure.alt == localized.plain("alt.qr.hotline")
    shown = [document.pages[page].items[index] for page, index in figure.items]
    assert [item.name for item in shown if isinstance(item, Shape)] == ["key"] * 3


def test_art_knocks_out_in_black_too(session: Session) -> None:
    """Black art over a dark ground that overprinted would print all inks of both."""
    _, document = composed(session, "en")
    item = art(document.pages[0], "key")[0]
    assert item.colour == "black"
    edition = session.edition("press")
    pages = (replace(document.pages[0], items=(replace(item, block="a"),)),)
    for shape, state in ((item, b"GSknock gs"), (replace(item, art=False), b"GSover gs")):
        pages = (replace(document.pages[0], items=(shape,)),)
        content = _content(paint(replace(document, pages=pages), edition, session.library, MOMENT))
        assert state in content


def _content(pdf: bytes) -> bytes:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bytes(opened.pages[0].Contents.read_bytes())


def test_copies_on_a_sheet_end_where_their_neighbours_begin(session: Session) -> None:
    localized, document = composed(session, "en")
    imposition = impose(document.pages, find_sheet(session.campaign, "avery-5371"))
    sheet = as_document(document, imposition, localized, session.typesetter, for_press=False).pages[0]
    places = imposition.sides[0].placements
    for placed in places:
        own = [
            shape for shape in art(sheet, "door") if shape.block.startswith(f"{placed.row + 1}.{placed.column + 1}/")
        ]
        assert own
        for shape in own:
            box = box_around(shape.path)
            assert box[0] >= placed.art[0] - 0.01
            assert box[1] >= placed.art[1] - 0.01
            assert box[2] <= placed.art[2] + 0.01
            assert box[3] <= placed.art[3] + 0.01


def test_an_image_of_a_nearer_layer_takes_the_place_of_that_of_its_base(session: Session, tmp_path: Path) -> None:
    images = tmp_path / "content" / "images"
    images.mkdir(parents=True)
    written(tmp_path, {**OF_ITS_OWN, "content/campaign.yaml": f"campaign: {{id: own, base: {ART}}}\n"})
    plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
    (images / "key.svg").write_text(plain, encoding="utf-8")
    own = Session(tmp_path)
    page = own.composed(own.localized("en"), own.layout("art-card")).pages[0]
    assert len(art(page, "key")) == 1
    assert len(art(page, "door")) == len(art(composed(session, "en")[1].pages[0], "door"))


def test_a_campaign_recolours_the_art_of_its_base(tmp_path: Path) -> None:
    """The art has the sRGB value of the base's colour, and means the colour, whatever its value in the campaign is."""
    themes = tmp_path / "content" / "themes"
    themes.mkdir(parents=True)
    written(tmp_path, {**OF_ITS_OWN, "content/campaign.yaml": f"campaign: {{id: own, base: {ART}}}\n"})
    (themes / "open-door.yaml").write_text(
        'colours:\n  line: {cmyk: [0, 100, 50, 40], srgb: "#8a1538"}\n', encoding="utf-8"
    )
    own = Session(tmp_path)
    document = own.composed(own.localized("en"), own.layout("art-card"))
    leaf = art(document.pages[0], "door")[2]
    assert leaf.colour == "line"
    assert document.colours["line"].cmyk == (0, 1, 0.5, 0.4)
