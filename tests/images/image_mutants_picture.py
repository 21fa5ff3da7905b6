"""Mutants of images: the picture and its codes."""

from __future__ import annotations

from image_mutants import mutant
from imagefiles import NUMBER, RealImage, real
from PIL import Image, ImageDraw, ImageFilter
from qrcode.main import QRCode

from flyers.page.items import extent

# -- the picture -------------------------------------------------------------------------------------------------------


def _number() -> tuple[int, int, int, int]:
    """Return the pixels of the number: left, top, right, bottom."""
    image = real()
    line = next(line for _, line in image.expectation.lines if NUMBER in line.text)
    scale, height = 200 / 72, 1080
    left, bottom, right, top = (value * scale for value in extent(line))
    return int(left), int(height - top), int(right), int(height - bottom)


@mutant("I006")
def the_last_digit_painted_over() -> RealImage:
    left, top, right, bottom = _number()

    def paint_over(picture: Image.Image) -> None:
        ground = picture.getpixel((left - 8, top))
        ImageDraw.Draw(picture).rectangle((right - (right - left) // 14, top - 2, right + 2, bottom + 2), fill=ground)

    return real().drawn(paint_over)


@mutant("I006")
def a_stroke_of_three_pixels_on_the_number() -> RealImage:
    left, top, right, bottom = _number()
    middle = (left + right) // 2
    return real().drawn(
        lambda picture: ImageDraw.Draw(picture).rectangle((middle, top + 6, middle + 2, bottom - 6), fill="#ffffff")
    )


@mutant("I006")
def a_digit_in_place_of_another() -> RealImage:
    """The second digit of the number, an 8, is copied over the 7."""
    left, top, right, bottom = _number()
    advance = (right - left) / 13.2

    def copy(picture: Image.Image) -> None:
        eight = picture.crop((right - round(advance), top - 3, right + 3, bottom + 3))
        picture.paste(eight, (right - round(4 * advance), top - 3))

    return real().drawn(copy)


@mutant("I006")
def a_ground_a_little_lighter() -> RealImage:
    def lighten(picture: Image.Image) -> None:
        part = picture.crop((0, 0, picture.width, 60)).point([min(255, level + 10) for level in range(256)] * 3)
        picture.paste(part, (0, 0))

    return real().drawn(lighten)


@mutant("I006")
def moved_by_two_pixels() -> RealImage:
    def move(picture: Image.Image) -> None:
        picture.paste(picture.crop((0, 0, picture.width - 2, picture.height)), (2, 0))

    return real().drawn(move)


@mutant("I006")
def edges_of_dots() -> RealImage:
    """Of each stroke's edge one pixel of nine is left: the words and the draft mark fade (field test, S1)."""

    def thin(picture: Image.Image) -> None:
        faded = picture.filter(ImageFilter.MaxFilter(3))
        for x in range(1, picture.width, 3):
            for y in range(1, picture.height, 3):
                faded.putpixel((x, y), picture.getpixel((x, y)))
        picture.paste(faded)

    return real().drawn(thin)


# -- codes -------------------------------------------------------------------------------------------------------------


def code_picture(target: str, module: int) -> Image.Image:
    """Return a QR code that opens *target*, with modules of *module* pixels and its quiet zone."""
    code = QRCode(box_size=module, border=4)
    code.add_data(target)
    return code.make_image().get_image().convert("RGB")


def _code_place() -> tuple[int, int, int, int]:
    (code,) = real("image-wide").expectation.codes
    left, bottom, right, top = (value * 200 / 72 for value in code.box)
    return round(left), round(1080 - top), round(right), round(1080 - bottom)


def _with_code(target: str, module: int) -> RealImage:
    left, top, right, bottom = _code_place()

    def replace_code(picture: Image.Image) -> None:
        ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill="#ffffff")
        picture.paste(code_picture(target, module), (left | 1, top | 1))

    return real("image-wide").shown(replace_code)


@mutant("I007")
def a_code_with_modules_of_two_pixels() -> RealImage:
    """They begin at odd pixels: those of the halved image lie across two of them each."""
    return _with_code(real("image-wide").expectation.codes[0].target, 2)


@mutant("I007", "I008")
def a_code_that_opens_something_else() -> RealImage:
    return _with_code("tel:+18005550199", 6)


@mutant("I008")
def a_second_code() -> RealImage:
    return real("image-wide").shown(lambda picture: picture.paste(code_picture("https://example.org", 4), (20, 20)))
