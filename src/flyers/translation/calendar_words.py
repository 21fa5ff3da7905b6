"""The words of a calendar in a language: months, days of the week, and the day on which a week begins.

Unicode's locale data (CLDR, through Babel) has them; ``languages.yaml`` has those that CLDR lacks. A language that
neither knows gets months by their numbers and no names of days.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flyers.records import dataclass
from flyers.translation.language_data import language_data

MONDAY = 0


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar needs of a language.

    Attributes:
        months: the twelve names, as they stand alone.
        weekdays: the shortest names, from Monday; empty if nobody has listed them.
        first_day: of the week, 0 for Monday.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    first_day: int


NUMBERED = CalendarWords(tuple(str(number) for number in range(1, 13)), (), MONDAY)


@cache
def calendar_words(tag: str) -> CalendarWords:
    """Return the words of a calendar in the language *tag*."""
    known = _of_cldr(tag)
    if own := language_data(tag).calendar:
        return CalendarWords(own.months, own.weekdays, known.first_day)
    return known


def _of_cldr(tag: str) -> CalendarWords:
    from babel import Locale, UnknownLocaleError, localedata
    from babel.core import get_global

    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except UnknownLocaleError:
        return NUMBERED
    data = localedata.load(str(locale))
    months, weekdays = _names(data["months"], "wide"), _names(data["days"], "narrow")
    # The day depends on the country: where a tag names none, it is the one where most speakers live.
    usual = get_global("likely_subtags")
    country = locale if locale.territory else Locale.parse(usual.get(str(locale)) or usual[locale.language])
    return CalendarWords(
        months=tuple(months[number] for number in range(1, 13)),
        weekdays=tuple(weekdays[day] for day in range(7)),
        first_day=country.first_week_day,
    )


def _names(contexts: Any, width: str) -> Any:
    """Return the names that stand alone, or else those within a date.

    They are read as the file has them: ``Locale.months`` remembers where a name comes from in data that other languages
    share, so that the second language gets the names of the first (Babel 2.18).
    """
    for context in ("stand-alone", "format"):
        names = contexts[context].get(width)
        if isinstance(names, tuple):  # where to look first, and what differs there: here everything
            names = names[1]
        if isinstance(names, dict) and len(names) in (7, 12):
            return names
    raise ValueError(f"CLDR has no names of {width} width")
