"""The scripts of `bench/` that use what tests share start: that is moved now and then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench"
SHARING = sorted(script for script in BENCH.glob("*.py") if '/ "tests"' in script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SHARING, ids=lambda script: script.stem)
def test_a_script_says_what_it_takes(script: Path) -> None:
    told = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "usage: " in told.stdout
