"""Many files are examined by several guarded processes: outcomes in order, and one that is lost costs no other."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from flyers.errors import ContentError, FlyersError, StoppedError
from flyers.pipeline import guarded
from flyers.pipeline.guarded_calls import outcomes

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
    return list(outcomes(_answer, numbers, group=lambda number: number[0], processes=processes))


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_outcomes_come_in_the_order_of_the_arguments(processes: int) -> None:
    numbers = [(group, value) for group in ("es", "ar", "km") for value in range(4)]
    found = _outcomes(numbers, processes)
    assert [one[:2] for one in answered(found)] == numbers
    workers = {one[2] for one in answered(found)}
    assert 1 <= len(workers) <= processes
    assert os.getpid() not in workers
    if processes > 1:
        assert len(workers) > 1


def test_a_process_ends_its_group_before_it_helps_with_another() -> None:
    """What it caches for one language is of no use for the next."""
    numbers = [(group, value) for value in range(6) for group in ("es", "ar")]
    groups_of: dict[int, list[str]] = {}
    for group, _, worker, _ in sorted(answered(_outcomes(numbers, 2)), key=lambda one: one[3]):
        groups = groups_of.setdefault(worker, [])
        if groups[-1:] != [group]:
            groups.append(group)
    first, second = groups_of.values()
    assert first[0] != second[0]
    assert max(len(first), len(second)) <= 2


@pytest.mark.parametrize("processes", [1, 2])
def test_a_process_that_is_lost_costs_no_other_argument(processes: int) -> None:
    numbers = [("es", 1), ("es", 13), ("es", 2), ("ar", -1), ("ar", 13), ("ar", 3)]
    found = _outcomes(numbers, processes)
    kinds = [one[1] if isinstance(one, tuple) else type(one) for one in found]
    assert kinds == [1, StoppedError, 2, ContentError, StoppedError, 3]


def test_a_call_that_takes_too_long_is_ended_while_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(guarded.GuardedProcess[Number, Answer]):
        def __init__(self, function: object, *, shares: bool) -> None:
            super().__init__(_answer, seconds=60, wait=2, shares=shares)

    monkeypatch.setattr(guarded, "GuardedProcess", Impatient)
    found = _outcomes([("es", 14), ("ar", 1), ("ar", 2), ("es", 3)], 2)
    assert isinstance(found[0], StoppedError)
    assert "more than 2 s" in str(found[0])
    assert [one[1] for one in answered(found[1:])] == [1, 2, 3]


def test_leaving_early_ends_the_processes() -> None:
    source = outcomes(_answer, [(str(value), value % 7) for value in range(40)], lambda number: number[0], 2)
    first = next(source)
    assert isinstance(first, tuple)
    source.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first[2], 0)


def _threads(_: Number) -> bool:
    from flyers import processors

    return processors.has_spare()


def test_processes_that_share_the_processors_have_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(outcomes(_threads, [("es", 1), ("ar", 1)], lambda number: number[0], 2))
    assert found == [False, False]


def _place(path: Path) -> str:
    return str(path)


def test_no_process_is_started_for_nothing() -> None:
    assert list(outcomes(_place, [], lambda path: path, 1)) == []
    assert list(outcomes(_place, [], lambda path: path, 2)) == []
