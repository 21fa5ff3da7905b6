"""The readings beside the catalogs: every finding has an answer, and what was not taken has a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.pipeline.session import open_session
from flyers.publish.reader_proof.rows import doubts_on_words, remarks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "translations").glob("*/*-reading.md"))
ANSWER = re.compile(r"(taken|changed|left)\b")
LOCALES = sorted({page.parent.name for page in PAGES if (page.parent / "LC_MESSAGES").is_dir()})
MESSAGE = re.compile(r"(?<![\w.])[a-z]+(?:\.[a-z-]+)+(?![\w.*-])")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")


def findings(page: Path) -> list[list[str]]:
    """Return the cells of each finding: the message, its severity, …, what was done."""
    found = []
    for table in re.findall(r"^\| message \| severity .*\n(?:\|.*\n)+", page.read_text(encoding="utf-8"), re.M):
        found += [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in table.splitlines()[2:]]
    return [[cell.strip() for cell in cells] for cells in found]


def test_every_language_with_a_translation_has_been_read_twice_by_others() -> None:
    session = open_session(ROOT)
    locales = {session.registry.language(tag).locale for tag in session.usual_languages}
    for name in ("second", "third"):
        assert {page.parent.name for page in PAGES if page.stem == f"{name}-reading"} == locales


@pytest.mark.parametrize("locale", LOCALES)
def test_the_head_of_a_catalog_says_what_is_in_doubt_today(locale: str) -> None:
    """Its doubts are numbered, and each is about a message, a product, words that stand in the catalog, or all of it."""
    session = open_session(ROOT)
    tag = session.registry.language(locale).tag
    catalog = session.catalog(tag)
    paragraphs = remarks(catalog.remarks)
    numbers = [int(number) for number in re.findall(r"(?<!\S)\((\d+)\)\s", " ".join(paragraphs))]
    assert numbers
    assert numbers == list(range(1, len(numbers) + 1)), "a number names one doubt of the catalog"
    says = " ".join(
        f"{text.text} {catalog.entries[key].translation}" for key, text in session.localized(tag).texts.items()
    )
    says = " ".join(says.replace("\u200b", "").casefold().split())
    for doubt, words in doubts_on_words(paragraphs):
        named = any(product in doubt for product in session.products)
        assert named or not words or any(word.casefold() in says for word in words), doubt


@each_page
def test_every_finding_has_an_answer_and_what_was_not_taken_a_reason(page: Path) -> None:
    for message, severity, *_, done in findings(page):
        assert severity in ("critical", "major", "minor", "ask", "note"), message
        answer = ANSWER.match(done)
        assert answer, f"{message}: “{done}”"
        assert answer[0] == "taken" or len(done.split()) >= 3 or not done.isascii(), f"{message}: {done}"


@each_page
def test_the_messages_of_the_findings_exist(page: Path) -> None:
    known = {*Campaign.load(ROOT).messages, "self.crime"}
    assert {name for cells in findings(page) for name in MESSAGE.findall(cells[0])} <= known
