"""Mutants of real files that show other words than they hold."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
from fontTools.ttLib import TTFont
from real_mutants import ARABIC_CARD, NUMBER, MutantFile, mutant
from realfiles import RealFile, real

from flyers.page.document import Document, Photo, Photograph
from pdfedits import saved


def _last_digit(file: RealFile) -> str:
    """Return the operands of a rectangle over the last digit of the number."""
    left, bottom, right, top = file.line(NUMBER).box
    width = (right - left) / 14
    return f"{right - width:.2f} {bottom - 1:.2f} {width:.2f} {top - bottom + 2:.2f}"


def _with_font(file: RealFile, change: Callable[[TTFont, list[int]], None]) -> bytes:
    """Return the file with the font of the number changed; *change* gets the glyphs of the number, in order."""
    content = file.content_of(file.line(NUMBER))
    codes = [int(code, 16) for string in re.findall(r"<([0-9A-F]+)>", content) for code in re.findall("....", string)]
    name = re.findall(r"/(F\S+) \S+ Tf", content)[0]

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = pdf.pages[0].Resources.Font[f"/{name}"].DescendantFonts[0]
        by_code = descendant.CIDToGIDMap.read_bytes()
        glyphs = [int.from_bytes(by_code[2 * code : 2 * code + 2], "big") for code in codes]
        program = descendant.FontDescriptor.FontFile2
        font = TTFont(io.BytesIO(program.read_bytes()))
        change(font, glyphs)
        data = io.BytesIO()
        font.save(data)
        program.write(data.getvalue())

    return file.edited(edit)


@mutant("V902")
def the_last_digit_under_a_black_bar_that_overprints(file: RealFile) -> MutantFile:
    return file.on_top(f"/GSover gs 0 0 0 1 k {_last_digit(file)} re f")


@mutant("V902")
def a_black_bar_painted_before_the_number(file: RealFile) -> MutantFile:
    """The number is black too."""
    bar = f"q /GSover gs 0 0 0 1 k {_last_digit(file)} re f Q"
    return file.with_line(file.line(NUMBER), lambda text: f"{bar}\n{text}")


@mutant("V904")
def a_digit_without_an_outline(file: RealFile) -> MutantFile:
    def change(font: TTFont, glyphs: list[int]) -> None:
        empty(font, glyphs[-1])

    return _with_font(file, change)


def empty(font: TTFont, gid: int) -> None:
    """Flatten the outline of a glyph to a line."""
    glyph = font["glyf"][font.getGlyphName(gid)]
    glyph.expand(font["glyf"])
    middle = (glyph.yMin + glyph.yMax) // 2
    glyph.coordinates.scale((1, 0))
    glyph.coordinates.translate((0, middle))


@mutant("V903")
def two_digits_that_changed_outlines_in_the_font(file: RealFile) -> MutantFile:
    """The text that readers extract is still the campaign's number."""

    def change(font: TTFont, glyphs: list[int]) -> None:
        table = font["glyf"]
        one, other = (font.getGlyphName(glyphs[index]) for index in (6, 7))  # 3 and 7 of 373
        table[one], table[other] = table[other], table[one]

    return _with_font(file, change)


@mutant("V905")
def text_only_stroked_as_thin_as_a_hair(file: RealFile) -> MutantFile:
    return file.with_line(file.line(NUMBER), lambda text: f"q 1 Tr 0.05 w\n{text}Q\n")


@mutant("V902")
def a_stroke_that_turns_a_one_into_a_seven(file: RealFile) -> MutantFile:
    left, _, _, top = file.line(NUMBER).box
    return file.on_top(f"/GSover gs 0 0 0 1 k {left - 4:.2f} {top - 2:.2f} 8 2 re f")


@mutant("V905")
def a_number_in_a_paler_black(file: RealFile) -> MutantFile:
    return file.with_line(file.line(NUMBER), lambda text: f"q /GSover gs 0 0 0 0.85 k\n{text}Q\n")


@mutant("V903")
def a_pictogram_one_point_to_the_right(file: RealFile) -> MutantFile:
    """Its path is the first with curves."""

    def change(content: str) -> str:
        start = content.index(" c\n")
        begin = content.rindex(" m\n", 0, start)
        begin = content.rindex("\n", 0, begin) + 1
        end = content.index("\nf", start) + 3
        return f"{content[:begin]}q 1 0 0 1 1 0 cm\n{content[begin:end]}\nQ\n{content[end:]}"

    return file.with_content(change, 1)


@mutant("P102", "P108")
def a_page_without_the_lower_half_of_its_slug(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        left, bottom, right, top = map(float, pdf.pages[0].MediaBox)
        pdf.pages[0].MediaBox = pikepdf.Array([left, bottom + 15, right, top])

    return file.edited(edit)


@mutant("M605")
def text_in_a_pattern(file: RealFile) -> MutantFile:
    return file.with_line(file.line(NUMBER), lambda text: f"q /Pattern cs Q\n{text}")


@mutant("V901")
def a_number_seen_through_a_triangle(file: RealFile) -> MutantFile:
    """Of which the box is as large as the line."""
    left, bottom, right, top = file.line(NUMBER).box
    frame = f"{left - 3:.2f} {bottom - 3:.2f} m {right + 3:.2f} {bottom - 3:.2f} l {left - 3:.2f} {top + 3:.2f} l "
    frame += f"{right + 3:.2f} {top + 3:.2f} l W n"
    return file.with_line(file.line(NUMBER), lambda text: f"q {frame}\n{text}Q\n")


@mutant("P106")
def an_image_inside_the_drawing_instructions(file: RealFile) -> MutantFile:
    return file.on_top("q 0.01 0 0 0.01 1 1 cm BI /W 1 /H 1 /CS /CMYK /BPC 8 /L 4 ID \x00\x00\x00\x00 EI Q")


@mutant("M603")
def a_note_on_the_page(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[40, 40, 60, 60], Contents="Call 911", F=2
        )
        pdf.pages[0].Annots = pikepdf.Array([note])

    return file.edited(edit)


@mutant("V905")
def a_slug_in_grey(file: RealFile) -> MutantFile:
    """Type of 6 pt has no pixel without an edge."""
    return file.with_content(lambda content: "0 0 0 0.7 k".join(content.rsplit("0 0 0 1 k", 1)))


@mutant("V903")
def a_band_a_fifth_of_a_point_lower(file: RealFile) -> MutantFile:
    """Less than a pixel of the picture."""

    def lower(content: str) -> str:
        band = re.findall(r"^\S+ \S+ \S+ \S+ re f$", content, re.M)[1]
        left, bottom, *rest = band.split()
        return content.replace(band, " ".join((left, f"{float(bottom) - 0.2:.3f}", *rest)))

    return file.with_content(lower, 1)


@mutant("V902")
def white_painted_on_paper(file: RealFile) -> MutantFile:
    return file.on_top("0 0 0 0 k 3 3 1 1 re f")


@mutant("V904")
def a_digit_two_units_narrower(file: RealFile) -> MutantFile:
    """A fiftieth of a point on this card."""

    def change(font: TTFont, glyphs: list[int]) -> None:
        glyph = font["glyf"][font.getGlyphName(glyphs[-1])]
        glyph.expand(font["glyf"])
        width = glyph.xMax - glyph.xMin
        glyph.coordinates.scale(((width - 2) / width, 1))

    return _with_font(file, change)


@mutant("V903", of=ARABIC_CARD)
def a_dot_six_units_off_its_letter(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        for name in fonts.keys():  # noqa: SIM118  # pikepdf's
            program = fonts[name].DescendantFonts[0].FontDescriptor.FontFile2
            font = TTFont(io.BytesIO(program.read_bytes()))
            for glyph in map(font["glyf"].__getitem__, font.getGlyphOrder()):
                if glyph.numberOfContours == 2:
                    for point in range(glyph.endPtsOfContours[0] + 1, len(glyph.coordinates)):
                        x, y = glyph.coordinates[point]
                        glyph.coordinates[point] = (x + 6, y)
            data = io.BytesIO()
            font.save(data)
            program.write(data.getvalue())

    return file.edited(edit)


@mutant("V903")
def two_digits_that_changed_places_in_the_map_of_codes(file: RealFile) -> MutantFile:
    """3 and 7: the codes, what they say, and the outlines are as they were."""
    content = file.content_of(file.line(NUMBER))
    name = re.findall(r"/(F\S+) \S+ Tf", content)[0]
    codes = [int(code, 16) for string in re.findall(r"<([0-9A-F]+)>", content) for code in re.findall("....", string)]
    one, other = codes[6], codes[7]

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = pdf.pages[0].Resources.Font[f"/{name}"].DescendantFonts[0]
        glyphs = bytearray(descendant.CIDToGIDMap.read_bytes())
        first, second = slice(2 * one, 2 * one + 2), slice(2 * other, 2 * other + 2)
        glyphs[first], glyphs[second] = glyphs[second], glyphs[first]
        descendant.CIDToGIDMap.write(bytes(glyphs))

    return file.edited(edit)


@mutant("V904")
def a_digit_mirrored_in_the_font(file: RealFile) -> MutantFile:
    def change(font: TTFont, glyphs: list[int]) -> None:
        glyph = font["glyf"][font.getGlyphName(glyphs[6])]
        glyph.expand(font["glyf"])
        glyph.coordinates.scale((-1, 1))
        glyph.coordinates.translate((glyph.xMin + glyph.xMax, 0))

    return _with_font(file, change)


@mutant("V905")
def the_last_digit_in_white(file: RealFile) -> MutantFile:
    white, black = "/GSknock gs 0 0 0 0 k", "/GSover gs 0 0 0 1 k"
    return file.with_line(
        file.line(NUMBER), lambda text: re.sub(r"(....)>Tj", rf">Tj {white} <\1>Tj {black}", text, count=1)
    )


@mutant("M605")
def a_number_in_a_layer(file: RealFile) -> MutantFile:
    return file.with_line(file.line(NUMBER), lambda text: f"/OC /Layer BDC\n{text}EMC\n")


@mutant("T308", "C502")
def a_number_as_faint_as_a_watermark(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState["/Faint"] = pikepdf.Dictionary(ca=0.1)

    with pikepdf.open(io.BytesIO(file.with_line(file.line(NUMBER), lambda text: f"q /Faint gs\n{text}Q\n"))) as pdf:
        edit(pdf)
        return saved(pdf)


@mutant("P102")
def a_page_that_viewers_show_without_a_hair_of_its_slug(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        left, bottom, right, top = map(float, pdf.pages[0].MediaBox)
        pdf.pages[0].CropBox = pikepdf.Array([left + 0.4, bottom, right, top])

    return file.edited(edit)


def _with_a_photograph(document: Document, dpi: float = 300.0) -> Document:
    """Return *document* with a photograph, 30 pixels wide, on the back of the card, as a layout would put it there."""
    pixels = bytes(range(250, 100, -5)) * 3 * 30
    photograph = Photograph("face", 30, 30, "0", False, False, pixels[: 30 * 30 * 3])
    side = 30 / dpi * 72
    photo = Photo(205.0, 58.0, side, side, photograph, (0, 0, 30, 30), "paper", "paper", "back/image[0]", "face")
    front, back = document.pages
    # Where there are no words, and below them all the same.
    items = (back.items[0], photo, *back.items[1:])
    return replace(document, pages=(front, replace(back, items=items)))


def _sparse(document: Document) -> Document:
    return _with_a_photograph(document, 200.0)


@mutant("C510")
def a_face_with_too_few_pixels(file: RealFile) -> MutantFile:
    other = real("es", "wallet-card", change=_sparse)
    return other.pdf, other.expectation
