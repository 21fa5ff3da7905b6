"""The first page, with instructions and room to sign, and the last, with the translator's remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.content.richtext import RichText
from flyers.layout.page_builder import INK, PEN, PageBuilder, Place, TextStyle, quoting
from flyers.layout.pages import Element
from flyers.publish.reader_proof.page_style import (
    FOOT,
    HEADING,
    LABEL,
    MARGIN,
    NOTE,
    STRONG,
    SUBHEADING,
    TEXT,
    TITLE,
    tick_box,
)
from flyers.publish.reader_proof.remarks import with_language

if TYPE_CHECKING:
    from flyers.translation.localize import Localization

_INDENT = 18.0
_PARAGRAPH = 5.0
_BLOCK = 13.0
_LINE = 27.0
"""Height of a line to write on, points."""
_CHECKSUM = TextStyle(13.0, "bold", PEN)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What the first page says of the proof.

    Attributes:
        checksum: as it is printed, ``4f2a 91c0``.
        products: that are shown, ``brochure, poster, wallet card``.
        source_name: English name of the language of the messages.
        contacts: on the pages, as (whom it reaches, how it is printed).
        transliterated: whether texts have a transliteration.
        state: how far it is approved, in words.
        hours: how long it takes; others: whether there are texts that no picture shows.
    """

    checksum: str
    products: str
    contacts: tuple[tuple[str, str], ...]
    transliterated: bool
    state: str
    source_name: str = "English"
    hours: str = "an hour or two"
    others: bool = True


def cover(builder: PageBuilder, localized: Localization, facts: CoverFacts) -> Element:
    """Set the first page: what to do, what to look for, and where to sign."""
    builder.turn_over("instructions")
    language = localized.language
    own = language.tag == localized.campaign.source_language
    parts = [builder.paragraph("H1", "Reader’s proof", TITLE, gap=6)]
    name: str | RichText = language.english
    if language.autonym != language.english:
        name = quoting(f"{language.english} \u00b7 ", language.autonym, language.tag)
    parts.append(builder.paragraph("P", name, HEADING, gap=9))
    parts += _facts(builder, localized, facts)
    reader = "somebody of the coalition" if own else f"somebody who reads {language.say} well"
    lead = (
        "These pages are for people who may be in danger. A wrong word or a wrong digit can do them harm, so nothing "
        f"is printed before {reader} has read every word of it. Please be that person. You need a pen "
        f"and {facts.hours}."
    )
    parts.append(builder.paragraph("P", lead, TEXT, gap=_BLOCK))
    parts += _listed(builder, "What to do", _steps(own, facts), numbered=True)
    parts += _listed(builder, "What to look for", _faults(own, facts.source_name))
    parts += _contacts(builder, facts)
    parts += _form(builder, localized, facts)
    return Element("Sect", tuple(parts))


def _facts(builder: PageBuilder, localized: Localization, facts: CoverFacts) -> Iterator[Element]:
    columns = [
        ("Shows", TEXT, facts.products),
        ("Issue", TEXT, f"{localized.campaign.issue} \u00b7 {localized.code}"),
        ("State", TEXT, facts.state),
        ("Checksum", _CHECKSUM, facts.checksum),
    ]
    builder.rule(builder.top, INK)
    builder.top += 7
    deepest = 0.0
    widths = (0.24, 0.2, 0.3, 0.26)
    x = MARGIN
    for (label, style, value), share in zip(columns, widths, strict=True):
        width = builder.measure * share
        named = builder.words(label, NOTE, x, builder.top, width - 10)
        valued = builder.words(value, style, x, builder.top + named.height + 4.5, width - 10)
        deepest = max(deepest, named.height + 4.5 + valued.height)
        yield Element("P", items=(*named.places, *valued.places))
        x += width
    builder.top += deepest + 7
    builder.rule(builder.top, INK)
    builder.top += _BLOCK


def _steps(own: bool, facts: CoverFacts) -> list[str]:
    name = facts.source_name
    beside = "" if own else f" The {name} beside it says what was meant; you do not need to read {name}."
    steps = [
        "Look at the pictures first. They show every page as it will be printed. Does anything look wrong to you?",
        "Every text has a number. Find the same number in the list after the pictures, and read the text there."
        f"{beside}",
        "If it is right, tick the box beside “Right”. If not, write on the line what it should say. You may write "
        "on the pictures too.",
        ("Do the same with the texts at the end that no picture shows. Then fill" if facts.others else "Then fill")
        + " in the foot of this page and give all pages back.",
    ]
    if facts.transliterated:
        steps[1] += (
            " The small Latin letters below a text were made by a program and are often wrong. They help people who "
            "cannot read the script to find the place that you mean; do not correct them."
        )
    return steps


def _faults(own: bool, name: str) -> list[str]:
    return [
        "Letters that are wrong, missing, or not joined as they should be." if not own else "Wrong or missing letters.",
        "Words, numbers or signs that are turned round or in the wrong order.",
        "Words that are rude, that blame the person, or that could bring somebody into danger.",
        f"Words that are unclear to somebody with little schooling, or that mean something else than the {name}."
        if not own
        else "Words that are unclear to somebody with little schooling.",
    ]


def _contacts(builder: PageBuilder, facts: CoverFacts) -> Iterator[Element]:
    if not facts.contacts:
        return
    yield builder.paragraph(
        "H2", "These must be the same everywhere, digit by digit and letter by letter", SUBHEADING, gap=5
    )
    column = builder.measure / 2
    width = column - 10
    fitted = [(whom, *builder.fitting(display, STRONG, width)) for whom, display in facts.contacts]
    under = max(11.5, *(builder.height_of(display, style, width) + 2 for _, display, style in fitted))
    row = under + max(14.0, *(builder.height_of(whom, NOTE, width) + 4 for whom, _, _ in fitted))
    top, rows = builder.top, (len(facts.contacts) + 1) // 2
    for index, (whom, display, style) in enumerate(fitted):
        x, y = MARGIN + index // rows * column, top + index % rows * row
        number = builder.words(display, style, x, y, width)
        named = builder.words(whom, NOTE, x, y + under, width)
        yield Element("P", items=(*number.places, *named.places))
    builder.top = top + rows * row + 4


def _listed(builder: PageBuilder, title: str, lines: Sequence[str], *, numbered: bool = False) -> Iterator[Element]:
    yield builder.paragraph("H2", title, SUBHEADING, gap=_PARAGRAPH)
    for number, line in enumerate(lines, start=1):
        yield _item(builder, f"{number}" if numbered else "\u2013", line)
    builder.top += _BLOCK - _PARAGRAPH


def _item(builder: PageBuilder, mark: str, text: str) -> Element:
    marked = builder.words(mark, STRONG if mark.isdigit() else TEXT, MARGIN, builder.top, _INDENT)
    placed = builder.words(text, TEXT, MARGIN + _INDENT, builder.top, builder.measure - _INDENT)
    builder.top += placed.height + _PARAGRAPH
    return Element("P", items=(*marked.places, *placed.places))


def _form(builder: PageBuilder, localized: Localization, facts: CoverFacts) -> Iterator[Element]:
    """Set where the reader signs, and the command for the person who gets the pages back."""
    builder.top = max(builder.top, builder.height - FOOT - 172)
    builder.rule(builder.top, INK)
    builder.top += 9
    yield builder.paragraph("H2", "When you are done", SUBHEADING)
    builder.top += 4
    yield _ticks(builder, ("All of it is right, as it is.", "Something must be changed: I have written it down."))
    yield _blanks(builder, (("Give all pages back to", 0.62), ("by", 0.38)))
    yield _blanks(builder, (("Your name, or an id", 0.62), ("Date", 0.38)))
    yield _blanks(builder, (("Your role (native reader, interpreter, advocate …)", 0.62), ("Signature", 0.38)))
    builder.top += 11
    yield builder.paragraph(
        "P",
        "To sign it off, only if all of it is right: flyers translations sign "
        f'{localized.language.tag} --reviewer … --role … --proof "{facts.checksum}"',
        NOTE,
    )


def _ticks(builder: PageBuilder, choices: Sequence[str]) -> Element:
    builder.top += 6
    items: tuple[Place, ...] = ()
    x = MARGIN
    for choice in choices:
        tick_box(builder, x + 1, builder.top, 12)
        placed = builder.words(choice, TEXT, x + 20, builder.top + 2.2, 300)
        items += placed.places
        x += 20 + builder.width_of(choice, TEXT) + 26
    builder.top += 12
    return Element("P", items=items)


def _blanks(builder: PageBuilder, blanks: Sequence[tuple[str, float]]) -> Element:
    """Set labels with lines to write on, side by side; each takes a share of the measure."""
    foot = builder.top + _LINE
    items: tuple[Place, ...] = ()
    x = MARGIN
    for label, share in blanks:
        width = builder.measure * share
        placed = builder.words(label, LABEL, x, foot - 9, width)
        items += placed.places
        start = x + builder.width_of(label, LABEL) + 6
        last = x + width >= MARGIN + builder.measure - 1
        builder.rule(foot, INK, x=start, width=x + width - start - (0 if last else 14))
        x += width
    builder.top = foot
    return Element("P", items=items)


def remarks_page(builder: PageBuilder, localized: Localization, paragraphs: Sequence[str]) -> Iterator[Element]:
    """Set the translator's remarks, which only a person who reads the language can judge."""
    builder.turn_over("translator's remarks")
    title = "What the translator wants you to know"
    parts = [builder.paragraph("H2", title, HEADING, gap=7)]
    parts.append(
        builder.paragraph("P", "Some of it is a question to you. Write beside it what you think.", TEXT, gap=_BLOCK)
    )
    for paragraph in paragraphs:
        text = with_language(paragraph, localized.language.tag)
        if builder.height_of(text, TEXT, builder.measure) + 8 > builder.remaining:
            builder.turn_over("translator's remarks")
        placed = builder.words(text, TEXT, MARGIN, builder.top, builder.measure)
        builder.top += placed.height + 8
        parts.append(Element("P", items=placed.places))
    yield Element("Sect", tuple(parts))
