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
    tick_box,
    words_of,
)
from flyers.publish.reader_proof.rows import available, quoted
from flyers.records import dataclass
from flyers.text.model import Align
from flyers.translation.localization import LEAD, Localization

_INDENT, _PARAGRAPH, _BLOCK, _TICK = 18.0, 5.0, 13.0, 12.0
_COMMAND = 24.0  # Height below the form, for the command of those who get the pages back.
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76)  # Shares of the usual sizes that are tried.


def cover(
    builder: PageBuilder,
    localized: Localization,
    *,
    checksum: str,
    products: str,
    contacts: Sequence[tuple[RichText, str]],
    state: str,
    minutes: int = 90,
    others: bool = True,
) -> Element:
    """Set the first page: what to do, what to look for, and where to sign.

    The head and the command at the foot are English, for those who get the pages back. The rest is in the reader's
    language if the program has it, with the labels of the form in English too. *contacts* are those on the pages: whom
    each reaches, and how it is printed; *others* is whether there are texts that no picture shows.
    """
    builder.turn_over("instructions")
    language = localized.language
    parts = [builder.paragraph("H1", "Reader’s proof", TITLE, gap=6)]
    name: str | RichText = language.english
    if language.autonym != language.english:
        name = quoting(f"{language.english} \u00b7 ", language.autonym, language.tag)
    parts.append(builder.paragraph("P", name, HEADING, gap=9))
    issue = f"{localized.campaign.issue} \u00b7 {localized.code}"
    parts += _facts(builder, products=products, issue=issue, state=state, checksum=checksum)
    words = ReaderWords.of(language)
    lead = words_of(words.tag)["lead"].replace("{minutes}", str(minutes))
    if LEAD in localized.campaign.messages and localized.is_translated(LEAD) and words.tag == language.tag:
        lead = localized.plain(LEAD)
    beside, sound = language.tag != localized.campaign.source_language, available(language.script, language.tag)
    steps = steps_of(beside=beside, others=others, sound=sound)
    for form_apart, size in product((False, True), _SIZES):
        page = CoverPage(builder, words, lead, steps, contacts, size)
        trial = builder.trial()
        top = trial.top
        list(replace(page, builder=trial).form())  # in the words that need most room
        form = trial.top - top
        trial.top = builder.top
        list(replace(page, builder=trial).instructions())
        if trial.remaining >= (0.0 if form_apart else form + _COMMAND):
            break
    parts += page.instructions()
    if form_apart:
        builder.turn_over("form")
    else:
        builder.top = max(builder.top, builder.height - FOOT - _COMMAND - form)
    parts += page.form()
    builder.top += 11
    command = f'flyers translations sign {language.tag} --reviewer … --role … --proof "{checksum}"'
    parts.append(builder.paragraph("P", f"To sign it off, only if all of it is right: {command}", NOTE))
    return Element("Sect", tuple(parts))


def steps_of(*, beside: bool, others: bool, sound: bool) -> tuple[tuple[str, ...], ...]:
    """Return the keys of what each step of the first page says, sentence by sentence, where rows have the words of the
    source language *beside* the text, and its *sound*, and there are *others* that no picture shows.
    """
    texts = ("texts", *(["beside"] if beside else []), *(["sound"] if sound else []))
    return ("pictures",), texts, ("tick",), ("others", "finish") if others else ("finish",)


def _facts(builder: PageBuilder, *, products: str, issue: str, state: str, checksum: str) -> Iterator[Element]:
    builder.rule(builder.top, INK)
    builder.top += 7
    deepest, x = 0.0, MARGIN
    for label, style, value, share in (
        ("Shows", TEXT, products, 0.24),
        ("Issue", TEXT, issue, 0.2),
        ("State", TEXT, state, 0.3),
        ("Checksum", TextStyle(13.0, "bold", PEN), checksum, 0.26),
    ):
        width = builder.measure * share
        named = builder.words(label, NOTE, x, builder.top, width - 10)
        valued = builder.words(value, style, x, builder.top + named.height + 4.5, width - 10)
        deepest = max(deepest, named.height + 4.5 + valued.height)
        yield Element("P", items=(*named.places, *valued.places))
        x += width
    builder.top += deepest + 7
    builder.rule(builder.top, INK)
    builder.top += _BLOCK


@dataclass(frozen=True, slots=True)
class CoverPage:
    """Writes instructions and the form: what to do in *steps*, after a *lead*, in a share of the usual sizes."""

    builder: PageBuilder
    words: ReaderWords
    lead: str
    steps: Sequence[Sequence[str]]
    contacts: Sequence[tuple[RichText, str]]
    size: float

    def instructions(self) -> Iterator[Element]:
        """Write what is above the form, from the builder's top on."""
        yield self.builder.paragraph("P", self.words.text(self.lead), self._style(TEXT), gap=_BLOCK * self.size)
        yield from self._list("do", [(str(number), keys) for number, keys in enumerate(self.steps, start=1)])
        yield from self._list("look", [("\u2013", [key]) for key in ("letters", "order", "harm", "unclear")])
        if self.contacts:
            yield from self._contacts()

    def form(self) -> Iterator[Element]:
        """Write two choices, one below the other, since in other languages they may be long, and lines to sign."""
        builder = self.builder
        builder.rule(builder.top, INK)
        builder.top += 9 * self.size
        yield self._heading("done", 4)
        ticks: tuple[ItemPlace, ...] = ()
        for key in ("ok", "change"):
            builder.top += 4
            tick_box(builder, self._x(1, _TICK), builder.top, _TICK)
            width = builder.measure - 22
            choice = builder.words(self.words.words(key), self._style(TEXT), self._x(22, width), builder.top + 1, width)
            ticks += choice.places
            below = max(_TICK, choice.height)
            if self.words.language:
                ticks += self._in_english(key, self._x(22, width), builder.top + below + 2, width)
                below += 2 + SMALLEST
            builder.top += below + 2
        yield Element("P", items=ticks)
        # What is written on each line, and its share of the measure.
        yield self._blanks([("back", 1.0)])
        yield self._blanks([("name", 0.62), ("date", 0.38)])
        yield self._blanks([("role", 0.62), ("signature", 0.38)])

    def _style(self, style: TextStyle) -> TextStyle:
        return self.words.style(style, self.size)

    @property
    def _flush(self) -> Align:
        """The alignment of English words and numbers that begin where lines of the reader's language do."""
        return "end" if self.words.rtl else "start"

    def _x(self, start: float, width: float) -> float:
        return self.words.left(start, width, self.builder.measure)

    def _heading(self, key: str, gap: float) -> Element:
        return self.builder.paragraph("H2", self.words.words(key), self._style(SUBHEADING), gap=gap)

    def _list(self, title: str, items: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Element]:
        """Write marks, and the sentences of keys beside them."""
        builder, width = self.builder, self.builder.measure - _INDENT
        yield self._heading(title, _PARAGRAPH * self.size)
        for mark, keys in items:
            style = replace(self._style(STRONG if mark.isdigit() else TEXT), align=self._flush)
            marked = builder.words(mark, style, self._x(0, _INDENT), builder.top, _INDENT)
            text = self.words.words(*keys)
            sentences = builder.words(text, self._style(TEXT), self._x(_INDENT, width), builder.top, width)
            builder.top += max(marked.height, sentences.height) + _PARAGRAPH * self.size
            yield Element("P", items=(*marked.places, *sentences.places))
        builder.top += (_BLOCK - _PARAGRAPH) * self.size

    def _contacts(self) -> Iterator[Element]:
        builder = self.builder
        yield self._heading("contacts", 5)
        columns = 1 if len(self.contacts) <= 2 else 2  # two would be read from the wrong side in one language
        column = builder.measure / columns
        width = column - 10
        strong, note = replace(self._style(STRONG), align=self._flush), self._style(NOTE)
        fitted = [(whom, *builder.fitting(display, strong, width)) for whom, display in self.contacts]
        under = max(11.5, *(builder.height_of(display, style, width) + 2 for _, display, style in fitted))
        row = under + max(12.0, *(builder.height_of(whom, note, width) + 4 for whom, _, _ in fitted))
        top, rows = builder.top, -(-len(fitted) // columns)
        for index, (whom, display, style) in enumerate(fitted):
            x, y = self._x(index // rows * column, width), top + index % rows * row
            number = builder.words(display, style, x, y, width)
            named = builder.words(whom, note, x, y + under, width)
            yield Element("P", items=(*number.places, *named.places))
        builder.top = top + rows * row + 4

    def _blanks(self, blanks: Sequence[tuple[str, float]]) -> Element:
        """Set labels with lines to write on, side by side; each takes a share of the measure."""
        builder, last = self.builder, blanks[-1]
        widths = [builder.measure * blank[1] - (0 if blank is last else 14) for blank in blanks]
        labels = [
            self.words.label(builder, key, self._style(LABEL), width * 0.7)
            for (key, _), width in zip(blanks, widths, strict=True)
        ]
        foot = builder.top + max(24.0, max(label.height for label in labels) + 4)
        items: tuple[ItemPlace, ...] = ()
        start = 0.0
        for (key, share), label, width in zip(blanks, labels, widths, strict=True):
            items += label.put(builder, self._x(start, label.width), foot)
            line = width - label.width - 6
            builder.rule(foot, INK, x=self._x(start + label.width + 6, line), width=line)
            if self.words.language:
                items += self._in_english(key, self._x(start, width), foot + 2.5, width)
            start += builder.measure * share
        builder.top = foot + (SMALLEST + 3 if self.words.language else 0)
        return Element("P", items=items)

    def _in_english(self, key: str, x: float, top: float, width: float) -> tuple[ItemPlace, ...]:
        style = replace(NOTE, size=SMALLEST, align=self._flush)
        return self.builder.words(words_of(ENGLISH)[key], style, x, top, width).places


def remarks_page(builder: PageBuilder, localized: Localization, paragraphs: Sequence[str]) -> Element:
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
        parts.append(builder.paragraph("P", text, style, gap=8))
    return Element("Sect", tuple(parts))
