"""Edits of text files, as a person makes them with an editor, for tests of several packages."""

from __future__ import annotations

from pathlib import Path


def edit(file: Path, old: str, new: str, *, everywhere: bool = False) -> None:
    """Write *new* in place of the first *old* in *file*, or of each; there must be one."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, -1 if everywhere else 1), encoding="utf-8")
