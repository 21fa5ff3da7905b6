"""Run a function on foreign files in a process of its own, which is ended if it takes too long or too much memory.

Its CPU time counts, not its wait for a processor on a busy machine. (Windows cannot limit CPU time; there it is the
wait.) The proof has limits for everything that it can count. But nobody can count beforehand what a font's program or a
pattern makes a library do, and a fault in a library can end its process.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from flyers import limits, process_cache, processors
from flyers.errors import FlyersError, StoppedError
from flyers.pipeline.worker_process import become_a_worker, signals_blocked, start_method

_HINT = "Treat it as failed: no printed piece needs that much. If it is one of ours, report it."

_MOMENT = 2.0
"""Seconds for a process that has closed its connection to end."""

Argument = TypeVar("Argument")
Outcome = TypeVar("Outcome")


class GuardedProcess(Generic[Argument, Outcome]):
    """A process that calls *function*, which is importable, with one argument after the other.

    It is started when it is first needed, and again after it was ended. A call may take *seconds* of a processor, and
    *wait* seconds in all. With *shares* the processors are shared with other processes, and it has one thread.
    """

    def __init__(
        self,
        function: Callable[[Argument], Outcome],
        seconds: float = limits.PDF_SECONDS,
        wait: float = limits.PDF_WAIT_SECONDS,
        *,
        shares: bool = False,
    ) -> None:
        self._function = function
        self._seconds = seconds
        self._wait = seconds if sys.platform == "win32" else wait
        self._shares = shares
        self._process: Any = None
        self._connection: Any = None
        self._until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, argument: Argument) -> Outcome:
        """Return what the function returns, or raise what it raises.

        Raises:
            StoppedError: it took too long, or the process ended, perhaps because memory ran out.
        """
        self.begin(argument)
        return self.outcome()

    def begin(self, argument: Argument) -> None:
        """Begin a call, whose `outcome` is asked for before the next one begins."""
        if self._process is None:
            self._start()
        self._until = time.monotonic() + self._wait
        with contextlib.suppress(OSError):  # the process has ended, as `outcome` finds
            self._connection.send(argument)

    @property
    def connection(self) -> Connection[Any, Any]:
        """What becomes readable when the call that has begun is at its end."""
        connection: Connection[Any, Any] = self._connection
        return connection

    @property
    def time_left(self) -> float:
        """The seconds that are left of the call that has begun; 0 if it has had its time."""
        return max(0.0, self._until - time.monotonic())

    def outcome(self) -> Outcome:
        """Wait for the end of the call that has begun; return and raise as `__call__` does."""
        try:
            if not self._connection.poll(self.time_left):
                raise _too_long(self._wait)
            good, outcome = self._connection.recv()
        except (EOFError, OSError):
            late = self._was_late()
            self._end()
            if late:
                raise _too_long(self._seconds) from None
            raise StoppedError(
                "The program that examined the file crashed, perhaps because memory ran out.", hint=_HINT
            ) from None
        except BaseException:
            self._end()
            raise
        if good:
            result: Outcome = outcome
            return result
        raise outcome

    def _start(self) -> None:
        context = multiprocessing.get_context(start_method())
        self._connection, theirs = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]  # every context has one; its type says no
            target=_serve, args=(theirs, self._function, self._seconds, self._shares), daemon=True
        )
        with signals_blocked():
            self._process.start()
        theirs.close()

    def _was_late(self) -> bool:
        """Return whether the system ended the process for its time."""
        if sys.platform == "win32":
            return False
        self._process.join(_MOMENT)
        return bool(self._process.exitcode == -signal.SIGXCPU)

    def _end(self) -> None:
        if self._process is not None:
            self._connection.close()
            self._process.kill()
            self._process.join()
            self._process = None


def _too_long(seconds: float) -> StoppedError:
    return StoppedError(f"The file was not examined to its end: it took more than {seconds:g} s.", hint=_HINT)


def _serve(connection: Connection[Any, Any], function: Callable[[Any], Any], seconds: float, shares: bool) -> None:
    become_a_worker()
    # A proof leaves some fifty objects of garbage, and up to 40,000 that stay: searches took a twentieth of its time.
    process_cache.collect_garbage_rarely(1_000_000)
    if shares:
        processors.keep_to_one()
    _limit_memory()
    while True:
        try:
            argument = connection.recv()
        except (EOFError, OSError):
            return
        _limit_time(seconds)
        try:
            outcome: tuple[bool, Any] = True, function(argument)
        except FlyersError as error:
            outcome = False, error
        except MemoryError:
            outcome = False, StoppedError("The file was not examined to its end: it took too much memory.", hint=_HINT)
        except Exception as error:
            outcome = False, StoppedError(f"The file cannot be examined ({type(error).__name__}: {error}).", hint=_HINT)
        connection.send(outcome)


def _limit_time(seconds: float) -> None:
    """Let the system end this process (SIGXCPU) when it has been on a processor for *seconds* more."""
    if sys.platform != "win32":
        import resource

        until = math.ceil(time.process_time() + seconds)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if hard == resource.RLIM_INFINITY or until < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _limit_memory() -> None:
    # macOS takes the limit and ignores it; Windows has none of this kind.
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = limits.PDF_MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(limits.PDF_MEMORY_BYTES, hard)
        try:
            # A process that is ended for its time leaves no copy of its memory on the disk.
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        except (ValueError, OSError):
            return
