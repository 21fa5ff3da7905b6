"""Splitting a message into items: stretches that are shaped in one go, with one level, script, language and face.

Fonts are chosen per word where one has all of it, or else per grapheme cluster: a letter and its marks never come from
two fonts, and two fonts meet inside a word only where they must. A contact is one item
in one face, left to right, whatever surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import is_normalized, name

from flyers.content.richtext import RichText, Span, SpanKind
from flyers.errors import FontError
from flyers.text.bidi import embedding_levels
from flyers.text.characters import MANDATORY, is_ignorable, is_neutral
from flyers.text.fonts import Face, FontLibrary
from flyers.text.scripts import grapheme_clusters, script_runs
from flyers.text.spec import Weight

_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘", "›": "‹"}  # noqa: RUF001 - quotation marks
_OPENERS = frozenset(_CLOSERS.values()) | frozenset("¡¿")


@dataclass(frozen=True, slots=True)
class Item:
    """``text[start:end]`` of the message, to be shaped with one face.

    ``language`` is the text's own (BCP 47); ``contact`` is the contact's id where the item is one, else "".
    """

    start: int
    end: int
    level: int
    script: str
    language: str
    face: Face
    contact: str = ""

    @property
    def shaping_language(self) -> str:
        """What the font is told. Contacts are told English, so that no font localizes their digits."""
        return "en" if self.contact else self.language


@dataclass(frozen=True, slots=True)
class _Stretch:
    """``text[start:end]``, uniform in everything but the face."""

    start: int
    end: int
    level: int
    script: str
    language: str
    weight: Weight
    contact: str


class _Missing(Exception):  # noqa: N818 - never leaves this module
    """No face of the stack has what is needed."""

    def __init__(self, text: str) -> None:
        self.text = text


def itemize(
    rich: RichText, library: FontLibrary, families: Sequence[str], weight: Weight, base_level: int, script: str
) -> tuple[Item, ...]:
    """The items of a message in logical order, covering all of its text but line separators.

    Args:
        rich: the message; its text in NFC, its contacts isolated.
        families: the font stack.
        weight: of plain text; strong spans are bold.
        base_level: 0 for a left-to-right paragraph, 1 for right-to-left.
        script: of the language, for text that does not show its own.

    Raises:
        FontError: a family is missing, or no face of the stack has a character.
        ValueError: the text is not NFC, or a contact is not isolated: faults of the program, not of a user's file.
    """
    if not is_normalized("NFC", rich.text):
        raise ValueError(f"the text of {rich.message} is not in NFC")
    try:
        return tuple(_items(rich, library, families, weight, base_level, script))
    except _Missing as missing:
        raise _no_font(missing.text, rich, library, families) from None


def _items(
    rich: RichText, library: FontLibrary, families: Sequence[str], weight: Weight, base_level: int, script: str
) -> Iterator[Item]:
    clusters = grapheme_clusters(rich.text)
    place = 0
    for stretch in _stretches(rich, weight, base_level, script):
        stack = library.stack(families, stretch.weight)
        if stretch.contact:
            yield _item(stretch, stretch.start, stretch.end, _face_for_all(stack, rich.text, stretch))
            continue
        while place < len(clusters) and clusters[place][1] <= stretch.start:
            place += 1
        own = []
        while place < len(clusters) and clusters[place][0] < stretch.end:
            start, end = clusters[place]
            own.append((max(start, stretch.start), min(end, stretch.end)))
            if end > stretch.end:
                break
            place += 1
        yield from _split_by_face(stretch, [rich.text[start:end] for start, end in own], stack)


def _stretches(rich: RichText, weight: Weight, base_level: int, script: str) -> Iterator[_Stretch]:
    text = rich.text
    if not text:
        return
    levels = embedding_levels(text, base_level)
    traits: list[tuple[int, str, str, Weight, str]] = []
    for start, end, run_script in script_runs(text, script):
        traits += [(levels[index], run_script, rich.language, weight, "") for index in range(start, end)]
    for span in rich.spans:
        _apply(span, traits, levels, rich.message)
    start = 0
    for index in range(1, len(text) + 1):
        # A line separator stands alone, so that it can be left out.
        if (
            index == len(text)
            or traits[index] != traits[start]
            or text[index] in MANDATORY
            or text[index - 1] in MANDATORY
        ):
            if text[start] not in MANDATORY:
                yield _Stretch(start, index, *traits[start])
            start = index


def _apply(span: Span, traits: list[tuple[int, str, str, Weight, str]], levels: Sequence[int], message: str) -> None:
    """Write what a span says over the traits of its characters."""
    inside = range(span.start, span.end)
    if span.kind is SpanKind.CONTACT:
        level = levels[span.start]
        if level % 2 or any(levels[index] != level for index in inside):
            raise ValueError(f"the contact {span.value} in {message} is not isolated")
        _, _, language, weight, _ = traits[span.start]
        for index in inside:
            traits[index] = (level, "Latn", language, weight, span.value)
        return
    for index in inside:
        level, script, language, weight, contact = traits[index]
        if span.kind is SpanKind.STRONG:
            weight = "bold"
        elif span.kind is SpanKind.FOREIGN:
            language = span.value
        traits[index] = (level, script, language, weight, contact)


def _item(stretch: _Stretch, start: int, end: int, face: Face) -> Item:
    return Item(start, end, stretch.level, stretch.script, stretch.language, face, stretch.contact)


def _face_for_all(stack: Sequence[Face], text: str, stretch: _Stretch) -> Face:
    """The first face that has all of the contact's characters."""
    contact = _visible(text[stretch.start : stretch.end])
    for face in stack:
        if face.covers_all(contact):
            return face
    raise _Missing(next((char for char in contact if not any(face.covers(char) for face in stack)), contact))


def _split_by_face(stretch: _Stretch, clusters: Sequence[str], stack: Sequence[Face]) -> Iterator[Item]:
    start = end = stretch.start
    faces = _faces(clusters, stack)
    for place, cluster in enumerate(clusters):
        if place and faces[place] is not faces[place - 1]:
            yield _item(stretch, start, end, faces[place - 1])
            start = end
        end += len(cluster)
    yield _item(stretch, start, end, faces[-1])


def _faces(clusters: Sequence[str], stack: Sequence[Face]) -> list[Face]:
    """The face of every cluster: its word's, or for spaces and punctuation its neighbour's."""
    if stack[0].covers_all("".join(clusters)):
        return [stack[0]] * len(clusters)
    chosen = _faces_of_words(clusters, stack)
    following = _following(chosen)
    faces: list[Face] = []
    waiting: dict[str, Face] = {}  # the face of each opening mark, for the mark that closes it
    for cluster, own, after in zip(clusters, chosen, following, strict=True):
        before = faces[-1] if faces else None
        if own is None:
            char = cluster[0]
            wishes = (after, before) if char in _OPENERS else (waiting.get(_CLOSERS.get(char, "")), before, after)
            own = _neighbourly(wishes, stack, _visible(cluster))
            if char in _OPENERS:
                waiting[char] = own
        faces.append(own)
    return faces


def _faces_of_words(clusters: Sequence[str], stack: Sequence[Face]) -> list[Face | None]:
    """One face for a whole word where one has all of it, or else one for each cluster; None between words."""
    chosen: list[Face | None] = []
    for between, group in groupby(clusters, _goes_along):
        word = [_visible(cluster) for cluster in group]
        whole = "".join(word)
        if between:
            chosen += [None] * len(word)
        elif (face := next((face for face in stack if face.covers_all(whole)), None)) is not None:
            chosen += [face] * len(word)
        else:
            chosen += [_first_covering(stack, cluster) for cluster in word]
    return chosen


def _goes_along(cluster: str) -> bool:
    return all(is_ignorable(char) or is_neutral(char) for char in cluster)


def _visible(text: str) -> str:
    """The text without what never shows, which no font needs to have."""
    return "".join(char for char in text if not is_ignorable(char))


def _first_covering(stack: Sequence[Face], text: str) -> Face:
    for face in stack:
        if face.covers_all(text):
            return face
    raise _Missing(text)


def _neighbourly(wishes: Sequence[Face | None], stack: Sequence[Face], text: str) -> Face:
    for face in wishes:
        if face is not None and face.covers_all(text):
            return face
    return _first_covering(stack, text)


def _following(chosen: Sequence[Face | None]) -> list[Face | None]:
    following: list[Face | None] = []
    after: Face | None = None
    for face in reversed(chosen):
        following.append(after)
        after = face or after
    return following[::-1]


def _no_font(text: str, rich: RichText, library: FontLibrary, families: Sequence[str]) -> FontError:
    """The error for a cluster that no face has: names the first character that is the cause, and who could help."""
    faces = library.stack(families, "regular")
    char = next((each for each in text if not any(face.covers(each) for face in faces)), text[0])
    helpful = [family for family in library.families_covering(char) if family not in families]
    if char != text and any(face.covers(char) for face in faces):
        problem = f"No single font has all of {text!r}"
    else:
        problem = f"No font has “{char}”, U+{ord(char):04X} {name(char, 'without a name')}"
    if helpful:
        cure = f"Add one of these families to the language's font stack: {', '.join(helpful)}."
    else:
        cure = "No font of the campaign has it: write another character, or add a font to fonts.yaml."
    return FontError(
        f"{problem}; the stack is {', '.join(families)}.",
        cure=cure,
        source=rich.source,
        trail=(rich.language, rich.message),
    )
