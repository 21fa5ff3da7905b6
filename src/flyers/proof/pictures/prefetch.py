"""Renders the next bands of a page in a thread while earlier ones are drawn and compared.

pdfium releases Python's lock while it renders, so where a processor is free, a page takes two thirds of the time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, Sequence
from queue import Empty, SimpleQueue
from typing import NamedTuple

from flyers import processors
from flyers.proof.pictures.drawing import Pixels
from flyers.proof.pictures.scratch import Memory

_MOST_AT_ONCE = 3
"""Bands for which a thread takes memory: one is compared, and the others are rendered meanwhile."""


class Band(NamedTuple):
    """Rows of a page, from *first* up to *last*."""

    first: int
    last: int


class _Rendered(NamedTuple):
    rows: Pixels
    memory: Memory


def most_at_once() -> int:
    """Return for how many bands `prefetched` takes memory."""
    return _MOST_AT_ONCE if processors.has_spare() else 1


def prefetched(
    bands: Sequence[Band], render: Callable[[Band, Memory], Pixels], memories: Sequence[Memory]
) -> Generator[Pixels, None, None]:
    """Yield the rows of each of *bands*, each in one of *memories*, where they last until the next are asked for.

    A thread calls *render* where a processor is free. Close the generator if not all bands are needed.

    Raises:
        Exception: what *render* raises.
    """
    if not processors.has_spare():
        yield from (render(band, memories[0]) for band in bands)
        return
    free: SimpleQueue[Memory | None] = SimpleQueue()
    done: SimpleQueue[_Rendered | Exception] = SimpleQueue()

    def render_all() -> None:
        for band in bands:
            memory = free.get()
            if memory is None:
                return
            try:
                done.put(_Rendered(render(band, memory), memory))
            except Exception as error:
                done.put(error)
                return

    for memory in memories:
        free.put(memory)
    thread = threading.Thread(target=render_all, name="render ahead")
    thread.start()
    try:
        for _ in bands:
            rendered = done.get()
            if isinstance(rendered, Exception):
                raise rendered
            yield rendered.rows
            free.put(rendered.memory)
    finally:
        with contextlib.suppress(Empty):
            while True:
                free.get_nowait()
        free.put(None)
        thread.join()
