"""A campaign of another state that ``flyers new`` begins, and the command line to work in it."""

from __future__ import annotations

import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flyers.cli.main import main
from own_campaigns import written


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
    return Command(written(folder, _files(folder.name, languages)))


@cache
def _files(name: str, languages: str) -> dict[str, bytes]:
    """Return the files of a campaign in a folder called *name*. It is begun once: every page of it is composed."""
    given = {"name": "Pine Tree Freedom Network", "state": "Maine", "phone": "207-555-0143", "site": "www.example.org"}
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    with tempfile.TemporaryDirectory() as parent, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        folder = Path(parent) / name
        assert main(["new", str(folder), *options, "--languages", languages]) == 0
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
