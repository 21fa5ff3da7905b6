"""Mutants of real files: boxes, marks, slug and fonts."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name
from proofsample import draw_on_top
from real_mutants import ARABIC_CARD, BROCHURE, MutantFile, mutant
from realfiles import RealFile

from expecting import with_document, with_pages

# -- pages ---------------------------------------------------------------------------------------------------------


@mutant("P101", "T301")
def a_face_is_missing(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    return file.edited(edit)


@mutant("P101", "T301", of=BROCHURE)
def the_inside_is_missing(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    return file.edited(edit)


def _set_box(file: RealFile, name: str, box: tuple[float, ...]) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[f"/{name}"] = Array(box)

    return file.edited(edit)


@mutant("P102")
def the_trim_is_two_points_too_wide(file: RealFile) -> MutantFile:
    return _set_box(file, "TrimBox", (36, 36, 290, 180))


@mutant("P102")
def a_sixteenth_of_an_inch_of_bleed(file: RealFile) -> MutantFile:
    return _set_box(file, "BleedBox", (31.5, 31.5, 292.5, 184.5))


@mutant("P102")
def cropped_to_the_trim(file: RealFile) -> MutantFile:
    return _set_box(file, "CropBox", (36, 36, 288, 180))


@mutant("P102")
def a_sheet_a_hundredth_of_a_point_to_the_right(file: RealFile) -> MutantFile:
    """Viewers move the page against their pixels."""
    return _set_box(file, "MediaBox", (0.01, 0, 324.01, 216))


@mutant("P102")
def cropped_by_five_numbers(file: RealFile) -> MutantFile:
    """pdfium, MuPDF and Ghostscript take the first four; poppler takes none."""
    return _set_box(file, "CropBox", (60, 60, 200, 120, 0))


@mutant("P102")
def turned_by_a_quarter(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Rotate = 90

    return file.edited(edit)


@mutant("P103")
def a_background_that_ends_at_the_trim(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: re.sub(r"\n-9 (\S+) 270 (\S+) re f\n", r"\n0 \1 252 \2 re f\n", content))


@mutant("P104")
def art_in_the_slug(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content + "\nq 0 0.28 0.85 0 k 100 2 20 5 re f Q\n")


@mutant("P105")
def a_crop_mark_inside_the_bleed(file: RealFile) -> MutantFile:
    return file.with_content(
        lambda content: content.replace("\n24 36 m 9 36 l\n", "\n24 36 m 9 36 l\n33 60 m 28 60 l\n")
    )


@mutant("P106")
def a_hairline(file: RealFile) -> MutantFile:
    return file.on_top("0 0 0 0.5 k 100 12 40 0.1 re f")


@mutant("V901")
def a_crop_mark_is_missing(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("\n288 192 m 288 207 l\n", "\n"))


@mutant("V901", of=BROCHURE)
def a_fold_mark_is_missing(file: RealFile) -> MutantFile:
    fold = 36 + file.expectation.pages[0].folds[0]
    return file.with_content(lambda content: re.sub(rf"\n{fold:g} \S+ m {fold:g} \S+ l\n", "\n", content, count=1))


@mutant("V905")
def marks_in_a_pale_tint(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("/CSall CS 1 SCN", "/CSall CS 0.4 SCN"))


@mutant("P108", of=ARABIC_CARD)
def a_draft_without_its_draft_mark(file: RealFile) -> MutantFile:
    def without_last_line(content: str) -> str:
        return content[: content.rindex("BT\n")] + content[content.rindex("ET\n") + 3 :]

    return file.with_content(without_last_line, page=1)


# -- fonts ---------------------------------------------------------------------------------------------------------


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [font for _, font in sorted(pdf.pages[0].Resources.Font.items())]


def _code_of(file: RealFile, font: pikepdf.Object, character: str) -> int:
    """Return the code that a font gives to *character*."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes())
    return next(int(code, 16) for code, text in pairs if bytes.fromhex(text.decode()) == character.encode("utf-16-be"))


@mutant("F201")
def a_font_is_not_embedded(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del _fonts(pdf)[0].DescendantFonts[0].FontDescriptor["/FontFile2"]

    return file.edited(edit)


@mutant("F201", of=ARABIC_CARD)
def a_stray_helvetica(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].Resources.Font["/H"] = helvetica
        draw_on_top(pdf, "BT /H 12 Tf ET")

    return file.edited(edit)


@mutant("F202")
def a_font_that_is_not_a_subset(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[0]
        described = font.DescendantFonts[0].FontDescriptor
        font.BaseFont = font.DescendantFonts[0].BaseFont = described.FontName = Name("/NotoSans-Bold")

    return file.edited(edit)


@mutant("F203")
def a_truncated_font_program(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        descriptor = _fonts(pdf)[0].DescendantFonts[0].FontDescriptor
        descriptor.FontFile2 = pdf.make_stream(descriptor.FontFile2.read_bytes()[:200])

    return file.edited(edit)


def _map_to(file: RealFile, character: str, gid: int | str, font_number: int) -> bytes:
    """Return the file with the code of *character* mapped to another glyph, or to that of another character."""

    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[font_number]
        descendant = font.DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        code = _code_of(file, font, character)
        other = 2 * _code_of(file, font, gid) if isinstance(gid, str) else 0
        gids[2 * code : 2 * code + 2] = gids[other : other + 2] if isinstance(gid, str) else gid.to_bytes(2, "big")
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return file.edited(edit)


@mutant("F204", "F206")
def a_box_instead_of_a_letter(file: RealFile) -> MutantFile:
    """The box has the size of the font's .notdef glyph, not of the letter."""
    return _map_to(file, "a", 0, 0)


@mutant("F207")
def an_eight_that_looks_like_a_three(file: RealFile) -> MutantFile:
    """A program that reads only text finds the file correct."""
    return _map_to(file, "8", "3", 1)


@mutant("F205", "T301")
def a_letter_without_text(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[0]
        code = _code_of(file, font, "a")
        cmap = re.sub(rb"<%04X>\s*<0061>\s*" % code, b"", font.ToUnicode.read_bytes(), flags=re.I)
        font.ToUnicode = pdf.make_stream(cmap)

    return file.edited(edit)


@mutant("P109")
def a_draft_that_says_so_in_its_margin_alone(file: RealFile) -> MutantFile:
    """The slug of a press file is cut off; the expectation is changed to that of an office sheet."""
    one_piece = with_pages(file.expectation, lambda page: replace(page, pieces=((0.0, 0.0, page.width, page.height),)))
    return file.pdf, with_document(one_piece, draft=True)
