"""The words of a calendar in a language: months, days of the week, the day on which a week begins, and dates in full.

Unicode's locale data (CLDR, through Babel) has them; ``languages.yaml`` has those that CLDR lacks. A language that
neither knows gets months by their numbers and no names of days. A calendar looks like those on the walls of the country
where it is used: its weeks begin as they do there, and a language that has other short names of days there has those.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flyers.records import dataclass
from flyers.translation.language_data import language_data

COUNTRY = "US"
"""Where the campaigns' readers live."""

_SHORT = 3
"""Letters of a short name, at most."""

SUNDAY = 6
"""The first day of the week there, as `CalendarWords.first_day`."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What a calendar needs of a language.

    Attributes:
        months: the twelve names, as they stand alone.
        weekdays: short names that differ, from Monday; the shortest of all if none do; empty if nobody has listed any.
        full_weekdays: their full names, as far as they are known.
        first_day: the first day of the week, 0 for Monday.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    full_weekdays: tuple[str, ...] = ()
    first_day: int = SUNDAY


NUMBERED = CalendarWords(tuple(str(number) for number in range(1, 13)), ())


@cache
def calendar_words(tag: str) -> CalendarWords:
    """Return the words of a calendar in the language *tag*."""
    if own := language_data(tag).calendar:
        return CalendarWords(own.months, own.weekdays)
    return _of_cldr(tag)


def _of_cldr(tag: str) -> CalendarWords:
    from babel import Locale, UnknownLocaleError, localedata

    try:
        locale = str(Locale.parse(tag.replace("-", "_")))
    except UnknownLocaleError:
        return NUMBERED
    own = f"{locale}_{COUNTRY}"
    data = localedata.load(own if localedata.exists(own) else locale)
    months, weekdays = _names(data["months"], "wide"), _names(data["days"], "narrow")
    english = localedata.load("en")["days"]
    if weekdays == _names(english, "narrow") and data["days"] != english:
        weekdays = _names(data["days"], "wide")  # CLDR has no short names
    if weekdays == _names(localedata.load("root")["days"], "wide"):
        weekdays = {}  # nor any
    return CalendarWords(
        months=tuple(months[number] for number in range(1, 13)),
        weekdays=_differing(weekdays, data["days"]),
        full_weekdays=tuple(name for _, name in sorted(_names(data["days"], "wide").items())) if weekdays else (),
    )


def _differing(shortest: Mapping[int, str], days: Any) -> tuple[str, ...]:
    """Return the *shortest* names of days, or the next longer ones of three letters at most if two are alike."""
    known = [days[context].get(width) for width in ("short", "abbreviated") for context in ("stand-alone", "format")]
    for names in (shortest, *known):
        if isinstance(names, tuple):  # where to look first, and what differs there: here everything
            names = names[1]
        if isinstance(names, dict) and len(set(names.values())) == 7 and max(map(len, names.values())) <= _SHORT:
            return tuple(names[day] for day in sorted(names))
    return tuple(shortest[day] for day in sorted(shortest))


def long_date(day: dt.date, tag: str) -> str:
    """Return *day* as the language *tag* writes it in full, ``4 de mayo de 2027``, with digits from 0 to 9.

    Where nobody has listed its months, it is written as ISO 8601 does.
    """
    from babel import Locale, UnknownLocaleError, localedata

    names: Sequence[str] | Mapping[int, str] = ("", *calendar_words(tag).months)
    pattern = USUAL_DATE
    try:
        data = localedata.load(str(Locale.parse(tag.replace("-", "_"))))
    except UnknownLocaleError:
        if calendar_words(tag) == NUMBERED:
            return day.isoformat()
    else:
        pattern = data["date_formats"]["long"].format
        if not language_data(tag).calendar:
            names = _names(data["months"], "wide", first="format")
    month, number = names[day.month], str(day.month)
    if month == f"M{day.month:02}":  # CLDR's placeholder for a missing name
        return day.isoformat()
    parts = {"d": str(day.day), "dd": f"{day.day:02}", "M": number, "MM": f"{day.month:02}", "y": str(day.year)}
    parts |= {"MMMM": month, "LLLL": month}
    try:
        return pattern % parts
    except KeyError:  # it asks for an era, say
        return USUAL_DATE % parts


USUAL_DATE = "%(d)s %(MMMM)s %(y)s"
"""The order of most languages, where CLDR has none that can be filled in."""


def _names(contexts: Any, width: str, first: str = "stand-alone") -> Any:
    """Return the names that stand alone, or else those within a date; with *first* ``format`` the other way round.

    They are read as the file has them: ``Locale.months`` remembers where a name comes from in data that other languages
    share, so that the second language gets the names of the first (Babel 2.18).
    """
    for context in sorted(("stand-alone", "format"), key=lambda context: context != first):
        names = contexts[context].get(width)
        if isinstance(names, tuple):  # where to look first, and what differs there: here everything
            names = names[1]
        if isinstance(names, dict) and len(names) in (7, 12):
            return names
    raise ValueError(f"CLDR has no names of {width} width")
