"""What is known of words that have passed their checks: nobody checks them again, and nobody takes others for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from changes import make_campaign

from flyers import cache
from flyers.content.campaign import Campaign
from flyers.errors import FlyersError
from flyers.findings import Fault
from flyers.pipeline import checked_words
from flyers.pipeline.checked_words import CheckedWords
from flyers.pipeline.session import Session
from flyers.translation import checks
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Language

CATALOG = Path("harbor", "translations", "es", "LC_MESSAGES", "flyers.po")

Given = tuple[Campaign, Language, Catalog]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def another_process() -> Iterator[Callable[[], None]]:
    """Return what makes this process one that has not asked yet."""
    before = set(checked_words._asked)
    checked_words._asked.clear()
    yield checked_words._asked.clear
    checked_words._asked.clear()
    checked_words._asked.update(before)


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    return make_campaign(tmp_path)


@pytest.fixture
def given(campaign: Path) -> Given:
    session = Session(campaign)
    return session.campaign, session.registry.language("es"), session.catalog("es")


def known(given: Given) -> bool:
    checked_words._asked.clear()
    return CheckedWords.of_translation(*given).known


def test_words_that_have_passed_are_not_checked_again(
    campaign: Path, another_process: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Session(campaign).localized("es")

    def fail(*_: object) -> None:
        pytest.fail("a text was checked")

    monkeypatch.setattr(checks, "faults_of_entry", fail)
    monkeypatch.setattr(checks, "faults_of_english", fail)
    another_process()
    again = Session(campaign).localized("es")
    assert (again.texts, again.untranslated, again.code) == (first.texts, first.untranslated, first.code)


def test_a_process_asks_once_for_a_language(given: Given) -> None:
    words = CheckedWords.of_translation(*given)
    words.keep()
    assert not CheckedWords.of_translation(*given).known, "it knows by itself what it has checked"
    assert known(given)


def test_words_with_a_fault_are_refused_every_time(campaign: Path, another_process: Callable[[], None]) -> None:
    catalog = campaign.parent / CATALOG
    text = catalog.read_text(encoding="utf-8")
    assert "Le quitaron sus papeles." in text
    catalog.write_text(text.replace("Le quitaron sus papeles.", "Llame al 1-888-373-7777."), encoding="utf-8")
    for _ in range(2):
        another_process()
        with pytest.raises(FlyersError, match="looks like a phone number"):
            Session(campaign).localized("es")


def with_entry(given: Given, **changes: object) -> Given:
    campaign, language, catalog = given
    entry = next(iter(catalog.entries.values()))
    return campaign, language, replace(catalog, entries={**catalog.entries, entry.context: replace(entry, **changes)})


def with_contact(given: Given, **changes: object) -> Given:
    campaign, language, catalog = given
    name, contact = next(iter(campaign.contacts.items()))
    return replace(campaign, contacts={**campaign.contacts, name: replace(contact, **changes)}), language, catalog


def with_words(given: Given, **changes: object) -> Given:
    campaign, language, catalog = given
    name, message = next(iter(campaign.messages.items()))
    form, words = next(iter(message.forms.items()))
    other = replace(message, forms={**message.forms, form: replace(words, **changes)})
    return replace(campaign, messages={**campaign.messages, name: other}), language, catalog


OTHERS: dict[str, Callable[[Given], Given]] = {
    "another translation": lambda given: with_entry(given, translation="Otra cosa"),
    "a translation that is fuzzy": lambda given: with_entry(given, flags=frozenset({"fuzzy"})),
    "a translation of another English": lambda given: with_entry(given, english="Another"),
    "an excuse": lambda given: with_entry(given, remarks=("ok: L107 in words",)),
    "another number": lambda given: with_contact(given, display="999"),
    "another target": lambda given: with_contact(given, target="tel:999"),
    "another English": lambda given: with_words(given, text="Another"),
    "a limit of its length": lambda given: with_words(given, most=3),
    "a proper name": lambda given: with_words(given, name="someone"),
    "another script": lambda given: (given[0], replace(given[1], script="Cyrl"), given[2]),
    "other quotation marks": lambda given: (given[0], replace(given[1], quotes=("‚", "‘")), given[2]),
    "another language of the messages": lambda given: (replace(given[0], source_language="fr"), *given[1:]),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_other_words_are_checked(given: Given, change: Callable[[Given], Given]) -> None:
    CheckedWords.of_translation(*given).keep()
    assert known(given)
    assert not known(change(given))


@pytest.mark.parametrize("what", ["source_key", "libraries"])
def test_another_program_checks_again(given: Given, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Any other source of the program is another one (test_program)."""
    CheckedWords.of_translation(*given).keep()
    monkeypatch.setattr(checked_words, what, lambda: "another")
    assert not known(given)


def test_what_is_damaged_is_not_known(given: Given, tmp_path: Path) -> None:
    CheckedWords.of_translation(*given).keep()
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes().replace(b"true", b"null"))
    assert not known(given)


def test_without_a_cache_words_are_checked(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    CheckedWords.of_translation(*given).keep()
    assert not known(given)


def test_english_that_breaks_a_rule_is_refused_every_time(campaign: Path, another_process: Callable[[], None]) -> None:
    file = campaign.parent / "harbor" / "content" / "messages" / "lighthouse.yaml"
    text = file.read_text(encoding="utf-8")
    assert "They took your papers." in text
    file.write_text(text.replace("They took your papers.", "Call 1-888-373-7777."), encoding="utf-8")
    for _ in range(2):
        another_process()
        with pytest.raises(FlyersError, match="looks like a phone number"):
            Session(campaign).localized("es")


def test_words_of_many_campaigns_are_looked_at_together(
    campaign: Path, another_process: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Session(campaign).localized("es")
    another_process()
    checked_words._asked.update(("English", "es"))  # nothing is known from another process
    checked_words._of_process.clear()
    Session(campaign).localized("es")

    def fail(*_: object) -> None:
        pytest.fail("a text was checked")

    monkeypatch.setattr(checks, "faults_of_entry", fail)
    monkeypatch.setattr(checks, "faults_of_english", fail)
    assert Session(campaign).localized("es").texts == first.texts


def test_words_are_looked_at_again_where_another_contact_has_a_number_in_them(given: Given) -> None:
    campaign, language, catalog = given
    ((where, words), *_) = campaign.words()
    typed = Entry(where, words.text, "Vivimos en el 999.", words.source, remarks=("ok: L107 the house",))
    catalog = replace(catalog, entries={where: typed})
    name, contact = next((name, one) for name, one in campaign.contacts.items() if one.digits)

    def faults(display: str) -> list[Fault]:
        contacts = {**campaign.contacts, name: replace(contact, display=display)}
        of = replace(campaign, contacts=contacts)
        words_of = CheckedWords.of_translation(of, language, catalog)
        found = words_of.faults_of_entry(of, language, words, typed)
        words_of.keep()
        return found

    checked_words._asked.add(language.tag)
    for _ in range(2):
        assert not faults("1-888-373-7888")
        assert not faults("1-888-373-0000")
        assert "999" in faults("999")[0].problem
