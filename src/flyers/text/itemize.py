"""Itemization: splitting a message into items, stretches of one level, script, language and face.

Faces are chosen script by script and word by word (`faces_of`). A contact is one item in one face, left to right
whatever surrounds it, and always in the document's Latin.

A word gets the first face that covers all of it, or else each grapheme cluster gets the first face that covers it: a
letter and its marks never come from two fonts, and two fonts meet inside a word only where they must. Punctuation
between words takes the face of its neighbours. European digits are an exception: they always come from the document's
Latin family, so that a number looks the same in every language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import category, is_normalized, name

from flyers.content.markup import RichText, SpanKind
from flyers.errors import FontError
from flyers.records import dataclass
from flyers.text.bidi import embedding_levels
from flyers.text.characters import (
    EUROPEAN_DIGITS,
    MANDATORY,
    grapheme_clusters,
    is_ignorable,
    is_latin,
    script_runs,
)
from flyers.text.fonts import FontFace, FontLibrary
from flyers.text.model import Weight

_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘", "›": "‹"}
_OPENERS = frozenset(_CLOSERS.values()) | frozenset("¡¿")

_QUOTE_PAIRS = {"“": "”", "‘": "’", "„": "“”", "«": "»", "‹": "›", "”": "“"}
"""Marks that open a quotation, with those that close it; Urdu begins with the mark that others end with."""

_QUOTES = frozenset("“”‘’")
IDEOGRAPHIC = frozenset({"Hani", "Hira", "Kana", "Bopo"})
"""Scripts whose fonts draw quotation marks full-width: there the marks take the face of the sentence."""

_NUMBER_SYMBOLS = frozenset("#+-\u2116\u2212")
_SPACES = frozenset(" \u00a0\u202f")


class MissingFace(Exception):  # noqa: N818 - a signal to `itemize`, which knows the message
    """No face of the stack covers ``text``."""

    def __init__(self, text: str) -> None:
        self.text = text


def latin_marks(text: str) -> list[bool]:
    """Return for every character whether it belongs to the Latin family: a European digit, or part of its look.

    The latter are currency and number symbols before a digit, and spaces next to digits or Latin letters. Such a space
    should be as wide on both sides of a number as between Latin words; Nastaliq's own is half as wide.
    """
    marks = [False] * len(text)
    before = " "  # the last visible character
    waiting: int | None = None  # the index of a space or symbol that a digit would mark
    for index, char in enumerate(text):
        if is_ignorable(char):
            continue
        marks[index] = char in EUROPEAN_DIGITS or (char in _SPACES and is_latin(before))
        if waiting is not None and (char in EUROPEAN_DIGITS or (text[waiting] in _SPACES and is_latin(char))):
            marks[waiting] = True
        waiting = index if char in _SPACES or char in _NUMBER_SYMBOLS or category(char) == "Sc" else None
        before = char
    return marks


def quotes_of_latin(text: str) -> list[bool]:
    """Return for every character whether it is a quotation mark around Latin only: “Burmese, please.”

    In the font of the words around them such marks may be of another size or height than the words inside.
    """
    marks = [False] * len(text)
    closing = set()
    for start, char in enumerate(text):
        if char not in _QUOTE_PAIRS or start in closing:
            continue
        end = next((place for place in range(start + 1, len(text)) if text[place] in _QUOTE_PAIRS[char]), start)
        closing.add(end)
        letters = [inside for inside in text[start:end] if inside.isalpha()]
        if letters and all(map(is_latin, letters)):
            marks[start] = marks[end] = True
    return marks


def faces_of(
    clusters: Sequence[str],
    latin_marks: Sequence[bool],
    stack: Sequence[FontFace],
    latin: FontFace,
    script: str,
    waiting: dict[str, FontFace],
) -> list[FontFace]:
    """Return the face of every cluster of a stretch of one script; raises MissingFace if none covers one of them.

    The *stack* has the script's own faces first, and *latin* is the first choice for clusters that are *latin_marks*.
    *waiting* has the face of each opening mark that no mark of the message has closed yet, and is brought up to date.
    """
    if latin is stack[0] or not any(latin_marks):
        latin_marks = [False] * len(clusters)
        opens = waiting or not _OPENERS.isdisjoint([cluster[0] for cluster in clusters])
        if not opens and stack[0].covers_all(_visible("".join(clusters))):
            return [stack[0]] * len(clusters)
    chosen = _faces_of_words(clusters, latin_marks, stack, latin)
    following: list[FontFace | None] = [None]  # for each cluster the next face that has been chosen after it
    for face in reversed(chosen[1:]):
        following.append(face or following[-1])
    following.reverse()
    faces: list[FontFace] = []
    for cluster, own, after in zip(clusters, chosen, following, strict=True):
        before = faces[-1] if faces else None
        if own is None:
            char = cluster[0]
            opening = waiting.pop(_CLOSERS.get(char, ""), None)
            if opening not in stack:  # of another weight
                opening = None
            preferred: tuple[FontFace | None, ...] = (after, before) if char in _OPENERS else (opening, before, after)
            if char in _QUOTES and script in IDEOGRAPHIC:
                preferred = (opening,)
            own = _first_covering((*filter(None, preferred), *stack), _visible(cluster))
            if char in _OPENERS:
                waiting[char] = own
        faces.append(own)
    return faces


def _faces_of_words(
    clusters: Sequence[str], latin_marks: Sequence[bool], stack: Sequence[FontFace], latin: FontFace
) -> list[FontFace | None]:
    """Return the face of each cluster, the same for a whole word where possible; None between words."""
    chosen: list[FontFace | None] = []
    # Spaces, punctuation marks and symbols take the font of the text around.
    neutral = [all(is_ignorable(char) or category(char)[0] in "ZPS" for char in cluster) for cluster in clusters]
    kinds = zip(latin_marks, neutral, clusters, strict=True)
    for (marked, between), group in groupby(kinds, lambda kind: kind[:2]):
        word = [_visible(cluster) for _, _, cluster in group]
        whole = "".join(word)
        if marked and latin.covers_all(whole):
            chosen += [latin] * len(word)
        elif between:
            chosen += [None] * len(word)
        elif (face := _covering(stack, whole)) is not None:
            chosen += [face] * len(word)
        else:
            chosen += [_first_covering(stack, cluster) for cluster in word]
    return chosen


def _visible(text: str) -> str:
    """Return the text without invisible characters, which no font needs to have."""
    return "".join(char for char in text if not is_ignorable(char))


def _covering(stack: Iterable[FontFace], text: str) -> FontFace | None:
    return next((face for face in stack if face.covers_all(text)), None)


def _first_covering(stack: Iterable[FontFace], text: str) -> FontFace:
    face = _covering(stack, text)
    if face is None:
        raise MissingFace(text)
    return face


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


def itemize(
    rich: RichText, library: FontLibrary, families: Sequence[str], weight: Weight, base_level: int, script: str
) -> tuple[TextItem, ...]:
    """Return the items of a message in logical order, covering all of its text except line separators.

    The *weight* is that of plain text, the *script* that of text that doesn't show its own, and *base_level* is 0 for a
    left-to-right paragraph, 1 for right-to-left. It is a ValueError, for the program's own faults, if the text is not
    NFC or a contact is not isolated.
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
    for start, end, (level, own_script, language, own_weight, contact) in _stretches(rich, weight, base_level, script):
        stack = library.stack(families, own_weight, own_script)
        if contact:
            visible = _visible(text[start:end])
            face = _covering(stack, visible)
            if face is None:
                missing = (char for char in visible if not any(face.covers(char) for face in stack))
                raise MissingFace(next(missing, visible))
            yield TextItem(start, end, level, own_script, language, face, contact)
            continue
        latin = library.stack(families, own_weight, "Latn")[0]
        # Quotation marks of Chinese are full-width.
        marks = figures if own_script in IDEOGRAPHIC else figures_and_quotes
        first = bisect_right(clusters, start, key=lambda cluster: cluster[1])
        last = bisect_left(clusters, end, key=lambda cluster: cluster[0])
        places = [(max(left, start), min(right, end)) for left, right in clusters[first:last]]
        pieces = [text[left:right] for left, right in places]
        faces = faces_of(pieces, [marks[left] for left, _ in places], stack, latin, own_script, waiting)
        for face, group in groupby(zip(faces, places, strict=True), key=lambda pair: pair[0]):
            members = [place for _, place in group]
            yield TextItem(members[0][0], members[-1][1], level, own_script, language, face)


_Stretch = tuple[int, int, tuple[int, str, str, Weight, str]]  # Start, end; level, script, language, weight, contact.


def _stretches(rich: RichText, weight: Weight, base_level: int, default: str) -> list[_Stretch]:
    """Return the longest uniform stretches, without line separators."""
    text = rich.text
    if not text:
        return []
    levels = _levels(text, base_level)
    for span in rich.spans:
        span_levels = set(levels[span.start : span.end])
        if span.kind is SpanKind.CONTACT and (len(span_levels) != 1 or span_levels.pop() % 2):
            raise ValueError(f"the contact {span.value} in {rich.message} is not isolated")
    runs = script_runs(text, default)
    stretches: list[_Stretch] = []
    for start, end in pairwise(_edges(rich, levels, runs)):
        if text[start] in MANDATORY:
            continue
        while runs[0][1] <= start:
            del runs[0]
        script, language, weight_here, contact = runs[0][2], rich.language, weight, ""
        for span in rich.spans:
            if span.start <= start < span.end:
                if span.kind is SpanKind.CONTACT:
                    script, contact = "Latn", span.value
                elif span.kind is SpanKind.STRONG:
                    weight_here = "bold"
                elif span.kind is SpanKind.FOREIGN:
                    language = span.value
        whole = (levels[start], script, language, weight_here, contact)
        before = stretches.pop()[0] if stretches and stretches[-1][1:] == (start, whole) else start
        stretches.append((before, end, whole))
    return stretches


def _levels(text: str, base_level: int) -> Sequence[int]:
    """Return the bidi levels, with a figure before Latin words kept before them.

    To UAX #9 the space in "250 Market Street" belongs to the Arabic around it, so that the figure would be set on the
    right of the words: "Market Street 250".
    """
    levels = list(embedding_levels(text, base_level))
    for match in _FIGURE_BEFORE_LATIN.finditer(text) if base_level else ():
        start, end = match.span(1)
        if levels[start - 1] == levels[end] == base_level + 1:
            levels[start:end] = [base_level + 1] * (end - start)
    return levels


def _edges(rich: RichText, levels: Sequence[int], runs: Sequence[tuple[int, int, str]]) -> list[int]:
    """Return where level, script or span may change; line separators are stretches of their own, to be skipped."""
    text = rich.text
    edges = {0, len(text), *(start for start, _, _ in runs)}
    edges.update(edge for span in rich.spans for edge in (span.start, span.end))
    if len(set(levels)) > 1:
        edges.update(index for index in range(1, len(text)) if levels[index] != levels[index - 1])
    if not MANDATORY.isdisjoint(text):
        edges.update(edge for index, char in enumerate(text) if char in MANDATORY for edge in (index, index + 1))
    return sorted(edges)


def _font_error(text: str, rich: RichText, library: FontLibrary, families: Sequence[str]) -> FontError:
    """Return the error for a cluster that no face covers: its first missing character, and families that have it."""
    faces = library.stack(families, "regular")
    char = next((char for char in text if not any(face.covers(char) for face in faces)), text[0])
    others = [family for family in library.families_covering(char) if family not in families]
    problem = f"No font has “{char}”, U+{ord(char):04X} {name(char, 'unnamed')}"
    if char != text and any(face.covers(char) for face in faces):
        problem = f"No single font has all of “{text}”"
    hint = "No font of the campaign has it: use another character, or add a font to fonts.yaml."
    if others:
        hint = f"Add one of these families to the language's font stack: {', '.join(others)}."
    problem = f"{problem}; the stack is {', '.join(families)}."
    return FontError(problem, hint=hint, source=rich.source, trail=(rich.language, rich.message))
