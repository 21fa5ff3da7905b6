"""A campaign of another state that ``flyers new`` begins, and the command line to work in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main

Command = Callable[..., str]
"""Runs ``flyers`` with the words given, and returns stdout; any exit code but *code* fails the test."""


def begin(folder: Path, languages: str, capsys: pytest.CaptureFixture[str]) -> Command:
    """Begin a campaign in *folder*, its name translated nowhere, and return the command line in it."""

    def flyers(*words: str, code: int = 0) -> str:
        ended = main(["--project", str(folder), *words])
        out, err = capsys.readouterr()
        assert ended == code, err
        return out

    given = {"name": "Pine Tree Freedom Network", "state": "Maine", "phone": "207-555-0143", "site": "www.example.org"}
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    assert main(["new", str(folder), *options, "--languages", languages]) == 0, capsys.readouterr().err
    capsys.readouterr()
    return flyers
