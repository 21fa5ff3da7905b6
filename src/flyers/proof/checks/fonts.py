"""Fonts: inside the file, cut down to what is used, and true to the text."""

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
    "fonts are in the file",
    found="A font is not inside the file; the press would put another in its place.",
    why="Another font has other widths and may lack the letters: text moves, or turns into boxes.",
    advice="Embed all fonts.",
    owner="print shop, developer",
    rules=(
        "ISO 15930-7, 6.5",
        "ISO 15930-4, 6.3",
    ),
)
def embedded(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    # A font that is only selected and draws nothing still makes a preflight complain.
    for font in reading.fonts.values():
        if not font.embedded:
            kind = "one of the standard fonts and " if font.standard else ""
            yield Fault(f"the font {font.name} is {kind}not embedded", where=font.name)


@check(
    "F202",
    "fonts hold only what is used",
    found="A font is inside the file as a whole, not cut down to what is used.",
    why="The file is larger than it need be, and some licences forbid to pass whole fonts on.",
    advice="Embed a subset.",
    owner="developer",
    severity=Severity.WARNING,
)
def subset(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.embedded and not font.subset:
            yield Fault(f"the font {font.name} is embedded whole, not as a subset", where=font.name)


@check(
    "F203",
    "fonts can be read",
    found="A font inside the file is broken.",
    why="The press stops, or prints nothing where the font is used.",
    advice="Build the file again with a sound font file.",
    owner="developer",
    rules=(
        "ISO 15930-7, 6.5",
        "ISO 15930-4, 6.3",
    ),
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
    "no empty boxes for letters",
    found="An empty box is printed where a letter should be.",
    why="The reader sees a box; in a number it may be the digit that matters.",
    advice="Add a font that has the letter.",
    owner="developer",
    rules=(
        "ISO 15930-7, 6.5",
        "ISO 15930-4, 6.3",
    ),
)
def no_notdef(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for text in page.contents.texts:
            missing = [glyph for glyph in text.glyphs if glyph.gid == 0]
            if missing:
                standing_for = "".join(glyph.text or "�" for glyph in missing)
                yield Fault(f"a box is printed in place of “{standing_for}” in “{text.text}”", page=page.number)


@check(
    "F205",
    "every glyph says what it means",
    found="A glyph does not say which letters it stands for.",
    why="Nobody can search or copy the text, screen readers are silent, and nobody can prove what it says.",
    advice="Build the file again; report it if it stays.",
    owner="developer",
    rules=("ISO 32000-1, 9.10.3",),
)
def has_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        mute = sorted(code.code for code in font.used.values() if not font.says(code))
        if mute:
            yield Fault(f"{len(mute)} codes of the font {font.name} have no text (first: {mute[0]})", where=font.name)


@check(
    "F206",
    "widths agree",
    found="The letter widths that the file states are not those of the font.",
    why="Letters are set apart or on top of each other, in one program and not in the next.",
    advice="Build the file again; report it if it stays.",
    owner="developer",
    rules=(
        "ISO 15930-7, 6.5",
        "ISO 15930-4, 6.3",
    ),
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
    why="The file says one number and shows another: a call goes to a stranger.",
    advice="Never print it.",
    owner="developer",
)
def digits_differ(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        digits: dict[int, str] = {}
        for code in font.used.values():
            if font.composite and code.text and len(code.text) == 1 and code.text in "0123456789":
                other = digits.setdefault(code.gid, code.text)
                if other != code.text:
                    yield Fault(f"{font.name} draws {other} and {code.text} with the same glyph", where=font.name)
