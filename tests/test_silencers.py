"""Comments that silence a tool say why, and none is left where no tool would speak."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = [file for folder in ("src", "tests", "bench", "scripts") for file in sorted((ROOT / folder).rglob("*.py"))]
SILENCER = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)\b(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])?(.*)"
)
REASON = re.compile(r"\s+(-|#) \S.*")


def silenced(line: str) -> tuple[str, str] | None:
    """Return what is silenced in a line of code, and what is said of it; None if nothing is."""
    found = SILENCER.search(line)
    return found and (found[1], found[4])


def test_what_silences_a_tool_says_why_on_its_line() -> None:
    lines = [
        (file.name, line) for file in FILES if file != Path(__file__) for line in file.read_text("utf-8").splitlines()
    ]
    silencers = [(name, line, found) for name, line in lines if (found := silenced(line))]
    assert silencers
    assert [(name, line.strip()) for name, line, (_, reason) in silencers if not REASON.fullmatch(reason)] == []


def test_types_are_silenced_only_where_they_are_checked() -> None:
    """mypy reads the program alone (`files` in pyproject.toml); it reports what it need not be silenced for itself."""
    elsewhere = [file for file in FILES if ROOT / "src" not in file.parents and file != Path(__file__)]
    lines = [(file.name, line) for file in elsewhere for line in file.read_text("utf-8").splitlines()]
    assert [name for name, line in lines if (found := silenced(line)) and found[0].startswith("type")] == []


def test_a_silencer_without_a_reason_is_noticed() -> None:
    assert silenced("import this  # noqa: F401") == ("noqa", "")
    assert silenced("x = y  # type: ignore[arg-type, index]  # as it is") == ("type: ignore", "  # as it is")
    assert REASON.fullmatch("  # as it is")
    assert not REASON.fullmatch("")
    assert not REASON.fullmatch("  ")
    assert silenced("no qualms") is None
