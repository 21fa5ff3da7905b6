"""Serializes calls of pdfium, which is not thread-safe."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_busy = threading.RLock()


def alone(function: Callable[P, T]) -> Callable[P, T]:
    """Return *function* so that no other thread of this process calls pdfium while it runs. Objects that it opens and
    drops are closed before it ends, since closing calls pdfium too.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        with _busy:
            return function(*args, **kwargs)

    return call
