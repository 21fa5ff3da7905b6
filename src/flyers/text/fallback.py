"""Font fallback: the face of each cluster, where no single face of the stack covers a whole stretch.

A word gets the first face that covers all of it, or else each grapheme cluster gets the first face that covers it: a
letter and its marks never come from two fonts, and two fonts meet inside a word only where they must. Punctuation
between words takes the face of its neighbours. European digits are an exception: they always come from the document's
Latin family, so that a number looks the same in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from unicodedata import category

from flyers.text.characters import EUROPEAN_DIGITS, is_ignorable, is_latin, is_neutral
from flyers.text.font_face import FontFace

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


def face_for_all(stack: Sequence[FontFace], text: str) -> FontFace:
    """Return the first face that has every visible character of ``text``.

    Raises:
        MissingFace: no face has them all.
    """
    visible = _visible(text)
    for face in stack:
        if face.covers_all(visible):
            return face
    raise MissingFace(next((char for char in visible if not any(face.covers(char) for face in stack)), visible))


def latin_marks(text: str) -> list[bool]:
    """Return for every character whether it belongs to the Latin family: a European digit, or part of its look.

    The latter are currency and number symbols before a digit, and spaces next to digits or Latin letters. Such a space
    should be as wide on both sides of a number as between Latin words; Nastaliq's own is half as wide.
    """
    marks = [False] * len(text)
    before, waiting = " ", -1  # the last visible character, and the index of a space or symbol that a digit would mark
    for index, char in enumerate(text):
        if is_ignorable(char):
            continue
        marks[index] = char in EUROPEAN_DIGITS or (char in _SPACES and is_latin(before))
        if waiting >= 0 and (char in EUROPEAN_DIGITS or (text[waiting] in _SPACES and is_latin(char))):
            marks[waiting] = True
        waiting = index if char in _SPACES or char in _NUMBER_SYMBOLS or category(char) == "Sc" else -1
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
    """Return the face of every cluster of a stretch of one script.

    Args:
        clusters: grapheme clusters of the stretch.
        latin_marks: for each cluster whether it belongs to the Latin family; see `latin_marks`.
        stack: faces, the script's own first.
        latin: the first choice for Latin letters.
        script: ISO 15924 code of the stretch.
        waiting: the face of each opening mark of this message that no mark has closed yet; it is brought up to date.

    Raises:
        MissingFace: no face covers one of the clusters.
    """
    if latin is stack[0] or not any(latin_marks):
        latin_marks = [False] * len(clusters)
        opens = waiting or not _OPENERS.isdisjoint([cluster[0] for cluster in clusters])
        if not opens and stack[0].covers_all(_visible("".join(clusters))):
            return [stack[0]] * len(clusters)
    chosen = _faces_of_words(clusters, latin_marks, stack, latin)
    following = _following(chosen)
    faces: list[FontFace] = []
    for cluster, own, after in zip(clusters, chosen, following, strict=True):
        before = faces[-1] if faces else None
        if own is None:
            char = cluster[0]
            opening = waiting.pop(_CLOSERS.get(char, ""), None)
            if opening not in stack:  # of another weight
                opening = None
            if char in _QUOTES and script in IDEOGRAPHIC:
                preferred: tuple[FontFace | None, ...] = (opening,)
            elif char in _OPENERS:
                preferred = (after, before)
            else:
                preferred = (opening, before, after)
            own = _preferred_face(preferred, stack, _visible(cluster))
            if char in _OPENERS:
                waiting[char] = own
        faces.append(own)
    return faces


def _faces_of_words(
    clusters: Sequence[str], latin_marks: Sequence[bool], stack: Sequence[FontFace], latin: FontFace
) -> list[FontFace | None]:
    """Return the face of each cluster, the same for a whole word where possible; None between words."""
    chosen: list[FontFace | None] = []
    kinds = zip(clusters, latin_marks, strict=True)
    for (marked, between), group in groupby(kinds, lambda pair: (pair[1], _is_neutral(pair[0]))):
        word = [_visible(cluster) for cluster, _ in group]
        whole = "".join(word)
        if marked and latin.covers_all(whole):
            chosen += [latin] * len(word)
        elif between:
            chosen += [None] * len(word)
        elif (face := next((face for face in stack if face.covers_all(whole)), None)) is not None:
            chosen += [face] * len(word)
        else:
            chosen += [_first_covering(stack, cluster) for cluster in word]
    return chosen


def _is_neutral(cluster: str) -> bool:
    """Return whether the cluster takes the face of its neighbours."""
    return all(is_ignorable(char) or is_neutral(char) for char in cluster)


def _visible(text: str) -> str:
    """Return the text without invisible characters, which no font needs to have."""
    return "".join(char for char in text if not is_ignorable(char))


def _first_covering(stack: Sequence[FontFace], text: str) -> FontFace:
    for face in stack:
        if face.covers_all(text):
            return face
    raise MissingFace(text)


def _preferred_face(preferred: Sequence[FontFace | None], stack: Sequence[FontFace], text: str) -> FontFace:
    """Return the first of the *preferred* faces that covers *text*, or else the first of the stack."""
    for face in preferred:
        if face is not None and face.covers_all(text):
            return face
    return _first_covering(stack, text)


def _following(chosen: Sequence[FontFace | None]) -> list[FontFace | None]:
    """Return for each cluster the next face that has been chosen after it."""
    following: list[FontFace | None] = []
    after: FontFace | None = None
    for face in reversed(chosen):
        following.append(after)
        after = face or after
    return following[::-1]
