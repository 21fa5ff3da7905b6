"""Watches the campaign's files for changes, by the system's notifications, and tells the browsers that something has
changed, by server-sent events (WHATWG HTML, 9.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.files import is_folder

if TYPE_CHECKING:
    from watchfiles import Change

FOLDERS = ("content", "translations", "fonts")
"""Folders of a campaign with everything that pages are made of; built files go elsewhere."""

QUIET, GATHERED = 15, 100
"""Milliseconds without a change after which changes are reported, and the longest time for which they are collected: an
editor writes several files to save one."""


def watched_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the folders to watch of the campaign *folders*: its own and those of its bases."""
    return [part for folder in folders for name in FOLDERS if is_folder(part := (folder / name).resolve())]


async def changes(folders: Iterable[Path], stop: asyncio.Event) -> AsyncIterator[set[Path]]:
    """Yield the files in *folders* that have changed, until *stop* is set.

    Where the system has no watches left, files are polled.

    Raises:
        RuntimeError: neither can be done.
    """
    from watchfiles import awatch

    watched = list(folders)
    for polling in (False, True):
        # The system refuses to watch one more folder (OSError), or anything at all (RuntimeError of watchfiles).
        with contextlib.suppress(OSError, *(() if polling else (RuntimeError,))):
            async for batch in awatch(
                *watched,
                watch_filter=_counts,
                debounce=GATHERED,
                step=QUIET,
                stop_event=stop,
                rust_timeout=500,
                force_polling=polling,
            ):
                yield {Path(path) for _, path in batch}
            return


def _counts(change: Change, path: str) -> bool:
    """Return whether a change counts. Partly written files, an editor's temporary files, and folders whose files have
    changed (polling reports them) do not.
    """
    name = Path(path).name
    if name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")):
        return False
    return change.name != "modified" or not is_folder(Path(path))


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
