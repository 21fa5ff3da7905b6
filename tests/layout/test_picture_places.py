"""Where images, logos and empty boxes are, how large, and what is said of those that a press cannot print."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import LayoutError, Source
from flyers.layout.block import Block, Gap, Insets
from flyers.layout.blocks.graphics import BoxBlock, ImageBlock, LogoBlock, SpaceBlock
from flyers.layout.blocks.registry import KINDS, arrange, natural_width
from flyers.layout.pictures import Logo
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.layout.svg import Drawing, DrawnPart
from flyers.page.document import Photo, Photograph, Shape
from flyers.page.items import extent
from flyers.page.paths import polygon_path
from flyers.pipeline.session import Session

HERE = Source("layout.yaml")
SIDE = 300.0


def rectangle(left: float, top: float, right: float, bottom: float, **keys: Any) -> DrawnPart:
    path = tuple(polygon_path([(left, top), (right, top), (right, bottom), (left, bottom)]))
    return DrawnPart(path, **{"colour": "accent", **keys})


DOOR = Drawing("door", 20.0, 10.0, (rectangle(0, 0, 20, 10), rectangle(2, 2, 6, 4, colour="")))
PHOTOGRAPH = Photograph("hall", 500, 250, "0", False, True, b"")
LOGO = Logo(Drawing("logo", 30.0, 10.0, (rectangle(0, 0, 30, 10),)), {}, "contact.coalition.name", 0.25)


def setting(session: Session, tag: str = "en", **layout: Any) -> Setting:
    images = {"door": DOOR, "hall": PHOTOGRAPH}
    pictures: Any = SimpleNamespace(image=images.__getitem__, logo=LOGO, index={})
    made = replace(session.layout("wallet-card"), **{"width": SIDE, "height": SIDE, **layout})
    return Setting(session.localized(tag), made, session.theme, session.typesetter, pictures, Rung())


def put(own: Setting, block: Block, width: float, more: float = 0.0, ground: str = "paper") -> list[Any]:
    """Draw *block* 50 points from the start and 60 from the top, in some points *more* than it needs."""
    sheet = Sheet(own, 0, "front")
    arranged = arrange(block, width, own, ground)
    with sheet.section("front"):
        arranged.put(sheet, 50.0, 60.0, arranged.height + more)
    return sheet.items


def places(own: Setting, block: Block, width: float, more: float = 0.0) -> list[tuple[float, ...]]:
    """Return the distances from the start and the top at which items begin, and their sizes."""
    return [
        tuple(round(value, 3) for value in (SIDE - right if own.rtl else left, SIDE - top, right - left, top - bottom))
        for left, bottom, right, top in map(extent, put(own, block, width, more))
    ]


def image(name: str = "door", **keys: Any) -> ImageBlock:
    return ImageBlock(source=HERE, path="front/image[0]", name=name, **{"decoration": True, **keys})


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_an_image_is_as_wide_as_its_column_or_as_high_as_it_says(session: Session, tag: str) -> None:
    own = setting(session, tag)
    assert arrange(image(), 80.0, own, "paper").height == 40
    start = 58 if tag == "en" else 106  # it has no direction, and is not turned over
    assert places(own, image(), 80.0) == [(50, 60, 80, 40), (start, 68, 16, 8)]
    high = image(height=20.0, padding=Insets(top=Gap(2.0), bottom=Gap(3.0)))
    assert arrange(high, 80.0, own, "paper").height == 20
    assert natural_width(high, own, "paper") == 30.0
    assert places(own, high, 80.0)[0] == (75, 62, 30, 15)
    assert places(own, replace(high, at=("end", "top")), 80.0)[0] == (100, 62, 30, 15)
    assert places(own, replace(high, fit="cover"), 80.0)[0] == (50, 62, 80, 15)


def test_an_image_that_is_shown_whole_does_not_grow(session: Session) -> None:
    own = setting(session)
    assert arrange(image(), 80.0, own, "paper").most_growth == 0
    assert arrange(image(fit="cover"), 80.0, own, "paper").most_growth > 1000
    assert places(own, image(fit="cover"), 80.0, 20.0)[0] == (50, 60, 80, 60)


def test_parts_without_a_colour_are_as_pictograms_unless_the_block_has_one(session: Session) -> None:
    own = setting(session)
    usual = session.theme.grounds["deep"].picture
    assert [item.colour for item in put(own, image(), 80.0, ground="deep")] == ["accent", usual]
    assert [item.colour for item in put(own, image(colour="black"), 80.0)] == ["accent", "black"]
    assert all(isinstance(item, Shape) and item.art for item in put(own, image(), 80.0))


@pytest.mark.parametrize(("line", "width", "right"), [
    (0.0, 20.0, True), (0.25, 20.0, True), (0.24, 20.0, False), (0.13, 40.0, True), (0.5, 9.0, False),
])  # fmt: skip  # several cases to a line
def test_a_line_of_an_image_is_not_too_thin(session: Session, line: float, width: float, right: bool) -> None:
    """A quarter of a point at the size at which it is printed; its drawing is 20 units wide."""
    own = setting(session)
    drawing = replace(DOOR, parts=(rectangle(0, 0, 20, 1, line=line),))
    own = replace(own, pictures=SimpleNamespace(image=lambda name: drawing))
    if right:
        assert put(own, image(), width)
        return
    with pytest.raises(LayoutError) as caught:
        put(own, image(), width)
    assert caught.value.problem == (
        f"A line of the image “door” is {line * width / 20:.2f} pt thick, thinner than 0.25 pt."
    )
    assert caught.value.trail == ("front/image[0]",)


@pytest.mark.parametrize(("width", "dpi"), [(120.0, 300), (120.5, 299), (121.0, 298), (240.0, 150)])
def test_a_photograph_has_the_pixels_for_its_size(session: Session, width: float, dpi: int) -> None:
    """500 pixels are 120 points at 300 dpi; half a percent less is a rounded crop."""
    own = setting(session)
    if dpi >= 299:
        (photo,) = put(own, image("hall"), width)
        assert isinstance(photo, Photo)
        assert (photo.crop, extent(photo)) == ((0, 0, 500, 250), pytest.approx((50, 240 - width / 2, 50 + width, 240)))
        return
    with pytest.raises(LayoutError) as caught:
        put(own, image("hall"), width)
    assert caught.value.problem == f"The image “hall” would be shown with {dpi} dpi; it needs 300."
    assert caught.value.hint.startswith("Uncropped, it can be 1.67 × 0.83 in large at most")
    assert put(setting(session, pixels=(500, 500)), image("hall"), 1.45 * 120), "screens show fewer"


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_photograph_is_turned_over_where_it_has_a_direction(session: Session, tag: str) -> None:
    own = setting(session, tag)
    assert [put(own, image("hall", mirror=mirror), 100.0)[0].turned_over for mirror in (False, True)] == [
        False, tag == "ar",
    ]  # fmt: skip  # a pair
    (photo,) = put(own, image("hall", fit="cover", height=60.0), 60.0)
    assert (photo.crop, photo.alt) == ((125, 0, 375, 250), "")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_logo_has_white_around_it(session: Session, tag: str) -> None:
    """A quarter of its height at each side: 30 × 10 units in 35 × 15."""
    own = setting(session, tag)
    logo = LogoBlock(source=HERE, path="front/logo[0]", height=30.0)
    assert LOGO.proportion == pytest.approx(35 / 15)
    assert natural_width(logo, own, "paper") == pytest.approx(70.0)
    assert natural_width(replace(logo, most=50.0), own, "paper") == 50.0
    assert natural_width(replace(logo, most=80.0), own, "paper") == pytest.approx(70.0)
    assert arrange(logo, 100.0, own, "paper").height == 30
    assert arrange(logo, 100.0, own, "paper").most_growth == 0
    assert places(own, logo, 100.0) == [(50 + 15 + 5, 65, 60, 20)]
    assert places(own, replace(logo, at=("end", "bottom")), 100.0) == [(50 + 30 + 5, 65, 60, 20)]
    assert places(own, logo, 35.0) == [(50 + 2.5, 60 + 7.5 + 2.5, 30, 10)]
    assert places(own, replace(logo, at=("end", "bottom")), 35.0) == [(50 + 2.5, 60 + 15 + 2.5, 30, 10)]
    (shape,) = put(own, logo, 100.0)
    assert shape.alt == own.localized.plain("contact.coalition.name")


@pytest.mark.parametrize(("ground", "white"), [("paper", False), ("deep", True), ("night", True)])
def test_a_logo_on_a_dark_ground_has_white_under_it(session: Session, ground: str, white: bool) -> None:
    items = put(setting(session), LogoBlock(source=HERE, path="front/logo[0]", height=30.0), 100.0, 0.0, ground)
    assert [(item.colour, pytest.approx(extent(item))) for item in items[:-1]] == (
        [("paper", (65, 210, 135, 240))] if white else []
    )


def test_a_box_is_white_paper_in_a_line_of_half_a_point(session: Session) -> None:
    own = setting(session)
    box = BoxBlock(source=HERE, path="front/box[0]", height=40.0)
    assert arrange(box, 100.0, own, "paper").height == 40
    assert arrange(box, 100.0, own, "paper").most_growth == 0
    assert places(own, box, 100.0) == [(50, 60, 100, 40), (50.5, 60.5, 99, 39)]
    assert [(item.colour, item.radius) for item in put(own, box, 100.0)] == [("black", 0.0), ("paper", 0.0)]


def test_an_image_behind_a_block_fills_it_over_its_ground(session: Session) -> None:
    from flyers.layout.block import Art

    own = setting(session)
    block = SpaceBlock(source=HERE, path="front/space[0]", size=Gap(40.0), ground="deep", art=Art(name="door"))
    ground, door, window = put(own, block, 80.0)
    assert extent(ground) == pytest.approx((50, 200, 130, 240))
    assert extent(door) == pytest.approx((50, 200, 130, 240))
    assert (ground.colour, door.colour, window.ground) == ("deep", "accent", "deep")
    assert window.colour == session.theme.grounds["deep"].picture


@pytest.mark.parametrize(("kind", "keys", "told"), [
    ("image", {"name": "door"}, "Nothing tells a screen reader what to say about the image “door”."),
    ("image", {"name": "door", "alt": "a", "decoration": True}, "The image “door” has both “alt” and “decoration”."),
    ("image", {"name": "door", "alt": "a", "width": "fit"}, "The image “door” has no size."),
    ("image", {"name": "door", "alt": "a", "width": "fit", "height": 20.0}, ""),
    ("image", {"name": "door", "decoration": True, "width": 30.0}, ""),
    ("logo", {}, "This logo has no size."), ("logo", {"height": 20.0}, ""),
    ("box", {}, "This box has no size."), ("box", {"height": 20.0}, ""),
])  # fmt: skip  # several cases to a line
def test_what_is_said_of_a_picture_without_words_or_size(kind: str, keys: dict[str, Any], told: str) -> None:
    made = KINDS[kind]
    problems = [problem.text for problem in made.rules(made.block(source=HERE, **keys))] if made.rules else []
    assert problems == ([told] if told else [])
