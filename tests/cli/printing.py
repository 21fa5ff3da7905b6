"""What the tests of printed words share: a session for commands, how a line is printed, a day, and names of messages."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable

import pytest

from flyers.cli.console import Console
from flyers.content.message_key import MessageKey

DAY = dt.date(2026, 11, 5)
CALL, DANGER = MessageKey("help.call"), MessageKey("help.danger")


def printed(show: Callable[[Console], object], *, verbose: bool = False) -> list[str]:
    """Return the lines that *show* prints to stdout."""
    out = io.StringIO()
    show(Console(verbose=verbose, out=out, err=io.StringIO()))
    return out.getvalue().splitlines()


def open_as(monkeypatch: pytest.MonkeyPatch, opened: object) -> None:
    """Give every command the session *opened*."""
    for name, module in list(sys.modules.items()):
        if name.startswith("flyers.cli.") and hasattr(module, "open_session"):
            monkeypatch.setattr(module, "open_session", lambda project: opened)
