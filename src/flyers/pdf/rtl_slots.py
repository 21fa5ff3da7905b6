"""Right-to-left text with a place of its own for every character.

Readers of PDF restore right-to-left text from the places of its characters, each by rules of its own. What they have
in common: characters stand side by side on one baseline, from right to left, each where the one before it ends; none
lies on another, none is too narrow to be seen as one (poppler takes two characters less than a tenth of an em apart
for a doubled one); a code means one character. Shaped Arabic is nothing of the kind: marks have no width, a ligature
is one glyph for two letters, Nastaliq letters lean over their neighbours. So the advance of a word is dealt out anew:
every character gets a slot, a ligature as many as it has letters, and each glyph is drawn from the slot of its first
character with an offset that puts it where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import guarded, is_mark, is_rtl, is_soft

NARROWEST = 0.105
"""Em; poppler's ``dupMaxPriDelta`` is 0.1."""


_ANY_LETTER = "\u0627"


@dataclass(slots=True)
class Slot:
    """The place of one character.

    Attributes:
        text: the character, and direction marks around it.
        width: font units.
        glyphs: what is drawn, at places relative to the run's right end, font units.
        left: the slot's left edge, relative to the run's right end.
        spoken: whether the character is right-to-left by itself.
        soft: characters after it that are never seen, the last one first.
    """

    text: str
    width: int
    glyphs: list[Component] = field(default_factory=list)
    left: int = 0
    spoken: bool = True
    soft: str = ""


class RtlCluster(NamedTuple):
    """What the shaper gives for a cluster: text, advance and placed glyphs, as in `Slot`."""

    text: str
    advance: int
    glyphs: list[Component]


def deal(letters: Sequence[RtlCluster], upem: int, *, after_rtl: bool, before_rtl: bool) -> list[Slot]:
    """The slots of a run in logical order, from right to left without a gap.

    Args:
        letters: the run's clusters in logical order; the first stands at its right end.
        upem: units per em.
        after_rtl: whether right-to-left text precedes the run on its line.
        before_rtl: whether right-to-left text follows.
    """
    slots = _with_soft_ones([slot for letter in letters for slot in _slots(letter)])
    _guard(slots, after_rtl, before_rtl)
    for spoken, word in groupby(slots, key=lambda slot: slot.spoken):
        if spoken:
            _widen(list(word), round(NARROWEST * upem))
    right = 0
    for slot in slots:
        right -= slot.width
        slot.left = right
    return slots


def _slots(letter: RtlCluster) -> list[Slot]:
    """A slot per character: letters share the advance, marks get theirs from the letters later."""
    text, advance, glyphs = letter
    if len(text) == 1:
        return [Slot(text, advance, glyphs, spoken=is_rtl(text))]
    bases = sum(not is_mark(char) for char in text)
    slots: list[Slot] = []
    rest, left = advance, bases
    for index, char in enumerate(text):
        width = 0
        if not is_mark(char) or not bases:
            width = rest // max(1, left)
            rest, left = rest - width, left - 1
        slots.append(Slot(char, width, glyphs if index == 0 else [], spoken=is_rtl(char)))
    return slots


def _with_soft_ones(slots: list[Slot]) -> list[Slot]:
    """*slots* without those of characters that are never seen, as joiners: they go with the character before them.

    The characters of a code stand from left to right, so what comes later stands first.
    """
    kept: list[Slot] = []
    for slot in slots:
        if kept and is_soft(slot.text):
            kept[-1].soft = slot.text + kept[-1].soft
        else:
            kept.append(slot)
    return kept


def _guard(slots: list[Slot], after_rtl: bool, before_rtl: bool) -> None:
    texts = [_ANY_LETTER if after_rtl else "", *(slot.text for slot in slots), _ANY_LETTER if before_rtl else ""]
    for slot, before, after in zip(slots, texts, texts[2:], strict=False):
        slot.text = slot.soft + guarded(slot.text, before, after)


def _widen(word: list[Slot], least: int) -> None:
    """Bring every slot to *least*, at the cost of the nearest ones that have more; the word stays as wide as it is."""
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
