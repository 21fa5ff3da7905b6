"""A function in a process of its own is ended if it takes too long or too much memory, and the next call is answered."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from flyers import limits
from flyers.errors import ContentError, FlyersError, StoppedError
from flyers.pipeline.processes import guarded_outcomes

pytestmark = pytest.mark.slow


def ended(function: Callable[[float], float], *arguments: float, **limits: float) -> list[float | FlyersError]:
    """Return the outcomes of one call after the other."""
    return list(guarded_outcomes(function, arguments, group=lambda _: 0, at_once=1, **limits))


def _die(_: int) -> int:
    import os
    import signal

    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return 0


def _fill(_: int) -> int:
    return len(bytearray(10 * limits.PDF_MEMORY_BYTES))


def _fault(_: int) -> int:
    raise KeyError("hotline")


def _wait(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def _work(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the time on a processor")
def test_only_time_on_a_processor_counts() -> None:
    """A file is not refused because the machine is busy with others."""
    assert ended(_wait, 2.5, seconds=1, wait=60) == [2.5]
    late, *others = ended(_work, 30, 0.7, 0.7, seconds=1, wait=60)
    assert isinstance(late, StoppedError)
    assert "more than 1 s of a processor" in str(late)
    assert others == [0.7] * 2, "each call has its own second"
    (late,) = ended(_wait, 30, seconds=60, wait=1)
    assert "more than 1 s, or" in str(late)


@pytest.mark.parametrize(
    ("function", "says"), [(_die, "crashed"), (_fill, "too much memory|crashed"), (_fault, "KeyError")]
)
def test_a_process_that_is_lost_is_an_error_of_its_kind(function: Callable[[int], int], says: str) -> None:
    (error,) = ended(function, 1, seconds=60)
    assert isinstance(error, StoppedError)
    assert re.search(says, str(error))
    assert error.exit_code == 10


# -- many files --------------------------------------------------------------------------------------------------------

Number = tuple[str, int]
"""A group, and a number in it."""

Answer = tuple[str, int, int, float]
"""The group and the number, and which process has answered when."""


def _answer(number: Number) -> Answer:
    """Return the answer; negative numbers are refused, 13 ends its process, 14 never ends."""
    group, value = number
    if value < 0:
        raise ContentError(f"{value} is negative")
    if value == 13:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(60 if value == 14 else 0.02)
    return group, value, os.getpid(), time.monotonic()


def answered(found: list[Answer | FlyersError]) -> list[Answer]:
    return [one for one in found if isinstance(one, tuple)]


def _outcomes(numbers: list[Number], processes: int) -> list[Answer | FlyersError]:
    return list(guarded_outcomes(_answer, numbers, group=lambda number: number[0], at_once=processes))


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_outcomes_come_in_the_order_of_the_arguments(processes: int) -> None:
    numbers = [(group, value) for group in ("es", "ar", "km") for value in range(4)]
    found = _outcomes(numbers, processes)
    assert [one[:2] for one in answered(found)] == numbers
    workers = {one[2] for one in answered(found)}
    # `test_processes` counts those that run at a time: one that is faster than the others is replaced.
    assert len(workers) >= min(processes, 2)
    assert os.getpid() not in workers


def test_a_process_goes_through_a_group_one_after_the_other() -> None:
    """What it caches for one language is of no use for the next."""
    numbers = [(group, value) for value in range(6) for group in ("es", "ar", "ur", "km", "my", "ps")]
    groups_of: dict[int, list[str]] = {}
    for group, _, worker, _ in sorted(answered(_outcomes(numbers, 2)), key=lambda one: one[3]):
        groups_of.setdefault(worker, []).append(group)
    for groups in groups_of.values():
        assert sum(one != two for one, two in pairwise(groups)) < len(set(groups))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_process_that_is_lost_costs_no_other_argument(processes: int) -> None:
    numbers = [("es", 1), ("es", 13), ("es", 2), ("ar", -1), ("ar", 13), ("ar", 3)]
    found = _outcomes(numbers, processes)
    kinds = [one[1] if isinstance(one, tuple) else type(one) for one in found]
    assert kinds == [1, StoppedError, 2, ContentError, StoppedError, 3]


def test_a_call_that_takes_too_long_is_ended_while_others_go_on() -> None:
    numbers = [("es", 14), ("ar", 1), ("ar", 2), ("es", 3)]
    found = list(guarded_outcomes(_answer, numbers, group=lambda number: number[0], at_once=2, seconds=60, wait=2))
    assert isinstance(found[0], StoppedError)
    assert "more than 2 s" in str(found[0])
    assert [one[1] for one in answered(found[1:])] == [1, 2, 3]


def test_leaving_early_ends_the_processes() -> None:
    source = guarded_outcomes(_answer, [(str(value), value % 7) for value in range(40)], lambda number: number[0], 2)
    first = next(source)
    assert isinstance(first, tuple)
    source.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first[2], 0)


def _place(path: Path) -> str:
    return str(path)


def test_no_process_is_started_for_nothing() -> None:
    assert list(guarded_outcomes(_place, [], lambda path: path, 1)) == []
    assert list(guarded_outcomes(_place, [], lambda path: path, 2)) == []
