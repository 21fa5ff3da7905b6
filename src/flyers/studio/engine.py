"""The one thread that has the campaign: neither a session nor pdfium is for several."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from flyers.studio.live import Live
from flyers.studio.pages import Pages

_T = TypeVar("_T")


class Engine:
    """Runs functions of the live campaign one after the other, away from the thread that answers requests.

    Attributes:
        live: the campaign; pages: its pages on screens. Only functions that `run` runs may use them.
    """

    def __init__(self, folder: Path) -> None:
        self.live = Live.of(folder)
        self.pages = Pages(self.live)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio")

    async def run(self, function: Callable[[], _T]) -> _T:
        """Return what *function* returns; functions run in the order of the calls."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    def close(self) -> None:
        """Let the function that runs end, and run no other."""
        self._thread.shutdown(wait=True, cancel_futures=True)
