"""The process of the command ``flyers`` ends with its code, with all that it has printed, and at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flyers import __version__

PRELUDE = """
import atexit, os, sys, threading, time
from flyers import __main__ as process
from flyers.__main__ import end_at_once
class Large:
    def __del__(self, write=os.write):
        write(1, b"freed ")
large = Large()
atexit.register(lambda: print("exit", end=" "))
print("printed", end=" ")
"""
WITH_MAIN = """
import gc, sys
import flyers.cli.main
from flyers.__main__ import run
def main():
    print(gc.get_threshold()[0], flush=True)
    {}
flyers.cli.main.main = main
run()
"""


def ended(script: str, *words: str) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_version_is_told_without_another_module() -> None:
    script = (
        "import sys; from flyers.__main__ import run; run(); print(sorted(n for n in sys.modules if 'flyers' in n))"
    )
    assert ended(script, "--version") == (0, f"flyers {__version__}\n['flyers', 'flyers.__main__']\n", "")


def test_the_version_is_told_to_nobody_where_there_is_no_output() -> None:
    """As in a program without a console on Windows."""
    script = "import sys; from flyers.__main__ import run; sys.stdout = None; run()"
    code, out, _ = ended(script, "--version")
    assert (code, out) == (0, "")


def test_a_process_ends_at_once_with_what_it_has_printed_and_what_it_was_to_do_at_its_end() -> None:
    assert ended(f"{PRELUDE}\nend_at_once(3)") == (3, "printed exit ", "")


def test_a_process_whose_threads_are_at_work_ends_in_the_usual_way() -> None:
    thread = "threading.Thread(target=lambda: (time.sleep(0.1), print('thread', end=' '))).start()"
    assert ended(f"{PRELUDE}\n{thread}\nend_at_once(3)") == (3, "printed thread exit freed ", "")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_process_ends_with_its_code_also_without_output(stream: str) -> None:
    assert ended(f"{PRELUDE}\nsys.stdout.flush()\nsys.{stream} = None\natexit._clear()\nend_at_once(4)")[0] == 4
    code, out, _ = ended(f"{PRELUDE}\nsys.stdout.flush()\natexit._clear()\nsys.{stream}.close()\nend_at_once(4)")
    assert (code, out) == (4, "printed freed ")


@pytest.mark.parametrize(
    ("ending", "code", "said"),
    [
        ("return 3", 3, ""),
        ("raise SystemExit(5)", 5, ""),
        ("sys.exit('It is over.')", 1, "It is over.\n"),
    ],
)
def test_a_process_ends_with_the_code_of_its_command(ending: str, code: int, said: str) -> None:
    assert ended(WITH_MAIN.format(ending), "products") == (code, "200000\n", said)


def test_a_module_that_is_only_imported_runs_nothing() -> None:
    assert ended("import flyers.__main__", "--version") == (0, "", "")
    done = subprocess.run([sys.executable, "-m", "flyers", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"flyers {__version__}\n"
