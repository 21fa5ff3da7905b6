"""One row for each text: its number, the English, the words as they are printed, a box to tick, a line to write on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flyers.content.richtext import SpanKind
from flyers.layout.pages import Document, Element, TextLine
from flyers.pipeline.reading_text import CONTACT_PREFIX
from flyers.publish.readerproof.copies import Place, copied, extent
from flyers.publish.readerproof.leaves import (
    INK,
    LABEL,
    MARGIN,
    NOTE,
    PAPER,
    PEN,
    STRONG,
    TEXT,
    Leaves,
    Style,
)
from flyers.publish.readerproof.pictures import named, numeral, quiet
from flyers.publish.readerproof.printed import PrintedText, Spot
from flyers.publish.readerproof.remarks import with_language
from flyers.publish.readerproof.transliteration import transliterated

if TYPE_CHECKING:
    from flyers.translation.localize import Localization

_NUMBER = 32.0
"""Width of the column of numbers."""
_ENGLISH = 0.385
"""Of what is left, the share of the English."""
_BETWEEN = 20.0
_READABLE = 12.5
"""Points of Latin type for a comfortable look; other scripts by their optical factor."""
_LEAST = 0.86
"""Of that: a text that would be smaller in its column stands below the English, in the whole width."""
_NASTALIQ = 1.2
"""Its letters are small for their size."""
_WRITING = 27.0
"""Height of the line to write on, with the white above it."""
_TICK = 12.0
_PAD = 9.0
"""White above and below a row."""
_NOTED = Style(9.0, colour=INK)
_ALERT = Style(9.5, "bold", PEN)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says.

    Attributes:
        context: of the message, or ``contact:`` and an id.
        english: its English, or what a contact is.
        number: on the pictures; 0 for what they do not show.
        where: the places that show it.
        lines: as they are printed there; empty for what is set here for the first time.
        notes: what the translator says of it.
        digits: whether it holds a number or address; exact: the one that it should be, where it is nothing else.
    """

    context: str
    english: str
    number: int = 0
    where: str = ""
    lines: tuple[TextLine, ...] = ()
    notes: tuple[str, ...] = ()
    digits: bool = False
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Draws rows.

    Args:
        leaves: where to.
        localized: the translation.
        with_english: whether the English stands beside it; not beside itself.
    """

    leaves: Leaves
    localized: Localization
    with_english: bool = True

    def put(self, rows: Sequence[Row], page: str) -> Iterator[Element]:
        """All *rows*, on as many pages as it takes; *page* is what further ones are called."""
        for row in rows:
            height = self._height(row)
            if height > self.leaves.left_over:
                self.leaves.turn_over(page)
            yield self._row(row)

    # The columns, from the left edge of the page.

    @property
    def _x(self) -> float:
        return MARGIN + _NUMBER

    @property
    def _whole(self) -> float:
        return self.leaves.measure - _NUMBER

    @property
    def _own_width(self) -> float:
        return self._whole * (1 - _ENGLISH) - _BETWEEN

    @property
    def _english_width(self) -> float:
        return self._whole * _ENGLISH

    def _row(self, row: Row) -> Element:
        leaves = self.leaves
        leaves.rule(leaves.top)
        leaves.top += _PAD
        start = leaves.top
        parts: list[Element] = []
        if row.number:
            items = numeral(leaves, row.number, MARGIN + 11, start + 6.5)
            parts.append(Element("P", items=items))
        if not self.with_english:
            parts += self._own(row, self._whole)
            parts += self._about(row, self._whole)
        elif self._is_stacked(row):
            parts += self._english(row, self._whole)
            leaves.top += 7
            parts += self._own(row, self._whole)
        else:
            parts += self._english(row, self._english_width)
            below, leaves.top = leaves.top, start
            parts += self._own(row, self._own_width)
            leaves.top = max(leaves.top, below)
        parts += self._notes(row)
        parts.append(self._writing())
        leaves.top += _PAD
        return Element("Sect", tuple(parts))

    def _height(self, row: Row) -> float:
        """How high the row will be: drawn on a page that is thrown away."""
        leaves = self.leaves
        trial = Leaves(leaves.typesetter, leaves.english, leaves.language, leaves.paper)
        trial.turn_over("trial")
        trial.top = start = MARGIN
        Rows(trial, self.localized, self.with_english)._row(row)
        return trial.top - start

    # The English.

    def _english(self, row: Row, width: float) -> list[Element]:
        text = self.leaves.divided(row.english, TEXT, width)
        return [self.leaves.say("P", text, TEXT, x=self._x, width=width, gap=3.5), *self._about(row, width)]

    def _about(self, row: Row, width: float) -> list[Element]:
        """Where the text stands, and what to look at above all."""
        leaves, parts = self.leaves, []
        if row.digits:
            says = f"Check every digit and letter: {row.exact}" if row.exact else "Check every digit and letter."
            parts.append(leaves.say("P", leaves.divided(says, _ALERT, width), _ALERT, x=self._x, width=width, gap=3.5))
        if row.where:
            parts.append(leaves.say("P", row.where, NOTE, x=self._x, width=width, gap=1))
        return parts

    # The words themselves.

    def _readable(self) -> float:
        language = self.localized.language
        return _READABLE * (_NASTALIQ if language.size_class == "nastaliq" else language.optical)

    def _is_stacked(self, row: Row) -> bool:
        if not row.lines:
            return False
        return self._fitting(row, self._own_width) < self._readable() * _LEAST / row.lines[0].size

    def _fitting(self, row: Row, width: float) -> float:
        """By how much the printed lines are scaled to be read with comfort, in that *width*."""
        boxes = [extent(line) for line in row.lines]
        wide = max(box[2] for box in boxes) - min(box[0] for box in boxes)
        return min(self._readable() * (1.25 if _is_contact(row) else 1.0) / row.lines[0].size, width / wide)

    def _own(self, row: Row, width: float) -> list[Element]:
        leaves, language = self.leaves, self.localized.language
        x = MARGIN + leaves.measure - width
        tag = language.tag if language.tag != leaves.english.tag else ""
        if row.lines:
            parts = [Element("P", items=self._lines(row, x, width), language="" if _is_contact(row) else tag)]
        else:
            style = Style(self._readable(), leading=language.leading)
            parts = [leaves.say("P", self.localized.texts[row.context], style, x=x, width=width)]
        leaves.top += 4
        if sound := self._sound(row):
            style = replace(NOTE, align="end" if language.rtl else "start")
            leaves.top += 2
            parts.append(leaves.say("P", sound, style, x=x, width=width, gap=1))
        return parts

    def _lines(self, row: Row, x: float, width: float) -> tuple[tuple[int, int], ...]:
        """The lines as the product breaks them, at their own distances, in black."""
        leaves, language = self.leaves, self.localized.language
        scale = self._fitting(row, width)
        boxes = [extent(line) for line in row.lines]
        size, first, last = row.lines[0].size * scale, row.lines[0].y, row.lines[-1].y
        ascent = max(language.ascent * size, (boxes[0][3] - first) * scale)
        descent = max(language.descent * size, (last - boxes[-1][1]) * scale)
        baseline = leaves.height - leaves.top - ascent
        if language.rtl:
            across = x + width - max(box[2] for box in boxes) * scale
        else:
            across = x - min(box[0] for box in boxes) * scale
        place = Place(scale, across, baseline - first * scale)
        copies = (copied(line, place, f"row {row.context}") for line in row.lines)
        items = tuple(leaves.add(quiet(line, INK, PAPER)) for line in copies if isinstance(line, TextLine))
        leaves.top += ascent + (first - last) * scale + descent
        return items

    def _sound(self, row: Row) -> str:
        language = self.localized.language
        if _is_contact(row):
            return ""
        return transliterated(self.localized.texts[row.context].text, language.script, language.tag)

    # What a pen is for.

    def _notes(self, row: Row) -> Iterator[Element]:
        for note in row.notes:
            self.leaves.top += 6
            text = with_language(f"The translator says: {note}", self.localized.language.tag)
            yield self.leaves.say("P", text, _NOTED, x=self._x, width=self._whole)

    def _writing(self) -> Element:
        leaves = self.leaves
        foot = leaves.top + _WRITING
        leaves.tick_box(self._x, foot - _TICK, _TICK)
        ticked = leaves.words("Right", STRONG, self._x + _TICK + 6, foot - _TICK + 2.2, 40)
        asked = leaves.words("It should say:", LABEL, self._x + 72, foot - _TICK + 2.6, 80)
        x = self._x + 72 + leaves.width_of("It should say:", LABEL) + 6
        leaves.rule(foot, INK, x=x, width=MARGIN + leaves.measure - x)
        leaves.top = foot
        return Element("P", items=(*ticked.items, *asked.items))


def _is_contact(row: Row) -> bool:
    return row.context.startswith(CONTACT_PREFIX)


def rows_of(
    texts: Sequence[PrintedText],
    documents: Sequence[Document],
    localized: Localization,
    english: Localization,
    notes: Mapping[str, Sequence[str]],
) -> list[Row]:
    """A row for each of the printed *texts*."""
    rows = []
    for text in texts:
        if text.contact:
            contact = localized.contact(text.contact)
            whose = english.plain(contact.name)
            words, exact = f"{_KINDS.get(contact.kind, 'Address')}, {whose}", contact.display
        else:
            words, exact = english.texts[text.message].text, ""
        rows.append(
            Row(
                context=text.message,
                english=words,
                number=text.number,
                where=_where(text.spots, documents),
                lines=text.spots[0].lines,
                notes=tuple(notes.get(text.message, ())),
                digits=bool(text.contact) or _has_contact(text.message, localized),
                exact=exact,
            )
        )
    return rows


_KINDS = {"phone": "Phone number", "text": "Number for text messages", "web": "Web address", "email": "E-mail address"}


def unseen_rows(
    contexts: Sequence[str], localized: Localization, english: Localization, notes: Mapping[str, Sequence[str]]
) -> list[Row]:
    """A row for each message that no picture shows."""
    return [
        Row(
            context=context,
            english=english.texts[context].text,
            where=context,
            notes=tuple(notes.get(context, ())),
            digits=_has_contact(context, localized),
        )
        for context in contexts
    ]


def _has_contact(context: str, localized: Localization) -> bool:
    return any(span.kind is SpanKind.CONTACT for span in localized.texts[context].spans)


def _where(spots: Sequence[Spot], documents: Sequence[Document]) -> str:
    """``Brochure cover side, poster``."""
    places: dict[str, None] = {}
    for spot in spots:
        document = documents[spot.document]
        face = f", {document.pages[spot.page].face}" if len(document.pages) > 1 else ""
        places[f"{named(document)}{face}"] = None
    return "; ".join(places)
