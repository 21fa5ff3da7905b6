"""Fonts: embedded, subset to what is used, and true to the text."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault, Severity
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.fonts import FontReading
from flyers.proof.reading import Reading

WIDTH_TOLERANCE = 1.0
"""Thousandths of an em (ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5)."""


def _fonts(reading: Reading) -> Iterator[FontReading]:
    return (font for font in reading.fonts.values() if font.used)


@check(
    "F201",
    "fonts are embedded",
    found="A font is not embedded; the press would use another one.",
    why="Another font has other widths and may lack the letters: text moves, or turns into boxes.",
    advice="Embed all fonts.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.5",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def embedded(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    # Preflight also reports a font that is selected but draws nothing.
    for font in reading.fonts.values():
        if not font.embedded:
            kind = "one of the standard fonts and " if font.standard else ""
            yield Fault(f"the font {font.name} is {kind}not embedded", where=font.name)


@check(
    "F202",
    "fonts have only what is used",
    found="A font is embedded as a whole, not as a subset of what is used.",
    why="The file is larger than necessary, and some licences do not allow whole fonts to be passed on.",
    advice="Embed a subset.",
    owner="developer",
    asked_by="issue 2: subset fonts",
    severity=Severity.WARNING,
)
def subset(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.embedded and not font.subset:
            yield Fault(f"the font {font.name} is embedded whole, not as a subset", where=font.name)


@check(
    "F203",
    "fonts can be read",
    found="An embedded font is broken.",
    why="The press stops, or prints nothing where the font is used.",
    advice="Build the file again with an intact font file.",
    owner="developer",
    asked_by="ISO 15930-7, 6.5",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def readable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.problem:
            yield Fault(f"the font {font.name} can't be read: {font.problem}", where=font.name)
        elif font.program is not None and font.composite:
            beyond = sorted(code.code for code in font.used.values() if code.gid >= font.program.count)
            if beyond:
                yield Fault(f"the font {font.name} has no glyph for {len(beyond)} of its codes", where=font.name)


@check(
    "F204",
    "no empty boxes in place of letters",
    found="An empty box is printed in place of a letter.",
    why="The reader sees a box; in a number it may be the digit that matters.",
    advice="Add a font that has the letter.",
    owner="developer",
    asked_by="issue 2: a box for a letter",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def no_notdef(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for text in page.contents.texts:
            missing = [glyph for glyph in text.glyphs if glyph.gid == 0]
            if missing:
                letters = "".join(glyph.text or "�" for glyph in missing)
                yield Fault(f"a box is printed in place of “{letters}” in “{text.text}”", page=page.number)


@check(
    "F205",
    "every glyph has a text",
    found="A glyph does not say which letters it represents.",
    why="The text cannot be searched, copied, spoken by screen readers, or proved.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="issue 2: text that every reader gets back",
    rules=("ISO 32000-1, 9.10.3",),
)
def has_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        without_text = sorted(code.code for code in font.used.values() if not font.says(code))
        if without_text:
            yield Fault(
                f"{len(without_text)} codes of the font {font.name} have no text (first: {without_text[0]})",
                where=font.name,
            )


@check(
    "F206",
    "widths agree",
    found="The letter widths stated in the file are not those of the font.",
    why="In some programs, letters are too far apart or overlap.",
    advice="Build the file again; report the problem if it persists.",
    owner="developer",
    asked_by="ISO 15930-7, 6.5",
    rules=("ISO 15930-7, 6.5", "ISO 15930-4, 6.3"),
)
def widths_agree(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.program is None or not font.composite:
            continue
        for code in font.used.values():
            drawn = font.program.advance(code.gid)
            if drawn is not None and abs(drawn - code.width) > WIDTH_TOLERANCE:
                yield Fault(
                    f"in {font.name} the file says {code.width:g} for “{code.text}”, the font {drawn:g}",
                    where=font.name,
                )
                break


@check(
    "F207",
    "no two digits look alike",
    found="**Two different digits are drawn with one glyph.**",
    why="The file says one number and shows another: a call reaches a stranger.",
    advice="Never print it.",
    owner="developer",
    asked_by="issue 2: a wrong digit",
)
def digits_differ(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        digits: dict[int, str] = {}
        for code in font.used.values():
            if font.composite and code.text and len(code.text) == 1 and code.text in "0123456789":
                other = digits.setdefault(code.gid, code.text)
                if other != code.text:
                    yield Fault(f"{font.name} draws {other} and {code.text} with the same glyph", where=font.name)
