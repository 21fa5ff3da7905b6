"""Nothing of the source is lost: every line of it is an item, and every item is said by a message or a contact."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"
SOURCE = CONTENT / "seed" / "identify-and-assist.txt"


def read_yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def seed_items() -> list[dict[str, str]]:
    items: list[dict[str, str]] = read_yaml(CONTENT / "seed" / "items.yaml")["items"]
    return items


@cache
def carriers() -> dict[str, list[str]]:
    """Which seed items each message and contact says that it carries."""
    found: dict[str, list[str]] = {}
    for path in sorted((CONTENT / "messages").glob("*.yaml")):
        found |= {name: message.get("seed", []) for name, message in read_yaml(path)["messages"].items()}
    contacts = read_yaml(CONTENT / "contacts.yaml")["contacts"]
    return found | {f"contact {name}": contact["seed"] for name, contact in contacts.items()}


def one_line(text: str) -> str:
    return " ".join(text.split())


def running_text(source: str) -> str:
    """The source without its headings and bullets, on one line."""
    lines = (line for line in source.splitlines() if not line.lstrip().startswith("#"))
    return one_line(" ".join(line.removeprefix("- ") for line in lines))


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w'\u2019]+", text.lower())


def uncovered(source: str, quotes: list[str]) -> list[str]:
    """What is left of the source's running text when each quote is taken out of it once.

    Longer quotes go first, so that a short one ("Can you come and go …") never bites into a long one.
    """
    left = running_text(source)
    for quote in sorted(map(one_line, quotes), key=len, reverse=True):
        assert quote in left, f"not in the source, or quoted twice: {quote!r}"
        left = left.replace(quote, "\n", 1)
    return [rest.strip() for rest in left.split("\n") if rest.strip()]


def test_every_line_of_the_source_is_an_item() -> None:
    assert uncovered(SOURCE.read_text(encoding="utf-8"), [item["quote"] for item in seed_items()]) == []


def test_a_line_that_no_item_quotes_would_be_noticed() -> None:
    quotes = [item["quote"] for item in seed_items() if item["id"] != "indicator.11"]
    left = uncovered(SOURCE.read_text(encoding="utf-8"), quotes)
    assert left == ["Is the person living in unsuitable conditions?"]


def test_item_ids_are_unique() -> None:
    counts = Counter(item["id"] for item in seed_items())
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("item", seed_items(), ids=lambda item: item["id"])
def test_each_item_is_said_or_dropped_for_a_reason(item: dict[str, str]) -> None:
    said_by = [carrier for carrier, seeds in carriers().items() if item["id"] in seeds]
    if "dropped" in item:
        assert len(item["dropped"].split()) > 5, "say why"
        assert said_by == [], f"dropped, and yet said by {said_by}"
    else:
        assert said_by, f"no message and no contact says: {item['quote']}"


def test_references_lead_to_items() -> None:
    known = {item["id"] for item in seed_items()}
    lost = {carrier: set(seeds) - known for carrier, seeds in carriers().items()}
    assert {carrier: seeds for carrier, seeds in lost.items() if seeds} == {}, "items that do not exist"


def test_all_thirteen_signs_and_eight_questions_are_listed_in_the_order_of_the_source() -> None:
    signs = read_yaml(CONTENT / "messages" / "signs.yaml")
    questions = read_yaml(CONTENT / "messages" / "questions.yaml")
    listed_signs = [signs["messages"][name]["seed"] for name in signs["groups"]["signs"]]
    listed_questions = [questions["messages"][name]["seed"] for name in questions["groups"]["questions"]]
    assert listed_signs == [[f"indicator.{number}"] for number in range(1, 14)]
    assert listed_questions == [[f"question.{number}"] for number in range(1, 9)]


def test_priorities_rank_each_list_without_ties() -> None:
    for file, count in (("signs", 13), ("questions", 8)):
        document = read_yaml(CONTENT / "messages" / f"{file}.yaml")
        ranks = [document["messages"][name]["priority"] for name in document["groups"][file]]
        assert sorted(ranks) == list(range(1, count + 1)), file


def test_our_sentences_are_not_the_sources() -> None:
    """Eight words in a row of the source would be copying; names of organizations are shorter than that."""
    source = words_of(running_text(SOURCE.read_text(encoding="utf-8")))
    runs = {tuple(source[start : start + 8]) for start in range(len(source) - 7)}
    for path in sorted((CONTENT / "messages").glob("*.yaml")):
        for name, message in read_yaml(path)["messages"].items():
            words = words_of(message["text"])
            copied = [
                " ".join(words[start : start + 8])
                for start in range(len(words) - 7)
                if tuple(words[start : start + 8]) in runs
            ]
            assert copied == [], f"{name} repeats the source"
