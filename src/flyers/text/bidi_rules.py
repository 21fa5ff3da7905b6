"""Rules X10 to I2 of UAX #9 (Unicode 15.1) for one paragraph: from explicit levels to resolved levels.

Every function is named after its rule. The rules W and N rewrite the ``types`` of an isolating run sequence in place;
each is skipped if the class that it deals with doesn't occur.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field

from flyers.records import dataclass
from flyers.text.bidi_data import brackets
from flyers.text.bidi_explicit import ISOLATE_CONTROLS, ISOLATE_INITIATORS, REMOVED, explicit_levels, matching_isolates

BRACKET_STACK = 63
"""BD16: the largest number of brackets that may be open at once."""

_NEUTRAL = ISOLATE_CONTROLS | {"B", "S", "WS", "ON"}
_NUMBERS = frozenset({"EN", "AN"})
_AS_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""N0 and N1 treat numbers as right-to-left."""


@dataclass(slots=True)
class _Sequence:
    """An isolating run sequence (BD13): the indices of its characters in the paragraph, and their current types."""

    level: int
    sos: str
    eos: str = ""
    indices: list[int] = field(default_factory=list)
    types: list[str] = field(default_factory=list)

    @property
    def direction(self) -> str:
        return _direction(self.level)


def resolve_levels(text: str, classes: Sequence[str], base: int) -> list[int]:
    """Return the levels of one paragraph before rule L1.

    Characters that X9 removes get the level of the character before them, or ``base`` at the start, so that they never
    split a run (UAX #9, section 5.2).
    """
    matches = matching_isolates(classes)
    levels, types = explicit_levels(classes, base, matches)
    kept = [index for index, bidi_class in enumerate(classes) if bidi_class not in REMOVED]
    for sequence in _x10(kept, levels, types, classes, matches, base):
        _resolve_weak(sequence)
        _n0(sequence, text, classes)
        _n1_n2(sequence)
        _i1_i2(sequence, levels)
    previous = base
    for index, bidi_class in enumerate(classes):
        if bidi_class in REMOVED:
            levels[index] = previous
        previous = levels[index]
    return levels


def _x10(
    kept: list[int],
    levels: list[int],
    types: list[str],
    classes: Sequence[str],
    matches: dict[int, int],
    base: int,
) -> list[_Sequence]:
    """Return the isolating run sequences of the characters that X9 leaves."""
    sequences = []
    awaiting: dict[int, _Sequence] = {}  # by the index of the PDI that continues the sequence
    start = 0
    while start < len(kept):
        level = levels[kept[start]]
        end = start + 1
        while end < len(kept) and levels[kept[end]] == level:
            end += 1
        sequence = awaiting.pop(kept[start], None)
        if sequence is None:
            before = levels[kept[start - 1]] if start else base
            sequence = _Sequence(level, sos=_direction(max(level, before)))
            sequences.append(sequence)
        run = kept[start:end]
        sequence.indices += run
        sequence.types += [types[index] for index in run]
        if run[-1] in matches:
            awaiting[matches[run[-1]]] = sequence
        else:
            unclosed = classes[run[-1]] in ISOLATE_INITIATORS
            after = base if unclosed or end == len(kept) else levels[kept[end]]
            sequence.eos = _direction(max(level, after))
        start = end
    return sequences


def _resolve_weak(sequence: _Sequence) -> None:
    """Rules W1 to W7."""
    types, sos = sequence.types, sequence.sos
    if "NSM" in types:
        _w1(types, sos)
    if "EN" in types and "AL" in types:
        _w2(types)
    if "AL" in types:
        types[:] = ["R" if bidi_type == "AL" else bidi_type for bidi_type in types]  # W3
    if "CS" in types or "ES" in types:
        _w4(types)
    if "ET" in types:
        _w5(types)
    types[:] = ["ON" if bidi_type in ("ES", "ET", "CS") else bidi_type for bidi_type in types]  # W6
    if "EN" in types:
        _w7(types, sos)


def _w1(types: list[str], sos: str) -> None:
    previous = sos
    for index, bidi_type in enumerate(types):
        if bidi_type == "NSM":
            types[index] = "ON" if previous in ISOLATE_CONTROLS else previous
        previous = types[index]


def _w2(types: list[str]) -> None:
    strong = ""
    for index, bidi_type in enumerate(types):
        if bidi_type in ("L", "R", "AL"):
            strong = bidi_type
        elif bidi_type == "EN" and strong == "AL":
            types[index] = "AN"


def _w4(types: list[str]) -> None:
    for index in range(1, len(types) - 1):
        before, after = types[index - 1], types[index + 1]
        if before != after:
            continue
        if (types[index] == "ES" and before == "EN") or (types[index] == "CS" and before in _NUMBERS):
            types[index] = before


def _w5(types: list[str]) -> None:
    index = 0
    while index < len(types):
        if types[index] != "ET":
            index += 1
            continue
        end = _end_of(types, index, ("ET",))
        if "EN" in (*types[max(index - 1, 0) : index], *types[end : end + 1]):
            types[index:end] = ["EN"] * (end - index)
        index = end


def _w7(types: list[str], sos: str) -> None:
    strong = sos
    for index, bidi_type in enumerate(types):
        if bidi_type in ("L", "R"):
            strong = bidi_type
        elif bidi_type == "EN" and strong == "L":
            types[index] = "L"


def _n0(sequence: _Sequence, text: str, classes: Sequence[str]) -> None:
    """Give both brackets of a pair one direction: that of the text inside, or of the text before."""
    types, embedding = sequence.types, sequence.direction
    for opener, closer in _bracket_pairs(sequence, text):
        inside = {_AS_STRONG.get(bidi_type) for bidi_type in types[opener + 1 : closer]} - {None}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside and _strong_before(types, opener, sequence.sos) != embedding:
            direction = "R" if embedding == "L" else "L"
        for bracket in (opener, closer):
            types[bracket] = direction
            end = bracket + 1
            while end < len(types) and classes[sequence.indices[end]] == "NSM":
                types[end] = direction
                end += 1


def _bracket_pairs(sequence: _Sequence, text: str) -> list[tuple[int, int]]:
    """Return the indices of openers and closers within the sequence, in order of the openers (BD16)."""
    table = brackets()
    pairs = []
    waiting: list[tuple[str, int]] = []  # the expected closer, and the index of its opener
    for place, bidi_type in enumerate(sequence.types):
        if bidi_type != "ON":
            continue
        bracket = table.get(text[sequence.indices[place]])
        if bracket is None:
            continue
        if bracket.opens:
            if len(waiting) == BRACKET_STACK:
                break
            waiting.append((bracket.partner, place))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == bracket.canonical:
                pairs.append((waiting[depth][1], place))
                del waiting[depth:]
                break
    return sorted(pairs)


def _strong_before(types: list[str], place: int, sos: str) -> str:
    for bidi_type in reversed(types[:place]):
        if bidi_type in _AS_STRONG:
            return _AS_STRONG[bidi_type]
    return sos


def _n1_n2(sequence: _Sequence) -> None:
    """Give neutrals between two equal directions that direction, and all others the embedding direction."""
    types = sequence.types
    start = 0
    while start < len(types):
        if types[start] not in _NEUTRAL:
            start += 1
            continue
        end = _end_of(types, start, _NEUTRAL)
        before = _AS_STRONG[types[start - 1]] if start else sequence.sos
        after = _AS_STRONG[types[end]] if end < len(types) else sequence.eos
        types[start:end] = [before if before == after else sequence.direction] * (end - start)
        start = end


def _i1_i2(sequence: _Sequence, levels: list[int]) -> None:
    even = sequence.level % 2 == 0
    rise = {"L": 0, "R": 1, "AN": 2, "EN": 2} if even else {"R": 0, "L": 1, "AN": 1, "EN": 1}
    for index, bidi_type in zip(sequence.indices, sequence.types, strict=True):
        levels[index] = sequence.level + rise[bidi_type]


def _end_of(types: list[str], start: int, kinds: Collection[str]) -> int:
    """Return the end of the stretch of ``kinds`` that begins at ``start``."""
    end = start + 1
    while end < len(types) and types[end] in kinds:
        end += 1
    return end


def _direction(level: int) -> str:
    return "R" if level % 2 else "L"
