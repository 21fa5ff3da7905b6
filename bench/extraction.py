"""Measure text extraction: the share of strings that each PDF reader extracts whole, by language.

    python bench/extraction.py                       every message and the corpus of the tests
    python bench/extraction.py --lang ar ur --show   also the strings that are lost
    python bench/extraction.py --strict              what is not whole with its white space, joiners and marks
    python bench/extraction.py --lang ur --strings FILE --show    your own strings, one on each line
    python bench/extraction.py --find                phrases of products that each reader's own search does not find
    python bench/extraction.py --find --peers        also in files of Typst, WeasyPrint and Chrome, where they are here,
                                                     with the same lines in the same fonts (--font: in another one)

A string counts as whole if it is whole in every setting: on one line, in a card's narrow column, and in a poster's
large type. Comparison is in NFKC, without white space and soft marks; in Arabic script also without combining marks.
"""

from __future__ import annotations

import argparse
import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "pdf"))

import pdfcorpus
from fontTools.ttLib import TTFont
from pdffeed import open_session, rich_text
from pdffinders import FINDERS, in_perfect_text, phrases
from pdfreaders import READERS, available, inner_spaces, whole

from flyers.page.document import TextLine
from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job


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
    parser.add_argument("--peers", action="store_true", help="also in files of other programs with the same lines")
    parser.add_argument("--font", type=Path, help="the font of those files, where the campaign's have letters in parts")
    parser.add_argument("--show", action="store_true", help="show the lost strings")
    options = parser.parse_args()
    if options.find:
        count_finds(options.lang, show=options.show, peers=options.peers, font=options.font)
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


def count_finds(languages: list[str], *, show: bool, peers: bool, font: Path | None) -> None:
    """Print how many phrases of card, poster and brochure each reader does not find, and how many pdf.js would not find
    in perfect text.
    """
    session = open_session()
    say(f"{'':8}{'phrases':>8}{'perfect':>9}" + "".join(f"{reader:>9}" for reader in FINDERS))
    for language in languages:
        localized = session.localized(language, allow_untranslated=True)
        wanted, missed = [], {reader: [] for reader in ("perfect", *FINDERS)}
        every: list[str] = []
        for product in ("wallet-card", "poster", "brochure"):
            job = Job(session.folder, language, product, "screen", Path())
            composition = compose_job(job, localized, session)
            document = composition.document
            lines = [item.text for page in document.pages for item in page.items if isinstance(item, TextLine)]
            every += lines
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
        fonts = (
            [font] if font else [session.library.stack([name], "regular")[0].path for name in localized.language.fonts]
        )
        for peer, missing in peer_counts(every, wanted, language, fonts) if peers else ():
            say(f"{peer:>8}{len(wanted):8}{'':9}" + "".join(f"{count:9}" for count in missing))


def peer_counts(
    lines: list[str], wanted: list[str], language: str, fonts: list[Path]
) -> Iterator[tuple[str, list[int]]]:
    """Yield each other program that is here, and how many phrases each reader does not find in its file of *lines*."""
    rtl = open_session().registry.language(language).rtl
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for peer, write in {"Typst": with_typst, "Weasy": with_weasyprint, "Chrome": with_chrome}.items():
            if write(list(dict.fromkeys(lines)), language, rtl, fonts, folder):
                file = folder / "peer.pdf"
                yield peer, [find(file, wanted).count(False) for find in FINDERS.values()]


def with_typst(lines: list[str], language: str, rtl: bool, fonts: list[Path], folder: Path) -> bool:
    if not find_spec("typst"):
        return False
    import typst

    (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
    for font in fonts:
        shutil.copy(font, folder)
    families = [TTFont(font)["name"].getDebugName(16) or TTFont(font)["name"].getDebugName(1) for font in fonts]
    stack = ", ".join(json.dumps(family) for family in families)
    head = (
        f'#set text(font: ({stack},), size: 11pt, lang: "{language.partition("-")[0]}", dir: {"rtl" if rtl else "ltr"})'
    )
    (folder / "peer.typ").write_text(
        f'{head}\n#for line in json("lines.json") [#block(text(line))]\n', encoding="utf-8"
    )
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    (folder / "peer.pdf").write_bytes(typst.Compiler(str(folder / "peer.typ"), font_paths=found).compile())
    return True


def with_weasyprint(lines: list[str], language: str, rtl: bool, fonts: list[Path], folder: Path) -> bool:
    if not find_spec("weasyprint"):
        return False
    import weasyprint

    weasyprint.HTML(page(lines, language, rtl, fonts, folder)).write_pdf(folder / "peer.pdf")
    return True


def with_chrome(lines: list[str], language: str, rtl: bool, fonts: list[Path], folder: Path) -> bool:
    chrome = shutil.which("chromium") or shutil.which("google-chrome")
    if not chrome:
        return False
    options = ["--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={folder / 'peer.pdf'}"]
    file = page(lines, language, rtl, fonts, folder)
    subprocess.run([chrome, *options, file.as_uri()], check=True, capture_output=True, timeout=120)
    return True


def page(lines: list[str], language: str, rtl: bool, fonts: list[Path], folder: Path) -> Path:
    """Write a page of HTML with a paragraph for each of *lines*, and return it."""
    faces = "".join(
        f"@font-face {{font-family: f{number}; src: url('{font.as_uri()}')}} " for number, font in enumerate(fonts)
    )
    family = ", ".join(f"f{number}" for number in range(len(fonts)))
    style = f"{faces} body {{font: 11pt {family}}} p {{margin: 6pt 0; line-height: 1.9}} @page {{size: 7in 10in}}"
    texts = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = f'<!doctype html><html lang="{language}" dir="{"rtl" if rtl else "ltr"}"><meta charset="utf-8">'
    text = f"{head}<title>Lines</title><style>{style}</style>{texts}"
    (file := folder / "peer.html").write_text(text, encoding="utf-8")
    return file


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
