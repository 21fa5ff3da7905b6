"""The fold card: a calendar that is right, measures that are right, and a number that no fold crosses."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.layout.blocks.texts import CONVERSIONS, rows
from flyers.page.document import Document, TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session
from flyers.translation.language_data import SUNDAY, calendar_words

PRODUCT = "fold-card"
LANGUAGES = ("en", "es", "ar", "ur", "km", "tl", "ht")
UPRIGHT, LEVEL = 144.0, 126.0
"""The folds, points from the left and from the foot."""
SAFE = 7.2


def lines(document: Document, face: str) -> list[TextLine]:
    (page,) = (page for page in document.pages if page.face == face)
    return [item for item in page.items if isinstance(item, TextLine)]


def months(document: Document) -> dict[str, list[TextLine]]:
    """Return the days of each month, by its name."""
    found: dict[str, list[TextLine]] = defaultdict(list)
    name = ""
    for line in lines(document, "outside"):
        if line.role == "month":
            name = line.text
        elif line.role == "day" and line.text.isdecimal():
            found[name].append(line)
    return found


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_day_of_the_year_is_under_its_weekday(composed: Callable[[str, str], Document], tag: str) -> None:
    found, words = months(composed(PRODUCT, tag)), calendar_words(tag)
    assert list(found) == list(words.months)
    rtl = composed(PRODUCT, tag).direction == "rtl"
    for number, days in enumerate(found.values(), 1):
        assert [int(day.text) for day in days] == list(range(1, calendar.monthrange(2027, number)[1] + 1))
        columns = sorted({round(_middle(day), 1) for day in days}, reverse=rtl)
        assert len(columns) == 7
        for day in days:
            weekday = dt.date(2027, number, int(day.text)).weekday()
            column = columns.index(round(_middle(day), 1))
            assert column == (weekday - SUNDAY) % 7
        pairs = pairwise(days)
        assert all(one.y > other.y + 1 or abs(one.y - other.y) < 0.1 for one, other in pairs), "weeks run down"


def _middle(line: TextLine) -> float:
    """The middle of the cell: the type's own width, without the bearings of single figures."""
    glyphs = [glyph for run in line.runs for glyph in run.glyphs]
    return line.x + (min(glyph.x for glyph in glyphs) + max(glyph.x + glyph.advance for glyph in glyphs)) / 2


@pytest.mark.parametrize("tag", ["km", "lo", "my", "sw", "th", "ti"])
def test_days_have_the_names_that_tell_them_apart(composed: Callable[[str, str], Document], tag: str) -> None:
    """One name was wider than its cell, and so three days in Tigrinya and two in Lao were the same letter on paper."""
    days = {line.text.strip() for line in lines(composed(PRODUCT, tag), "outside") if line.role == "day"}
    assert {day for day in days if not day.isdecimal()} == set(calendar_words(tag).weekdays)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_names_of_months_beside_one_another_have_one_baseline(
    composed: Callable[[str, str], Document], tag: str
) -> None:
    """August in Nastaliq stood 4 pt lower than July: its letters reach higher, and each name was set down by its own."""
    baselines = sorted(line.y for line in lines(composed(PRODUCT, tag), "outside") if line.role == "month")
    assert len(baselines) == 12
    assert len({round(y, 2) for y in baselines}) == 4


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_fold_crosses_a_word_and_the_number_is_large(composed: Callable[[str, str], Document], tag: str) -> None:
    document = composed(PRODUCT, tag)
    for page in document.pages:
        assert page.folds == (UPRIGHT,)
        assert page.level_folds == (LEVEL,)
        for item in page.items:
            if isinstance(item, TextLine):
                left, bottom, right, top = extent(item)
                assert right <= UPRIGHT - SAFE + 0.05 or left >= UPRIGHT + SAFE - 0.05, item.text
                assert top <= LEVEL - SAFE + 0.05 or bottom >= LEVEL + SAFE - 0.05, item.text
    number = [line for line in lines(document, "inside") if line.message.is_contact]
    assert len(number) == 2
    assert min(line.size for line in number) >= 22
    assert all(line.size >= 9 for line in lines(document, "inside") if line.role != "imprint")


@pytest.mark.parametrize("tag", ["so", "ti", "kea", "id", "km", "vi", "uk"])
def test_a_sentence_shares_a_line_with_whole_sentences_only(composed: Callable[[str, str], Document], tag: str) -> None:
    ends = re.compile(r"[.?!។።]\s*")
    for role in ("lead", "promise", "urgent"):
        before = "."
        for line in (line.text for line in lines(composed(PRODUCT, tag), "inside") if line.role == role):
            begins, whole = bool(ends.fullmatch(before[-1])), bool(ends.search(line[-1]))
            assert (begins and whole) or not ends.search(line[:-1]), line
            before = line


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_outside_says_nothing_of_the_inside(composed: Callable[[str, str], Document], tag: str) -> None:
    document = composed(PRODUCT, tag)
    outside = lines(document, "outside")
    assert {line.message.id for line in outside} == {"calendar", "measures"}
    assert not any(line.contacts for line in outside)
    assert {line.colour for page in document.pages for line in lines(document, page.face)} == {"black"}


@pytest.mark.parametrize("pair", [("ps", "fa-AF"), ("ti", "am"), ("lo", "th"), ("ur", "en"), ("en", "my")])
def test_in_two_languages_each_has_a_side_of_the_fold_with_the_number_and_911(
    session: Session, pair: tuple[str, str]
) -> None:
    localized = session.localized(pair[0], secondary=pair[1])
    document = session.composed(localized, session.layout(PRODUCT, secondary=pair[1]))
    assert [page.face for page in document.pages] == ["outside", "inside"]
    rtl = localized.language.rtl
    words = [line for line in lines(document, "inside") if line.role not in ("imprint", "number")]
    for tag, first in zip(pair, (True, False), strict=True):
        own = [line for line in words if line.language == tag]
        assert all((extent(line)[2] < UPRIGHT) == (first != rtl) for line in own)
        assert all(extent(line)[2] < UPRIGHT or extent(line)[0] > UPRIGHT for line in own)
        assert {"self.not-in-trouble", "help.hotline.line", "help.danger"} <= {line.message.id for line in own}
    numbers = [line for line in lines(document, "inside") if line.role == "number"]
    assert [line.text for line in numbers] == [numbers[0].text, numbers[1].text] * 2
    assert {line.size for line in numbers} == {numbers[0].size}
    assert sum(extent(line)[2] < UPRIGHT for line in numbers) == 2


@pytest.mark.parametrize(
    ("kind", "value", "exact"),
    [
        ("temperature", 98.6, "98.6\u00a0°F = 37\u00a0°C"),
        ("length", 1, "1\u00a0in = 2.5\u00a0cm"),
        ("length", 4000, "4000\u00a0in = 10160\u00a0cm"),
        ("weight", 1, "1\u00a0lb = 0.5\u00a0kg"),
        ("weight", 4000, "4000\u00a0lb = 1814.4\u00a0kg"),
    ],
)
def test_measures_are_the_exact_ones_rounded(kind: str, value: float, exact: str) -> None:
    assert rows(kind, (value,)) == [exact]
    assert rows("temperature", (-40, 0)) == ["\u221240\u00a0°F = \u221240\u00a0°C", "0\u00a0°F = \u221218\u00a0°C"]


@given(st.sampled_from(sorted(CONVERSIONS)), st.integers(-400, 4000))
def test_a_row_says_what_the_conversion_is(kind: str, value: int) -> None:
    (row,) = rows(kind, (value,))
    _, into, convert, decimals = CONVERSIONS[kind]
    given_, made = (float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", row.replace("\u2212", "-")))
    assert given_ == value
    assert abs(made - convert(value)) <= 0.5 * 10**-decimals + 1e-9
    assert row.endswith(into)
