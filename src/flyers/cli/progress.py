"""The progress of a build: a bar with the time that is left, in terminals only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from flyers.cli.console import Console

PATIENCE = 2.0
"""Seconds before anything is shown: what takes less needs no bar."""

INTERVAL = 0.1
"""Seconds between two drawings."""

WIDEST_BAR, LEAST_BAR = 24, 8
"""Characters of the bar. Where there is no room for the least, there is none."""

LEAST_LABEL = 12
"""Columns below which the last file is not named."""


class Progress:
    """Counts steps and draws how far they are; nothing outside a terminal, or where it wants no escapes.

    Only the parent process uses it: workers would draw over each other.
    """

    def __init__(self, total: int, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._done = 0
        self._console = console
        self._clock = clock
        self._shown = console.animated and os.environ.get("TERM") != "dumb"
        self._begun = self._drawn = 0.0

    def __enter__(self) -> Progress:
        self._begun = self._clock()
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._console.redraw("")

    def step(self, label: str) -> None:
        """Count one more step; *label* names it."""
        self._done += 1
        if not self._shown:
            return
        now = self._clock()
        if now - self._begun >= PATIENCE and now - self._drawn >= INTERVAL:
            self._drawn = now
            self._console.redraw(self._line(label, now - self._begun))

    def _line(self, label: str, seconds: float) -> str:
        """Return the line: bar, count, time left and label, as many of them as there is room for."""
        left = time_left(seconds * (self._total - self._done) / self._done)
        figures = f"{self._done}/{self._total}, {left} left"
        room = self._console.columns_for_notes - 1 - len(figures) - 1
        if room < LEAST_BAR:
            return figures if room >= -1 else f"{left} left"
        bar = min(WIDEST_BAR, room)
        filled = bar * self._done // max(self._total, 1)
        line = f"{'█' * filled}{'░' * (bar - filled)} {figures}"
        return f"{line} {label}" if room - bar > LEAST_LABEL else line


def time_left(seconds: float) -> str:
    """Return a duration as one says it: ``"40 s"``, ``"12 min"``, ``"3 h 20 min"``."""
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
