"""The reader's proof has every text with a number, a tick box and a writing line, and shows today's pages."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest

from flyers.cli.main import main
from flyers.content.message_key import MessageKey
from flyers.content.messages import is_printed
from flyers.errors import ExitCode, ProofError, TranslationError, UsageError
from flyers.layout.page_builder import INK, PEN, SMALLEST
from flyers.page.document import Box, Document, Item, Page, QrCode, Shape, TextLine
from flyers.page.editions import SCREEN
from flyers.page.items import extent
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import current_documents, usual_products
from flyers.pipeline.session import Session, open_session
from flyers.publish.reader_proof import recipe
from flyers.publish.reader_proof.page_style import FOOT, MARGIN, ROW_WORDS, SAFE, words_of
from flyers.publish.reader_proof.recipe import ReaderProof, reader_proof
from flyers.publish.reader_proof.rows import printed, unseen
from flyers.translation.localization import Localization, english_for
from flyers.workflow import signing

sys.path.insert(0, str(Path(__file__).parents[1] / "pdf"))
from pdfreaders import extracted

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("en", "es", "ar", "ur", "km")
COMPARED = ("es", "ar", "km")

each_language = pytest.mark.parametrize("tag", SHOWN)


@pytest.fixture(scope="session")
def made() -> Callable[[str], ReaderProof]:
    """Return a function that makes the proof of a language once."""
    session, known = open_session(ROOT), {}

    def make(tag: str) -> ReaderProof:
        if tag not in known:
            known[tag] = reader_proof(session, tag)
        return known[tag]

    return make


@pytest.fixture(scope="session")
def todays(session: Session) -> Callable[[str], list[Document]]:
    """Return a function that composes the products of a language once."""
    return cache(lambda tag: current_documents(session, tag))


def lines(page: Page) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine)]


def numerals(page: Page) -> list[int]:
    """Return the numbers in discs."""
    return [int(line.text) for line in lines(page) if line.ground == PEN]


def is_picture(page: Page) -> bool:
    return any(isinstance(item, Shape) and item.name == "leader" for item in page.items)


def rows_on(page: Page, tag: str = "") -> list[TextLine]:
    """Return the word beside each tick box, in the reader's language."""
    if is_picture(page) or page.face in ("instructions", "form"):
        return []
    return [line for line in lines(page) if line.text == words_of(tag or "en")["right"] and line.y > FOOT]


def paragraphs(page: Page) -> Iterator[TextLine]:
    """Yield each paragraph of the proof's own words as one line."""
    for _, paragraph in groupby(lines(page), key=lambda each: each.block):
        parts = list(paragraph)
        yield replace(parts[0], text=" ".join(part.text for part in parts))


def pdfium(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def poppler(data: bytes, program: str, folder: Path) -> str:
    (folder / "file.pdf").write_bytes(data)
    done = subprocess.run([program, "-enc", "UTF-8", folder / "file.pdf", "-"], check=True, capture_output=True)
    return done.stdout.decode()


def bare(text: str, tag: str) -> str:
    """Return *text* in NFKC without white space and soft marks, and in Arabic script without combining marks."""
    dropped = {"Cf", "Cc", "Zs", "Zl", "Zp"} | ({"Mn"} if tag in ("ar", "ur") else set())
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in dropped)


def strings(localized: Localization) -> Iterator[str]:
    yield from (rich.text for key, rich in localized.texts.items() if is_printed(key.id))


@pytest.mark.parametrize("tag", COMPARED)
@pytest.mark.parametrize("reader", ["pdfium", "poppler"])
def test_readers_find_every_text_in_the_file(made, session, todays, tool, tmp_path, tag, reader):
    pdf = made(tag).pdf
    # White space is no matter; nor is where a line or a page ends.
    said = pdfium(pdf) if reader == "pdfium" else poppler(pdf, tool("pdftotext"), tmp_path)
    localized = session.localized(tag)
    texts = printed(todays(tag), localized)
    expected = [localized.texts[text.message].text for text in texts if not text.message.contact]
    expected += [
        contact.display
        for text in texts
        if text.message.contact
        for contact in [localized.contact(text.message.contact)]
    ]
    assert [text for text in expected if not extracted(text, said, tag, reader)] == []


@each_language
def test_every_message_of_the_campaign_has_a_row(made, session, tag):
    localized = session.localized(tag)
    proof = made(tag)
    whole: dict[str, set[str]] = {}
    for page in proof.document.pages:
        paragraphs = groupby((line for line in lines(page) if not is_picture(page)), key=lambda each: each.block)
        for _, paragraph in paragraphs:
            text = bare("".join(line.text for line in paragraph), tag)
            whole.setdefault(text, set()).add(page.face)
    assert [text for text in strings(localized) if bare(text, tag) not in whole] == []
    keys = [key for key in localized.texts if is_printed(key.id)]
    assert proof.texts + proof.unseen >= len(keys)
    english = [english_for(localized.campaign, localized.language, key).text for key in keys]
    assert [text for text in english if bare(text, "en") not in whole] == []


@each_language
def test_pictures_and_rows_have_the_same_numbers(made, tag):
    proof = made(tag)
    shown = {number for page in proof.document.pages if is_picture(page) for number in numerals(page)}
    listed = [number for page in proof.document.pages if not is_picture(page) for number in numerals(page)]
    assert listed == list(range(1, proof.texts + 1))
    assert shown == set(listed)


def test_every_occurrence_of_a_text_has_its_number(made, session, todays):
    texts = printed(todays("ar"), session.localized("ar"))
    shown = [number for page in made("ar").document.pages if is_picture(page) for number in numerals(page)]
    assert sorted(shown) == sorted(text.number for text in texts for _ in text.occurrences)


@each_language
def test_no_leader_line_crosses_a_text(made, tag):
    for page in filter(is_picture, made(tag).document.pages):
        leaders = [item for item in page.items if isinstance(item, Shape) and item.name == "leader"]
        things = [item for item in page.items if isinstance(item, TextLine | QrCode)]
        over = [(thing, line) for thing in things for line in map(extent, leaders) if meet(extent(thing), line)]
        assert [thing.text if isinstance(thing, TextLine) else thing.target for thing, _ in over] == []


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


@each_language
def test_every_row_has_a_tick_box_and_a_writing_line(made, tag):
    proof = made(tag)
    count = 0
    for page in proof.document.pages:
        boxes = [item for item in page.items if isinstance(item, Box) and item.colour == INK]
        for word in rows_on(page, tag):
            count += 1
            (line,) = [box for box in boxes if box.height < 1 and box.width > 250 and abs(box.y - word.y) < 8]
            room = (line.x, line.y + 1, line.x + line.width, line.y + 23)
            assert [each.text for each in lines(page) if meet(extent(each), room)] == []
            left, _, right, _ = extent(word)
            beside = [
                box
                for box in boxes
                if abs(box.y - word.y) < 15 and (box.x > right if tag in ("ar", "ur") else MARGIN < box.x < left)
            ]
            assert len(beside) == 4, word
    assert count == proof.texts + proof.unseen


@each_language
def test_what_rows_ask_for_is_in_the_readers_language(made, tag):
    proof, own, english = made(tag), words_of(tag), words_of("en")
    said = {bare(text.text, tag) for page in proof.document.pages for text in paragraphs(page)}
    assert {key for key in ROW_WORDS if bare(own[key], tag) not in said} == set()
    if tag != "en":
        assert {key for key in ROW_WORDS if bare(english[key], tag) in said} == set()


def test_what_rows_ask_for_is_where_the_reader_begins(made):
    for tag in ("ar", "es"):
        for page in made(tag).document.pages:
            for word in rows_on(page, tag):
                assert (extent(word)[2] > page.width - MARGIN - 30) == (tag == "ar")
                assert (extent(word)[0] < MARGIN + 60) == (tag == "es")


@each_language
def test_every_page_has_the_checksum_of_todays_pages(made, session, tag):
    proof = made(tag)
    assert proof.checksum == signing.pages_checksum(session, tag)
    words = f"checksum {signing.short(proof.checksum)}"
    for number, page in enumerate(proof.document.pages, start=1):
        footer = [line.text for line in lines(page) if line.y < FOOT]
        assert words in footer
        assert f"page {number} of {len(proof.document.pages)}" in footer
        assert any(session.localized(tag).code in text for text in footer)


def test_a_changed_translation_changes_the_checksum(session, campaign):
    path = campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    text = path.read_text(encoding="utf-8")
    changed = text.replace('msgstr "Señales de alerta"', 'msgstr "Señales de aviso"', 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    sheets = [reader_proof(each, "es", products=["poster"]) for each in (Session(campaign), session)]
    assert sheets[0].checksum != sheets[1].checksum


def test_rows_break_lines_where_the_product_does(made, session, todays):
    texts = printed(todays("ar"), session.localized("ar"))
    blocks: dict[str, list[str]] = {}
    for page in made("ar").document.pages:
        for line in lines(page):
            if line.block.startswith("row "):
                blocks.setdefault(line.message, []).append(line.text)
    assert blocks == {text.message: [line.text for line in text.occurrences[0].lines] for text in texts}


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_translations_are_aligned_at_the_side_where_they_start(made, tag):
    for page in made(tag).document.pages:
        own = [line for line in lines(page) if line.block.startswith("row ")]
        for _, group in groupby(own, key=lambda line: line.block):
            boxes = [extent(line) for line in group]
            if tag == "ar":
                assert max(box[2] for box in boxes) == pytest.approx(page.width - MARGIN, abs=0.01)
            else:
                assert min(box[0] for box in boxes) > MARGIN + 30


@each_language
def test_translations_are_large_enough_to_read(made, tag):
    """The first page may be smaller, and repeats the labels of its form in English, for who gets the pages back."""
    for page in made(tag).document.pages:
        own = [line for line in lines(page) if not is_picture(page) and line.y > FOOT]
        assert min((line.size for line in own), default=12) >= (
            SMALLEST if page.face in ("instructions", "form") else 8.5
        )
        assert min((line.size for line in own if line.block.startswith("row ")), default=12) >= 10.5


@pytest.mark.parametrize(("paper", "size"), [("letter", (612.0, 792.0)), ("a4", (595.276, 841.89))])
def test_everything_is_inside_the_safe_area(made, session, paper, size):
    document = (made("km") if paper == "letter" else reader_proof(session, "km", paper=paper)).document
    for page in document.pages:
        assert sorted((page.width, page.height)) == sorted(size)
        for box in map(extent, page.items):
            assert box[0] >= SAFE - 0.01, page.face
            assert box[1] >= SAFE - 0.01, page.face
            assert box[2] <= page.width - SAFE + 0.01, page.face
            assert box[3] <= page.height - SAFE + 0.01, page.face


def test_the_first_page_has_instructions_and_room_to_sign(made):
    (first, *_) = made("ar").document.pages
    words = " ".join(line.text for line in lines(first))
    for wanted in ("1-888-373-7888", "Give all pages back to", "Your name, or an id", "Your role", "Date", "Signature"):
        assert wanted in words
    assert f'--proof "{signing.short(made("ar").checksum)}"' in words


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_the_lines_to_write_on_of_the_form_fill_its_measure_to_the_end(made, tag):
    (first, *_) = made(tag).document.pages
    ticks = min(item.y for item in first.items if isinstance(item, Box) and item.colour == INK and item.height > 5)
    rules = [item for item in first.items if isinstance(item, Box) and item.colour == INK and item.y < ticks - 12]
    heights = sorted({rule.y for rule in rules})
    assert len(heights) == 3
    for height in heights:
        row = [rule for rule in rules if rule.y == height]
        if tag == "ar":
            assert min(rule.x for rule in row) == pytest.approx(MARGIN)
        else:
            assert max(rule.x + rule.width for rule in row) == pytest.approx(first.width - MARGIN)
        assert len(row) == (1 if height == heights[-1] else 2)


def test_the_proof_of_english_has_one_column(made):
    own = [line for page in made("en").document.pages for line in lines(page) if line.block.startswith("row ")]
    starts = [extent(line)[0] for line in own]
    # Lines of a text that is centred on the page keep their places to each other.
    assert min(starts) == pytest.approx(MARGIN + 32, abs=1)
    assert max(starts) < MARGIN + 72


@pytest.mark.parametrize("tag", ["es", "ar", "km"])
def test_the_proof_of_a_card_has_its_texts_and_no_others(of_card, session, tag):
    """It costs its reader about four pages, is named after the card, and can be signed."""
    proof = of_card(tag)
    (card,) = current_documents(session, tag, ["wallet-card"])
    said = {key for key in card.messages if key in session.localized(tag).texts}
    rows = {line.message for page in proof.document.pages for line in lines(page) if line.block.startswith("row ")}
    assert rows <= said | {MessageKey.of_contact("hotline")}
    assert proof.texts + proof.unseen == len(said) + 1  # the number that stands by itself
    assert len(proof.document.pages) <= 5
    assert proof.file_name == "reader-proof.wallet-card.pdf"
    assert proof.checksum == signing.pages_checksum(session, tag, ["wallet-card"])
    words = f"checksum {signing.short(proof.checksum)}"
    assert all(any(line.text == words for line in lines(page)) for page in proof.document.pages)


def test_a_proof_of_all_usual_products_is_that_of_the_language(session, monkeypatch):
    monkeypatch.setattr(recipe, "_prove", lambda pdf, asked: None)  # other tests prove it
    proof = reader_proof(session, "es", products=usual_products(session))
    assert (proof.products, proof.file_name) == ((), "reader-proof.pdf")
    assert proof.checksum == signing.pages_checksum(session, "es")


@pytest.mark.parametrize("tag", ["ar", "km", "ht"])
def test_the_english_asks_for_the_language_that_is_read(of_card, session, tag):
    """Beside “Arabic, please.” stands “Arabic, please.”, not “English, please.”"""
    language = session.registry.language(tag)
    proof = of_card(tag)
    said = [line.text.replace("\u00a0", " ") for page in proof.document.pages for line in lines(page)]
    assert not any("English, please" in text for text in said)
    assert sum(f"{language.say}, please." in text for text in said) >= 3, (
        "on the picture, in its row, and in the English"
    )


def test_an_incomplete_translation_is_refused(session):
    with pytest.raises(TranslationError) as refused:
        reader_proof(session, "mam")
    assert refused.value.exit_code is ExitCode.TRANSLATION
    assert "allow-untranslated" not in str(refused.value)
    assert "translations update" in refused.value.hint


def test_the_numbers_of_pages_are_read_as_printed(session):
    """`reader_proof` proves its own file: the foot of each page is in its picture, and once in the list of texts."""
    proof = reader_proof(session, "ar", products=["large-print"])
    shown = [line for page in proof.document.pages for line in lines(page) if line.message.id == "page.number"]
    counts = [line.counts for line in shown]
    assert counts == [(1, 2), (2, 2), (1, 2)]


def test_a_multilingual_product_is_refused(session):
    with pytest.raises(UsageError):
        reader_proof(session, "es", products=["poster", "hotline-poster"])


def test_the_reader_proof_is_not_a_product_to_build(session):
    assert "reader-proof" not in session.products


def test_the_same_words_give_the_same_bytes_at_any_time(session, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    one, other = (reader_proof(each, "es", products=["wallet-card"]).pdf for each in (open_session(ROOT), session))
    assert one == other


def spoilt(proof: ReaderProof, change: Callable[[Item], Item]) -> bytes:
    """Return the file of a document in which the first line of one row is changed."""
    pages = list(proof.document.pages)
    number = next(index for index, page in enumerate(pages) if rows_on(page, "ar"))
    items = list(pages[number].items)
    at = next(i for i, item in enumerate(items) if isinstance(item, TextLine) and item.block.startswith("row "))
    items[at] = change(items[at])
    pages[number] = replace(pages[number], items=tuple(items))
    return paint(replace(proof.document, pages=tuple(pages)), SCREEN, open_session(ROOT).library, 0)


@pytest.mark.parametrize("change", ["moved", "other words"])
def test_a_file_that_fails_its_proof_is_refused(session, monkeypatch, change):
    expected = []
    monkeypatch.setattr(recipe, "_prove", lambda pdf, asked: expected.append(asked))
    proof = reader_proof(session, "ar", products=["wallet-card"])
    monkeypatch.undo()

    def moved(item: Item) -> Item:
        return replace(item, y=item.y + 6)

    def other(item: Item) -> Item:
        first = item.runs[0]
        return replace(item, runs=(replace(first, glyphs=first.glyphs[1:]), *item.runs[1:]))

    with pytest.raises(ProofError):
        recipe._prove(spoilt(proof, moved if change == "moved" else other), expected[0])


def test_a_text_too_wide_for_its_column_is_put_below_the_english():
    starts: dict[MessageKey, float] = {}
    for page in reader_proof(open_session(ROOT), "es", products=["poster-detail"]).document.pages:
        for line in lines(page):
            if line.block.startswith("row "):
                starts[line.message] = min(extent(line)[0], starts.get(line.message, page.width))
    assert starts[MessageKey("poster.lead")] == pytest.approx(MARGIN + 32, abs=0.01)
    assert starts[MessageKey("contact.hotline.name")] > MARGIN + 200


def test_the_command_writes_the_file_and_prints_the_checksum(made, tmp_path, capsys, monkeypatch):
    def known(session, tag, *, paper, products):
        assert (session.folder, paper, products) == (ROOT, "letter", [])
        return made(tag)  # the commands of the pages (tests/test_docs_commands.py) make it anew

    monkeypatch.setattr(recipe, "reader_proof", known)
    done = main(["--project", str(ROOT), "reader-proof", "es", "--output", str(tmp_path)])
    assert done == ExitCode.OK
    assert (tmp_path / "es" / "reader-proof.pdf").read_bytes() == made("es").pdf
    assert f"checksum {signing.short(made('es').checksum)}" in capsys.readouterr().out


def test_the_command_refuses_with_the_exit_code_for_translations(tmp_path, capsys):
    done = main(["--project", str(ROOT), "reader-proof", "mam", "--output", str(tmp_path)])
    assert done == ExitCode.TRANSLATION
    assert not list(tmp_path.rglob("*.pdf"))
    assert re.search(r"messages are not translated into Mam", capsys.readouterr().err)


def test_messages_that_no_picture_shows_are_counted(made, session, todays):
    localized = session.localized("es")
    missed = [str(key) for key in unseen(printed(todays("es"), localized), localized)]
    assert "document.poster.title" in missed
    assert "card.headline" not in missed
    assert made("es").unseen == len(missed)
