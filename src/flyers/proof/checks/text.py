"""Printed lines compared with composed ones: complete, in place and in order, large enough, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.matching import (
    Match,
    contact_glyphs,
    essence,
    in_order,
    matching,
    word_fault,
)
from flyers.proof.reading import Reading


@check(
    "T301",
    "every line is complete and in order",
    found="A line is missing, or a character in it is missing, changed or out of order.",
    why="People read something other than what was written and approved.",
    advice="Look at the line; never print it like this.",
    owner="developer, translator",
    asked_by="issue 2: text that is lost between catalog and page",
    needs_expectation=True,
)
def lines_complete(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        page, where = match.page + 1, match.line.where
        if match.found is None:
            yield Fault(f"the line “{match.line.text}” is missing", page=page, where=where)
        elif not match.same:
            expected, found = essence(match.line.text), essence(match.found.text)
            yield Fault(f"{_first_difference(expected, found)} in “{match.line.text}”", page=page, where=where)
        elif not expectation.edition.tags and (fault := word_fault(match.found.text, match.line.text)):
            # In a file with tags, U811 compares what the tags say.
            yield Fault(f"{fault} in “{match.line.text}”", page=page, where=where)


def _first_difference(expected: str, found: str) -> str:
    for a, b in zip(expected, found, strict=False):
        if a != b:
            return f"{_named(b)} is in place of {_named(a)}"
    if len(found) < len(expected):
        return f"{_named(expected[len(found)])} is missing"
    return f"{_named(found[len(expected)])} is one too many"


def _named(character: str) -> str:
    return f"“{character}” ({unicodedata.name(character, f'U+{ord(character):04X}')})"


@check(
    "T303",
    "contacts read correctly",
    found="**A phone number or address does not read correctly from left to right on the paper.**",
    why="A wrong number reaches no one, or the wrong person. In Arabic and Urdu text, programs easily reverse numbers.",
    advice="Never print it.",
    owner="developer",
    asked_by="issue 2: a number that Arabic text turns round",
    needs_expectation=True,
)
def contacts_read(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for contact in expectation.contacts:
        if contact.page >= len(reading.pages):
            continue
        glyphs = contact_glyphs(reading.pages[contact.page], contact)
        found, display = essence("".join(glyph.text or "\ufffd" for glyph in glyphs)), contact.contact.display
        if found != essence(display):
            says = f"reads “{found}” from left to right" if found else "is missing"
            yield Fault(f"{display} {says}", page=contact.page + 1, where=contact.contact.id, found=found)


@check(
    "T305",
    "type is large enough",
    found="Type is smaller than the smallest size allowed for its script.",
    why="It can't be read in poor light, or by older people.",
    advice="Shorten the text or give it more room.",
    owner="designer, translator",
    asked_by="issue 2: type below its floor",
    needs_expectation=True,
)
def large_enough(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        if match.found is None:
            continue
        smallest = min(glyph.size for glyph in match.found.glyphs)
        if smallest < match.line.floor - 0.01:
            size = f"{smallest:.2f} pt, less than {match.line.floor:g} pt"
            yield Fault(f"“{match.line.text}” is printed at {size}", page=match.page + 1, where=match.line.where)


@check(
    "T309",
    "no hidden text",
    found="There is text in the file that shows nothing.",
    why="Searches and screen readers find words that nobody sees or has approved.",
    advice="Ask for the original, or build it again.",
    owner="print shop",
    asked_by="issue 9: hidden words",
    needs_expectation=True,
)
def no_hidden_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        if page.contents.hidden:
            hidden = "".join(glyph.text or "" for glyph in page.contents.hidden)
            yield Fault(f"“{hidden.strip()}” is in the file but invisible", page=page.number)
        for text in page.contents.texts:
            if text.box is None and essence(text.text):
                yield Fault(f"“{text.text.strip()}” is in the file but shows nothing", page=page.number)


@check(
    "T310",
    "every message is complete",
    found="**The lines of a message are not the whole message:** its end was cut off.",
    why="Half a sentence can say the opposite of the whole one.",
    advice="Never print it.",
    owner="developer",
    asked_by="issue 2: sentences without an end",
    needs_expectation=True,
)
def messages_whole(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    def paragraph(match: Match) -> tuple[object, ...]:
        return match.line.block, match.line.message, expectation.counts(match.page, match.line)

    for _, lines in groupby(in_order(reading, expectation), key=paragraph):
        first, *others = lines
        whole = expectation.message_text(first.page, first.line)
        # Lines that are missing or wrong are reported by T301.
        if whole is None or not all(match.same for match in (first, *others)):
            continue
        printed = essence("".join(match.found.text for match in (first, *others) if match.found))
        if printed != essence(whole):
            problem = f"{_first_difference(essence(whole), printed)} in the message"
            yield Fault(problem, page=first.page + 1, where=str(first.line.message))
