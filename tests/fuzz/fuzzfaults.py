"""Commands that do what none may do, to show that `fuzzjudge.Judge` sees it."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[[argparse.Namespace, Any], int]


def _divide(options: argparse.Namespace, console: Any) -> int:
    return 1 // 0


def _print_raw(options: argparse.Namespace, console: Any) -> int:
    sys.stdout.write("\x1b[2J\n")
    return 0


def _write_elsewhere(options: argparse.Namespace, console: Any) -> int:
    Path("content/more.yaml").write_text("x", encoding="utf-8")
    return 0


def _ask_the_network(options: argparse.Namespace, console: Any) -> int:
    with socket.socket() as asked:
        asked.settimeout(0.1)
        return asked.connect_ex(("127.0.0.1", 9)) and 0


def _take_memory(options: argparse.Namespace, console: Any) -> int:
    return len(bytearray(2_000_000_000)) and 0


def _never_end(options: argparse.Namespace, console: Any) -> int:
    while True:
        pass


def _say_nothing(options: argparse.Namespace, console: Any) -> int:
    return 3


FAULTS: tuple[tuple[Run, str], ...] = (
    (_divide, "ZeroDivisionError"),
    (_print_raw, "raw on the terminal"),
    (_write_elsewhere, "open of "),
    (_ask_the_network, "socket.connect"),
    (_take_memory, "MemoryError"),
    (_say_nothing, "without a word"),
    (_never_end, "signal 24"),
)
"""What is done, and what the judge says of it."""


def commit(number: int) -> None:
    """Let ``flyers languages`` do the fault with that *number*."""
    from flyers.cli.campaign import languages_command

    languages_command.run = FAULTS[number][0]
