"""Calls in several processes: what becomes of those that are lost, which process makes which, and how all of them end.

The processes are forked here, so that each test takes a moment; `test_workers` starts them in each way that there is.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from flyers.pipeline import processes
from flyers.pipeline.processes import outcomes, signals_blocked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are forked")

PATIENCE = 20.0
"""Seconds, for what takes a moment on an idle machine."""


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "start_method", lambda: "fork")


class Made(NamedTuple):
    """A call that was made."""

    argument: str
    pid: int
    begin: float  # begin, end: moments in seconds
    end: float


class Log:
    """A function that is called in processes, and a file in which each of them writes its calls down."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "log"
        self._file.touch()

    def __call__(self, argument: str) -> str:
        """Return *argument* in capitals; “die” ends the process, “die once” the first time, “fail” raises an error."""
        begin = time.monotonic()
        if argument.startswith("die") and not ("once" in argument and argument in self.arguments):
            self._write(argument, begin)
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.03 if "wait" in argument else 0)
        self._write(argument, begin)
        if argument.startswith("fail"):
            raise KeyError(argument)
        return argument.upper() * (200_000 if argument == "long" else 1)

    def _write(self, argument: str, begin: float) -> None:
        with self._file.open("a", encoding="utf-8") as log:
            log.write(f"{argument},{os.getpid()},{begin},{time.monotonic()}\n")

    @property
    def calls(self) -> list[Made]:
        rows = [line.split(",") for line in self._file.read_text(encoding="utf-8").splitlines()]
        return [Made(argument, int(pid), float(begin), float(end)) for argument, pid, begin, end in rows]

    @property
    def arguments(self) -> list[str]:
        """The arguments in the order of the calls."""
        return [call.argument for call in self.calls]

    @property
    def pids(self) -> list[int]:
        """The processes in the order of the calls."""
        return [call.pid for call in self.calls]


def most_at_once(calls: list[Made]) -> int:
    """Return how many of *calls* were made at one moment."""
    return max(sum(call.begin <= moment.begin <= call.end for call in calls) for moment in calls)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


def made(
    log: Callable[[str], str],
    batches: list[list[str]],
    count: int = 1,
    *,
    tries: int = 2,
    prepare: Callable[[], object] = int,
) -> list[tuple[int, str | None]]:
    """Return the outcomes of calls in batches, in the order in which they come; calls are numbered from 10."""
    numbers = iter(range(10, 10_000))
    numbered = [[(next(numbers), argument) for argument in batch] for batch in batches]
    return list(outcomes(log, numbered, count, prepare, tries=tries))


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# -- lost calls --------------------------------------------------------------------------------------------------------


def test_calls_lost_in_a_batch_cost_no_other_and_are_tried_again_when_all_others_are_done(log: Log) -> None:
    found = made(log, [["a", "die once", "b", "die", "c"], ["d", "e"]])
    assert found == [(10, "A"), (12, "B"), (14, "C"), (15, "D"), (16, "E"), (11, "DIE ONCE"), (13, None)]
    assert log.arguments == ["a", "die once", "b", "die", "c", "d", "e", "die once", "die"]
    first, second, third, *others = log.pids[0:2], log.pids[2:4], log.pids[4:7], *log.pids[7:]
    assert [len(set(one)) for one in (first, second, third)] == [1, 1, 1], "each lost call takes one process with it"
    assert len({first[0], second[0], third[0], *others}) == 4


@pytest.mark.parametrize("tries", [1, 2, 3])
def test_a_call_is_tried_so_often_and_then_given_up(log: Log, tries: int) -> None:
    assert made(log, [["die", "a"]], tries=tries) == [(11, "A"), (10, None)]
    assert log.arguments == ["die", "a", *["die"] * (tries - 1)]


def test_lost_calls_are_tried_again_one_at_a_time(log: Log) -> None:
    names = [f"die once and wait {number}" for number in range(5)]
    found = made(log, [[name] for name in names], count=3)
    assert dict(found) == {10 + number: name.upper() for number, name in enumerate(names)}
    assert most_at_once(log.calls[5:]) == 1


def test_all_are_given_up_after_a_dozen_lost_in_a_row(log: Log) -> None:
    names = [f"die {number}" for number in range(15)]
    found = made(log, [names[:2], names[2:], ["a"]], tries=1)
    assert dict(found) == {10 + number: None for number in range(16)}
    assert log.arguments == names[:12]


def test_others_are_tried_again_after_so_many_and_given_up_after_so_many_again(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "MOST_LOST", 3)
    names = [f"die {number}" for number in range(5)]
    assert dict(made(log, [names[:2], [*names[2:], "a"]])) == {10 + number: None for number in range(6)}
    assert log.arguments == names[:3] * 2


def test_an_answer_between_lost_calls_begins_a_new_row(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MOST_LOST", 3)
    names = ["die 1", "die 2", "a", "die 3", "die 4", "b"]
    assert [one for _, one in made(log, [names], tries=1) if one] == ["A", "B"]
    assert log.arguments == names


def test_what_other_processes_have_not_made_when_so_many_are_lost_is_tried_alone(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The long batch is made to its end, but nobody waits for its answers."""
    monkeypatch.setattr(processes, "MOST_LOST", 3)
    found = made(log, [["wait"] * 8, [f"die once {number}" for number in range(3)]], count=2)
    assert sorted(number for number, _ in found) == list(range(10, 21))
    assert all(outcome for _, outcome in found)


def test_a_process_that_cannot_be_prepared_is_a_lost_call(log: Log) -> None:
    assert made(log, [["a"]], tries=1, prepare=lambda: os._exit(3)) == [(10, None)]
    assert log.calls == []


# -- errors ------------------------------------------------------------------------------------------------------------


def test_an_error_of_the_function_ends_everything_and_says_where_it_was_raised(log: Log) -> None:
    source = outcomes(log, [[(1, "a"), (2, "fail"), (3, "b")], [(4, "c")]], 1, int, tries=2)
    assert next(source) == (1, "A")
    with pytest.raises(KeyError, match="fail") as caught:
        next(source)
    assert "in __call__" in "".join(caught.value.__notes__)
    assert list(source) == []
    assert log.arguments == ["a", "fail", "b"], "a batch is made to its end, and no other begins"
    assert not any(map(is_there, log.pids))


# -- which process makes which -----------------------------------------------------------------------------------------


def test_a_process_is_replaced_after_a_few_batches(log: Log) -> None:
    batches = [[f"{number}", f"{number}'"] for number in range(9)]
    assert len(made(log, batches)) == 18
    assert log.arguments == [name for batch in batches for name in batch]
    assert [log.pids.count(pid) for pid in dict.fromkeys(log.pids)] == [8, 8, 2], "of four batches each"


@pytest.mark.parametrize(("count", "most"), [(1, 60), (2, 60), (3, 60), (3, 2)])
def test_as_many_processes_as_are_asked_for_run_at_a_time(
    log: Log, monkeypatch: pytest.MonkeyPatch, count: int, most: int
) -> None:
    monkeypatch.setattr(processes, "MOST_PROCESSES", most)
    assert len(made(log, [[f"wait {number}"] for number in range(4 * count)], count=count)) == 4 * count
    assert most_at_once(log.calls) == min(count, most)


def test_no_more_processes_start_than_there_are_batches(log: Log) -> None:
    assert dict(made(log, [["wait", "wait"], [], ["wait"]], count=5)) == {10: "WAIT", 11: "WAIT", 12: "WAIT"}
    assert len(set(log.pids)) == 2
    assert made(log, [], count=5) == []


def test_every_process_is_prepared_once_before_its_first_call(log: Log) -> None:
    found = made(log, [["a"], ["b"], ["c"], ["d"], ["e"]], prepare=lambda: log("prepared"))
    assert len(found) == 5
    assert log.arguments == ["prepared", "a", "b", "c", "d", "prepared", "e"]


# -- ends --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2])
def test_leaving_early_waits_for_batches_that_have_begun_and_for_no_other(log: Log, count: int) -> None:
    batches = [[(10 * number, f"long {number}"), (10 * number + 1, "long")] for number in range(4)]
    source = outcomes(log, batches, count, int, tries=2)
    next(source)
    source.close()
    assert not any(map(is_there, log.pids))
    assert len(set(log.pids)) == count
    assert sorted(log.arguments) == sorted(argument for batch in batches[:count] for _, argument in batch)


def test_answers_are_there_as_soon_as_they_are_given(log: Log) -> None:
    source = outcomes(log, [[(0, "a"), *((number, "wait") for number in range(1, 12))]], 1, int, tries=2)
    next(source)
    assert len(log.calls) < 12
    assert len(list(source)) == 11


def _signal(name: str) -> str:
    number = getattr(signal, name)
    os.kill(os.getpid(), number)
    return f"{name} is ignored" if signal.getsignal(number) is signal.SIG_IGN else name


def test_signals_of_the_terminal_are_left_to_the_parent() -> None:
    before = signal.signal(signal.SIGTERM, lambda *_: None)  # as `flyers` has a handler of its own
    try:
        found = made(_signal, [["SIGINT"], ["SIGHUP"], ["SIGTERM"]], tries=1)
    finally:
        signal.signal(signal.SIGTERM, before)
    # They are blocked as well, but not on Windows.
    assert found == [(10, "SIGINT is ignored"), (11, "SIGHUP is ignored"), (12, None)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_that_comes_while_a_process_starts_comes_after_that(number: signal.Signals) -> None:
    came: list[int] = []
    before = signal.signal(number, lambda number, _: came.append(number))
    try:
        with signals_blocked():
            signal.raise_signal(number)  # in this thread: others, if a test has left any, block nothing
            assert came == []
        assert came == [number]
    finally:
        signal.signal(number, before)
    assert number not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


ORPHAN = """
import os, time
from flyers.pipeline import processes

def call(argument):
    print(os.getpid(), flush=True)
    time.sleep(60)

processes.start_method = lambda: "fork"
list(processes.outcomes(call, [[(0, 0)], [(1, 1)]], 2, int, tries=1))
"""


def test_processes_end_at_once_with_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(map(is_there, pids))
    parent.kill()
    # The end of the pipe that all of them write to: none of them is there any more.
    reader = threading.Thread(target=parent.stdout.read, daemon=True)
    reader.start()
    reader.join(PATIENCE)
    ended = not reader.is_alive()
    for pid in () if ended else pids:  # or they would stay for ever
        os.kill(pid, signal.SIGKILL)
    assert ended
    parent.wait()
    parent.stdout.close()
