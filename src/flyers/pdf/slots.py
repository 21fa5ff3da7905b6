"""Right-to-left text, word by word, with a place of its own for every character.

Readers of PDF restore right-to-left text from the places of its characters, each by rules of its own. What they have
in common: characters stand side by side on one baseline, from right to left; none lies on another, none is too narrow
to be seen as one (poppler takes two characters less than a tenth of an em apart for a doubled one); a code means one
character; a word is one string. Shaped Arabic is nothing of the kind: marks have no width, a ligature is one glyph for
two letters, Nastaliq letters lean over their neighbours. So the advance of a word is dealt out anew: every character
gets a slot, a ligature as many as it has letters, and each glyph is drawn from the slot of its first character with
an offset that puts it where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from flyers.pdf.composites import Component
from flyers.pdf.tounicode import guarded, is_mark, is_rtl

NARROWEST = 0.105
"""Em; poppler's ``dupMaxPriDelta`` is 0.1."""


WIDE = 0.85
"""Em; MuPDF takes a jump of more than 0.8 em for the start of a line."""


@dataclass(slots=True)
class Slot:
    """The place of one character.

    Attributes:
        text: the character, and direction marks around it.
        width: font units.
        glyphs: what is drawn, at places relative to the run's right end, font units.
        left: the slot's left edge, relative to the run's right end.
        spoken: whether the character is right-to-left by itself.
        mark: whether it is a mark on the letter before it.
    """

    text: str
    width: int
    glyphs: list[Component] = field(default_factory=list)
    left: int = 0
    spoken: bool = True
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What the shaper gives for a cluster: text, advance and placed glyphs, as in `Slot`."""

    text: str
    advance: int
    glyphs: list[Component]


def slot_strings(letters: Sequence[Letter], upem: int, *, after_ltr: bool, before_ltr: bool) -> list[list[Slot]]:
    """The slots of a run as strings: these in logical order, the slots of each from left to right.

    Args:
        letters: the run's clusters in logical order; the first stands at its right end.
        upem: units per em.
        after_ltr: whether left-to-right text precedes the run on its line.
        before_ltr: whether left-to-right text follows.
    """
    slots = [slot for letter in letters for slot in _slots(letter)]
    _guard(slots, after_ltr, before_ltr)
    words: list[list[Slot]] = []
    right = 0
    for spoken, group in groupby(slots, key=lambda slot: slot.spoken):
        word = list(group)
        if spoken:
            _widen(word, round(NARROWEST * upem))
        for slot in word:
            right -= slot.width
            slot.left = right
        words += [word] if spoken else [[slot] for slot in word]
    return _ordered(words, round(WIDE * upem), after_ltr)


def _ordered(words: list[list[Slot]], wide: int, after_ltr: bool) -> list[list[Slot]]:
    """Decide word by word whether it is one string from left to right, or a string per letter from right to left.

    The former is what poppler and pdfium like best. MuPDF accepts it as long as it sees the jumps before and after the
    string as starts of lines; so where a jump is too short, the letters go one by one, which it likes as well.
    """
    strings: list[list[Slot]] = []
    for word in words:
        if word[0].spoken:
            strings += _unmarked(word[::-1])
        elif strings and len(word[0].text) == 1 and word[0].text.isspace() and _is_word(strings[-1]):
            strings[-1].insert(0, word[0])
        else:
            strings.append(word)
    settled = False
    while not settled:
        settled = True
        for index, string in enumerate(strings):
            if len(string) == 1 or not _is_word(string):
                continue
            enters = not after_ltr if index == 0 else _jump(strings[index - 1], string) < -wide
            leaves = index + 1 == len(strings) or _jump(string, strings[index + 1]) < -wide
            if not enters or not leaves:
                strings[index : index + 1] = _letters(string)
                settled = False
                break
    return strings


def _unmarked(string: list[Slot]) -> list[list[Slot]]:
    """*string* without a mark at its left end, which MuPDF would hang on what stands before: last letters go alone."""
    letters: list[list[Slot]] = []
    while string and string[0].mark:
        tail = next((index for index, slot in enumerate(string) if not slot.mark), len(string) - 1) + 1
        letters.insert(0, string[:tail][::-1])
        string = string[tail:]
    return [string, *letters] if string else letters


def _is_word(string: list[Slot]) -> bool:
    """Whether the string goes from left to right."""
    return string[-1].spoken and string[0].left <= string[-1].left


def _jump(one: list[Slot], other: list[Slot]) -> int:
    """How far the right end of *other*'s first slot is from the left end of *one*'s last: 0 from letter to letter."""
    return other[0].left + other[0].width - one[-1].left


def _letters(string: list[Slot]) -> list[list[Slot]]:
    """A string per letter, each with its marks after it, from right to left."""
    letters: list[list[Slot]] = []
    for slot in reversed(string):
        if letters and slot.mark:
            letters[-1].append(slot)
        else:
            letters.append([slot])
    return letters


def _slots(letter: Letter) -> list[Slot]:
    """A slot per character: letters share the advance, marks get theirs from the letters later."""
    bases = sum(not is_mark(char) for char in letter.text)
    slots: list[Slot] = []
    rest, left = letter.advance, bases
    for index, char in enumerate(letter.text):
        width = 0
        if not is_mark(char) or not bases:
            width = rest // max(1, left)
            rest, left = rest - width, left - 1
        slots.append(Slot(char, width, letter.glyphs if index == 0 else [], spoken=is_rtl(char), mark=is_mark(char)))
    return slots


def _guard(slots: list[Slot], after_ltr: bool, before_ltr: bool) -> None:
    texts = ["" if after_ltr else "\u0627", *(slot.text for slot in slots), "" if before_ltr else "\u0627"]
    for slot, before, after in zip(slots, texts, texts[2:], strict=False):
        slot.text = guarded(slot.text, before, after)


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
