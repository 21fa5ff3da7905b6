"""From the words typed to an exit code: the only place where errors become lines for a person.

Library code raises `FlyersError`; `main` prints it and ends with its code. Anything else is a fault of the program:
one line, and the traceback for those who ask with ``-v``.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

from flyers.cli.console import Console
from flyers.cli.parser import command_parser
from flyers.errors import ExitCode, FlyersError


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line *words* (default: the process's own) and return the exit code.

    Raises:
        SystemExit: from argparse, for ``--help``, ``--version`` and words that it does not know (`ExitCode.USAGE`).
    """
    options = command_parser().parse_args(words)
    console = Console(verbose=options.verbose)
    before = signal.signal(signal.SIGTERM, _stop_like_ctrl_c)
    try:
        code = options.run(options, console)
        console.flush()
        return int(code)
    except FlyersError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        console.note("Stopped. Files that were finished are whole; the others are as they were.")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: nobody is left to tell. Without this, Python complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        return _confess(error, console)
    finally:
        signal.signal(signal.SIGTERM, before)


def _report(error: FlyersError, console: Console) -> int:
    if console.verbose:
        console.note("".join(traceback.format_exception(error)).rstrip())
    console.error(str(error))
    return int(error.exit_code)


def _confess(error: Exception, console: Console) -> int:
    if console.verbose:
        console.note("".join(traceback.format_exception(error)).rstrip())
    hint = "Please report it with the lines above." if console.verbose else "Run again with -v for the details."
    console.error(f"A fault of the program itself ({type(error).__name__}: {error}). {hint}")
    return int(ExitCode.INTERNAL)


def _stop_like_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
