"""Every edit of a finished file makes another file of it; another packing does not.

An edit that nobody can see is an edit too: programs differ in what they make of entries and of the syntax between
objects, so that one may show another page than the proof has read.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from realfiles import TEXT_OBJECT, real

from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.session import open_session
from flyers.proof import objects
from flyers.proof.objects import same_file
from pdfedits import with_bytes

AS_IT_IS = pikepdf.StreamDecodeLevel.none
PRESS = real("es", "wallet-card").pdf


Edit = Callable[[pikepdf.Pdf], None]
Part = Callable[[pikepdf.Pdf], pikepdf.Object]


def painted(root: Path) -> bytes:
    session = open_session(root)
    document = session.composed(session.localized("es"), session.layout("poster-detail"))
    return paint(document, SCREEN, session.library, 0)


@pytest.fixture(scope="module")
def screen(root: Path) -> bytes:
    return painted(root)


def put(key: str, value: object, where: Part = lambda pdf: pdf.Root) -> Edit:
    """Return an edit that gives an object, by default the catalog, another entry."""

    def edit(pdf: pikepdf.Pdf) -> None:
        where(pdf)[f"/{key}"] = value

    return edit


def rewrite(old: bytes, new: bytes, stream: Part) -> Edit:
    """Return an edit that changes the contents of a stream."""

    def edit(pdf: pikepdf.Pdf) -> None:
        before = stream(pdf).read_bytes()
        assert old in before
        stream(pdf).write(before.replace(old, new, 1))

    return edit


def page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return page(pdf).Resources.Font["/F1"]


def descendant(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return font(pdf).DescendantFonts[0]


def descriptor(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return descendant(pdf).FontDescriptor


def state(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return page(pdf).Resources.ExtGState.GSknock


def intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.OutputIntents[0]


def bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Call 911", 0))


def form(pdf: pikepdf.Pdf, drawn: bytes = b"") -> pikepdf.Object:
    return pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))


def undrawn_form(pdf: pikepdf.Pdf) -> None:
    page(pdf).Resources.XObject = Dictionary(Fm=form(pdf))


def branch_of_pages(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.Pages
    below = Dictionary(Type=Name.Pages, Kids=tree.Kids, Count=2, Parent=tree, CropBox=Array([0, 0, 150, 99]))
    tree.Kids = Array([pdf.make_indirect(below)])


def note_in_a_stream(pdf: pikepdf.Pdf) -> None:
    page(pdf).Annots = Array([pdf.make_stream(b"", Subtype=Name.Square, Rect=Array([40, 40, 130, 90]))])


def type_of_its_own(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Type = pdf.make_indirect(Name.Catalog)


def second_program(pdf: pikepdf.Pdf) -> None:
    descriptor(pdf).FontFile3 = pdf.make_stream(b"OTTO", Subtype=Name.OpenType)


def hex_packing(pdf: pikepdf.Pdf) -> None:
    gids = descendant(pdf).CIDToGIDMap
    gids.write(gids.read_bytes().hex().encode() + b">", filter=Name.ASCIIHexDecode)


def doubled_stream(pdf: pikepdf.Pdf) -> None:
    contents = page(pdf).Contents
    contents.write(zlib.compress(contents.read_bytes()) + zlib.compress(b"40 40 99 99 re f"), filter=Name.FlateDecode)


OBJECTS: dict[str, Edit] = {
    "a bookmark": bookmark,
    "a script on opening": put("OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert('911')"))),
    "other names of pages": put("PageLabels", Dictionary(Nums=Array([0, Dictionary(P="911")]))),
    "another language": put("Lang", String("de")),
    "a claim of tags": put("MarkInfo", Dictionary(Marked=True)),
    "a tree of tags": put("StructTreeRoot", Dictionary(Type=Name.StructTreeRoot)),
    "one side to print": put("PrintPageRange", Array([0, 0]), lambda pdf: pdf.Root.ViewerPreferences),
    "a version in the catalog": put("Version", Name("/1.7")),
    "another author": put("Author", String("Ministry of Truth"), lambda pdf: pdf.docinfo),
    "a number among the properties": put("Helpline", String("911"), lambda pdf: pdf.docinfo),
    "another day": put("CreationDate", String("D:20200101000000Z"), lambda pdf: pdf.docinfo),
    "a word for a name": put("Trapped", String("False"), lambda pdf: pdf.docinfo),
    "a word of the packet": rewrite(b"VersionID>1<", b"VersionID>9<", lambda pdf: pdf.Root.Metadata),
    "hints for mixing": put("MixingHints", Dictionary(), intent),
    "another condition": put("Info", String("Newsprint, coldset offset"), intent),
    "a record of Illustrator": put("PieceInfo", Dictionary(Illustrator=Dictionary()), page),
    "a page turned round": put("Rotate", 360, page),
    "a page that another file draws": put("F", String("other.bin"), lambda pdf: page(pdf).Contents),
    "a thumbnail's place": put("Thumb", Dictionary(), page),
    "a branch of pages": branch_of_pages,
    "a note in a stream": note_in_a_stream,
    "a form that is not drawn": undrawn_form,
    "an opacity": put("ca", 1, state),
    "a blend mode": put("BM", Name.Compatible, state),
    "a number that was whole": put("OPM", pikepdf.Object.parse(b"1.0"), state),
    "a switch that is a name": put("OP", Name("/true"), state),
    "a replaced colour": put("DefaultCMYK", Name.DeviceCMYK, lambda pdf: page(pdf).Resources.ColorSpace),
    "a font written downwards": put("Encoding", Name("/Identity-V"), font),
    "another name of a font": put("BaseFont", Name("/ABCDEF+Wingdings"), font),
    "a font of no kind": put("Subtype", String("CIDFontType2"), descendant),
    "a usual width": put("DW", -1000, descendant),
    "no order of signs": put("CIDSystemInfo", Dictionary(), descendant),
    "a height of lines": put("Ascent", 0, descriptor),
    "a weight": put("StemV", 300, descriptor),
    "a box": put("FontBBox", Array([0, 0, 10, 10]), descriptor),
    "a second font program": second_program,
    "a bit of a font program": rewrite(b"head", b"daeh", lambda pdf: descriptor(pdf).FontFile2),
    "a comment in a map of words": rewrite(b"endcmap", b"%\nendcmap", lambda pdf: font(pdf).ToUnicode),
    "a glyph": rewrite(b"\0\1", b"\0\2", lambda pdf: descendant(pdf).CIDToGIDMap),
    "a type that is an object of its own": type_of_its_own,
    "another packing than zlib's": hex_packing,
    "something behind what is packed": doubled_stream,
}
"""Changes of objects, which qpdf writes after them."""

CONTENTS: dict[str, Callable[[str], str]] = {
    "flatness": lambda content: content.replace(" cm\n", " cm\n100 i\n", 1),
    "dots": lambda content: content.replace("/CSall CS 1 SCN", "/CSall CS 1 SCN\n[.05 .05] 0 d"),
    "wide spaces": lambda content: content.replace("Td\n", "Td\n20 Tw\n", 1),
    "away and back": lambda content: content.replace(" cm\n", " cm\n1 0 0 1 9 0 cm\n1 0 0 1 -9 0 cm\n", 1),
    "a comment": lambda content: content.replace(" cm\n", " cm % q\n", 1),
    "decimals": lambda content: re.sub(r"\n(\d+\.\d+) (\S+ Td\n)", rf"\n\g<1>{'0' * 400}1 \2", content, count=1),
    "an unpainted path": lambda content: content.replace("Td\n", "Td\n90 90 5 5 re n\n", 1),
    "lines in another order": lambda content: _exchanged(content, *list(TEXT_OBJECT.finditer(content))[:2]),
    "a description": lambda content: f"/Span <</Alt (Call 911)>> BDC\n{content}\nEMC",
    "a hidden stroke": lambda content: content.replace("BT", "2 Tr\nBT", 1),
}
"""Changes of what draws the first page."""


def _exchanged(content: str, one: re.Match[str], other: re.Match[str]) -> str:
    between = content[one.end() : other.start()]
    return content[: one.start()] + other.group() + between + one.group() + content[other.end() :]


def hidden_page(before: bytes) -> bytes:
    """Return the file with another version of what draws its first page, where no table names it."""
    (number,) = re.findall(rb"/Contents (\d+) 0 R", PRESS)[:1]
    hidden = b"%s obj\n<< /Length 12 >>\nstream\n9 9 9 9 re f\nendstream\nendobj\n" % (before % int(number))
    return with_bytes(PRESS, b"xref\n0 ", hidden + b"xref\n0 ")


def linearized() -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(PRESS)) as pdf:
        pdf.save(held, linearize=True)
    return held.getvalue()


FRONT, BACK = re.findall(rb"/Contents \d+ 0 R", PRESS)[:2]
SYNTAX = {
    "a page in no table": hidden_page(b"%d 0"),
    "a page behind a nought": hidden_page(b"%d\x000\x00"),
    "a table that is not found": re.sub(rb"startxref\n", b"startxref\n% 1\n", hidden_page(b"%%stream\n%d 0")),
    "a table with a sign": PRESS.replace(b"startxref\n", b"startxref\n+"),
    "a second table": PRESS + b"xref\n0 0\ntrailer\n<< /Size 99 >>\nstartxref\n9\n%%EOF\n",
    "a short table": re.sub(rb"/Size \d+", b"/Size 9", PRESS),
    "bytes between objects": with_bytes(PRESS, b"endobj\n2 0 obj", b"endobj\n<< >>\n2 0 obj"),
    "a comment": with_bytes(PRESS, b"/Type /Catalog", b"/Type %1\n/Catalog"),
    "an entry twice": with_bytes(PRESS, FRONT, BACK + b" " + FRONT),
    "another revision": with_bytes(PRESS, b"/Lang ", b"/OpenAction 1 7 R /Lang "),
    "pages that are not there": with_bytes(PRESS, b"/Count 2", b"/Count 3"),
    "another version": PRESS.replace(b"%PDF-1.6", b"%PDF-1.3", 1),
    "bytes after the end": PRESS + b"\n",
    "a file for the web": linearized(),
    "half a file": PRESS[: len(PRESS) // 2],
    "no file": b"",
}
"""Changes of the bytes between objects, which qpdf would not write."""


def edited(data: bytes, edit: Edit) -> bytes:
    """Return a file after *edit* has changed its objects, and nothing else."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        pdf.save(held, fix_metadata_version=False, compress_streams=False, stream_decode_level=AS_IT_IS)
    return held.getvalue()


@pytest.mark.parametrize("edit", OBJECTS.values(), ids=OBJECTS)
def test_a_file_with_another_object_is_another_file(edit: Edit) -> None:
    assert not same_file(edited(PRESS, edit), PRESS)


@pytest.mark.parametrize("change", CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_is_drawn_otherwise_is_another_file(change: Callable[[str], str]) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        before = page(pdf).Contents.read_bytes().decode("latin-1")
        assert change(before) != before
        page(pdf).Contents.write(change(before).encode("latin-1"))

    assert not same_file(edited(PRESS, edit), PRESS)


@pytest.mark.parametrize("data", SYNTAX.values(), ids=SYNTAX)
def test_a_file_that_is_written_otherwise_is_another_file(data: bytes) -> None:
    assert not same_file(data, PRESS)


def link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(one for each in pdf.pages for one in each.get("/Annots", ()))


def tag(name: str) -> Part:
    return lambda pdf: next(one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == f"/{name}")


TAGS: dict[str, Edit] = {
    "another target": put("URI", String("tel:911"), lambda pdf: link(pdf).A),
    "a second target": put("Next", Dictionary(S=Name.URI), lambda pdf: link(pdf).A),
    "a frame": put("Border", Array([0, 0, 3]), link),
    "a hidden link": put("F", 2, link),
    "links by columns": put("Tabs", Name.C, page),
    "another profile": put("N", 4, lambda pdf: intent(pdf).DestOutputProfile),
    "another thing said": put("ActualText", String("911"), tag("Link")),
    "a heading that is a paragraph": put("S", Name.P, tag("H1")),
    "a language": put("Lang", String("de"), tag("P")),
    "the same language again": put("Lang", String("es"), tag("P")),
    "an element of no type": put("Type", Name.Elem, tag("Document")),
    "tags of no type": put("Type", Name.Tags, lambda pdf: pdf.Root.StructTreeRoot),
}
"""Changes of what a screen reader says and a touch opens."""


@pytest.mark.parametrize("edit", TAGS.values(), ids=TAGS)
def test_a_file_that_is_heard_otherwise_is_another_file(screen: bytes, edit: Edit) -> None:
    assert not same_file(edited(screen, edit), screen)


@pytest.mark.parametrize("options", [{}, {"recompress_flate": True}, {"compress_streams": False}], ids=str)
def test_a_file_that_qpdf_has_packed_again_is_the_same(screen: bytes, options: dict[str, object]) -> None:
    for data in (PRESS, screen):
        held = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(held, fix_metadata_version=False, **options)
        assert held.getvalue() != data
        assert same_file(held.getvalue(), data)
        assert same_file(data, data)
        assert same_file(edited(data, lambda pdf: None), data)


def test_a_file_of_another_zlib_is_the_same(root, screen: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of it makes other bytes of the same contents, and here another level."""
    compress = zlib.compress
    monkeypatch.setattr(zlib, "compress", lambda data, *options: compress(data, 1))
    other = painted(root)
    assert other != screen
    assert same_file(other, screen)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("xxy", "xxy", True), ("xxy", "yyx", True), ("xxy", "xyy", False), ("xyy", "xxy", False), ("xyx", "xxx", False)],
)
def test_equal_objects_are_the_same_wherever_they_are_named(one: str, other: str, same: bool) -> None:
    """In a file in which two names are of one object, what changes one changes the other."""

    def file(names: str) -> pikepdf.Pdf:
        pdf = pikepdf.new()
        made = {name: pdf.make_indirect(Dictionary(Equal=True)) for name in "xy"}
        pdf.Root.A, pdf.Root.B, pdf.Root.C = (made[name] for name in names)
        return pdf

    assert objects._equal(file(one), file(other)) is same
