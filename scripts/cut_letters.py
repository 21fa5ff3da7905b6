"""Reduce CLDR's exemplar characters to one readable file: which letters each language is written with.

    python scripts/cut_letters.py main letters.txt

`main` is that folder of npm's package `cldr-misc-full`. Kept are the main exemplar characters, which a native text of
the language uses, of the languages that campaigns for people at risk are likely to need. (Auxiliary ones are those of
foreign names. Dari's hold the Arabic kaf and yeh that no Dari text should have.) scripts/fetch_vendored.py runs this.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

LANGUAGES = {
    **dict.fromkeys(
        (
            *("am", "ar", "az", "be", "bg", "bn", "bs", "ckb", "cs", "da", "de", "el", "en", "es", "et", "fa", "fa-AF"),
            *("fi", "fr", "gn", "gu", "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "ka", "kea"),
            *("kk", "km", "kn", "ko", "ku", "ky", "ln", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "my"),
            *("nb", "ne", "nl", "om", "or", "pa", "pl", "ps", "pt", "qu", "quc", "rn", "ro", "ru", "rw", "si", "sk"),
            *("sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "to", "tr", "uk", "ur", "uz"),
            *("vi", "wo", "yo", "zu"),
        ),
        "",
    ),
    "tl": "fil",
}
"""BCP 47 tags, with the locale of CLDR where that has another name."""

HEAD = """\
# Letters and marks that a text in each language is written with: CLDR {version}, exemplar characters.
# A line is a tag, a tab, and characters parted by spaces; “가–힣” is a range. Made by scripts/cut_letters.py.
"""

LONG_RUN = 100
"""Code points in a row from which on they are written as a range (Korean syllables)."""


def exemplars(text: str) -> list[str]:
    """The characters of a UnicodeSet as CLDR writes them (UTS #35), those of sequences in braces one by one."""
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text[1:-1])
    letters = unicodedata.normalize("NFC", re.sub(r"[\s{}\\]", " ", plain))
    return sorted({letter for letter in letters if unicodedata.category(letter)[0] in "LM"})


def line(letters: list[str]) -> str:
    runs: list[list[str]] = []
    for letter in letters:
        if runs and ord(letter) == ord(runs[-1][-1]) + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return " ".join(f"{run[0]}–{run[-1]}" if len(run) > LONG_RUN else " ".join(run) for run in runs)


def main(folder: Path, target: Path) -> None:
    version = json.loads((folder.parent / "package.json").read_text(encoding="utf-8"))["version"]
    lines = [HEAD.format(version=version)]
    for tag, named in sorted(LANGUAGES.items()):
        locale = named or tag
        found = json.loads((folder / locale / "characters.json").read_text(encoding="utf-8"))
        sets = found["main"][locale]["characters"]
        lines.append(f"{tag}\t{line(exemplars(sets['exemplarCharacters']))}\n")
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
