"""Photographs: in the colours of every edition, within the ink limit, with pixels enough, proved to be the composed ones."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from artcampaign import MOMENT, assert_proved, file_of, scene, with_photographs
from flyers.content.press import load_condition
from flyers.errors import ContentError, LayoutError
from flyers.impose.document import as_document, in_black
from flyers.impose.place import impose
from flyers.impose.sheets import find_sheet
from flyers.layout.pictures import read_photograph
from flyers.page.document import Document, Photo
from flyers.pdf.graphics_operators import encoded_photo, within_limit
from flyers.pdf.painter import paint
from flyers.pipeline.session import Session
from matrix import examples
from own_campaigns import written

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(with_photographs(tmp_path_factory.mktemp("photographs") / "own"))


def photos(document: Document) -> list[Photo]:
    return [item for page in document.pages for item in page.items if isinstance(item, Photo)]


@settings(max_examples=examples(14), deadline=None)
@given(
    language=st.sampled_from(["en", "ar", "ur", "km"]),
    edition=st.sampled_from(["press", "press 1a", "screen", "office"]),
    condition=st.sampled_from(["gracol", "uncoated", "fogra39"]),
    black=st.booleans(),
    sheet=st.booleans(),
)
def test_photographs_are_painted_and_proved_in_every_edition(
    session: Session, language: str, edition: str, condition: str, black: bool, sheet: bool
) -> None:
    localized = session.localized(language)
    document = session.composed(localized, session.layout("photo-card"))
    made = session.edition(*edition.split()[:1], press=condition, pdfx="1a" if edition.endswith("1a") else "")
    if sheet and edition != "screen":
        imposition = impose(document.pages, find_sheet(session.campaign, "12x18" if made.for_press else "avery-5371"))
        document = as_document(document, imposition, localized, session.typesetter, for_press=made.for_press)
    assert_proved(document, made, localized, session, black=black)


def images(pdf: bytes) -> set[tuple[str, str]]:
    """Return the colour spaces and filters of the images of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            (str(image.ColorSpace), str(image.get("/Filter")))
            for page in opened.pages
            for image in page.Resources.get("/XObject", {}).values()
        }


def test_each_edition_has_its_own_colours(session: Session) -> None:
    localized = session.localized("en")
    document = session.composed(localized, session.layout("photo-card"))
    for edition, black, wanted in (
        ("press", False, {("/DeviceCMYK", "/FlateDecode")}),
        ("press", True, {("/DeviceCMYK", "/FlateDecode")}),
        ("screen", False, {("/DeviceRGB", "/DCTDecode"), ("/DeviceRGB", "/FlateDecode")}),
        ("office", True, {("/DeviceGray", "/DCTDecode"), ("/DeviceGray", "/FlateDecode")}),
    ):
        made = session.edition(edition)
        shown = in_black(document) if black else document
        pdf = paint(shown, made.in_black() if black else made, session.library, MOMENT)
        assert images(pdf) == wanted, (edition, black)
        if black and edition == "press":
            photo = encoded_photo(photos(shown)[0], shown.colours["deep"], made.in_black())
            plates = np.frombuffer(photo.data, dtype=np.uint8).reshape(-1, 4)
            assert plates[:, :3].max() == 0
            assert plates[:, 3].max() > 200


@pytest.mark.parametrize("name", ["gracol", "uncoated", "online"])
def test_no_pixel_has_more_ink_than_the_condition_allows(session: Session, name: str) -> None:
    condition = load_condition(session.campaign, name)
    document = session.composed(session.localized("en"), session.layout("photo-card"))
    made = session.edition("press", press=name)
    for photo in photos(document):
        encoded = encoded_photo(photo, document.colours[photo.colour], made)
        inks = np.frombuffer(encoded.data, dtype=np.uint8).reshape(-1, 4).astype(int)
        assert inks.sum(axis=1).max() / 255 * 100 <= condition.ink_limit
        assert inks.sum(axis=1).max() / 255 * 100 > 100, "there is ink"


@settings(max_examples=examples(60), deadline=None)
@given(pixel=st.tuples(*[st.integers(0, 255)] * 4), limit=st.integers(100, 400))
def test_less_ink_keeps_black_and_the_hue(pixel: tuple[int, ...], limit: int) -> None:
    after = within_limit(Image.new("CMYK", (1, 1), pixel), limit).getpixel((0, 0))
    assert sum(after) <= max(limit / 100 * 255, pixel[3])
    assert after[3] == pixel[3]
    if sum(pixel) <= limit / 100 * 255:
        assert after == pixel
    for one, other in ((0, 1), (1, 2), (0, 2)):
        if pixel[one] >= pixel[other]:
            assert after[one] >= after[other]


def test_what_is_transparent_has_exactly_the_colour_of_the_ground(session: Session) -> None:
    document = session.composed(session.localized("en"), session.layout("photo-card"))
    (hand,) = [photo for photo in photos(document) if photo.name == "hand"]
    accent = document.colours["accent"]
    press = encoded_photo(hand, accent, session.edition("press"))
    screen = encoded_photo(hand, accent, session.edition("screen"))
    assert hand.photograph.has_alpha
    assert tuple(press.data[:4]) == tuple(round(ink * 255) for ink in accent.cmyk)
    assert tuple(screen.data[:3]) == tuple(round(channel * 255) for channel in accent.srgb)


def test_a_photograph_in_the_bleed_fills_it_and_is_mirrored(session: Session) -> None:
    layout = session.layout("photo-card")
    english, arabic = (session.composed(session.localized(tag), layout) for tag in ("en", "ar"))
    one, other = photos(english)[0], photos(arabic)[0]
    assert (one.x, one.x + one.width) == (-9, english.pages[0].width + 9)
    assert one.y + one.height == english.pages[0].height + 9
    assert (one.turned_over, other.turned_over) == (False, True)
    screen = session.edition("screen")
    pictures = [_opened(encoded_photo(photo, english.colours["deep"], screen).data) for photo in (one, other)]
    assert pictures[0].size == pictures[1].size
    apart = np.asarray(pictures[0]).astype(int) - np.asarray(pictures[1].transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    assert np.abs(apart).mean() < 3


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


# -- files that can't be printed ---------------------------------------------------------------------------------------


def test_too_few_pixels_are_an_error_that_says_how_large_it_may_be(session: Session) -> None:
    images_folder = session.folder / "content" / "images"
    (images_folder / "small.png").write_bytes(file_of(scene(90, 60), "PNG"))
    file = session.folder / "content" / "layouts" / "small.yaml"
    text = (session.folder / "content" / "layouts" / "photo-card.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("name: hand", "name: small"), encoding="utf-8")
    own = Session(session.folder)
    with pytest.raises(LayoutError) as caught:
        own.composed(own.localized("en"), own.layout("small"))
    told = str(caught.value)
    assert re.search(
        r"content/layouts/small\.yaml:\d+:\d+: The image “small” would be shown with 144 dpi; it needs 300", told
    )
    assert "Uncropped, it can be 0.30 × 0.20 in large at most" in told


def test_text_on_a_photograph_is_an_error(session: Session) -> None:
    file = session.folder / "content" / "layouts" / "bare.yaml"
    text = (session.folder / "content" / "layouts" / "photo-card.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("                    ground: deep\n", ""), encoding="utf-8")
    own = Session(session.folder)
    with pytest.raises(LayoutError, match=r"is on the photograph “street”.*Give the text a ground"):
        own.composed(own.localized("en"), own.layout("bare"))


GREY_16 = Image.fromarray(np.arange(64, dtype=np.uint16).reshape(8, 8) * 1000)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not a PNG or JPEG picture"),
        (b"GIF89a", "not a PNG or JPEG picture"),
        (file_of(scene(8, 8), "TIFF"), "not a PNG or JPEG picture"),
        (file_of(scene(8, 8).convert("CMYK"), "JPEG"), "in the inks of a press"),
        (file_of(GREY_16, "PNG"), "is in mode I;16"),
        (file_of(scene(80, 80), "PNG")[:400], "is damaged"),
        (file_of(scene(80, 80), "JPEG")[:-500], "is damaged"),
        (file_of(scene(8, 8), "PNG", icc_profile=b"no profile"), "is damaged .its colour profile"),
        (file_of(Image.new("1", (4000, 4000)), "PNG"), "more than 15 million pixels"),
    ],
)
def test_what_is_no_photograph_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ContentError, match=problem) as caught:
        read_photograph(data, "content/images/face.png", "face")
    assert str(caught.value.source) == "content/images/face.png"


def test_a_photograph_is_upright_and_in_srgb() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    turned = read_photograph(file_of(scene(40, 20), "JPEG", exif=exif), "a.jpg", "a")
    assert (turned.width, turned.height, turned.lossy) == (20, 40, True)
    red = Image.new("RGB", (2, 2), (200, 30, 30))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    same = read_photograph(file_of(red, "PNG", icc_profile=srgb.tobytes()), "a.png", "a")
    assert tuple(same.pixels[:3]) == (200, 30, 30)
    for grey in (Image.new("L", (2, 2), 90), Image.new("P", (2, 2), 3), Image.new("LA", (2, 2), (90, 128))):
        assert read_photograph(file_of(grey, "PNG"), "a.png", "a").width == 2


def test_a_photograph_with_many_more_pixels_than_can_be_seen_is_scaled_down(session: Session) -> None:
    document = session.composed(session.localized("en"), session.layout("photo-card"))
    hand = next(photo for photo in photos(document) if photo.name == "hand")
    encoded = encoded_photo(hand, document.colours["accent"], session.edition("screen"))
    assert encoded.width == round(hand.width / 72 * 300) < hand.photograph.width
    wide = replace(hand, width=hand.width * 2, height=hand.height * 2)
    assert encoded_photo(wide, document.colours["accent"], session.edition("screen")).width == hand.photograph.width


def test_two_files_of_one_name_are_an_error(session: Session) -> None:
    images_folder = session.folder / "content" / "images"
    (images_folder / "twin.png").write_bytes(file_of(scene(9, 9), "PNG"))
    (images_folder / "twin.jpg").write_bytes(file_of(scene(9, 9), "JPEG"))
    with pytest.raises(
        ContentError, match=r"two images called “twin”: content/images/twin\.jpg, content/images/twin\.png"
    ):
        Session(session.folder).pictures.image("twin")


CROPPED = """\
title: document.poster.title
trim: [3.5in, 4in]
bleed: 0.125in
safe: 0.25in
space: 6pt
smallest_module: 0.5mm
roles:
  body: {aim: 12pt, floor: 8pt, tag: H1}
  imprint: {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        blocks:
          - image: {name: street, alt: alt.qr.hotline, fit: cover, height: 25%}
          - image: {name: door, alt: alt.qr.hotline, fit: cover, height: 25%}
          - row:
              padding: 20pt
              gap: 6pt
              blocks:
                - text: {message: signs.heading, role: body}
                - image: {name: hand, alt: alt.qr.hotline, fit: width, height: 40pt}
                - image: {name: hand, alt: alt.qr.hotline, fit: cover, height: 40pt}
                - imprint: {role: imprint}
"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("edition", ["screen", "press"])
def test_pictures_with_a_description_are_cropped_on_the_trim_and_inside(
    tmp_path: Path, language: str, edition: str
) -> None:
    """On a screen the place that was said of one on the trim went into the bleed, which a screen doesn't show (U807)."""
    written(with_photographs(tmp_path / "own"), {"content/layouts/cropped.yaml": CROPPED})
    session = Session(tmp_path / "own")
    localized = session.localized(language)
    document = session.composed(localized, session.layout("cropped"))
    assert_proved(document, session.edition(edition), localized, session, black=False)
