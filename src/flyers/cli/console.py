"""Output to the terminal: results go to stdout, messages to a person go to stderr.

``--json`` relies on this: stdout then contains one JSON document and nothing else.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

BAR = 24
"""Characters of the progress bar."""


class Console:
    """The two output streams, and whether details are wanted."""

    def __init__(self, *, verbose: bool = False, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.verbose = verbose
        self._out = sys.stdout if out is None else out
        self._err = sys.stderr if err is None else err

    def say(self, line: str = "") -> None:
        """Print one line of the result to stdout."""
        self._out.write(_printable(line, self._out) + "\n")

    def note(self, line: str = "") -> None:
        """Print one line to stderr."""
        self._err.write(_printable(line, self._err) + "\n")
        self._err.flush()

    def error(self, message: str) -> None:
        """Print an error message to stderr."""
        self.note(f"flyers: {message}")

    def data(self, value: Any) -> None:
        """Print *value* as the JSON document of ``--json``."""
        self.say(json.dumps(value, ensure_ascii=False, indent=2))

    def table(self, rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), to_stderr: bool = False) -> None:
        """Print *rows* with aligned columns; the first is the heading. Columns in *right* are right-aligned."""
        line = self.note if to_stderr else self.say
        widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = [
                " " * (widths[column] - width(cell)) + cell
                if column in right
                else cell + " " * (widths[column] - width(cell))
                for column, cell in enumerate(row)
            ]
            line("  ".join(cells).rstrip())

    def progress(self, total: int) -> Progress:
        return Progress(total, self)

    def flush(self) -> None:
        self._out.flush()

    @property
    def animated(self) -> bool:
        """Whether stderr is a terminal, which can rewrite its last line."""
        return self._err.isatty()

    def redraw(self, text: str) -> None:
        """Replace the line of the last `redraw` with *text*."""
        self._err.write("\r\x1b[K" + _printable(text, self._err))
        self._err.flush()


class Progress:
    """The progress of a build: a bar in a terminal, else one line per step, for a log.

    Only the parent process uses it: workers would draw over each other.
    """

    def __init__(self, total: int, console: Console) -> None:
        self._total = total
        self._done = 0
        self._console = console

    def __enter__(self) -> Progress:
        if self._console.animated:
            self._draw("starting")
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.animated:
            self._console.redraw("")

    def step(self, label: str) -> None:
        """Count one more step; *label* names it."""
        self._done += 1
        if self._console.animated:
            self._draw(label)
        else:
            figures = len(str(self._total))
            self._console.note(f"[{self._done:{figures}}/{self._total}] {label}")

    def _draw(self, label: str) -> None:
        filled = BAR * self._done // max(self._total, 1)
        self._console.redraw(f"{'█' * filled}{'░' * (BAR - filled)} {self._done}/{self._total} {label}")


def width(text: str) -> int:
    """Return the terminal columns of *text*: marks take none, East Asian wide characters two (UAX #11)."""
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _printable(text: str, stream: TextIO) -> str:
    # In an old locale, a message about an Arabic letter must not raise UnicodeEncodeError.
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
