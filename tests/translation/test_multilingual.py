"""Whether a thing in several languages is a draft, and what of it stands in English."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.pipeline.session import Session
from flyers.translation.localize import Localization
from flyers.translation.multilingual import with_others
from flyers.translation.standing import Standing, State

SIGNED = Standing(State.SIGNED, day=dt.date(2026, 11, 3))


@pytest.fixture
def english(second_campaign: Path) -> Localization:
    """As if somebody had signed it."""
    return replace(Session(second_campaign).localized("en"), standing=SIGNED)


@pytest.fixture
def spanish(second_campaign: Path) -> Localization:
    """Of which nothing is translated."""
    (second_campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").unlink()
    return Session(second_campaign).localized("es", allow_untranslated=True)


def test_a_second_language_that_stands_in_english_is_a_draft_and_is_said_to(
    english: Localization, spanish: Localization
) -> None:
    both = with_others(english, [spanish], "es")
    assert both.draft
    assert [language.tag for language in both.unsigned] == ["es"]
    assert both.fallbacks == tuple(f"es:{where}" for where in english.texts)


def test_among_all_a_language_without_words_says_its_name_alone(english: Localization, spanish: Localization) -> None:
    both = with_others(english, [english, spanish], "all")
    assert not both.draft
    assert both.fallbacks == ()
