"""Builds that are killed, stopped, or out of room at a hundred random moments leave each file old or new, and no litter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc"),
]

MOMENTS = int(os.environ.get("FLYERS_FAULT_MOMENTS", "100"))


def test_a_hundred_disturbed_builds_lose_and_tear_nothing(tmp_path: Path) -> None:
    lab = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("faultlab.py")), str(MOMENTS), "14", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "FLYERS_CACHE": "off", "LC_ALL": "C.UTF-8"},
        timeout=500,
    )
    assert lab.returncode == 0, lab.stderr
    answer = json.loads(lab.stdout.splitlines()[-1])
    assert answer["faults"] == []
    assert sum(answer["tried"].values()) == MOMENTS
    assert answer["met"] > MOMENTS / 2
