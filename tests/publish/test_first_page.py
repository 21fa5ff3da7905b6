"""The first page of a reader's proof is in the reader's language, in words that the program has for all of them."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from flyers.content.markup import RichText
from flyers.page.document import TextLine
from flyers.pipeline.session import Session
from flyers.publish.reader_proof import page_style as first_page
from flyers.publish.reader_proof.cover import cover, steps_of
from flyers.publish.reader_proof.page_style import (
    ENGLISH,
    LABEL,
    ROW_WORDS,
    WORDS,
    ReaderWords,
    has_words,
    new_builder,
    words_of,
)
from flyers.publish.reader_proof.recipe import reader_proof
from flyers.publish.reader_proof.rows import RowWriter, TextRow, available
from flyers.translation.localization import LEAD
from flyers.workflow.uses import unused_entries
from matrix import matrix

pytestmark = pytest.mark.slow

FOLDER = resources.files(first_page.__package__).joinpath("words")
TAGS = sorted(file.name.removesuffix(".yaml") for file in FOLDER.iterdir())
OTHERS = [tag for tag in TAGS if tag != ENGLISH]
USUAL = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "my", "am")
"""One language of each kind of script."""
TWO_PAGES = ("ur", "my")
"""Their lines are so far apart that with many contacts the form has a page of its own."""


@pytest.fixture(scope="module")
def pages(session: Session) -> Callable[[str], list[list[TextLine]]]:
    """A function that returns the lines of the first pages in a language, with all of the campaign's contacts, by page."""
    return cache(lambda tag: lines_of_first_page(session, tag))


def lines_of_first_page(session: Session, tag: str) -> list[list[TextLine]]:
    localized = session.localized(tag, allow_untranslated=True)
    languages = (session.registry.english, session.localized("en").language, localized.language)
    builder = new_builder(session.typesetter, languages, "letter")
    contacts = [(localized.rich(one.name), one.display) for one in localized.contacts.values()]
    state = localized.standing.words
    structure = [cover(builder, localized, checksum="4f2a 91c0", products="poster", contacts=contacts, state=state)]
    document = builder.document("x", "x", structure, campaign="x", issue="2026-11", code="4f2a91c", draft=True)
    return [[item for item in page.items if isinstance(item, TextLine)] for page in document.pages]


def test_every_language_with_a_translation_has_the_words(session: Session) -> None:
    assert set(session.usual_languages) == set(TAGS)


@pytest.mark.parametrize("tag", OTHERS)
def test_words_are_complete_drafts_in_the_language_s_own_letters(session: Session, tag: str) -> None:
    language, english = session.registry.language(tag), words_of(ENGLISH)
    source = FOLDER.joinpath(f"{tag}.yaml").read_text(encoding="utf-8")
    assert "DRAFT: not reviewed by a native reader" in source.splitlines()[0]
    assert bool(words_of(tag)["sound"]) == (available(language.script, tag) or tag == "es")
    for key in (*WORDS, *ROW_WORDS):
        words = words_of(tag)[key]
        assert words == unicodedata.normalize("NFC", words)
        assert re.findall(r"\{\w*\}|\d", words) == (["{minutes}"] if key == "lead" else []), key
        assert words != english[key] or key in ("date", "signature"), key
        if language.script != "Latn":
            assert not re.search("[A-Za-z]", words.replace("{minutes}", "")), key


@pytest.mark.parametrize("tag", matrix(OTHERS, USUAL.__contains__))
def test_the_first_page_says_all_of_it_with_the_form_in_english_too(session: Session, pages, tag: str) -> None:
    said = "".join(line.text for page in pages(tag) for line in page)
    for words in (words_of(tag)[key] for key in WORDS):
        plain = words.replace("{minutes}", "90")
        if plain != words_of(tag)["sound"] or available(session.registry.language(tag).script, tag):
            assert _bare(plain) in _bare(said)
    for key in ("ok", "change", "back", "date", "name", "role", "signature"):
        assert _bare(words_of(ENGLISH)[key]) in _bare(said)


@pytest.mark.parametrize("tag", matrix(TAGS, USUAL.__contains__))
def test_the_first_page_is_one_page_and_large_enough_to_read(session: Session, pages, tag: str) -> None:
    assert len(pages(tag)) == (2 if tag in TWO_PAGES else 1)
    own = [line for page in pages(tag) for line in page if line.language == tag and tag != ENGLISH]
    factor = session.registry.language(tag).optical
    assert all(line.size >= 7.5 for line in own)
    assert not own or max(line.size for line in own) >= 7.9 * factor
    for page in pages(tag):
        assert min(line.y + line.ink[1] for line in page) > 40


@pytest.mark.parametrize("tag", matrix(TAGS, USUAL.__contains__))
def test_a_row_has_room_for_its_labels_and_a_line_to_write_on(session: Session, tag: str) -> None:
    english, language = session.registry.english, session.registry.language(tag)
    labels, builder = ReaderWords.of(language), new_builder(session.typesetter, (english, language), "letter")
    assert len({words_of(tag)[key] for key in ROW_WORDS}) == len(ROW_WORDS)
    assert labels.rtl == language.rtl
    widths = [builder.width_of(labels.words(key), labels.style(LABEL)) for key in ("right", "should")]
    assert max(widths) < 140
    assert words_of(tag)["should"].endswith((":", "：", "፦", "៖"))


def test_rows_have_the_words_of_the_campaigns_own_language_where_that_is_not_english(session: Session) -> None:
    english, spanish, french = (session.registry.language(tag) for tag in ("en", "es", "fr"))
    builder = new_builder(session.typesetter, (english, spanish, french), "letter")
    builder.turn_over("texts")
    localized = session.localized("es")
    writer = RowWriter(builder, localized, french, ReaderWords.of(spanish))
    key = next(key for key in localized.texts if not key.is_contact)
    assert list(writer.write([TextRow(key, "Vous pouvez partir.")], "texts"))
    document = builder.document("x", "x", [], campaign="x", issue="2026-11", code="x", draft=False)
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    assert [line.text.strip() for line in lines if line.language == "fr"] == ["Vous pouvez partir."]


def test_pages_in_arabic_script_begin_at_the_right(session: Session, pages) -> None:
    for tag in ("ar", "ur", "fa-AF", "ps"):
        own = [line for line in pages(tag)[0] if line.language == tag and line.ink[2] - line.ink[0] > 260]
        assert {round(line.x + line.ink[2]) for line in own} <= set(range(540, 572))
        (one,) = (line for line in pages(tag)[0] if line.text == "1")
        assert one.x > 540


def test_a_language_without_words_gets_english(session: Session) -> None:
    without = replace(session.registry.language("es"), tag="quc")
    assert not has_words(without.tag)
    assert (
        ReaderWords.of(without).words("tick", "finish") == f"{words_of(ENGLISH)['tick']} {words_of(ENGLISH)['finish']}"
    )
    assert not ReaderWords.of(replace(session.registry.language("ar"), tag="quc")).rtl


def test_what_is_not_there_is_not_explained() -> None:
    assert steps_of(beside=False, others=False, sound=False)[1::2] == (("texts",), ("finish",))
    assert steps_of(beside=True, others=True, sound=True)[1::2] == (("texts", "beside", "sound"), ("others", "finish"))


def _bare(text: str | RichText) -> str:
    return "".join(char for char in str(text) if not char.isspace() and unicodedata.category(char) != "Cf")


@pytest.mark.parametrize("tag", ["en", "es"])
def test_another_topic_begins_the_page_in_its_own_words(clinic: Path, tmp_path: Path, tag: str) -> None:
    """In 35 languages a card about shots was “for people who may be in danger”."""
    folder = Path(shutil.copytree(clinic, tmp_path / "clinic"))
    own = {"en": "Parents read these pages. Please check every word.", "es": "Los padres leen estas páginas."}
    entry = f'\nmsgctxt "{LEAD}"\nmsgid "{own["en"]}"\nmsgstr "{own["es"]}"\n'
    catalog = folder / "translations/es/LC_MESSAGES/flyers.po"
    catalog.write_text(catalog.read_text("utf-8") + entry, "utf-8")
    (folder / "content/messages/proof.yaml").write_text(f"messages:\n  {LEAD}: {{text: {own['en']}}}\n", "utf-8")
    session = Session(folder)
    text = " ".join(line.text for line in lines_of_first_page(session, tag)[0])
    assert own[tag].split(".")[0] in text
    assert "people who may be in danger" not in text
    assert "peligro" not in text.split("Qué hacer")[0]
    assert not list(unused_entries(session))
    assert reader_proof(session, tag, products=["shots"]).pdf  # which was proved
