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

from pikepdf import Array, Dictionary, Name, String

from flyers.findings import Fault
from flyers.proof.checks.identification import disagreements
from flyers.proof.checks.stream_entries import problems_of_streams
from flyers.proof.checks.tag_entries import others, problems_of_tags
from flyers.proof.claims import PDF_X, claimed_standards, xmp_packet
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
FONT = _entries("Subtype BaseFont Encoding DescendantFonts ToUnicode")
DESCRIPTOR = _entries("FontName Flags FontBBox ItalicAngle Ascent Descent CapHeight StemV FontFile FontFile2 FontFile3")
DESCENDANT = _entries("Subtype BaseFont CIDSystemInfo CIDToGIDMap DW W FontDescriptor")
"""What V912 to V916, the checks of boxes and those of links report themselves is in these lists."""

INFORMATION = frozenset(
    ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped")
).union(("GTS_PDFXVersion",))
"""What the document information of our files has; viewers show the whole of it. X721 and the claims have the last."""

PROGRAMS = {"Creator": re.compile(r"flyers \d[\w.+]*"), "Producer": re.compile("ReportLab")}
"""What our files say of the programs that made them."""

SHOWN, TOOL = {"/All": (1.0, 1.0, 1.0, 1.0)}, (0.0, 1.0, 0.0, 0.0)
"""The inks in which viewers show the colour of printer's marks, and those in which they show lines for tools."""

_CORNERS, _WIDTHS, _OF_SPOT = 4, 3, 4

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
    "replaced colour, or an entry, a font, a profile or a packet that is written or packed in another way.",
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
            *_of_resources(objects),
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


def _of_links(objects: ObjectGraph, expectation: Expectation) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(objects.pages, 1):
        for link in _dictionaries(page.get("/Annots")):
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


def _of_resources(objects: ObjectGraph) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(objects.pages, 1):
        resources = page.get("/Resources")
        if not isinstance(resources, Dictionary):
            yield number, "the page has no resources of its own"
            continue
        for kind in ("/ColorSpace", "/Font", "/ExtGState", "/XObject"):
            if kind in resources and not isinstance(resources[kind], Dictionary):
                # MuPDF takes the dictionary of a stream for one.
                yield number, f"what it has of the kind {kind[1:]} is not a dictionary"
        for name, space in _of_kind(resources, "/ColorSpace").items():
            if name.startswith("/Default"):
                yield number, f"colours are replaced by others ({name[1:]})"
            elif not _is_shown_as_ours(space):
                yield number, f"the colour {name[1:]} is shown in another way"
        for font in _of_kind(resources, "/Font").values():
            yield from ((number, problem) for problem in _of_font(font))


def _is_shown_as_ours(space: Any) -> bool:
    """Return whether a spot colour, the only kind that our pages name, is shown in its inks in proportion."""
    if not isinstance(space, Array) or len(space) != _OF_SPOT or space[0] != Name.Separation:
        return False
    colour, inks, function = space[1], space[2], space[3]
    if inks != Name.DeviceCMYK or not isinstance(function, Dictionary):
        return False
    entries = {key: tuple(map(float, value)) if isinstance(value, Array) else value for key, value in function.items()}
    full = SHOWN.get(str(colour), TOOL)
    return entries == {"/FunctionType": 2, "/Domain": (0.0, 1.0), "/N": 1, "/C0": (0.0,) * 4, "/C1": full}


def _of_font(font: Any) -> Iterator[str]:
    if font.get("/Subtype") != Name.Type0:
        yield f"a font is of the kind {str(font.get('/Subtype', 'unknown')).lstrip('/')}"
        return
    yield from others(font, FONT, "a font")
    yield from _of_another_type(font, Name.Font)
    if font.get("/Encoding") != Name("/Identity-H"):
        yield f"a font is written in another way ({str(font.get('/Encoding', 'none'))[:40].lstrip('/')})"
    descendants = _dictionaries(font.get("/DescendantFonts"))
    if len(descendants) != 1:
        yield "a font has none or several below it"
    for descendant in descendants:
        yield from others(descendant, DESCENDANT, "a font")
        yield from _of_another_type(descendant, Name.Font)
        if descendant.get("/Subtype") not in (Name.CIDFontType0, Name.CIDFontType2):
            yield "a font has another kind below it"  # MuPDF and pdf.js draw nothing then
        for descriptor in _dictionaries(descendant.get("/FontDescriptor")):
            yield from others(descriptor, DESCRIPTOR, "the description of a font")
            yield from _of_another_type(descriptor, Name.FontDescriptor)
            if not font.get("/BaseFont") == descendant.get("/BaseFont") == descriptor.get("/FontName"):
                yield "a font has several names"


def _of_another_type(part: Any, wanted: Name) -> Iterator[str]:
    # Ghostscript draws no text in a font of another type.
    if part.get("/Type") != wanted:
        yield f"a font has the type {str(part.get('/Type', 'none'))[:40].lstrip('/')}, instead of {str(wanted)[1:]}"


def _of_kind(resources: Any, kind: str) -> dict[str, Any]:
    found = resources.get(kind)
    return {key: found[key] for key in found.keys()} if isinstance(found, Dictionary) else {}  # noqa: SIM118 - pikepdf's dictionaries yield keys only when asked


def _dictionaries(value: Any) -> list[Any]:
    """Return the dictionaries of an array, or the one that stands alone."""
    items = list(value) if isinstance(value, Array) else [value]
    return [item for item in items if isinstance(item, Dictionary)]


@check(
    "M604",
    "the file describes itself correctly",
    found="The file's title, language, author, PDF version or standards are not the campaign's, or it states one of "
    "them twice, or names another program, or states more than our files do. (Title and language of files with tags: "
    "U802, U812. PDF/X: X721, X725.)",
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
    for key, pattern in PROGRAMS.items():
        if not pattern.fullmatch(reading.info.get(key, "")):
            yield Fault(f"the program that made it ({key}) is “{reading.info.get(key, '')}”")
    if set(PDF_X).isdisjoint(expectation.standards):
        if not about.properties:
            yield Fault("there is no XMP packet that can be read")
        yield from map(Fault, disagreements(reading))
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
