"""Mutants of the sample file: what only the picture of the page shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name
from proofsample import ORIGIN, WIDTH, Sample, draw_on_top
from sample_mutants import mutant

from flyers.proof.expectations import Expectation
from flyers.proof.glyphs import DrawnGlyph
from flyers.proof.pictures.expected import ExpectedGlyphs, ExpectedPhotograph, GlyphPart, PlacedCode
from flyers.proof.reading import read
from flyers.proof.run import proof
from pdfedits import saved


@mutant("V906", "P102", "Q401", "T308")
def a_sheet_without_its_margin(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = Array([0, 0, 2 * ORIGIN + WIDTH, 100])

    return sample.edited(edit)


@mutant("V901")
def a_rule_cut_short(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda piece: piece.replace(" 120 0.5 re", " 60 0.5 re"))


@mutant("V902")
def a_hairline_on_bare_paper(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 k {ORIGIN + 200} {ORIGIN + 95} 20 0.3 re f Q")


@mutant("V903")
def a_number_two_points_to_the_right(sample: Sample) -> tuple[bytes, Expectation]:
    """Expected two points to the left, so that only the picture knows."""
    (picture,) = sample.expectation.pictures
    number = next(index for index, drawing in enumerate(picture.art) if drawing.where == "message.number")
    glyphs = tuple(glyph._replace(x=glyph.x - 2) for glyph in picture.art[number].glyphs)
    art = [*picture.art]
    art[number] = replace(art[number], glyphs=glyphs)
    return sample.pdf, replace(sample.expectation, pictures=(replace(picture, art=tuple(art)),))


@mutant("V904")
def two_digits_with_each_other_s_outlines(sample: Sample) -> tuple[bytes, Expectation]:
    """The expectation is changed, as the file would be by a font whose glyphs are swapped."""
    (picture,) = sample.expectation.pictures
    number = next(index for index, drawing in enumerate(picture.art) if drawing.where == "message.number")
    line = picture.art[number]
    by_text = {glyph.text: glyph.gid for glyph in line.glyphs}
    swapped = {by_text["7"]: by_text["8"], by_text["8"]: by_text["7"]}
    glyphs = tuple(glyph._replace(gid=swapped.get(glyph.gid, glyph.gid)) for glyph in line.glyphs)
    art = [*picture.art]
    art[number] = replace(line, glyphs=glyphs)
    return sample.pdf, replace(sample.expectation, pictures=(replace(picture, art=tuple(art)),))


@mutant("V905")
def a_band_in_a_neighbouring_colour(sample: Sample) -> bytes:
    return sample.with_pieces(band=lambda piece: piece.replace("1 0.7 0.1 0.3 k", "1 0.6 0.1 0.3 k"))


@mutant("V907")
def a_rule_a_fifth_of_a_point_shorter(sample: Sample) -> bytes:
    """Less than a pixel of the picture."""
    return sample.with_pieces(rule=lambda piece: piece.replace(" 120 0.5 re", " 119.8 0.5 re"))


@mutant("T313")
def a_character_a_fifth_of_a_point_off(sample: Sample) -> tuple[bytes, Expectation]:
    """Expected elsewhere, so that only the places of characters show it."""
    (page,) = read(sample.pdf).pages
    texts = [
        tuple(PlacedCode(glyph.text or "", glyph.x, glyph.y) for glyph in text.glyphs) for text in page.contents.texts
    ]
    assert "T313" not in proof(sample.pdf, _with_texts(sample.expectation, texts)).codes
    first, second, *others = texts[0]
    texts[0] = (first, second._replace(x=second.x + 0.2), *others)
    return sample.pdf, _with_texts(sample.expectation, texts)


@mutant("V909")
def an_eight_with_the_outline_of_a_three(sample: Sample) -> tuple[bytes, Expectation]:
    """Expected, so that only the outlines in the font show it."""
    (page,), (picture,) = read(sample.pdf).pages, sample.expectation.pictures
    number = next(drawing for drawing in picture.art if isinstance(drawing, ExpectedGlyphs) and "8" in drawing.line)
    gids, face = {glyph.text: glyph.gid for glyph in number.glyphs}, number.face
    font = next(glyph.font for text in page.contents.texts for glyph in text.glyphs if glyph.text == "8")

    def code(glyph: DrawnGlyph, gids: dict[str, int]) -> PlacedCode:
        text = glyph.text or ""
        made_of = (face, (GlyphPart(gids[text], 0, 0),)) if text in gids and glyph.font == font else ()
        return PlacedCode(text, glyph.x, glyph.y, *made_of)

    def texts(gids: dict[str, int]) -> list[tuple[PlacedCode, ...]]:
        return [tuple(code(glyph, gids) for glyph in text.glyphs) for text in page.contents.texts]

    assert proof(sample.pdf, _with_texts(sample.expectation, texts(gids))).codes == ()
    return sample.pdf, _with_texts(sample.expectation, texts({**gids, "8": gids["3"]}))


def _with_texts(expectation: Expectation, texts: list[tuple[PlacedCode, ...]]) -> Expectation:
    (picture,) = expectation.pictures
    return replace(expectation, pictures=(replace(picture, texts=tuple(texts)),))


PHOTOGRAPH = bytes(range(32)) * 2
"""Four by four pixels of four inks."""


def with_photograph(sample: Sample, points: float = 0.9) -> tuple[bytes, Expectation]:
    """Return the sample with a photograph of *points* points a side, and what is expected then."""

    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(PHOTOGRAPH)
        image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceCMYK
        image.Width, image.Height, image.BitsPerComponent = 4, 4, 8
        pdf.pages[0].Resources.XObject = Dictionary(Im=image)
        draw_on_top(pdf, f"q {points} 0 0 {points} {ORIGIN + 150} {ORIGIN + 20} cm /Im Do Q")

    box = (150.0, 20.0, 150 + points, 20 + points)
    drawing = ExpectedPhotograph(box, 4, 4, "DeviceCMYK", False, "", "front/image", "the photograph “face”", PHOTOGRAPH)
    (picture,) = sample.expectation.pictures
    pictures = (replace(picture, art=(*picture.art, drawing)),)
    return sample.edited(edit), replace(sample.expectation, pictures=pictures)


def _changed(file: tuple[bytes, Expectation], change: Callable[[pikepdf.Object], None]) -> tuple[bytes, Expectation]:
    with pikepdf.open(io.BytesIO(file[0])) as pdf:
        change(pdf.pages[0].Resources.XObject.Im)
        return saved(pdf), file[1]


@mutant("V908")
def another_photograph(sample: Sample) -> tuple[bytes, Expectation]:
    """One level of one ink in one of its pixels differs, which no picture would show."""
    return _changed(with_photograph(sample), lambda image: image.write(bytes([1, *PHOTOGRAPH[1:]])))


@mutant("V908")
def a_photograph_with_a_decimal(sample: Sample) -> tuple[bytes, Expectation]:
    """poppler shows no photograph whose inks have 8.0 bits."""

    def write(image: pikepdf.Object) -> None:
        image.BitsPerComponent = pikepdf.Object.parse(b"8.0")

    return _changed(with_photograph(sample), write)


@mutant("V908", "V905", "C503")
def a_photograph_in_negative(sample: Sample) -> tuple[bytes, Expectation]:
    def invert(image: pikepdf.Object) -> None:
        image.Decode = Array([1, 0] * 4)

    return _changed(with_photograph(sample, 0.95), invert)


@mutant("C510")
def a_photograph_with_too_few_pixels(sample: Sample) -> tuple[bytes, Expectation]:
    return with_photograph(sample, 2.0)
