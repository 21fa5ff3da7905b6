"""Mutants of screen files: tags, parents, headings, lists, figures and links."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from screen_mutants import BROCHURE, POSTER, MutantFile, mutant
from screenfiles import ScreenFile, elements, links

from expecting import with_document
from flyers.page.document import Element, TextLine


@mutant("U801", "U803", "U811", "U805", "U813")
def the_tree_is_cut_off(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot
        for page in range(len(pdf.pages)):
            content = pdf.pages[page].Contents.read_bytes()
            pdf.pages[page].Contents = pdf.make_stream(
                re.sub(rb"/\w+ <</MCID \d+>> BDC|/Artifact BMC|EMC", b"", content)
            )

    return file.edited(edit)


@mutant("U801")
def the_file_does_not_declare_its_tags(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: pdf.Root.__delitem__("/MarkInfo"))


@mutant("U801")
def viewers_show_the_name_of_the_file(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False

    return file.edited(edit)


@mutant("U801", "U812")
def no_language_at_all(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Lang

    return file.edited(edit)


@mutant("U802")
def the_title_of_another_product(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Title = String("Cartel")

    return file.edited(edit)


@mutant("U803")
def text_that_is_not_tagged(file: ScreenFile) -> MutantFile:
    # The line that says "free, day and night" is also taken out of the tree, so that no pointer is left over.
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        for mcid in _drop(pdf, "P", "Gratis", file):
            content = re.sub(rb"/P <</MCID %d>> BDC(.*?)EMC" % mcid, rb"\1", content, flags=re.S)
        page.Contents = pdf.make_stream(content)

    def without(element: Element) -> Element:
        texts = [[file.document.pages[page].items[index] for page, index in child.items] for child in element.children]
        left = [
            without(child)
            for child, items in zip(element.children, texts, strict=True)
            if not any(isinstance(item, TextLine) and "Gratis" in item.text for item in items)
        ]
        return replace(element, children=tuple(left))

    return file.edited(edit), with_document(file.expectation, structure=without(file.document.structure))


def _drop(pdf: pikepdf.Pdf, tag: str, words: str, file: ScreenFile) -> list[int]:
    """Take the paragraph that begins with *words* out of the tree, and return its MCIDs."""
    number = next(
        index
        for index, each in enumerate(each for each in file.expectation.elements if each.tag == tag)
        if each.text.startswith(words)
    )
    element = elements(pdf, tag)[number]
    siblings = element.P.K
    place = next(index for index, kid in enumerate(siblings) if kid.objgen == element.objgen)
    mcids = [int(kid) for kid in element.K]
    del siblings[place]
    return mcids


@mutant("U803")
def a_box_that_is_not_decoration(file: ScreenFile) -> MutantFile:
    return file.with_content(lambda content: content.rstrip() + "\n1 0.753 0.239 rg 20 2 30 4 re f\n")


@mutant("U803")
def tagged_inside_decoration(file: ScreenFile) -> MutantFile:
    return file.with_content(
        lambda content: re.sub(
            r"(/Figure <</MCID \d+>> BDC.*?EMC)", r"/Artifact BMC \1 EMC", content, count=1, flags=re.S
        )
    )


@mutant("U804")
def the_parent_tree_is_shifted(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        pdf.Root.StructTreeRoot.ParentTree.Nums[1] = Array([*list(row)[1:], row[0]])

    return file.edited(edit)


@mutant("U804")
def a_page_without_its_key(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"))


@mutant("U804")
def an_element_that_names_another_parent(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "P")[0].P = elements(pdf, "Sect")[1]

    return file.edited(edit)


@mutant("U804")
def content_that_no_element_owns(file: ScreenFile) -> MutantFile:
    return file.with_content(lambda content: content.replace("/Artifact BMC", "/P <</MCID 99>> BDC", 1))


@mutant("U804", "U813")
def a_dead_reference_to_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        reference = next(kid for kid in elements(pdf, "Link")[0].K if isinstance(kid, Dictionary))
        reference.Obj = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link))

    return file.edited(edit)


@mutant("U805", "U811")
def no_heading_of_the_first_level(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H1")[0].S = Name.H2

    return file.edited(edit)


@mutant("U805", "U811")
def a_level_is_left_out(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[0].S = Name.H3

    return file.edited(edit)


@mutant("U805", "U811")
def two_headings_of_the_first_level(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[0].S = Name.H1

    return file.edited(edit)


@mutant("U805", "U811")
def no_headings(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        for element in [*elements(pdf, "H1"), *elements(pdf, "H2")]:
            element.S = Name.P

    return file.edited(edit)


@mutant("U806", "U811")
def items_without_their_list(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "L")[0].S = Name.Sect

    return file.edited(edit)


@mutant("U806", "U811")
def paragraphs_in_a_list(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "LI")[0].S = Name.Div

    return file.edited(edit)


@mutant("U806", "U811")
def an_item_inside_an_item(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        first, second = elements(pdf, "LI")[:2]
        del first.P.K[1]
        first.K.append(second)
        second.P = first

    return file.edited(edit)


@mutant("U807")
def a_code_without_a_description(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: elements(pdf, "Figure")[0].__delitem__("/Alt"))


@mutant("U807", of=BROCHURE)
def descriptions_swapped(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        one, other = elements(pdf, "Figure")
        one.Alt, other.Alt = String(str(other.Alt)), String(str(one.Alt))

    return file.edited(edit)


@mutant("U807")
def a_figure_with_a_wrong_place(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[0].A.BBox = Array([10, 10, 40, 40])

    return file.edited(edit)


@mutant("U809", of=("es", "large-print"))
def a_page_number_that_is_any_decoration(file: ScreenFile) -> MutantFile:
    return file.replaced(("/Artifact <</Type /Pagination /Subtype /Footer>> BDC", "/Artifact BMC"))


@mutant("U808", "U813", of=POSTER)
def links_that_overlap(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        first, second = links(pdf)[:2]
        box = [float(side) for side in second.Rect]
        second.Rect = Array([box[0], box[1], box[2], float(first.Rect[3])])

    return file.edited(edit)


@mutant("P002", "U803", "U804", "U811")
def content_with_a_number_that_is_not_whole(file: ScreenFile) -> MutantFile:
    """poppler says nothing of it."""
    return file.replaced(("<</MCID 0>>", "<</MCID 0.0>>"))
