"""Mutants of screen files: numbers of another kind in their tags, and what they say of themselves."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name, Object, String
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


@mutant("V917")
def a_figure_in_a_line(file: ScreenFile) -> MutantFile:
    """A figure that does not say that it is a block stands in a line."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del elements(pdf, "Figure")[0].A.Placement

    return file.edited(edit)


@mutant("V921")
def tags_whose_type_is_an_object_of_its_own(file: ScreenFile) -> MutantFile:
    """poppler finds no tags."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.Type = pdf.make_indirect(Name.StructTreeRoot)

    return file.edited(edit)


@mutant("M604")
def a_packet_of_another_type(file: ScreenFile) -> MutantFile:
    """Firefox passes over it."""

    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        pdf.Root.Metadata.Subtype = Name.JSON
        pdf.save(held, deterministic_id=True, fix_metadata_version=False)  # which would give it its type again
    return held.getvalue()


@mutant("M604")
def a_file_that_says_nothing_of_its_trapping(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Trapped"]

    return file.edited(edit)


@mutant("M604")
def a_file_without_a_day(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/CreationDate"]

    return file.edited(edit)


@mutant("V919")
def a_profile_of_four_colours(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfile.N = 4

    return file.edited(edit)


@mutant("V919")
def colours_that_are_called_something_else(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].Info = String("Adobe RGB (1998)")

    return file.edited(edit)


@mutant("V917")
def a_profile_outside_of_the_file(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfileRef = Dictionary()

    return file.edited(edit)
