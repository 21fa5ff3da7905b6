"""A copy of a campaign with fewer languages, for tests of which each reads all of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

LISTS = (("languages.yaml", r"  (\S+):\n", "  "), ("glossary.yaml", r"      (\S+): \[", "      "))
"""Files of the translations, how an entry of a language begins in each, and how far it is indented."""

NAMED = re.compile(r"(\b(?:languages|not_languages|only): )\[([^]]*)\]")
"""A list of languages in a layout."""


def keep_languages(campaign: Path, tags: Sequence[str]) -> None:
    """Remove all other languages from the *campaign*; a list of a layout that has only others gets the last of *tags*."""
    kept = {*tags}
    translations = campaign / "translations"
    for name, head, indent in LISTS:
        file = translations / name
        file.write_text(_entries(file.read_text(encoding="utf-8"), kept, head, indent), encoding="utf-8")
    for folder in translations.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder)
    for layout in (campaign / "content" / "layouts").glob("*.yaml"):
        text = layout.read_text(encoding="utf-8")
        layout.write_text(NAMED.sub(lambda named: _list(named, tags), text), encoding="utf-8")
    assert {*yaml.safe_load((translations / "languages.yaml").read_bytes())["languages"]} == kept


def _list(named: re.Match[str], tags: Sequence[str]) -> str:
    found = [tag for tag in named[2].split(", ") if tag in tags]
    return f"{named[1]}[{', '.join(found or tags[-1:])}]"


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
