"""Entries of links, resources, fonts and tags that our files do not have: objects made by hand, each fault in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flyers.proof.checks import entries
from flyers.proof.checks.resource_entries import problems_of_resources
from flyers.proof.checks.tag_entries import problems_of_tags
from flyers.proof.objects import ObjectGraph

FILE = pikepdf.new()


def plain(**changes: Any) -> dict[str, Any]:
    """Return the entries of a link of ours, with *changes*; what is None is left out."""
    usual = {
        "Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([10, 20, 30, 40]), "Border": Array([0, 0, 0]), "F": 4,
        "Contents": "Call", "A": Dictionary(S=Name.URI, URI="tel:+1"),
    }  # fmt: skip
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


def of_links(edition: str = "screen", tagged: bool = True, **changes: Any) -> list[tuple[int, str]]:
    objects: Any = SimpleNamespace(pages=[Dictionary(), Dictionary(Annots=Array([Dictionary(**plain(**changes))]))])
    expectation: Any = SimpleNamespace(edition=edition, elements=("a paragraph",) if tagged else ())
    return list(entries._of_links(objects, expectation))


FRAME, HIDDEN = "a link has a frame", "a link is hidden, locked or not printed"
TURNED = "the corners of a link are not the lower left and the upper right one"
OTHER_TYPE = "the target of a link is of another type"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, []),
        ({"Subtype": Name.Stamp, "F": 0}, []),  # V916 reports it
        ({"Dest": Array([])}, ["a link has the entry Dest"]),
        ({"A": Dictionary(Type=Name.Action, S=Name.URI, URI="tel:+1")}, []),
        ({"A": Dictionary(Type=Name.Link, S=Name.URI, URI="tel:+1")}, [OTHER_TYPE]),
        ({"A": Dictionary(S=Name.URI, URI="tel:+1", Next=1)}, ["the target of a link has the entry Next"]),
        ({"A": None}, []),
        ({"Border": None}, [FRAME]),
        ({"Border": Array([0, 0])}, [FRAME]),
        ({"Border": Array([0, 0, 1])}, [FRAME]),
        ({"Border": Array([0, 0, Array([3])])}, [FRAME]),
        ({"Border": Array([0, 0, 0, 0])}, [FRAME]),
        ({"F": None}, [HIDDEN]),
        ({"F": 6}, [HIDDEN]),
        ({"F": pikepdf.Object.parse(b"4.0")}, [HIDDEN]),
        ({"Rect": None}, [TURNED]),
        ({"Rect": Array([10, 20, 30])}, [TURNED]),
        ({"Rect": Array([30, 20, 10, 40])}, [TURNED]),
        ({"Rect": Array([10, 40, 30, 20])}, [TURNED]),
        ({"Rect": Array([10, 20, 10, 20])}, []),
    ],
)
def test_a_link_is_written_as_ours_are(changes: dict[str, Any], problems: list[str]) -> None:
    assert of_links(**changes) == [(2, problem) for problem in problems]


@pytest.mark.parametrize(
    ("edition", "tagged", "told"), [("screen", True, False), ("office", False, True), ("press", False, False)]
)
def test_a_file_that_was_made_without_links_has_none(edition: str, tagged: bool, told: bool) -> None:
    """M603 has those of press files."""
    assert of_links(edition, tagged) == ([(2, "the file, which was made without links, has one")] if told else [])


# -- resources --------------------------------------------------------------------------------------------------------


def shown(**changes: Any) -> Array:
    function = {"FunctionType": 2, "Domain": Array([0, 1]), "N": 1, "C0": Array([0] * 4), "C1": Array([1] * 4)}
    changed = {key: value for key, value in {**function, **changes}.items() if value is not None}
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, Dictionary(**changed)])


def of_resources(*resources: Dictionary | None) -> list[tuple[int, str]]:
    """Return what is wrong with the *resources* of each page, none of which draws anything."""
    sources = [Dictionary() if one is None else Dictionary(Resources=one) for one in resources]
    contents = SimpleNamespace(means=(), drawn=frozenset())
    pages = [SimpleNamespace(number=number, contents=contents) for number in range(1, len(sources) + 1)]
    reading: Any = SimpleNamespace(pages=pages, objects=SimpleNamespace(pages=sources))
    return list(problems_of_resources(reading))


@pytest.mark.parametrize(
    ("space", "ours"),
    [
        (shown(), True),
        (Array([Name.Separation, Name.Dieline, Name.DeviceCMYK, shown(C1=Array([0, 1, 0, 0]))[3]]), True),
        (Array([Name.Separation, Name.Dieline, Name.DeviceCMYK, shown()[3]]), False),
        (shown(C1=Array([1, 1, 1, 0.5])), False),
        (shown(N=2), False),
        (shown(Range=Array([0, 1])), False),
        (shown(C0=None), False),
        (Array([Name.Separation, Name.All, Name.DeviceRGB, shown()[3]]), False),
        (Array([Name.Separation, Name.All, Name.DeviceCMYK, Name.Identity]), False),
        (Array([Name.Separation, Name.All, Name.DeviceCMYK]), False),
        (Array([Name.DeviceN, Name.All, Name.DeviceCMYK, shown()[3]]), False),
        (Name.DeviceCMYK, False),
    ],
)
def test_a_spot_colour_is_shown_in_its_inks_in_proportion(space: Any, ours: bool) -> None:
    resources = Dictionary(ColorSpace=Dictionary(C0=space))
    assert of_resources(resources) == ([] if ours else [(1, "the colour C0 is shown in another way")])


OWN_CODES = Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)


def font(*, of_font: dict[str, Any] | None = None, below: dict[str, Any] | None = None, **described: Any) -> Dictionary:
    descriptor = {"Type": Name.FontDescriptor, "FontName": Name.Sans, **described}
    descendant = {"Type": Name.Font, "Subtype": Name.CIDFontType2, "BaseFont": Name.Sans}
    whole = {"Type": Name.Font, "Subtype": Name.Type0, "BaseFont": Name.Sans, "Encoding": Name("/Identity-H")}
    descendant |= {"CIDSystemInfo": OWN_CODES, "FontDescriptor": Dictionary(**descriptor), **(below or {})}
    return Dictionary(**{**whole, "DescendantFonts": Array([Dictionary(**descendant)]), **(of_font or {})})


@pytest.mark.parametrize(
    ("resources", "problems"),
    [
        (None, ["the page has no resources of its own"]),
        (Dictionary(), []),
        (Dictionary(Font=Array([])), ["what it has of the kind Font is not a dictionary"]),
        (Dictionary(XObject=1, ExtGState=1), [f"what it has of the kind {kind} is not a dictionary" for kind in ("ExtGState", "XObject")]),
        (Dictionary(ColorSpace=Dictionary(DefaultRGB=shown())), ["colours are replaced by others (DefaultRGB)"]),
        (Dictionary(Font=Dictionary(F=font())), []),
        (Dictionary(Font=Dictionary(F=font(below={"Subtype": Name.CIDFontType0}))), []),
        (Dictionary(Font=Dictionary(F=Dictionary(Subtype=Name.Type3))), ["a font is of the kind Type3"]),
        (Dictionary(Font=Dictionary(F=Dictionary())), ["a font is of the kind unknown"]),
        (Dictionary(Font=Dictionary(F=font(of_font={"Encoding": Name.WinAnsi}))), ["a font is written in another way (WinAnsi)"]),
        (Dictionary(Font=Dictionary(F=font(of_font={"Type": Name.Fond}))), ["a font has the type Fond, instead of Font"]),
        (Dictionary(Font=Dictionary(F=font(of_font={"DescendantFonts": Array([])}))), ["a font has none or several below it"]),
        (Dictionary(Font=Dictionary(F=font(below={"Subtype": Name.Type1}))), ["a font has another kind below it"]),
        (Dictionary(Font=Dictionary(F=font(below={"BaseFont": Name.Serif}))), ["a font has several names"]),
        (Dictionary(Font=Dictionary(F=font(below={"Alt": 1}))), ["a font has the entry Alt"]),
        (Dictionary(Font=Dictionary(F=font(Type=Name.Font))), ["a font has the type Font, instead of FontDescriptor"]),
        (Dictionary(Font=Dictionary(F=font(Style=1))), ["the description of a font has the entry Style"]),
    ],
)  # fmt: skip
def test_resources_are_those_of_ours(resources: Any, problems: list[str]) -> None:
    assert of_resources(Dictionary(), resources) == [(2, problem) for problem in problems]


# -- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "problems"),
    [
        (String("A card"), []),
        (String("Карта"), []),
        (b"\xef\xbb\xbfA card", ["Title is in an encoding that PDF 1.7 does not have"]),
        (b"\xff\xfeA\0", ["Title is in an encoding that PDF 1.7 does not have"]),
        (Name("/A card"), ["Title is of another kind"]),
    ],
)
def test_texts_are_in_the_encodings_of_the_version(title: Any, problems: list[str]) -> None:
    pdf = pikepdf.new()
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(title) if isinstance(title, bytes) else title))
    pdf.trailer.Info.Trapped = Name.false
    assert list(entries._other_encodings(ObjectGraph(pdf))) == problems
    pdf.trailer.Info.Trapped = String("false")
    assert list(entries._other_encodings(ObjectGraph(pdf))) == [*problems, "Trapped is of another kind"]


def test_a_language_is_in_ascii() -> None:
    pdf = pikepdf.new()
    pdf.Root.Lang = String("es")
    assert list(entries._other_encodings(ObjectGraph(pdf))) == []
    pdf.Root.Lang = String(b"\xfe\xff\0e\0s")
    assert list(entries._other_encodings(ObjectGraph(pdf))) == ["language is in an encoding that PDF 1.7 does not have"]


# -- tags -------------------------------------------------------------------------------------------------------------


NUMBERED = Dictionary(O=Name.List, ListNumbering=Name.Decimal)
DISCS = Dictionary(O=Name.List, ListNumbering=Name.Disc)
NO_SIGNS = Dictionary(O=Name.List, ListNumbering=Name("/None"))
LABELLED = Array([Dictionary(S=Name.LI, K=Array([Dictionary(S=Name.Lbl), Dictionary(S=Name.LBody)]))])


def of_element(tag: str = "P", **values: Any) -> list[str]:
    """Return what is said of a tree of one element."""
    root = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), **values))
    catalog = Dictionary(MarkInfo=Dictionary(Marked=True), StructTreeRoot=FILE.make_indirect(root))
    return list(problems_of_tags(catalog))


@pytest.mark.parametrize(
    ("tag", "values", "problem"),
    [
        ("P", {}, ""),
        ("P", {"K": 3}, ""),
        ("P", {"Phoneme": "a"}, "has the entry Phoneme"),
        ("P", {"Lang": Name.es}, "has an entry Lang of another kind"),
        ("Span", {}, ""),
        ("Quote", {}, "is in a line"),
        ("P", {"K": Dictionary(Type=Name.MCR, MCID=1)}, ""),
        ("P", {"K": Array([1, Dictionary(Type=Name.OBJR, Obj=Dictionary())])}, ""),
        ("P", {"K": Dictionary(Type=Name.Other, MCID=1)}, "shows something of another type"),
        ("L", {"A": NO_SIGNS}, ""),
        ("L", {"A": DISCS, "K": LABELLED}, ""),
        ("L", {"A": NO_SIGNS, "K": LABELLED}, "has another numbering"),
        ("L", {"A": DISCS}, "has another numbering"),
        ("L", {"A": NUMBERED, "K": LABELLED}, "has another numbering"),
        ("L", {}, "has no attributes, or several"),
        ("Figure", {"A": Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([0, 0, 9, 9]))}, ""),
        ("Figure", {"A": Dictionary(O=Name.Layout, Placement=Name.Block)}, ""),
        ("Figure", {"A": Dictionary(O=Name.Layout)}, "has another place than that of a block"),
        ("Figure", {"A": Dictionary(O=Name.Layout, Placement=Name.Inline)}, "has another place than that of a block"),
        ("Figure", {"A": Dictionary(O=Name.Layout, Placement=Name.Block, Width=9)}, "has the entry Width"),
        ("Figure", {"A": Array([])}, "has no attributes, or several"),
    ],
)
def test_an_element_is_one_of_ours(tag: str, values: dict[str, Any], problem: str) -> None:
    assert of_element(tag, **values) == ([f"an element “{tag}” {problem}"] if problem else [])


def test_what_an_element_shows_has_no_other_entries() -> None:
    assert of_element(K=Dictionary(Type=Name.MCR, MCID=1, Stm=1)) == ["what an element “P” shows has the entry Stm"]
    assert of_element(K=Dictionary(Type=Name.OBJR, MCID=1)) == ["what an element “P” shows has the entry MCID"]


@pytest.mark.parametrize(
    ("catalog", "problems"),
    [
        (Dictionary(), []),
        (Dictionary(MarkInfo=Dictionary(Marked=False)), []),
        (
            Dictionary(MarkInfo=Dictionary(Marked=True, Suspects=True)),
            ["what it says of its tags has the entry Suspects"],
        ),
        (
            Dictionary(MarkInfo=Dictionary(Marked=False), StructTreeRoot=Dictionary(Type=Name.StructTreeRoot)),
            ["what it says of its tags is of another kind"],
        ),
        (
            Dictionary(MarkInfo=Dictionary(Marked=True), StructTreeRoot=Dictionary(Type=Name.Tree, RoleMap=1)),
            ["the structure tree has the entry RoleMap", "the structure tree is of another type"],
        ),
        (Dictionary(StructTreeRoot=Array([])), ["what it says of its tags is of another kind"]),
    ],
)
def test_a_tree_is_one_of_ours(catalog: Any, problems: list[str]) -> None:
    assert list(problems_of_tags(catalog)) == problems
