"""The file as a whole: can it be read, what does it carry besides its pages, and how is it built for PDF/X
(ISO 15930-7 and ISO 15930-4, clauses 6.1 to 6.19)?

An edited file is told by comparison with today's (P004). This looks at what is painted now, in case that another
version of what writes PDFs adds something that acts, hides or blends.
"""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import X1A, X4, check, check_pdfx, check_press, compare, explain
from flyers.proof.reading import Reading

NEWEST = {X4: "1.6", X1A: "1.4"}  # The PDF whose features each part may use.


@check_pdfx(
    "X701",
    "no newer PDF than the standard allows",
    found="The file has a newer PDF version than its standard allows, or a newer way to store its objects.",
    why="An older press misreads it, or can't read it.",
    advice="Export it again with the standard's own preset; PDF/X-4 is PDF 1.6, PDF/X-1a:2003 is PDF 1.4.",
    rules=("ISO 15930-7, 6.1", "ISO 15930-4, 6.1"),
)
def version(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    newest = min(NEWEST[standard] for standard in expectation.edition.standards if standard in NEWEST)
    stated = str(reading.objects.root.get("/Version", "/")).lstrip("/")
    for found in dict.fromkeys(filter(None, (reading.version, stated))):
        if tuple(map(int, found.split("."))) > tuple(map(int, newest.split("."))):
            yield Fault(f"the file is PDF {found}, and {' and '.join(expectation.edition.standards)} is PDF {newest}")
    packed = any(entry.value == Name.ObjStm for entry in reading.objects.entries("/Type"))
    if newest == "1.4" and (packed or reading.objects.trailer.get("/Type") == Name.XRef):
        yield Fault("objects are stored in streams, which PDF 1.4 doesn't know")


@check_pdfx(
    "X702",
    "the file has an identifier",
    found="The file has no identifier of its own.",
    why="A workflow uses it to tell versions of a file apart; without it an old one may go to press.",
    advice="Export the file again: every PDF/X export writes one.",
    owner="developer",
    rules=("ISO 15930-7, 6.10", "ISO 15930-4, 6.7", "ISO 32000-1, 14.4"),
)
def identifier(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = reading.objects.trailer.get("/ID")
    strings = [bytes(half) for half in found if isinstance(half, String)] if isinstance(found, Array) else []
    if len(strings) != 2 or not all(strings):
        yield Fault("the trailer has no ID of two strings")


@check_pdfx(
    "X703",
    "compression that every press supports",
    found="Something in the file is compressed in a way that the standard forbids: LZW, encryption, or in PDF/X-1a "
    "also JBIG2 or JPEG 2000.",
    why="Not every press can decompress it.",
    advice="Export again with Flate (zip) or JPEG compression.",
    rules=("ISO 15930-7, 6.8", "ISO 15930-4, 6.5"),
)
def filters(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    forbidden = {"/LZWDecode", "/LZW", "/Crypt"}
    if X1A in expectation.edition.standards:
        forbidden |= {"/JBIG2Decode", "/JPXDecode"}
    used: list[str] = []
    for entry in reading.objects.entries("/Filter"):
        parameters = entry.owner.get("/DecodeParms")
        # Crypt with Identity encrypts nothing (ISO 32000-1, 7.4.10).
        idle = any(isinstance(one, Dictionary) and one.get("/Name") == Name.Identity for one in _listed(parameters))
        if entry.of_stream:
            names = (str(name) for name in _listed(entry.value) if isinstance(name, Name))
            used += (name for name in names if name != "/Crypt" or not idle)
    used += (name for page in reading.pages for name in page.contents.filters)
    for name in dict.fromkeys(used):
        if name in forbidden:
            yield Fault(f"a stream is compressed with {name.lstrip('/')}")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else [value]


@check_pdfx(
    "X704",
    "everything that is printed is in the file",
    found="Something must be fetched or replaced at the press: a stream or page in another file, a low-resolution "
    "picture (OPI), or another picture for printing.",
    why="What the shop prints is then not what was proved.",
    advice="Export it again with everything inside.",
    asked_by="ISO 15930-7, 6.16",
    rules=("ISO 15930-7, 6.3", "ISO 15930-7, 6.16", "ISO 15930-4, 6.1"),
)
def complete(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for keys, problem in (
        (("/F", "/FFilter"), "a stream's data is in another file"),
        (("/Ref",), "a form refers to a page of another file"),
        (("/OPI",), "a picture is to be replaced at the press (OPI)"),
    ):
        if any(entry.of_stream for entry in reading.objects.entries(*keys)):
            yield Fault(problem)
    if any(entry.value is True for entry in reading.objects.entries("/DefaultForPrinting")):
        yield Fault("a picture has another one for printing")


@check_pdfx(
    "X705",
    "no PostScript",
    found="The file has a program in PostScript.",
    why="Most presses ignore it, but some run it.",
    advice="Export the file again from the program that made it, not by way of PostScript.",
    rules=("ISO 15930-7, 6.14", "ISO 15930-4, 6.10"),
)
def no_postscript(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    kinds = reading.objects.entries("/Subtype", "/Subtype2")
    objects = [entry for entry in kinds if entry.of_stream and entry.value == Name.PS]
    if objects or any(entry.of_stream for entry in reading.objects.entries("/PS", "/Level1")):
        yield Fault("the file has a PostScript object")


@check_pdfx(
    "X706",
    "only operators of PDF",
    found="A page has drawing instructions that PDF does not define.",
    why="Some programs skip them, others stop.",
    advice="Export the file again; report the problem if it was made here.",
    owner="developer",
    rules=("ISO 15930-7, 6.19", "ISO 15930-4, 6.1", "ISO 32000-1, 7.8.2"),
)
def known_operators(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for operator in dict.fromkeys(page.contents.strange):
            yield Fault(f"the operator “{operator}” is not defined in PDF", page=page.number)


@check(
    "X707",
    "names are text",
    found="The name of a font or an ink is not text (UTF-8).",
    why="The shop can't see which font or which plate is meant.",
    advice="Give it a name in plain letters.",
    rules=("ISO 15930-7, 6.6",),
    standards=(X4,),
)
def names_are_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = [entry.value for entry in reading.objects.entries("/BaseFont", "/FontName")]
    for _, space in reading.objects.resources("/ColorSpace"):
        if isinstance(space, Array) and len(space) > 1 and space[0] in (Name.Separation, Name.DeviceN):
            found += _listed(space[1])
    for name in (name.unparse() for name in found if isinstance(name, Name)):
        try:
            re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), name).decode("utf-8")
        except UnicodeDecodeError:
            yield Fault(f"the name {name.decode('ascii', 'backslashreplace')} is not UTF-8")


@check_pdfx(
    "X731",
    "only one box says where to cut",
    found="A page has a trim box and an art box.",
    why="Both say where the page ends, and the shop must guess which one counts.",
    advice="Keep only the trim box.",
    rules=("ISO 15930-7, 6.12", "ISO 15930-4, 6.8"),
)
def one_cutting_box(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        if {"TrimBox", "ArtBox"} <= page.declared:
            yield Fault("the page has an ArtBox beside its TrimBox", page=page.number)


@check_pdfx(
    "X741",
    "the press sets its own screens and curves",
    found="The file brings its own transfer curve, halftone phase or halftone.",
    why="It overrides the press operator's settings for this paper: pictures become too dark, or patterned.",
    advice="Remove it; PDF/X leaves this to the press.",
    rules=("ISO 15930-7, 6.13",),
)
def no_device_settings(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for name, state in reading.objects.resources("/ExtGState"):
        if "/TR" in state or ("/TR2" in state and state["/TR2"] != Name.Default):
            yield Fault(f"the graphics state {name[1:]} sets a transfer curve")
        if "/HTP" in state:
            yield Fault(f"the graphics state {name[1:]} sets a halftone phase")
    for entry in reading.objects.entries("/HalftoneType"):
        if entry.value not in (1, 5) or "/HalftoneName" in entry.owner:
            yield Fault("a halftone is of a type made for one device")


@check(
    "X742",
    "nothing is transparent, even unused",
    found="The file has an opacity, a blend mode, a soft mask or a transparency group.",
    why="PDF/X-1a is for presses that can't print transparency: they leave it out, or print a box in its place.",
    advice="Flatten it, or ask for PDF/X-4.",
    owner="designer, print shop",
    rules=("ISO 15930-4, 6.16",),
    standards=(X1A,),
)
def nothing_transparent(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for entry in reading.objects.entries("/SMask", "/CA", "/ca", "/BM", "/S"):
        match entry.key:
            case "/SMask" if entry.value != Name("/None"):
                yield Fault("the file has a soft mask")
            case "/CA" | "/ca" if float(entry.value) != 1:
                yield Fault(f"the file has an opacity of {float(entry.value):g}")
            case "/BM" if str(entry.value) not in ("/Normal", "/Compatible"):
                yield Fault("the file has a blend mode")
            case "/S" if entry.value == Name.Transparency:
                yield Fault("the file has a transparency group")


@check(
    "X743",
    "rendering intents that every press supports",
    found="A rendering intent, which says how colours are converted, is not one of the four standard ones.",
    why="Presses replace it differently.",
    advice="Remove it, or use one of the four.",
    rules=("ISO 15930-7, 6.23", "ISO 32000-1, 8.6.5.8"),
    standards=(X4,),
)
def rendering_intents(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    used = [name for page in reading.pages for name in page.contents.rendering]
    used += [str(entry.value) for entry in reading.objects.entries("/RI")]
    used += [str(entry.value) for entry in reading.objects.entries("/Intent") if entry.of_stream]
    for name in dict.fromkeys(used):
        # ISO 32000-1, table 70
        if name not in ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"):
            yield Fault(f"{name.lstrip('/')} is not a rendering intent")


@check(
    "X744",
    "the whole page is shown and printed",
    found="The file asks viewers to show or print only a part of the page, without the bleed.",
    why="The bleed would be cut off before the shop has seen it.",
    advice="Remove the viewer preference.",
    owner="print shop, developer",
    rules=("ISO 15930-7, 6.21", "ISO 32000-1, 12.2"),
    standards=(X4,),
)
def viewer_preferences(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for entry in reading.objects.entries("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip"):
        if entry.value not in (Name.MediaBox, Name.BleedBox):
            yield Fault(f"{entry.key[1:]} is the {str(entry.value)[1:]}")


# Paths on a computer.
PATHS = re.compile(
    r"(?:^|[\s(\"'])(?:/(?:home|Users|root|tmp|var|mnt|work|opt|srv|private)/|[A-Za-z]:\\|\\\\\w|file:/)\S*"
)
NOBODY = {"root", "user", "admin", "runner", "build", "nobody", "ubuntu", "ci"}  # Accounts that identify no person.

DAMAGED = explain(
    code="P001",
    title="the file can be read",
    found="The file is not a PDF, is empty, damaged or locked, or is larger than a printed piece can be.",
    why="A press can't print it, or prints only a part of it; a locked file is refused.",
    advice="Send or build it again, without a password.",
    owner="sender",
    asked_by="issue 2: a file that is cut off or locked",
    rules=("ISO 15930-7, 6.15", "ISO 15930-4, 6.11"),
)

NOT_TODAYS = explain(
    code="P004",
    title="the file is the one that is made today, in its place",
    found="The file is not the one that the campaign makes today, in all but its packing: it was edited, or words, a "
    "layout or the program have changed since it was made. Or it is today's file, and is in the place of another one.",
    why="It may show anything; and a genuine card in Arabic among the Spanish ones reaches the wrong people.",
    advice="Build it again, and hand out that one.",
    owner="coordinator, print shop",
    asked_by="issue 27; field test, S2, S3, S5 and S8",
    needs_expectation=True,
)

UNCHECKED = explain(
    code="P003",
    title="every check could be made",
    found="A check could not be made, because the file is built in a way that the proof does not understand.",
    why="What was not checked may be wrong.",
    advice="Treat the file as failed and report it.",
    asked_by="issue 2: what was not checked is no pass",
)


@check(
    "P002",
    "pages can be interpreted",
    found="A page has drawing instructions that cannot be interpreted.",
    why="Every program guesses differently what is meant, and the press may guess wrong.",
    rules=("ISO 32000-1, 7.8.2",),
)
def interpretable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for problem in dict.fromkeys(page.contents.problems):
            yield Fault(problem, page=page.number)


@check(
    "M601",
    "the file has a title",
    found="The file has no title.",
    why="Screen readers say it first, and a print shop's list of jobs shows it.",
    advice="Give the product a title.",
    owner="coordinator",
    asked_by="ISO 14289-1, 7.1",
    rules=("ISO 15930-7, 6.10", "ISO 15930-4, 6.7", "ISO 14289-1, 7.1"),
)
def has_title(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    in_xmp = re.search(r"<dc:title>.*?\w.*?</dc:title>", reading.xmp, re.S)
    if reading.info.get("Title", "").strip().lower() in ("", "untitled", "anonymous") and not in_xmp:
        yield Fault("the file has no title")


@check(
    "M602",
    "no traces of a person or a machine",
    found="The file names a folder on a computer, or a user account.",
    why="Anyone who wants to know who made these pages could find out.",
    advice="Remove it before you give the file to anyone.",
    asked_by="issue 2: names and paths in files",
)
def no_traces(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    texts = {**reading.info, "XMP metadata": re.sub(r"<[^>]*>", " ", reading.xmp)}
    try:
        person = getpass.getuser()
    except (KeyError, OSError, ImportError):
        person = ""
    known = person.lower() not in NOBODY and len(person) >= 3
    for where, text in texts.items():
        if path := PATHS.search(text):
            yield Fault(f"“{path.group().strip()}” is a path on a computer", where=where)
        if known and re.search(rf"\b{re.escape(person)}\b", text):
            yield Fault(f"“{person}” is the name of a user account", where=where)


@check_press(
    "M603",
    "press files have nothing interactive",
    found="The press file has links, forms, attachments, scripts, presentation steps or layers that can be hidden.",
    why="Print shops refuse it: they can change what is printed, or act when the file is opened.",
    advice="Remove them.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.17",
    rules=("ISO 15930-7, 6.7, 6.17, 6.18, 6.22, 6.24, 6.26", "ISO 15930-4, 6.13"),
)
def nothing_interactive(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for kind in dict.fromkeys(page.annotations):
            yield Fault(f"the page has an annotation ({kind})", page=page.number)
    for action in reading.actions:
        yield Fault(f"the file has {action}")


# What our files have: no layers, forms, scripts, bookmarks, groups or second targets.
CATALOG = "Type Pages Metadata Lang OutputIntents ViewerPreferences MarkInfo StructTreeRoot"
PAGE = "Type Parent Contents Resources Annots Rotate MediaBox CropBox BleedBox TrimBox StructParents Tabs"
LINK = "Type Subtype Rect QuadPoints Border A Contents F P StructParent"


@compare(
    "M605",
    "the file has nothing besides its pages",
    found="The file has another title than the campaign's; an entry that our files don't have, such as a form or an "
    "action; a layer, a pattern, a gradient or transparency; or it asks viewers and printers for something else than "
    "it was made for.",
    why="Viewers and printers differ in what they make of it. With another way to turn the sheet, the backs of cards "
    "are upside down.",
    asked_by="issue 27: another writer of PDFs",
    rules=("ISO 32000-1, 12.2", "ISO 14289-1, 7.18.3"),
)
def nothing_besides_its_pages(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    objects, edition = reading.objects, expectation.edition
    title, wanted = reading.info.get("Title", "").strip(), expectation.document.title
    # Without a slug, the title says that the file is a draft (P108).
    drafted = title.startswith(f"{wanted} (") and not edition.slug_line
    if title != wanted and not drafted:
        yield Fault(f"the title is “{title}”, not “{wanted}”")
    yield from map(Fault, _others(objects.root, CATALOG, "the file"))
    yield from map(Fault, _other_preferences(objects.root.get("/ViewerPreferences"), expectation.document.flip))
    for page, shown in zip(objects.pages, reading.pages, strict=True):
        problems = list(_others(page, PAGE, "the page"))
        annotations = page.get("/Annots")
        for link in annotations if isinstance(annotations, Array) else ():
            if isinstance(link, Dictionary) and link.get("/Subtype") == "/Link":
                problems += _others(link, LINK, "a link")
                problems += _others(link.get("/A"), "Type S URI", "the target of a link")
            else:
                problems.append("something on the page is not a link")
        order = str(page.get("/Tabs", "")).lstrip("/")
        if order != ("S" if edition.tags else ""):
            problems.append(f"its links are met in the order {order or 'of the viewer'} (Tabs)")
        problems += dict.fromkeys(shown.contents.means)
        if not edition.for_press:  # C502 has those of press files
            problems += (f"it uses {use}" for use in dict.fromkeys(shown.contents.transparency))
        yield from (Fault(problem, page=shown.number) for problem in problems)


def _others(dictionary: Any, known: str, what: str) -> list[str]:
    """Return which entries a dictionary has besides those that are *known*."""
    keys = set(dictionary.keys()) if isinstance(dictionary, Dictionary) else set()
    return [f"{what} has the entry {key[1:]}" for key in sorted(keys - {f"/{name}" for name in known.split()})]


def _other_preferences(preferences: Any, flip: str) -> Iterator[str]:
    """Yield what viewers are wrongly asked for, or not asked for; printers too, on sheets that they turn by *flip*."""
    found = preferences.items() if isinstance(preferences, Dictionary) else ()
    asked = {key[1:]: str(value).lstrip("/").lower() for key, value in found}
    # How the printer turns a sheet, by the edge about which it does, in small letters (ISO 32000-1, table 150).
    duplex = {"none": "simplex", "long": "duplexfliplongedge", "short": "duplexflipshortedge"}
    wanted = {"DisplayDocTitle": "true"} | ({"PrintScaling": "none", "Duplex": duplex[flip]} if flip else {})
    for key in sorted(asked.keys() | wanted):
        if asked.get(key) != wanted.get(key):
            yield f"viewers are asked for {key} {asked.get(key, '(missing)')}, not {wanted.get(key, '(nothing)')}"
