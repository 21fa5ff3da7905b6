"""The bidirectional algorithm: Unicode's conformance cases, and the properties that the text engine relies on."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import bidirectional

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flyers.text.bidi import bracket, embedding_levels, visual_runs

CONFORMANCE = Path(__file__).parent.parent / "data" / "unicode" / "BidiCharacterTest.txt.xz"

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
HOTLINE = "1-888-373-7888"

ARABIC = "اتصل بالخط الساخن"
HEBREW = "התקשרו לקו החם"

# One character of every bidi class, with enough brackets and marks for each rule to matter.
bidi_text = st.text(
    alphabet="aא" + "با" + "1٣۳" + "+-$%,:./ \t\n\u2029!()[]\u2329\u3009\u0301\u00ad\u200b\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e" + LRI + RLI + FSI + PDI,
    max_size=60,
)
bases = st.sampled_from([0, 1])

WITHOUT_INK = {"WS", "LRI", "RLI", "FSI", "PDI", "LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
"""Classes that take the paragraph's level at a line's end (L1)."""


def line_levels(text: str, levels: Sequence[int], start: int, end: int, base: int) -> tuple[int, ...]:
    """Return the final levels of the line ``text[start:end]`` (L1), for the file's levels are those of whole lines.

    Tabs and paragraph separators, what is white before them, and what is white at the line's end return to *base*.
    """
    final = list(levels[start:end])
    at_edge = True
    for place in reversed(range(end - start)):
        bidi_class = bidirectional(text[start + place])
        if bidi_class in ("S", "B"):
            at_edge = True
        elif bidi_class not in WITHOUT_INK:
            at_edge = False
        if at_edge:
            final[place] = base
    return tuple(final)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the index of the character at each place of a line, from left to right (L2)."""
    order: list[int] = []
    for start, end, level in visual_runs(levels):
        order += range(end - 1, start - 1, -1) if level % 2 else range(start, end)
    return order


class Case(NamedTuple):
    """One line of BidiCharacterTest.txt; a level of None marks a character that rule X9 removes."""

    line: int
    text: str
    paragraph_level: int
    levels: list[int | None]
    order: list[int]


def conformance_cases() -> Iterator[Case]:
    with lzma.open(CONFORMANCE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.startswith("#") or not line.strip():
                continue
            points, _, level, levels, order = line.rstrip("\n").split(";")
            yield Case(
                number,
                "".join(chr(int(point, 16)) for point in points.split()),
                int(level),
                [None if level == "x" else int(level) for level in levels.split()],
                [int(place) for place in order.split()],
            )


def resolved(case: Case) -> tuple[list[int | None], list[int]]:
    """Return our result for a case, in the form of the file's expected result."""
    base = case.paragraph_level
    levels = line_levels(case.text, embedding_levels(case.text, base), 0, len(case.text), base)
    kept = [None if expected is None else level for level, expected in zip(levels, case.levels, strict=True)]
    return kept, [place for place in visual_order(levels) if kept[place] is not None]


OTHERWISE_IN_ICU = {*range(59, 63), *range(65, 81), *range(83, 89), 102, 108, 113, 120}
"""Lines of the file that ICU resolves in another way: 59 to 88 have overrides and embeddings (U+202A to U+202E), which
translations may not have (L105); 102 to 113 put a combining arrow over a bracket; 120 nests brackets deeper than 63.
"""


@pytest.mark.slow
def test_every_case_of_unicodes_conformance_file():
    cases = list(conformance_cases())
    others = {case.line for case in cases if resolved(case) != (case.levels, case.order)}
    assert others == OTHERWISE_IN_ICU
    assert len(cases) == 91_707


def test_plain_left_to_right_text_has_level_0():
    assert embedding_levels("Call 1-888-373-7888 (free).", 0) == (0,) * 27
    assert embedding_levels("¿Necesita ayuda? Llame al 911.", 0) == (0,) * 30
    assert set(embedding_levels("សូម\u200bទូរស័ព្ទ", 0)) == {0}


def test_plain_latin_text_in_a_right_to_left_paragraph_has_level_2():
    assert embedding_levels("abc 12.", 1) == (2, 2, 2, 2, 2, 2, 1)


def test_empty_text():
    assert embedding_levels("", 0) == embedding_levels("", 1) == ()
    assert visual_runs(()) == []


def test_a_removed_character_takes_the_level_of_the_one_before_it():
    assert embedding_levels("\u200baא\u200bb", 0) == (0, 0, 1, 1, 0)
    assert embedding_levels("\u200b", 1) == (1,)


def test_a_paragraph_deeper_than_any_that_icu_knows_is_an_error():
    with pytest.raises(ValueError, match="could not find the levels of “אב”"):
        embedding_levels("אב", 200)


def test_a_number_with_hyphens_is_reordered_unless_isolated():
    text = f"{ARABIC} {HOTLINE}"
    assert visual_text(text, 1).startswith("7888-373-888-1")


def test_an_isolated_number_reads_from_left_to_right():
    assert HOTLINE in visual_text(f"{ARABIC} {LRI}{HOTLINE}{PDI} {ARABIC}", 1)


def test_visual_runs_are_ordered_from_left_to_right():
    assert visual_runs((1, 1, 2, 2, 1)) == [(4, 5, 1), (2, 4, 2), (0, 2, 1)]
    assert visual_runs((0, 1, 2, 1, 0)) == [(0, 1, 0), (3, 4, 1), (2, 3, 2), (1, 2, 1), (4, 5, 0)]
    assert visual_runs((2, 0, 4)) == [(0, 1, 2), (1, 2, 0), (2, 3, 4)]


def test_brackets_pair_with_canonically_equivalent_ones():
    assert (bracket("\u2329"), bracket("\u3009")) == (("\u3008", ""), ("", "\u3008"))
    assert bracket("“") == ("", "")
    # N0 finds L inside the pair and L before it; unpaired, the closer would take the right-to-left paragraph level.
    assert embedding_levels("a\u2329b\u3009", 1) == (2, 2, 2, 2)
    assert embedding_levels("a\u2329b)", 1) == (2, 2, 2, 1)


def test_embeddings_nest_to_level_125_and_overflow_is_closed_first():
    rle, pdf = "\u202b", "\u202c"
    assert embedding_levels(rle * 62 + "a", 0)[-1] == 124
    assert embedding_levels(rle * 63 + "a", 0)[-1] == 126
    assert embedding_levels(rle * 64 + "a", 0)[-1] == 126
    assert embedding_levels(rle * 64 + pdf + "a", 0)[-1] == 126
    assert embedding_levels(rle * 64 + pdf * 2 + "a", 0)[-1] == 124
    assert embedding_levels(RLI * 64 + "a" + PDI * 64 + "a", 0)[64:] == (126, *range(125, 0, -2), 0, 0)


def test_texts_nested_beyond_every_limit_have_a_level_for_each_character():
    for text in ("(" * 1000 + "א" + ")" * 1000, RLI * 2000, "\u202e" * 1000 + "a" + "\u202c" * 1000, "()" * 1000 + "א"):
        levels = embedding_levels(text, 1)
        assert len(levels) == len(text)
        assert max(levels) <= 126


@given(bidi_text, bases)
def test_every_character_has_a_level(text: str, base: int):
    levels = embedding_levels(text, base)
    assert len(levels) == len(text)
    assert all(0 <= level <= 126 for level in levels)
    assert all(level >= base for level in levels)


@given(bidi_text, bases, st.data())
def test_the_visual_order_of_any_line_is_a_permutation_that_matches_its_runs(text: str, base: int, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    levels = line_levels(text, embedding_levels(text, base), start, end, base)
    assert len(levels) == end - start
    assert sorted(visual_order(levels)) == list(range(end - start))
    for first, stop, level in visual_runs(levels):
        assert set(levels[first:stop]) == {level}


@given(st.lists(st.integers(0, 8), max_size=40))
def test_reversing_by_runs_equals_reversing_by_characters(levels: list[int]):
    """The reference is L2 as the standard words it, on characters."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level % 2), default=None)
    if lowest_odd is not None:
        for threshold in range(max(levels), lowest_odd - 1, -1):
            start = 0
            while start < len(order):
                end = start
                while end < len(order) and levels[order[end]] >= threshold:
                    end += 1
                order[start:end] = order[start:end][::-1]
                start = max(end, start + 1)
    assert visual_order(levels) == order


# Anything that a translator may write around a contact, except overrides, which the checks refuse.
surroundings = st.text(alphabet=ARABIC + HEBREW + "abc 123٣۳-+.,:()[]%$!،؟\u200e\u200f\u200b\u0651", max_size=30)


@given(surroundings, surroundings, bases)
def test_no_surroundings_reorder_an_isolated_number(before: str, after: str, base: int):
    assert HOTLINE in visual_text(f"{before}{LRI}{HOTLINE}{PDI}{after}", base)


def visual_text(text: str, base: int) -> str:
    """Return the characters of ``text``, set on one line, from left to right."""
    levels = line_levels(text, embedding_levels(text, base), 0, len(text), base)
    return "".join(text[place] for place in visual_order(levels))


LETTERS = {
    "L": "a", "R": "א", "AL": "ع", "EN": "1", "ES": "+", "ET": "%", "AN": "٣", "CS": ",", "NSM": "\u0301", "ON": "!", "WS": " ",
}  # fmt: skip


def levels_by_the_rules(types: list[str], base: int) -> list[int]:
    """Return the levels of a paragraph without controls and brackets, rule by rule as UAX #9 words them."""
    edge = "R" if base else "L"

    def last(index: int, kinds: set[str]) -> str:
        """Search backward for the first of *kinds*, or the start of the paragraph."""
        return next((types[at] for at in range(index - 1, -1, -1) if types[at] in kinds), edge)

    for index, kind in enumerate(types):  # W1
        if kind == "NSM":
            types[index] = types[index - 1] if index else edge
    types = [
        "AN" if kind == "EN" and last(index, {"L", "R", "AL"}) == "AL" else kind for index, kind in enumerate(types)
    ]  # W2
    types = ["R" if kind == "AL" else kind for kind in types]  # W3
    for index in range(1, len(types) - 1):  # W4
        around = {types[index - 1], types[index + 1]}
        if (types[index] == "ES" and around == {"EN"}) or (types[index] == "CS" and around in ({"EN"}, {"AN"})):
            types[index] = types[index - 1]
    for _ in types:  # W5, one character a time from either side
        types = [
            "EN" if kind == "ET" and "EN" in types[max(index - 1, 0) : index + 2] else kind
            for index, kind in enumerate(types)
        ]
    types = ["ON" if kind in ("ES", "ET", "CS", "WS") else kind for kind in types]  # W6
    types = ["L" if kind == "EN" and last(index, {"L", "R"}) == "L" else kind for index, kind in enumerate(types)]  # W7
    sides = [edge, *("R" if kind in ("EN", "AN") else kind for kind in types), edge]
    resolved = []
    for index, kind in enumerate(types):
        if kind == "ON":  # N1, N2
            before = next(side for side in reversed(sides[: index + 1]) if side != "ON")
            after = next(side for side in sides[index + 2 :] if side != "ON")
            kind = before if before == after else edge
        rises = {"R": 0, "L": 1, "EN": 1, "AN": 1} if base else {"L": 0, "R": 1, "EN": 2, "AN": 2}  # I1, I2
        resolved.append(base + rises[kind])
    return resolved


@given(st.lists(st.sampled_from(list(LETTERS)), min_size=1, max_size=7), st.sampled_from([0, 1]))
@example(["ET", "EN"], 1)
@example(["EN", "ET"], 1)
@example(["EN", "CS"], 1)
def test_numbers_and_marks_have_the_levels_of_the_rules(types: list[str], base: int) -> None:
    """Unicode's file has few numbers at the edges of a text: “$5” and “5%” in Arabic."""
    text = "".join(LETTERS[kind] for kind in types)
    assert list(embedding_levels(text, base)) == levels_by_the_rules(list(types), base)
