"""Rows of texts: number, English, the words as they are printed, a box to tick and a line to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flyers.content.markup import RichText
from flyers.errors import OversetError
from flyers.layout.page_builder import INK, PAPER, PEN, ItemPlace, PageBuilder, TextStyle
from flyers.page.document import Element, TextLine
from flyers.page.items import extent, moved, scaled, union
from flyers.publish.reader_proof.page_style import LABEL, MARGIN, NOTE, STRONG, TEXT, ReaderWords, numeral, tick_box
from flyers.publish.reader_proof.rows import TextRow, quoted, transliterated
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.registry import Language

_NUMBER = 32.0
"""Width of the column of numbers."""
_X = MARGIN + _NUMBER
"""Left edge of a row."""
_ENGLISH, _BETWEEN = 0.385, 20.0
"""Share of the English in the width of a row, and the white between it and the words."""
_READABLE, _CONTACT = 12.5, 1.25
"""Size at which Latin letters are read with comfort, points; other scripts by their optical factor; and how many times
larger a contact is.
"""
_LEAST = 0.86
"""Share of that size below which a text is not shown beside the English but below it, in the whole width."""
_NASTALIQ = 1.2
"""Its optical factor here, since its letters are small for their size."""
_WRITING = 27.0
"""Height of the line to write on, with the white above it."""
_TICK = 12.0
_PROMPT = 72.0
"""Where the words before the line begin at the earliest, points from the box."""
_BELOW = 1.5
"""How far their visual box goes below the line, so that they are in the middle of the box to tick."""
_PAD = 9.0
"""White above and below a row."""
_SMALL = 0.72
"""Share of the usual sizes of a text that would be taller than a page, such as one with a long address."""
_REMARK = TextStyle(9.0, colour=INK)
_ALERT = TextStyle(9.5, "bold", PEN)


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writes rows of texts on pages.

    Attributes:
        localized: the translation.
        source: the language of the messages; rows have a column in it, unless it is the translation's own.
        labels: what is written beside box and line.
        stacked: whether the English is above the words in any case, both in the whole width.
        share: of the usual sizes, in which texts are set.
        with_sound: whether rows say how the words sound.
    """

    builder: PageBuilder
    localized: Localization
    source: Language
    labels: ReaderWords
    stacked: bool = False
    share: float = 1.0
    with_sound: bool = True

    def write(self, rows: Sequence[TextRow], page: str) -> Iterator[Element]:
        """Write *rows* on as many pages as they need, and yield their elements; *page* names the further ones.

        Raises:
            OversetError: a row is taller than a page, whatever its sizes.
        """
        room = self.builder.trial().remaining
        stacked = replace(self, stacked=True)
        small = replace(stacked, share=_SMALL)
        for row in rows:
            for writer in (self, stacked, small, replace(small, with_sound=False)):
                trial = self.builder.trial()
                start = trial.top
                replace(writer, builder=trial)._row(row)
                if (height := trial.top - start) <= room:
                    break
            else:
                raise OversetError(
                    f"Its text of {len(row.english)} characters is longer than a page of the reader's proof.",
                    hint="Shorten the text, or the addresses in it.",
                    trail=(self.localized.language.tag, str(row.key)),
                )
            if height > self.builder.remaining:
                self.builder.turn_over(page)
            yield writer._row(row)

    def _row(self, row: TextRow) -> Element:
        builder, whole = self.builder, self._whole
        builder.rule(builder.top)
        builder.top += _PAD
        start = builder.top
        parts: list[Element] = []
        if row.number:
            parts.append(Element("P", items=numeral(builder, row.number, MARGIN + 11, start + 6.5)))
        beside = whole * (1 - _ENGLISH) - _BETWEEN
        if self.localized.language.tag == self.source.tag:
            parts += [*self._own(row, whole), *self._where(row, whole)]
        elif self.stacked or (
            row.lines and self._scale(row, beside) < self._readable * _LEAST / row.lines[0].size
        ):  # beside the English, the printed lines would be too small
            parts += self._english(row, whole)
            builder.top += 7
            parts += self._own(row, whole)
        else:
            parts += self._english(row, whole * _ENGLISH)
            below, builder.top = builder.top, start
            parts += self._own(row, beside)
            builder.top = max(builder.top, below)
        for note in row.notes:
            builder.top += 6
            text, style = quoted(f"The translator says: {note}", _REMARK, self.localized.language)
            parts.append(builder.paragraph("P", text, style, x=_X, width=whole))
        parts.append(self._writing_line())
        builder.top += _PAD
        return Element("Sect", tuple(parts))

    @property
    def _whole(self) -> float:
        return self.builder.measure - _NUMBER

    def _english(self, row: TextRow, width: float) -> Iterator[Element]:
        builder, style = self.builder, replace(TEXT, size=TEXT.size * self.share)
        text: str | RichText = builder.divided(row.english, style, width)
        if not row.key.is_contact and self.source.tag != builder.languages[0].tag:
            text, style = builder.fitting(RichText(row.english, self.source.tag, row.key), style, width)
        yield builder.paragraph("P", text, style, x=_X, width=width, gap=3.5)
        yield from self._where(row, width)

    def _where(self, row: TextRow, width: float) -> Iterator[Element]:
        if row.where:
            text = self.builder.divided(row.where, NOTE, width)
            yield self.builder.paragraph("P", text, NOTE, x=_X, width=width, gap=1)

    def _own(self, row: TextRow, width: float) -> Iterator[Element]:
        """Write the words, how they sound, and for a number or an address, a request to look at every digit."""
        builder, language = self.builder, self.localized.language
        x = MARGIN + builder.measure - width
        if row.lines:
            tag = "" if row.key.is_contact or language.tag == builder.languages[0].tag else language.tag
            yield Element("P", items=self._printed_lines(row, x, width), language=tag)
        else:
            style = TextStyle(self._readable, leading=language.leading)
            text, style = builder.fitting(self.localized.texts[row.key], style, width)
            yield builder.paragraph("P", text, style, x=x, width=width)
        builder.top += 4
        note, alert = (replace(style, align="end" if language.rtl else "start") for style in (NOTE, _ALERT))
        if row.digits:
            builder.top += 1
            text, style = builder.fitting(self.labels.words("check"), self.labels.style(_ALERT), width)
            yield builder.paragraph("P", text, style, x=x, width=width, gap=1 if row.exact else 3.5)
            if row.exact:
                yield builder.paragraph("P", builder.divided(row.exact, alert, width), alert, x=x, width=width, gap=3.5)
        words = self.localized.texts[row.key].text if self.with_sound and not row.key.is_contact else ""
        if sound := transliterated(words, language.script, language.tag):
            builder.top += 2
            yield builder.paragraph("P", sound, note, x=x, width=width, gap=1)

    def _printed_lines(self, row: TextRow, x: float, width: float) -> tuple[ItemPlace, ...]:
        """Copy the lines as the product breaks and spaces them, in black."""
        builder, language = self.builder, self.localized.language
        scale = self._scale(row, width)
        lines = [scaled(line, scale) for line in row.lines]
        boxes = [extent(line) for line in lines]
        size, first, last = row.lines[0].size * scale, row.lines[0].y * scale, row.lines[-1].y * scale
        ascent = max(language.ascent * size, boxes[0][3] - first)
        descent = max(language.descent * size, last - boxes[-1][1])
        up = builder.height - builder.top - ascent - first
        left, _, right, _ = union(boxes)
        across = x + width - right if language.rtl else x - left
        builder.top += ascent + (first - last) + descent
        copies = (moved(line, across, up) for line in lines)
        return tuple(
            builder.add(replace(line, colour=INK, ground=PAPER, block=f"row {row.key}/{line.block}", running=False))
            for line in copies
            if isinstance(line, TextLine)
        )

    @property
    def _readable(self) -> float:
        language = self.localized.language
        optical = _NASTALIQ if language.size_class == "nastaliq" else language.optical
        return _READABLE * optical * self.share

    def _scale(self, row: TextRow, width: float) -> float:
        """Return the scale at which the printed lines are read with comfort, or at which they fit *width*."""
        left, _, right, _ = union(extent(line) for line in row.lines)
        comfort = self._readable * (_CONTACT if row.key.is_contact else 1.0)
        return min(comfort / row.lines[0].size, width / (right - left))

    def _writing_line(self) -> Element:
        """Set the box, the line, and what they are for, from the side where the reader's language begins."""
        builder, whole = self.builder, self._whole
        right, should = (
            self.labels.label(builder, key, self.labels.style(style), whole / 3)
            for key, style in (("right", STRONG), ("should", LABEL))
        )
        foot = builder.top + max(_WRITING, right.height + 4, should.height + 4)
        tick_box(builder, self.labels.left(0, _TICK, whole, _X), foot - _TICK, _TICK)
        prompt = max(_PROMPT, _TICK + 6 + right.width + 14)
        places = [
            *right.put(builder, self.labels.left(_TICK + 6, right.width, whole, _X), foot + _BELOW),
            *should.put(builder, self.labels.left(prompt, should.width, whole, _X), foot + _BELOW),
        ]
        line = whole - prompt - should.width - 6
        builder.rule(foot, INK, x=self.labels.left(whole - line, line, whole, _X), width=line)
        builder.top = foot
        return Element("P", items=tuple(places), language=self.labels.language.tag if self.labels.language else "")
