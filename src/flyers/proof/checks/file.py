"""The file as a whole: can it be read, what does it say about itself, and what does it carry besides its pages?

An edited file is told by comparison with today's (P004). This looks at what is painted now, in case that another
version of what writes PDFs adds something that acts, hides or blends.
"""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, explain
from flyers.proof.reading import Reading

PATHS = re.compile(
    r"(?:^|[\s(\"'])(?:/(?:home|Users|root|tmp|var|mnt|work|opt|srv|private)/|[A-Za-z]:\\|\\\\\w|file:/)\S*"
)
"""Paths on a computer."""

NOBODY = {"root", "user", "admin", "runner", "build", "nobody", "ubuntu", "ci"}
"""Account names that identify no person."""


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


@check(
    "P002",
    "pages can be interpreted",
    found="A page has drawing instructions that cannot be interpreted.",
    why="Every program guesses differently what is meant, and the press may guess wrong.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 32000-1, 7.8.2",
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
    title = reading.info.get("Title", "").strip()
    if title.lower() in ("", "untitled", "anonymous") and not re.search(
        r"<dc:title>.*?\w.*?</dc:title>", reading.xmp, re.S
    ):
        yield Fault("the file has no title")


@check(
    "M602",
    "no traces of a person or a machine",
    found="The file names a folder on a computer, or a user account.",
    why="Anyone who wants to know who made these pages could find out.",
    advice="Remove it before you give the file to anyone.",
    owner="developer",
    asked_by="issue 2: names and paths in files",
)
def no_traces(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    texts = {**reading.info, "XMP metadata": re.sub(r"<[^>]*>", " ", reading.xmp)}
    person = _account()
    for where, text in texts.items():
        if path := PATHS.search(text):
            yield Fault(f"“{path.group().strip()}” is a path on a computer", where=where)
        if person and re.search(rf"\b{re.escape(person)}\b", text):
            yield Fault(f"“{person}” is the name of a user account", where=where)


def _account() -> str:
    """Return the name of the account that runs the proof; "" if it identifies no person."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return "" if name.lower() in NOBODY or len(name) < 3 else name


@check(
    "M603",
    "press files have nothing interactive",
    found="The press file has links, forms, attachments, scripts, presentation steps or layers that can be hidden.",
    why="Print shops refuse it: they can change what is printed, or act when the file is opened.",
    advice="Remove them.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.17",
    rules=("ISO 15930-7, 6.7, 6.17, 6.18, 6.22, 6.24, 6.26", "ISO 15930-4, 6.13"),
    press=True,
)
def nothing_interactive(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for kind in dict.fromkeys(page.annotations):
            yield Fault(f"the page has an annotation ({kind})", page=page.number)
    for action in reading.actions:
        yield Fault(f"the file has {action}")


def _entries(names: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in f"Type {names}".split())


CATALOG = _entries("Pages Metadata Lang OutputIntents ViewerPreferences MarkInfo StructTreeRoot")
PAGE = _entries("Parent Contents Resources Annots Rotate MediaBox CropBox BleedBox TrimBox StructParents Tabs")
LINK = _entries("Subtype Rect QuadPoints Border A Contents F P StructParent")
ACTION = _entries("S URI")
"""What our files have: no layers, forms, scripts, bookmarks, groups or second targets."""

DUPLEX = {"none": "simplex", "long": "duplexfliplongedge", "short": "duplexflipshortedge"}
"""How the printer turns a sheet, by the edge about which it does, in small letters (ISO 32000-1, table 150)."""


@check(
    "M605",
    "the file has nothing besides its pages",
    found="The file has another title than the campaign's; an entry that our files don't have, such as a form or an "
    "action; a layer, a pattern, a gradient or transparency; or it asks viewers and printers for something else than "
    "it was made for.",
    why="Viewers and printers differ in what they make of it. With another way to turn the sheet, the backs of cards "
    "are upside down.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="issue 27: another writer of PDFs",
    rules=("ISO 32000-1, 12.2", "ISO 14289-1, 7.18.3"),
    needs_expectation=True,
)
def nothing_besides_its_pages(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    objects = reading.objects
    title, wanted = reading.info.get("Title", "").strip(), expectation.document.title
    # Without a slug, the title says that the file is a draft (P108).
    drafted = title.startswith(f"{wanted} (") and not expectation.edition.slug_line
    if title != wanted and not drafted:
        yield Fault(f"the title is “{title}”, not “{wanted}”")
    yield from map(Fault, _others(objects.root, CATALOG, "the file"))
    yield from map(Fault, _other_preferences(objects.root.get("/ViewerPreferences"), expectation.document.flip))
    for number, (page, shown) in enumerate(zip(objects.pages, reading.pages, strict=True), 1):
        problems = [*_others(page, PAGE, "the page"), *_of_links(page.get("/Annots"))]
        order = str(page.get("/Tabs", "")).lstrip("/")
        if order != ("S" if expectation.edition.tags else ""):
            problems.append(f"its links are met in the order {order or 'of the viewer'} (Tabs)")
        problems += dict.fromkeys(shown.contents.means)
        if not expectation.edition.for_press:  # C502 has those of press files
            problems += (f"it uses {use}" for use in dict.fromkeys(shown.contents.transparency))
        yield from (Fault(problem, page=number) for problem in problems)


def _others(found: Any, known: frozenset[str], what: str) -> Iterator[str]:
    """Yield which entries a dictionary has besides those that are *known*."""
    for key in sorted(set(found.keys()) - known):
        yield f"{what} has the entry {key[1:]}"


def _of_links(annotations: Any) -> Iterator[str]:
    for link in annotations if isinstance(annotations, Array) else ():
        if not isinstance(link, Dictionary) or link.get("/Subtype") != "/Link":
            yield "something on the page is not a link"
            continue
        yield from _others(link, LINK, "a link")
        if isinstance(action := link.get("/A"), Dictionary):
            yield from _others(action, ACTION, "the target of a link")


def _other_preferences(preferences: Any, flip: str) -> Iterator[str]:
    """Yield what viewers are wrongly asked for, or not asked for; printers too, on sheets that they turn by *flip*."""
    found = preferences.items() if isinstance(preferences, Dictionary) else ()
    asked = {key[1:]: str(value).lstrip("/").lower() for key, value in found}
    wanted = {"DisplayDocTitle": "true"} | ({"PrintScaling": "none", "Duplex": DUPLEX[flip]} if flip else {})
    for key in sorted(asked.keys() | wanted):
        if asked.get(key) != wanted.get(key):
            yield f"viewers are asked for {key} {asked.get(key, '(missing)')}, not {wanted.get(key, '(nothing)')}"
