"""Pieces in several languages: whether they are drafts, and which messages are in English."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.content.markup import Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import Source, TranslationError
from flyers.pipeline.session import Session
from flyers.translation.localization import LANGUAGE_NAMES, Localization, approval, with_others
from flyers.translation.signoff import Approval, Change, Standing, State


def signed(localized: Localization) -> Localization:
    """Return *localized* as if somebody had read all of it, on its pages."""
    keys = frozenset(localized.texts)
    contacts = frozenset(localized.campaign.contacts)
    standing = Standing(
        State.SIGNED, day=dt.date(2026, 11, 3), signed=keys, covered=keys, signed_contacts=contacts, whole_seen=True
    )
    return replace(localized, standing=standing)


def approval_of(whole: Localization) -> Approval:
    """Return the approval of a piece that says everything in every language."""
    return approval(whole, ["sticker"], whole.texts.keys(), whole.campaign.contacts)


@pytest.fixture
def english(second_campaign: Path) -> Localization:
    """As if somebody had signed it."""
    return signed(Session(second_campaign).localized("en"))


@pytest.fixture
def spanish(second_campaign: Path) -> Localization:
    """Without any translation."""
    (second_campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").unlink()
    return Session(second_campaign).localized("es", allow_untranslated=True)


def test_an_untranslated_second_language_makes_a_draft_and_lists_what_is_in_english(
    english: Localization, spanish: Localization
) -> None:
    both = with_others(english, [spanish], "es")
    assert approval_of(both).draft
    assert [language.tag for language in approval_of(both).unsigned] == ["es"]
    assert tuple(both.untranslated) == tuple(where.in_language("es") for where in english.texts)


def test_a_piece_is_called_by_its_languages(english: Localization, spanish: Localization) -> None:
    both, every = with_others(english, [spanish], "es"), with_others(english, [english, spanish], "all")
    assert [one.label for one in (english, both, every)] == ["en", "en+es", "en+all"]
    assert [one.english_label for one in (english, both, every)] == ["English", "English + Spanish", "English"]


def test_a_piece_without_its_second_language_says_so_of_that_one(english: Localization, spanish: Localization) -> None:
    both = with_others(english, [spanish], "es")
    first = next(iter(english.texts))
    both.require_translated([first])
    assert both.is_translated(first.id)
    assert not spanish.is_translated(first.id)
    with pytest.raises(TranslationError, match="1 message is not translated into Spanish: ") as caught:
        both.require_translated([first, first.in_language("es")])
    assert caught.value.source == Source("translations/es/LC_MESSAGES/flyers.po")


def test_the_names_of_a_language_are_words_of_a_piece_in_it(root: Path) -> None:
    chinese = Session(root).localized("zh-Hant")
    names = {name: chinese.rich(name) for name in LANGUAGE_NAMES}
    assert {name: text.text for name, text in names.items()} == {
        "language.autonym": "繁體中文",
        "language.english": "Chinese (Traditional)",
        "language.spoken": "廣東話",
        "language.spoken-english": "Cantonese",
    }
    assert [text.language for text in names.values()] == ["zh-Hant", "en", "zh-Hant", "en"]
    assert [text.spans for text in names.values()] == [
        (), (Span(0, 21, SpanKind.FOREIGN, "en"),), (), (Span(0, 9, SpanKind.FOREIGN, "en"),),
    ]  # fmt: skip
    assert chinese.text(MessageKey("language.name")) is None
    spanish = Session(root).localized("es")
    assert spanish.plain("language.spoken") == spanish.plain("language.autonym") == "Español"


def test_among_all_languages_an_untranslated_one_does_not_count(english: Localization, spanish: Localization) -> None:
    both = with_others(english, [english, spanish], "all")
    assert not approval_of(both).draft
    assert both.untranslated == {}


def test_each_language_is_signed_for_what_the_piece_says_in_it(second_campaign: Path) -> None:
    session = Session(second_campaign)
    english, spanish = session.localized("en"), session.localized("es")
    (first, *others) = [where for where in spanish.texts if where.id in spanish.campaign.messages]
    standing = Standing(
        State.CHECKED,
        day=dt.date(2026, 11, 3),
        signed=frozenset([first]),
        unread=tuple(Change(where, "new since", new=True) for where in others),
        seen={"sticker": (("sticker",), "7" * 64)},
    )
    both = with_others(replace(spanish, standing=standing), [signed(english)], "en")
    said = [first, *(where.in_language("en") for where in others)]
    assert not approval(both, ["sticker"], said, []).draft
    assert [language.tag for language in approval(both, ["sticker"], [*said, others[0]], []).unsigned] == ["es"]
    assert approval(both, ["poster"], said, []).draft, "its pages were not seen"
    assert approval(both, ["sticker"], said, ["harbor"]).draft, "its number was not seen"
