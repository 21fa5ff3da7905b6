"""Means of drawing: text is filled, paths are filled in flat colours, and nothing replaces what is shown.

Our files need little of PDF. Its other features can show one thing and say another, or look different in different
viewers, so each of them in a file of ours is a finding, visible or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from flyers.findings import Fault
from flyers.proof.content_stream.records import AN_IMAGE, PageContents
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.geometry import contains
from flyers.proof.matching import essence
from flyers.proof.pictures.expected import ExpectedPhotograph
from flyers.proof.reading import Reading

CLIP_TOLERANCE = 0.05
"""Points by which a clipping path may be inside the bleed: rounding in the file."""

MOST_ELEMENTS = 20000
"""Structure elements that are looked at."""

_EDIT = "The file was edited: ask for the original."


def _of_kind(kind: str, reading: Reading) -> Iterator[Fault]:
    for page in reading.pages:
        for words in dict.fromkeys(means.words for means in page.contents.means if means.kind == kind):
            yield Fault(words, page=page.number)


@check(
    "V911",
    "text is filled",
    found="Text is not painted by filling its letters: it is stroked, hidden, used as a frame for other art, or in a "
    "font whose glyphs are programs.",
    why="It looks bolder, thinner or hollow, or can't be seen though a search finds it.",
    advice=_EDIT,
    owner="print shop, developer",
    needs_expectation=True,
)
def text_is_filled(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind("text", reading)


@check(
    "V912",
    "colours are flat",
    found="A pattern, a gradient or transparency is used.",
    why="Viewers and presses draw it differently, and it can hide what is below it.",
    advice=_EDIT,
    owner="print shop, developer",
    needs_expectation=True,
)
def colours_are_flat(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind("paint", reading)
    if expectation.edition != "press":  # C502 has those of press files
        for page in reading.pages:
            for use in dict.fromkeys(page.contents.transparency):
                yield Fault(f"the page uses {use}", page=page.number)


@check(
    "V913",
    "art is clipped at the bleed alone",
    found="A frame cuts off art inside the bleed.",
    why="Parts of words or pictures don't show.",
    advice=_EDIT,
    owner="print shop, developer",
    needs_expectation=True,
)
def clips_cut_nothing(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, picture in zip(reading.pages, expectation.pictures, strict=False):
        for box, is_box in page.contents.clips:
            if not (is_box and contains(box, picture.clip, CLIP_TOLERANCE)):
                yield Fault("something is shown through a frame other than the bleed", page=page.number)
                break


@check(
    "V914",
    "pages draw for themselves",
    found="A page has an image that was not composed, a layer, or drawing instructions that are kept outside the page.",
    why="Someone has added it, or has redrawn the page.",
    advice=_EDIT,
    owner="print shop, developer",
    needs_expectation=True,
)
def nothing_placed(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        others = [means.words for means in page.contents.means if means.kind == "object"]
        for _ in range(min(_photographs(page.number, expectation), len(page.contents.images))):
            others.remove(AN_IMAGE)
        for words in dict.fromkeys(others):
            yield Fault(words, page=page.number)
    if "/OCProperties" in reading.objects.root:
        yield Fault("the file has layers that can be hidden")


def _photographs(number: int, expectation: Expectation) -> int:
    """Return how many photographs page *number* was composed with."""
    if number > len(expectation.pictures):
        return 0
    return sum(isinstance(drawing, ExpectedPhotograph) for drawing in expectation.pictures[number - 1].art)


@check(
    "V915",
    "words are those that are shown",
    found="**The file gives screen readers or searches other words than the page shows.**",
    why="People who listen, or copy the text, get another number or sentence than people who read.",
    advice=_EDIT,
    owner="print shop, developer",
    rules=("ISO 32000-1, 14.9.3, 14.9.4, 14.9.5",),
    needs_expectation=True,
)
def no_other_words(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from _of_kind("words", reading)
    for page in reading.pages:
        for actual, shown in _replaced(page.contents):
            if essence(actual) != essence(shown):
                yield Fault(f"“{shown}” is to be read as “{actual}” (ActualText)", page=page.number)
            elif not set(actual) <= {*shown, " "} or len(actual) > max(1, len(shown)):
                yield Fault(f"“{shown}” is to be read with other signs, {actual!a} (ActualText)", page=page.number)
    for font in reading.fonts.values():
        if not font.plainly_mapped:
            yield Fault("programs read different words from a font's map of its codes (ToUnicode)", where=font.name)
    tree = reading.objects.root.get("/StructTreeRoot")
    if not expectation.elements:
        # Of a file that claims tags and has none, a voice says nothing.
        if {"/StructTreeRoot", "/MarkInfo"} & set(reading.objects.root.keys()):
            yield Fault("the file has tags, or claims them, and was made without any")
        return
    if not isinstance(tree, Dictionary):
        return
    for element in elements(tree):
        tag = str(element.get("/S", ""))[1:]
        if "/E" in element:
            yield Fault(f"an element “{tag}” has the expansion “{element['/E']}”")
        if "/ActualText" in element and tag != "Lbl":
            yield Fault(f"an element “{tag}” is to be read as “{element['/ActualText']}” (ActualText)")
        if "/Alt" in element and tag != "Figure":
            yield Fault(f"an element “{tag}”, which is not a picture, has the description “{element['/Alt']}”")


def _replaced(contents: PageContents) -> Iterator[tuple[str, str]]:
    """Yield each text that is to be read in place of what is shown (ActualText), and what is shown there."""
    marks = {id(mark): mark for _, mark in contents.marking if mark is not None and mark.actual is not None}
    shown = dict.fromkeys(marks, "")
    if not marks:
        return
    for text in contents.texts:
        for mark, run in contents.marked_runs(text):
            said = "".join([glyph.text or "" for glyph in text.glyphs[run.start : run.stop]])
            for around in mark.chain if mark is not None else ():
                if id(around) in shown:
                    shown[id(around)] += said
    for key, mark in marks.items():
        yield mark.actual or "", shown[key]


def elements(tree: Any) -> Iterator[Any]:
    """Yield the structure tree's root and its elements, up to `MOST_ELEMENTS`."""
    waiting, seen = [tree], 0
    while waiting and seen < MOST_ELEMENTS:
        node = waiting.pop()
        seen += 1
        yield node
        kids = node.get("/K")
        waiting += [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary)]


@check(
    "V916",
    "pages have no notes",
    found="A page has something on top that is not a link: a note, a stamp, a field or the like.",
    why="It covers the page on screens, and some viewers print it.",
    advice=_EDIT,
    owner="print shop, developer",
    needs_expectation=True,
)
def no_notes(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for number, page in enumerate(reading.objects.pages, 1):
        annotations = page.get("/Annots")
        for annotation in annotations if isinstance(annotations, Array) else ():
            if not isinstance(annotation, Dictionary):
                # pdfium and MuPDF take the dictionary of a stream for one.
                yield Fault("the page has an annotation that is no dictionary", page=number)
                continue
            kind = str(annotation.get("/Subtype", "/unknown"))[1:]
            if kind != "Link":
                yield Fault(f"the page has an annotation ({kind})", page=number)
            elif "/AP" in annotation:
                yield Fault("a link has a picture of its own", page=number)
