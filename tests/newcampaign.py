"""A campaign of another state that ``flyers new`` begins, and the command line to work in it."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from flyers.cli.main import main


@dataclass(frozen=True)
class Command:
    """Runs ``flyers`` in the campaign *folder*, and returns stdout; any exit code but *code* fails the test."""

    folder: Path

    def __call__(self, *words: str, code: int = 0) -> str:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            ended = main(["--project", str(self.folder), *words])
        assert ended == code, f"{ended}: {out.getvalue()}{err.getvalue()}"
        return out.getvalue() + err.getvalue()


def begin(folder: Path, languages: str) -> Command:
    """Begin a campaign in *folder*, its name translated nowhere, and return the command line in it."""
    given = {"name": "Pine Tree Freedom Network", "state": "Maine", "phone": "207-555-0143", "site": "www.example.org"}
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert main(["new", str(folder), *options, "--languages", languages]) == 0
    return Command(folder)
