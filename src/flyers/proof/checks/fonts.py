"""Fonts: inside the file, cut down to what is used, and true to the text."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.expectations import Expectation
from flyers.proof.findings import Fault, Severity, check
from flyers.proof.fonts import FontReading
from flyers.proof.reading import Reading

WIDTH_TOLERANCE = 1.0
"""Thousandths of an em (ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5)."""


def _fonts(reading: Reading) -> Iterator[FontReading]:
    return (font for font in reading.fonts.values() if font.used)


@check("F201", "fonts are in the file", advice="Embed every font: otherwise the press puts another in its place.")
def embedded(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    # A font that is only selected and draws nothing still makes a preflight complain.
    for font in reading.fonts.values():
        if not font.embedded:
            kind = "one of the standard fonts and " if font.standard else ""
            yield Fault(f"the font {font.name} is {kind}not embedded", where=font.name)


@check("F202", "fonts hold only what is used", severity=Severity.WARNING, advice="Embed a subset.")
def subset(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.embedded and not font.subset:
            yield Fault(f"the font {font.name} is embedded whole, not as a subset", where=font.name)


@check("F203", "fonts can be read", advice="The font inside the file is broken: build it again with a sound font.")
def readable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        if font.problem:
            yield Fault(f"the font {font.name} can't be read: {font.problem}", where=font.name)
        elif font.program is not None and font.composite:
            beyond = sorted(code.code for code in font.used.values() if code.gid >= font.program.count)
            if beyond:
                yield Fault(f"the font {font.name} has no glyph for {len(beyond)} of its codes", where=font.name)


@check("F204", "no empty boxes for letters", advice="Choose a font that has the letter.")
def no_notdef(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for text in page.contents.texts:
            missing = [glyph for glyph in text.glyphs if glyph.gid == 0]
            if missing:
                standing_for = "".join(glyph.text or "�" for glyph in missing)
                yield Fault(f"a box is printed in place of “{standing_for}” in “{text.text}”", page.number)


@check("F205", "every glyph says what it means", advice="Without it nobody can search, copy or hear the text.")
def has_text(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        mute = sorted(code.code for code in font.used.values() if not font.says(code))
        if mute:
            yield Fault(f"{len(mute)} codes of the font {font.name} have no text (first: {mute[0]})", where=font.name)


@check("F206", "widths agree", advice="The widths in the file are not those of the font: letters would be set apart.")
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


@check("F207", "no two digits look alike", advice="Two digits are drawn with one glyph: don't print.")
def digits_differ(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for font in _fonts(reading):
        digits: dict[int, str] = {}
        for code in font.used.values():
            if font.composite and code.text and len(code.text) == 1 and code.text in "0123456789":
                other = digits.setdefault(code.gid, code.text)
                if other != code.text:
                    yield Fault(f"{font.name} draws {other} and {code.text} with the same glyph", where=font.name)
