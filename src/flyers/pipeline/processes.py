"""Calls of a function in several processes, of which any may be killed: it costs a retry, not the work.

`concurrent.futures` hands batches to processes, and gives up when one of them is killed. What it had not done is then
called again, one call at a time in a process of its own, so that the call at fault is known. After every few batches
the processes are replaced, since nothing else gives back what libraries keep of one language after the other.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from flyers.errors import ExitCode, FlyersError

BATCHES = 4
"""Batches for each process before it is replaced: of 105 files in 35 languages, one then has 158 MB at most."""

MOST_LOST = 12
"""Calls that may be lost one after the other before all others are given up: no process lives on this machine."""

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
    """Yield what *function* returns for each argument with its number, as soon as its batch is done; None if its
    process was killed each time.

    Args:
        function: of a module, since it is sent by its name. What it raises ends everything.
        batches: numbered arguments; a process has one batch after the other.
        prepare: called first in every process; of a module, too.
        tries: how often a call is made alone before it is given up.
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


def _begin(prepare: Callable[[], object]) -> None:
    become_a_worker()
    prepare()


_FOR_THE_PARENT = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
"""Signals that reach every process of a terminal; only the parent reacts to them."""


def become_a_worker() -> None:
    """Leave signals of the terminal to the parent, and end when the parent ends for any reason."""
    for number in _FOR_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_the_parent, name="end with the parent", daemon=True).start()


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


_NEEDED = (
    "flyers.layout.compose",
    "flyers.impose.document",
    "flyers.pdf.painter",
    "flyers.pipeline.prove",
    "flyers.proof.run",
    "babel.messages",
)
"""What every process imports."""


def prepare_to_fork(campaigns: Sequence[Path]) -> None:
    """Import and open what forked processes inherit, and exempt it from their garbage collection."""
    from flyers.pipeline.session import MOST_OPEN, open_session

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, and each process has one core
    for module in _NEEDED:
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
    """Block signals while processes are started, so that Ctrl-C doesn't reach them before `become_a_worker`. A process
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
