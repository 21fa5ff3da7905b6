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
_ENGLISH = 0.385
"""Share of the English in the rest of the width."""
_BETWEEN = 20.0
_READABLE = 12.5
"""Size at which Latin letters are read with comfort, points; other scripts by their optical factor."""
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
        source: the language of the messages.
        with_english: whether rows have a column of English; the proof of English has none.
        stacked: whether the English is above the words in any case, both in the whole width.
        share: of the usual sizes, in which texts are set.
        with_sound: whether rows say how the words sound.
        labels: what is written beside box and line.
    """

    builder: PageBuilder
    localized: Localization
    source: Language
    with_english: bool = True
    stacked: bool = False
    share: float = 1.0
    with_sound: bool = True
    labels: ReaderWords = ReaderWords()

    def write(self, rows: Sequence[TextRow], page: str) -> Iterator[Element]:
        """Write *rows* on as many pages as they need, and yield their elements; *page* names the further ones.

        Raises:
            OversetError: a row is taller than a page, whatever its sizes.
        """
        for row in rows:
            writer, height = self._fitting(row)
            if height > self.builder.remaining:
                self.builder.turn_over(page)
            yield writer._row(row)

    def _fitting(self, row: TextRow) -> tuple[RowWriter, float]:
        """Return a writer whose row fits a page, with the height of that row."""
        room = self.builder.trial().remaining
        small = replace(self, stacked=True, share=_SMALL)
        for writer in (self, replace(self, stacked=True), small, replace(small, with_sound=False)):
            if (height := writer._height(row)) <= room:
                return writer, height
        raise OversetError(
            f"Its text of {len(row.english)} characters is longer than a page of the reader's proof.",
            hint="Shorten the text, or the addresses in it.",
            trail=(self.localized.language.tag, str(row.key)),
        )

    def _row(self, row: TextRow) -> Element:
        builder, whole = self.builder, self._whole
        builder.rule(builder.top)
        builder.top += _PAD
        start = builder.top
        parts: list[Element] = []
        if row.number:
            parts.append(Element("P", items=numeral(builder, row.number, MARGIN + 11, start + 6.5)))
        if not self.with_english:
            parts += [*self._own(row, whole), *self._about(row, whole)]
        elif self._is_stacked(row):
            parts += self._english(row, whole)
            builder.top += 7
            parts += self._own(row, whole)
        else:
            parts += self._english(row, whole * _ENGLISH)
            below, builder.top = builder.top, start
            parts += self._own(row, self._own_width)
            builder.top = max(builder.top, below)
        parts += self._notes(row)
        parts.append(self._writing_line())
        builder.top += _PAD
        return Element("Sect", tuple(parts))

    def _height(self, row: TextRow) -> float:
        trial = self.builder.trial()
        start = trial.top
        replace(self, builder=trial)._row(row)
        return trial.top - start

    @property
    def _x(self) -> float:
        return MARGIN + _NUMBER

    @property
    def _whole(self) -> float:
        return self.builder.measure - _NUMBER

    @property
    def _own_width(self) -> float:
        return self._whole * (1 - _ENGLISH) - _BETWEEN

    def _english(self, row: TextRow, width: float) -> list[Element]:
        own = self.source.tag == self.builder.languages[0].tag
        text = row.english if own or row.is_contact else RichText(row.english, self.source.tag, row.key)
        style = replace(TEXT, size=TEXT.size * self.share)
        return [self._say(text, style, width, gap=3.5), *self._about(row, width)]

    def _about(self, row: TextRow, width: float) -> Iterator[Element]:
        """Write the places where the text is printed."""
        if row.where:
            yield self._say(row.where, NOTE, width, gap=1)

    def _say(self, text: str | RichText, style: TextStyle, width: float, gap: float) -> Element:
        divided: str | RichText
        if isinstance(text, RichText):
            divided, style = self.builder.fitting(text, style, width)
        else:
            divided = self.builder.divided(text, style, width)
        return self.builder.paragraph("P", divided, style, x=self._x, width=width, gap=gap)

    def _own(self, row: TextRow, width: float) -> Iterator[Element]:
        builder, language = self.builder, self.localized.language
        x = MARGIN + builder.measure - width
        if row.lines:
            tag = "" if row.is_contact or language.tag == builder.languages[0].tag else language.tag
            yield Element("P", items=self._printed_lines(row, x, width), language=tag)
        else:
            style = TextStyle(self._readable, leading=language.leading)
            text, style = builder.fitting(self.localized.texts[row.key], style, width)
            yield builder.paragraph("P", text, style, x=x, width=width)
        builder.top += 4
        if row.digits:
            builder.top += 1
            yield from self._alert(row, x, width)
        if self.with_sound and not row.is_contact:
            text = self.localized.texts[row.key].text
            if sound := transliterated(text, language.script, language.tag):
                style = replace(NOTE, align="end" if language.rtl else "start")
                builder.top += 2
                yield builder.paragraph("P", sound, style, x=x, width=width, gap=1)

    def _alert(self, row: TextRow, x: float, width: float) -> Iterator[Element]:
        """Ask for a look at every digit; a number or address alone is quoted as it must be."""
        builder = self.builder
        text, style = builder.fitting(self.labels.words("check"), self.labels.style(_ALERT), width)
        yield builder.paragraph("P", text, style, x=x, width=width, gap=1 if row.exact else 3.5)
        if row.exact:
            aligned = replace(_ALERT, align="end" if self.localized.language.rtl else "start")
            exact = builder.divided(row.exact, aligned, width)
            yield builder.paragraph("P", exact, aligned, x=x, width=width, gap=3.5)

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

    def _is_stacked(self, row: TextRow) -> bool:
        """Return whether the words go below the English: the printed lines would be too small beside it."""
        if self.stacked or not row.lines:
            return self.stacked
        return self._scale(row, self._own_width) < self._readable * _LEAST / row.lines[0].size

    def _scale(self, row: TextRow, width: float) -> float:
        """Return the scale at which the printed lines are read with comfort, or at which they fit *width*."""
        left, _, right, _ = union(extent(line) for line in row.lines)
        return min(self._readable * (1.25 if row.is_contact else 1.0) / row.lines[0].size, width / (right - left))

    def _notes(self, row: TextRow) -> Iterator[Element]:
        for note in row.notes:
            self.builder.top += 6
            text, style = quoted(f"The translator says: {note}", _REMARK, self.localized.language)
            yield self.builder.paragraph("P", text, style, x=self._x, width=self._whole)

    def _writing_line(self) -> Element:
        """Set the box, the line, and what they are for, from the side where the reader's language begins."""
        builder = self.builder
        labels = [
            builder.fitting(self.labels.words(key), self.labels.style(style), self._whole / 3)
            for key, style in (("right", STRONG), ("should", LABEL))
        ]
        widths = [min(builder.width_of(text, style) + 1, self._whole / 3) for text, style in labels]
        heights = [builder.height_of(text, style, width) for (text, style), width in zip(labels, widths, strict=True)]
        foot = builder.top + max(_WRITING, *(height + 4 for height in heights))
        tick_box(builder, self._from_start(0, _TICK), foot - _TICK, _TICK)
        starts = (_TICK + 6, max(_PROMPT, _TICK + 6 + widths[0] + 14))
        places: list[ItemPlace] = []
        for (text, style), start, width, height in zip(labels, starts, widths, heights, strict=True):
            x = self._from_start(start, width)
            places += builder.words(text, style, x, foot + _BELOW - height, width).places
        line = self._whole - starts[1] - widths[1] - 6
        builder.rule(foot, INK, x=self._from_start(self._whole - line, line), width=line)
        builder.top = foot
        language = "" if self.labels.language is None else self.labels.language.tag
        return Element("P", items=tuple(places), language=language)

    def _from_start(self, start: float, width: float) -> float:
        """Return the left edge of something *width* wide, *start* points from where the line of a row begins."""
        return self._x + (self._whole - start - width if self.labels.rtl else start)
