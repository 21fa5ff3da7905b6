"""Printed lines compared with composed ones: complete, in place and in order, in fonts that are true to the text."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, zip_longest

from flyers.findings import Fault, Severity
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, compare
from flyers.proof.fonts import FontReading
from flyers.proof.matching import Match, contact_glyphs, essence, matching, word_fault
from flyers.proof.reading import Reading


@compare(
    "T301",
    "every line is complete and in order",
    found="A line is missing, or a character in it is missing, changed or out of order.",
    why="People read something other than what was written and approved.",
    advice="Look at the line; never print it like this.",
    owner="developer, translator",
    asked_by="issue 2: text that is lost between catalog and page",
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
    def named(character: str) -> str:
        return f"“{character}” ({unicodedata.name(character, f'U+{ord(character):04X}')})"

    wanted, drawn = next((a, b) for a, b in zip_longest(expected, found, fillvalue="") if a != b)
    if wanted and drawn:
        return f"{named(drawn)} is in place of {named(wanted)}"
    return f"{named(wanted)} is missing" if wanted else f"{named(drawn)} is one too many"


@compare(
    "T303",
    "contacts read correctly",
    found="**A phone number or address does not read correctly from left to right on the paper.**",
    why="A wrong number reaches no one, or the wrong person. In Arabic and Urdu text, programs easily reverse numbers.",
    advice="Never print it.",
    asked_by="issue 2: a number that Arabic text turns round",
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


@compare(
    "T305",
    "type is large enough",
    found="Type is smaller than the smallest size allowed for its script.",
    why="It can't be read in poor light, or by older people.",
    advice="Shorten the text or give it more room.",
    owner="designer, translator",
    asked_by="issue 2: type below its floor",
)
def large_enough(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for match in matching(reading, expectation):
        smallest = min(glyph.size for glyph in match.found.glyphs) if match.found else math.inf
        if smallest < match.line.floor - 0.01:
            size = f"{smallest:.2f} pt, less than {match.line.floor:g} pt"
            yield Fault(f"“{match.line.text}” is printed at {size}", page=match.page + 1, where=match.line.where)


@compare(
    "T309",
    "no hidden text",
    found="There is text in the file that shows nothing.",
    why="Searches and screen readers find words that nobody sees or has approved.",
    advice="Ask for the original, or build it again.",
    owner="print shop",
    asked_by="issue 9: hidden words",
)
def no_hidden_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        if page.contents.hidden:
            hidden = "".join(glyph.text or "" for glyph in page.contents.hidden)
            yield Fault(f"“{hidden.strip()}” is in the file but invisible", page=page.number)
        for text in page.contents.texts:
            if text.box is None and essence(text.text):
                yield Fault(f"“{text.text.strip()}” is in the file but shows nothing", page=page.number)


@compare(
    "T310",
    "every message is complete",
    found="**The lines of a message are not the whole message:** its end was cut off.",
    why="Half a sentence can say the opposite of the whole one.",
    advice="Never print it.",
    asked_by="issue 2: sentences without an end",
)
def messages_whole(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    def paragraph(match: Match) -> tuple[object, ...]:
        return match.line.block, match.line.message, expectation.counts(match.page, match.line)

    for _, group in groupby(matching(reading, expectation), key=paragraph):
        lines = list(group)
        whole = expectation.message_text(lines[0].page, lines[0].line)
        # Lines that are missing or wrong are reported by T301.
        if whole is None or not all(match.same for match in lines):
            continue
        expected, printed = essence(whole), essence("".join(match.found.text for match in lines if match.found))
        if printed != expected:
            problem = f"{_first_difference(expected, printed)} in the message"
            yield Fault(problem, page=lines[0].page + 1, where=str(lines[0].line.message))


def _fonts(reading: Reading) -> Iterator[FontReading]:
    return (font for font in reading.fonts.values() if font.used)


@check(
    "F201",
    "fonts are embedded",
    found="A font is not embedded; the press would use another one.",
    why="Another font has other widths and may lack the letters: text moves, or turns into boxes.",
    advice="Embed all fonts.",
    owner="print shop, developer",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def embedded(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    # Preflight also reports a font that is selected but draws nothing.
    for font in reading.fonts.values():
        if not font.embedded:
            # The fourteen fonts that a viewer replaces by its own (ISO 32000-1, 9.6.2.2).
            is_standard = re.match("(Courier|Helvetica|Times|Symbol|ZapfDingbats)(-|$|,)", font.name)
            kind = "one of the standard fonts and " if is_standard else ""
            yield Fault(f"the font {font.name} is {kind}not embedded", where=font.name)


@check(
    "F202",
    "fonts have only what is used",
    found="A font is embedded as a whole, not as a subset of what is used.",
    why="The file is larger than necessary, and some licences do not allow whole fonts to be passed on.",
    advice="Embed a subset.",
    asked_by="issue 2: subset fonts",
    severity=Severity.WARNING,
)
def subset(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        # The name of a subset begins with six capitals and a plus sign (ISO 32000-1, 9.6.4).
        if font.embedded and font.subtype != "Type3" and not re.match(r"[A-Z]{6}\+", font.name):
            yield Fault(f"the font {font.name} is embedded whole, not as a subset", where=font.name)


@check(
    "F203",
    "fonts can be read",
    found="An embedded font is broken.",
    why="The press stops, or prints nothing where the font is used.",
    advice="Build the file again with an intact font file.",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def readable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        program = font.program if font.composite else None
        if font.problem:
            yield Fault(f"the font {font.name} can't be read: {font.problem}", where=font.name)
        elif beyond := sum(code.gid >= program.count for code in font.used.values() if program):
            yield Fault(f"the font {font.name} has no glyph for {beyond} of its codes", where=font.name)


@check(
    "F204",
    "no empty boxes in place of letters",
    found="An empty box is printed in place of a letter.",
    why="The reader sees a box; in a number it may be the digit that matters.",
    advice="Add a font that has the letter.",
    asked_by="issue 2: a box for a letter",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def no_notdef(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for text in page.contents.texts:
            if letters := "".join(glyph.text or "�" for glyph in text.glyphs if glyph.gid == 0):
                yield Fault(f"a box is printed in place of “{letters}” in “{text.text}”", page=page.number)


@check(
    "F205",
    "every glyph has a text",
    found="A glyph does not say which letters it represents.",
    why="The text cannot be searched, copied, spoken by screen readers, or proved.",
    asked_by="issue 2: text that every reader gets back",
    rules=("ISO 32000-1, 9.10.3",),
)
def has_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if without := sorted(code.code for code in font.used.values() if font.composite and not code.text):
            problem = f"{len(without)} codes of the font {font.name} have no text (first: {without[0]})"
            yield Fault(problem, where=font.name)


@check(
    "F206",
    "widths agree",
    found="The letter widths stated in the file are not those of the font.",
    why="In some programs, letters are too far apart or overlap.",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def widths_agree(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.program is None or not font.composite:
            continue
        for code in font.used.values():
            drawn = font.program.advance(code.gid)
            # In thousandths of an em (ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5).
            if drawn is not None and abs(drawn - code.width) > 1.0:
                problem = f"in {font.name} the file says {code.width:g} for “{code.text}”, the font {drawn:g}"
                yield Fault(problem, where=font.name)
                break


@check(
    "F207",
    "no two digits look alike",
    found="**Two different digits are drawn with one glyph.**",
    why="The file says one number and shows another: a call reaches a stranger.",
    advice="Never print it.",
    asked_by="issue 2: a wrong digit",
)
def digits_differ(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        digits: dict[int, str] = {}
        for code in font.used.values():
            if font.composite and code.text and code.text in tuple("0123456789"):
                other = digits.setdefault(code.gid, code.text)
                if other != code.text:
                    yield Fault(f"{font.name} draws {other} and {code.text} with the same glyph", where=font.name)
