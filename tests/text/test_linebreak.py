"""Line breaking chooses breaks for the paragraph as a whole."""

from __future__ import annotations

from itertools import accumulate, combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.text.breaks import DIVIDED_WORD, PossibleLines, UnbreakablePiece, choose_breaks


def possible(words: list[int], costs: list[float] | None = None, begun: list[int] | None = None) -> PossibleLines:
    """Return the possible lines of words with a space of 1 between them."""
    starts = [sum(words[:at]) + at for at in range(len(words) + 1)]
    ends = [start - 1 for start in starts]
    return PossibleLines(
        starts,
        ends,
        costs or [0.0] * len(starts),
        begun or [0] * len(starts),
        frozenset(),
        lambda start, end: ends[end] - starts[start],
    )


def lines(
    words: list[int],
    width: float,
    balance: bool = False,
    costs: list[float] | None = None,
    begun: list[int] | None = None,
    whole: bool = False,
) -> list[list[int]]:
    ends = [0, *choose_breaks(possible(words, costs, begun), width, balance, whole)]
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
def test_lines_fit_keep_all_words_and_are_as_few_as_possible(words: list[int], width: int, balance: bool) -> None:
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


def test_of_two_equally_even_choices_the_one_with_the_longer_beginning_is_taken() -> None:
    assert lines([5, 5, 5], 11, balance=True) == [[5, 5], [5]]
    assert lines([5, 5, 5], 12, balance=True, costs=[0.0, -0.01, 0.0, 0.0]) == [[5], [5, 5]]


def test_body_text_does_not_end_with_one_short_word() -> None:
    assert greedy([4, 4, 4, 2], 14) == [[4, 4, 4], [2]]
    assert lines([4, 4, 4, 2], 14) == [[4, 4], [4, 2]]


def test_a_word_that_does_not_fit_is_named() -> None:
    with pytest.raises(UnbreakablePiece) as fault:
        lines([3, 30, 3], 20)
    assert (fault.value.index, fault.value.width) == (1, 30)


def test_of_two_words_that_do_not_fit_the_first_is_named() -> None:
    with pytest.raises(UnbreakablePiece) as fault:
        lines([3, 30, 3, 40], 20)
    assert (fault.value.index, fault.value.width) == (1, 30)


def total(found: list[list[int]], width: float, costs: list[float], begun: list[int]) -> float:
    """Return the cost of a balanced paragraph, computed independently."""
    if len(found) == 1:
        return 0.0
    ends = list(accumulate(map(len, found)))
    edges = {0, *begun, len(costs) - 1}
    cut = sum(start < begun[end] and not {start, end} <= edges for start, end in pairwise([0, *ends]))
    return sum((1 - length(line) / width) ** 2 for line in found) + sum(costs[end] for end in ends[:-1]) + 0.2 * cut


def all_choices(words: list[int], width: float, number: int) -> list[list[list[int]]]:
    """Return all ways to set the words in *number* lines that fit."""
    choices = []
    for ends in combinations(range(1, len(words)), number - 1):
        found = [words[start:end] for start, end in pairwise([0, *ends, len(words)])]
        if all(length(line) <= width for line in found):
            choices.append(found)
    return choices


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9), st.integers(12, 40), st.data())
def test_no_other_choice_with_as_few_lines_costs_less(words: list[int], width: int, data: st.DataObject) -> None:
    costs = [0.0, *data.draw(st.lists(st.floats(-0.05, 0.2), min_size=len(words), max_size=len(words)))]
    edges = data.draw(st.sets(st.integers(0, len(words)))) | {0}
    begun = [0, *(max(edge for edge in edges if edge < at) for at in range(1, len(words) + 1))]
    found = lines(words, width, True, costs, begun)
    least = min(total(choice, width, costs, begun) for choice in all_choices(words, width, len(found)))
    assert total(found, width, costs, begun) <= least + 1e-9


class Asked(list[float]):
    """Costs that know how often that of each break was asked for."""

    def __init__(self, costs: list[float]) -> None:
        super().__init__(costs)
        self.breaks: list[int] = []

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            self.breaks.append(place)
        return super().__getitem__(place)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9), st.integers(12, 40), st.booleans())
def test_only_breaks_at_which_each_line_can_end_are_tried(words: list[int], width: int, balance: bool) -> None:
    """Copy-fitting asks for hundreds of measures of one message."""
    asked = Asked([0.0] * (len(words) + 1))
    number = len(lines(words, width, balance, asked))
    choices = all_choices(words, width, number)
    possible_ends = {(line, end) for choice in choices for line, end in enumerate(accumulate(map(len, choice)))}
    assert sorted(asked.breaks) == sorted(end for _, end in possible_ends)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9), st.integers(12, 40))
def test_running_text_fills_its_lines_but_for_the_last_which_is_not_short(words: list[int], width: int) -> None:
    """The last line may be white at little cost, as long as a third of it is full."""

    def cost(found: list[list[int]]) -> float:
        *others, filled = [length(line) / width for line in found]
        last = 0.02 * (1 - filled) ** 2 + 0.8 * max(0.0, 1 - 3 * filled) ** 2
        return sum((1 - share) ** 2 for share in others) + last

    found = lines(words, width)
    if len(found) > 1:
        assert cost(found) <= min(map(cost, all_choices(words, width, len(found)))) + 1e-9


def test_a_line_has_whole_sentences_rather_than_parts_of_two() -> None:
    """Free. Day and night. Ask for your language."""
    words, begun = [5, 3, 3, 6, 3, 3, 4, 9], [0, 0, 1, 1, 1, 4, 4, 4, 4]
    assert lines(words, 20, True) == [[5, 3, 3], [6, 3, 3], [4, 9]]
    assert lines(words, 20, True, begun=begun) == [[5, 3, 3, 6], [3, 3, 4], [9]]


def test_a_line_more_may_keep_sentences_whole() -> None:
    """Di grasa. Di dia y di noti. Pidi bu língua."""
    words, begun = [9, 3, 3, 8, 3, 3], [0, 0, 1, 1, 1, 4, 4]
    assert lines(words, 17, True, begun=begun) == [[9, 3, 3], [8, 3, 3]]
    assert lines(words, 17, True, begun=begun, whole=True) == [[9], [3, 3, 8], [3, 3]]


@pytest.mark.parametrize("balance", [True, False])
def test_a_line_more_may_keep_a_word_whole(balance: bool) -> None:
    """Two lines must end inside the word of two pieces, which the dictionary divides; three need not."""
    words, costs = [8, 5, 5, 8], [0.0, 0.0, DIVIDED_WORD, 0.0, 0.0]
    assert lines(words, 14, balance, costs) == [[8, 5], [5, 8]]
    assert lines(words, 14, balance, costs, whole=True) == [[8], [5, 5], [8]]


def test_no_line_more_is_taken_if_a_word_stays_divided() -> None:
    words, costs = [8, 8, 8], [0.0, DIVIDED_WORD, DIVIDED_WORD, 0.0]
    assert lines(words, 17, True, costs, whole=True) == lines(words, 17, True, costs)


def test_no_line_more_is_taken_where_each_piece_has_a_line_of_its_own() -> None:
    assert lines([8, 8], 8, True, [0.0, DIVIDED_WORD, 0.0], whole=True) == [[8], [8]]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9), st.integers(12, 40), st.data())
def test_a_line_more_is_taken_for_whole_sentences_only(words: list[int], width: int, data: st.DataObject) -> None:
    edges = data.draw(st.sets(st.integers(0, len(words)))) | {0}
    begun = [0, *(max(edge for edge in edges if edge < at) for at in range(1, len(words) + 1))]
    few, found = lines(words, width, True, begun=begun), lines(words, width, True, begun=begun, whole=True)
    known = possible(words, begun=begun)
    cut = {id(choice): known.divides(list(accumulate(map(len, choice)))) for choice in (few, found)}
    assert all(length(line) <= width for line in found)
    if found == few:
        choices = all_choices(words, width, len(few) + 1) if cut[id(few)] else []
        best = min(choices, key=lambda choice: total(choice, width, [0.0] * len(begun), begun), default=None)
        assert best is None or known.divides(list(accumulate(map(len, best))))
    else:
        assert len(found) == len(few) + 1
        assert cut == {id(few): True, id(found): False}


def hyphenated(widths: dict[tuple[int, int], float], bare: list[float]) -> PossibleLines:
    """Return lines whose first piece ends in a soft hyphen."""
    starts, ends = [0.0, *bare[:-1]], [0.0, *bare]
    return PossibleLines(
        [*starts, bare[-1]],
        ends,
        [0.0, 0.1, 0.0],
        [0, 0, 0],
        frozenset({1}),
        lambda start, end: widths.get((start, end), ends[end] - starts[start]),
    )


def test_a_hyphen_that_does_not_fit_is_not_used() -> None:
    """ "extra-" is too wide, but "extras" isn't."""
    assert choose_breaks(hyphenated({(0, 1): 6.5}, [5, 6]), 6, False) == [2]


def test_a_necessary_hyphen_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(UnbreakablePiece) as fault:
        choose_breaks(hyphenated({(0, 1): 6.5}, [5, 10]), 6, False)
    assert (fault.value.index, fault.value.width) == (0, 6.5)


def test_a_hyphen_that_does_not_fit_may_cost_a_line() -> None:
    """Three pieces: "aa- bb" would fit on two lines, but only without the hyphen after "bb"."""
    starts, ends = [0.0, 3.0, 6.0, 9.0], [0.0, 3.0, 6.0, 9.0]
    wide = {(0, 2): 6.5, (1, 2): 3.5}
    possible_lines = PossibleLines(
        starts,
        ends,
        [0.0] * 4,
        [0] * 4,
        frozenset({2}),
        lambda start, end: wide.get((start, end), ends[end] - starts[start]),
    )
    assert choose_breaks(possible_lines, 6, False) == [1, 3]
    assert choose_breaks(possible_lines, 5.9, False) == [1, 2, 3]


@st.composite
def reshaped_lines(draw: st.DrawFn) -> tuple[PossibleLines, list[int]]:
    """Return the possible lines of words, at some of whose breaks letters are narrower or wider than in the sum, or a
    hyphen is drawn.
    """
    words = draw(st.lists(st.integers(3, 9), min_size=1, max_size=8))
    plain = possible(words, draw(st.lists(st.floats(-0.05, 0.2), min_size=len(words) + 1, max_size=len(words) + 1)))
    # Less than a word and its space: a line with more words is always wider.
    change = st.sampled_from([-0.9, -0.6, -0.3, 0.3, 0.6, 0.9])
    changes = {at: draw(st.tuples(change | st.just(2.9), change)) for at in range(1, len(words)) if draw(st.booleans())}

    def width(start: int, end: int) -> float:
        at_end, at_start = changes.get(end, (0, 0))[0], changes.get(start, (0, 0))[1]
        return plain.ends[end] - plain.starts[start] + at_end + at_start

    reshaped = frozenset(changes)
    return PossibleLines(plain.starts, plain.ends, plain.costs, plain.begun, reshaped, width), words


@given(reshaped_lines(), st.data())
def test_lines_between_reshaped_breaks_are_measured_as_they_are(
    given: tuple[PossibleLines, list[int]], data: st.DataObject
) -> None:
    """What adjacent breaks sum up to is an estimate there; neither too few nor too many words may follow from it."""
    found, words = given
    everywhere = range(1, len(words))
    exact = [found.width(start, end) for start, end in combinations(range(len(words) + 1), 2)]
    width = data.draw(st.sampled_from([14.0, *(filled for filled in exact if filled > 14)]))

    def fit(ends: list[int]) -> bool:
        return all(found.width(start, end) <= width for start, end in pairwise(ends))

    def cost(ends: list[int]) -> float:
        if len(ends) == 2:
            return 0.0
        ragged = sum((1 - found.width(start, end) / width) ** 2 for start, end in pairwise(ends))
        return ragged + sum(found.costs[end] for end in ends[1:-1])

    for number in range(1, len(words) + 1):
        choices = [[0, *ends, len(words)] for ends in combinations(everywhere, number - 1)]
        if fitting := [ends for ends in choices if fit(ends)]:
            break
    chosen = [0, *choose_breaks(found, width, balance=True)]
    assert fit(chosen)
    assert len(chosen) == len(fitting[0])
    assert cost(chosen) <= min(map(cost, fitting)) + 1e-9
