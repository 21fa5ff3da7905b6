"""What a file of ours has besides its art: the entries of catalog, pages and links, and what viewers are asked for.

An edited file is told by comparison with today's (P004). This looks at what is painted now, in case that another
version of what writes PDFs adds something that acts, hides or blends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.reading import Reading


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
