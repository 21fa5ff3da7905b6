"""What a command may not do, whatever it is given: see `Judge`."""

from __future__ import annotations

import io
import json
import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diskwatch import Operation, watch_disk
from fuzzkinds import FAULTY, KINDS, Case

WRITES_CAMPAIGN = {"set", "verify", "import", "init", "sign", "update", "manifest", "package"}
"""Commands that may write outside the output folder, in the campaign."""

PLACED = re.compile(r"[\w./-]+\.(?:yaml|po|xlf|svg):\d+")
"""A file with its line."""

WHOLE = re.compile(
    r"[\w./-]+\.(?:yaml|po|xlf|svg): (?:This file (?:is|cannot)|The name of this file ends |.*missing|not in the catalog|There is no )|\.(?:ttf|icc|xlsx|json|pdf)\b|\.xlsx, "
)
"""A file that has no lines, or an error that concerns all of it."""

OF_A_FILE = {3, 4, 5, 6, 8}
"""Codes of errors that are in a file."""


class Judge:
    """Watches the commands of a process, and says what is wrong with each.

    A command may end with an error of its kind, which names the file, or with a proved file. It may not write outside
    the output folder, start a process, ask the network, print what a terminal would act on, or end with a traceback.
    """

    def __init__(self, campaign: Path) -> None:
        self._campaign = campaign.resolve()
        self._on = False
        self._found: list[str] = []
        self._allowed: tuple[str, ...] = ()
        watch_disk(self._see, self._see_other)
        self._record_faults()

    def begin(self, case: Case) -> None:
        """Begin to watch a case."""
        written = ["content", "translations"] if self._writes(case) else []
        layer = [f"layer/{folder}" for folder in written if any("layer" in word for word in case.words)]
        self._allowed = tuple(f"{self._campaign / folder}/" for folder in ("out", "output", *written, *layer))
        self._found = []
        self._on = True

    @staticmethod
    def _writes(case: Case) -> bool:
        return bool(WRITES_CAMPAIGN & set(case.words[:2])) or "--accept" in case.words

    def end(self, kind: str, case: Case, code: int, out: str, err: str) -> list[str]:
        """Return what was wrong since `begin`."""
        self._on = False
        found = [*self._found, *_faults(kind, case, code, out, err)]
        if code == 0 and case.words[0] == "build" and "--dry-run" not in case.words:
            found += _unproved(self._campaign)
        return found

    def _see(self, operation: Operation) -> None:
        event, paths = operation
        for path in paths if self._on else ():
            real = os.path.realpath(path)
            if not path.startswith("handle ") and not f"{real}/".startswith(self._allowed):
                self._found.append(f"{event} of {real!a}")

    def _see_other(self, what: str) -> None:
        if self._on:
            self._found.append(what)

    def _record_faults(self) -> None:
        """Record the tracebacks of faults that the program reports in one line, in a job and in a command."""
        from flyers.cli import main
        from flyers.errors import FlyersError
        from flyers.pipeline import recipe

        fail, report = recipe._failure, main._report

        def failure(*given: Any, fault: str = "") -> Any:
            self._found += [fault] if fault else []
            return fail(*given, fault=fault)

        def reported(error: Exception, console: Any) -> int:
            if not isinstance(error, FlyersError):
                self._found.append("".join(traceback.format_exception(error)))
            return report(error, console)

        recipe._failure, main._report = failure, reported


def stream() -> io.TextIOWrapper:
    """Return a stream that is no terminal, to stand for stdout or stderr."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True)


def text_of(printed: io.TextIOWrapper) -> str:
    """Return what was printed to a `stream`."""
    return printed.buffer.getvalue().decode("utf-8", "backslashreplace")


def _faults(kind: str, case: Case, code: int, out: str, err: str) -> Iterator[str]:
    if code not in range(12) or code == 1:
        yield f"exit {code}"
    for text in (out, err):
        if raw := {character for character in text if not (character.isprintable() or character in "\n\u200c\u200d")}:
            yield f"raw on the terminal: {sorted(map(ascii, raw))}"
        if "Traceback" in text or "The program itself failed" in text:
            yield "a traceback"
    if code and not (err.strip() or out.strip()):
        yield f"exit {code} without a word"
    if "--check" in case.words and code == 4:  # it only says which files would change
        return
    if (
        {**KINDS, **FAULTY}[kind].names_file
        and code in OF_A_FILE
        and not (PLACED.search(err + out) or WHOLE.search(err + out))
    ):
        yield "the error names no line"


def _unproved(campaign: Path) -> Iterator[str]:
    from flyers.pipeline.outputs import digest

    for report in campaign.glob("out/*/proof.json"):
        for entry in json.loads(report.read_bytes())["products"].values():
            pdf = report.parent / entry["file"]
            if entry["status"] != "good" or entry["sha256"] != digest(pdf.read_bytes()):
                yield f"exit 0, but {pdf.name} is {entry['status']}"
