"""The texts of a reader's proof in numbered rows: the English, the words as they are printed and how they sound, the
translator's remarks, a box to tick and a line to write on.

Transliterations into Latin letters are those of ICU (`flyers.icu`), which are CLDR's (UTS #35, part 7). They go letter
by letter: without the vowels that Arabic script omits. Tables of our own would be worse, and look just as certain.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from flyers import icu
from flyers.content.contacts import ContactKind
from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.layout.page_builder import INK, PAPER, PEN, ItemPlace, PageBuilder, TextStyle
from flyers.page.document import SOURCE_LANGUAGE, Document, Element, TextLine
from flyers.page.items import extent, moved, scaled, union
from flyers.publish.reader_proof.page_style import (
    LABEL,
    MARGIN,
    NOTE,
    STRONG,
    TEXT,
    ReaderWords,
    numeral,
    product_name,
    tick_box,
)
from flyers.records import dataclass
from flyers.translation.localization import Localization, english_for
from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a text is printed: indices of the document, of its page, and of the *lines* among its items."""

    document: int
    page: int
    indices: tuple[int, ...]
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text on the pages: a message in one form, or a contact by itself."""

    number: int
    message: MessageKey
    occurrences: tuple[Occurrence, ...]


def printed(documents: Sequence[Document], localized: Localization) -> tuple[PrintedText, ...]:
    """Return the numbered texts of *documents*: messages and contacts, but not small print such as the imprint."""
    occurrences: dict[MessageKey, list[Occurrence]] = {}
    for number, document in enumerate(documents):
        for page, face in enumerate(document.pages):
            lines = [(index, item) for index, item in enumerate(face.items) if isinstance(item, TextLine)]
            for (_, message), group in groupby(lines, key=lambda indexed: (indexed[1].block, indexed[1].message)):
                if message in localized.texts or message.is_contact:
                    indices, own = zip(*group, strict=True)
                    occurrences.setdefault(message, []).append(Occurrence(number, page, indices, own))
    return tuple(
        PrintedText(number, message, tuple(places))
        for number, (message, places) in enumerate(occurrences.items(), start=1)
    )


def unseen(texts: Sequence[PrintedText], localized: Localization) -> list[MessageKey]:
    """Return the keys of the messages for print that none of *texts* shows, in the order of the content."""
    printed_keys = {text.message for text in texts}
    return [key for key, _ in localized.campaign.printed_words() if key not in printed_keys]


_KINDS: Mapping[ContactKind, str] = {
    ContactKind.PHONE: "Phone number", ContactKind.TEXT: "Number for text messages",
    ContactKind.WEB: "Web address", ContactKind.MAIL: "E-mail address", ContactKind.RELAY: "Relay number",
    ContactKind.CHAT: "Address of a chat", ContactKind.APP: "Account in an app", ContactKind.PLACE: "Place",
}  # fmt: skip  # a list to be read


@dataclass(frozen=True, slots=True)
class TextRow:
    """The data of a row."""

    key: MessageKey  # of the message or contact
    english: str  # its English, or what a contact is
    number: int = 0  # on the pictures; 0 for a text that they do not show
    where: str = ""  # the pages that show it
    lines: tuple[TextLine, ...] = ()  # as they are printed there; empty for a text that they do not show
    notes: tuple[str, ...] = ()  # the translator's remarks about it
    digits: bool = False  # whether it holds a number or address
    exact: str = ""  # the number or address that it must be, if it is nothing else


def rows_of(
    texts: Sequence[PrintedText],
    documents: Sequence[Document],
    localized: Localization,
    english: Localization,
    notes: Mapping[MessageKey, Sequence[str]],
) -> list[TextRow]:
    """Return a row for each of the printed *texts*; that of a contact says what it is and whose."""
    rows = []
    for text in texts:
        if text.message.is_contact:
            contact = localized.contact(text.message.contact)
            words = f"{_KINDS[contact.kind]}, {english.plain(contact.name)}"
            remarks = tuple(notes.get(text.message, ()))
            row = TextRow(text.message, words, notes=remarks, digits=True, exact=contact.display)
        else:
            row = _row(text.message, localized, notes)
        places: dict[str, None] = {}  # “Brochure, cover side; Poster”
        for occurrence in text.occurrences:
            document = documents[occurrence.document]
            face = f", {document.pages[occurrence.page].face}" if len(document.pages) > 1 else ""
            places[f"{product_name(document)}{face}"] = None
        rows.append(replace(row, number=text.number, where="; ".join(places), lines=text.occurrences[0].lines))
    return rows


def unseen_rows(
    keys: Sequence[MessageKey], localized: Localization, notes: Mapping[MessageKey, Sequence[str]]
) -> list[TextRow]:
    """Return a row for each message that no picture shows."""
    return [replace(_row(key, localized, notes), where=str(key)) for key in keys]


def _row(key: MessageKey, localized: Localization, notes: Mapping[MessageKey, Sequence[str]]) -> TextRow:
    """Return the row of a message, with its English as it is meant for the readers of this language."""
    english = english_for(localized.campaign, localized.language, key).text
    digits = any(span.kind is SpanKind.CONTACT for span in localized.texts[key].spans)
    return TextRow(key, english, notes=tuple(notes.get(key, ())), digits=digits)


_BULLET = "- "
_SENTENCE = re.compile(r"(?<=[.?;])\s+(?=[^\W\d_]*[“\"(A-Z])")
"""White space between sentences; ids such as ``signs.minor`` have none after their full stop."""
_DOUBT = re.compile(r"\s*\(\d+\)\s+")  # What comes before a doubt in a list: ``(2) ``.
_NAME = re.compile(r"[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/[a-z]+)?")  # The name of a message, or of one of its forms.
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_STOPS = re.compile(r"[,;:/.?!؟،؛、\uff0c。()“”\"«»…]+")
_LETTER = re.compile(r"[^\W\d_]")


def remarks(head: str) -> list[str]:
    """Return the remarks of *head*, the comment lines (``#``) at the head of a PO file, each as one paragraph.

    The title above the remarks and the line that marks a draft are left out: the proof has both itself.
    """
    paragraphs: list[str] = []
    for line in head.splitlines():
        text = line.removeprefix("#").strip()
        if text.startswith(_BULLET):
            paragraphs.append(text.removeprefix(_BULLET))
        elif text and paragraphs and not text.startswith("DRAFT:"):
            paragraphs[-1] += f" {text}"
    return paragraphs


def by_message(paragraphs: Iterable[str], keys: Iterable[MessageKey]) -> Mapping[MessageKey, list[str]]:
    """Return the sentences that name a message, by the keys that they are about.

    ``signs.minor`` means all forms of that message, ``signs.minor/short`` one; sentences that name no message among
    *keys* are left out.
    """
    forms: dict[str, list[MessageKey]] = {}
    for key in keys:
        forms.setdefault(key.id, []).append(key)
        forms.setdefault(str(key), []).append(key)
    sentences: dict[MessageKey, list[str]] = {}
    for paragraph in paragraphs:
        label, *doubts = _DOUBT.split(paragraph)
        for sentence in (*_SENTENCE.split(label), *doubts):
            sentence = sentence.strip(" ;")
            for name in _NAME.findall(sentence):
                for key in forms.get(name, ()):
                    if sentence not in sentences.setdefault(key, []):
                        sentences[key].append(sentence)
    return sentences


def doubts_on_words(paragraphs: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each numbered doubt that names no message, and the words of the language that it is about; [] for style."""
    for paragraph in paragraphs:
        for doubt in (doubt.strip(" ;") for doubt in _DOUBT.split(paragraph)[1:]):
            if doubt and not _NAME.search(doubt):
                quoted = [doubt[start:end] for start, end in _foreign(doubt)] or _QUOTED.findall(doubt)
                words = [word.strip() for stretch in quoted for word in _STOPS.split(stretch)]
                yield doubt, [word for word in words if len(word) > 1]


def quoted(text: str, style: TextStyle, language: Language) -> tuple[RichText, TextStyle]:
    """Return English *text* with every stretch in another script than Latin marked as of *language*, and *style*; with
    such words it has the language's leading, since they may stand one above the other.
    """
    spans = tuple(Span(start, end, SpanKind.FOREIGN, language.tag) for start, end in _foreign(text))
    style = replace(style, leading=max(style.leading, language.leading)) if spans else style
    return RichText(text, SOURCE_LANGUAGE, MessageKey("remark"), spans=spans), style


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    """Yield where stretches in another script begin and end: with what is between its letters, if that has no other."""

    def kind(char: str) -> str:
        name = unicodedata.name(char, "LATIN") if unicodedata.category(char)[0] in "LM" else "LATIN"
        if not name.startswith(("LATIN", "COMBINING", "MODIFIER")):
            return "f"
        return "l" if _LETTER.match(char) else " "

    return (stretch.span() for stretch in re.finditer("f(?:[f ]*f)?", "".join(map(kind, text))))


_BY_LANGUAGE = {"ru": "ru-ru_Latn/BGN", "uk": "uk-uk_Latn/BGN"}
"""Languages that English-speaking countries romanize in another way than their script's transform."""

_BY_SCRIPT = {
    # Short vowels are not written, so these are the consonants. ASCII, since the dots and lines that distinguish them
    # mean nothing to people who cannot read the script.
    "Arab": "Arabic-Latin; Latin-ASCII; NFKC", "Thai": "Thai-Latin; Latin-ASCII",
    "Beng": "Bengali-Latin", "Cyrl": "Cyrillic-Latin", "Deva": "Devanagari-Latin", "Ethi": "Ethiopic-Latin",
    "Gujr": "Gujarati-Latin", "Guru": "Gurmukhi-Latin", "Hang": "Hangul-Latin",
    "Hani": "Han-Latin; Fullwidth-Halfwidth", "Mymr": "my-my_Latn",
}  # fmt: skip  # a list to be read
"""By ISO 15924 code. CLDR has none for Khmer and Lao."""

_CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def available(script: str, language: str) -> bool:
    """Return whether `transliterated` has a transform for *language*, or for its *script* (ISO 15924)."""
    return language in _BY_LANGUAGE or script in _BY_SCRIPT


def transliterated(text: str, script: str, language: str) -> str:
    """Return *text* in Latin letters, roughly as it sounds; "" if there is no transform."""
    if not available(script, language):
        return ""
    latin = _transform(_BY_LANGUAGE.get(language) or _BY_SCRIPT[script])(_CONTROLS.sub("", text))
    # What transforms leave of noon ghunna and of silent Thai signs, and put where letters could be taken for a digraph.
    for odd, plain in (("\u25cc\u0303", "n"), ("\u2021", ""), ("\u00b7", "")):
        latin = latin.replace(odd, plain)
    return " ".join(latin.split())


@cache
def _transform(name: str) -> Callable[[str], str]:
    """Return an open transform. It is never closed, since the program needs only a handful."""
    pointer, size, library = ctypes.c_void_p, ctypes.c_int32, icu.load()
    create = library.function("utrans_openU", pointer, pointer, size, ctypes.c_int, pointer, size, pointer, pointer)
    apply = library.function("utrans_transUChars", None, pointer, pointer, pointer, size, size, pointer, pointer)
    status = ctypes.c_int(0)
    handle = create(name.encode("utf-16-le"), len(name), 0, None, 0, None, ctypes.byref(status))
    if status.value > 0:
        raise LookupError(f"ICU has no transform “{name}” ({status.value})")

    def transform(text: str) -> str:
        data = text.encode("utf-16-le")
        length = len(data) // 2
        room = length * 16 + 64  # how long it may become
        buffer = (ctypes.c_uint16 * room).from_buffer_copy(data.ljust(2 * room, b"\0"))
        used, limit, status = ctypes.c_int32(length), ctypes.c_int32(length), ctypes.c_int(0)
        apply(handle, buffer, ctypes.byref(used), room, 0, ctypes.byref(limit), ctypes.byref(status))
        if status.value > 0:
            raise ValueError(f"ICU could not transliterate “{text}” ({status.value})")
        return bytes(buffer)[: 2 * used.value].decode("utf-16-le")

    return transform


_NUMBER = 32.0  # Width of the column of numbers.
_X = MARGIN + _NUMBER  # Left edge of a row.
_ENGLISH, _BETWEEN = 0.385, 20.0  # Share of the English in the width of a row, and the white between it and the words.
_READABLE = 12.5  # Size at which Latin letters are read with comfort, points; other scripts by their optical factor.
_LEAST = 0.86  # Share of that size below which a text is not shown beside the English but below it, in the whole width.
_TICK, _PAD = 12.0, 9.0  # Side of the box to tick, and white above and below a row.
_REMARK = TextStyle(9.0, colour=INK)
_ALERT = TextStyle(9.5, "bold", PEN)


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Writes rows of texts on pages."""

    builder: PageBuilder
    localized: Localization
    source: Language  # the language of the messages; rows have a column in it, unless it is the translation's own
    labels: ReaderWords  # what is written beside box and line
    stacked: bool = False  # whether the English is above the words in any case, both in the whole width
    share: float = 1.0  # of the usual sizes, in which texts are set
    with_sound: bool = True

    def write(self, rows: Sequence[TextRow], page: str) -> Iterator[Element]:
        """Write *rows* on as many pages as they need, and yield their elements; *page* names the further ones."""
        room = self.builder.trial().remaining
        stacked = replace(self, stacked=True)
        small = replace(stacked, share=0.72)
        for row in rows:
            for writer in (self, stacked, small, replace(small, with_sound=False)):
                trial = self.builder.trial()
                start = trial.top
                replace(writer, builder=trial)._row(row)
                if (height := trial.top - start) <= room:
                    break
            else:
                problem = f"Its text of {len(row.english)} characters is longer than a page of the reader's proof."
                trail = (self.localized.language.tag, row.key)
                raise OversetError(problem, hint="Shorten the text, or the addresses in it.", trail=trail)
            if height > self.builder.remaining:
                self.builder.turn_over(page)
            yield writer._row(row)

    def _row(self, row: TextRow) -> Element:
        builder, whole = self.builder, self.builder.measure - _NUMBER
        builder.rule(builder.top)
        builder.top += _PAD
        start = builder.top
        parts: list[Element] = []
        if row.number:
            parts.append(Element("P", items=numeral(builder, row.number, MARGIN + 11, start + 6.5)))
        beside = whole * (1 - _ENGLISH) - _BETWEEN
        if self.localized.language.tag == self.source.tag:
            parts += [*self._own(row, whole), *self._where(row, whole)]
        elif self.stacked or (row.lines and self._scale(row, beside) < self._readable * _LEAST / row.lines[0].size):
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
        optical = 1.2 if language.size_class == "nastaliq" else language.optical  # its letters are small for their size
        return _READABLE * optical * self.share

    def _scale(self, row: TextRow, width: float) -> float:
        """Return the scale at which the printed lines are read with comfort, or at which they fit *width*."""
        left, _, right, _ = union(extent(line) for line in row.lines)
        comfort = self._readable * (1.25 if row.key.is_contact else 1.0)
        return min(comfort / row.lines[0].size, width / (right - left))

    def _writing_line(self) -> Element:
        """Set the box, the line, and what they are for, from the side where the reader's language begins."""
        builder, whole = self.builder, self.builder.measure - _NUMBER
        right, should = (
            self.labels.label(builder, key, self.labels.style(style), whole / 3)
            for key, style in (("right", STRONG), ("should", LABEL))
        )
        foot = builder.top + max(27.0, right.height + 4, should.height + 4)
        tick_box(builder, self.labels.left(0, _TICK, whole, _X), foot - _TICK, _TICK)
        prompt = max(72.0, _TICK + 6 + right.width + 14)
        below = foot + 1.5  # so that words are in the middle of the box to tick
        places = [
            *right.put(builder, self.labels.left(_TICK + 6, right.width, whole, _X), below),
            *should.put(builder, self.labels.left(prompt, should.width, whole, _X), below),
        ]
        line = whole - prompt - should.width - 6
        builder.rule(foot, INK, x=self.labels.left(whole - line, line, whole, _X), width=line)
        builder.top = foot
        return Element("P", items=tuple(places), language=self.labels.language.tag if self.labels.language else "")
