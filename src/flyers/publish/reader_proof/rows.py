"""The texts of a reader's proof in numbered rows, with the translator's remarks about each and how it sounds.

Transliterations into Latin letters are those of ICU (`flyers.icu`), which are CLDR's (UTS #35, part 7). They go letter
by letter: without the vowels that Arabic script omits, and there are none for Khmer and Lao. Tables of our own would be
worse, and look just as certain.
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
from flyers.layout.page_builder import TextStyle
from flyers.page.document import SOURCE_LANGUAGE, Document, TextLine
from flyers.publish.reader_proof.page_style import product_name
from flyers.records import dataclass
from flyers.translation.localization import Localization, english_for
from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a text is printed.

    Attributes:
        document, page: indices among the documents and their pages.
        indices: of its lines among the page's items.
        lines: the lines themselves.
    """

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

    @property
    def contact(self) -> str:
        """The contact's id, "" for a message."""
        return self.message.contact


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


_KINDS = {
    ContactKind.PHONE: "Phone number",
    ContactKind.TEXT: "Number for text messages",
    ContactKind.WEB: "Web address",
    ContactKind.MAIL: "E-mail address",
    ContactKind.RELAY: "Relay number",
    ContactKind.CHAT: "Address of a chat",
    ContactKind.APP: "Account in an app",
    ContactKind.PLACE: "Place",
}


@dataclass(frozen=True, slots=True)
class TextRow:
    """The data of a row.

    Attributes:
        key: of the message or contact.
        english: its English, or what a contact is.
        number: on the pictures; 0 for a text that they do not show.
        where: the pages that show it.
        lines: as they are printed there; empty for a text that they do not show.
        notes: the translator's remarks about it.
        digits: whether it holds a number or address.
        exact: the number or address that it must be, if it is nothing else.
    """

    key: MessageKey
    english: str
    number: int = 0
    where: str = ""
    lines: tuple[TextLine, ...] = ()
    notes: tuple[str, ...] = ()
    digits: bool = False
    exact: str = ""


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
        if text.contact:
            contact = localized.contact(text.contact)
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
_DRAFT = "DRAFT:"
_SENTENCE = re.compile(r"(?<=[.?;])\s+(?=[^\W\d_]*[“\"(A-Z])")
"""White space between sentences; ids such as ``signs.minor`` have none after their full stop."""
_DOUBT = re.compile(r"\s*(?=\(\d+\)\s)")
"""White space before a numbered doubt in a list: ``(2) ``."""
_NUMBER = re.compile(r"\A\(\d+\)\s*")
_NAME = re.compile(r"[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/[a-z]+)?")
"""The name of a message, or of one of its forms."""
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
        elif text and paragraphs and not text.startswith(_DRAFT):
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
        for sentence in map(_without_number, (*_SENTENCE.split(label), *doubts)):
            for name in _NAME.findall(sentence):
                for key in forms.get(name, ()):
                    if sentence not in sentences.setdefault(key, []):
                        sentences[key].append(sentence)
    return sentences


def _without_number(doubt: str) -> str:
    return _NUMBER.sub("", doubt).strip(" ;")


def doubts_on_words(paragraphs: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each numbered doubt that names no message, and the words of the language that it is about; [] for style."""
    for paragraph in paragraphs:
        for doubt in map(_without_number, _DOUBT.split(paragraph)[1:]):
            if doubt and not _NAME.search(doubt):
                quoted = [doubt[start:end] for start, end in _foreign(doubt)] or _QUOTED.findall(doubt)
                words = [word.strip() for stretch in quoted for word in _STOPS.split(stretch)]
                yield doubt, [word for word in words if len(word) > 1]


def quoted(text: str, style: TextStyle, language: Language) -> tuple[RichText, TextStyle]:
    """Return English *text* with every stretch in another script than Latin marked as of *language*, and *style*.

    If there are such words, it has the language's leading, since they may stand one above the other.
    """
    spans = tuple(Span(start, end, SpanKind.FOREIGN, language.tag) for start, end in _foreign(text))
    style = replace(style, leading=max(style.leading, language.leading)) if spans else style
    return RichText(text, SOURCE_LANGUAGE, MessageKey("remark"), spans=spans), style


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    """Yield where stretches in another script begin and end: with what is between its letters, if that has no other."""
    kinds = "".join("f" if _is_foreign(char) else "l" if _LETTER.match(char) else " " for char in text)
    return (stretch.span() for stretch in re.finditer("f(?:[f ]*f)?", kinds))


def _is_foreign(character: str) -> bool:
    if character.isascii() or unicodedata.category(character)[0] not in "LM":
        return False
    return not unicodedata.name(character, "LATIN").startswith(("LATIN", "COMBINING", "MODIFIER"))


_BY_LANGUAGE = {"ru": "ru-ru_Latn/BGN", "uk": "uk-uk_Latn/BGN"}
"""Languages that English-speaking countries romanize in another way than their script's transform."""

_BY_SCRIPT = {
    # Short vowels are not written, so these are the consonants. ASCII, since the dots and lines that distinguish them
    # mean nothing to people who cannot read the script.
    "Arab": "Arabic-Latin; Latin-ASCII; NFKC",
    "Thai": "Thai-Latin; Latin-ASCII",
    "Beng": "Bengali-Latin",
    "Cyrl": "Cyrillic-Latin",
    "Deva": "Devanagari-Latin",
    "Ethi": "Ethiopic-Latin",
    "Gujr": "Gujarati-Latin",
    "Guru": "Gurmukhi-Latin",
    "Hang": "Hangul-Latin",
    "Hani": "Han-Latin; Fullwidth-Halfwidth",
    "Mymr": "my-my_Latn",
}
"""By ISO 15924 code. CLDR has none for Khmer and Lao."""

_ODD = (("\u25cc\u0303", "n"), ("\u2021", ""), ("\u00b7", ""))
"""What transforms leave of noon ghunna and of silent Thai signs, and what they put between letters that could be taken
for a digraph."""

_CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def available(script: str, language: str) -> bool:
    """Return whether `transliterated` has a transform for *language*, or for its *script* (ISO 15924)."""
    return _transform(script, language) is not None


def transliterated(text: str, script: str, language: str) -> str:
    """Return *text* in Latin letters, roughly as it sounds; "" if there is no transform."""
    transform = _transform(script, language)
    if transform is None:
        return ""
    latin = transform(_CONTROLS.sub("", text))
    for odd, plain in _ODD:
        latin = latin.replace(odd, plain)
    return " ".join(latin.split())


_GROWTH = 16
"""How many times longer a text may become."""


@cache
def _transform(script: str, language: str) -> Callable[[str], str] | None:
    """Return an open transform. It is never closed, since the program needs only a handful."""
    name = _BY_LANGUAGE.get(language) or _BY_SCRIPT.get(script)
    if name is None:
        return None
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
        room = length * _GROWTH + 64
        buffer = (ctypes.c_uint16 * room).from_buffer_copy(data.ljust(2 * room, b"\0"))
        used, limit, status = ctypes.c_int32(length), ctypes.c_int32(length), ctypes.c_int(0)
        apply(handle, buffer, ctypes.byref(used), room, 0, ctypes.byref(limit), ctypes.byref(status))
        if status.value > 0:
            raise ValueError(f"ICU could not transliterate “{text}” ({status.value})")
        return bytes(buffer)[: 2 * used.value].decode("utf-16-le")

    return transform
