"""A function in a process of its own is ended if it takes too long or too much memory, and the next call is answered."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from flyers import limits
from flyers.errors import ContentError, FlyersError, StoppedError
from flyers.pipeline import processes
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
    assert error.hint.startswith("Treat it as failed")


def _refuse(kind: int) -> int:
    raise (ContentError("It is empty.", hint="Fill it."), MemoryError(), KeyError("hotline"))[kind]


def test_an_error_says_what_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    own, memory, fault = ended(_refuse, 0, 1, 2)
    assert isinstance(own, ContentError)
    assert own.hint == "Fill it."
    assert isinstance(memory, StoppedError)
    assert memory.problem == "The file was not examined to its end: it took too much memory."
    assert isinstance(fault, StoppedError)
    assert fault.problem == "The file cannot be examined (KeyError: 'hotline')."
    (late,) = ended(_wait, 30, seconds=60, wait=0.3)
    assert isinstance(late, StoppedError)
    assert late.problem == (
        "The file was not examined to its end: it took more than 60 s of a processor, or more than 0.3 s, or the "
        "program that examined it crashed, perhaps because memory ran out."
    )
    assert {memory.hint, fault.hint} == {late.hint}
    assert capfd.readouterr().err == "", "a process that is ended says nothing about it"


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes have what a test has changed in this one."""
    if sys.platform != "linux":
        pytest.skip("the processes are forked")
    monkeypatch.setattr(processes, "start_method", lambda: "fork")


Limits = dict[str, tuple[int, int]]

GIGABYTE = 1_000_000_000
DAY = 86_400
FREE = -1  # RLIM_INFINITY


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize(
    ("hard", "memory", "time_is_limited"),
    [
        ({}, (3 * GIGABYTE, FREE), True),
        ({"RLIMIT_AS": 4 * GIGABYTE, "RLIMIT_CPU": DAY, "RLIMIT_CORE": 5}, (3 * GIGABYTE, 4 * GIGABYTE), True),
        ({"RLIMIT_AS": 2 * GIGABYTE, "RLIMIT_CPU": 20}, (2 * GIGABYTE, 2 * GIGABYTE), False),
    ],
)
def test_limits_of_a_process_are_ours_or_less_if_the_system_has_less(
    monkeypatch: pytest.MonkeyPatch, hard: dict[str, int], memory: tuple[int, int], time_is_limited: bool
) -> None:
    import resource

    names = {getattr(resource, name): name for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE")}
    limited: Limits = {}
    monkeypatch.setattr(resource, "getrlimit", lambda number: (FREE, hard.get(names[number], FREE)))
    monkeypatch.setattr(resource, "setrlimit", lambda number, pair: limited.update({names[number]: pair}))

    def told(_: int) -> tuple[float, Limits, int]:
        return time.process_time(), limited, gc.get_threshold()[0]

    ((now, found, garbage),) = guarded_outcomes(told, [0], lambda _: 0, 1, seconds=60)
    assert found["RLIMIT_AS"] == memory
    assert found["RLIMIT_CORE"] == (0, hard.get("RLIMIT_CORE", FREE)), "nothing is left of its memory on the disk"
    assert ("RLIMIT_CPU" in found) == time_is_limited
    if time_is_limited:
        assert now + 59.5 <= found["RLIMIT_CPU"][0] <= now + 61
        assert found["RLIMIT_CPU"][1] == hard.get("RLIMIT_CPU", FREE)
    assert garbage == 1_000_000


@pytest.mark.usefixtures("forked")
def test_a_system_that_takes_no_limit_of_memory_examines_files_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    def refuse(number: int, _: tuple[int, int]) -> None:
        if number != resource.RLIMIT_CPU:
            raise ValueError("not this one")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert ended(_wait, 0) == [0]


@pytest.mark.usefixtures("forked")
def test_windows_limits_the_time_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []
    watchdog = SimpleNamespace(
        dump_traceback_later=lambda wait, **_: waits.append(wait), cancel_dump_traceback_later=waits.clear
    )
    monkeypatch.setattr(processes, "faulthandler", watchdog)
    assert list(guarded_outcomes(lambda _: list(waits), [0, 0], lambda _: 0, 1, seconds=7, wait=50)) == [[50]] * 2
    monkeypatch.setattr(processes, "sys", SimpleNamespace(platform="win32"))
    assert list(guarded_outcomes(lambda _: list(waits), [0, 0], lambda _: 0, 1, seconds=7, wait=50)) == [[7]] * 2
    (error,) = ended(_die, 0, seconds=7, wait=50)
    assert "more than 7 s of a processor, or more than 7 s," in str(error)


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


def _outcomes(numbers: list[Number], at_once: int) -> list[Answer | FlyersError]:
    return list(guarded_outcomes(_answer, numbers, group=lambda number: number[0], at_once=at_once))


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_outcomes_come_in_the_order_of_the_arguments(at_once: int) -> None:
    numbers = [(group, value) for group in ("es", "ar", "km") for value in range(4)]
    found = _outcomes(numbers, at_once)
    assert [one[:2] for one in answered(found)] == numbers
    workers = {one[2] for one in answered(found)}
    # `test_processes` counts those that run at a time: one that is faster than the others is replaced.
    assert len(workers) >= min(at_once, 2)
    assert os.getpid() not in workers


def test_a_process_goes_through_a_group_one_after_the_other() -> None:
    """What it caches for one language is of no use for the next."""
    numbers = [(group, value) for value in range(6) for group in ("es", "ar", "ur", "km", "my", "ps")]
    groups_of: dict[int, list[str]] = {}
    for group, _, worker, _ in sorted(answered(_outcomes(numbers, 2)), key=lambda one: one[3]):
        groups_of.setdefault(worker, []).append(group)
    for groups in groups_of.values():
        assert sum(one != two for one, two in pairwise(groups)) < len(set(groups))


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_process_that_is_lost_costs_no_other_argument(at_once: int) -> None:
    numbers = [("es", 1), ("es", 13), ("es", 2), ("ar", -1), ("ar", 13), ("ar", 3)]
    found = _outcomes(numbers, at_once)
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


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize(("at_once", "tries"), [(1, 1), (2, 2), (3, 2)])
def test_a_file_is_tried_again_only_if_another_may_have_been_at_fault(tmp_path: Path, at_once: int, tries: int) -> None:
    def die(name: str) -> int:
        with (tmp_path / name).open("a") as log:
            log.write("!")
        return _die(0)

    (error,) = guarded_outcomes(die, ["log"], lambda _: 0, at_once)
    assert isinstance(error, StoppedError)
    assert (tmp_path / "log").read_text() == "!" * tries


@pytest.mark.parametrize(
    ("groups", "at_once", "sizes"),
    [
        ("aabb", 1, [4]),  # one process needs no batches
        ("ababa", 2, [1, 1, 1, 1, 1]),
        ("ababababababb", 2, [2, 2, 2, 2, 2, 2, 1]),
        ("a" * 18, 3, [2] * 9),
        ("a" * 95, 2, [15] * 6 + [5]),
        ("a" * 200, 2, [16] * 12 + [8]),
    ],
)
def test_batches_are_of_one_group_and_small_enough_for_all_processes(
    monkeypatch: pytest.MonkeyPatch, groups: str, at_once: int, sizes: list[int]
) -> None:
    taken: list[list[tuple[int, str]]] = []

    def outcomes(
        _: object, batches: list[list[tuple[int, str]]], count: int, *rest: object, **more: object
    ) -> Iterator[tuple[int, str]]:
        assert count == at_once
        taken.extend(batches)
        return (call for batch in batches for call in batch)

    monkeypatch.setattr(processes, "outcomes", outcomes)
    arguments = [f"{group}{number}" for number, group in enumerate(groups)]
    assert list(guarded_outcomes(str, arguments, lambda argument: argument[0], at_once)) == arguments
    assert [len(batch) for batch in taken] == sizes
    if at_once > 1:
        assert all(len({argument[0] for _, argument in batch}) == 1 for batch in taken)
    assert sorted(call for batch in taken for call in batch) == list(enumerate(arguments))


def _place(path: Path) -> str:
    return str(path)


def test_no_process_is_started_for_nothing() -> None:
    assert list(guarded_outcomes(_place, [], lambda path: path, 1)) == []
    assert list(guarded_outcomes(_place, [], lambda path: path, 2)) == []
