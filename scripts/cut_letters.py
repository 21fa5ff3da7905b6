"""Reduce CLDR's exemplar characters to one readable file: the letters of each language.

    python scripts/cut_letters.py main letters.txt

`main` is that folder of the npm package `cldr-misc-full`. The file has the main exemplar characters, which native text
uses, of the languages that campaigns for people at risk are likely to need. Auxiliary exemplar characters are left out:
they are those of foreign names, and Dari's include the Arabic kaf and yeh, which no Dari text should have.
scripts/fetch_vendored.py runs this script.
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
"""BCP 47 tags, with CLDR's locale where it has another name."""

HEAD = """\
# Letters and marks that a text in each language is written with: CLDR {version}, exemplar characters.
# A line is a tag, a tab, and characters parted by spaces; “가–힣” is a range. Made by scripts/cut_letters.py.
"""

LONG_RUN = 100
"""Number of consecutive code points above which they are written as a range (Korean syllables)."""


def exemplars(text: str) -> list[str]:
    """Return the characters of a UnicodeSet in CLDR's notation (UTS #35), including those of sequences in braces."""
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), text[1:-1])
    letters = unicodedata.normalize("NFC", re.sub(r"[\s{}\\]", " ", plain))
    return sorted({letter for letter in letters if unicodedata.category(letter)[0] in "LM"})


def line(letters: list[str]) -> str:
    """Return the letters separated by spaces, with ranges for long runs."""
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
    for tag, cldr_name in sorted(LANGUAGES.items()):
        locale = cldr_name or tag
        data = json.loads((folder / locale / "characters.json").read_text(encoding="utf-8"))
        sets = data["main"][locale]["characters"]
        lines.append(f"{tag}\t{line(exemplars(sets['exemplarCharacters']))}\n")
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
