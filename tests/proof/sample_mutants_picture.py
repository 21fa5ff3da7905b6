"""Mutants of the sample file: what is drawn otherwise than it was composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image
from proofsample import ORIGIN, WIDTH, Sample
from sample_mutants import mutant

from expecting import CONDITION, with_items
from flyers.content.press import separate
from flyers.page.document import GlyphRun, Item, Photo, Photograph, TextLine
from flyers.proof.expectations import Expectation
from pdfedits import edited


@mutant("P102", "Q401", "T308")
def a_sheet_without_its_margin(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = Array([0, 0, 2 * ORIGIN + WIDTH, 100])

    return sample.edited(edit)


@mutant("V901")
def a_rule_that_is_gone(sample: Sample) -> bytes:
    return sample.with_pieces(rule="")


@mutant("V904")
def a_rule_cut_short(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda piece: piece.replace(" 120 0.5 re", " 60 0.5 re"))


@mutant("V902")
def a_hairline_on_bare_paper(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 k {ORIGIN + 200} {ORIGIN + 95} 20 0.3 re f Q")


def _number(change: Callable[[GlyphRun], GlyphRun], expectation: Expectation) -> Expectation:
    """Return *expectation* with another run on the line of the number."""

    def changed(item: Item) -> Item:
        is_number = isinstance(item, TextLine) and item.message.id == "message.number"
        return replace(item, runs=(change(item.runs[0]),)) if is_number else item

    return with_items(expectation, lambda items: map(changed, items))


@mutant("V903")
def a_number_two_points_to_the_right(sample: Sample) -> tuple[bytes, Expectation]:
    """Composed two points to the left."""

    def left(run: GlyphRun) -> GlyphRun:
        return replace(run, glyphs=tuple(glyph._replace(x=glyph.x - 2) for glyph in run.glyphs))

    return sample.pdf, _number(left, sample.expectation)


@mutant("V904")
def two_digits_with_each_other_s_outlines(sample: Sample) -> tuple[bytes, Expectation]:
    """The composed line is changed, as the file would be by a font whose glyphs are swapped."""

    def swapped(run: GlyphRun) -> GlyphRun:
        by_text = {glyph.text: glyph.gid for glyph in run.glyphs}
        others = {by_text["7"]: by_text["8"], by_text["8"]: by_text["7"]}
        return replace(run, glyphs=tuple(glyph._replace(gid=others.get(glyph.gid, glyph.gid)) for glyph in run.glyphs))

    return sample.pdf, _number(swapped, sample.expectation)


@mutant("V905")
def a_band_in_a_neighbouring_colour(sample: Sample) -> bytes:
    return sample.with_pieces(band=lambda piece: piece.replace("1 0.7 0.1 0.3 k", "1 0.6 0.1 0.3 k"))


@mutant("V904")
def a_rule_a_fifth_of_a_point_shorter(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda piece: piece.replace(" 120 0.5 re", " 119.8 0.5 re"))


PHOTOGRAPH = bytes(level for row in range(4) for column in range(4) for level in 3 * [70 + 20 * row + 40 * column])
"""Four by four pixels in red, green and blue."""


def with_photograph(sample: Sample, points: float = 0.9, pixels: bytes = PHOTOGRAPH) -> tuple[bytes, Expectation]:
    """Return the sample with *pixels* in inks, *points* points a side, where the photograph was composed."""

    def edit(pdf: pikepdf.Pdf) -> None:
        inks = separate(Image.frombytes("RGB", (4, 4), pixels), CONDITION.profile_bytes())
        image = pdf.make_stream(inks.tobytes())
        image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceCMYK
        image.Width, image.Height, image.BitsPerComponent = 4, 4, 8
        pdf.pages[0].Resources.XObject = Dictionary(Im=image)

    frame = f"q {points} 0 0 {points} {ORIGIN + 150} {ORIGIN + 20} cm /Im Do Q"
    pdf = edited(sample.with_pieces(code=lambda piece: f"{piece} {frame}"), edit)
    photograph = Photograph("face", 4, 4, "0", False, False, PHOTOGRAPH)
    whole = (0, 0, 4, 4)
    photo = Photo(150.0, 20.0, points, points, photograph, whole, "paper", "paper", "front/image", "face")
    return pdf, with_items(sample.expectation, lambda items: (*items, photo))


@mutant()
def the_photograph_itself(sample: Sample) -> tuple[bytes, Expectation]:
    """No fault: otherwise the next ones would prove nothing."""
    return with_photograph(sample)


@mutant("V904")
def a_photograph_upside_down(sample: Sample) -> tuple[bytes, Expectation]:
    return with_photograph(sample, pixels=PHOTOGRAPH[::-1])


@mutant("V904")
def a_photograph_in_negative(sample: Sample) -> tuple[bytes, Expectation]:
    return with_photograph(sample, pixels=bytes(255 - level for level in PHOTOGRAPH))


@mutant("V903")
def a_photograph_in_another_place(sample: Sample) -> tuple[bytes, Expectation]:
    pdf, expectation = with_photograph(sample)

    def moved(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return (*items[:-1], replace(items[-1], x=151.0))

    return pdf, with_items(expectation, moved)


@mutant("C510")
def a_photograph_with_too_few_pixels(sample: Sample) -> tuple[bytes, Expectation]:
    return with_photograph(sample, 2.0)
