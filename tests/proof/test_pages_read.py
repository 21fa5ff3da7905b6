"""What is read of a page and of a catalog beside what is painted: files of a stranger, made by hand."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from flyers.proof.objects import UnreadableError
from flyers.proof.painted import ContentMark
from flyers.proof.reading import DrawnContent, PageReading, Reading, StructureElement, read
from flyers.proof.run import proof


def pages(count: int = 1) -> Pdf:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(300, 400))
    return pdf


def reading(pdf: Pdf) -> Reading:
    out = io.BytesIO()
    pdf.save(out, fix_metadata_version=False)
    return read(out.getvalue())


def page(**entries: Any) -> PageReading:
    pdf = pages()
    for key, value in entries.items():
        pdf.pages[0].obj[f"/{key}"] = value
    return reading(pdf).pages[0]


def test_boxes_are_told_from_the_corner_of_the_trim_however_their_corners_are_ordered() -> None:
    read = page(TrimBox=[280, 30, 20, 390], BleedBox=[11, 21, 289, 399], CropBox=[5, 6, 295, 396])
    assert read.trim == (0, 0, 260, 360)
    assert read.size == (260, 360)
    assert read.trim_origin == (20, 30)
    assert (read.media, read.crop, read.bleed) == ((-20, -30, 280, 370), (-15, -24, 275, 366), (-9, -9, 269, 369))
    assert read.declared == {"MediaBox", "CropBox", "TrimBox", "BleedBox"}
    assert read.misshapen == ()


def test_the_crop_box_stands_for_boxes_that_are_missing_or_no_rectangle() -> None:
    read = page(CropBox=[5, 6, 295, 396], TrimBox=[1, 2, 3], ArtBox=Name.None_)
    assert (read.trim_origin, read.size) == ((5, 6), (290, 390))
    assert read.bleed == read.crop == read.trim == (0, 0, 290, 390)
    assert set(read.misshapen) == {"TrimBox", "ArtBox"}


def test_a_page_without_a_media_box_is_a_letter() -> None:
    pdf = pages()
    del pdf.pages[0].obj["/MediaBox"]
    assert reading(pdf).pages[0].media == (0, 0, 612, 792)


@pytest.mark.parametrize(("rotation", "read_as"), [(90, 90), (-90, 270), (360, 0), (450, 90)])
def test_a_page_may_be_turned_by_itself_or_by_the_page_tree(rotation: int, read_as: int) -> None:
    assert page(Rotate=rotation).rotation == read_as
    pdf = pages(2)
    pdf.Root.Pages.Rotate = rotation
    pdf.pages[1].obj.Rotate = 0
    assert [one.rotation for one in reading(pdf).pages] == [read_as, 0]


@pytest.mark.parametrize(("levels", "read_as"), [(0, 90), (31, 90), (32, 0)])
def test_what_a_page_inherits_is_looked_for_in_so_many_levels(levels: int, read_as: int) -> None:
    pdf = pages()
    pdf.Root.Pages.Rotate = 90
    for _ in range(levels):
        top = pdf.Root.Pages
        kid = top.Kids[0]
        between = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array([kid]), Parent=top))
        kid.Parent, top.Kids = between, Array([between])
    assert reading(pdf).pages[0].rotation == read_as


def test_pages_are_numbered_and_may_have_a_unit() -> None:
    pdf = pages(2)
    pdf.pages[1].obj.UserUnit = 2.5
    assert [(one.number, one.user_unit, one.rotation) for one in reading(pdf).pages] == [(1, 1.0, 0), (2, 2.5, 0)]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (Dictionary(S=Name.Transparency), ["a transparency group on the page"]),
        (Dictionary(S=Name.Other), []),
        (Name.Transparency, []),
    ],
)
def test_a_page_may_be_a_transparency_group(group: Any, told: list[str]) -> None:
    assert page(Group=group).contents.transparency == told


def test_annotations_have_subtypes_and_those_with_actions_have_targets() -> None:
    read = page(
        Annots=Array(
            [
                Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("tel:211"))),
                Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch)),
                Dictionary(Subtype=Name.Text),
                Dictionary(A=Dictionary()),
                Name.Strange,
            ]
        )
    )
    assert read.annotations == ("Link", "Link", "Text", "unknown")
    assert read.links == ("tel:211", "action Launch", "action unknown")
    assert page(Annots=Dictionary()).annotations == page().annotations == ()


def test_what_a_file_can_start_is_told_in_words() -> None:
    assert reading(pages()).actions == ()
    pdf = pages(3)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript)
    pdf.Root.AA, pdf.Root.OCProperties, pdf.Root.AcroForm = Dictionary(), Dictionary(), Dictionary()
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(), EmbeddedFiles=Dictionary(), AlternatePresentations=Dictionary(), Dests=Dictionary()
    )
    pdf.pages[1].obj.AA = Dictionary()
    pdf.pages[2].obj.PresSteps = Dictionary()
    assert reading(pdf).actions == (
        "an action on opening (JavaScript)",
        "automatic actions",
        "layers that can be hidden",
        "a form",
        "scripts",
        "attached files",
        "another presentation of its pages",
        "automatic actions on page 2",
        "presentation steps on page 3",
    )


def test_to_open_at_a_page_is_no_action() -> None:
    pdf = pages()
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
    assert reading(pdf).actions == ()
    pdf.Root.OpenAction = Dictionary()
    assert reading(pdf).actions == ("an action on opening (Unknown)",)


def test_the_document_information_and_the_packet_are_read() -> None:
    pdf = pages()
    assert (reading(pdf).info, reading(pdf).xmp) == ({}, "")
    pdf.docinfo["/Title"] = "Ayuda"
    pdf.Root.Metadata = pdf.make_stream("<x>é</x>".encode() + b"\xff")
    assert (reading(pdf).info, reading(pdf).xmp) == ({"Title": "Ayuda"}, "<x>é</x>\ufffd")


@pytest.mark.parametrize("data", [b"", b" %PDF-1.7\n", b"%PDF-1.7\n"])
def test_what_is_no_file_of_the_format_is_refused_with_a_hint(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(data)
    assert refused.value.hint


def test_what_is_broken_in_a_page_is_told_without_an_address_in_memory() -> None:
    pdf = pages()
    pdf.pages[0].obj.Rotate = String("a quarter")
    with pytest.raises(UnreadableError, match="The file is damaged"):
        reading(pdf)
    pdf = pages()
    stream = pdf.make_stream(b"")
    stream.write(b"not packed", filter=Name.FlateDecode)
    pdf.pages[0].Contents = stream
    with pytest.raises(UnreadableError) as refused:
        reading(pdf)
    assert "BytesIO" not in refused.value.problem


def test_facts_of_a_file_are_rounded_and_of_its_pages_alone() -> None:
    pdf = pages(2)
    pdf.pages[1].obj.TrimBox, pdf.pages[1].obj.BleedBox = [10, 10, 110.12345, 60], [1.00049, 1, 119, 69]
    out = io.BytesIO()
    pdf.save(out, min_version="1.6")
    facts = proof(out.getvalue()).facts
    assert facts["pages"] == [{"trim": [300.0, 400.0], "bleed": 0.0}, {"trim": [100.123, 50.0], "bleed": 9.0}]
    assert (facts["pdf_version"], facts["says_it_meets"], facts["fonts"], facts["codes"]) == ("1.6", [], [], [])
    assert (facts["glyphs"], facts["smallest_type"], facts["raster_dpi"]) == (0, None, 200)


# -- what is drawn and read -------------------------------------------------------------------------------------------


def test_a_text_that_replaces_others_is_said_once_and_the_outermost_replaces_those_inside() -> None:
    outer = ContentMark("P", 0, "whole", None)
    inner = ContentMark("Span", None, "part", outer)
    alone = ContentMark("Span", None, "part", ContentMark("P", 1, None, None))
    said = DrawnContent(0, 0)
    for marked in (outer, inner, alone, alone, ContentMark("Span", None, "part", alone.around), outer):
        said.say(["a", "b"], marked)
    assert said.text == "wholepartpart"
    said.say(["c", "d"], ContentMark("P", 1, None, None))
    assert said.text == "wholepartpartcd"
    blank = DrawnContent(0, 0)
    blank.say(["a"], ContentMark("P", 0, "", None))
    assert blank.text == ""


def test_an_element_is_around_others_unless_it_is_a_part_of_a_line() -> None:
    root = StructureElement("StructTreeRoot", None, "es")
    document = StructureElement("Document", root)
    link = StructureElement("Link", document, "en")
    paragraph = StructureElement("P", link, "")
    assert [one.around for one in (root, document, link, paragraph)] == [(), (), ("Document",), ("Document",)]
    assert [one.language_read for one in (root, document, link, paragraph)] == ["es", "es", "en", ""]
    assert StructureElement("P", None).language_read == ""


def test_what_an_element_shows_is_its_own_and_that_of_parts_of_its_lines() -> None:
    own, inside, below = DrawnContent(2, 0, drawn=[(1, 2, 3, 4)], said=["a"]), DrawnContent(3, 1), DrawnContent(4, 2)
    span = StructureElement("Span", None, kids=[inside])
    block = StructureElement("P", None, kids=[below])
    element = StructureElement("LBody", None, kids=[own, block, span])
    inside.said, inside.drawn, below.said = ["b"], [(5, 0, 6, 1)], ["c"]
    assert list(element.shown) == [(element, own), (span, inside)]
    assert (element.text, element.page, element.area) == ("ab", 2, (1, 0, 6, 4))
    assert list(element.elements) == [element, block, span]
    nothing = StructureElement("P", None)
    assert (nothing.text, nothing.page, nothing.area) == ("", -1, None)
