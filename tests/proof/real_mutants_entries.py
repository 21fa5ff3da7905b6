"""Mutants of press files with entries, words or an order that they were made without."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from real_mutants import URDU_CARD, MutantFile, mutant
from realfiles import TEXT_OBJECT, RealFile


@mutant("T312")
def two_lines_in_the_other_order(file: RealFile) -> MutantFile:
    """Nothing changes on the paper; who copies the text gets the second line first."""

    def change(content: str) -> str:
        one, other = list(TEXT_OBJECT.finditer(content))[:2]
        between = content[one.end() : other.start()]
        return content[: one.start()] + other.group() + between + one.group() + content[other.end() :]

    return file.with_content(change)


@mutant("T312")
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


@mutant("T309", "P108")
def words_far_from_the_sheet(file: RealFile) -> MutantFile:
    """They are found by a search, and read aloud."""
    (font,) = re.findall(r"/F\d+ ", file.content_of(file.line("imprint")))[:1]
    codes = re.findall(r"<[0-9A-F]+>", file.content_of(file.line("imprint")))[0]
    return file.on_top(f"BT /GSover gs 0 0 0 1 k {font} 9 Tf 2000 2000 Td {codes} Tj ET", page=1)


@mutant("T309")
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


@mutant("V915")
def a_number_of_which_only_a_comment_is_right(file: RealFile) -> MutantFile:
    """A reader who copies 1-888-373-7888 from the page gets 7-888-373-7888, in every viewer."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            cmap = font.ToUnicode.read_bytes()
            (one,) = re.findall(rb"<[0-9A-F]{4}> <0031>", cmap)
            comment = b"%% 1 beginbfchar %s endbfchar\nendcmap" % one
            font.ToUnicode.write(cmap.replace(one, one[:-3] + b"37>").replace(b"endcmap", comment))

    return file.edited(edit)


@mutant("V917")
def a_bookmark_with_another_number(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Call 911", 0))

    return file.edited(edit)


@mutant("V917")
def text_written_downwards(file: RealFile) -> MutantFile:
    """In a font that no page uses, so that nothing else changes."""

    def edit(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        fonts["/F9"] = pdf.make_indirect(Dictionary(fonts["/F1"]))
        fonts["/F9"].Encoding = Name("/Identity-V")

    return file.edited(edit)


@mutant("V917", "C501")
def inks_that_a_viewer_replaces_by_black(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        function = Dictionary(FunctionType=4, Domain=Array([0, 1] * 4), Range=Array([0, 1] * 4))
        program = pdf.make_stream(b"{ pop pop pop pop 0 0 0 1 }")
        for key in function.keys():  # noqa: SIM118  # pikepdf
            program[key] = function[key]
        inks = Array([Name(f"/Ink{number}") for number in range(4)])
        pdf.pages[0].Resources.ColorSpace["/DefaultCMYK"] = Array([Name.DeviceN, inks, Name.DeviceCMYK, program])

    return file.edited(edit)


@mutant("M604")
def a_file_that_claims_to_be_german(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("de")

    return file.edited(edit)


@mutant("M604", "X725")
def a_file_by_somebody_else(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Author = String("Ministry of Truth")

    return file.edited(edit)


@mutant("M604")
def a_title_in_a_second_language(file: RealFile) -> MutantFile:
    """Viewers in that language show it above the page."""

    def edit(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        other = b'<rdf:li xml:lang="en">Call 911</rdf:li></rdf:Alt></dc:title>'
        pdf.Root.Metadata = pdf.make_stream(packet.replace(b"</rdf:Alt></dc:title>", other))
        pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = Name.Metadata, Name.XML

    return file.edited(edit)


@mutant("V919")
def a_second_profile_before_that_of_the_press(file: RealFile) -> MutantFile:
    """MuPDF takes the first one, and shows other colours."""

    def edit(pdf: pikepdf.Pdf) -> None:
        other = Dictionary(pdf.Root.OutputIntents[0])
        other.S = Name.GTS_PDFA1
        pdf.Root.OutputIntents.insert(0, pdf.make_indirect(other))

    return file.edited(edit)


@mutant("X712")
def a_condition_that_people_read_as_newsprint(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].Info = String("Newsprint, coldset offset")

    return file.edited(edit)


@mutant("V920")
def a_second_font_program(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        described = pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].FontDescriptor
        described.FontFile3 = pdf.make_stream(b"OTTO", Subtype=Name.OpenType)

    return file.edited(edit)


@mutant("V920")
def a_font_with_a_small_box_of_its_own(file: RealFile) -> MutantFile:
    """poppler cuts off what is outside of it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        described = pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].FontDescriptor
        program = bytearray(described.FontFile2.read_bytes())
        at = program.index(b"head")
        start = int.from_bytes(program[at + 8 : at + 12], "big")
        program[start + 36 : start + 44] = bytes((0, 0, 0, 0, 0, 100, 0, 100))
        described.FontFile2 = pdf.make_stream(bytes(program), Length1=len(program))

    return file.edited(edit)


@mutant("V917", "X704")
def a_page_that_another_file_draws(file: RealFile) -> MutantFile:
    """Ghostscript and MuPDF look for that file, and draw nothing."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.F = String("other.bin")

    return file.edited(edit)


@mutant("V919")
def a_card_of_which_one_side_is_printed(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.PrintPageRange = Array([0, 0])

    return file.edited(edit)


@mutant("V920", of=URDU_CARD)
def a_box_that_cuts_off_high_words(file: RealFile) -> MutantFile:
    """That of the face: words in Nastaliq are composed of its letters, and climb above it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            left, bottom, right, top = map(float, font.DescendantFonts[0].FontDescriptor.FontBBox)
            font.DescendantFonts[0].FontDescriptor.FontBBox = Array([left / 4, bottom / 4, right / 4, top / 4])

    return file.edited(edit)


@mutant("V915")
def a_file_that_claims_tags(file: RealFile) -> MutantFile:
    """It has none, so that a voice says nothing, instead of the words in their order."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    return file.edited(edit)


@mutant("V917")
def colours_in_a_stream(file: RealFile) -> MutantFile:
    """MuPDF takes its dictionary for the list of colours, which could replace every one."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.XObject = pdf.make_stream(b"")

    return file.edited(edit)


@mutant("M604")
def a_number_among_the_properties(file: RealFile) -> MutantFile:
    """Viewers show it in the window of the file's properties."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Helpline"] = String("911")

    return file.edited(edit)


@mutant("M604")
def a_file_of_an_older_pdf(file: RealFile) -> MutantFile:
    assert file.pdf.startswith(b"%PDF-1.6")
    return file.pdf.replace(b"%PDF-1.6", b"%PDF-1.3", 1)


@mutant("V917")
def a_page_that_illustrator_replaces(file: RealFile) -> MutantFile:
    """It shows its own record of the page, if there is one."""

    def edit(pdf: pikepdf.Pdf) -> None:
        record = pdf.make_stream(b"%!PS-Adobe-3.0")
        pdf.pages[0].PieceInfo = Dictionary(Illustrator=Dictionary(Private=Dictionary(AIPrivateData1=record)))

    return file.edited(edit)


@mutant("V917")
def a_font_of_no_known_kind(file: RealFile) -> MutantFile:
    """MuPDF and Firefox draw nothing of it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].Subtype = String("CIDFontType2")

    return file.edited(edit)


@mutant("V917")
def a_font_of_no_known_type(file: RealFile) -> MutantFile:
    """Ghostscript draws its letters in another font."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F1"].Type = Name.Fnt

    return file.edited(edit)


@mutant("M604")
def keywords_with_another_number(file: RealFile) -> MutantFile:
    """Both places where they are say the same."""

    def edit(pdf: pikepdf.Pdf) -> None:
        keywords = str(pdf.docinfo.Keywords)
        packet = pdf.Root.Metadata.read_bytes().replace(keywords.encode(), b"Call 911")
        pdf.docinfo.Keywords = String("Call 911")
        pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)

    return file.edited(edit)


@mutant("M604")
def a_title_in_utf_8(file: RealFile) -> MutantFile:
    """PDF 1.7 has no such encoding (ISO 32000-1, 7.9.2); pdfium and poppler know it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Title = String(b"\xef\xbb\xbf" + str(pdf.docinfo.Title).encode())

    return file.edited(edit)
