#!/usr/bin/env python3
"""Copy what every campaign needs from this repository's campaign into the program.

The words on sheets of an office printer, in every language, and what is known of each language: line spacing, fonts,
quotation marks, words that don't end a line. A test compares the copies with the originals.

    .venv/bin/python scripts/copy_defaults.py
"""

from __future__ import annotations

from pathlib import Path

from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.pipeline.session import Session
from flyers.translation.defaults import REGISTRY_COPY, SHEET_WORDS, WORDS_COPY
from flyers.translation.registry import REGISTRY_FILE

ROOT = Path(__file__).resolve().parents[1]
COPIES = ROOT / "src" / "flyers" / "translation" / "copies"
HEAD = """\
# The words on sheets for an office printer, by language; scripts/copy_defaults.py writes this file. A campaign that has
# a message of the same id uses its own words.

"""


def words() -> str:
    """Return the file of the sheets' words."""
    session = Session(ROOT)
    lines = [HEAD]
    for tag in session.usual_languages:
        entries = session.catalog(tag).entries
        lines.append(f"{tag}:\n")
        for name in SHEET_WORDS:
            lines.append(f"  {name}: {yamlfile.quoted(entries[MessageKey(name)].translation.strip())}\n")
    return "".join(lines)


def main() -> None:
    (COPIES / WORDS_COPY).write_text(words(), encoding="utf-8")
    (COPIES / REGISTRY_COPY).write_bytes((ROOT / REGISTRY_FILE).read_bytes())


if __name__ == "__main__":
    main()
