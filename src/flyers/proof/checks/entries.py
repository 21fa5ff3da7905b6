"""Entries of the file besides the art of its pages: only those that our files are made with.

An entry of PDF can act when a file is opened, add a bookmark or a form, rename tags, or replace fonts and colours, and
viewers differ in which they honour. A list of those that our files have is short; a list of all that could do harm
would never be complete. Records for other programs are among the others: Illustrator shows what it finds in its own
record (PieceInfo) in place of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream, String

from flyers.findings import Fault
from flyers.proof.checks.identification import NEEDED, SAME, disagreements
from flyers.proof.checks.resource_entries import dictionaries, problems_of_resources
from flyers.proof.checks.stream_entries import problems_of_streams
from flyers.proof.checks.tag_entries import others, problems_of_tags
from flyers.proof.claims import PDF_X, X1A, XmpPacket, claimed_standards, xmp_packet
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.objects import ObjectGraph
from flyers.proof.reading import Reading


def _entries(names: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in f"Type {names}".split())


CATALOG = _entries("Pages Metadata Lang OutputIntents ViewerPreferences MarkInfo StructTreeRoot OCProperties")
PAGE = _entries(
    "Parent Contents Resources Annots Rotate MediaBox CropBox BleedBox TrimBox ArtBox UserUnit Group StructParents Tabs"
)
STREAM = frozenset(("/Length", "/Filter", "/DecodeParms"))
LINK = _entries("Subtype Rect QuadPoints Border A Contents F P StructParent AP")
ACTION = _entries("S URI")
"""What V912 to V916, the checks of boxes and those of links report themselves is in these lists."""

INFORMATION = frozenset(
    ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped")
).union(("GTS_PDFXVersion",))
"""What the document information of our files has; viewers show the whole of it. X721 and the claims have the last."""

PROGRAMS = {"Creator": re.compile(r"flyers \d[\w.+]*"), "Producer": re.compile("ReportLab")}
"""What our files say of the programs that made them."""

_CORNERS, _WIDTHS, _FULL_TURN = 4, 3, 360

_DATE = re.compile(r"D:\d{14}Z")
_MOMENTS = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")
_PROPERTIES = {
    "xmpMM:VersionID": re.compile("1"),
    "xmpMM:RenditionClass": re.compile("default"),
    "xmpMM:DocumentID": re.compile(r"uuid:[0-9a-f-]{36}"),
    "xmpMM:InstanceID": re.compile(r"uuid:[0-9a-f-]{36}"),
}
"""A date of our files, which have one alone, and other properties of their packets."""

_CLAIMS = ("Trapped", "GTS_PDFXVersion")
"""What X721 and X722 report."""

_JOB_WORDS = 4
"""The words of the slug that a file always has: product, language, issue and code."""

_ENCODINGS = (b"\xff\xfe", b"\xef\xbb\xbf")

PRINTED_LINK = 4
"""The flags of a link: printed, and neither hidden nor locked (ISO 32000-1, table 165)."""


@check(
    "V917",
    "the file has no other entries",
    found="The file has an entry that our files don't have: bookmarks, an action, a form, a frame or a second "
    "target of a link, other names or kinds of tags, records of other programs, a version in its catalog, a "
    "replaced colour, a form or an image that is not drawn, or an entry, a font, a profile or a packet that is "
    "written or packed in another way.",
    why="It can act when the file is opened, or show and say other things in one viewer than in another.",
    advice="The file was edited: ask for the original.",
    owner="print shop, developer",
    needs_expectation=True,
)
def only_known_entries(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    objects = reading.objects
    for number, problem in dict.fromkeys(
        (
            *_of_file(objects),
            *_of_links(objects, expectation),
            *problems_of_resources(reading),
            *problems_of_streams(objects),
        )
    ):
        yield Fault(problem, page=number)


def _of_file(objects: ObjectGraph) -> Iterator[tuple[int, str]]:
    problems = [*others(objects.root, CATALOG, "the file"), *problems_of_tags(objects.root)]
    yield from ((0, problem) for problem in problems)
    for number, page in enumerate(objects.pages, 1):
        yield from ((number, problem) for problem in others(page, PAGE, "the page"))
        contents = page.get("/Contents")
        for stream in contents if isinstance(contents, Array) else [contents]:
            # That of another file would be read by Ghostscript and MuPDF in place of it.
            yield from ((number, problem) for problem in others(stream, STREAM, "what draws the page"))
        turn, group = page.get("/Rotate", 0), page.get("/Group")
        if type(turn) is not int or (turn and turn % _FULL_TURN == 0):
            yield number, f"the page turns itself by {turn} degrees, of which programs make different angles"
        if group is not None and not (isinstance(group, Dictionary) and group.get("/S") == Name.Transparency):
            # V912 and C502 report those that all programs read.
            yield number, "the page has a group that programs read differently"


def _of_links(objects: ObjectGraph, expectation: Expectation) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(objects.pages, 1):
        for link in dictionaries(page.get("/Annots")):
            if link.get("/Subtype") != Name.Link:
                continue  # V916 reports it.
            problems = list(others(link, LINK, "a link"))
            action = link.get("/A")
            if isinstance(action, Dictionary):
                problems += others(action, ACTION, "the target of a link")
                if action.get("/Type", Name.Action) != Name.Action:
                    problems.append("the target of a link is of another type")  # pdfium finds none then
            if not _is_frameless(link.get("/Border")):
                problems.append("a link has a frame")
            if type(link.get("/F")) is not int or link.get("/F") != PRINTED_LINK:
                problems.append("a link is hidden, locked or not printed")
            if not _is_upright(link.get("/Rect")):
                problems.append("the corners of a link are not the lower left and the upper right one")
            if not expectation.elements and expectation.edition != "press":  # M603 has those of press files
                problems.append("the file, which was made without links, has one")
            yield from ((number, problem) for problem in problems)


def _is_frameless(border: Any) -> bool:
    """Return whether a link has no frame: of fewer than three numbers, some viewers draw the usual one."""
    return (
        isinstance(border, Array)
        and len(border) == _WIDTHS
        and not any(isinstance(width, Array) or float(width) for width in border)
    )


def _is_upright(corners: Any) -> bool:
    """Return whether a rectangle is written as ours are: pdfium takes nothing for inside of one that is turned."""
    if not isinstance(corners, Array) or len(corners) != _CORNERS:
        return False
    left, bottom, right, top = map(float, corners)
    return left <= right and bottom <= top


@check(
    "M604",
    "the file describes itself correctly",
    found="The file's title, language, author, PDF version or standards are not the campaign's, or it states one of "
    "them twice, or names another program or several dates, or states more or less than ours do. (Title and language "
    "of files with tags: U802, U812. PDF/X: X721, X725.)",
    why="Viewers show the title above the page, and a voice reads the words in the file's language.",
    advice="The file was edited: ask for the original, or build it again.",
    owner="print shop, developer",
    needs_expectation=True,
)
def says_what_it_is(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    if not expectation.title:
        return
    if "PDF/UA-1" not in expectation.standards:
        yield from _title_and_language(reading, expectation)
    author, about = reading.info.get("Author", ""), xmp_packet(reading)
    if expectation.author and author != expectation.author:
        yield Fault(f"the author is “{author}”, not “{expectation.author}”")
    if reading.version != expectation.version:
        yield Fault(f"it is PDF {reading.version}, not PDF {expectation.version}")
    for name in sorted(reading.info.keys() - INFORMATION):
        yield Fault(f"the document information has the entry {name}")
    if len(expectation.slug) >= _JOB_WORDS:
        yield from map(Fault, _other_job(reading.info, expectation))
    yield from map(Fault, _other_encodings(reading.objects))
    for name in about.several:
        yield Fault(f"the XMP packet has several texts for {name}")
    for what in about.others:
        yield Fault(f"the XMP packet has {what}, which ours have not")
    for name, wanted in (("dc:format", "application/pdf"), ("dc:language", expectation.language)):
        if about.properties and about.get(name) != wanted:
            yield Fault(f"the XMP packet says “{about.get(name)}” for {name}, not “{wanted}”")
    yield from map(Fault, _other_moments(reading.info, expectation))
    yield from map(Fault, _other_properties(reading.info, about, expectation))
    for key, pattern in PROGRAMS.items():
        if not pattern.fullmatch(reading.info.get(key, "")):
            yield Fault(f"the program that made it ({key}) is “{reading.info.get(key, '')}”")
    if set(PDF_X).isdisjoint(expectation.standards):
        if not about.properties:
            yield Fault("there is no XMP packet that can be read")
        yield from map(Fault, disagreements(reading))
        yield from map(Fault, _of_packet(reading.objects.root.get("/Metadata")))
        if (trapped := reading.info.get("Trapped", "")) != "/False":
            yield Fault(f"it says “{trapped.lstrip('/')}” of its trapping, not “False”")
        if set(claimed_standards(reading)) != set(expectation.standards):
            yield Fault(f"it claims to meet {' and '.join(claimed_standards(reading)) or 'no standard'}")


def _other_job(info: Mapping[str, str], expectation: Expectation) -> Iterator[str]:
    """Yield what subject and keywords say that is not in the slug; the packet says the same (X725)."""
    subject = ", ".join((*expectation.slug[:2], expectation.purpose))
    if info.get("Subject", "") != subject:
        yield f"the subject is “{info.get('Subject', '')}”, not “{subject}”"
    words, known = set(info.get("Keywords", "").split()), set(" ".join(expectation.slug).split())
    if words - known or set(" ".join(expectation.slug[:_JOB_WORDS]).split()) - words:
        yield f"the keywords are “{info.get('Keywords', '')}”"


def _other_moments(info: Mapping[str, str], expectation: Expectation) -> Iterator[str]:
    """Yield which date of a file is missing or not written as ours are; X724 reports those that PDF/X-1a needs."""
    for key in ("CreationDate", "ModDate"):
        date = info.get(key, "")
        if not _DATE.fullmatch(date) and (date or X1A not in expectation.standards):
            yield f"the date “{date}” ({key}) is not written as ours are"


def _other_properties(info: Mapping[str, str], about: XmpPacket, expectation: Expectation) -> Iterator[str]:
    """Yield what a packet lacks or says otherwise; X724 reports what is missing of what a standard needs."""
    needed = {name for standard in expectation.standards for name in NEEDED.get(standard, ())}
    for key, name in SAME.items() if about.properties else ():
        if info.get(key) and not about.get(name) and name not in needed and key not in _CLAIMS:
            yield f"the XMP packet lacks {name}"
    for name, pattern in _PROPERTIES.items():
        if about.get(name) and not pattern.fullmatch(about.get(name)):
            yield f"the XMP packet says “{about.get(name)}” for {name}"
    if len({moment for name in _MOMENTS if (moment := about.get(name))}) > 1:
        yield "the XMP packet has several dates"


def _of_packet(packet: Any) -> Iterator[str]:
    # pdf.js reads no packet of another type. X723 reports that of PDF/X.
    if not isinstance(packet, Stream) or (packet.get("/Type"), packet.get("/Subtype")) != (Name.Metadata, Name.XML):
        yield "the XMP packet is of another type"


def _other_encodings(objects: ObjectGraph) -> Iterator[str]:
    """Yield which texts are in UTF-8 or in UTF-16 of the other order, which PDF 1.7 has not (ISO 32000-1, 7.9)."""
    texts = {"language": objects.root.get("/Lang")}
    if isinstance(info := objects.trailer.get("/Info"), Dictionary):
        texts |= {str(name)[1:]: value for name, value in info.items()}
    for name, text in texts.items():
        marks = _ENCODINGS if name != "language" else (*_ENCODINGS, b"\xfe\xff")
        if isinstance(text, String) and bytes(text).startswith(marks):
            yield f"{name} is in an encoding that PDF 1.7 does not have"
        if text is not None and not isinstance(text, Name if name == "Trapped" else String):
            yield f"{name} is of another kind"


def _title_and_language(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    title, language = reading.info.get("Title", "").strip(), str(reading.objects.root.get("/Lang", ""))
    # Without a slug, the title says that the file is a draft (P108).
    if title != expectation.title and not (title.startswith(f"{expectation.title} (") and not expectation.slug_line):
        yield Fault(f"the title is “{title}”, not “{expectation.title}”")
    if language != expectation.language:
        yield Fault(f"the file claims to be in {language or 'no language'}, not in {expectation.language}")
