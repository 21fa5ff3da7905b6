"""What the translator wants a reader to know: the remarks at the head of a catalog, and which texts they are about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from flyers.content.richtext import RichText, Span, SpanKind

_BULLET = "- "
_DRAFT = "DRAFT:"
_SENTENCE = re.compile(r"(?<=[.?;])\s+(?=[^\W\d_]*[“\"(A-Z])")
"""Where one sentence ends and another begins; ids such as ``signs.minor`` have no space after their full stop."""
_DOUBT = re.compile(r"\s*(?=\(\d+\)\s)")
"""Before the number of a doubt in a list of them."""
_WORDS = re.compile(r"[^\W\d_]")


def remarks(head: str) -> list[str]:
    """The remarks of *head*, lines of a PO file that begin with ``#``, each as one paragraph.

    Left out are the title above them and the line that says the catalog is a draft, for the proof says so itself.
    """
    paragraphs: list[str] = []
    for line in head.splitlines():
        text = line.removeprefix("#").strip()
        if text.startswith(_BULLET):
            paragraphs.append(text.removeprefix(_BULLET))
        elif text and paragraphs and not text.startswith(_DRAFT):
            paragraphs[-1] += f" {text}"
    return paragraphs


def by_message(paragraphs: Iterable[str], contexts: Iterable[str]) -> Mapping[str, list[str]]:
    """The sentences that name a message, by the contexts of it that they are about.

    ``signs.minor`` stands for all forms of that message, ``signs.minor/short`` for one; what names no message of the
    campaign is about none.
    """
    forms: dict[str, list[str]] = {}
    for context in contexts:
        forms.setdefault(context.partition("/")[0], []).append(context)
        forms.setdefault(context, []).append(context)
    found: dict[str, list[str]] = {}
    for sentence in (part for paragraph in paragraphs for part in _parts(paragraph)):
        for name in dict.fromkeys(re.findall(r"[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/[a-z]+)?", sentence)):
            for context in dict.fromkeys(forms.get(name, ())):
                if sentence not in found.setdefault(context, []):
                    found[context].append(sentence)
    return found


def _parts(paragraph: str) -> Iterator[str]:
    label, *doubts = _DOUBT.split(paragraph)
    for part in (*_SENTENCE.split(label), *doubts):
        if text := re.sub(r"^\(\d+\)\s*", "", part).strip(" ;"):
            yield text


def with_language(text: str, tag: str) -> RichText:
    """English words about a language of another script, with every stretch of that script in the language *tag*."""
    spans = tuple(Span(start, end, SpanKind.FOREIGN, tag) for start, end in _foreign(text))
    return RichText(text, "en", "proof", spans=spans)


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
