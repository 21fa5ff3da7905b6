"""Proper names: a coalition or a state that is renamed costs no language anything."""

from __future__ import annotations

import operator
import re
from pathlib import Path

import pytest

from edits import edit
from flyers.content.markup import Span, SpanKind
from flyers.content.message_key import Form, MessageKey
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.workers import run
from flyers.translation.catalog import source_catalog
from flyers.translation.template import merge
from flyers.workflow.catalog_edit import update_catalogs
from matrix import matrix

pytestmark = pytest.mark.slow

MESSAGES = Path("content/messages/contacts.yaml")
OLD, NEW = "Connecticut Coalition Against Human Trafficking", "Vermont Network Against Trafficking in Persons"
LANGUAGES = open_session(Path(__file__).parents[2]).usual_languages
WHOLE = ("en", "ar", "zh-Hans", "km", "ur")
"""Languages of which every product is built under the new names; of the others, the card is composed."""


def change(folder: Path, file: Path, old: str, new: str) -> None:
    edit(folder / file, old, new, everywhere=True)


@pytest.fixture
def renamed(campaign: Path) -> Path:
    """A copy of the campaign in which the coalition and the state have other names."""
    change(campaign, MESSAGES, f"text: {OLD}", f"text: {NEW}")
    change(campaign, MESSAGES, "text: Connecticut\n", "text: Vermont\n")
    return campaign


def test_new_names_of_coalition_and_state_make_no_message_doubtful(renamed: Path) -> None:
    updates = update_catalogs(Session(renamed))
    assert len(updates) == len(LANGUAGES) + 5  # the template, and the languages without a translation, but not English
    assert {update.tag: update.fuzzy for update in updates if update.fuzzy} == {}
    session = Session(renamed)
    for tag in LANGUAGES:
        assert session.localized(tag).untranslated == {}
        assert session.localized(tag).plain("contact.coalition.name") == NEW
        assert "Vermont" in session.localized(tag).plain("contacts.in-state")


@pytest.mark.parametrize("updated", matrix([False, True], operator.not_), ids=["as they are", "updated"])
def test_every_language_is_built_whole_under_the_new_names(renamed: Path, tmp_path: Path, updated: bool) -> None:
    if updated:
        update_catalogs(Session(renamed))
    session = Session(renamed)
    for tag in LANGUAGES if updated else WHOLE:
        # It raises if a text is missing, or is too long.
        session.composed(session.localized(tag), session.layout("wallet-card"))
    built = WHOLE if updated else WHOLE[:1]
    results = run(plan(renamed, built, session.usual_products, ["screen"], output=tmp_path), workers=1)
    assert {result.job.label: str(result.error) for result in results if result.error} == {}
    assert {result.job.label: result.findings for result in results if result.findings} == {}


def test_no_message_names_the_coalition_or_the_state(root: Path) -> None:
    """Such a message would be doubtful in every catalog after a new name."""
    names = {"contact.coalition.name", "state.name"}
    messages = [message for message in open_session(root).campaign.messages.values() if message.id not in names]
    found = [
        (message.id, form)
        for message in messages
        for form, words in message.forms.items()
        if re.search("Connecticut|coalition against", words.text, re.IGNORECASE)
    ]
    assert found == []


def test_a_name_that_a_catalog_translates_becomes_a_part_of_the_message(root: Path) -> None:
    russian = open_session(root).localized("ru").rich("contacts.in-state")
    assert (russian.text, russian.spans) == ("В штате Коннектикут", ())


def test_a_name_that_nobody_translates_is_marked_as_the_source_language(renamed: Path) -> None:
    arabic = Session(renamed).localized("ar")
    assert arabic.rich("contact.coalition.name").spans == (Span(0, len(NEW), SpanKind.FOREIGN, "en"),)
    text = arabic.rich("contacts.in-state")
    assert text.text == "في ولاية \u2066Vermont\u2069"
    assert [(text.text[span.start : span.end], span.kind, span.value) for span in text.spans] == [
        ("Vermont", SpanKind.FOREIGN, "en")
    ]


def test_the_translation_of_the_former_name_is_kept_among_the_obsolete_ones(renamed: Path) -> None:
    session = Session(renamed)
    language = session.registry.language("es")
    merged = merge(session.campaign, language, session.own_catalog("es"))
    entry = merged.catalog.entries[MessageKey("contact.coalition.name")]
    assert (entry.translation, entry.fuzzy) == ("", False)
    assert OLD in [entry.english for entry in merged.catalog.obsolete]


def test_a_language_without_any_translation_is_not_taken_as_begun(root: Path) -> None:
    session = open_session(root)
    assert len(session.localized("mam", allow_untranslated=True).untranslated) == len(list(session.campaign.words()))


def test_english_names_are_in_english_messages(root: Path) -> None:
    session = open_session(root)
    assert session.localized("en").plain("contacts.in-state") == "In Connecticut"
    words = session.campaign.messages["contacts.in-state"].forms[Form.TEXT]
    assert source_catalog(session.campaign).entries[MessageKey("contacts.in-state")].english == words.text
