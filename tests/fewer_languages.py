"""A copy of a campaign with fewer languages, for tests of which each reads all of them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

LISTS = (("languages.yaml", r"  (\S+):\n", "  "), ("glossary.yaml", r"      (\S+): \[", "      "))
"""Files of the translations, how an entry of a language begins in each, and how far it is indented."""

NAMED = re.compile(r"(\b(?:languages|not_languages|only): )\[([^]]*)\]")
"""A list of languages in a layout."""

EMPTY = re.compile(r"(?:, )?\bnot_languages: \[\]")
NO_CONDITION = re.compile(r"(?:, )?\bwhen: \{\}")


def keep_languages(campaign: Path, tags: Sequence[str]) -> None:
    """Remove all other languages from the *campaign*.

    In a layout, the last of *tags* is in the place of the language that its conditions name most often, so that there
    still are conditions. Blocks that only others have are removed.
    """
    kept = {*tags}
    translations = campaign / "translations"
    for name, head, indent in LISTS:
        file = translations / name
        file.write_text(_entries(file.read_text(encoding="utf-8"), kept, head, indent), encoding="utf-8")
    for folder in translations.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder)
    for layout in (campaign / "content" / "layouts").glob("*.yaml"):
        layout.write_text(_layout(layout.read_text(encoding="utf-8"), tags), encoding="utf-8")
    assert {*yaml.safe_load((translations / "languages.yaml").read_bytes())["languages"]} == kept


def _layout(text: str, tags: Sequence[str]) -> str:
    named = Counter(tag for found in NAMED.finditer(text) for tag in found[2].split(", ") if tag not in tags)
    (most, _), *_ = named.most_common(1) or [("", 0)]

    def of_kept(found: re.Match[str]) -> str:
        own = (tags[-1] if tag == most else tag for tag in found[2].split(", "))
        return f"{found[1]}[{', '.join(dict.fromkeys(tag for tag in own if tag in tags))}]"

    lines = [NO_CONDITION.sub("", EMPTY.sub("", NAMED.sub(of_kept, line))) for line in text.splitlines(keepends=True)]
    return "".join(_without_blocks_of_others(lines))


def _without_blocks_of_others(lines: list[str]) -> list[str]:
    """Return *lines* without the items of lists in which a condition names no language."""
    kept = list(lines)
    for number, line in reversed([*enumerate(lines)]):
        if re.search(r"\b(?:languages|only): \[\]", line):
            first = number
            while not (lines[first].lstrip().startswith("- ") and _indent(lines[first]) <= _indent(line)):
                first -= 1
            last = number + 1
            while last < len(lines) and _indent(lines[last]) > _indent(lines[first]):
                last += 1
            kept[first:last] = []
    return kept


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _entries(text: str, kept: set[str], head: str, indent: str) -> str:
    """Return the lines of *text* without the entries of languages that are not *kept*."""
    lines, keeping = [], True
    for line in text.splitlines(keepends=True):
        if match := re.match(head, line):
            keeping = match[1] in kept
        elif not line.startswith(indent + " "):
            keeping = True
        if keeping:
            lines.append(line)
    return "".join(lines)
