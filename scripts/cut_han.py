"""Reduce Unihan's variants to two lists: characters of simplified Chinese alone, and of traditional Chinese alone.

    python scripts/cut_han.py Unihan_Variants.txt.bz2 han.txt

Unihan_OtherMappings.txt.bz2 must stand beside it. A character counts as simplified alone if it is in mainland China's
list for general use (kTGH), stands for another one (kTraditionalVariant), and is not among Taiwan's frequent ones (the
first plane of Big Five, kBigFive): so 后, 里 and 台, which both write, are in neither list. It counts as traditional
alone if it is in Big Five, is simplified to another one (kSimplifiedVariant), and is not in kTGH.
scripts/fetch_vendored.py runs this.
"""

from __future__ import annotations

import bz2
import sys
from collections import defaultdict
from pathlib import Path

SECOND_PLANE = 0xC940
"""Where Big Five's less frequent characters begin."""

HEAD = """\
# Characters that only one way of writing Chinese has, each with the other's: Unihan 15.1.0. Made by scripts/cut_han.py.
# “s” stands before characters of simplified Chinese, “t” before those of traditional Chinese.
"""


def read(path: Path, *fields: str) -> dict[str, dict[str, str]]:
    """The values of *fields* by character."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in bz2.decompress(path.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            if field in fields:
                found[chr(int(code[2:], 16))][field] = value
    return found


def others(character: str, value: str) -> str:
    """The characters of a variant field other than *character* itself."""
    named = (chr(int(each.split("<")[0][2:], 16)) for each in value.split())
    return "".join(each for each in named if each != character)


def main(variants_path: Path, target: Path) -> None:
    variants = read(variants_path, "kTraditionalVariant", "kSimplifiedVariant")
    standards = read(variants_path.with_name("Unihan_OtherMappings.txt.bz2"), "kTGH", "kBigFive")
    lines = [HEAD]
    for character, fields in sorted(variants.items()):
        mainland = "kTGH" in standards[character]
        big_five = standards[character].get("kBigFive", "")
        traditional = others(character, fields.get("kTraditionalVariant", ""))
        simplified = others(character, fields.get("kSimplifiedVariant", ""))
        if traditional and mainland and (not big_five or int(big_five, 16) >= SECOND_PLANE):
            lines.append(f"s {character} {traditional}\n")
        elif simplified and big_five and not mainland:
            lines.append(f"t {character} {simplified}\n")
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
