"""Settings for programs that draw, show or print the file: only those that it was made with.

None of it has ink or words of its own, and pdfium, which draws the pages for the proof, passes over most of it. But
other viewers and presses obey: they flatten curves, convert colours another way, or print one side of a card alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream, String

from flyers.findings import Fault
from flyers.proof.content_stream.graphics import odd_settings
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.objects import ObjectGraph
from flyers.proof.reading import Reading
from flyers.proof.structure_reading import read_structure
from flyers.proof.structure_tree import LinkArea

SRGB = ("sRGB IEC61966-2.1", "", "sRGB IEC61966-2.1")
"""What files for screens and offices say of their colours, and viewers show."""

_OF_RGB = 3

_EDIT = "The file was edited: ask for the original."


@check(
    "V918",
    "drawing instructions set nothing else",
    found="Drawing instructions do what ours never do: they set how curves are flattened, how colours are "
    "converted, how lines end or are dashed, how letters are spaced, draw inside a text, or leave notes for other "
    "programs. Or they are written or packed in a way that programs read differently.",
    why="Some viewers and presses obey and others don't, so the page is not the same everywhere.",
    advice=_EDIT,
    owner="print shop, developer",
    rules=("ISO 32000-1, 8.4.4, 8.4.5, 14.6",),
    needs_expectation=True,
)
def nothing_else_set(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page, source in zip(reading.pages, reading.objects.pages, strict=True):
        for words in dict.fromkeys((*page.contents.settings, *_of_states(source))):
            yield Fault(words, page=page.number)


def _of_states(page: Any) -> Iterator[str]:
    """Yield what the graphics states of a page set, used or not.

    Where any has a blend mode or an opacity, MuPDF, pdf.js and Ghostscript convert the colours of the whole page in
    another way.
    """
    resources = page.get("/Resources")
    states = resources.get("/ExtGState") if isinstance(resources, Dictionary) else None
    for _, state in states.items() if isinstance(states, Dictionary) else ():
        yield from odd_settings(dict(state.items()) if isinstance(state, Dictionary) else {})


@check(
    "V919",
    "viewers and printers are asked for nothing else",
    found="The file asks viewers or printers for other pages, copies, sides, scale or order of links than it was "
    "made with; or it has another colour profile than sRGB, a second one, or another name for it.",
    why="One side of a card is missing, or its back is upside down; keys jump about; a screen shows other colours.",
    advice=_EDIT,
    owner="print shop, developer",
    rules=("ISO 32000-1, 12.2", "ISO 14289-1, 7.18.3", "ISO 19005-2, 6.2.3"),
    needs_expectation=True,
)
def nothing_else_asked(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for problem in _preferences(reading.objects, expectation):
        yield Fault(problem)
    wanted = "S" if expectation.elements else ""
    for number, page in enumerate(reading.objects.pages, 1):
        order = str(page.get("/Tabs", "")).lstrip("/")
        if order != wanted:
            yield Fault(f"its links are met in the order {order or 'of the viewer'} (Tabs)", page=number)
    for number in _pages_out_of_order(reading) if expectation.elements else ():
        yield Fault("its links are in another order than the words that they are on", page=number)
    if expectation.condition and _count_of_intents(reading.objects) != 1:
        # X711 counts those for print; MuPDF takes the first of all, and shows the page in its colours.
        yield Fault("the file says more than once what its colours are meant for")
    if expectation.profile_sha256:
        for problem in _profile(reading.objects, expectation.profile_sha256):
            yield Fault(problem)


def _pages_out_of_order(reading: Reading) -> Iterator[int]:
    """Yield the pages whose links are not in the order of what they are on: viewers that know no Tabs go by it."""
    links = [link for link in read_structure(reading).links if link.element is not None]
    for page in reading.pages:
        places = [_first_content(link) for link in links if link.page == page.number - 1]
        if places != sorted(places):
            yield page.number


def _first_content(link: LinkArea) -> int:
    """Return the number of the first marked content that *link* is on; -1 if it is on none."""
    found = [shown.mcid for element in link.element.elements for _, shown in element.shown] if link.element else []
    return min(found, default=-1)


def _preferences(objects: ObjectGraph, expectation: Expectation) -> Iterator[str]:
    found = objects.root.get("/ViewerPreferences")
    asked = {key[1:]: _plain(value) for key, value in found.items()} if isinstance(found, Dictionary) else {}
    wanted = dict(expectation.preferences)
    for key in sorted(asked.keys() | wanted):
        if asked.get(key) != wanted.get(key):
            yield f"viewers are asked for {key} {asked.get(key, '(missing)')}, not {wanted.get(key, '(nothing)')}"


def _plain(value: Any) -> str:
    """Return a value of a dictionary as a word; one that is a text stays in quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, String) or str(value) in ("/true", "/false"):
        return f"“{str(value)[:40]}”"  # no viewer takes that for a switch
    return str(value).lstrip("/")[:40]


def _count_of_intents(objects: ObjectGraph) -> int:
    found = objects.root.get("/OutputIntents")
    return len(found) if isinstance(found, Array) else 0


def _profile(objects: ObjectGraph, sha256: str) -> Iterator[str]:
    found = objects.root.get("/OutputIntents")
    intents = list(found) if isinstance(found, Array) else []
    if len(intents) != 1:
        yield f"the file says {len(intents)} times what its colours are meant for"
    for intent in intents:
        profile = intent.get("/DestOutputProfile") if isinstance(intent, Dictionary) else None
        if not isinstance(profile, Stream) or intent.get("/S") != Name.GTS_PDFA1:
            yield "its colours are meant for something other than a screen"
        elif hashlib.sha256(profile.read_bytes()).hexdigest() != sha256:
            yield "the profile of its colours is not that of sRGB"
        elif not isinstance(profile.get("/N"), int) or profile.get("/N") != _OF_RGB:
            yield "the profile of its colours is said to have another number of colours"
        elif (said := _words(intent)) != SRGB:
            yield f"what it says of its colours is {', '.join(f'“{word}”' for word in said)}"


def _words(intent: Any) -> tuple[str, ...]:
    return tuple(str(intent.get(key, "")) for key in ("/OutputConditionIdentifier", "/OutputCondition", "/Info"))
