"""Breaks are chosen for the paragraph as a whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.text.optimum import Measured, TooWide, choose_breaks


def lines(words: list[int], width: float, balance: bool = False) -> list[list[int]]:
    """Words set with a space of 1 between them."""

    def measure(start: int, end: int) -> Measured:
        length = sum(words[start:end]) + end - start - 1
        return Measured(length, length, 0.0)

    ends = [0, *choose_breaks(len(words), measure, width, balance)]
    return [words[start:end] for start, end in pairwise(ends)]


def length(line: list[int]) -> int:
    return sum(line) + len(line) - 1


def greedy(words: list[int], width: float) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for word in words:
        if found[-1] and length([*found[-1], word]) > width:
            found.append([])
        found[-1].append(word)
    return found


WORDS = st.lists(st.integers(1, 12), min_size=1, max_size=25)


@given(WORDS, st.integers(12, 40), st.booleans())
def test_lines_fit_keep_all_words_and_are_as_few_as_can_be(words: list[int], width: int, balance: bool) -> None:
    found = lines(words, width, balance)
    assert [word for line in found for word in line] == words
    assert all(length(line) <= width for line in found)
    assert len(found) == len(greedy(words, width))


@given(WORDS, st.integers(12, 40))
def test_balanced_lines_are_never_more_uneven_than_greedy_ones(words: list[int], width: int) -> None:
    def raggedness(found: list[list[int]]) -> float:
        return sum((1 - length(line) / width) ** 2 for line in found)

    assert raggedness(lines(words, width, balance=True)) <= raggedness(greedy(words, width)) + 1e-9


def test_a_heading_is_even() -> None:
    assert lines([5, 5, 5, 5, 5, 5], 24, balance=True) == [[5, 5, 5], [5, 5, 5]]


def test_a_body_is_not_left_with_one_short_word() -> None:
    assert greedy([4, 4, 4, 2], 14) == [[4, 4, 4], [2]]
    assert lines([4, 4, 4, 2], 14) == [[4, 4], [4, 2]]


def test_a_word_that_does_not_fit_is_named() -> None:
    with pytest.raises(TooWide) as fault:
        lines([3, 30, 3], 20)
    assert (fault.value.index, fault.value.width) == (1, 30)


def test_a_hyphen_that_does_not_fit_is_no_reason_to_give_up() -> None:
    """ "extra-" is too wide, "extras" is not."""

    def measure(start: int, end: int) -> Measured:
        return Measured(6.5, 5, 0.1) if (start, end) == (0, 1) else Measured(6, 6, 0)

    assert list(choose_breaks(2, measure, 6, False)) == [2]
