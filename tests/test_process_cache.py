"""What one process keeps: so much of it, what was asked for with the same arguments, and nothing when it is told."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from flyers.process_cache import (
    ProcessCache,
    collect_garbage_rarely,
    forget,
    forget_all,
    memoized,
    memoized_by_identity,
)


@pytest.fixture
def threshold() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("most", "kept"), [(4, [2, 3, 4]), (5, [3, 4, 5]), (1, [1])])
def test_the_older_half_goes_when_a_cache_is_full(most: int, kept: list[int]) -> None:
    cache: ProcessCache[int, str] = ProcessCache(most)
    for number in range(most):
        cache[number] = str(number)
    assert list(cache) == list(range(most))
    cache[most] = str(most)
    assert cache.items() == {number: str(number) for number in kept}.items()


def test_a_cache_is_itself_whatever_is_in_it() -> None:
    one, other = ProcessCache[int, int](2), ProcessCache[int, int](2)
    one[1] = other[1] = 1
    assert len({one, other, one}) == 2


def test_all_caches_are_emptied_together_and_none_is_kept_alive() -> None:
    cache: ProcessCache[int, int] = ProcessCache(2)
    cache[1] = 1
    squared = memoized(2)(lambda number: [number**2])
    first = squared(3)
    forget_all()
    assert not cache
    assert squared(3) is not first
    gone = weakref.ref(cache)
    del cache
    gc.collect()
    assert gone() is None


def test_a_result_is_that_of_equal_arguments() -> None:
    asked: list[tuple[int, int]] = []

    @memoized(8)
    def product(one: int, other: int = 1) -> int | None:
        """Multiply."""
        asked.append((one, other))
        return one * other or None

    assert [product(2, 3), product(2, 3), product(3, 2), product(2, other=3), product(2, other=3)] == [6] * 5
    assert product(2, other=4) == 8
    assert asked == [(2, 3), (3, 2), (2, 3), (2, 4)]
    assert [product(0, 1), product(0, 1)] == [None, None]
    assert asked[4:] == [(0, 1)]
    assert (product.__name__, product.__doc__) == ("product", "Multiply.")


def test_a_function_keeps_as_many_results_as_it_says() -> None:
    listed = memoized(2)(lambda number: [number])
    first, second = listed(1), listed(2)
    assert (listed(1) is first, listed(2) is second) == (True, True)
    listed(3)
    assert listed(2) is second
    assert listed(1) is not first


def test_a_result_by_identity_is_that_of_the_same_objects_in_the_same_places() -> None:
    pair = memoized_by_identity(8)(lambda one, other=None: (one, other))
    left, right = ["l"], ["r"]
    assert pair(left, right) is pair(left, right)
    assert pair(left, other=right) is pair(left, other=right)
    assert pair(left, right) == (left, right)
    assert pair(right, left) == (right, left)
    assert pair(left) == (left, None)
    swapped = memoized_by_identity(8)(lambda *args, **words: (args, words))
    assert swapped(left, right) != swapped(left, other=right)


def test_the_results_of_one_function_are_forgotten() -> None:
    one, other = (memoized(4)(lambda number: [number]) for _ in range(2))
    first, second = one(1), other(1)
    forget(one)
    assert one(1) is not first
    assert other(1) is second


@pytest.mark.usefixtures("threshold")
def test_garbage_is_looked_for_after_many_objects_and_never_more_often_than_before() -> None:
    gc.set_threshold(700, 5, 5)
    collect_garbage_rarely()
    assert gc.get_threshold() == (200_000, 10, 10)
    collect_garbage_rarely(1_000_000)
    collect_garbage_rarely()
    assert gc.get_threshold() == (1_000_000, 10, 10)
