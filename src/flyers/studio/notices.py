"""Notices to the browsers that something has changed, as server-sent events (WHATWG HTML, 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

MOST_WAITING = 64
"""Notices that wait for a browser at most; a slower one loses the oldest, and reads everything anyway."""

HEARTBEAT = 15.0
"""Seconds between comments, by which lost connections are noticed."""


class Notices:
    """Passes notices on to all browsers that listen. For the thread of the event loop only."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closed = False

    def tell(self, notice: dict[str, Any]) -> None:
        """Send *notice* to every browser that listens."""
        text = f"data: {json.dumps(notice, ensure_ascii=False)}\n\n"
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(text)

    def close(self) -> None:
        """End all streams; the server would wait for them."""
        self._closed = True
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait("")

    async def stream(self) -> AsyncIterator[str]:
        """Yield events for one browser until it goes, or the studio ends."""
        queue: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._listeners.add(queue)
        try:
            yield "retry: 500\n\n"
            while not self._closed:
                try:
                    text = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    text = ": still here\n\n"
                if text:
                    yield text
        finally:
            self._listeners.discard(queue)
