"""Mutants of screen files: numbers of another kind in their tags, and what they say of themselves."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Object
from screen_mutants import MutantFile, mutant
from screenfiles import ScreenFile, elements


@mutant("U804")
def a_page_with_half_a_number(file: ScreenFile) -> MutantFile:
    """Firefox finds none of its tags, and MuPDF finds its words in another order."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.StructParents = Object.parse(b"%d.9" % page.StructParents)

    return file.edited(edit)


@mutant("U804", "U811")
def a_heading_with_a_decimal(file: ScreenFile) -> MutantFile:
    """poppler finds no words of it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        numbers = elements(pdf, "H1")[0].K
        numbers[0] = Object.parse(b"%d.0" % numbers[0])

    return file.edited(edit)


@mutant("U804")
def a_link_looked_for_on_a_copy_of_its_page(file: ScreenFile) -> MutantFile:
    """Firefox does not find it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        reference = next(kid for kid in elements(pdf, "Link")[0].K if isinstance(kid, Dictionary) and "/Obj" in kid)
        reference.Pg = pdf.make_indirect(Dictionary(reference.Pg))

    return file.edited(edit)
