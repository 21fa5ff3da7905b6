"""Calls of a function in several processes, of which any may be killed: it costs a retry, not the work.

`concurrent.futures` hands batches to processes, and gives up when one of them is killed. What it had not done is then
called again, one call at a time in a process of its own, so that the call at fault is known. After every few batches
the processes are replaced, since nothing else gives back what libraries keep of one language after the other.

Foreign files are proved in `guarded_outcomes`, whose processes end if one file takes too long or too much memory. The
proof limits all that it can count, but nobody can count beforehand what a font's program makes a library do. On a busy
machine the wait for a processor does not count, only time on it, but for a longer limit.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from flyers import limits, process_cache
from flyers.errors import ExitCode, FlyersError, StoppedError

BATCHES = 4  # For each process before it is replaced: of 105 files in 35 languages, one then has 142 MB at most.
MOST_LOST = 12  # Calls that may be lost in a row before all others are given up: no process lives on this machine.

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
    """Yield what *function* returns for each numbered argument, with its number, as soon as its batch is done; None if
    its process was killed each of the *tries* times that it was called alone.

    *function* and *prepare*, which is called first in every process, are sent by name, so they are of a module. What
    they raise ends everything. A process has one of the *batches* after the other.
    """
    waiting, method = deque(batches), start_method()
    while waiting:
        turn = [waiting.popleft() for _ in range(min(len(waiting), BATCHES * processes))]
        lost: list[tuple[int, Argument]] = []
        with _pool(processes, prepare, method) as pool:
            calls: dict[Future[list[Outcome]], Sequence[tuple[int, Argument]]] = {}
            with signals_blocked():
                for batch in turn:
                    try:
                        calls[pool.submit(_each, function, [one for _, one in batch])] = batch
                    except BrokenProcessPool:  # already
                        lost += batch
            for call in as_completed(calls):
                batch = calls[call]
                try:
                    yield from zip([number for number, _ in batch], call.result(), strict=True)
                except BrokenProcessPool:
                    lost += batch
        yield from alone(function, sorted(lost, key=itemgetter(0)), prepare, tries=tries, method=method)


def alone(
    function: Callable[[Argument], Outcome],
    numbered: Sequence[tuple[int, Argument]],
    prepare: Callable[[], object],
    *,
    tries: int,
    method: str = "",
) -> Iterator[tuple[int, Outcome | None]]:
    """Yield the same for arguments of which only one at a time is in a process; see `outcomes`."""
    method = method or start_method()
    left = deque((number, argument, tries) for number, argument in numbered)
    in_a_row = 0
    while left and in_a_row < MOST_LOST:
        with _pool(1, prepare, method) as pool:
            while left:
                number, argument, rest = left.popleft()
                try:
                    with signals_blocked():
                        call = pool.submit(function, argument)
                    outcome = call.result()
                except BrokenProcessPool:
                    in_a_row += 1
                    if rest > 1:
                        left.appendleft((number, argument, rest - 1))
                    else:
                        yield number, None
                    break
                in_a_row = 0
                yield number, outcome
    yield from ((number, None) for number, _, _ in left)


def _each(function: Callable[[Argument], Outcome], arguments: Sequence[Argument]) -> list[Outcome]:
    return [function(argument) for argument in arguments]


@contextmanager
def _pool(processes: int, prepare: Callable[[], object], method: str) -> Iterator[ProcessPoolExecutor]:
    """Yield *processes* that leave nothing half done: at the end, each finishes the batch that it is at."""
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(prepare,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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
    if at_once == 1:
        outcome_by_number = alone(call, list(enumerate(arguments)), _prepare_guarded, tries=1)
    else:
        groups: dict[Hashable, list[tuple[int, Argument]]] = {}
        for number, argument in enumerate(arguments):
            groups.setdefault(group(argument), []).append((number, argument))
        most = max(1, min(16, len(arguments) // (3 * at_once)))  # files of a batch
        batches = [batch[start : start + most] for batch in groups.values() for start in range(0, len(batch), most)]
        outcome_by_number = outcomes(call, batches, at_once, _prepare_guarded, tries=1)
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
