"""Alterations of the structure tree: what a screen reader says, in which order, and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pikepdf
from kinds import Unfit, kind, one_of
from pikepdf import Array, Dictionary, Name, String


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Return all elements, in reading order."""

    def below(node: Any) -> Iterator[Any]:
        kids = node.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        raise Unfit
    return list(below(tree))


def _element(pdf: pikepdf.Pdf, random: Random) -> Any:
    return one_of(random, _elements(pdf))


def _kids(element: Any) -> Array:
    """Return the kids of an element, as an array of its own."""
    if not isinstance(element.get("/K"), Array):
        element.K = Array([element.K] if "/K" in element else [])
    return element.K


@kind("tag")
def said_instead(pdf: pikepdf.Pdf, random: Random) -> None:
    _element(pdf, random)[random.choice(("/ActualText", "/Alt", "/E"))] = String(random.choice(("911", "call", "")))


@kind("tag")
def no_replacement(pdf: pikepdf.Pdf, random: Random) -> None:
    keys = ("/ActualText", "/Alt", "/Lang", "/A")
    choices = [(element, key) for element in _elements(pdf) for key in keys if key in element]
    element, key = one_of(random, choices)
    del element[key]


@kind("tag")
def another_language(pdf: pikepdf.Pdf, random: Random) -> None:
    language = String(random.choice(("de", "en", "ar", "")))
    if random.random() < 0.2:
        pdf.Root.Lang = language
    else:
        _element(pdf, random).Lang = language


@kind("tag")
def removed_element(pdf: pikepdf.Pdf, random: Random) -> None:
    element = _element(pdf, random)
    kids = _kids(element.P)
    del kids[next(at for at, kid in enumerate(kids) if getattr(kid, "objgen", None) == element.objgen)]


@kind("tag")
def swapped_kids(pdf: pikepdf.Pdf, random: Random) -> None:
    kids = one_of(random, [_kids(element) for element in _elements(pdf) if len(_kids(element)) > 1])
    at = random.randrange(len(kids) - 1)
    kids[at], kids[at + 1] = kids[at + 1], kids[at]


@kind("tag")
def moved_element(pdf: pikepdf.Pdf, random: Random) -> None:
    """An element has another parent."""
    element, parent = _element(pdf, random), _element(pdf, random)
    if element.objgen == parent.objgen or "/P" not in element:
        raise Unfit
    kids = _kids(element.P)
    del kids[next(at for at, kid in enumerate(kids) if getattr(kid, "objgen", None) == element.objgen)]
    _kids(parent).insert(random.randrange(len(_kids(parent)) + 1), element)
    element.P = parent


@kind("tag")
def another_tag(pdf: pikepdf.Pdf, random: Random) -> None:
    tags = (
        "P",
        "H1",
        "H2",
        "H3",
        "Span",
        "Link",
        "Figure",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Div",
        "Sect",
        "Note",
        "Table",
        "Formula",
        "Part",
    )
    _element(pdf, random).S = Name(f"/{random.choice(tags)}")


@kind("tag")
def another_role(pdf: pikepdf.Pdf, random: Random) -> None:
    """A tag stands for another, or for one that stands for another."""
    element = _element(pdf, random)
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({str(element.S): Name.New, "/New": Name("/Note")})
    if random.random() < 0.5:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({str(element.S): Name(random.choice(("/P", "/H3", "/Span")))})


@kind("tag")
def another_content(pdf: pikepdf.Pdf, random: Random) -> None:
    """An element refers to other marked content, or to that of another page."""
    element = one_of(random, [each for each in _elements(pdf) if any(isinstance(kid, int) for kid in _kids(each))])
    kids = _kids(element)
    at = next(at for at, kid in enumerate(kids) if isinstance(kid, int))
    match random.randrange(3):
        case 0:
            kids[at] = random.randrange(30)
        case 1:
            element.Pg = random.choice(list(pdf.pages)).obj
        case 2:
            del kids[at]


@kind("tag")
def no_tree(pdf: pikepdf.Pdf, random: Random) -> None:
    if "/StructTreeRoot" not in pdf.Root:
        raise Unfit
    del pdf.Root["/StructTreeRoot"]


@kind("tag")
def a_tree_where_none_was(pdf: pikepdf.Pdf, random: Random) -> None:
    if "/StructTreeRoot" in pdf.Root:
        raise Unfit
    said = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, ActualText=String("Call 911")))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=said))
    said.P = pdf.Root.StructTreeRoot
    pdf.Root.MarkInfo = Dictionary(Marked=True)


@kind("tag")
def another_attribute(pdf: pikepdf.Pdf, random: Random) -> None:
    element = _element(pdf, random)
    element.A = random.choice(
        (
            Dictionary(O=Name.Layout, BBox=Array([0, 0, 9, 9])),
            Dictionary(O=Name.List, ListNumbering=Name.Decimal),
            Dictionary(O=Name.Table, Summary=String("Call 911")),
        )
    )
