"""Mutants of press files in what their pages keep, in kinds of entries, and in what they say of themselves."""

from __future__ import annotations

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String
from real_mutants import MutantFile, mutant
from realfiles import RealFile


@mutant("V918")
def a_blend_mode_that_no_page_uses(file: RealFile) -> MutantFile:
    """MuPDF, pdf.js and Ghostscript convert all colours of the page in another way."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSblend = Dictionary(ca=0.5, BM=Name.Multiply)

    return file.edited(edit)


@mutant("V918")
def an_overprint_mode_below_zero(file: RealFile) -> MutantFile:
    """MuPDF takes it for a third one, and shows other colours."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSknock.OPM = -1

    return file.edited(edit)


@mutant("V917")
def a_form_that_is_not_drawn(file: RealFile) -> MutantFile:
    """Its group alone makes MuPDF show other colours."""

    def edit(pdf: pikepdf.Pdf) -> None:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        form = pdf.make_stream(b"", Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), Group=group)
        pdf.pages[0].Resources.XObject = Dictionary(Fm=form)

    return file.edited(edit)


@mutant("V917")
def a_pattern_that_is_not_used(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        blend = Dictionary(ExtGState=Dictionary(GS=Dictionary(BM=Name.Multiply)))
        box = Array([0, 0, 9, 9])
        tile = pdf.make_stream(b"", PatternType=1, PaintType=1, TilingType=1, BBox=box, XStep=9, YStep=9)
        tile.Resources = blend
        pdf.pages[0].Resources.Pattern = Dictionary(P=tile)

    return file.edited(edit)


@mutant("V917")
def marks_in_a_colour_of_an_unknown_function(file: RealFile) -> MutantFile:
    """To poppler, a function of the kind 2.0 is none: it shows no marks."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ColorSpace.CSall[3].FunctionType = Object.parse(b"2.0")

    return file.edited(edit)


@mutant("V917")
def marks_in_a_colour_whose_name_is_a_text(file: RealFile) -> MutantFile:
    """Ghostscript and poppler show no marks."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ColorSpace.CSall[1] = String("/All")

    return file.edited(edit)


@mutant("V917")
def a_group_in_a_stream(file: RealFile) -> MutantFile:
    """MuPDF takes its dictionary for a group, and shows other colours."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Group = pdf.make_stream(b"", S=Name.Transparency, CS=Name.DeviceGray)

    return file.edited(edit)


@mutant("V917")
def a_page_turned_round_often(file: RealFile) -> MutantFile:
    """MuPDF, which has no number as large, turns it by another angle."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = 36_000_000_000_000

    return file.edited(edit)


@mutant("V917")
def a_font_without_an_order_of_signs(file: RealFile) -> MutantFile:
    """pdf.js draws other letters, and finds no words."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].CIDSystemInfo = Dictionary()

    return file.edited(edit)


@mutant("V917")
def a_font_with_a_width_below_zero(file: RealFile) -> MutantFile:
    """All its signs have a width of their own; but pdfium copies the words of a Chinese page in another way."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].DW = -1000

    return file.edited(edit)


@mutant("V922")
def a_font_with_the_name_of_another(file: RealFile) -> MutantFile:
    """Viewers and shops list it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].Resources.Font["/F1"]
        descendant = font.DescendantFonts[0]
        font.BaseFont = descendant.BaseFont = descendant.FontDescriptor.FontName = Name("/ABCDEF+Wingdings")

    return file.edited(edit)


@mutant("V921")
def a_type_that_is_an_object_of_its_own(file: RealFile) -> MutantFile:
    """To poppler, a tree of tags of such a type is none."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Type = pdf.make_indirect(Name.Catalog)

    return file.edited(edit)


@mutant("V917")
def an_intent_with_hints_for_mixing(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].MixingHints = Dictionary()

    return file.edited(edit)


@mutant("M604")
def a_file_without_the_day_of_its_change(file: RealFile) -> MutantFile:
    """Viewers show it beside the day on which the file was made."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/ModDate"]

    return file.edited(edit)


def _with_packet(file: RealFile, old: bytes, new: bytes) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new))

    return file.edited(edit)


@mutant("M604")
def a_packet_that_names_an_encoding(file: RealFile) -> MutantFile:
    """A program that believes it shows “nÃºmero” for “número”."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        declaration = b'<?xml version="1.0" encoding="ISO-8859-1"?>'
        pdf.Root.Metadata.write(declaration + pdf.Root.Metadata.read_bytes())
        # pikepdf would write the packet as it reads it, which is in that encoding.
        pdf.save(held, deterministic_id=True, fix_metadata_version=False)
    return held.getvalue()


@mutant("M604")
def a_number_for_a_version(file: RealFile) -> MutantFile:
    return _with_packet(file, b"VersionID>1<", b"VersionID>Call 911<")


@mutant("M604")
def a_packet_of_several_days(file: RealFile) -> MutantFile:
    return _with_packet(file, b"<xmp:MetadataDate>2", b"<xmp:MetadataDate>1")


@mutant("M604")
def a_packet_without_keywords(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(rb"<pdf:Keywords>.*?</pdf:Keywords>", b"", packet))

    return file.edited(edit)
