"""Commands in messages and manuals can be pasted into a shell as they are, and none installs a stranger's package."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flyers.cli.main import COMMANDS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src/flyers").rglob("*.py"))
MARKDOWN = ROOT / "src/flyers/workflow/status.py"
"""The module that writes a manual too, where commands are shown as code."""

MANUALS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DISTRIBUTION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]

COMMAND = re.compile(rf"\bflyers (?:{'|'.join(command.name for command in COMMANDS)})\b")
IN_CURLY_QUOTES = re.compile(r"[“‘](?:flyers|make|pip|pipx|python3?) [^”’]*[”’]")
INSTALLED = re.compile(r"\bpipx? install ((?:-\S+ )*)(\S+)")


def bare_commands(text: str) -> Iterator[str]:
    """Yield the commands of a message that are neither in plain quotes nor all that its last sentence has left."""
    for line in text.splitlines():
        for match in COMMAND.finditer(line):
            before, rest = line[: match.start()], line[match.start() :]
            quoted = before.endswith("'") and "'" in rest
            last = (not before or before.endswith(": ")) and not rest.endswith(".")
            if not (quoted or last or line.startswith("  ")):
                yield rest


def messages(path: Path) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings; a ``{}`` is where an f-string has a value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    passed_over |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_messages_quote_commands_as_they_are_typed() -> None:
    found = [(path, message) for path in SOURCES for message in messages(path) if "flyers" in message]
    found = [(path, re.sub(r"`[^`]+`", "", message) if path == MARKDOWN else message) for path, message in found]
    assert sum(bool(COMMAND.search(message)) for _, message in found) > 40
    bare = [f"{path.relative_to(ROOT)}: {command}" for path, message in found for command in bare_commands(message)]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_manuals_show_commands_as_code(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    prose = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
    assert list(bare_commands(prose)) == []


def test_no_command_is_in_curly_quotes_or_installs_another_package() -> None:
    """On the package index the name ``flyers`` is a stranger's."""
    found = [
        f"{path.relative_to(ROOT)}: {wrong}"
        for path in [*SOURCES, *MANUALS]
        for text in [path.read_text(encoding="utf-8")]
        for wrong in [
            *IN_CURLY_QUOTES.findall(text),
            *(name for _, name in INSTALLED.findall(text) if re.match(r"""["']?flyers(?![-_])""", name)),
        ]
    ]
    assert not found, "\n".join(found)


def test_the_distribution_has_a_name_that_the_rule_permits() -> None:
    assert DISTRIBUTION.startswith("flyers-")


@pytest.mark.parametrize(
    "message",
    ["Make it: flyers build.", "“flyers build --lang es” makes it.", "Run flyers build, then look.", "'flyers build"],
)
def test_a_command_that_cannot_be_pasted_is_found(message: str) -> None:
    assert list(bare_commands(message))
