"""Measure text extraction: the share of strings that each PDF reader extracts whole, by language.

    python bench/extraction.py                       every message and the corpus of the tests
    python bench/extraction.py --lang ar ur --show   also the strings that are lost
    python bench/extraction.py --strict              what is not whole with its white space, joiners and marks
    python bench/extraction.py --lang ur --strings FILE --show    your own strings, one on each line
    python bench/extraction.py --find                phrases of products that each reader's own search does not find

A string counts as whole if it is whole in every setting: on one line, in a card's narrow column, and in a poster's
large type. Comparison is in NFKC, without white space and soft marks; in Arabic script also without combining marks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "pdf"))

import pdfcorpus
from pdffeed import open_session, rich_text
from pdffinders import FINDERS, in_perfect_text, phrases
from pdfreaders import READERS, available, inner_spaces, whole

from flyers.page.document import TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.composition import compose_job
from flyers.pipeline.plan import Job


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--lang", nargs="+", default=open_session().usual_languages, help="languages; by default all of the campaign"
    )
    parser.add_argument("--strings", type=Path, help="a text file to use instead, with a string on each line")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="count instead texts that lack white space, a joiner or a mark, and words with a space inside",
    )
    parser.add_argument(
        "--find", action="store_true", help="count instead phrases that are not found as they are typed"
    )
    parser.add_argument("--show", action="store_true", help="show the lost strings")
    options = parser.parse_args()
    if options.find:
        count_finds(options.lang, show=options.show)
        return 0
    readers = [reader for reader in READERS if available(reader)]
    say(f"{'':8}{'strings':>8}" + "".join(f"{reader:>14}" for reader in readers))
    for language in options.lang:
        texts = [*pdfcorpus.messages(language), *pdfcorpus.corpus(language)]
        if options.strings:
            lines = options.strings.read_text(encoding="utf-8").splitlines()
            texts = [rich_text(line, language) for line in dict.fromkeys(lines) if line.strip()]
        file = pdfcorpus.corpus_file(texts, language)
        if options.strict:
            counts = [strict_counts(file, reader) for reader in readers]
            say(f"{language:8}{len(file.pages):8}" + "".join(f"{f'{lost} / {inside}':>14}" for lost, inside in counts))
            continue
        losses = [loss for reader in readers for loss in file.losses(reader)]
        shares = [1 - len({loss.text for loss in losses if loss.reader == reader}) / len(texts) for reader in readers]
        say(f"{language:8}{len(texts):8}" + "".join(f"{share:14.1%}" for share in shares))
        if options.show:
            for loss in losses:
                say(f"  {loss.reader}, {loss.setting}: {loss.text}\n    {loss.page!r}")
    return 0


def count_finds(languages: list[str], *, show: bool) -> None:
    """Print how many phrases of card, poster and brochure each reader does not find, and how many pdf.js would not find
    in perfect text.
    """
    session = open_session()
    say(f"{'':8}{'phrases':>8}{'perfect':>9}" + "".join(f"{reader:>9}" for reader in FINDERS))
    for language in languages:
        localized = session.localized(language, allow_untranslated=True)
        wanted, missed = [], {reader: [] for reader in ("perfect", *FINDERS)}
        for product in ("wallet-card", "poster", "brochure"):
            job = Job(session.folder, language, product, "screen", Path())
            composition = compose_job(job, localized, session)
            document = composition.document
            lines = [item.text for page in document.pages for item in page.items if isinstance(item, TextLine)]
            asked = phrases(document)
            wanted += asked
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "file.pdf"
                file.write_bytes(paint(document, composition.edition, session.library, 0))
                answers = {"perfect": in_perfect_text(lines, asked)}
                answers |= {reader: find(file, asked) for reader, find in FINDERS.items()}
            for reader, found in answers.items():
                missed[reader] += [phrase for phrase, there in zip(asked, found, strict=True) if not there]
        say(f"{language:8}{len(wanted):8}" + "".join(f"{len(phrases):9}" for phrases in missed.values()))
        for reader, lost in missed.items() if show else ():
            say(f"  {reader}: {lost}")


def strict_counts(file: pdfcorpus.CorpusFile, reader: str) -> tuple[int, int]:
    """Return how many pages lack white space, a joiner or a mark, and how many words have a space inside."""
    pages = [(text.text, page) for (text, _), page in zip(file.pages, file.read(reader), strict=True)]
    lost = sum(not whole(text, page) for text, page in pages)
    return lost, sum(len(inner_spaces(text, page)) for text, page in pages)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
