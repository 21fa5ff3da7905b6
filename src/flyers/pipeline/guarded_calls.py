"""Call a function on many arguments in guarded processes, several at once where there are processors.

A file for which its process ends, or has to be ended, costs no other file anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from multiprocessing.connection import wait
from typing import Generic

from flyers.errors import FlyersError
from flyers.pipeline import guarded
from flyers.pipeline.batches import Batches
from flyers.pipeline.guarded import Argument, GuardedProcess, Outcome


def outcomes(
    function: Callable[[Argument], Outcome],
    arguments: Sequence[Argument],
    group: Callable[[Argument], Hashable],
    processes: int,
) -> Iterator[Outcome | FlyersError]:
    """Yield what *function*, which is importable, returns for each of *arguments*, in their order, or its error.

    Args:
        group: names what a process caches for an argument; those of a group go to one process as long as there are
            enough groups.
        processes: how many run at once.
    """
    if processes == 1:
        with guarded.GuardedProcess(function) as call:
            for argument in arguments:
                ended = _outcome(partial(call, argument))
                yield ended
        return
    groups: dict[Hashable, deque[int]] = {}
    for index, argument in enumerate(arguments):
        groups.setdefault(group(argument), deque()).append(index)
    batches = Batches(groups, processes)
    with ExitStack() as stack:
        shared = [stack.enter_context(guarded.GuardedProcess(function, shares=True)) for _ in range(processes)]
        running = [_Running(number, process, arguments, batches) for number, process in enumerate(shared)]
        known: dict[int, Outcome | FlyersError] = {}
        for index in range(len(arguments)):
            while index not in known:
                known.update(one.next_outcome() for one in _at_their_end(running))
            yield known.pop(index)


class _Running(Generic[Argument, Outcome]):
    """One of several processes, which begins the next call as soon as one has ended.

    Attributes:
        index: of the argument that it is at; None if nothing is left for it.
    """

    def __init__(
        self,
        number: int,
        process: GuardedProcess[Argument, Outcome],
        arguments: Sequence[Argument],
        batches: Batches[Hashable],
    ) -> None:
        self.process = process
        self.index: int | None = None
        self._number = number
        self._arguments = arguments
        self._batches = batches
        self._next: deque[int] = deque()
        self._begin()

    def next_outcome(self) -> tuple[int, Outcome | FlyersError]:
        """Return the outcome of the call that has ended, with the index of its argument, and begin the next."""
        assert self.index is not None, "a call has ended"
        ended = self.index, _outcome(self.process.outcome)
        self._begin()
        return ended

    def _begin(self) -> None:
        if not self._next:
            self._next.extend(self._batches.take(self._number))
        self.index = self._next.popleft() if self._next else None
        if self.index is not None:
            self.process.begin(self._arguments[self.index])


def _at_their_end(processes: Sequence[_Running[Argument, Outcome]]) -> list[_Running[Argument, Outcome]]:
    """Wait until a process is at the end of its call or has had its time; return those that are."""
    busy = [one for one in processes if one.index is not None]
    ended = wait([one.process.connection for one in busy], min(one.process.time_left for one in busy))
    return [one for one in busy if one.process.connection in ended or not one.process.time_left]


def _outcome(call: Callable[[], Outcome]) -> Outcome | FlyersError:
    try:
        return call()
    except FlyersError as error:
        return error
