"""Warnings of a build: one line for each fact, with all files that it concerns."""

from __future__ import annotations

from flyers.pipeline.report import by_fact

DRAFT = "draft translation, checked by the program, signed by nobody"


def unverified(*contacts: str) -> str:
    return f"never verified by anybody: {', '.join(contacts)} (content/contacts.yaml, verified_on)"


def test_contacts_that_nobody_has_verified_are_one_fact_whatever_each_file_shows() -> None:
    grouped = by_fact(
        {
            "es poster": [unverified("emergency", "hotline"), DRAFT],
            "es wallet-card": [unverified("hotline", "text_line"), DRAFT],
            "en poster": [],
        }
    )
    assert grouped == {
        unverified("emergency", "hotline", "text_line"): ["es poster", "es wallet-card"],
        DRAFT: ["es poster", "es wallet-card"],
    }
    assert next(iter(grouped)).startswith("never verified"), "the most serious comes first"


def test_other_warnings_are_grouped_by_their_words() -> None:
    grouped = by_fact({"a": ["2 messages are in English", DRAFT], "b": [DRAFT], "c": ["3 messages are in English"]})
    assert grouped == {"2 messages are in English": ["a"], DRAFT: ["a", "b"], "3 messages are in English": ["c"]}


def test_no_warnings_are_no_facts() -> None:
    assert by_fact({"a": [], "b": []}) == {}
