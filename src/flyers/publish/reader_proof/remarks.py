"""The translator's remarks at the head of a catalog, and the texts that they are about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.layout.page_builder import TextStyle
from flyers.page.document import SOURCE_LANGUAGE
from flyers.translation.registry import Language

_BULLET = "- "
_DRAFT = "DRAFT:"
_SENTENCE = re.compile(r"(?<=[.?;])\s+(?=[^\W\d_]*[“\"(A-Z])")
"""White space between sentences; ids such as ``signs.minor`` have none after their full stop."""
_DOUBT = re.compile(r"\s*(?=\(\d+\)\s)")
"""White space before a numbered doubt in a list: ``(2) ``."""
_NUMBER = re.compile(r"\(\d+\)\s*")
_NAME = re.compile(r"[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/[a-z]+)?")
"""The name of a message, or of one of its forms."""
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_STOPS = re.compile(r"[,;:/.?!؟،؛、\uff0c。()“”\"«»…]+")
_WORDS = re.compile(r"[^\W\d_]")


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
    for sentence in (part for paragraph in paragraphs for part in _parts(paragraph)):
        for name in dict.fromkeys(_NAME.findall(sentence)):
            for key in dict.fromkeys(forms.get(name, ())):
                if sentence not in sentences.setdefault(key, []):
                    sentences[key].append(sentence)
    return sentences


def _parts(paragraph: str) -> Iterator[str]:
    label, *doubts = _DOUBT.split(paragraph)
    for part in (*_SENTENCE.split(label), *doubts):
        if text := _without_number(part):
            yield text


def _without_number(doubt: str) -> str:
    return _NUMBER.sub("", doubt, count=1).strip(" ;") if _NUMBER.match(doubt) else doubt.strip(" ;")


def doubts_on_words(paragraphs: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each numbered doubt that names no message, and the words of the language that it is about; [] for style."""
    for paragraph in paragraphs:
        for part in _DOUBT.split(paragraph)[1:]:
            doubt = _without_number(part)
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
    start = end = None
    for index, character in enumerate(text):
        if _is_foreign(character):
            start = index if start is None else start
            end = index + 1
        elif start is not None and end is not None and _WORDS.match(character):
            yield start, end
            start = end = None
    if start is not None and end is not None:
        yield start, end


def _is_foreign(character: str) -> bool:
    if character.isascii() or unicodedata.category(character)[0] not in "LM":
        return False
    return not unicodedata.name(character, "LATIN").startswith(("LATIN", "COMBINING", "MODIFIER"))
