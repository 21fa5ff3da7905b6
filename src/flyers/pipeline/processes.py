"""Calls of a function in several processes, of which any may be killed: it costs a retry, not the work.

Each process has a pipe of its own. The end of the pipe tells that its process was killed, and the answers before it at
which call. (Processes of `concurrent.futures` share a lock: if one is killed while it has that, others wait for ever.)
After every few batches a process is replaced, since nothing else gives back what libraries keep of one language after
the other.

Foreign files are proved in `guarded_outcomes`, whose processes end if one file takes too long or too much memory. The
proof limits all that it can count, but nobody can count beforehand what a font's program makes a library do. On a busy
machine the wait for a processor does not count, only time on it, but for a longer limit.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import itertools
import math
import multiprocessing.connection
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from flyers import limits, process_cache
from flyers.errors import ExitCode, FlyersError, StoppedError

BATCHES = 4  # For each process before it is replaced: of 105 files in 35 languages, one then has 142 MB at most.
MOST_LOST = 12  # Calls that may be lost in a row before all others are given up: no process lives on this machine.

MOST_PROCESSES = 60  # Windows waits for no more pipes at a time.

Argument = TypeVar("Argument")
Outcome = TypeVar("Outcome")


def outcomes(
    function: Callable[[Argument], Outcome],
    batches: Sequence[Sequence[tuple[int, Argument]]],
    processes: int,
    prepare: Callable[[], object],
    *,
    tries: int,
) -> Iterator[tuple[int, Outcome | None]]:
    """Yield what *function* returns for each numbered argument, with its number, as soon as it is there; None if its
    process was killed each of the *tries* times. After the first time it is called alone, when all others are done.

    *function* and *prepare*, which is called first in every process, are sent by name, so they are of a module. What
    *function* raises ends everything. A process has one of the *batches* after the other.
    """
    start, lost = partial(_Process, function, prepare, start_method()), list[tuple[int, Argument]]()
    for attempt in range(tries):
        waiting, lost = [[call] for call in lost] if attempt else batches, []
        for call, outcome in _answers(waiting, 1 if attempt else processes, start):
            if outcome is None:
                lost.append(call)
            else:
                yield call[0], outcome
    yield from ((number, None) for number, _ in lost)


def _answers(
    batches: Sequence[Sequence[tuple[int, Argument]]], processes: int, start: Callable[[], _Process[Argument, Outcome]]
) -> Iterator[tuple[tuple[int, Argument], Outcome | None]]:
    """Yield each call and its outcome: None if its process was killed, or so many that it was not made."""
    waiting = deque(deque(batch) for batch in batches if batch)
    running: dict[Any, _Process[Argument, Outcome]] = {}  # by their pipes
    lost_in_a_row = 0
    try:
        while (waiting or running) and lost_in_a_row < MOST_LOST:
            while waiting and len(running) < min(processes, MOST_PROCESSES):
                process = start()
                running[process.connection] = process
                process.take(waiting.popleft())
            for connection in multiprocessing.connection.wait(list(running)):
                process = running[connection]
                call, outcome = process.calls.popleft(), process.outcome()
                lost_in_a_row = lost_in_a_row + 1 if outcome is None else 0
                yield call, outcome
                if outcome is not None and process.calls:
                    continue
                if outcome is not None and waiting and process.batches < BATCHES:
                    process.take(waiting.popleft())
                    continue
                running.pop(connection).end()
                if process.calls:
                    waiting.appendleft(process.calls)
        unmade = [*(process.calls for process in running.values()), *waiting]
        yield from ((call, None) for call in itertools.chain(*unmade))
    finally:
        for process in running.values():
            process.end()


class _Process(Generic[Argument, Outcome]):
    """A process that makes one batch of calls after the other."""

    def __init__(self, function: Callable[[Argument], Outcome], prepare: Callable[[], object], method: str) -> None:
        context: Any = multiprocessing.get_context(method)
        self.connection: Connection
        self.connection, other_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(other_end, function, prepare))
        with signals_blocked():
            self._process.start()
        other_end.close()  # The pipe ends with the process, which has the only other end.
        self.calls = deque[tuple[int, Argument]]()  # Those that it has not answered.
        self.batches = 0  # So many it has taken.

    def take(self, batch: deque[tuple[int, Argument]]) -> None:
        self.calls, self.batches = batch, self.batches + 1
        with contextlib.suppress(OSError):  # If it was killed, its next outcome says so.
            self.connection.send([argument for _, argument in batch])

    def outcome(self) -> Outcome | None:
        """Wait for what the function returns for the next argument; return None if the process was killed."""
        answer: tuple[Outcome | None, Exception | None]
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):  # perhaps in the middle of an answer
            return None
        outcome, error = answer
        if error is not None:
            raise error
        return outcome

    def end(self) -> None:
        """Let it finish its batch, and wait for its end."""
        with contextlib.suppress(EOFError, OSError):
            self.connection.send(None)
            while True:
                self.connection.recv()
        self._process.join()
        self.connection.close()


def _serve(connection: Connection, function: Callable[[Argument], object], prepare: Callable[[], object]) -> None:
    """Answer batches in a process of its own, until there is none."""
    _begin(prepare)
    with contextlib.suppress(EOFError, OSError):  # The parent was killed.
        while arguments := connection.recv():
            for argument in arguments:
                connection.send(_answer(function, argument))


def _answer(
    function: Callable[[Argument], Outcome], argument: Argument
) -> tuple[Outcome, None] | tuple[None, Exception]:
    try:
        return function(argument), None
    except Exception as error:
        error.add_note(traceback.format_exc())  # Where it was raised is not sent with it.
        return None, error


_FOR_THE_PARENT = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
"""Signals that reach every process of a terminal; only the parent reacts to them."""


def _begin(prepare: Callable[[], object]) -> None:
    """Leave signals of the terminal to the parent, end when that ends for any reason, and *prepare*."""
    for number in _FOR_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_parent, name="end with the parent", daemon=True).start()
    prepare()


def _end_with_the_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(ExitCode.STOPPED)  # at once: nobody waits for the file, and a part of it is taken over later


def start_method() -> str:
    """Return how processes are started: forked where nothing runs beside this thread, which could be lost in them.

    A forked one has what this process has imported and read. On systems other than Linux libraries may break.
    """
    if sys.platform != "linux" or not hasattr(os, "fork") or threading.active_count() > 1:
        return "spawn"
    try:
        return "fork" if len(os.listdir("/proc/self/task")) == 1 else "spawn"  # noqa: PTH208 - it is not a folder of ours
    except OSError:
        return "spawn"


def prepare_to_fork(campaigns: Sequence[Path]) -> None:
    """Import and open what forked processes inherit, and exempt it from their garbage collection."""
    from flyers.pipeline.session import MOST_OPEN, open_session

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, and each process has one core
    for module in ("flyers.layout.compose", "flyers.pipeline.prove", "babel.messages"):
        importlib.import_module(module)
    for campaign in campaigns[:MOST_OPEN]:
        session = open_session(campaign)
        session.forget_languages()  # or each of them would have all languages
        with contextlib.suppress(FlyersError):  # each job reports it
            _ = session.registry, session.theme, session.typesetter, session.pictures
    gc.collect()
    gc.freeze()


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Block signals while processes are started, so that Ctrl-C doesn't reach them before `_begin`. A process
    inherits the blocked signals; those that come meanwhile reach this one at the end.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def guarded_outcomes(
    function: Callable[[Argument], Outcome],
    arguments: Sequence[Argument],
    group: Callable[[Argument], Hashable],
    at_once: int,
    *,
    seconds: float = limits.PDF_SECONDS,
    wait: float = limits.PDF_WAIT_SECONDS,
) -> Iterator[Outcome | FlyersError]:
    """Yield what *function*, which is importable, returns for each of *arguments*, in their order, or its error.

    *group* names what a process caches for an argument; those of a group go to one of the *at_once* processes, one
    after the other. A call may take *seconds* of a processor, and *wait* seconds in all.
    """
    wait = seconds if sys.platform == "win32" else wait
    stopped = (
        f"The file was not examined to its end: it took more than {seconds:g} s of a processor, or more than "
        f"{wait:g} s, or the program that examined it crashed, perhaps because memory ran out."
    )
    call = partial(_guarded, function, seconds, wait)
    batches = [list(enumerate(arguments))]
    if at_once > 1:
        groups: dict[Hashable, list[tuple[int, Argument]]] = {}
        for number, argument in enumerate(arguments):
            groups.setdefault(group(argument), []).append((number, argument))
        most = max(1, min(16, len(arguments) // (3 * at_once)))  # files of a batch
        batches = [batch[start : start + most] for batch in groups.values() for start in range(0, len(batch), most)]
    outcome_by_number = outcomes(call, batches, at_once, _prepare_guarded, tries=min(at_once, 2))
    waiting: dict[int, Outcome | FlyersError | None] = {}
    for number in range(len(arguments)):
        while number not in waiting:
            index, waiting[index] = next(outcome_by_number)
        outcome = waiting.pop(number)
        yield StoppedError(stopped, hint=_HINT) if outcome is None else outcome


def _guarded(
    function: Callable[[Argument], Outcome], seconds: float, wait: float, argument: Argument
) -> Outcome | FlyersError:
    """Return what *function* returns within these limits, or the `FlyersError` that it raises."""
    _limit_time(seconds, wait)
    try:
        return function(argument)
    except FlyersError as error:
        return error
    except MemoryError:
        return StoppedError("The file was not examined to its end: it took too much memory.", hint=_HINT)
    except Exception as error:
        return StoppedError(f"The file cannot be examined ({type(error).__name__}: {error}).", hint=_HINT)
    finally:
        faulthandler.cancel_dump_traceback_later()


_HINT = "Treat it as failed: no printed piece needs that much. If it is one of ours, report it."


@cache
def _nowhere() -> int:
    """Return a handle on nothing: a process that ends for its time says nothing about it."""
    return os.open(os.devnull, os.O_WRONLY)


def _limit_time(seconds: float, wait: float) -> None:
    """Let this process end when it has been on a processor for *seconds* more (SIGXCPU), or after *wait* seconds."""
    faulthandler.dump_traceback_later(wait, exit=True, file=_nowhere())
    if sys.platform != "win32":
        import resource

        until = math.ceil(time.process_time() + seconds)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if hard == resource.RLIM_INFINITY or until < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _prepare_guarded() -> None:
    """Limit the memory of this process. macOS takes the limit and ignores it; Windows has none of this kind."""
    # A proof leaves some fifty objects of garbage, and up to 40,000 that stay: searches took a twentieth of its time.
    process_cache.collect_garbage_rarely(1_000_000)
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = limits.PDF_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(limits.PDF_MEMORY_BYTES, hard)
        with contextlib.suppress(ValueError, OSError):
            # A process that is ended for its time leaves no copy of its memory on the disk.
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
