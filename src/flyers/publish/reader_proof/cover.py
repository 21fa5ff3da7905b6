"""The first page, with instructions and room to sign, and the last, with the translator's remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.content.richtext import RichText
from flyers.layout.page_builder import INK, PEN, PageBuilder, TextStyle, quoting
from flyers.page.document import Element
from flyers.publish.reader_proof.cover_page import COMMAND, CoverContact, CoverPage
from flyers.publish.reader_proof.instructions import Instructions, instructions
from flyers.publish.reader_proof.page_style import HEADING, MARGIN, NOTE, TEXT, TITLE
from flyers.publish.reader_proof.remarks import with_language, with_room
from flyers.records import dataclass
from flyers.translation.sheet_words import LEAD

if TYPE_CHECKING:
    from flyers.translation.localization import Localization
    from flyers.translation.registry import Language

_BLOCK = 13.0
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76)
"""Shares of the usual sizes that are tried."""
_CHECKSUM = TextStyle(13.0, "bold", PEN)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """The facts about the proof on its first page.

    Attributes:
        checksum: as it is printed, ``4f2a 91c0``.
        products: that are shown, ``brochure, poster, wallet card``.
        contacts: on the pages, as (whom it reaches, how it is printed).
        transliterated: whether texts have a transliteration.
        state: how far it is approved, in words.
        minutes: how long it takes; others: whether there are texts that no picture shows.
    """

    checksum: str
    products: str
    contacts: tuple[CoverContact, ...]
    transliterated: bool
    state: str
    minutes: int = 90
    others: bool = True


def cover(builder: PageBuilder, localized: Localization, facts: CoverFacts) -> Element:
    """Set the first page: what to do, what to look for, and where to sign.

    The head and the command at the foot are English, for those who get the pages back. The rest is in the reader's
    language if the program has it, with the labels of the form in English too.
    """
    builder.turn_over("instructions")
    language = localized.language
    parts = [builder.paragraph("H1", "Reader’s proof", TITLE, gap=6)]
    name: str | RichText = language.english
    if language.autonym != language.english:
        name = quoting(f"{language.english} \u00b7 ", language.autonym, language.tag)
    parts.append(builder.paragraph("P", name, HEADING, gap=9))
    parts += _facts(builder, localized, facts)
    said = instructions(
        language.tag,
        minutes=facts.minutes,
        beside=language.tag != localized.campaign.source_language,
        others=facts.others,
        sound=facts.transliterated,
    )
    if LEAD in localized.campaign.messages and localized.is_translated(LEAD) and said.language == language.tag:
        said = replace(said, lead=localized.plain(LEAD))
    parts += _fitting_page(builder, language, said, facts).write()
    parts.append(_command(builder, language.tag, facts.checksum))
    return Element("Sect", tuple(parts))


def _fitting_page(builder: PageBuilder, language: Language, said: Instructions, facts: CoverFacts) -> CoverPage:
    """Return the first page in the largest size at which all of it fits; else with the form on a page of its own."""
    sizes = (*((size, False) for size in _SIZES), *((size, True) for size in _SIZES))
    for size, apart in sizes:
        page = CoverPage(builder, language, said, facts.contacts, size, apart)
        trial = builder.trial()
        trial.top = builder.top
        list(replace(page, builder=trial).write_instructions())
        if trial.remaining >= (0.0 if apart else page.form_height() + COMMAND):
            break
    return page


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


def _command(builder: PageBuilder, tag: str, checksum: str) -> Element:
    """Set the command for the person who gets the pages back."""
    builder.top += 11
    return builder.paragraph(
        "P",
        "To sign it off, only if all of it is right: flyers translations sign "
        f'{tag} --reviewer … --role … --proof "{checksum}"',
        NOTE,
    )


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
        style = with_room(TEXT, text, localized.language)
        if builder.height_of(text, style, builder.measure) + 8 > builder.remaining:
            builder.turn_over("translator's remarks")
        placed = builder.words(text, style, MARGIN, builder.top, builder.measure)
        builder.top += placed.height + 8
        parts.append(Element("P", items=placed.places))
    yield Element("Sect", tuple(parts))
