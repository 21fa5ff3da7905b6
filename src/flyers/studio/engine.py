"""The one thread that works with the campaign, since neither sessions nor pdfium are thread-safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from flyers.studio.live import Live
from flyers.studio.pages import ScreenPages

_T = TypeVar("_T")


GRACE = 0.05
"""Seconds that the thread must be idle before a job that can wait: a browser asks for pictures after pages."""


class Engine:
    """Runs functions of the live campaign one after the other, away from the thread that answers requests.

    Attributes:
        live: the campaign; pages: its pages on screens. Only functions that `run` runs may use them.
    """

    def __init__(self, folder: Path) -> None:
        self.live = Live.of(folder)
        self.pages = ScreenPages(self.live)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio")
        self._asked = 0
        self._free_since = 0.0

    async def run(self, function: Callable[[], _T]) -> _T:
        """Return what *function* returns; functions run in the order of the calls."""
        loop = asyncio.get_running_loop()
        self._asked += 1
        try:
            return await loop.run_in_executor(self._thread, function)
        finally:
            self._asked -= 1
            self._free_since = loop.time()

    async def run_later(self, function: Callable[[], _T]) -> _T:
        """Return what *function* returns, run once the thread has been idle for a moment."""
        loop = asyncio.get_running_loop()
        while self._asked or loop.time() < self._free_since + GRACE:
            await asyncio.sleep(GRACE / 5)
        free_since = self._free_since
        try:
            return await self.run(function)
        finally:
            self._free_since = free_since  # the next such job need not wait again

    def close(self) -> None:
        """Wait for the running function, and run no other."""
        self._thread.shutdown(wait=True, cancel_futures=True)
