"""What the tests of printed words share: how a line is printed, a day, and names of messages."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

from flyers.cli.console import Console
from flyers.content.message_key import MessageKey

DAY = dt.date(2026, 11, 5)
CALL, DANGER = MessageKey("help.call"), MessageKey("help.danger")


def printed(show: Callable[[Console], object], *, verbose: bool = False) -> list[str]:
    """Return the lines that *show* prints to stdout."""
    out = io.StringIO()
    show(Console(verbose=verbose, out=out, err=io.StringIO()))
    return out.getvalue().splitlines()
