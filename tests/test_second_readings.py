"""The page of second readings counts what it lists, so that no finding is lost when a row is edited."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "second-readings.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## [^\n]*\(`([\w-]+)`\)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
COUNTS = {
    tag: tuple(map(int, numbers))
    for tag, *numbers in re.findall(r"^\| `([\w-]+)` \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.M)
}
ANSWERS = ("taken", "changed", "left")
MESSAGE = re.compile(r"(?<![\w.])[a-z]+(?:\.[a-z-]+)+(?![\w.*-])")


def rows(tag: str) -> list[tuple[str, str, str]]:
    """The findings in a language: message, severity, what was done."""
    found = re.findall(r"^\| (.+?) \| (critical|major|minor|ask|note) \| (.+) \|$", SECTIONS[tag], re.M)
    assert len(found) == SECTIONS[tag].count("\n| ") - 2, "a row has another severity than those explained"
    return found


def answer(done: str) -> str:
    first = re.match(r"[a-z]+", done)
    return first[0] if first else ""


def test_every_language_with_a_translation_has_been_read_again() -> None:
    assert set(SECTIONS) == set(COUNTS)
    assert len(SECTIONS) == 35


@pytest.mark.parametrize("tag", SECTIONS)
def test_the_counts_of_a_language_are_those_of_its_rows(tag: str) -> None:
    answers = Counter(answer(done) for _, _, done in rows(tag))
    assert set(answers) <= set(ANSWERS)
    assert COUNTS[tag] == (len(rows(tag)), *(answers[name] for name in ANSWERS))


def test_the_sum_is_that_of_the_languages() -> None:
    said = re.search(r"In all, (\d+) findings in (\d+) languages: (\d+) taken, (\d+) changed, (\d+) left\.", PAGE)
    total = [sum(column) for column in zip(*COUNTS.values(), strict=True)]
    assert list(map(int, said.groups())) == [total[0], len(COUNTS), *total[1:]]


@pytest.mark.parametrize("tag", SECTIONS)
def test_what_is_left_has_a_reason(tag: str) -> None:
    for message, _, done in rows(tag):
        if answer(done) in ("left", "changed"):
            assert len(done.split()) >= 3 or re.search("[^\x00-\x7f]", done), f"{message}: {done}"


def test_the_messages_of_the_page_exist() -> None:
    known = Campaign.load(ROOT).messages
    named = {name for tag in SECTIONS for message, _, _ in rows(tag) for name in MESSAGE.findall(message)}
    assert len(named) > 60
    assert {name for name in named if name not in known} == set()


def test_the_readings_of_the_words_of_the_gallery_are_listed_in_order() -> None:
    campaign = Campaign.load(ROOT)
    section = PAGE.partition("\n## Words of the gallery\n")[2].partition("\n## ")[0]
    found = re.findall(r"^\| `([\w-]+)` \| (.+?) \| (critical|major|minor) \| (.+) \|$", section, re.M)
    assert len(found) == section.count("\n| ") - 2 > 0
    assert [tag for tag, *_ in found] == sorted(tag for tag, *_ in found)
    assert {tag for tag, *_ in found} <= set(COUNTS)
    assert {name for _, names, *_ in found for name in names.split(", ")} <= set(campaign.messages)
    assert {answer(done) for *_, done in found} <= set(ANSWERS)
