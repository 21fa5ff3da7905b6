"""A process that makes jobs, from both of its sides: the parent's handle, and what runs inside.

Jobs go in and results come out one by one, through a pipe without threads: when a process is killed, the parent has
every result that was finished, and knows which job it was at.
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
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from flyers import processors
from flyers.errors import ExitCode, FlyersError
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result

Indexed = tuple[int, Job]
"""A job, and its place in the plan."""

LARGE = 125_000_000
"""Bytes from which a worker begins no other language: the largest ones, both kinds of Chinese, add some 20 MB.

Of 105 posters, cards and brochures in 35 languages, two workers then take 149 MB at most instead of 162 the first time,
and 149 instead of 152 later, for a twentieth more time."""

GROWN = 60_000_000
"""Bytes that a worker may take at least, whatever it begins with."""

MakerFactory = Callable[[], Callable[[Job], Result]]
"""Returns, inside the process, the maker of its jobs. It is a function of a module, since it is sent by its name."""


class Worker:
    """A worker process.

    Args:
        number: which of the workers it is.
        maker: see `MakerFactory`.
        method: how it is started, ``fork`` or ``spawn``.

    Attributes:
        is_large: whether it has grown so much, when it sent its last result, that it should begin no other language.
    """

    def __init__(self, number: int, maker: MakerFactory, method: str) -> None:
        self.number = number
        self.is_large = False
        self._doing: deque[int] = deque()
        context = multiprocessing.get_context(method)
        self.connection, theirs = context.Pipe()
        with signals_blocked():
            self._process = context.Process(  # type: ignore[attr-defined]  # every context has one; its type says no
                target=_work, args=(theirs, maker), name=f"flyers {number}", daemon=True
            )
            self._process.start()
        theirs.close()  # or the end of the process would not be the end of the pipe

    @property
    def idle(self) -> bool:
        return not self._doing

    def begin(self, batch: Sequence[Indexed]) -> None:
        """Send the jobs of *batch*. (`receive` reports if the process has ended.)"""
        self._doing.extend(index for index, _ in batch)
        with contextlib.suppress(OSError):
            self.connection.send(list(batch))

    def receive(self) -> tuple[int, Result] | None:
        """Return the next result with its job's place in the plan; None if the process has ended.

        Raises:
            FlyersError: the maker cannot continue with any job.
        """
        try:
            received: tuple[Result, bool] | FlyersError = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(received, FlyersError):
            raise received
        result, self.is_large = received
        return self._doing.popleft(), result

    def unfinished(self) -> list[int]:
        """Close the connection to a process that has ended, and return the jobs that it has not made; the first is
        the one that it was making.
        """
        self.connection.close()
        self._process.join()
        return list(self._doing)

    def stop(self) -> None:
        """Wait until the process has ended; it finishes its file first."""
        with contextlib.suppress(OSError):
            self.connection.send(None)
        with contextlib.suppress(FlyersError):
            while self.receive() is not None:  # a process that waits for its reader would not end
                pass
        self.connection.close()
        self._process.join()


def start_method() -> str:
    """Return how workers are started: forked where nothing runs beside this thread, which could be lost in them.

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
"""What every worker imports."""


def prepare_to_fork(campaigns: Sequence[Path]) -> None:
    """Import and open what forked workers inherit, and exempt it from their garbage collection."""
    from flyers.pipeline.session import MOST_OPEN, open_session

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads, and each worker has one core
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


def peak_memory() -> int:
    """Return the most memory that this process has had, bytes; 0 where the system does not say it (on Windows)."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def _work(connection: Connection, maker: MakerFactory) -> None:
    become_a_worker()
    processors.keep_to_one()
    make = maker()
    # One that is forked begins with the memory of its parent: another in its place would not be smaller.
    most = max(LARGE, peak_memory() + GROWN)
    try:
        while (batch := connection.recv()) is not None:
            for number, (_, job) in enumerate(batch):
                if number and connection.poll():  # before a batch is done, only the word to stop can come
                    return
                connection.send((make(job), peak_memory() > most))
    except (EOFError, BrokenPipeError, ConnectionError):  # the parent is gone
        return
    except FlyersError as error:
        with contextlib.suppress(OSError):
            connection.send(error)
