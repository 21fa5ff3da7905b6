"""Pointers between a structure tree, pages and annotations, in files made by hand: each is followed from both ends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from handmade import letters, paint
from pikepdf import Array, Dictionary, Name, String

from flyers.proof import reading as of_file
from flyers.proof.painted import ContentMark, PageContents, TextObject
from flyers.proof.reading import TaggedStructure, read_structure

Change = Callable[["File"], object]


class File:
    """A page with a heading (content 0), a paragraph (content 1) and a link in it (content 2), trimmed from (9, 9)."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page(page_size=(100, 100)).obj
        self.tree = self.made(Type=Name.StructTreeRoot, RoleMap=Dictionary(Title=Name.H1))
        self.document = self.made(S=Name.Document, P=self.tree)
        self.head = self.made(S=Name.Title, P=self.document, Pg=self.page, K=0, Lang=String("es"))
        self.words = self.made(S=Name.P, P=self.document, Pg=self.page, Alt=String("Words"))
        self.link = self.made(S=Name.Link, P=self.words, Pg=self.page)
        self.area = self.made(
            Subtype=Name.Link,
            Rect=Array([59, 29, 19, 19]),
            Contents=String("911"),
            A=Dictionary(S=Name.URI, URI=String("tel:911")),
            StructParent=1,
        )
        self.link.K = Array([2, Dictionary(Type=Name.OBJR, Obj=self.area)])
        self.words.K = Array([Dictionary(Type=Name.MCR, Pg=self.page, MCID=1), self.link])
        self.document.K = Array([self.head, self.words])
        self.tree.K = self.document
        self.page.Annots = Array([self.area, self.made(Subtype=Name.Widget)])
        self.page.StructParents = 0
        self.rows = self.pdf.make_indirect(Array([self.head, self.words, self.link]))
        self.tree.ParentTree = Dictionary(
            Kids=Array([Dictionary(Nums=Array([0, self.rows])), Dictionary(Nums=Array([1, self.link]))])
        )
        self.shown = [0, 1, 2]

    def made(self, **entries: Any) -> Any:
        return self.pdf.make_indirect(Dictionary(**entries))

    def read(self) -> TaggedStructure:
        marking = [((number, 0), ContentMark("P", mcid, None, None)) for number, mcid in enumerate(self.shown)]
        page = SimpleNamespace(trim_origin=(9.0, 9.0), contents=PageContents(marking=marking))
        root = Dictionary(StructTreeRoot=self.tree, Lang=String("es"), MarkInfo=Dictionary(Marked=True))
        objects = SimpleNamespace(root=root, pages=[self.page])
        reading: Any = SimpleNamespace(objects=objects, pages=[page], results={})
        return read_structure(reading)


WIDGET = (1, "an annotation belongs to no element")
"""What is said of the second annotation of every file here."""


def test_a_tree_is_read_with_its_roles_words_and_links() -> None:
    tree = File().read()
    head, words = tree.blocks
    assert [(one.tag, one.language_read, one.alt, one.page) for one in (head, words)] == [
        ("H1", "es", "", 0),
        ("P", "es", "Words", 0),
    ]
    (area,) = tree.links
    assert (area.target, area.contents, area.box, area.parts) == ("tel:911", "911", (10.0, 10.0, 50.0, 20.0), ())
    assert area.element is words.children[0]
    assert (tree.marked, tree.shows_title, tree.language) == (True, False, "es")
    assert tree.problems == [WIDGET]


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (lambda file: file.shown.append(3), [(1, "no element owns the marked content 3")]),
        (lambda file: file.shown.pop(), [(1, "an element /Link points at content 2, which is not there")]),
        (
            lambda file: file.head.__setitem__("/K", 1),
            [
                (1, "marked content 1 has two elements"),
                (1, "no element owns the marked content 0"),
                (1, "the parent tree names another owner of content 1 than the tree"),
            ],
        ),
        (
            lambda file: file.rows.__setitem__(0, file.words),
            [(1, "the parent tree names another owner of content 0 than the tree")],
        ),
        (
            lambda file: file.rows.__delitem__(2),
            [(1, "the parent tree names another owner of content 2 than the tree")],
        ),
        (
            lambda file: file.page.__delitem__("/StructParents"),
            [(1, f"the parent tree names another owner of content {mcid} than the tree") for mcid in range(3)],
        ),
        (
            lambda file: file.area.__setitem__("/StructParent", 0),
            [(1, "the parent tree names another element for an annotation than the tree")],
        ),
        (
            lambda file: file.area.__delitem__("/StructParent"),
            [(1, "the parent tree names another element for an annotation than the tree")],
        ),
        (lambda file: file.link.__setitem__("/K", 2), [(1, "an annotation belongs to no element")]),
        (
            lambda file: file.page.__setitem__("/Annots", Array([file.page.Annots[1]])),
            [(0, "an element /Link refers to an annotation that is on no page")],
        ),
        (
            lambda file: file.link.K[1].__setitem__("/Pg", file.pdf.add_blank_page().obj),
            [(0, "an element /Link looks for an annotation on another page")],
        ),
        (lambda file: file.link.K[1].__setitem__("/Pg", file.page), []),
        (
            lambda file: file.area.__setitem__("/StructParent", Decimal("1.4")),
            [
                (0, "1.4 stands where a whole number must stand"),
                (1, "the parent tree names another element for an annotation than the tree"),
            ],
        ),
        (
            lambda file: file.head.__setitem__("/P", file.tree),
            [(0, "the element /Title names another parent than the one it is in")],
        ),
        (
            lambda file: file.document.__setitem__("/K", Array([file.head, file.words, file.head])),
            [(0, "the element /Title is reached twice")],
        ),
    ],
)
def test_each_broken_pointer_is_told(change: Change, problems: list[tuple[int, str]]) -> None:
    file = File()
    change(file)
    found = file.read().problems
    found.remove(WIDGET)
    assert found == problems


def test_a_tree_that_goes_round_in_circles_ends() -> None:
    file = File()
    file.words.K = Array([file.document])
    assert (0, "the element /Document is reached twice") in file.read().problems


def test_the_place_of_a_picture_is_the_first_that_its_attributes_state() -> None:
    layout, list_, other = (Dictionary(O=Name.Layout, BBox=Array(box)) for box in ([19, 29, 59, 69], [], [0, 0, 9, 9]))
    del list_["/BBox"]
    for attributes, box in (
        (layout, (10, 20, 50, 60)),
        (Array([list_, Name.Layout, layout, other]), (10, 20, 50, 60)),
        (list_, None),
        (Array([]), None),
        (None, None),
    ):
        file = File()
        if attributes is not None:
            file.head.A = attributes
        head, _ = file.read().blocks
        assert head.box == box
    file.document.A = layout
    assert file.read().root.children[0].box is None, "it shows nothing itself"


def test_elements_are_in_each_other_to_a_depth() -> None:
    def nested(levels: int) -> File:
        file, holder = File(), None
        holder = file.document
        for _ in range(levels):
            inner = file.made(S=Name.Sect, P=holder)
            holder.K = inner
            holder = inner
        return file

    assert len(list(nested(of_file.DEEPEST - 1).read().root.elements)) == 1 + of_file.DEEPEST
    deeper = nested(of_file.DEEPEST).read()
    assert len(list(deeper.root.elements)) == 1 + of_file.DEEPEST
    assert (0, "the element /Sect is reached twice") in deeper.problems


def test_trees_of_numbers_are_read_with_their_branches_to_a_depth() -> None:
    nodes = Dictionary(Nums=Array([7, String("seven")]))
    for _ in range(of_file.DEEPEST):
        nodes = Dictionary(Kids=Array([nodes]))
    assert {key: str(value) for key, value in of_file._numbered(nodes).items()} == {7: "seven"}
    assert of_file._numbered(Dictionary(Kids=Array([nodes]))) == {}
    assert of_file._numbered(None) == {}


def test_what_is_drawn_is_read_as_the_text_that_stands_for_it_once() -> None:
    whole = ContentMark("P", 0, None, None)
    sign = ContentMark("Span", None, "one", ContentMark("Span", None, None, whole))
    inner, other = ContentMark("Span", None, "none", sign), ContentMark("P", 1, None, None)
    marking = [((1, 0), sign), ((2, 1), inner), ((3, 0), whole), ((4, 0), other), ((5, 0), None)]
    texts = [TextObject(2, letters("ab")), TextObject(4, letters("c", 50.0)), TextObject(6, letters("d"))]
    paints = [paint((1, 1, 2, 2), order=order) for order in (1, 3, 5)]
    page: Any = SimpleNamespace(contents=PageContents(texts, paints, marking=marking))
    shown = of_file._contents(page, 3)
    assert [(one.page, one.mcid, one.text, one.box) for one in shown.values()] == [
        (3, 0, "one", (1, 1, 20.0, 60.0)),
        (3, 1, "c", (50.0, 50.0, 55.0, 60.0)),
    ]
    page.contents.texts.clear()
    assert of_file._contents(page, 3)[0].text == "one", "a drawing alone"


@pytest.mark.parametrize(
    ("numbers", "boxes"),
    [
        ([], []),
        ([1, 2, 5, 2, 1, 9, 5, 9], [(1.0, 2.0, 5.0, 9.0)]),
        ([1, 2, 5, 2, 1, 9, 5, 9, 0, 0, 1, 0, 0, 1, 1, 1], [(1.0, 2.0, 5.0, 9.0), (0.0, 0.0, 1.0, 1.0)]),
        ([1, 2, 5, 2, 1, 9, 5, 9, 3], [(1.0, 2.0, 5.0, 9.0), (0.0, 0.0, 0.0, 0.0)]),
    ],
)
def test_parts_of_a_link_are_boxes(numbers: list[int], boxes: list[Any]) -> None:
    assert list(of_file._quadrilaterals(Dictionary(QuadPoints=Array(numbers)))) == boxes
