"""The first page, with instructions and room to sign, and the last, with the translator's remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from flyers.content.markup import RichText
from flyers.layout.page_builder import INK, PEN, SMALLEST, ItemPlace, PageBuilder, TextStyle, quoting
from flyers.page.document import Element
from flyers.publish.reader_proof.page_style import (
    ENGLISH,
    FAULTS,
    FOOT,
    HEADING,
    LABEL,
    MARGIN,
    NOTE,
    STRONG,
    SUBHEADING,
    TEXT,
    TITLE,
    ReaderWords,
    steps,
    tick_box,
    words_of,
)
from flyers.publish.reader_proof.rows import quoted
from flyers.records import dataclass
from flyers.text.model import Align
from flyers.translation.localization import LEAD, Localization

_INDENT = 18.0
_PARAGRAPH = 5.0
_BLOCK = 13.0
_TICK = 12.0
COMMAND = 24.0
"""Height below the form, for the command of those who get the pages back, points."""
_ROOM = 24.0
"""Height to write in above a line, points."""
_BLANKS = ((("back", 1.0),), (("name", 0.62), ("date", 0.38)), (("role", 0.62), ("signature", 0.38)))
"""The lines of the form: what is written on them, and their share of the measure."""
_ONE_COLUMN = 2
"""The most contacts that are set below each other. Side by side, one language would read them from the wrong side."""


@dataclass(frozen=True, slots=True)
class CoverPage:
    """Writes instructions and the form.

    Attributes:
        words: what it says; lead: how it begins; steps: keys of what there is to do.
        contacts: on the pages: whom each reaches, and how it is printed.
        size: share of the usual sizes.
        form_apart: whether the form is on a page of its own.
    """

    builder: PageBuilder
    words: ReaderWords
    lead: str
    steps: Sequence[Sequence[str]]
    contacts: Sequence[tuple[RichText, str]]
    size: float = 1.0
    form_apart: bool = False

    def write(self) -> Iterator[Element]:
        """Write all of it from the builder's top on, and yield its elements; the form is at the foot of its page."""
        yield from self.write_instructions()
        builder = self.builder
        if self.form_apart:
            builder.turn_over("form")
        else:
            builder.top = max(builder.top, builder.height - FOOT - COMMAND - self.form_height())
        yield from self._form()

    def write_instructions(self) -> Iterator[Element]:
        """Write what is above the form."""
        yield self.builder.paragraph("P", self.words.text(self.lead), self._style(TEXT), gap=_BLOCK * self.size)
        yield from self._listed("do", self.steps, numbered=True)
        yield from self._listed("look", [[key] for key in FAULTS])
        yield from self._contacts()

    def _style(self, style: TextStyle) -> TextStyle:
        return self.words.style(style, self.size)

    @property
    def _flush(self) -> Align:
        """The alignment of English words and numbers that begin where lines of the reader's language do."""
        return "end" if self.words.rtl else "start"

    def _x(self, start: float, width: float) -> float:
        """Return the left edge of something *width* wide that is *start* points from where lines begin."""
        return MARGIN + (self.builder.measure - start - width if self.words.rtl else start)

    def _heading(self, key: str, gap: float) -> Element:
        return self.builder.paragraph("H2", self.words.words(key), self._style(SUBHEADING), gap=gap)

    def _listed(self, title: str, items: Sequence[Sequence[str]], *, numbered: bool = False) -> Iterator[Element]:
        yield self._heading(title, _PARAGRAPH * self.size)
        for number, keys in enumerate(items, start=1):
            yield self._item(f"{number}" if numbered else "\u2013", keys)
        self.builder.top += (_BLOCK - _PARAGRAPH) * self.size

    def _item(self, mark: str, keys: Sequence[str]) -> Element:
        builder, width = self.builder, self.builder.measure - _INDENT
        style = replace(self._style(STRONG if mark.isdigit() else TEXT), align=self._flush)
        marked = builder.words(mark, style, self._x(0, _INDENT), builder.top, _INDENT)
        words = self.words.words(*keys)
        placed = builder.words(words, self._style(TEXT), self._x(_INDENT, width), builder.top, width)
        builder.top += max(marked.height, placed.height) + _PARAGRAPH * self.size
        return Element("P", items=(*marked.places, *placed.places))

    def _contacts(self) -> Iterator[Element]:
        if not self.contacts:
            return
        builder = self.builder
        yield self._heading("contacts", 5)
        columns = 1 if len(self.contacts) <= _ONE_COLUMN else 2
        column = builder.measure / columns
        width = column - 10
        strong = replace(self._style(STRONG), align=self._flush)
        fitted = [(whom, *builder.fitting(display, strong, width)) for whom, display in self.contacts]
        note = self._style(NOTE)
        under = max(11.5, *(builder.height_of(display, style, width) + 2 for _, display, style in fitted))
        row = under + max(12.0, *(builder.height_of(whom, note, width) + 4 for whom, _, _ in fitted))
        top, rows = builder.top, -(-len(fitted) // columns)
        for index, (whom, display, style) in enumerate(fitted):
            x, y = self._x(index // rows * column, width), top + index % rows * row
            number = builder.words(display, style, x, y, width)
            named = builder.words(whom, note, x, y + under, width)
            yield Element("P", items=(*number.places, *named.places))
        builder.top = top + rows * row + 4

    def form_height(self) -> float:
        """Return the height of the form, with the words that need most of it."""
        trial = self.builder.trial()
        start = trial.top
        list(replace(self, builder=trial)._form())
        return trial.top - start

    def _form(self) -> Iterator[Element]:
        builder = self.builder
        builder.rule(builder.top, INK)
        builder.top += 9 * self.size
        yield self._heading("done", 4)
        yield self._ticks()
        for line in _BLANKS:
            yield self._blanks(line)

    def _ticks(self) -> Element:
        """Set the two choices, one below the other, since in other languages they may be long."""
        builder = self.builder
        items: tuple[ItemPlace, ...] = ()
        for key in ("ok", "change"):
            builder.top += 4
            tick_box(builder, self._x(1, _TICK), builder.top, _TICK)
            width = builder.measure - 22
            placed = builder.words(self.words.words(key), self._style(TEXT), self._x(22, width), builder.top + 1, width)
            items += placed.places
            below = max(_TICK, placed.height)
            if self.words.language:
                items += self._in_english(key, self._x(22, width), builder.top + below + 2, width)
                below += 2 + SMALLEST
            builder.top += below + 2
        return Element("P", items=items)

    def _in_english(self, key: str, x: float, top: float, width: float) -> tuple[ItemPlace, ...]:
        style = replace(NOTE, size=SMALLEST, align=self._flush)
        return self.builder.words(words_of(ENGLISH)[key], style, x, top, width).places

    def _blanks(self, blanks: Sequence[tuple[str, float]]) -> Element:
        """Set labels with lines to write on, side by side; each takes a share of the measure."""
        builder = self.builder
        label_style = self._style(LABEL)
        labels = [self.words.words(key) for key, _ in blanks]
        last = len(blanks) - 1
        widths = [builder.measure * share - (14 if i < last else 0) for i, (_, share) in enumerate(blanks)]
        fitted = [builder.fitting(text, label_style, width * 0.7) for text, width in zip(labels, widths, strict=True)]
        heights = [
            builder.height_of(text, style, width * 0.7) for (text, style), width in zip(fitted, widths, strict=True)
        ]
        foot = builder.top + max(_ROOM, max(heights) + 4)
        items: tuple[ItemPlace, ...] = ()
        start = 0.0
        for (key, share), (text, style), height, width in zip(blanks, fitted, heights, widths, strict=True):
            room = min(width * 0.7, builder.width_of(text, style) + 1)
            placed = builder.words(text, style, self._x(start, room), foot - height, room)
            items += placed.places
            line = width - room - 6
            builder.rule(foot, INK, x=self._x(start + room + 6, line), width=line)
            if self.words.language:
                items += self._in_english(key, self._x(start, width), foot + 2.5, width)
            start += builder.measure * share
        builder.top = foot + (SMALLEST + 3 if self.words.language else 0)
        return Element("P", items=items)


_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76)
"""Shares of the usual sizes that are tried."""
_CHECKSUM = TextStyle(13.0, "bold", PEN)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """The facts about the proof on its first page.

    Attributes:
        checksum: as it is printed, ``4f2a 91c0``.
        products: that are shown, ``brochure, poster, wallet card``.
        contacts: on the pages: whom each reaches, and how it is printed.
        transliterated: whether texts have a transliteration.
        state: how far it is approved, in words.
        minutes: how long it takes; others: whether there are texts that no picture shows.
    """

    checksum: str
    products: str
    contacts: tuple[tuple[RichText, str], ...]
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
    words = ReaderWords.of(language)
    lead = words_of(words.tag)["lead"].replace("{minutes}", str(facts.minutes))
    if LEAD in localized.campaign.messages and localized.is_translated(LEAD) and words.tag == language.tag:
        lead = localized.plain(LEAD)
    beside = language.tag != localized.campaign.source_language
    todo = steps(beside=beside, others=facts.others, sound=facts.transliterated)
    parts += _fitting(CoverPage(builder, words, lead, todo, facts.contacts)).write()
    parts.append(_command(builder, language.tag, facts.checksum))
    return Element("Sect", tuple(parts))


def _fitting(page: CoverPage) -> CoverPage:
    """Return *page* in the largest size at which all of it fits; else with the form on a page of its own."""
    for apart, size in product((False, True), _SIZES):
        page = replace(page, size=size, form_apart=apart)
        trial = page.builder.trial()
        trial.top = page.builder.top
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
    advice = "Some of it is a question to you. Write beside it what you think."
    parts = [
        builder.paragraph("H2", "What the translator wants you to know", HEADING, gap=7),
        builder.paragraph("P", advice, TEXT, gap=_BLOCK),
    ]
    for paragraph in paragraphs:
        text, style = quoted(paragraph, TEXT, localized.language)
        if builder.height_of(text, style, builder.measure) + 8 > builder.remaining:
            builder.turn_over("translator's remarks")
        placed = builder.words(text, style, MARGIN, builder.top, builder.measure)
        builder.top += placed.height + 8
        parts.append(Element("P", items=placed.places))
    yield Element("Sect", tuple(parts))
