"""One process for all cases of a session: it has imported everything, and forks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fuzzkinds import Ask


@pytest.fixture(scope="session")
def lab() -> Iterator[Ask]:
    """Return a function that asks the process of `fuzzrun.serve`, and returns its answer."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("fuzzrun.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"},
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def ask(*request: object) -> dict[str, Any]:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        return answer

    yield ask
    process.stdin.close()
    process.wait(60)
