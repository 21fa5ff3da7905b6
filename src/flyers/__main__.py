"""The process of the command ``flyers``, and of ``python -m flyers``."""

from __future__ import annotations

import sys
from typing import NoReturn

from flyers import __version__


def run() -> None:
    """Run the command line of this process, and end it with the command's exit code."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:  # which needs no other module
        sys.stdout.write(f"flyers {__version__}\n")
        return
    from flyers.process_cache import collect_garbage_rarely

    collect_garbage_rarely()
    from flyers.cli.main import main

    try:
        code = main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        code = end.code
    end_at_once(code)


def end_at_once(code: int) -> NoReturn:
    """End this process as at its usual end, but leave its memory to the system: Python would free every object one by
    one, in a fifth of the time that a single file takes. If threads are still running, or a stream can't be flushed,
    the process ends in the usual way.
    """
    import atexit
    import os
    import threading

    if threading.active_count() == 1:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                if stream is not None:
                    stream.flush()
            except (OSError, ValueError):
                sys.exit(code)
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":  # a spawned worker imports this module under another name
    run()
