"""Mutants of press files with entries, words or an order that they were made without."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from real_mutants import MutantFile, mutant
from realfiles import TEXT_OBJECT, RealFile


@mutant("V901")
def two_lines_in_the_other_order(file: RealFile) -> MutantFile:
    """Nothing changes on the paper; who copies the text gets the second line first."""

    def change(content: str) -> str:
        one, other = list(TEXT_OBJECT.finditer(content))[:2]
        between = content[one.end() : other.start()]
        return content[: one.start()] + other.group() + between + one.group() + content[other.end() :]

    return file.with_content(change)


@mutant("V903")
def two_lines_of_the_slug_in_the_other_order(file: RealFile) -> MutantFile:
    def change(content: str) -> str:
        one, other = list(TEXT_OBJECT.finditer(content))[-2:]
        between = content[one.end() : other.start()]
        return content[: one.start()] + other.group() + between + one.group() + content[other.end() :]

    return file.with_content(change)


@mutant("T301")
def words_that_run_together(file: RealFile) -> MutantFile:
    """The spaces of a font say nothing; on the paper they are as wide as before."""

    def edit(pdf: pikepdf.Pdf) -> None:
        cmap = pdf.pages[0].Resources.Font["/F1"].ToUnicode
        cmap.write(cmap.read_bytes().replace(b"> <0020>", b"> <200B>"))

    return file.edited(edit)


@mutant("P108")
def words_far_from_the_sheet(file: RealFile) -> MutantFile:
    """They are found by a search, and read aloud."""
    (font,) = re.findall(r"/F\d+ ", file.content_of(file.line("imprint")))[:1]
    codes = re.findall(r"<[0-9A-F]+>", file.content_of(file.line("imprint")))[0]
    return file.on_top(f"BT /GSover gs 0 0 0 1 k {font} 9 Tf 2000 2000 Td {codes} Tj ET", page=1)


@mutant("V903")
def a_changed_word_in_the_slug(file: RealFile) -> MutantFile:
    """The words that the slug must have are all there."""

    def change(content: str) -> str:
        line = list(TEXT_OBJECT.finditer(content))[-1]
        codes = re.findall(r"<([0-9A-F]{8,})>", line.group())[-1]
        # The last two glyphs are told in the other order.
        turned = codes[:-8] + codes[-4:] + codes[-8:-4]
        return content[: line.start()] + line.group().replace(codes, turned) + content[line.end() :]

    return file.with_content(change)


@mutant("T309")
def a_number_said_by_a_blank_glyph(file: RealFile) -> MutantFile:
    """The font's space has a second code, which says 911."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        font = page.Resources.Font["/F1"]
        cmap, gids = font.ToUnicode.read_bytes(), font.DescendantFonts[0].CIDToGIDMap
        (space,) = re.findall(rb"<([0-9A-F]{4})> <0020>", cmap)[:1]
        code = int(space, 16)
        gid = gids.read_bytes()[2 * code : 2 * code + 2]
        gids.write(gids.read_bytes().ljust(2 * 0xFF01, b"\0") + gid)
        said = b"1 beginbfchar\n<FF01> <003900310031>\nendbfchar\nendcmap"
        font.ToUnicode.write(cmap.replace(b"endcmap", said))
        width = next(row for row in font.DescendantFonts[0].W if isinstance(row, Array))[code - 1]
        font.DescendantFonts[0].W.extend([0xFF01, Array([width])])
        added = b"\nq /GSover gs 0 0 0 1 k BT /F1 9 Tf 80 80 Td <FF01> Tj ET Q\n"
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + added)

    return file.edited(edit)


@mutant("M605")
def a_bookmark_with_another_number(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Call 911", 0))

    return file.edited(edit)


@mutant("C501")
def inks_that_a_viewer_replaces_by_black(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        function = Dictionary(FunctionType=4, Domain=Array([0, 1] * 4), Range=Array([0, 1] * 4))
        program = pdf.make_stream(b"{ pop pop pop pop 0 0 0 1 }")
        for key in function.keys():  # noqa: SIM118  # pikepdf
            program[key] = function[key]
        inks = Array([Name(f"/Ink{number}") for number in range(4)])
        pdf.pages[0].Resources.ColorSpace["/DefaultCMYK"] = Array([Name.DeviceN, inks, Name.DeviceCMYK, program])

    return file.edited(edit)


@mutant("X725")
def a_file_by_somebody_else(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Author = String("Ministry of Truth")

    return file.edited(edit)


@mutant("X712")
def a_condition_that_people_read_as_newsprint(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].Info = String("Newsprint, coldset offset")

    return file.edited(edit)


@mutant("X704")
def a_page_that_another_file_draws(file: RealFile) -> MutantFile:
    """Ghostscript and MuPDF look for that file, and draw nothing."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.F = String("other.bin")

    return file.edited(edit)


@mutant("M605")
def a_card_of_which_one_side_is_printed(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.PrintPageRange = Array([0, 0])

    return file.edited(edit)
