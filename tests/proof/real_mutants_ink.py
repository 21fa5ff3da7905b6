"""Mutants of real files: codes, colours and metadata."""

from __future__ import annotations

import re
from collections.abc import Callable

import pikepdf
import qrcode
from pikepdf import Array, Dictionary, Name
from real_mutants import BROCHURE, NUMBER, MutantFile, mutant
from realfiles import RealFile

from expecting import with_edition, with_item, without_words

# -- codes ---------------------------------------------------------------------------------------------------------


def _cells(target: str, *, fill: str = "") -> str:
    """Return the dark modules of a code for *target*, on the grid of a code with as many modules."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(target)
    code.make(fit=True)
    size = len(code.modules)
    cells = [
        f"{column} {size - 1 - row} 1 1 re{fill}"
        for row, line in enumerate(code.modules)
        for column, dark in enumerate(line)
        if dark
    ]
    return " ".join(cells) + ("" if fill else "\nf")


def _with_code(file: RealFile, change: Callable[[re.Match[str]], str]) -> bytes:
    pattern = r"q\n(?P<matrix>(?P<module>\S+) 0 0 \S+ (?P<x>\S+) (?P<y>\S+) cm)\n(?P<path>[^\n]*)\nf\nQ"
    return file.with_content(lambda content: re.sub(pattern, change, content, count=1))


@mutant("Q401")
def the_code_of_another_number(file: RealFile) -> MutantFile:
    return _with_code(file, lambda code: f"q\n{code['matrix']}\n{_cells('tel:+18883737889')}\nQ")


@mutant("Q402", "Q405")
def modules_of_a_quarter_of_a_millimetre(file: RealFile) -> MutantFile:
    small = 0.25 * 72 / 25.4
    return _with_code(file, lambda code: code.group().replace(code["module"], f"{small:.4f}"))


@mutant("Q403", "Q407")
def a_code_in_pale_gray(file: RealFile) -> MutantFile:
    return _with_code(file, lambda code: code.group().replace("q\n", "q\n/GSknock gs\n0 0 0 0.2 k\n", 1))


@mutant("Q404")
def a_line_in_the_quiet_zone(file: RealFile) -> MutantFile:
    left, bottom, _, top = file.expectation.codes[0].box
    return file.on_top(f"0 0 0 1 k {left - 3:.2f} {bottom:.2f} 1 {top - bottom:.2f} re f")


@mutant("Q406", "T308")
def a_code_stuck_over_the_page(file: RealFile) -> MutantFile:
    """On top of one of the danger signs."""
    return file.on_top(
        f"0 0 0 0 k 160 20 60 60 re f 0 0 0 1 k 1.2 0 0 1.2 180 30 cm {_cells('https://example.org')}", 1
    )


@mutant("Q406", "Q408", "T308")
def a_code_that_starts_a_payment(file: RealFile) -> MutantFile:
    return file.on_top(
        f"0 0 0 0 k 160 20 60 60 re f 0 0 0 1 k 1.2 0 0 1.2 180 30 cm {_cells('bitcoin:1BoatSLRHtKN')}", 1
    )


@mutant("Q407")
def a_code_in_the_deep_colour(file: RealFile) -> MutantFile:
    return _with_code(file, lambda code: code.group().replace("q\n", "q\n/GSknock gs\n0.95 0.65 0.25 0.25 k\n", 1))


@mutant("V904", of=BROCHURE)
def a_code_module_by_module(file: RealFile) -> MutantFile:
    """Each module is moved to whole pixels by itself, as by the rasteriser of a press: there are seams between them.

    (With the small modules of a card it may not be read out of focus either, depending on its place in a pixel.)
    """
    code = file.expectation.codes[0]
    matrix = code.item.matrix
    cells = [
        f"{column} {row} 1 1 re f"
        for row, line in enumerate(reversed(matrix))
        for column, cell in enumerate(line)
        if cell == "1"
    ]
    return _with_code(file, lambda code: f"q\n{code['matrix']}\n{' '.join(cells)}\nQ")


@mutant("Q410")
def a_code_without_its_number(file: RealFile) -> MutantFile:
    """The layout left it out."""
    line = file.line(NUMBER)
    expected = with_item(file.expectation, lambda item: without_words(item) if item is line.line else item)
    return file.with_line(line, lambda shown: ""), expected


# -- colour --------------------------------------------------------------------------------------------------------


ACCENT, DEEP, NIGHT = "0 0.28 0.85 0 k", "0.95 0.65 0.25 0.25 k", "1 0.8 0.3 0.4 k"


@mutant("C501")
def a_background_in_rgb(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace(ACCENT, "0.98 0.72 0.1 rg", 1))


@mutant("C502")
def an_opacity(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSknock.ca = 0.9

    return file.edited(edit)


@mutant("C502")
def a_transparency_group(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)

    return file.edited(edit)


@mutant("C503")
def ink_of_320_percent(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace(NIGHT, "0.95 0.9 0.75 0.6 k", 1))


@mutant("C503")
def black_on_a_background_of_205_percent(file: RealFile) -> MutantFile:
    """Neither of them is too much alone: the number overprints its band, which became red."""
    return file.with_content(lambda content: content.replace(ACCENT, "0.05 1 1 0 k", 1))


@mutant("C504")
def black_that_knocks_out(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("/GSover gs\n0 0 0 1 k\nBT", "0 0 0 1 k\nBT", 1))


@mutant("C505")
def white_that_overprints(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("0 0 0 0 k\nBT", "/GSover gs\n0 0 0 0 k\nBT", 1))


@mutant("C506")
def rich_black_text(file: RealFile) -> MutantFile:
    return file.with_line(file.line("promise.hours"), lambda shown: f"0.6 0.4 0.4 1 k\n{shown}0 0 0 1 k\n")


@mutant("C507")
def small_print_in_four_inks(file: RealFile) -> MutantFile:
    return file.with_line(file.line("imprint"), lambda shown: f"/GSknock gs\n{DEEP}\n{shown}/GSover gs\n0 0 0 1 k\n")


# -- metadata ------------------------------------------------------------------------------------------------------


@mutant("M601", "X724")
def no_title(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(rb"<dc:title>.*?</dc:title>", b"", packet, flags=re.DOTALL))

    return file.edited(edit)


@mutant("M602", "X725")
def a_folder_in_the_metadata(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"] = "/Users/maria/Desktop/card"

    return file.edited(edit)


@mutant("C508")
def four_inks_for_a_press_with_one(file: RealFile) -> MutantFile:
    return file.pdf, with_edition(file.expectation, one_ink=True)


@mutant("M603")
def a_link(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI="https://example.org")
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 60]), A=action)
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])

    return file.edited(edit)


@mutant("P002")
def an_operator_without_its_operands(file: RealFile) -> MutantFile:
    return file.with_content(lambda content: content + "\nq 1 0 0 cm Q\n")


@mutant("V905")
def a_picture_that_mixes_with_its_ground(file: RealFile) -> MutantFile:
    """Its ink is added to that of the ground on the press; pdfium shows it as if it covered."""
    return file.with_content(
        lambda content: content.replace(
            "\n0.88 0.54 0.12 0.16 k\n", "\n/GSover gs\n0.88 0.54 0.12 0.16 k\n", 1
        ).replace("\n0 0 0 0 k\nBT", "\n/GSknock gs\n0 0 0 0 k\nBT", 1)
    )


@mutant("V905")
def a_black_picture_that_knocks_out(file: RealFile) -> MutantFile:
    """A white rim shows when the plates shift."""
    return file.with_content(
        lambda content: content.replace("\n32.569 ", "\n/GSknock gs\n32.569 ", 1).replace(
            "h\nf\nBT\n", "h\nf\n/GSover gs\nBT\n", 1
        )
    )
