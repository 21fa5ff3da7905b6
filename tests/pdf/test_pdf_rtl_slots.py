"""How the advance of right-to-left words is dealt out to their characters: plain arithmetic, without a font."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.pdf.composites import Component
from flyers.pdf.rtl_slots import LEAST_WIDTH, RtlCluster, Slot, deal_slots
from flyers.pdf.tounicode import CGJ, LRM, RLM, SOFT, ends_in_arabic_digit, guards, is_unneeded

UPEM = 1000
LEAST = round(LEAST_WIDTH * UPEM)
KEHEH, FATHA, LAM, ALEF, ZWNJ = "ک", "\u064e", "ل", "ا", "\u200c"
INK = [Component(7, 0, 0)]


def deal(*clusters: tuple[str, int], tagged: bool = False, before: str = "", after: str = "") -> list[Slot]:
    return deal_slots(
        [RtlCluster(text, advance, list(INK)) for text, advance in clusters], UPEM, before, after, tagged=tagged
    )


def widths(*clusters: tuple[str, int]) -> list[int]:
    return [slot.width for slot in deal(*clusters)]


@pytest.mark.parametrize(
    ("clusters", "dealt"),
    [
        ([(KEHEH, 500)], [500]),
        ([(LAM + ALEF, 601)], [300, 301]),  # a ligature has a slot for each letter
        ([(LAM + ALEF + ZWNJ, 600)], [300, 300, 1]),  # an invisible character takes no part
        ([(LAM + ZWNJ + ALEF, 600)], [300, 1, 300]),
        ([(KEHEH + FATHA, 500)], [395, 105]),  # a mark gets its share from the letter
        ([(KEHEH, 500), (FATHA, 0), (LAM, 300)], [395, 105, 300]),
        ([(KEHEH, 300), (FATHA, 0), (LAM, 500)], [195, 105, 500]),
        ([(KEHEH, 120), (FATHA, 0), (LAM, 500)], [105, 105, 410]),  # what is near and has more to spare
        ([(KEHEH, 105), (FATHA, 0), (LAM, 500)], [105, 105, 395]),  # and not from one that has nothing to spare
        ([(KEHEH, 100), (FATHA, 0)], [50, 50]),  # no more than there is
        ([(ZWNJ, 0), (KEHEH, 500)], [1, 500]),
        ([(FATHA + FATHA, 301)], [196, 105]),  # marks alone, as in a broken word
    ],
)
def test_every_character_has_a_slot(clusters: list[tuple[str, int]], dealt: list[int]) -> None:
    assert widths(*clusters) == dealt


def test_what_is_drawn_is_drawn_from_the_first_slot() -> None:
    slots = deal((LAM + ALEF, 600), (KEHEH, 300))
    assert [slot.glyphs for slot in slots] == [INK, [], INK]
    assert [slot.left for slot in slots] == [-300, -600, -900]


words = st.lists(
    st.tuples(st.text(st.sampled_from([KEHEH, LAM, ALEF, FATHA]), min_size=1, max_size=3), st.integers(0, 900)),
    min_size=1,
    max_size=8,
)


@given(words)
def test_slots_are_side_by_side_and_fill_the_word(clusters: list[tuple[str, int]]) -> None:
    slots = deal(*clusters)
    assert "".join(slot.text for slot in slots) == "".join(text for text, _ in clusters)
    right = 0
    for slot in slots:
        assert slot.left + slot.width == right
        right = slot.left
    whole = sum(advance for _, advance in clusters)
    assert right == -whole
    assert min(slot.width for slot in slots) >= min(LEAST, whole // len(slots)) - 1


@given(words, st.integers(1, 900))
def test_a_space_keeps_its_width_and_parts_words(clusters: list[tuple[str, int]], space: int) -> None:
    slots = deal(*clusters, (" ", space), *clusters)
    stretches = [(rtl, [slot.width for slot in part]) for rtl, part in groupby(slots, key=lambda slot: slot.rtl)]
    assert [rtl for rtl, _ in stretches] == [True, False, True]
    assert stretches[1][1] == [space]
    assert sum(stretches[0][1]) == sum(advance for _, advance in clusters)


def test_an_invisible_character_lies_over_the_edge_of_the_next() -> None:
    first, soft, last = deal((KEHEH, 500), (ZWNJ, 0), (LAM, 300))
    assert (first.left, soft.left, last.left) == (-500, -501, -800)
    assert (first.soft, soft.soft, last.soft) == (False, True, False)


def test_in_a_tagged_file_codes_say_what_their_text_hides() -> None:
    slots = deal((KEHEH, 500), (ZWNJ, 0), (" ", 250), (LAM, 300), tagged=True)
    assert [(slot.text, slot.actual) for slot in slots] == [
        (KEHEH, ""),
        (ZWNJ + CGJ, ZWNJ),
        (RLM + " ", " "),
        (LAM, ""),
    ]
    untagged = deal((KEHEH, 500), (ZWNJ, 0), (" ", 250), (LAM, 300))
    assert [(slot.text, slot.actual) for slot in untagged] == [(KEHEH, ""), (ZWNJ, ""), (RLM + " ", ""), (LAM, "")]


def test_marks_for_the_first_character_have_a_code_of_their_own() -> None:
    slots = deal(("«", 300), (KEHEH, 500))
    assert [(slot.text, slot.width, slot.left, slot.soft) for slot in slots] == [
        (LRM + RLM, 1, -1, True),
        (RLM + "«", 300, -300, False),
        (KEHEH, 500, -800, False),
    ]


def test_a_joiner_by_itself_needs_no_marks() -> None:
    assert [(slot.text, slot.width) for slot in deal((ZWNJ, 0), (SOFT, 0))] == [(ZWNJ, 1), (SOFT, 1)]
    assert deal() == []


@pytest.mark.parametrize(
    ("char", "before", "after", "marks"),
    [
        (KEHEH, "", "", ("", "")),
        (KEHEH, "1", "2", ("", "")),
        (FATHA, KEHEH, LAM, ("", "")),
        (FATHA, KEHEH, "", ("", "")),
        (FATHA, KEHEH, " ", ("", "")),
        (FATHA, KEHEH, "1", (RLM, "")),
        (" ", KEHEH, LAM, (RLM, "")),
        (" ", "", LAM, (RLM, RLM)),
        (":", KEHEH, LAM, ("", "")),
        (":", KEHEH, "1", (RLM, "")),
        (":", KEHEH, "", (RLM, "")),
        (":", "", LAM, (RLM, RLM)),
        (":", " ", LAM, ("", RLM)),
        (" ", " ", LAM, (RLM, "")),
        ("(", KEHEH, LAM, ("", LRM)),
        ("(", " ", LAM, ("", LRM + RLM)),
        ("“", KEHEH, LAM, ("", LRM)),
    ],
)
def test_readers_are_told_the_direction_where_they_would_guess(
    char: str, before: str, after: str, marks: tuple[str, str]
) -> None:
    assert guards(char, before, after) == marks


@pytest.mark.parametrize(
    ("text", "ltr", "rtl"),
    [("\u2066", True, True), (SOFT, True, False), (SOFT + "\u2069", True, False), ("a\u2066", False, False), ("", False, False)],
)  # fmt: skip
def test_what_only_directs_is_not_on_a_page(text: str, ltr: bool, rtl: bool) -> None:
    assert (is_unneeded(text, rtl=False), is_unneeded(text, rtl=True)) == (ltr, rtl)


@pytest.mark.parametrize("digit", [*"٠١٢٣٤٥٦٧٨٩", "٪", "٫", "٬"])
def test_a_number_in_arabic_indic_digits_goes_on_with_them_and_their_signs(digit: str) -> None:
    assert ends_in_arabic_digit(digit)
    assert ends_in_arabic_digit(f"a{digit}")
    assert not ends_in_arabic_digit(f"{digit}a")


@pytest.mark.parametrize("other", ["", "1", "۱", "\u065f", "\u066d", "%", "ب"])
def test_other_characters_end_such_a_number(other: str) -> None:
    assert not ends_in_arabic_digit(other)
