"""Whatever a file of any kind is like, a command ends with an error of its kind, or with a proved file.

`fuzzjudge.Judge` says what a command may not do. ``FLYERS_FUZZ_CASES=20000`` tries so many cases, ``FLYERS_FUZZ_SEED``
other ones; ``python tests/fuzz/fuzzrun.py KIND NUMBER`` shows one.
"""

from __future__ import annotations

import os
import sys

import pytest
from fuzzfaults import FAULTS
from fuzzkinds import KINDS, Ask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cases run in forked processes with limits")

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
