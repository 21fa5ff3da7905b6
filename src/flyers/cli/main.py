"""Run the command line and turn errors into messages and exit codes.

Library code raises `FlyersError`; `main` prints it and returns its exit code. Any other exception is a fault of the
program: `main` prints one line, and the traceback with ``-v``.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from flyers.cli.console import Console
from flyers.cli.parser import command_parser
from flyers.cli.selection import find_project, name_languages
from flyers.errors import ExitCode, FlyersError


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line *words*, by default the process's own, and return the exit code.

    Raises:
        SystemExit: from argparse, for ``--help``, ``--version`` and unknown words (`ExitCode.USAGE`).
    """
    words = sys.argv[1:] if words is None else words
    options = command_parser(words).parse_args(words)
    console = Console(verbose=options.verbose)
    options.began = time.time_ns()  # nothing of a campaign has been read yet
    asked: list[int] = []
    before = _stop_like_ctrl_c(asked)
    try:
        code = _run(options, console)
        # A library may have swallowed the exception in a bare “except”, so the failure is not the file's fault.
        swallowed = asked and code not in (ExitCode.OK, ExitCode.INTERRUPTED)
        return _stopped(console) if swallowed else code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(options: argparse.Namespace, console: Console) -> int:
    try:
        if options.project is None:
            options.project = find_project(Path())
            if console.verbose and options.project != Path():
                console.note(f"The campaign is {options.project.resolve()}.")
        name_languages(options, console)
        run = options.run
        if options.in_each and options.campaigns:
            from flyers.cli.network import run_in_each as run
        code = run(options, console)
        console.flush()
        return int(code)
    except FlyersError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        return _stopped(console)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF):
            return _report_lost_output(error, console)
        if not isinstance(error, BrokenPipeError):
            return _report_fault(error, console)
        # The reader of our output (`| head`) is gone. Without this, Python reports an error at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        return _report_fault(error, console)


def _stopped(console: Console) -> int:
    console.note("Stopped. Finished files are complete; the others are unchanged.")
    return int(ExitCode.INTERRUPTED)


def _trace(error: Exception) -> str:
    import traceback  # with the compiler's tokens, for errors alone

    return "".join(traceback.format_exception(error)).rstrip()


def _report(error: FlyersError, console: Console) -> int:
    if console.verbose:
        console.note(_trace(error))
    console.error(str(error))
    return int(error.exit_code)


def _report_lost_output(error: OSError, console: Console) -> int:
    """Report that stdout can't be written, and keep Python from writing to it at exit."""
    with contextlib.suppress(OSError, ValueError):
        console.error(f"The output cannot be written ({error.strerror}). Free some space, or write it elsewhere.")
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(ExitCode.FILE_ACCESS)


def _report_fault(error: Exception, console: Console) -> int:
    if console.verbose:
        console.note(_trace(error))
    hint = "Please report it with the lines above." if console.verbose else "Run again with -v for the details."
    console.error(f"The program itself failed ({type(error).__name__}: {error}). {hint}")
    return int(ExitCode.INTERNAL)


def _stop_like_ctrl_c(asked: list[int]) -> dict[int, Any]:
    """Let the signals that end a process act like Ctrl-C, unless they are ignored (nohup); add each to *asked*, and
    return the former handlers.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before: dict[int, Any] = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    return before
