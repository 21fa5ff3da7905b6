"""The objects of a tagged file: elements, parent tree, links and attributes, read back with pikepdf."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from pdffeed import document, library, set_line

from flyers.content.message_key import MessageKey
from flyers.page.document import Box, ContactOnLine, Document, Element, QrCode, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint

CODE = QrCode(200.0, 60.0, 2.0, ("101", "010", "111"), "black", "white", "code", "hotline", "tel:911", "Call.")


def number(text: str, y: float, *, begins: bool = True) -> TextLine:
    line = set_line(text, "en", 20, y, 10)
    last = line.runs[-1].glyphs[-1]
    contact = ContactOnLine("hotline", text, 0.0, last.x + last.advance, begins)
    return replace(line, message=MessageKey("test.message", language="en"), contacts=(contact,))


def sample() -> Document:
    """A paragraph on two pages, a number on two lines, a list without markers, one with, and a code."""
    bullet = Box(20.0, 100.0, 3.0, 3.0, "black", "bullet")
    first = [set_line("Help is near.", "en", 20, 300), number("1-888-", 280), number("373-7888", 266, begins=False)]
    second = [
        set_line("It is free.", "en", 20, 300),
        bullet,
        set_line("One", "en", 30, 100),
        set_line("Two", "en", 30, 80),
        CODE,
    ]
    tree = (
        Element("P", items=((0, 0), (1, 0))),
        Element("P", items=((0, 1), (0, 2))),
        Element("L", (Element("LI", (Element("Lbl", items=((1, 1),)), Element("LBody", items=((1, 2),)))),)),
        Element("L", (Element("LI", (Element("LBody", items=((1, 3),)),)),)),
        Element("Figure", items=((1, 4),), alt="A code."),
    )
    targets = {("hotline", "en"): "tel:+18883737888"}
    return document(first, second, structure=Element("Document", tree, language="en"), targets=targets)


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(paint(sample(), SCREEN, library(), 1_790_000_000))) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the children of the element ``Document``."""
    return list(pdf.Root.StructTreeRoot.K.K)


def test_the_tree_begins_with_the_document(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    assert (root.Type, root.K.S, root.K.P.objgen) == ("/StructTreeRoot", "/Document", root.objgen)
    assert pdf.Root.MarkInfo == pikepdf.Dictionary(Marked=True)
    assert [str(element.S) for element in elements(pdf)] == ["/P", "/P", "/L", "/L", "/Link"]
    assert {element.P.objgen for element in elements(pdf)} == {root.K.objgen}
    assert {str(element.Type) for element in elements(pdf)} == {"/StructElem"}
    assert "/Pg" not in root.K


def test_an_element_on_two_pages_says_on_which_each_of_its_parts_is(pdf: pikepdf.Pdf) -> None:
    first, second = (page.obj for page in pdf.pages)
    paragraph = elements(pdf)[0]
    assert paragraph.Pg.objgen == first.objgen
    here, there = paragraph.K
    assert here == 0
    assert (there.Type, there.MCID, there.Pg.objgen) == ("/MCR", 0, second.objgen)


def test_the_parent_tree_leads_from_content_and_links_to_their_elements(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot
    paragraph, numbers, marked, plain, code = elements(pdf)
    (link,) = numbers.K
    figure = code.K[0]
    nums = list(tree.ParentTree.Nums)
    assert [int(key) for key in nums[::2]] == [0, 1, 2, 3]
    assert [[one.objgen for one in row] for row in nums[1:4:2]] == [
        [paragraph.objgen, link.objgen, link.objgen],
        [one.objgen for one in (paragraph, marked.K[0].K[0], marked.K[0].K[1], plain.K[0].K[0], figure)],
    ]
    assert [one.objgen for one in nums[5::2]] == [link.objgen, code.objgen]
    assert tree.ParentTreeNextKey == 4
    assert [int(page.obj.StructParents) for page in pdf.pages] == [0, 1]
    assert {str(page.obj.Tabs) for page in pdf.pages} == {"/S"}


def test_a_number_on_two_lines_is_one_link_with_the_corners_of_both(pdf: pikepdf.Pdf) -> None:
    """The upper corners of each line come first, as readers expect them."""
    first = pdf.pages[0].obj
    (annotation,) = first.Annots
    *contents, reference = elements(pdf)[1].K[0].K
    assert [int(mcid) for mcid in contents] == [1, 2]
    assert (reference.Type, reference.Obj.objgen, reference.Pg.objgen) == ("/OBJR", annotation.objgen, first.objgen)
    assert (annotation.Type, annotation.Subtype, annotation.F, annotation.StructParent) == ("/Annot", "/Link", 4, 2)
    assert (str(annotation.Contents), annotation.P.objgen) == ("1-888-373-7888", first.objgen)
    assert (annotation.A.S, str(annotation.A.URI)) == ("/URI", "tel:+18883737888")
    assert list(annotation.Border) == [0, 0, 0]
    x = [20 + number(text, 0).contacts[0].x1 for text in ("1-888-", "373-7888")]
    corners = [20, 288.5, x[0], 288.5, 20, 277, x[0], 277, 20, 274.5, x[1], 274.5, 20, 263, x[1], 263]
    assert [float(value) for value in annotation.QuadPoints] == pytest.approx(corners, abs=0.001)
    assert [float(value) for value in annotation.Rect] == pytest.approx([20, 263, max(x), 288.5], abs=0.001)


def test_a_code_is_a_figure_inside_a_link_of_one_area(pdf: pikepdf.Pdf) -> None:
    second = pdf.pages[1].obj
    (annotation,) = second.Annots
    figure, reference = elements(pdf)[4].K
    assert (figure.S, str(figure.Alt), figure.Pg.objgen, list(figure.K)) == ("/Figure", "A code.", second.objgen, [4])
    assert figure.A.O == "/Layout"
    assert figure.A.Placement == "/Block"
    assert [float(value) for value in figure.A.BBox] == [200, 60, 206, 66]
    assert (reference.Obj.objgen, annotation.StructParent) == (annotation.objgen, 3)
    assert "/QuadPoints" not in annotation
    assert [float(value) for value in annotation.Rect] == [200, 60, 206, 66]
    assert (str(annotation.Contents), str(annotation.A.URI)) == ("Call.", "tel:911")


def test_a_list_says_whether_its_items_have_markers(pdf: pikepdf.Pdf) -> None:
    marked, plain = elements(pdf)[2:4]
    assert [(str(one.A.O), str(one.A.ListNumbering)) for one in (marked, plain)] == [
        ("/List", "/Disc"),
        ("/List", "/None"),
    ]
    assert str(marked.K[0].K[0].ActualText) == "\u2022"
    assert "/A" not in elements(pdf)[0]
