"""Calls a function on foreign files in processes that end if one takes too long or too much memory.

The proof has limits for everything that it can count. But nobody can count beforehand what a font's program or a
pattern makes a library do, and a fault in a library can end its process. A file for which that happens costs no other
file anything. On a busy machine the wait for a processor does not count, only time on it, but for a longer limit.
"""

from __future__ import annotations

import faulthandler
import math
import os
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from typing import Generic, TypeVar

from flyers import limits, process_cache
from flyers.errors import FlyersError, StoppedError
from flyers.pipeline import processes

_HINT = "Treat it as failed: no printed piece needs that much. If it is one of ours, report it."

MOST = 16
"""Files of a batch."""

Argument = TypeVar("Argument")
Outcome = TypeVar("Outcome")


def outcomes(
    function: Callable[[Argument], Outcome],
    arguments: Sequence[Argument],
    group: Callable[[Argument], Hashable],
    at_once: int,
    *,
    seconds: float = limits.PDF_SECONDS,
    wait: float = limits.PDF_WAIT_SECONDS,
) -> Iterator[Outcome | FlyersError]:
    """Yield what *function*, which is importable, returns for each of *arguments*, in their order, or its error.

    Args:
        group: names what a process caches for an argument; those of a group go to one process one after the other.
        at_once: how many processes there are.
        seconds: of a processor that a call may take; *wait* are those that it may take in all.
    """
    wait = seconds if sys.platform == "win32" else wait
    call = _Guarded(function, seconds, wait)
    groups: dict[Hashable, list[tuple[int, Argument]]] = {}
    for numbered in enumerate(arguments):
        groups.setdefault(group(numbered[1]), []).append(numbered)
    most = max(1, min(MOST, len(arguments) // (3 * at_once)))
    batches = [batch[start : start + most] for batch in groups.values() for start in range(0, len(batch), most)]
    if at_once == 1:
        found = processes.alone(call, list(enumerate(arguments)), _prepare, tries=1)
    else:
        found = processes.outcomes(call, batches, at_once, _prepare, tries=1)
    known: dict[int, Outcome | FlyersError] = {}
    for number in range(len(arguments)):
        while number not in known:
            index, outcome = next(found)
            known[index] = _lost(seconds, wait) if outcome is None else outcome
        yield known.pop(number)


def _lost(seconds: float, wait: float) -> StoppedError:
    return StoppedError(
        f"The file was not examined to its end: it took more than {seconds:g} s of a processor, or more than {wait:g} "
        "s, or the program that examined it crashed, perhaps because memory ran out.",
        hint=_HINT,
    )


class _Guarded(Generic[Argument, Outcome]):
    """A function with limits, which returns what that returns, or the `FlyersError` that it raises."""

    def __init__(self, function: Callable[[Argument], Outcome], seconds: float, wait: float) -> None:
        self.function = function
        self._seconds = seconds
        self._wait = wait

    def __call__(self, argument: Argument) -> Outcome | FlyersError:
        _limit_time(self._seconds, self._wait)
        try:
            return self.function(argument)
        except FlyersError as error:
            return error
        except MemoryError:
            return StoppedError("The file was not examined to its end: it took too much memory.", hint=_HINT)
        except Exception as error:
            return StoppedError(f"The file cannot be examined ({type(error).__name__}: {error}).", hint=_HINT)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _prepare() -> None:
    # A proof leaves some fifty objects of garbage, and up to 40,000 that stay: searches took a twentieth of its time.
    process_cache.collect_garbage_rarely(1_000_000)
    _limit_memory()


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
