"""Pieces in several languages: whether they are drafts, and which messages are in English."""

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
    """Without any translation."""
    (second_campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").unlink()
    return Session(second_campaign).localized("es", allow_untranslated=True)


def test_an_untranslated_second_language_makes_a_draft_and_lists_its_fallbacks(
    english: Localization, spanish: Localization
) -> None:
    both = with_others(english, [spanish], "es")
    assert both.draft
    assert [language.tag for language in both.unsigned] == ["es"]
    assert both.fallbacks == tuple(where.in_language("es") for where in english.texts)


def test_among_all_languages_an_untranslated_one_does_not_count(english: Localization, spanish: Localization) -> None:
    both = with_others(english, [english, spanish], "all")
    assert not both.draft
    assert both.fallbacks == ()
