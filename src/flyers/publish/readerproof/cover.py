"""The first page, which says what to do, and the last, with what the translator wants a reader to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.content.richtext import RichText, Span, SpanKind
from flyers.layout.pages import Element
from flyers.publish.readerproof.leaves import (
    FOOT,
    HEADING,
    INK,
    LABEL,
    MARGIN,
    NOTE,
    PEN,
    STRONG,
    SUBHEADING,
    TEXT,
    TITLE,
    Leaves,
    Style,
)
from flyers.publish.readerproof.remarks import with_language

if TYPE_CHECKING:
    from flyers.translation.localize import Localization

_INDENT = 18.0
_PARAGRAPH = 5.0
_BLOCK = 13.0
_LINE = 27.0
"""Height of a line to write on."""
_CHECKSUM = Style(13.0, "bold", PEN)


@dataclass(frozen=True, slots=True)
class About:
    """What the first page says of the proof.

    Attributes:
        checksum: as it is printed, ``4f2a 91c0``; "" where not all pages are shown.
        products: what is shown, ``brochure, poster, wallet card``.
        contacts: numbers and addresses on the pages, as (what it is, how it is printed).
        sounds: whether texts have a transliteration.
    """

    checksum: str
    products: str
    contacts: tuple[tuple[str, str], ...]
    sounds: bool


def cover(leaves: Leaves, localized: Localization, about: About) -> Element:
    """What to do, what to look for, and where to sign: one page."""
    leaves.turn_over("instructions")
    language = localized.language
    own = language.tag == leaves.english.tag
    parts = [leaves.say("H1", "Reader’s proof", TITLE, gap=6)]
    name = RichText(language.english, leaves.english.tag, "proof")
    if language.autonym != language.english:
        name = _foreign(f"{language.english} \u00b7 ", language.autonym, language.tag)
    parts.append(leaves.say("P", name, HEADING, gap=9))
    parts += _facts(leaves, localized, about)
    asked = f"somebody who reads {language.say} well" if not own else "somebody of the coalition"
    lead = (
        "These pages are for people who may be in danger. A wrong word or a wrong digit can do them harm, so nothing "
        f"is printed before {asked} has read every word of it. Please be that person. You need a pen "
        "and an hour or two."
    )
    parts.append(leaves.say("P", lead, TEXT, gap=_BLOCK))
    parts += _listed(leaves, "What to do", _steps(own, about), numbered=True)
    parts += _listed(leaves, "What to look for", _faults(own))
    parts += _contacts(leaves, about)
    parts += _form(leaves, localized, about)
    return Element("Sect", tuple(parts))


def _facts(leaves: Leaves, localized: Localization, about: About) -> Iterator[Element]:
    facts = [
        ("Shows", TEXT, about.products),
        ("Edition", TEXT, f"{localized.campaign.issue} \u00b7 {localized.code}"),
        ("State", TEXT, localized.standing.words),
        ("Checksum", _CHECKSUM, about.checksum or "none: not all pages are shown, so this cannot be signed for"),
    ]
    leaves.rule(leaves.top, INK)
    leaves.top += 7
    deepest = 0.0
    widths = (0.24, 0.2, 0.3, 0.26)
    x = MARGIN
    for (label, style, value), share in zip(facts, widths, strict=True):
        column = leaves.measure * share
        named = leaves.words(label, NOTE, x, leaves.top, column - 10)
        style = TEXT if style is _CHECKSUM and not about.checksum else style
        valued = leaves.words(value, style, x, leaves.top + named.height + 4.5, column - 10)
        deepest = max(deepest, named.height + 4.5 + valued.height)
        yield Element("P", items=(*named.items, *valued.items))
        x += column
    leaves.top += deepest + 7
    leaves.rule(leaves.top, INK)
    leaves.top += _BLOCK


def _steps(own: bool, about: About) -> list[str]:
    beside = "" if own else " The English beside it says what was meant; you do not need to read English."
    steps = [
        "Look at the pictures first. They show every page as it will be printed. Does anything look wrong to you?",
        "Every text has a number. Find the same number in the list after the pictures, and read the text there."
        f"{beside}",
        "If it is right, tick the box beside “Right”. If not, write on the line what it should say. You may write "
        "on the pictures too.",
        "Do the same with the texts at the end that no picture shows. Then fill in the foot of this page and give all "
        "pages back.",
    ]
    if about.sounds:
        steps[1] += (
            " The small Latin letters below a text were made by a program and are often wrong. They help people who "
            "cannot read the script to find the place you speak of; do not correct them."
        )
    return steps


def _faults(own: bool) -> list[str]:
    return [
        "Letters that are wrong, missing, or not joined as they should be." if not own else "Wrong or missing letters.",
        "Words, numbers or signs that are turned round or stand in the wrong order.",
        "Words that are rude, that blame the person, or that could bring somebody into danger.",
        "Words that are unclear to somebody with little schooling, or that mean something else than the English."
        if not own
        else "Words that are unclear to somebody with little schooling.",
    ]


def _contacts(leaves: Leaves, about: About) -> Iterator[Element]:
    if not about.contacts:
        return
    yield leaves.say("H2", "These must be the same everywhere, digit by digit and letter by letter", SUBHEADING, gap=5)
    column, row = leaves.measure / 2, 25.5
    top, rows = leaves.top, (len(about.contacts) + 1) // 2
    for index, (whom, display) in enumerate(about.contacts):
        x, y = MARGIN + index // rows * column, top + index % rows * row
        number = leaves.words(display, STRONG, x, y, column - 10)
        named = leaves.words(whom, NOTE, x, y + 11.5, column - 10)
        yield Element("P", items=(*number.items, *named.items))
    leaves.top = top + rows * row + 4


def _listed(leaves: Leaves, title: str, lines: Sequence[str], *, numbered: bool = False) -> Iterator[Element]:
    yield leaves.say("H2", title, SUBHEADING, gap=_PARAGRAPH)
    for number, line in enumerate(lines, start=1):
        yield _item(leaves, f"{number}" if numbered else "\u2013", line)
    leaves.top += _BLOCK - _PARAGRAPH


def _item(leaves: Leaves, mark: str, text: str) -> Element:
    marked = leaves.words(mark, STRONG if mark.isdigit() else TEXT, MARGIN, leaves.top, _INDENT)
    placed = leaves.words(text, TEXT, MARGIN + _INDENT, leaves.top, leaves.measure - _INDENT)
    leaves.top += placed.height + _PARAGRAPH
    return Element("P", items=(*marked.items, *placed.items))


def _form(leaves: Leaves, localized: Localization, about: About) -> Iterator[Element]:
    """Where the reader signs, and what whoever gets the pages back then does."""
    leaves.top = max(leaves.top, leaves.height - FOOT - 172)
    leaves.rule(leaves.top, INK)
    leaves.top += 9
    yield leaves.say("H2", "When you are done", SUBHEADING)
    leaves.top += 4
    yield _ticks(leaves, ("All of it is right, as it is.", "Something must be changed: I have written it down."))
    yield _blanks(leaves, (("Give all pages back to", 0.62), ("by", 0.38)))
    yield _blanks(leaves, (("Your name, or an id", 0.62), ("Date", 0.38)))
    yield _blanks(leaves, (("Your role (native reader, interpreter, advocate …)", 0.62), ("Signature", 0.38)))
    leaves.top += 11
    if about.checksum:
        tag = localized.language.tag
        yield leaves.say(
            "P",
            "For whoever gets it back, only if all of it is right: flyers translations sign "
            f'{tag} --reviewer … --role … --proof "{about.checksum}"',
            NOTE,
        )


def _ticks(leaves: Leaves, choices: Sequence[str]) -> Element:
    leaves.top += 6
    items: tuple[tuple[int, int], ...] = ()
    x = MARGIN
    for choice in choices:
        leaves.tick_box(x + 1, leaves.top, 12)
        placed = leaves.words(choice, TEXT, x + 20, leaves.top + 2.2, 300)
        items += placed.items
        x += 20 + leaves.width_of(choice, TEXT) + 26
    leaves.top += 12
    return Element("P", items=items)


def _blanks(leaves: Leaves, blanks: Sequence[tuple[str, float]]) -> Element:
    """Labels with lines to write on, side by side; each takes a share of the measure."""
    foot = leaves.top + _LINE
    items: tuple[tuple[int, int], ...] = ()
    x = MARGIN
    for label, share in blanks:
        width = leaves.measure * share
        placed = leaves.words(label, LABEL, x, foot - 9, width)
        items += placed.items
        start = x + leaves.width_of(label, LABEL) + 6
        last = x + width >= MARGIN + leaves.measure - 1
        leaves.rule(foot, INK, x=start, width=x + width - start - (0 if last else 14))
        x += width
    leaves.top = foot
    return Element("P", items=items)


def remarks_page(leaves: Leaves, localized: Localization, paragraphs: Sequence[str]) -> Iterator[Element]:
    """The translator's remarks, which only the person who reads the language can judge."""
    leaves.turn_over("translator's remarks")
    title = "What the translator wants you to know"
    parts = [leaves.say("H2", title, HEADING, gap=7)]
    parts.append(leaves.say("P", "Some of it is a question to you. Write beside it what you think.", TEXT, gap=_BLOCK))
    for paragraph in paragraphs:
        text = with_language(paragraph, localized.language.tag)
        if leaves.height_of(text, TEXT, leaves.measure) + 8 > leaves.left_over:
            leaves.turn_over("translator's remarks")
        placed = leaves.words(text, TEXT, MARGIN, leaves.top, leaves.measure)
        leaves.top += placed.height + 8
        parts.append(Element("P", items=placed.items))
    yield Element("Sect", tuple(parts))


def _foreign(before: str, text: str, tag: str) -> RichText:
    span = Span(len(before), len(before) + len(text), SpanKind.FOREIGN, tag)
    return RichText(f"{before}{text}", "en", "proof", spans=(span,))
