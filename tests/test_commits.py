"""The history: what CONTRIBUTING.md says of commits."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

LONGEST_SUBJECT = 72
SINCE = "2026-12-01T08:00:00Z"
"""Earlier subjects are as they are."""


def test_subjects_of_commits_are_one_line_of_a_list(root: Path, tool: Callable[[str], str]) -> None:
    if not (root / ".git").exists():
        # Right to skip: an archive of the sources has no history.
        pytest.skip("needs the history of the repository")
    git = [
        tool("git"),
        "-c",
        "safe.directory=*",
        "-C",
        str(root),
        "log",
        "--no-merges",
        f"--since={SINCE}",
        "--format=%s",
    ]
    subjects = subprocess.run(git, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [subject for subject in subjects if len(subject) > LONGEST_SUBJECT] == []
