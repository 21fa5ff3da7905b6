"""Itemization: splitting a message into items, stretches of one level, script, language and face.

Faces are chosen script by script and word by word (`fallback`). A contact is one item in one face, left to right
whatever surrounds it, and always in the document's Latin.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import is_normalized, name

from flyers.content.richtext import RichText, SpanKind
from flyers.errors import FontError
from flyers.records import dataclass
from flyers.text.bidi import embedding_levels
from flyers.text.characters import MANDATORY
from flyers.text.fallback import IDEOGRAPHIC, MissingFace, face_for_all, faces_of, latin_marks, quotes_of_latin
from flyers.text.font_face import FontFace
from flyers.text.fonts import FontLibrary
from flyers.text.model import Weight
from flyers.text.scripts import grapheme_clusters, script_runs

_FIGURE_BEFORE_LATIN = re.compile("[0-9]([.,/-]?[ \u00a0]+)(?=[A-Za-z\u00c0-\u024f])")


@dataclass(frozen=True, slots=True)
class TextItem:
    """The slice ``text[start:end]`` of a message, to be shaped with one face.

    ``language`` is that of the text (BCP 47); ``contact`` is the id if the item is a contact, else "".
    """

    start: int
    end: int
    level: int
    script: str
    language: str
    face: FontFace
    contact: str = ""

    @property
    def shaping_language(self) -> str:
        """The language for the shaper: English for contacts, so that no font localizes their digits."""
        return "en" if self.contact else self.language


class _Stretch(NamedTuple):
    """The slice ``text[start:end]``, uniform except for the face."""

    start: int
    end: int
    level: int
    script: str
    language: str
    weight: Weight
    contact: str


def itemize(
    rich: RichText, library: FontLibrary, families: Sequence[str], weight: Weight, base_level: int, script: str
) -> tuple[TextItem, ...]:
    """Return the items of a message in logical order, covering all of its text except line separators.

    Args:
        rich: the message; its text is in NFC, its contacts are isolated.
        library: the fonts.
        families: the font stack.
        weight: of plain text; strong spans are bold.
        base_level: 0 for a left-to-right paragraph, 1 for right-to-left.
        script: of the language, for text that doesn't show its own.

    Raises:
        FontError: a family is missing, or no face of the stack has a character.
        ValueError: the text is not NFC, or a contact is not isolated: errors of the program, not of a user's file.
    """
    if not is_normalized("NFC", rich.text):
        raise ValueError(f"the text of {rich.message} is not in NFC")
    try:
        return tuple(_items(rich, library, families, weight, base_level, script))
    except MissingFace as missing:
        raise _font_error(missing.text, rich, library, families) from None


def _items(
    rich: RichText, library: FontLibrary, families: Sequence[str], weight: Weight, base_level: int, script: str
) -> Iterator[TextItem]:
    text = rich.text
    clusters = grapheme_clusters(text)
    figures = latin_marks(text) if len(families) > 1 else [False] * len(text)
    figures_and_quotes = [figure or quote for figure, quote in zip(figures, quotes_of_latin(text), strict=True)]
    waiting: dict[str, FontFace] = {}
    for stretch in _stretches(rich, weight, base_level, script):
        stack = library.stack(families, stretch.weight, stretch.script)
        if stretch.contact:
            yield _item(stretch, stretch.start, stretch.end, face_for_all(stack, text[stretch.start : stretch.end]))
            continue
        latin = library.stack(families, stretch.weight, "Latn")[0]
        # Quotation marks of Chinese are full-width.
        marks = figures if stretch.script in IDEOGRAPHIC else figures_and_quotes
        places = _clusters_within(clusters, stretch)
        pieces = [text[start:end] for start, end in places]
        faces = faces_of(pieces, [marks[start] for start, _ in places], stack, latin, stretch.script, waiting)
        yield from _split_by_face(stretch, pieces, faces)


def _clusters_within(clusters: Sequence[tuple[int, int]], stretch: _Stretch) -> list[tuple[int, int]]:
    """Return the clusters of the stretch, cut at its ends."""
    first = bisect_right(clusters, stretch.start, key=lambda cluster: cluster[1])
    last = bisect_left(clusters, stretch.end, key=lambda cluster: cluster[0])
    return [(max(start, stretch.start), min(end, stretch.end)) for start, end in clusters[first:last]]


def _stretches(rich: RichText, weight: Weight, base_level: int, script: str) -> Iterator[_Stretch]:
    """Yield the longest uniform stretches, without line separators."""
    text = rich.text
    if not text:
        return
    levels = _levels(text, base_level)
    _check_contacts(rich, levels)
    runs = script_runs(text, script)
    waiting: _Stretch | None = None
    for start, end in pairwise(_edges(rich, levels, runs)):
        if text[start] in MANDATORY:
            continue
        while runs[0][1] <= start:
            del runs[0]
        stretch = _stretch(rich, start, end, levels[start], runs[0][2], weight)
        if waiting is not None and waiting.end == start and waiting[2:] == stretch[2:]:
            waiting = waiting._replace(end=end)
            continue
        if waiting is not None:
            yield waiting
        waiting = stretch
    if waiting is not None:
        yield waiting


def _levels(text: str, base_level: int) -> Sequence[int]:
    """Return the bidi levels, with a figure before Latin words kept before them.

    To UAX #9 the space in "250 Market Street" belongs to the Arabic around it, so that the figure would be set on the
    right of the words: "Market Street 250".
    """
    levels = embedding_levels(text, base_level)
    if not base_level or not (found := [*_FIGURE_BEFORE_LATIN.finditer(text)]):
        return levels
    raised = list(levels)
    for match in found:
        start, end = match.span(1)
        if levels[start - 1] == levels[end] == base_level + 1:
            raised[start:end] = [base_level + 1] * (end - start)
    return raised


def _edges(rich: RichText, levels: Sequence[int], runs: Sequence[tuple[int, int, str]]) -> list[int]:
    """Return where level, script or span may change; line separators are stretches of their own, to be skipped."""
    text = rich.text
    edges = {0, len(text)}
    edges.update(start for start, _, _ in runs)
    for span in rich.spans:
        edges.update((span.start, span.end))
    if len(set(levels)) > 1:
        edges.update(index for index in range(1, len(text)) if levels[index] != levels[index - 1])
    if not MANDATORY.isdisjoint(text):
        separators = [index for index, char in enumerate(text) if char in MANDATORY]
        edges.update(separators)
        edges.update(index + 1 for index in separators)
    return sorted(edges)


def _stretch(rich: RichText, start: int, end: int, level: int, script: str, weight: Weight) -> _Stretch:
    """Return one stretch, with weight, language and contact from the spans that contain it."""
    language, contact = rich.language, ""
    for span in rich.spans:
        if span.start <= start < span.end:
            if span.kind is SpanKind.CONTACT:
                script, contact = "Latn", span.value
            elif span.kind is SpanKind.STRONG:
                weight = "bold"
            elif span.kind is SpanKind.FOREIGN:
                language = span.value
    return _Stretch(start, end, level, script, language, weight, contact)


def _check_contacts(rich: RichText, levels: Sequence[int]) -> None:
    for span in rich.spans:
        if span.kind is SpanKind.CONTACT:
            span_levels = set(levels[span.start : span.end])
            if len(span_levels) != 1 or span_levels.pop() % 2:
                raise ValueError(f"the contact {span.value} in {rich.message} is not isolated")


def _item(stretch: _Stretch, start: int, end: int, face: FontFace) -> TextItem:
    return TextItem(start, end, stretch.level, stretch.script, stretch.language, face, stretch.contact)


def _split_by_face(stretch: _Stretch, clusters: Sequence[str], faces: Sequence[FontFace]) -> Iterator[TextItem]:
    start = end = stretch.start
    for place, cluster in enumerate(clusters):
        if place and faces[place] is not faces[place - 1]:
            yield _item(stretch, start, end, faces[place - 1])
            start = end
        end += len(cluster)
    yield _item(stretch, start, end, faces[-1])


def _font_error(text: str, rich: RichText, library: FontLibrary, families: Sequence[str]) -> FontError:
    """Return the error for a cluster that no face covers.

    It names the first missing character, and families that have it.
    """
    faces = library.stack(families, "regular")
    char = next((char for char in text if not any(face.covers(char) for face in faces)), text[0])
    others = [family for family in library.families_covering(char) if family not in families]
    if char != text and any(face.covers(char) for face in faces):
        problem = f"No single font has all of “{text}”"
    else:
        problem = f"No font has “{char}”, U+{ord(char):04X} {name(char, 'unnamed')}"
    if others:
        hint = f"Add one of these families to the language's font stack: {', '.join(others)}."
    else:
        hint = "No font of the campaign has it: use another character, or add a font to fonts.yaml."
    return FontError(
        f"{problem}; the stack is {', '.join(families)}.",
        hint=hint,
        source=rich.source,
        trail=(rich.language, rich.message),
    )
