"""pdfium does one thing at a time: a thread that calls it while it draws for another one waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_busy = threading.RLock()


def alone(function: Callable[P, T]) -> Callable[P, T]:
    """Return *function*, during which no other thread of this process calls pdfium.

    What it opens and does not keep is closed when it ends, for which pdfium is called too.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        with _busy:
            return function(*args, **kwargs)

    return call
