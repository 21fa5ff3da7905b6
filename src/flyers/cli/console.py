"""Output to the terminal: results, such as the one document of ``--json``, go to stdout, messages to stderr."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from flyers import limits
from flyers.files import exists

LEAST_COLUMN = 20  # Columns of a terminal below which lines are not broken.

UNLIMITED = 10_000  # Columns of a stream that is not a terminal, where lines are not broken.


class _ClosedStream(io.StringIO):
    """Replaces a closed stdout, and refuses output, which would be lost."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


class Console:
    """The two output streams, and whether details are wanted; *quiet*: errors and results only.

    While *collected* is a list, JSON documents go into it and are not printed.
    """

    def __init__(self, *, verbose: bool = False, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.verbose = verbose
        self.quiet = False
        self.collected: list[Any] | None = None
        # Python has None for a stream that was closed before it started.
        self._out = out or sys.stdout or _ClosedStream()
        self.err = err or sys.stderr or io.StringIO()

    def say(self, line: str = "") -> None:
        """Print one line of the result to stdout."""
        self._out.write(_printable(line, self._out) + "\n")

    def lines(self, lines: Iterable[str]) -> None:
        """Print *lines* of the result."""
        for line in lines:
            self.say(line)

    def note(self, line: str = "") -> None:
        """Print *line* to stderr; in a terminal, broken between words. Nothing where `quiet`."""
        if not self.quiet:
            self._tell(line)

    def _tell(self, text: str) -> None:
        if self.err.isatty():
            text = "\n".join(folded(line, columns(self.err)) for line in text.split("\n"))
        self.err.write(_printable(text, self.err) + "\n")

    def ask(self, question: str) -> None:
        """Print *question* to stderr; the cursor stays behind it."""
        self.err.write(_printable(question, self.err))
        self.err.flush()  # Python does that only where a line ends, or begins again

    def error(self, message: str) -> None:
        """Print an error message to stderr."""
        self._tell(f"flyers: {message}")

    def data(self, value: Any) -> None:
        """Print *value* as the JSON document of ``--json``."""
        if self.collected is None:
            self._out.write(self._json(value) + "\n")
        else:
            self.collected.append(value)

    def data_in_parts(self, name: str, parts: Iterable[Sequence[Any]]) -> None:
        """Print ``{name: [row, …]}`` as `data` does, row by row, so that memory need not hold all rows."""
        end = "["
        self._out.write(f"{{\n  {json.dumps(name)}: ")
        for rows in filter(None, parts):
            own = self._json(rows).removeprefix("[").removesuffix("\n]").replace("\n", "\n  ")
            self._out.write(f"{end}{own}")
            end = ","
        self._out.write("[]\n}\n" if end == "[" else "\n  ]\n}\n")

    def _json(self, value: Any) -> str:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        if not text.replace("\n", "").isprintable():
            # An escape is the same text to JSON; a line is not cut, since half of one would be broken.
            text = "".join(c if c == "\n" or c.isprintable() else _json_escape(c) for c in text)
        return _encodable(text, self._out, _json_escape)

    def table(self, rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), to_stderr: bool = False) -> None:
        """Print *rows*, the first as heading, in columns; those in *right* are right-aligned. In a terminal that is too
        narrow, the last column is broken between words.
        """
        line, stream = (self.note, self.err) if to_stderr else (self.say, self._out)
        widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
        before = sum(widths[:-1]) + 2 * (len(widths) - 1)
        rest = columns(stream) - before if stream.isatty() else 0
        for row in rows:
            cells = []
            for column, cell in enumerate(row):
                space = " " * (widths[column] - width(cell))
                cells.append(space + cell if column in right else cell + space)
            if rest >= LEAST_COLUMN and len(row) - 1 not in right:
                cells[-1] = folded(row[-1], rest).replace("\n", "\n" + " " * before)
            line("  ".join(cells).rstrip())

    def flush(self) -> None:
        self._out.flush()

    def redraw(self, text: str) -> None:
        """Replace the line of the last `redraw` with *text*."""
        most = columns(self.err) - 1
        while width(text) > most:  # a longer line would be broken, and could not be rewritten
            text = text[:-1]
        self.err.write("\r\x1b[K" + _printable(text, self.err))


def columns(stream: TextIO | None) -> int:
    """Return the width of the terminal; very wide where the output goes elsewhere, or nowhere (None)."""
    if stream is None or not stream.isatty():
        return UNLIMITED
    import shutil  # with five compressors, which other streams need not wait for

    return max(shutil.get_terminal_size().columns, LEAST_COLUMN)


def folded(line: str, most: int) -> str:
    """Return *line* broken between words into lines of *most* columns, indented alike; a longer word stays whole."""
    if width(line) <= most:
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    indent = indent if len(indent) <= most // 2 else ""
    lines = [indent]
    for word in line.split():
        longer = f"{lines[-1]} {word}" if lines[-1].strip() else f"{indent}{word}"
        if width(longer) > most and lines[-1].strip():
            lines.append(f"{indent}{word}")
        else:
            lines[-1] = longer
    return "\n".join(lines)


def width(text: str) -> int:
    """Return the terminal columns of *text*: marks take none, East Asian wide characters two (UAX #11)."""
    marks = ("Mn", "Me", "Cf")
    seen = [char for char in text if not unicodedata.combining(char) and unicodedata.category(char) not in marks]
    return len(seen) + sum(unicodedata.east_asian_width(char) in "WF" for char in seen)


_JOINERS = "\u200c\u200d"  # Invisible characters that Persian, Hindi and Burmese names need, and that can't hide text.


def _printable(text: str, stream: TextIO) -> str:
    """Return *text* with control, invisible and direction characters as escapes, and long lines cut."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, text))
    most = limits.LINE_CHARACTERS
    lines = (line if len(line) <= most else f"{line[:most]}… ({len(line) - most} more)" for line in text.split("\n"))
    return _encodable("\n".join(lines), stream)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\n" or character in _JOINERS:
        return character
    if unicodedata.category(character) == "Zs":  # another space than the usual one
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else character.encode("ascii", "backslashreplace").decode()


def _json_escape(character: str) -> str:
    return json.dumps(character)[1:-1]


_PLAIN = {"“": '"', "”": '"', "’": "'", "…": "...", "→": "->", "·": "-", "×": "x", "–": "-", "█": "#", "░": "."}
"""What stands for the typographic signs of messages where a terminal has no such signs."""


def _plain(character: str) -> str:
    return _PLAIN.get(character) or character.encode("ascii", "backslashreplace").decode()


def _encodable(text: str, stream: TextIO, escape: Callable[[str], str] = _plain) -> str:
    """Return *text* with other characters for those that the stream cannot print: an old locale must raise no error."""
    encoding = stream.encoding or "utf-8"
    if text.isascii() or _has(encoding, text):
        return text
    return "".join(character if _has(encoding, character) else escape(character) for character in text)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def commit_it(path: Path) -> str:
    """Return the end of a note on a file that belongs into git, for a campaign that is in git; "" for others."""
    return "; commit it" if any(exists(folder / ".git") for folder in path.resolve().parents) else ""


PATIENCE, INTERVAL = 2.0, 0.1  # Seconds before anything is shown, and between two drawings.
WIDEST_BAR, LEAST_BAR = 24, 8  # Characters of the bar. Where there is no room for the least, there is none.


class Progress:
    """Counts steps and draws how far they are, in the parent process; nothing outside a terminal that takes escapes."""

    def __init__(self, total: int, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._done, self._console, self._clock = total, 0, console, clock
        self._shown = console.err.isatty() and not console.quiet and os.environ.get("TERM") != "dumb"
        self._begun = self._drawn = 0.0

    def __enter__(self) -> Progress:
        self._begun = self._clock()
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._console.redraw("")

    def step(self, label: str) -> None:
        """Count one more step; *label* names it."""
        self._done += 1
        if not self._shown:
            return
        now = self._clock()
        if now - self._begun >= PATIENCE and now - self._drawn >= INTERVAL:
            self._drawn = now
            self._console.redraw(self._line(label, now - self._begun))

    def _line(self, label: str, seconds: float) -> str:
        """Return the line: bar, count, time left and label, as many of them as there is room for."""
        left = time_left(seconds * (self._total - self._done) / self._done)
        figures = f"{self._done}/{self._total}, {left} left"
        room = columns(self._console.err) - 1 - len(figures) - 1
        if room < LEAST_BAR:
            return figures if room >= -1 else f"{left} left"
        bar = min(WIDEST_BAR, room)
        filled = bar * self._done // self._total
        line = f"{'█' * filled}{'░' * (bar - filled)} {figures}"
        return f"{line} {label}" if room - bar > 12 else line  # with less room, the file is not named


def time_left(seconds: float) -> str:
    """Return a duration as one says it: ``"40 s"``, ``"12 min"``, ``"3 h 20 min"``."""
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
