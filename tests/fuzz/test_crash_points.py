"""A command that is killed before any of its operations on the disk leaves each file old or new, and no litter.

``FLYERS_CRASH_POINTS=1000`` tries all operations of every command, not some of each.
"""

from __future__ import annotations

import os
import sys

import pytest
from crashpoints import WRITERS
from fuzzkinds import Ask
from pairs import PAIRS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,
    pytest.mark.skipif(sys.platform != "linux", reason="commands run in forked processes"),
]

MOST = int(os.environ.get("FLYERS_CRASH_POINTS", "4"))
"""Operations of each command that are tried; a quarter of them where each takes a second."""


@pytest.mark.parametrize("command", WRITERS)
def test_a_killed_command_leaves_old_or_new_files(lab: Ask, command: str) -> None:
    most = MOST // 4 if WRITERS[command].slow else MOST
    answer = lab("crash", command, most)
    assert answer["faults"] == []
    assert answer["points"] >= WRITERS[command].least
    assert answer["tried"] == min(most, answer["points"])


@pytest.mark.parametrize("pair", PAIRS)
def test_two_commands_at_once_lose_nothing(lab: Ask, pair: str) -> None:
    assert lab("pair", pair)["faults"] == []
