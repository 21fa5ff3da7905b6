"""Right-to-left text with a slot for every character.

PDF readers restore right-to-left text from the positions of its characters, each by its own rules. They have in common:
characters are side by side on one baseline, from right to left, each where the one before it ends; none overlaps
another, and none is too narrow to count as one (poppler takes two characters less than a tenth of an em apart for a
doubled one); a code means one character. Shaped Arabic is nothing like that: marks have no width, a ligature is one
glyph for two letters, Nastaliq letters lean over their neighbours. So the advance of a word is dealt out again: every
character gets a slot, a ligature as many as it has letters, and each glyph is drawn from the slot of its first
character with an offset that puts it where the shaper put it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import groupby
from typing import NamedTuple

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import CGJ, RLM, guards, is_mark, is_rtl, is_soft
from flyers.records import dataclass

LEAST_WIDTH = 0.105
"""Em; poppler's ``dupMaxPriDelta`` is 0.1."""

_NARROW = 1
"""Font units of an invisible character."""


@dataclass(slots=True)
class Slot:
    """The place of one character.

    Attributes:
        text: the character, and direction marks around it.
        width: font units.
        glyphs: what is drawn, at positions relative to the run's right end, font units.
        left: the slot's left edge, relative to the run's right end, font units.
        rtl: whether the character itself is right-to-left.
        soft: whether it is an invisible character, which takes no part of the word's advance.
        actual: what the code says in logical order, where readers of its text would not get that; else "".
    """

    text: str
    width: int
    glyphs: list[Component] = field(default_factory=list)
    left: int = 0
    rtl: bool = True
    soft: bool = False
    actual: str = ""


class RtlCluster(NamedTuple):
    """A cluster from the shaper: its text, its advance, and its glyphs positioned as in `Slot`, font units."""

    text: str
    advance: int
    glyphs: list[Component]


def deal_slots(
    clusters: Sequence[RtlCluster], upem: int, before: str = "", after: str = "", *, tagged: bool = False
) -> list[Slot]:
    """Return the slots of a run in logical order, from right to left without gaps.

    Args:
        clusters: of the run in logical order; the first is at its right end.
        upem: units per em.
        before, after: the neighbouring characters on the line, if they are in right-to-left runs.
        tagged: whether slots may have an ``actual`` text.
    """
    slots = [slot for cluster in clusters for slot in _slots(cluster)]
    visible = [slot for slot in slots if not slot.soft]
    beginning = _guard(visible, before, after)
    if tagged:
        _set_actual_texts(slots)
    for rtl, word in groupby(visible, key=lambda slot: slot.rtl):
        if rtl:
            _widen(list(word), round(LEAST_WIDTH * upem))
    right = 0
    for slot in slots:
        # An invisible character lies over the edge of the next one: readers drop glyphs without width.
        slot.left = right - slot.width
        right = right if slot.soft else slot.left
    if beginning:
        slots.insert(0, Slot(beginning, _NARROW, left=-_NARROW, soft=True))
    return slots


def _slots(cluster: RtlCluster) -> list[Slot]:
    """Return a slot for each character: letters share the advance, marks get theirs from the letters later."""
    text, advance, glyphs = cluster
    if len(text) == 1:
        return [_soft_slot(text) if is_soft(text) else Slot(text, advance, glyphs, rtl=is_rtl(text))]
    bases = sum(not is_mark(char) and not is_soft(char) for char in text)
    slots: list[Slot] = []
    rest, left = advance, bases
    for index, char in enumerate(text):
        if index and is_soft(char):
            slots.append(_soft_slot(char))
            continue
        width = 0
        if not is_mark(char) or not bases:
            width = rest // max(1, left)
            rest, left = rest - width, left - 1
        slots.append(Slot(char, width, glyphs if index == 0 else [], rtl=is_rtl(char)))
    return slots


def _soft_slot(char: str) -> Slot:
    return Slot(char, _NARROW, soft=True)


def _guard(slots: list[Slot], before: str, after: str) -> str:
    """Add the direction marks that readers need to the texts of *slots*; return those at their right end.

    pdf.js ignores a code whose text ends in an invisible character. So the marks on the right of a character are in the
    code before it; those of the first one need a code of their own.
    """
    if not slots:  # a run of nothing but a joiner, such as one by itself in bold
        return ""
    texts = [before, *(slot.text for slot in slots), after]
    marks = [guards(*three) for three in zip(texts[1:], texts, texts[2:], strict=False)]
    for slot, (left, _), (_, right) in zip(slots, marks, [*marks[1:], ("", "")], strict=True):
        slot.text = right + left + slot.text
    return marks[0][1]


def _set_actual_texts(slots: list[Slot]) -> None:
    """Give *slots* the texts that readers of tagged files take in place of those of the codes.

    The codes themselves are then for pdf.js, which knows no such texts. It needs a mark before a space, but with one
    between them other readers don't find words that are side by side. And it drops a joiner in a code of its own unless
    a combining mark follows.
    """
    for slot in slots:
        if slot.text == RLM + " ":
            slot.actual = " "
        elif slot.soft:
            slot.actual = slot.text
            slot.text += CGJ


def _widen(word: list[Slot], least: int) -> None:
    """Widen every slot to *least*, at the cost of the nearest slots that have more; the word keeps its width."""
    least = min(least, sum(slot.width for slot in word) // len(word))
    for index, slot in enumerate(word):
        reach = 1
        while slot.width < least and reach < len(word):
            for other in (index - reach, index + reach):
                if 0 <= other < len(word):
                    spare = min(max(0, word[other].width - least), least - slot.width)
                    word[other].width -= spare
                    slot.width += spare
            reach += 1
