"""A function in a process of its own is ended if it takes too long or too much memory, and the next call is answered."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest

from flyers import limits
from flyers.errors import StoppedError
from flyers.pipeline.guarded import GuardedProcess


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
    with GuardedProcess(_wait, seconds=1, wait=60) as call:
        assert call(2.5) == 2.5
    with GuardedProcess(_work, seconds=1, wait=60) as call:
        with pytest.raises(StoppedError, match="more than 1 s"):
            call(30)
        assert [call(0.7) for _ in range(4)] == [0.7] * 4, "each call has its own second"
    with GuardedProcess(_wait, seconds=60, wait=1) as call, pytest.raises(StoppedError, match="more than 1 s"):
        call(30)


@pytest.mark.parametrize(
    ("function", "says"), [(_die, "crashed"), (_fill, "too much memory|crashed"), (_fault, "KeyError")]
)
def test_a_process_that_is_lost_is_an_error_of_its_kind(function: Callable[[int], int], says: str) -> None:
    with GuardedProcess(function, seconds=60) as call, pytest.raises(StoppedError, match=says) as caught:
        call(1)
    assert caught.value.exit_code == 10
