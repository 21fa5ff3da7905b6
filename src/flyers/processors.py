"""The processors that this process may use."""

from __future__ import annotations

import os

_FEW = 4
"""Files for each process below which another one takes longer to start than it saves."""


def usable() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_for(files: int, most: int | None = None) -> int:
    """Return how many processes may share the work on so many *files*: at least 1, and at most *most*."""
    return max(1, min(usable(), files // _FEW, files if most is None else most))
