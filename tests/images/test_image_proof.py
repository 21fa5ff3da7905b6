"""Mutants of images: each must be found, under its own code."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from imagefiles import RealImage, real, with_chunks
from PIL import Image, ImageDraw
from qrcode.main import QRCode

from flyers import limits
from flyers.proof.expectations import Expectation
from flyers.proof.images.checks import CHECKS, EXPLANATIONS
from flyers.proof.images.reading import Chunk, labels_of, read_image
from flyers.proof.images.run import image_proof
from flyers.proof.size_guard import UnreadableError

MUTANTS: list[tuple[set[str], Callable[[], RealImage]]] = []

NUMBER = "1-888-373-7888"
LRI, PDI = "\u2066", "\u2069"


def mutant(*codes: str) -> Callable[[Callable[[], RealImage]], Callable[[], RealImage]]:
    def register(make: Callable[[], RealImage]) -> Callable[[], RealImage]:
        MUTANTS.append((set(codes), make))
        return make

    return register


def proved(image: RealImage) -> list[str]:
    found = image_proof(image.png, image.expectation, alt=image.alt, text=image.text)
    return [str(finding) for finding in found.findings]


@pytest.mark.parametrize("language", ["es", "ar", "ur"])
@pytest.mark.parametrize("product", ["image-square", "image-link"])
def test_a_real_image_is_good(product: str, language: str) -> None:
    """Otherwise the mutants would prove nothing."""
    assert proved(real(product, language)) == []


def _png(image: RealImage, change: Callable[[list[Chunk]], list[Chunk]]) -> RealImage:
    return replace(image, png=with_chunks(image.png, change))


def _without(kind: str) -> Callable[[list[Chunk]], list[Chunk]]:
    return lambda chunks: [chunk for chunk in chunks if chunk.kind != kind]


def _with(kind: str, data: bytes) -> Callable[[list[Chunk]], list[Chunk]]:
    return lambda chunks: [chunks[0], Chunk(kind, data), *chunks[1:]]


def _label(keyword: str, words: str) -> bytes:
    return f"{keyword}\0\0\0\0\0{words}".encode()


# -- the file ----------------------------------------------------------------------------------------------------------


@mutant("I002")
def packed_in_an_unknown_way() -> RealImage:
    return _png(real(), lambda chunks: [Chunk("IHDR", chunks[0].data[:10] + b"\1\0\0"), *chunks[1:]])


@mutant("I001")
def no_png() -> RealImage:
    return replace(real(), png=b"GIF89a")


@mutant("I001")
def cut_off() -> RealImage:
    return replace(real(), png=real().png[:-500])


@mutant("I001")
def a_byte_changed() -> RealImage:
    png = bytearray(real().png)
    png[len(png) // 2] ^= 1
    return replace(real(), png=bytes(png))


@mutant("I001")
def pixels_that_cannot_be_unpacked() -> RealImage:
    def spoil(chunks: list[Chunk]) -> list[Chunk]:
        return [Chunk("IDAT", b"no zlib") if chunk.kind == "IDAT" else chunk for chunk in chunks]

    return _png(real(), spoil)


@mutant("I001")
def more_pixels_than_any_image() -> RealImage:
    def enlarge(chunks: list[Chunk]) -> list[Chunk]:
        return [Chunk("IHDR", (100_000).to_bytes(4, "big") * 2 + chunks[0].data[8:]), *chunks[1:]]

    return _png(real(), enlarge)


@mutant("I001")
def no_header() -> RealImage:
    return _png(real(), _without("IHDR"))


@mutant("I002")
def a_row_less() -> RealImage:
    picture = read_image(real().png).picture
    return _saved(picture.crop((0, 0, picture.width, picture.height - 1)))


@mutant("I002")
def with_transparency() -> RealImage:
    return _saved(read_image(real().png).picture.convert("RGBA"))


def _saved(picture: Image.Image) -> RealImage:
    """Return the image with another picture, and the chunks of the first in front of it."""
    data = io.BytesIO()
    picture.save(data, "PNG")
    own = [chunk for chunk in read_image(real().png).chunks if chunk.kind in ("sRGB", "iTXt")]
    return replace(real(), png=with_chunks(data.getvalue(), lambda chunks: [chunks[0], *own, *chunks[1:]]))


@mutant("I002")
def with_more_than_its_pixels() -> RealImage:
    """MuPDF shows no such image, and browsers the same as before."""

    def more(chunks: list[Chunk]) -> list[Chunk]:
        last = max(number for number, chunk in enumerate(chunks) if chunk.kind == "IDAT")
        return [*chunks[:last], Chunk("IDAT", chunks[last].data + b"911"), *chunks[last + 1 :]]

    return _png(real(), more)


@mutant("I003")
def converted_in_another_way() -> RealImage:
    return _png(real(), lambda chunks: [Chunk("sRGB", b"\2") if one.kind == "sRGB" else one for one in chunks])


@mutant("I004")
def words_in_its_end() -> RealImage:
    return _png(real(), lambda chunks: [*chunks[:-1], Chunk("IEND", b"Call 911")])


@mutant("I004")
def a_label_with_a_second_name() -> RealImage:
    """Programs show it in place of the first, to people who read its language."""

    def named(chunk: Chunk) -> Chunk:
        key, _, rest = chunk.data.partition(b"\0")
        return Chunk("iTXt", key + b"\0\0\0es\0Call 911\0" + rest[4:]) if key == b"Title" else chunk

    return _png(real(), lambda chunks: [named(chunk) for chunk in chunks])


@mutant("I003")
def without_its_colour_space() -> RealImage:
    return _png(real(), _without("sRGB"))


@mutant("I003")
def with_another_gamma_too() -> RealImage:
    return _png(real(), _with("gAMA", (45455).to_bytes(4, "big")))


@mutant("I004")
def with_a_date() -> RealImage:
    return _png(real(), _with("tIME", bytes([7, 234, 11, 26, 12, 0, 0])))


@mutant("I004")
def with_a_place() -> RealImage:
    exif = Image.Exif()
    exif[0x010F] = "a telephone"
    return _png(real(), _with("eXIf", exif.tobytes()[6:]))


@mutant("I004")
def with_a_second_frame() -> RealImage:
    """Some programs show what follows, and some what the proof looks at."""
    return _png(real(), _with("acTL", (2).to_bytes(4, "big") + (0).to_bytes(4, "big")))


@mutant("I004")
def with_a_colour_that_is_not_painted() -> RealImage:
    return _png(real(), lambda chunks: [*chunks[:2], Chunk("tRNS", bytes([0, 26] * 3)), *chunks[2:]])


@mutant("I004")
def with_something_after_its_end() -> RealImage:
    return replace(real(), png=real().png + b"something")


@mutant("I004")
def with_another_title() -> RealImage:
    def retitle(chunks: list[Chunk]) -> list[Chunk]:
        kept = [chunk for chunk in chunks if not chunk.data.startswith(b"Title")]
        return [kept[0], Chunk("iTXt", _label("Title", "Another")), *kept[1:]]

    return _png(real(), retitle)


@mutant("I004")
def with_a_label_more() -> RealImage:
    return _png(real(), _with("tEXt", b"Artist\0somebody"))


@mutant("I004")
def with_a_compressed_label() -> RealImage:
    return _png(real(), _with("iTXt", b"Artist\0\1\0\0\0" + zlib.compress(b"somebody")))


@mutant("I004")
def with_two_heads() -> RealImage:
    """Chromium shows no picture."""
    return _png(real(), lambda chunks: [chunks[0], *chunks])


@mutant("I004")
def that_names_its_colours_when_it_is_too_late() -> RealImage:
    def change(chunks: list[Chunk]) -> list[Chunk]:
        colours = next(chunk for chunk in chunks if chunk.kind == "sRGB")
        return [*(chunk for chunk in chunks[:-1] if chunk is not colours), colours, chunks[-1]]

    return _png(real(), change)


@mutant("I005")
def larger_than_its_layout_allows() -> RealImage:
    return real().expecting(most_bytes=len(real().png) - 1)


# -- the picture -------------------------------------------------------------------------------------------------------


def _number() -> tuple[int, int, int, int]:
    """Return the pixels of the number: left, top, right, bottom."""
    image = real()
    line = next(line for line in image.expectation.lines if NUMBER in line.text)
    scale, height = 200 / 72, 1080
    left, bottom, right, top = (value * scale for value in line.box)
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


# -- codes -------------------------------------------------------------------------------------------------------------


def _code(target: str, module: int) -> Image.Image:
    code = QRCode(box_size=module, border=4)
    code.add_data(target)
    return code.make_image().get_image().convert("RGB")


def _code_place() -> tuple[int, int, int, int]:
    (code,) = real().expectation.codes
    left, bottom, right, top = (value * 200 / 72 for value in code.box)
    return round(left), round(1080 - top), round(right), round(1080 - bottom)


def _with_code(target: str, module: int) -> RealImage:
    left, top, right, bottom = _code_place()

    def replace_code(picture: Image.Image) -> None:
        ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill="#ffffff")
        picture.paste(_code(target, module), (left | 1, top | 1))

    return real().shown(replace_code)


@mutant("I007")
def a_code_with_modules_of_two_pixels() -> RealImage:
    """They begin at odd pixels: those of the halved image lie across two of them each."""
    return _with_code(real().expectation.codes[0].target, 2)


@mutant("I007", "I008")
def a_code_that_opens_something_else() -> RealImage:
    return _with_code("tel:+18005550199", 6)


@mutant("I008")
def a_second_code() -> RealImage:
    return real().shown(lambda picture: picture.paste(_code("https://example.org", 4), (20, 20)))


# -- the words beside it -----------------------------------------------------------------------------------------------


@mutant("I009")
def no_description() -> RealImage:
    file = replace(real(), alt=None)  # there is no such file
    return file


@mutant("I009")
def another_word_in_the_text() -> RealImage:
    return replace(real(), text=real().text.replace("Gratis", "Barato"))


@mutant("I009")
def a_line_less_in_the_text() -> RealImage:
    return replace(real(), text=real().text.partition("\n")[2])


@mutant("I009")
def a_line_more_in_the_description() -> RealImage:
    return replace(real(), alt=f"{real().alt}http://example.org\n")


@mutant("I009", "I010")
def a_digit_less_in_the_text() -> RealImage:
    return replace(real(), text=real().text.replace(NUMBER, NUMBER[:-1]))


@mutant("I010")
def a_digit_more_that_was_meant_so() -> RealImage:
    text = real().text.replace(NUMBER, f"{NUMBER}8")
    return replace(real().expecting(text=text), text=text)


@mutant("I010")
def a_number_turned_round_that_was_meant_so() -> RealImage:
    text = real().text.replace(NUMBER, NUMBER[::-1])
    return replace(real().expecting(text=text), text=text)


@mutant("I009", "I010")
def nothing_around_the_number_in_arabic() -> RealImage:
    image = real("image-square", "ar")
    assert f"{LRI}{NUMBER}{PDI}" in image.text
    return replace(image, text=image.text.replace(LRI, "").replace(PDI, ""))


@pytest.mark.parametrize(("codes", "make"), MUTANTS, ids=[make.__name__ for _, make in MUTANTS])
def test_a_mutant_has_exactly_its_codes(codes: set[str], make: Callable[[], RealImage]) -> None:
    image = make()
    result = image_proof(image.png, image.expectation, alt=image.alt, text=image.text)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok


def test_every_code_has_a_mutant() -> None:
    assert {code for codes, _ in MUTANTS for code in codes} == EXPLANATIONS.keys()
    assert EXPLANATIONS.keys() - CHECKS.keys() == {"I001"}


def test_a_fault_names_the_character() -> None:
    """A person must find the place."""
    faults = [finding for finding in proved(the_last_digit_painted_over()) if "8" in finding]
    assert faults


# -- images of others --------------------------------------------------------------------------------------------------


def _foreign(draw: Callable[[Image.Image], None] = lambda _: None) -> bytes:
    picture, data = Image.new("RGB", (400, 400), "white"), io.BytesIO()
    draw(picture)
    picture.save(data, "PNG")
    return data.getvalue()


def test_an_image_of_others_is_searched_for_codes_alone() -> None:
    assert image_proof(_foreign()).codes == ()
    assert image_proof(_foreign(lambda picture: picture.paste(_code("https://example.org", 5), (9, 9)))).codes == ()
    evil = image_proof(_foreign(lambda picture: picture.paste(_code("javascript:alert(1)", 5), (9, 9))))
    assert evil.codes == ("I008",)


@pytest.mark.parametrize("kind", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_png_can_be_read(kind: str) -> None:
    data = io.BytesIO()
    Image.new(kind, (20, 10)).save(data, "PNG")
    reading = read_image(data.getvalue())
    assert reading.size == (20, 10)
    assert reading.pixels().shape == (10, 20)


def test_an_image_larger_than_any_of_ours_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IMAGE_BYTES", 1000)
    with pytest.raises(UnreadableError, match="MB"):
        read_image(real().png)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, b"%PDF-1.7"])
def test_labels_of_broken_files_are_none(data: bytes) -> None:
    assert labels_of(data) == {}
    assert image_proof(data).codes == ("I001",)


@pytest.mark.parametrize("kind", ["iTXt", "zTXt", "iCCP"])
def test_a_part_that_unpacks_to_much_is_not_unpacked(kind: str) -> None:
    bomb = zlib.compress(bytes(80_000_000))
    data = {"iTXt": b"Title\0\1\0\0\0", "zTXt": b"Title\0\0", "iCCP": b"profile\0\0"}[kind] + bomb
    png = with_chunks(real().png, lambda chunks: [chunks[0], Chunk(kind, data), *chunks[1:]])
    found = image_proof(png, real().expectation, alt=real().alt, text=real().text)
    assert found.codes in (("I001",), ("I004",), ("I003",))


def test_a_check_that_fails_is_a_finding() -> None:
    expectation: Expectation = real().expecting(page=None).expectation
    found = image_proof(real().png, expectation, alt=real().alt, text=real().text)
    assert found.codes == ("P003",)
