"""Mutants of the sample file: other means of drawing than filled text and filled paths, other entries, another order."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name
from proofsample import ORIGIN, Sample, draw_on_top
from sample_mutants import mutant

from expecting import with_document
from flyers.proof.expectations import Expectation


@mutant("M605")
def a_pattern_as_a_colour(sample: Sample) -> bytes:
    """Nothing is painted with it."""
    return sample.with_pieces(end="q /Pattern cs Q")


@mutant("M605")
def an_empty_form(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        pdf.pages[0].Resources.XObject = Dictionary(Fm=form)
        draw_on_top(pdf, "/Fm Do")

    return sample.edited(edit)


@mutant("M603")
def a_stamp_on_the_page(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        box = Array([ORIGIN, ORIGIN, ORIGIN + 20, ORIGIN + 20])
        pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box)])

    return sample.edited(edit)


@mutant("V901")
def two_lines_in_the_other_order(sample: Sample) -> bytes:
    return sample.with_pieces(first=sample.pieces["second"], second=sample.pieces["first"])


@mutant("M605")
def other_names_for_pages(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P="911")]))

    return sample.edited(edit)


@mutant("M605")
def the_title_of_another_card(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, with_document(sample.expectation, title="A card with another number")


@mutant("M605")
def a_back_that_would_be_upside_down(sample: Sample) -> tuple[bytes, Expectation]:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipLongEdge
        )

    return sample.edited(edit), with_document(sample.expectation, flip="short")


@mutant("M605")
def links_in_an_order_of_their_own(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Tabs = Name.C

    return sample.edited(edit)


def _with_font(sample: Sample, change: Callable[[TTFont], None]) -> bytes:
    """Return the file with its first font program changed."""

    def edit(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].Resources.Font.F1.DescendantFonts[0].FontDescriptor.FontFile2
        font, data = TTFont(io.BytesIO(stream.read_bytes())), io.BytesIO()
        change(font)
        font.save(data)
        stream.write(data.getvalue())
        stream.Length1 = len(data.getvalue())

    return sample.edited(edit)
