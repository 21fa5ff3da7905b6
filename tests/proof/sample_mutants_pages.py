"""Mutants of the sample file: boxes, marks, slug and fonts."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name
from proofsample import DEEP, ORIGIN, Sample, draw_on_top
from sample_mutants import mutant

from expecting import with_document, with_edition, with_pages
from flyers.proof.expectations import Expectation
from pdfedits import edited

# -- pages ---------------------------------------------------------------------------------------------------------


@mutant("P101")
def a_page_too_many(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: pdf.pages.append(pdf.pages[0]) or _without_contents(pdf.pages[1]))


def _without_contents(page: pikepdf.Page) -> None:
    page.Contents = Array([])


@mutant("P102")
def wrong_trim_box(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].TrimBox = Array([ORIGIN, ORIGIN, ORIGIN + 250, ORIGIN + 144])

    return sample.edited(edit)


@mutant("P102")
def no_trim_box_but_the_same_place(sample: Sample) -> bytes:
    """The trim is in the right place only because of the crop box."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].TrimBox
        pdf.pages[0].CropBox = Array([ORIGIN, ORIGIN, ORIGIN + 252, ORIGIN + 144])

    return sample.edited(edit)


@mutant("P102")
def missing_bleed_box(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].BleedBox

    return sample.edited(edit)


@mutant("P102")
def bleed_of_a_sixteenth(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].BleedBox = Array([ORIGIN - 4.5, ORIGIN - 4.5, ORIGIN + 256.5, ORIGIN + 148.5])

    return sample.edited(edit)


@mutant("P102")
def a_page_that_scales_itself(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].UserUnit = 1.5

    return sample.edited(edit)


@mutant("P103")
def art_short_of_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(
        band=lambda band: band.replace(f"27 {ORIGIN + 104} 270 49 re", f"36 {ORIGIN + 104} 261 49 re")
    )


@mutant("P104")
def art_beyond_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(frame=lambda frame: f"q {DEEP} 20 {ORIGIN + 104} 277 49 re f Q {frame}")


@mutant("P104")
def art_in_the_slug(sample: Sample) -> bytes:
    return sample.with_pieces(end="q 0 0 0 1 k 200 5 20 10 re f Q")


@mutant("P105")
def a_mark_inside_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("3 36 m 18 36 l", "3 36 m 18 36 l 29 60 m 34 60 l"))


@mutant("P106")
def a_hairline(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda rule: rule.replace("120 0.5 re", "120 0.1 re"))


@mutant("P106")
def a_stroke_of_zero_width(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 K 0 w {ORIGIN + 12} 60 m {ORIGIN + 100} 60 l S Q")


@mutant("V901")
def no_mark_for_the_right_cut(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("288 3 m 288 18 l 288 198 m 288 213 l", ""))


@mutant("V901")
def no_mark_for_a_fold(sample: Sample) -> tuple[bytes, Expectation]:
    """The fold is between text and code, clear of both."""
    return sample.pdf, with_pages(sample.expectation, lambda page: replace(page, folds=(175.0,), safe=3.0))


@mutant("V901")
def a_mark_at_one_end_only(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("288 198 m 288 213 l", ""))


@mutant("P102")
def a_mark_cut_off_by_the_media_box(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, 2 * ORIGIN + 252 - 20, 2 * ORIGIN + 144])

    return sample.edited(edit)


@mutant("V901")
def a_bar_instead_of_a_mark(sample: Sample) -> bytes:
    """It does not show exactly where to cut."""
    return sample.with_pieces(
        marks=lambda marks: marks.replace("288 198 m 288 213 l", "") + " q /All cs 1 scn 283 198 10 15 re f Q"
    )


@mutant("P108")
def no_slug(sample: Sample) -> bytes:
    return sample.with_pieces(slug="")


@mutant("P108")
def the_slug_of_another_language(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, with_document(sample.expectation, language="es")


@mutant("P108")
def a_slug_that_runs_into_a_mark(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 -9 0 cm BT"))


@mutant("P108")
def a_slug_that_runs_off_the_sheet(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 0 -5 cm BT"))


def _without_a_slug(sample: Sample, keywords: str, **pieces: str) -> tuple[bytes, Expectation]:
    """Return the file with *keywords*, for a print condition that has no slug, and its title, with the product."""
    slug = () if pieces.get("slug") == "" else sample.expectation.slug
    expectation = replace(with_edition(sample.expectation, slug_line=False), slug=slug)

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "You are not alone (card)"
        pdf.docinfo["/Keywords"] = keywords

    data = sample.with_pieces(**pieces) if pieces else sample.pdf
    return edited(data, edit), expectation


@mutant()
def a_file_that_says_in_place_of_a_slug_what_it_is(sample: Sample) -> tuple[bytes, Expectation]:
    """No fault: otherwise the next two would prove nothing."""
    return _without_a_slug(sample, "en 2026-11 4f2a91c", slug="")


@mutant("P108")
def a_file_without_a_slug_that_says_nothing_of_its_words(sample: Sample) -> tuple[bytes, Expectation]:
    return _without_a_slug(sample, "en 2026-11", slug="")


@mutant("P108")
def a_slug_where_none_is_asked_for(sample: Sample) -> tuple[bytes, Expectation]:
    return _without_a_slug(sample, "en 2026-11 4f2a91c")


@mutant("P108")
def the_slug_of_another_day(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/CreationDate"] = "D:20270101000000Z"

    return sample.edited(edit)


# -- fonts ---------------------------------------------------------------------------------------------------------


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources.Font.F1


@mutant("F201")
def an_unembedded_font(sample: Sample) -> bytes:
    """Without the font there are no boxes of glyphs, so checks that need them report nothing."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F3 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        draw_on_top(pdf, "BT /F3 12 Tf ET")

    return sample.edited(edit)


@mutant("F202")
def a_font_that_is_not_a_subset(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _font(pdf)
        described = font.DescendantFonts[0].FontDescriptor
        font.BaseFont = font.DescendantFonts[0].BaseFont = described.FontName = Name("/NotoSans")

    return sample.edited(edit)


@mutant("F203")
def a_map_beyond_the_last_glyph(sample: Sample) -> bytes:
    """The code of a space, so that nothing visible is lost."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        cid = _cid_of(sample, " ")
        gids[2 * cid : 2 * cid + 2] = (9999).to_bytes(2, "big")
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return sample.edited(edit)


def _cid_of(sample: Sample, character: str, line: str = "first") -> int:
    """Return the code that draws *character* in a Latin line, where each glyph has one character."""
    expected = next(one.text for _, one in sample.expectation.lines if one.block == f"front/{line}")
    codes = re.findall(r"<([0-9A-F]{4})>", sample.pieces[line])
    return int(codes[expected.index(character)], 16)


@mutant("F204")
def notdef_for_a_letter(sample: Sample) -> bytes:
    """An “e” that is neither first nor last, so that the box around the line changes only in height."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        cid = _cid_of(sample, "e")
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        gids[2 * cid : 2 * cid + 2] = b"\0\0"
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))
        descendant.W[1][cid - 1] = 600

    return sample.edited(edit)


@mutant("F205", "T301")
def a_code_without_text(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        cid = _cid_of(sample, " ")
        mapping = re.sub(rf"<{cid:04X}> <0020>".encode(), b"", _font(pdf).ToUnicode.read_bytes())
        _font(pdf).ToUnicode = pdf.make_stream(mapping)

    return sample.edited(edit)


@mutant("F206")
def a_wrong_width(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        _font(pdf).DescendantFonts[0].W[1][_cid_of(sample, "y") - 1] = 700

    return sample.edited(edit)


@mutant("F207")
def an_eight_drawn_as_a_three(sample: Sample) -> bytes:
    """The file says 8 and 3, the paper 3 and 3. Reading the text shows no fault; only the font does."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        eight, three = (_cid_of(sample, digit, "number") for digit in "83")
        gids[2 * eight : 2 * eight + 2] = gids[2 * three : 2 * three + 2]
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return sample.edited(edit)


@mutant("P108", "P109")
def a_draft_that_does_not_say_so_where_it_is_cut_out(sample: Sample) -> tuple[bytes, Expectation]:
    one_piece = with_pages(
        sample.expectation, lambda page: replace(page, pieces=((0.0, 0.0, page.width, page.height),))
    )
    return sample.pdf, with_document(one_piece, draft=True)
