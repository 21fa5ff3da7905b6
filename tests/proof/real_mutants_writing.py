"""Mutants of press files that are written so that programs read different pages, objects or instructions in them."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from real_mutants import MutantFile, mutant
from realfiles import RealFile

from pdfedits import with_bytes


def _with_a_hidden_page(pdf: bytes, before: bytes) -> bytes:
    """Return a file with another version of what draws its first page, after *before*, where no table names it."""
    (number,) = re.findall(rb"/Contents (\d+) 0 R", pdf)[:1]
    hidden = b"%s obj\n<< /Length 12 >>\nstream\n9 9 9 9 re f\nendstream\nendobj\n" % (before % int(number))
    return with_bytes(pdf, b"xref\n0 ", hidden + b"xref\n0 ")


@mutant("V921")
def a_page_that_most_programs_show_in_place_of_the_front(file: RealFile) -> MutantFile:
    """They don't find the table, and look for objects. qpdf reads the place of the table, and finds none hidden."""
    return re.sub(rb"startxref\n", b"startxref\n% 1\n", _with_a_hidden_page(file.pdf, b"%%stream\n%d 0"))


@mutant("V921")
def a_page_behind_a_nought(file: RealFile) -> MutantFile:
    """A byte of nought is white space to PDF, and not to all who look for objects."""
    return _with_a_hidden_page(file.pdf, b"%d\x000\x00")


@mutant("V921")
def a_table_with_a_sign(file: RealFile) -> MutantFile:
    return file.pdf.replace(b"startxref\n", b"startxref\n+")


@mutant("V921")
def bytes_between_two_objects(file: RealFile) -> MutantFile:
    return with_bytes(file.pdf, b"endobj\n2 0 obj", b"endobj\n<< >>\n2 0 obj")


@mutant("V921")
def a_comment_among_the_objects(file: RealFile) -> MutantFile:
    return with_bytes(file.pdf, b"/Type /Catalog", b"/Type %1\n/Catalog")


@mutant("V921")
def a_file_rearranged_for_the_web(file: RealFile) -> MutantFile:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        pdf.save(held, linearize=True)
    return held.getvalue()


@mutant("V921")
def a_front_that_one_program_crops(file: RealFile) -> MutantFile:
    """Ghostscript goes down the tree of pages and comes by the box; others go up from a page, past it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        tree = pdf.Root.Pages
        branch = Dictionary(Type=Name.Pages, Kids=tree.Kids, Count=2, Parent=tree, CropBox=Array([0, 0, 150, 99]))
        tree.Kids = Array([pdf.make_indirect(branch)])

    return file.edited(edit)


@mutant("V918")
def curves_that_a_press_draws_with_corners(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace(" cm\n", " cm\n100 i\n", 1))


@mutant("V921")
def a_front_that_ghostscript_replaces_by_the_back(file: RealFile) -> MutantFile:
    """It takes the first of two entries; pdfium and the proof take the last."""
    front, back = re.findall(rb"/Contents \d+ 0 R", file.pdf)[:2]
    return with_bytes(file.pdf, front, back + b" " + front)


@mutant("V921")
def an_action_in_a_revision_that_there_is_not(file: RealFile) -> MutantFile:
    """pdfium and MuPDF pass over the number of the revision, and find an object; to qpdf there is none."""
    return with_bytes(file.pdf, b"/Lang ", b"/OpenAction 1 7 R /Lang ")


@mutant("V921")
def a_page_in_a_second_table(file: RealFile) -> MutantFile:
    """An update that changes nothing."""
    (last,) = re.findall(rb"startxref\s+(\d+)", file.pdf)
    (root,) = re.findall(rb"/Root \d+ 0 R", file.pdf)
    (info,) = re.findall(rb"/Info \d+ 0 R", file.pdf)
    identity = re.findall(rb"/ID\s*\[[^]]*\]", file.pdf)[0]
    trailer = b"trailer\n<< /Size 99 %s %s %s /Prev %s >>\n" % (root, info, identity, last)
    return file.pdf + b"xref\n0 0\n" + trailer + b"startxref\n%d\n%%%%EOF\n" % len(file.pdf)


@mutant("V921")
def a_version_of_an_object_in_no_table(file: RealFile) -> MutantFile:
    """A program that does not trust the table looks through the file, and takes the last version of each object."""
    return with_bytes(file.pdf, b"xref\n0 ", b"1 0 obj\n<< >>\nendobj\nxref\n0 ")


@mutant("V921")
def a_table_that_is_cut_short(file: RealFile) -> MutantFile:
    """MuPDF reads no more of it than its trailer says, and looks through the file for the rest."""
    (size,) = re.findall(rb"/Size \d+", file.pdf)
    return with_bytes(file.pdf, size, b"/Size 9")


@mutant("V921")
def a_third_page_that_there_is_not(file: RealFile) -> MutantFile:
    """poppler shows an empty one, pdfium an error."""
    return with_bytes(file.pdf, b"/Count 2", b"/Count 3")


@mutant("P002")
def two_strings_of_which_one_is_shown(file: RealFile) -> MutantFile:
    """Programs show the first or the last, which here are equal; of equal looks, they may say different words."""
    return file.with_content(lambda content: re.sub(r"(<[0-9A-F]+>)Tj", r"\1\1Tj", content, count=1))


@mutant("V918", "X706")
def an_instruction_that_some_read_as_two_words(file: RealFile) -> MutantFile:
    """poppler and MuPDF read a number and an instruction."""
    return file.with_content(lambda content: content.replace("\nBT\n", "\nBT\n0Tr\n", 1))


@mutant("V914")
def a_form_of_which_a_string_says_what_it_is(file: RealFile) -> MutantFile:
    """pdfium takes it for a form, and finds its words."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        form = pdf.make_stream(b"BT 3 Tr /F1 9 Tf 80 80 Td <00150016> Tj ET", BBox=Array([0, 0, 99, 99]))
        form.Subtype, form.Resources = String("Form"), Dictionary(Font=page.Resources.Font)
        page.Resources.XObject = Dictionary(Fm=form)
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n/Fm Do\n")

    return file.edited(edit)


@mutant("V918")
def crop_marks_of_dots(file: RealFile) -> MutantFile:
    """Their gaps are too small for the picture of the page."""
    return file.with_content(lambda content: content.replace("/CSall CS 1 SCN", "/CSall CS 1 SCN\n[.05 .05] 0 d"))


@mutant("V918")
def a_font_in_a_graphics_state(file: RealFile) -> MutantFile:
    """MuPDF selects it, pdfium does not."""

    def edit(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].Resources
        resources.ExtGState.GSknock.Font = Array([resources.Font["/F1"], 9])

    return file.edited(edit)


@mutant("V918")
def a_blend_mode_that_blends_nothing(file: RealFile) -> MutantFile:
    """MuPDF converts colours in another way where any is named."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSknock.BM = Name.Compatible

    return file.edited(edit)


@mutant("V918")
def a_path_inside_a_text(file: RealFile) -> MutantFile:
    """poppler paints nothing of the text after it."""
    return file.with_content(lambda content: content.replace("Td\n", "Td\n90 90 5 5 re n\n", 1))


@mutant("V918")
def spaces_that_are_wider_for_poppler(file: RealFile) -> MutantFile:
    """They count for codes of one byte alone; who copies the text gets its letters in another order."""
    return file.with_content(lambda content: content.replace("Td\n", "Td\n20 Tw\n", 1))


@mutant("V918")
def a_line_that_is_somewhere_else_for_mupdf(file: RealFile) -> MutantFile:
    """It and Ghostscript lose the places of a number that has hundreds of decimals."""
    decimals = "0" * 400 + "1"
    return file.with_content(
        lambda content: re.sub(r"\n(\d+\.\d+) (\S+ Td\n)", rf"\n\g<1>{decimals} \2", content, count=1)
    )


@mutant("V918")
def a_page_that_moves_far_away_and_back(file: RealFile) -> MutantFile:
    """MuPDF and Ghostscript have not the range of the numbers, and the page stays away."""
    away = " cm\n1 0 0 1 4294967296 0 cm\n1 0 0 1 -4294967296 0 cm\n"
    return file.with_content(lambda content: content.replace(" cm\n", away, 1))


@mutant("V918")
def a_comment_between_instructions(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace(" cm\n", " cm % q\n", 1))


@mutant("V918")
def an_octal_escape_beyond_a_byte(file: RealFile) -> MutantFile:
    """Its highest bit is to be ignored, which a program may not do; ours are never written so."""

    def escaped(codes: re.Match[str]) -> str:
        return "(" + "".join(f"\\{byte + 256:03o}" for byte in bytes.fromhex(codes[1])) + ")Tj"

    return file.with_content(lambda content: re.sub(r"<([0-9A-F]+)>Tj", escaped, content, count=1))


@mutant("V918")
def instructions_after_the_end_of_what_is_packed(file: RealFile) -> MutantFile:
    """A program that went on after the end would paint a black square; none was found that does."""

    def edit(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].Contents
        more = zlib.compress(b"0 0 0 1 k 40 40 99 99 re f")
        contents.write(zlib.compress(contents.read_bytes()) + more, filter=Name.FlateDecode)

    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        edit(pdf)
        pdf.save(held, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return held.getvalue()


@mutant("V918")
def an_overprint_mode_with_a_decimal(file: RealFile) -> MutantFile:
    """MuPDF shows other colours."""
    return with_bytes(file.pdf, b"/OPM 1 ", b"/OPM 1.0 ")


@mutant("V918")
def an_overprint_that_is_a_name(file: RealFile) -> MutantFile:
    """To MuPDF it is switched off."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSover.OP = Name("/true")

    return file.edited(edit)
