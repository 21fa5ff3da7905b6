"""Where the time goes: CPU seconds by stage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

STAGES = ("localize", "compose", "paint", "proof", "write")
"""The stages of the recipe, in order."""


class Clock:
    """Adds up the CPU seconds of each stage. CPU, not wall: on a busy machine only that can be compared."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - start
