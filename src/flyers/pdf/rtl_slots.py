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
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import guarded, is_mark, is_rtl, is_soft

LEAST_WIDTH = 0.105
"""Em; poppler's ``dupMaxPriDelta`` is 0.1."""

_ANY_RTL_LETTER = "\u0627"


@dataclass(slots=True)
class Slot:
    """The place of one character.

    Attributes:
        text: the character, and direction marks around it.
        width: font units.
        glyphs: what is drawn, at positions relative to the run's right end, font units.
        left: the slot's left edge, relative to the run's right end, font units.
        rtl: whether the character itself is right-to-left.
        soft: invisible characters after it, the last one first.
    """

    text: str
    width: int
    glyphs: list[Component] = field(default_factory=list)
    left: int = 0
    rtl: bool = True
    soft: str = ""


class RtlCluster(NamedTuple):
    """A cluster from the shaper: its text, its advance, and its glyphs positioned as in `Slot`, font units."""

    text: str
    advance: int
    glyphs: list[Component]


def deal_slots(clusters: Sequence[RtlCluster], upem: int, *, after_rtl: bool, before_rtl: bool) -> list[Slot]:
    """Return the slots of a run in logical order, from right to left without gaps.

    Args:
        clusters: of the run in logical order; the first is at its right end.
        upem: units per em.
        after_rtl: whether right-to-left text precedes the run on its line.
        before_rtl: whether right-to-left text follows.
    """
    slots = _merge_soft([slot for cluster in clusters for slot in _slots(cluster)])
    _guard(slots, after_rtl, before_rtl)
    for rtl, word in groupby(slots, key=lambda slot: slot.rtl):
        if rtl:
            _widen(list(word), round(LEAST_WIDTH * upem))
    right = 0
    for slot in slots:
        right -= slot.width
        slot.left = right
    return slots


def _slots(cluster: RtlCluster) -> list[Slot]:
    """Return a slot for each character: letters share the advance, marks get theirs from the letters later."""
    text, advance, glyphs = cluster
    if len(text) == 1:
        return [Slot(text, advance, glyphs, rtl=is_rtl(text))]
    bases = sum(not is_mark(char) for char in text)
    slots: list[Slot] = []
    rest, left = advance, bases
    for index, char in enumerate(text):
        width = 0
        if not is_mark(char) or not bases:
            width = rest // max(1, left)
            rest, left = rest - width, left - 1
        slots.append(Slot(char, width, glyphs if index == 0 else [], rtl=is_rtl(char)))
    return slots


def _merge_soft(slots: list[Slot]) -> list[Slot]:
    """Return *slots* with invisible characters, such as joiners, added to the slot of the character before them.

    The characters of a code are read from left to right, so what comes later in the text comes first in the code.
    """
    kept: list[Slot] = []
    for slot in slots:
        if kept and is_soft(slot.text):
            kept[-1].soft = slot.text + kept[-1].soft
        else:
            kept.append(slot)
    return kept


def _guard(slots: list[Slot], after_rtl: bool, before_rtl: bool) -> None:
    """Add the direction marks that readers need to the texts of *slots*."""
    first, last = _ANY_RTL_LETTER if after_rtl else "", _ANY_RTL_LETTER if before_rtl else ""
    texts = [first, *(slot.text for slot in slots), last]
    for slot, before, after in zip(slots, texts, texts[2:], strict=False):
        slot.text = slot.soft + guarded(slot.text, before, after)


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
