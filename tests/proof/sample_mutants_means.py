"""Mutants of the sample file: other means of drawing than filled text and filled paths, other entries, another order."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from pikepdf import Array, Dictionary, Name, String
from proofsample import ORIGIN, Sample, draw_on_top
from sample_mutants import mutant

from flyers.proof.expectations import Expectation
from pdfedits import with_bytes


@mutant("V911")
def text_filled_and_stroked(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", "2 Tr 0.01 w 0 0 0 1 K\nBT", 1))


@mutant("V912")
def a_pattern_as_a_colour(sample: Sample) -> bytes:
    """Nothing is painted with it."""
    return sample.with_pieces(end="q /Pattern cs Q")


@mutant("V913")
def a_frame_around_a_line(sample: Sample) -> bytes:
    """It cuts nothing off."""
    frame = f"q {ORIGIN} {ORIGIN} 252 144 re W n"
    return sample.with_pieces(first=lambda piece: f"{frame}\n{piece}\nQ")


@mutant("V914")
def an_empty_form(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        pdf.pages[0].Resources.XObject = Dictionary(Fm=form)
        draw_on_top(pdf, "/Fm Do")

    return sample.edited(edit)


@mutant("V915")
def another_number_to_be_read(sample: Sample) -> bytes:
    """In ActualText, as a screen reader says it."""
    return sample.with_pieces(number=lambda piece: f"/Span <</ActualText (Call 1-888-373-7889 now)>> BDC\n{piece}\nEMC")


@mutant("V915")
def a_description_in_place_of_a_line(sample: Sample) -> bytes:
    return sample.with_pieces(number=lambda piece: f"/Span <</Alt (Call 911)>> BDC\n{piece}\nEMC")


@mutant("V915")
def an_expansion_of_a_line(sample: Sample) -> bytes:
    return sample.with_pieces(number=lambda piece: f"/Span <</E (Call 911)>> BDC\n{piece}\nEMC")


@mutant("V915")
def a_structure_tree_that_says_something_else(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, ActualText="Call 911"))

    return sample.edited(edit)


@mutant("V916", "M603")
def a_stamp_on_the_page(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        box = Array([ORIGIN, ORIGIN, ORIGIN + 20, ORIGIN + 20])
        pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box)])

    return sample.edited(edit)


@mutant("V915")
def a_number_of_which_a_screen_reader_says_nothing(sample: Sample) -> bytes:
    return sample.with_pieces(number=lambda piece: f"/Span <</ActualText ( )>> BDC\n{piece}\nEMC")


@mutant("T312")
def two_lines_in_the_other_order(sample: Sample) -> bytes:
    return sample.with_pieces(first=sample.pieces["second"], second=sample.pieces["first"])


@mutant("V917")
def other_names_for_pages(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P="911")]))

    return sample.edited(edit)


@mutant("M604")
def the_title_of_another_card(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, replace(sample.expectation, title="A card with another number")


@mutant("V918")
def curves_drawn_with_corners(sample: Sample) -> bytes:
    """A viewer may flatten curves up to a hundred dots from where they are."""
    return sample.with_pieces(first=lambda piece: f"100 i\n{piece}")


@mutant("V918")
def colours_converted_in_another_way(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: f"/AbsoluteColorimetric ri\n{piece}")


@mutant("V918")
def a_graphics_state_that_thickens_thin_lines(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.SA = True

    return sample.edited(edit)


@mutant("V918")
def a_note_for_other_programs(sample: Sample) -> bytes:
    return sample.with_pieces(end="/Span <</E (Call 911)>> DP")


@mutant("V919")
def a_file_that_asks_for_five_copies(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(NumCopies=5)

    return sample.edited(edit)


@mutant("V919")
def a_back_that_would_be_upside_down(sample: Sample) -> tuple[bytes, Expectation]:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(Duplex=Name.DuplexFlipLongEdge)

    return sample.edited(edit), replace(sample.expectation, preferences=(("Duplex", "DuplexFlipShortEdge"),))


@mutant("V919")
def a_text_in_place_of_a_switch(sample: Sample) -> tuple[bytes, Expectation]:
    """No viewer takes it for one, and shows the file's name in place of its title."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=String("true"))

    return sample.edited(edit), replace(sample.expectation, preferences=(("DisplayDocTitle", "true"),))


@mutant("V919")
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


@mutant("V920")
def letters_that_move_on_some_printers(sample: Sample) -> bytes:
    """Each glyph has a program that moves its first point by a hundred dots; pdfium and MuPDF do not carry it out."""

    def change(font: TTFont) -> None:
        for name in font.getGlyphOrder():
            glyph = font["glyf"][name]
            glyph.expand(font["glyf"])
            if glyph.numberOfContours > 0:
                glyph.program.fromAssembly(["SVTCA[1]", "PUSHW[ ] 0 6400", "SHPIX[ ]"])

    return _with_font(sample, change)


@mutant("V920")
def a_font_with_colours_of_its_own(sample: Sample) -> bytes:
    def change(font: TTFont) -> None:
        font["COLR"] = DefaultTable("COLR")
        font["COLR"].data = bytes(14)

    return _with_font(sample, change)


@mutant("V920")
def a_box_that_cuts_letters_off(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F1.DescendantFonts[0].FontDescriptor.FontBBox = Array([0, -200, 1000, 300])

    return sample.edited(edit)


@mutant("V922")
def widths_with_a_number_left_over(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].Resources.Font.F1.DescendantFonts[0]
        font.W = Array([*font.W, 7])

    return sample.edited(edit)


@mutant("V917")
def another_weight_for_a_font(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F1.DescendantFonts[0].FontDescriptor.FontWeight = 900

    return sample.edited(edit)


@mutant("V917")
def a_font_with_two_names(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F1.BaseFont = Name("/ABCDEF+Another")

    return sample.edited(edit)


@mutant("V921")
def contents_that_are_named_twice(sample: Sample) -> bytes:
    """Ghostscript takes the first name, which is that of an object without contents."""
    return with_bytes(sample.pdf, b"/Contents ", b"/Contents 1 0 R /Contents ")
