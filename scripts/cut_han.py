"""Reduce Unihan's variants to two lists: characters only of simplified Chinese, and only of traditional Chinese.

    python scripts/cut_han.py Unihan_Variants.txt.bz2 han.txt

Unihan_OtherMappings.txt.bz2 must be in the same folder. A character counts as only simplified if it is in mainland
China's list for general use (kTGH), is the simplified form of another one (kTraditionalVariant), and isn't among
Taiwan's frequent characters (the first plane of Big Five, kBigFive): so 后, 里 and 台, which both use, are in neither
list. It counts as only traditional if it is in Big Five, is simplified to another one (kSimplifiedVariant), and isn't
in kTGH. scripts/fetch_vendored.py runs this script.
"""

from __future__ import annotations

import bz2
import sys
from collections import defaultdict
from pathlib import Path

SECOND_PLANE = 0xC940
"""The first code of Big Five's less frequent characters."""

HEAD = """\
# Characters that only one way of writing Chinese has, each with the other's: Unihan 15.1.0. Made by scripts/cut_han.py.
# “s” stands before characters of simplified Chinese, “t” before those of traditional Chinese.
"""


def read(path: Path, *fields: str) -> dict[str, dict[str, str]]:
    """Return the values of *fields* by character."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for line in bz2.decompress(path.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            if field in fields:
                values[chr(int(code[2:], 16))][field] = value
    return values


def others(character: str, value: str) -> str:
    """Return the characters of a variant field other than *character* itself."""
    variants = (chr(int(code.split("<")[0][2:], 16)) for code in value.split())
    return "".join(variant for variant in variants if variant != character)


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
