"""The words of calendars: CLDR's own in every language, whatever was asked for before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from babel import Locale

from flyers.content.campaign import Campaign
from flyers.translation.language_data import COUNTRY, NUMBERED, SUNDAY, calendar_words
from flyers.translation.registry import Registry

ROOT = Path(__file__).parents[2]
LANGUAGES = Registry.load(Campaign.load(ROOT)).tags
NUMBERED_ONLY = {"quc", "mam", "qug", "mww-Latn", "mh"}
"""Of these nobody has published names of months that CLDR would have; they have no translation either."""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_twelve_months_and_seven_days_or_numbers(tag: str) -> None:
    words = calendar_words(tag)
    if words == NUMBERED:
        assert tag in NUMBERED_ONLY
        return
    if tag == "quc":  # a locale of CLDR without any names
        assert words.weekdays == ()
        return
    assert len(set(words.months)) == 12
    assert all(name.strip() == name and name for name in (*words.months, *words.weekdays))
    assert len(words.weekdays) == 7


def test_no_language_gets_the_names_of_another() -> None:
    """Babel's own `Locale.months` gives the second language the names of the first."""
    expected = {tag: calendar_words(tag) for tag in LANGUAGES}
    order = list(LANGUAGES)
    random.Random(1).shuffle(order)
    assert {tag: calendar_words(tag) for tag in order} == expected
    assert expected["it"].months[0] == "gennaio"
    assert expected["ru"].months[0] == "январь", "the name that stands alone, not that of a date"
    assert expected["fa-AF"].months[1] == "فبروری"


def test_days_and_weeks_are_those_of_the_country() -> None:
    """On a wall in the United States a week begins on Sunday. No two days have one name where longer ones are short."""
    assert calendar_words("en").weekdays == ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    assert calendar_words("es").weekdays == ("LU", "MA", "MI", "JU", "VI", "SA", "DO")
    assert calendar_words("pt-BR").weekdays == ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
    assert Locale.parse("en_" + COUNTRY).first_week_day == SUNDAY


def test_days_have_their_whole_names_too_where_cldr_has_them() -> None:
    assert " ".join(calendar_words("es").full_weekdays) == "lunes martes miércoles jueves viernes sábado domingo"
    assert calendar_words("en").full_weekdays[::6] == ("Monday", "Sunday")
    assert calendar_words("ht").full_weekdays == ()  # which the program itself lists
    assert NUMBERED.months == ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")


def test_haitian_creole_has_its_own_months_and_not_the_french_ones() -> None:
    assert calendar_words("ht").months[:3] == ("Janvye", "Fevriye", "Mas")
    assert calendar_words("fr").months[1] == "février"


@pytest.mark.parametrize("tag", ["km", "lo", "my", "th"])
def test_no_two_days_have_one_name_where_readers_expect_more_than_a_letter(tag: str) -> None:
    """The folding card's calendar had three days named alike in Khmer, and nobody could use it."""
    assert len(set(calendar_words(tag).weekdays)) == 7


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - NUMBERED_ONLY - {"en"}))
def test_no_language_has_the_initials_of_the_english_days(tag: str) -> None:
    """CLDR has them for languages that it knows no others of: Urdu, Pashto, Swahili."""
    initials = [name[0] for name in calendar_words(tag).weekdays]
    assert initials != list("MTWTFSS")
    assert len(set(calendar_words(tag).weekdays)) > 3
