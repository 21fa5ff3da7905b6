"""What a screen reader says, its order and its language, compared with the campaign.

Text is compared as the file has it, through the fonts' own maps: Arabic that was drawn backwards looks right on the
page and passes veraPDF, but is found here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise, zip_longest

from flyers.findings import Fault
from flyers.page.document import Page
from flyers.proof.checks.structure import UA, quoted
from flyers.proof.expectations import Expectation, SpokenElement
from flyers.proof.findings import check
from flyers.proof.geometry import Box, around, contains, own_point
from flyers.proof.matching import essence, word_fault
from flyers.proof.reading import Reading
from flyers.proof.structure_tree import INLINE, StructureElement, TaggedStructure, read_structure

APART = 0.25
"""Share of the smaller extent by which blocks may overlap and still count as beside, or above, each other."""

IN_AREA = 4.0
"""Points by which ink may reach out of the turned area that it belongs to, as letters with long tails do."""

_JOINER = re.compile("([\u200c\u200d])")
"""ZERO WIDTH NON-JOINER and JOINER, which change how letters are read and written in Persian, Pashto or Sinhala."""


@check(
    "U811",
    "screen readers say what was written, in order",
    found="**The text that a screen reader says is not the campaign's, or not in its order.**",
    why="Listeners would get another text than readers: letters backwards, or the end before the beginning.",
    advice="Never publish it; report it.",
    owner="developer",
    asked_by="issue 3: Arabic that veraPDF passes backwards",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.8.2.3, 14.8.2.4"),
    standards=UA,
    needs_expectation=True,
)
def order_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = read_structure(reading).blocks
    for element, expected in zip_longest(found, expectation.elements):
        if fault := _difference(element, expected, expectation.elements):
            yield Fault(fault, page=element.page + 1 if element else 0)
            return  # Everything after the first difference is shifted.


def _nested(tags: tuple[str, ...]) -> str:
    return " > ".join(tags) or "nothing"


def _difference(
    element: StructureElement | None, expected: SpokenElement | None, elements: tuple[SpokenElement, ...]
) -> str:
    if element is None:
        return f"{quoted(expected.text or expected.alt)} is never said" if expected else ""
    spoken = essence(element.text)
    if expected is None:
        return f"{quoted(element.text)} is read after the last expected block"
    if spoken != essence(expected.text):
        elsewhere = spoken and spoken in {essence(each.text) for each in elements}
        what = "is out of order: it" if elsewhere else ""
        return f"{quoted(element.text)} {what} is in place of {quoted(expected.text or expected.alt)}".replace(
            "  ", " "
        )
    if fault := word_fault(element.text, expected.text):
        return f"{fault} in {quoted(expected.text)}"
    if _joiners(element.text) != _joiners(expected.text):
        return f"letters are joined or separated that should not be, in {quoted(expected.text)}"
    if element.tag != expected.tag:
        return f"{quoted(element.text)} is a {element.tag}, not a {expected.tag}"
    if element.around != expected.around:
        return f"{quoted(element.text)} is in {_nested(element.around)}, not in {_nested(expected.around)}"
    if element.parent and element.parent.tag in INLINE and element.tag != "Figure":
        return f"{quoted(element.text)} is inside a {element.parent.tag}, which is for words or one picture"
    if element.actual != (expected.actual or None):
        shown = expected.text or expected.actual or expected.alt
        return f"{quoted(element.actual or '')} is to be read in place of {quoted(shown)} (ActualText)"
    return ""


def _joiners(text: str) -> list[tuple[int, str]]:
    """Return the joiners and non-joiners, each with its place, counted in characters of the text's essence."""
    pieces = _JOINER.split(text)
    places = accumulate(len(essence(piece)) for piece in pieces[::2])
    return list(zip(places, pieces[1::2], strict=False))


@check(
    "U812",
    "every word is in its language",
    found="Words are marked with the wrong language.",
    why="A screen reader reads Spanish with an English voice, and no one understands it.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 14289-1, 7.2",
    rules=("ISO 14289-1, 7.2", "ISO 32000-1, 14.9.2"),
    standards=UA,
    needs_expectation=True,
)
def languages_expected(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    tree = read_structure(reading)
    own = expectation.document.language
    if tree.language != own:
        yield Fault(f"the file claims to be in {tree.language or 'no language'}, not in {own}")
        return
    for element, expected in zip(tree.blocks, expectation.elements, strict=False):
        found = list(_letters((shown.text, inner.language_read) for inner, shown in element.shown))
        wanted = list(_letters(expected.pieces))
        wrong = [(one[0], one[1], two[1]) for one, two in zip(found, wanted, strict=False) if one != two]
        if wrong and [letter for letter, _ in found] == [letter for letter, _ in wanted]:
            _, marked, language = wrong[0]
            words = "".join(letter for letter, _, _ in wrong)
            yield Fault(
                f"{quoted(words)} is marked {marked or 'without a language'}, not {language}", page=element.page + 1
            )
        yield from _figures_in_their_language(element, expected)
    yield from _labels_in_their_language(tree)
    for element, expected in zip(tree.blocks, expectation.elements, strict=False):
        if element.alt and element.language_read != (expected.language or own):
            yield Fault(
                f"the description {quoted(element.alt)} is marked {element.language_read}", page=element.page + 1
            )


def _labels_in_their_language(tree: TaggedStructure) -> Iterator[Fault]:
    """Yield the labels of list items, bullets that are read as such, that are in another language than their item."""
    for label, text in pairwise(tree.blocks):
        if (label.tag, text.tag) == ("Lbl", "LBody") and label.language_read != text.language_read:
            yield Fault(f"the bullet of {quoted(text.text)} is marked {label.language_read}", page=text.page + 1)


def _figures_in_their_language(element: StructureElement, expected: SpokenElement) -> Iterator[Fault]:
    """Yield what is wrong with the languages of figures: a contact is read in that of the words around it."""
    for child in element.children:
        if child.tag == "Link" and child.language_read != element.language_read:
            yield Fault(f"{quoted(child.text)} is marked {child.language_read}", page=element.page + 1)
    languages = {language for _, language in expected.pieces}
    if languages and not any(_letters(expected.pieces)) and element.language_read not in languages:
        yield Fault(f"{quoted(element.text)} is marked {element.language_read}", page=element.page + 1)


def _letters(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield letters and marks with their languages; figures and signs are read in any language."""
    for text, language in pieces:
        yield from ((letter, language) for letter in essence(text) if unicodedata.category(letter)[0] in "LM")


@check(
    "U814",
    "tags are in the order of the page",
    found="A block is read after another that it precedes on the page: tags and page differ in order.",
    why="People who see the page and hear it, or follow it with a magnifier, lose their place.",
    advice="Correct the order of the blocks in the layout.",
    owner="designer",
    asked_by="issue 3: the order of panels",
    rules=("ISO 14289-1, 7.2",),
    standards=UA,
    needs_expectation=True,
)
def order_on_page(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = read_structure(reading).blocks
    last = [expected.last for expected in expectation.elements]
    blocks = [
        (element, area, panel)
        for element, late in zip_longest(found, last[: len(found)], fillvalue=False)
        if isinstance(element, StructureElement)
        and not late
        and (area := element.area)
        and (panel := _panel(element, area, expectation)) is not None
    ]
    visited = [panel for index, (_, _, panel) in enumerate(blocks) if not index or blocks[index - 1][2] != panel]
    if len(set(visited)) < len(visited):
        yield Fault("the order returns to a panel that it has left")
    for (one, above, panel), (other, below, same) in pairwise(blocks):
        page = expectation.pages[panel[0]]
        rtl = (page.direction or expectation.document.direction) == "rtl"
        turn = _turn_of_both(above, below, page)
        seen, next_seen = _as_turned(turn, above), _as_turned(turn, below)
        if panel == same and (_climbs(seen, next_seen) or _turns_back(seen, next_seen, rtl=rtl)):
            words = f"{quoted(other.text or other.alt)} is read after {quoted(one.text or one.alt)}"
            yield Fault(f"{words}, but precedes it on the page", page=other.page + 1)


def _panel(element: StructureElement, area: Box, expectation: Expectation) -> tuple[int, int] | None:
    """Return the page and the number of the panel, from the left, of a block; None if it is on no page."""
    if not 0 <= element.page < len(expectation.pages):
        return None
    page = expectation.pages[element.page]
    across, up = (area[0] + area[2]) / 2, (area[1] + area[3]) / 2
    between = [fold for fold in page.folds if fold not in page.crossed_folds]
    column, row = sum(fold < across for fold in between), sum(fold < up for fold in page.level_folds)
    return element.page, column + row * (len(between) + 1)


def _turn_of_both(one: Box, other: Box, page: Page) -> int:
    """Return by how many degrees the smallest turned area that holds both boxes is turned; 0 if none does."""
    areas = [
        ((box[2] - box[0]) * (box[3] - box[1]), turn)
        for turn, box in page.turned
        if contains(box, one, IN_AREA) and contains(box, other, IN_AREA)
    ]
    return min(areas, default=(0.0, 0))[1]


def _as_turned(turn: int, box: Box) -> Box:
    """Return a box of the page in the axes of what is turned by *turn*."""
    return around((own_point(turn, *box[:2]), own_point(turn, *box[2:])))


def _climbs(one: Box, other: Box) -> bool:
    """Return whether *other* is above *one* in the same column."""
    return _shared(one, other, 0) > 0 and _shared(one, other, 1) <= 0 and other[1] >= one[3] - _slack(one, other, 1)


def _turns_back(one: Box, other: Box, *, rtl: bool) -> bool:
    """Return whether *other* is beside *one*, on the side where reading starts."""
    if _shared(one, other, 1) <= _slack(one, other, 1):
        return False
    slack = _slack(one, other, 0)
    return other[0] >= one[2] - slack if rtl else other[2] <= one[0] + slack


def _shared(one: Box, other: Box, axis: int) -> float:
    return min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis])


def _slack(one: Box, other: Box, axis: int) -> float:
    return APART * min(one[axis + 2] - one[axis], other[axis + 2] - other[axis])
