"""What comes back out of the PDFs: the share of strings that each reader gives back whole, language by language.

    python bench/extraction.py                       the table: every message and the corpus of the tests
    python bench/extraction.py --lang ar ur --show   and the strings that are lost
    python bench/extraction.py --lang ur --strings FILE --show    strings of your own, a line each

A string counts as whole where it is so in every setting: on one line, in a card's narrow column, in a poster's large
type. White space and soft marks aside, after NFKC; in Arabic script without combining marks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "pdf"))

import pdfcorpus
from pdffeed import open_session, rich_text
from pdfreaders import READERS, available


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--lang", nargs="+", default=open_session().usual_languages, help="by default all that are begun"
    )
    parser.add_argument("--strings", type=Path, help="a text file to try instead, a string a line")
    parser.add_argument("--show", action="store_true", help="show what is lost")
    options = parser.parse_args()
    readers = [reader for reader in READERS if available(reader)]
    say(f"{'':8}{'strings':>8}" + "".join(f"{reader:>14}" for reader in readers))
    for language in options.lang:
        texts = [*pdfcorpus.messages(language), *pdfcorpus.corpus(language)]
        if options.strings:
            lines = options.strings.read_text(encoding="utf-8").splitlines()
            texts = [rich_text(line, language) for line in dict.fromkeys(lines) if line.strip()]
        sheet = pdfcorpus.sheet(texts, language)
        lost = [loss for reader in readers for loss in sheet.losses(reader)]
        shares = [1 - len({each.text for each in lost if each.reader == reader}) / len(texts) for reader in readers]
        say(f"{language:8}{len(texts):8}" + "".join(f"{share:14.1%}" for share in shares))
        if options.show:
            for each in lost:
                say(f"  {each.reader}, {each.setting}: {each.text}\n    {each.found!r}")
    return 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
