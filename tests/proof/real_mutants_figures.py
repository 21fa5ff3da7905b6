"""Mutants of press files whose fonts say something else of themselves, by which programs find lines and words."""

from __future__ import annotations

import struct
from decimal import Decimal

import pikepdf
from pikepdf import Array
from real_mutants import ARABIC_CARD, MutantFile, mutant
from realfiles import RealFile


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [font.DescendantFonts[0] for _, font in sorted(pdf.pages[0].Resources.Font.items())]


@mutant("V922")
@mutant("V922", of=ARABIC_CARD)
def lines_without_a_height(file: RealFile) -> MutantFile:
    """poppler gives their words in another order to who copies them."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in _fonts(pdf):
            font.FontDescriptor.Ascent = 0

    return file.edited(edit)


@mutant("V922", of=ARABIC_CARD)
def lines_that_reach_far_down(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        for font in _fonts(pdf):
            font.FontDescriptor.Descent = -2000

    return file.edited(edit)


def _described(file: RealFile, **entries: object) -> MutantFile:
    """Return the file with other entries in the descriptors of its fonts."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in _fonts(pdf):
            for key, value in entries.items():
                font.FontDescriptor[f"/{key}"] = value

    return file.edited(edit)


@mutant("V922")
@mutant("V922", of=ARABIC_CARD)
def fonts_with_serifs(file: RealFile) -> MutantFile:
    """A viewer that has to take others takes Times."""
    return _described(file, Flags=4 | 2)


@mutant("V922")
def fonts_of_latin_letters(file: RealFile) -> MutantFile:
    """Their codes would be those of a usual encoding: they are said not to be symbolic."""
    return _described(file, Flags=32)


@mutant("V922")
def flags_that_are_no_whole_number(file: RealFile) -> MutantFile:
    return _described(file, Flags=Decimal("4.0"))


@mutant("V922")
@mutant("V922", of=ARABIC_CARD)
def fonts_that_slant(file: RealFile) -> MutantFile:
    return _described(file, ItalicAngle=-12)


@mutant("V922")
@mutant("V922", of=ARABIC_CARD)
def fonts_as_heavy_as_posters(file: RealFile) -> MutantFile:
    return _described(file, StemV=300)


@mutant("V922")
def capitals_as_low_as_small_letters(file: RealFile) -> MutantFile:
    return _described(file, CapHeight=480)


@mutant("V922")
def a_weight_that_is_no_number(file: RealFile) -> MutantFile:
    return _described(file, StemV=pikepdf.Name.Bold)


def _with_number(file: RealFile, table: bytes, at: int, number: int) -> bytes:
    """Return the file with another number of two bytes in a table of its first font's program."""

    def edit(pdf: pikepdf.Pdf) -> None:
        described = _fonts(pdf)[0].FontDescriptor
        program = bytearray(described.FontFile2.read_bytes())
        (start,) = struct.unpack_from(">I", program, program.index(table) + 8)
        struct.pack_into(">h", program, start + at, number)
        described.FontFile2 = pdf.make_stream(bytes(program), Length1=len(program))

    return file.edited(edit)


@mutant("V922")
def a_font_program_with_high_lines(file: RealFile) -> MutantFile:
    return _with_number(file, b"hhea", 4, 3000)


@mutant("V922")
def a_font_that_firefox_replaces(file: RealFile) -> MutantFile:
    """Its format of outlines (glyphDataFormat) is none that there is."""
    return _with_number(file, b"head", 52, 1)


@mutant("V922")
def a_font_of_a_later_version(file: RealFile) -> MutantFile:
    """Firefox replaces it too."""
    return _with_number(file, b"OS/2", 0, 9)


@mutant("V922")
def a_font_program_that_says_it_slants(file: RealFile) -> MutantFile:
    return _with_number(file, b"post", 4, -12)


@mutant("V922")
def a_font_that_ghostscript_replaces(file: RealFile) -> MutantFile:
    """Its programs, of which it has none, need all the memory that there can be."""
    return _with_number(file, b"maxp", 18, -1)


@mutant("V922")
def a_font_with_a_box_as_large_as_a_house(file: RealFile) -> MutantFile:
    """poppler draws its letters on other pixels."""
    return _with_number(file, b"head", 40, 20000)


@mutant("V922", of=ARABIC_CARD)
def a_width_that_is_stated_twice(file: RealFile) -> MutantFile:
    """pdfium, MuPDF, poppler and Ghostscript take the first: who copies the text gets words with spaces inside."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in _fonts(pdf):
            font.W = Array([1, Array([100] * 30), *font.W])

    return file.edited(edit)


@mutant("V922")
def widths_with_something_after_them(file: RealFile) -> MutantFile:
    """MuPDF parts words there."""

    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[0]
        font.W = Array([*font.W, 7])

    return file.edited(edit)
