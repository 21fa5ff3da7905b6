"""What a standard forbids in the construction of a file, and what ours do without: one entry at a time, by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from flyers.proof.checks import construction as checks
from flyers.proof.checks import identification
from flyers.proof.findings import X1A, X4
from flyers.proof.objects import ObjectGraph


def found(
    check: Any, *objects: Any, standards: tuple[str, ...] = (X4,), pages: Any = (), trailer: Any = None, **reading: Any
) -> list[str]:
    """What a check says of a file that has *objects*."""
    pdf = pikepdf.new()
    for one in objects:
        pdf.make_indirect(one(pdf) if callable(one) else one)
    graph: Any = ObjectGraph(pdf)
    if trailer is not None:
        graph.trailer = trailer
    usual = {"objects": graph, "pages": pages, "info": {}, "xmp": "", "version": "1.4", "actions": ()}
    expectation: Any = SimpleNamespace(edition=SimpleNamespace(standards=standards))
    read: Any = SimpleNamespace(**{**usual, **reading})
    return [fault.problem for fault in check(read, expectation)]


def stream(**entries: Any) -> Any:
    return lambda pdf: Stream(pdf, b"", **entries)


def page(**contents: Any) -> Any:
    return SimpleNamespace(number=1, declared=contents.pop("declared", set()), contents=SimpleNamespace(**contents))


@pytest.mark.parametrize(
    ("version", "standards", "told"),
    [
        ("1.6", (X4,), []),
        ("1.7", (X4,), [f"the file is PDF 1.7, and {X4} is PDF 1.6"]),
        ("1.4", (X1A,), []),
        ("1.5", (X1A,), [f"the file is PDF 1.5, and {X1A} is PDF 1.4"]),
        ("1.10", (X4,), [f"the file is PDF 1.10, and {X4} is PDF 1.6"]),
        ("1.5", (X4, X1A), [f"the file is PDF 1.5, and {X4} and {X1A} is PDF 1.4"]),
    ],
)
def test_the_version_is_not_newer_than_the_standard(version: str, standards: tuple[str, ...], told: list[str]) -> None:
    assert found(checks.version, version=version, standards=standards) == told


def test_objects_in_streams_are_too_new_for_the_older_standard() -> None:
    told = ["objects are stored in streams, which PDF 1.4 doesn't know"]
    packed = stream(Type=Name.ObjStm)
    assert found(checks.version, packed, standards=(X1A,)) == told
    assert found(checks.version, packed) == []
    assert found(checks.version, standards=(X1A,), trailer=Dictionary(Type=Name.XRef)) == told
    assert found(checks.version, trailer=Dictionary(Type=Name.XRef)) == []


@pytest.mark.parametrize(
    ("entry", "good"),
    [
        (Array([String("a"), String("b")]), True),
        (Array([String("a"), String("")]), False),
        (Array([String("a")]), False),
        (Array([String("a"), String("b"), String("c")]), False),
        (Array([String("a"), Name.B]), False),
        (String("ab"), False),
    ],
)
def test_a_file_has_an_identifier_of_two_strings(entry: Any, good: bool) -> None:
    told = [] if good else ["the trailer has no ID of two strings"]
    assert found(checks.identifier, trailer=Dictionary(ID=entry)) == told


@pytest.mark.parametrize(
    ("entries", "name", "in_x1a"),
    [
        ({"Filter": Name.FlateDecode}, "", ""),
        ({"Filter": Name.LZWDecode}, "LZWDecode", "LZWDecode"),
        ({"Filter": Array([Name.ASCII85Decode, Name.LZWDecode])}, "LZWDecode", "LZWDecode"),
        ({"Filter": Name.JPXDecode}, "", "JPXDecode"),
        ({"Filter": Name.JBIG2Decode}, "", "JBIG2Decode"),
        ({"Filter": Name.Crypt}, "Crypt", "Crypt"),
        ({"Filter": Name.Crypt, "DecodeParms": Dictionary(Name=Name.Identity)}, "", ""),
        ({"Filter": Name.Crypt, "DecodeParms": Dictionary(Name=Name.Other)}, "Crypt", "Crypt"),
        ({"Filter": Array([Name.Crypt]), "DecodeParms": Array([Dictionary(Name=Name.Identity)])}, "", ""),
        ({"Filter": Name.LZWDecode, "DecodeParms": Dictionary(Name=Name.Identity)}, "LZWDecode", "LZWDecode"),
    ],
)
def test_streams_are_compressed_as_every_press_can_read(entries: dict[str, Any], name: str, in_x1a: str) -> None:
    for standards, forbidden in (((X4,), name), ((X1A,), in_x1a)):
        told = [f"a stream is compressed with {forbidden}"] if forbidden else []
        assert found(checks.filters, stream(**entries), stream(**entries), standards=standards) == told
        assert found(checks.filters, Dictionary(**entries), standards=standards) == [], "that is no stream"


def test_images_in_drawing_instructions_are_compressed_so_too() -> None:
    assert found(checks.filters, pages=[page(filters=["/LZW", "/Fl", "/LZW"])]) == ["a stream is compressed with LZW"]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (stream(F=String("other")), ["a stream's data is in another file"]),
        (stream(FFilter=Name.FlateDecode), ["a stream's data is in another file"]),
        (Dictionary(F=String("other")), []),
        (stream(Ref=Dictionary()), ["a form refers to a page of another file"]),
        (stream(OPI=Dictionary()), ["a picture is to be replaced at the press (OPI)"]),
        (Dictionary(DefaultForPrinting=True), ["a picture has another one for printing"]),
        (Dictionary(DefaultForPrinting=False), []),
        (stream(), []),
    ],
)
def test_nothing_is_fetched_at_the_press(one: Any, told: list[str]) -> None:
    assert found(checks.complete, one) == told


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (stream(Subtype=Name.PS), True),
        (stream(Subtype2=Name.PS), True),
        (stream(PS=Name.Any), True),
        (stream(Level1=Name.Any), True),
        (stream(Subtype=Name.Form), False),
        (Dictionary(Subtype=Name.PS), False),
        (Dictionary(PS=Name.Any), False),
    ],
)
def test_there_is_no_postscript(one: Any, told: bool) -> None:
    assert found(checks.no_postscript, one) == ["the file has a PostScript object"] * told


def test_operators_that_pdf_does_not_define_are_told_once() -> None:
    assert found(checks.known_operators, pages=[page(strange=["xx", "yy", "xx"]), page(strange=[])]) == [
        "the operator “xx” is not defined in PDF",
        "the operator “yy” is not defined in PDF",
    ]


def test_names_of_fonts_and_inks_are_text() -> None:
    good, bad = Name("/Jaune"), unreadable("/J#e9")
    spaces = Dictionary(C=Array([Name.Separation, bad, Name.DeviceCMYK]), D=Array([Name.DeviceN, Array([good, bad])]))
    other = Dictionary(E=Array([Name.Indexed, bad]), F=Array([Name.Separation]), G=Name.DeviceCMYK)
    assert len(found(checks.names_are_text, Dictionary(BaseFont=good, FontName=bad))) == 1
    assert len(found(checks.names_are_text, Dictionary(BaseFont=bad))) == 1
    assert len(found(checks.names_are_text, Dictionary(ColorSpace=spaces))) == 2
    assert found(checks.names_are_text, Dictionary(ColorSpace=other)) == []


def unreadable(name: str) -> Any:
    """Return a name with bytes that are no text."""
    return pikepdf.Object.parse(name.encode())


def test_one_box_says_where_to_cut() -> None:
    told = ["the page has an ArtBox beside its TrimBox"]
    for declared, problems in (({"TrimBox", "ArtBox", "MediaBox"}, told), ({"TrimBox"}, []), ({"ArtBox"}, [])):
        assert found(checks.one_cutting_box, pages=[page(declared=declared)]) == problems


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (Dictionary(TR=Name.Identity), ["the graphics state G sets a transfer curve"]),
        (Dictionary(TR2=Name.Identity), ["the graphics state G sets a transfer curve"]),
        (Dictionary(TR2=Name.Default), []),
        (Dictionary(HTP=Array([0, 0])), ["the graphics state G sets a halftone phase"]),
        (Dictionary(HT=Dictionary(HalftoneType=1)), []),
        (Dictionary(HT=Dictionary(HalftoneType=5)), []),
        (Dictionary(HT=Dictionary(HalftoneType=6)), ["a halftone is of a type made for one device"]),
        (
            Dictionary(HT=Dictionary(HalftoneType=1, HalftoneName=String("mine"))),
            ["a halftone is of a type made for one device"],
        ),
        (Dictionary(LW=1), []),
    ],
)
def test_the_press_sets_its_own_screens_and_curves(state: Dictionary, told: list[str]) -> None:
    assert found(checks.no_device_settings, Dictionary(ExtGState=Dictionary(G=state))) == told


def test_intents_are_those_of_the_standard() -> None:
    pages = [page(rendering=["/Perceptual", "/Mine"])]
    objects = [Dictionary(RI=Name.Yours), stream(Intent=Name.Theirs), Dictionary(Intent=Name.Design)]
    assert sorted(found(checks.rendering_intents, *objects, Dictionary(RI=Name.Saturation), pages=pages)) == [
        "Mine is not a rendering intent",
        "Theirs is not a rendering intent",
        "Yours is not a rendering intent",
    ]


@pytest.mark.parametrize("key", ["ViewArea", "ViewClip", "PrintArea", "PrintClip"])
def test_the_whole_page_is_shown_and_printed(key: str) -> None:
    for box, told in (("MediaBox", []), ("BleedBox", []), ("TrimBox", [f"{key} is the TrimBox"])):
        assert found(checks.viewer_preferences, Dictionary({f"/{key}": Name(f"/{box}")})) == told


@pytest.mark.parametrize(
    ("title", "xmp", "told"),
    [
        ("Ayuda", "", False),
        ("", "", True),
        (" ", "", True),
        ("Untitled", "", True),
        ("anonymous", "<dc:title></dc:title>", True),
        ("", "<dc:title><rdf:Alt>\n</rdf:Alt></dc:title>", False),
        ("", "<dc:title>Ayuda</dc:title>", False),
    ],
)
def test_a_file_has_a_title_in_one_place_or_the_other(title: str, xmp: str, told: bool) -> None:
    assert found(checks.has_title, info={"Title": title}, xmp=xmp) == ["the file has no title"] * told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("made in /home/amal/flyers by", ["“/home/amal/flyers” is a path on a computer"]),
        (r"C:\Users\amal", [r"“C:\Users\amal” is a path on a computer"]),
        ("https://example.org/home/", []),
        ("by zoe", ["“zoe” is the name of a user account"]),
        ("by zoey", []),
    ],
)
def test_no_path_and_no_account_is_named(monkeypatch: pytest.MonkeyPatch, text: str, told: list[str]) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "zoe")
    assert found(checks.no_traces, info={"Author": text}) == told
    assert found(checks.no_traces, xmp=f"<a zoe='/tmp/x'>{text}</a>") == told
    accounts = [problem for problem in told if "account" not in problem]
    for nobody in ("ci", "zo", "Root"):
        monkeypatch.setattr("getpass.getuser", lambda name=nobody: name)
        assert found(checks.no_traces, info={"Author": f"{text} {nobody}"}) == accounts


def test_a_machine_without_accounts_has_no_name_to_look_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert found(checks.no_traces, info={"Author": "by zoe"}) == []
    assert found(checks.no_traces, info={"Author": "in /tmp/x"}) == ["“/tmp/x” is a path on a computer"]


def test_press_files_have_nothing_interactive() -> None:
    read = SimpleNamespace(number=1, annotations=("Link", "Text", "Link"))
    assert found(checks.nothing_interactive, pages=[read], actions=("a form",)) == [
        "the page has an annotation (Link)",
        "the page has an annotation (Text)",
        "the file has a form",
    ]


@pytest.mark.parametrize(
    ("preferences", "flip", "told"),
    [
        (Dictionary(DisplayDocTitle=True), "", []),
        (None, "", ["viewers are asked for DisplayDocTitle (missing), not true"]),
        (Dictionary(DisplayDocTitle=False), "", ["viewers are asked for DisplayDocTitle false, not true"]),
        (
            Dictionary(DisplayDocTitle=True, HideMenubar=True),
            "",
            ["viewers are asked for HideMenubar true, not (nothing)"],
        ),
        (
            Dictionary(DisplayDocTitle=True),
            "long",
            [
                "viewers are asked for Duplex (missing), not duplexfliplongedge",
                "viewers are asked for PrintScaling (missing), not none",
            ],
        ),
        (
            Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge),
            "long",
            ["viewers are asked for Duplex duplexflipshortedge, not duplexfliplongedge"],
        ),
        (Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.Simplex), "none", []),
        (Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge), "short", []),
    ],
)
def test_viewers_and_printers_are_asked_for_what_a_file_needs(preferences: Any, flip: str, told: list[str]) -> None:
    assert list(checks._other_preferences(preferences, flip)) == told


@pytest.mark.parametrize(
    ("space", "in_x4", "in_x1a"),
    [
        (Name.DeviceCMYK, [], []),
        (Name.DeviceRGB, ["DeviceRGB"], ["DeviceRGB"]),
        (Array([Name.ICCBased, Dictionary()]), [], ["ICCBased"]),
        (Array([Name.Separation, Name.Gold, Name.DeviceRGB, Dictionary()]), ["DeviceRGB"], ["DeviceRGB"]),
        (Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()]), [], []),
        (Array([Name.Indexed, Array([Name.CalRGB, Dictionary()]), 1, b"ab"]), [], ["CalRGB"]),
    ],
)
def test_no_space_depends_on_light(space: Any, in_x4: list[str], in_x1a: list[str]) -> None:
    """In resources, of images and of groups; the older standard has spaces of inks alone."""
    holders = (
        lambda pdf: Dictionary(ColorSpace=Dictionary(C=space)),
        stream(ColorSpace=space),
        lambda pdf: Dictionary(CS=space),
    )
    for standards, families in (((X4,), in_x4), ((X1A,), in_x1a)):
        told = [f"a colour space is based on {family}" for family in families]
        for holder in holders:
            assert found(identification.no_rgb_behind, holder, holder, standards=standards) == told
    both = Dictionary(ColorSpace=Dictionary(C=Array([Name.Pattern, Name.RGB]), D=Name.DeviceRGB))
    assert found(identification.no_rgb_behind, both) == [
        "a colour space is based on DeviceRGB",
        "a colour space is based on RGB",
    ]


def besides(
    root: Any = None,
    one: Any = None,
    *,
    title: str = "Ayuda",
    edition: Any = None,
    means: Any = (),
    transparency: Any = (),
) -> list[tuple[str, int]]:
    """What is said of a file of ours with this catalog and page, with the pages of the faults."""
    usual = {"slug_line": False, "tags": True, "for_press": False}
    document = SimpleNamespace(title="Ayuda", flip="")
    expectation: Any = SimpleNamespace(edition=SimpleNamespace(**{**usual, **(edition or {})}), document=document)
    catalog = Dictionary(Type=Name.Catalog, ViewerPreferences=Dictionary(DisplayDocTitle=True))
    for key, value in (root or {}).items():
        catalog[f"/{key}"] = value
    page = Dictionary(Type=Name.Page, Tabs=Name.S)
    for key, value in (one or {}).items():
        page[f"/{key}"] = value
    contents = SimpleNamespace(means=means, transparency=transparency)
    reading: Any = SimpleNamespace(
        objects=SimpleNamespace(root=catalog, pages=[page]),
        info={"Title": title},
        pages=[SimpleNamespace(number=3, contents=contents)],
    )
    return [(fault.problem, fault.page) for fault in checks.nothing_besides_its_pages(reading, expectation)]


LINK = Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("tel:911")))


@pytest.mark.parametrize(
    ("one", "told"),
    [
        ({}, []),
        ({"Annots": Array([LINK])}, []),
        ({"Group": Dictionary()}, ["the page has the entry Group"]),
        ({"Tabs": Name.R}, ["its links are met in the order R (Tabs)"]),
        ({"Annots": Array([Dictionary(Subtype=Name.Text)])}, ["something on the page is not a link"]),
        ({"Annots": Array([Name.Link])}, ["something on the page is not a link"]),
        ({"Annots": LINK}, []),
        ({"Annots": Array([Dictionary(Subtype=Name.Link, AP=Dictionary())])}, ["a link has the entry AP"]),
        (
            {"Annots": Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, Next=Dictionary()))])},
            ["the target of a link has the entry Next"],
        ),
    ],
)
def test_a_page_of_ours_has_its_links_and_nothing_else(one: dict[str, Any], told: list[str]) -> None:
    assert besides(one=one) == [(problem, 3) for problem in told]


def test_a_file_of_ours_has_its_title_and_its_entries_and_no_means_that_it_does_without() -> None:
    assert besides(title=" Ayuda ") == besides(title="Ayuda (draft)") == []
    assert besides(title="Ayuda (draft)", edition={"slug_line": True}) == [
        ("the title is “Ayuda (draft)”, not “Ayuda”", 0)
    ]
    assert besides(title="Ayudas") == [("the title is “Ayudas”, not “Ayuda”", 0)]
    assert besides({"AcroForm": Dictionary(), "AA": Dictionary()}) == [
        ("the file has the entry AA", 0),
        ("the file has the entry AcroForm", 0),
    ]
    assert besides({"ViewerPreferences": Dictionary()}) == [
        ("viewers are asked for DisplayDocTitle (missing), not true", 0)
    ]
    untagged = {"tags": False}
    assert besides(edition=untagged) == [("its links are met in the order S (Tabs)", 3)]
    assert besides(one={"Tabs": Name("/")}) == [("its links are met in the order of the viewer (Tabs)", 3)]
    assert besides(one={"Tabs": Name("/")}, edition=untagged) == []
    assert besides(means=["a form", "a layer", "a form"]) == [("a form", 3), ("a layer", 3)]
    assert besides(transparency=["a mask", "a mask"]) == [("it uses a mask", 3)]
    assert besides(transparency=["a mask"], edition={"for_press": True}) == []
