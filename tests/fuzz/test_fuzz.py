"""Whatever a file of any kind is like, a command ends with an error of its kind, or with a proved file.

`fuzzjudge.Judge` says what a command may not do. ``FLYERS_FUZZ_CASES=20000`` tries so many cases, ``FLYERS_FUZZ_SEED``
other ones; ``python tests/fuzz/fuzzrun.py KIND NUMBER`` shows one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzfaults import FAULTS
from fuzzkinds import KINDS, Ask

pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(sys.platform != "linux", reason="cases run in forked processes with limits"),
]

CASES = int(os.environ.get("FLYERS_FUZZ_CASES", "2000"))
"""Of all kinds together."""

SHARES = sum(kind.share for kind in KINDS.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_is_an_error_or_a_proved_file(lab: Ask, kind: str) -> None:
    cases = max(CASES * KINDS[kind].share // SHARES, 1)
    answer = lab("run", kind, 0, cases)
    assert answer["faults"] == []
    assert sum(answer["ended"].values()) == cases


def test_the_judge_sees_what_no_command_may_do(lab: Ask) -> None:
    found = lab("run", "faulty", 0, len(FAULTS))["faults"]
    for number, (_, fault) in enumerate(FAULTS):
        assert any(one.startswith(f"faulty {number}: ") and fault in one for one in found), fault


MAKE = """
import json, sys
from pathlib import Path
from fuzzkinds import checksums
from fuzzrun import SEED
json.dump(checksums(SEED, int(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
"""


def test_a_case_is_the_same_in_every_process(lab: Ask) -> None:
    made = lab("made", 20)
    command = [sys.executable, "-c", MAKE, "20", made["campaign"]]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        again = subprocess.run(command, cwd=Path(__file__).parent, env=environment, check=True, capture_output=True)
        assert json.loads(again.stdout) == made["checksums"]
