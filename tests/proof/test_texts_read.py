"""Texts as the proof reads them: their comparison, and their order by the places of glyphs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.proof.matching import essence
from flyers.proof.painted import DrawnGlyph, TextObject, in_reading_order, is_rtl_line, stretches, words


def test_equal_texts_have_equal_essences() -> None:
    assert essence("\ufefb") == essence("لا")
    assert essence("co\u00adop ") == essence("coop")
    assert essence("\u2066911\u2069") == "911"
    assert essence("1-888") != essence("1\u2010888")


SPACING_SIGNS = [
    character
    for character in map(chr, range(0x10000))
    if unicodedata.normalize("NFKC", character).startswith(" ")
    and len(unicodedata.normalize("NFKC", character)) > 1
    and not "\ufb50" <= character <= "\ufefe"
]
"""Characters that NFKC decomposes into a space and a mark, without the presentation forms of Arabic."""


@given(st.text() | st.text(alphabet=["A", "e", "\u0301", "\u0653", "ا", "ﹰ", "ﷺ", "\u200d", " ", *SPACING_SIGNS]))
def test_essence_is_idempotent(text: str) -> None:
    assert essence(essence(text)) == essence(text)


@given(st.characters(categories=["L", "M", "N", "P", "S"]))
def test_essence_keeps_every_visible_character(character: str) -> None:
    """Every letter, mark, digit and sign counts, except the few that Unicode defines as invisible."""
    never_seen = character in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" or "VARIATION SELECTOR" in unicodedata.name(
        character, ""
    )
    assert bool(essence(character)) != never_seen


@pytest.mark.parametrize("sign", SPACING_SIGNS)
def test_a_spacing_sign_is_not_a_mark_on_the_letter_before_it(sign: str) -> None:
    mark = unicodedata.normalize("NFKC", sign)[1:]
    assert essence(f"A{sign}") != essence(f"A{mark}")
    assert essence(f"A {sign}") == essence(f"A{sign}")


def test_all_forms_of_an_arabic_mark_are_equal() -> None:
    assert essence("\u062d\ufe70") == essence("\u062d\u064b")


@given(st.text(alphabet="abc123 אבגابت-"), st.integers(0, 20), st.characters(categories=["Lu", "Nd"]))
def test_an_added_letter_is_always_noticed(text: str, at: int, letter: str) -> None:
    assert essence(text[:at] + letter + text[at:]) != essence(text)


def _text(*glyphs: tuple[str, float]) -> TextObject:
    made = [DrawnGlyph(1, 1, text, "F", 10.0, x, 0.0, 5.0, None, (1, 0, 0, 1)) for text, x in glyphs]
    return TextObject(1, made)


def _read(*glyphs: tuple[str, float]) -> str:
    return "".join(glyph.text or "" for glyph in in_reading_order(_text(*glyphs).glyphs))


def test_words_are_runs_written_from_left_to_right() -> None:
    text = _text(("س", 30), ("ل", 25), (" ", 20), ("1", 5), ("\u0301", 6), ("2", 10), ("a", 40), ("b", 45), (".", 50))
    found = [word for stretch in text.stretches for word in words(stretch)]
    assert [[glyph.text for glyph in word] for word in found] == [["1", "2"], ["a", "b"]]


@pytest.mark.parametrize(
    "glyphs",
    [
        [("س", 30), ("ل", 25), ("م", 20), (" ", 15), ("ن", 10), ("ا", 5)],
        [("م", 20), ("ل", 25), ("س", 30), (" ", 15), ("ا", 5), ("ن", 10)],
        [("ا", 5), ("ن", 10), (" ", 15), ("م", 20), ("ل", 25), ("س", 30)],
        [("س", 30), ("م", 20), (" ", 15), ("ل", 25), ("ا", 5), ("ن", 10)],
    ],
    ids=["as spoken", "word by word", "from left to right", "in no order"],
)
def test_right_to_left_letters_are_read_by_their_places(glyphs: list[tuple[str, float]]) -> None:
    assert _read(*glyphs) == "سلم نا"


def test_signs_beside_right_to_left_letters_are_read_with_them() -> None:
    assert _read((":", 30), ("م", 20), ("ل", 25), ("،", 15)) == ":لم،"
    assert _read(("a", 0), ("b", 5), (" ", 10), ("م", 20), ("ل", 25), (",", 30), ("c", 40)) == "ab لم,c"


def test_marks_stay_with_their_letters() -> None:
    """A mark that moves the pen has a place of its own; another one belongs to the letter before it in the file."""
    assert _read(("ل", 20), ("\u064e", 25), ("س", 30)) == "س\u064eل"
    still = [
        glyph._replace(advance=0.0) if glyph.text == "\u064e" else glyph
        for glyph in _text(("س", 30), ("\u064e", 33), ("ل", 25)).glyphs
    ]
    assert "".join(glyph.text or "" for glyph in in_reading_order(still)) == "س\u064eل"


def test_stretches_end_at_a_new_line() -> None:
    first = _text(("ل", 20), ("م", 15)).glyphs
    second = [glyph._replace(y=-14.0) for glyph in _text(("س", 30), ("ن", 25)).glyphs]
    assert [[cluster.along for cluster in stretch.clusters] for stretch in stretches([*first, *second])] == [
        [20, 15],
        [30, 25],
    ]


def test_a_line_is_right_to_left_when_most_of_its_letters_are() -> None:
    assert is_rtl_line("قولوا: Yes")
    assert not is_rtl_line("Say: نعم")
    assert not is_rtl_line("1-888")
    assert not is_rtl_line("aא"), "as many"


@pytest.mark.parametrize(("up", "lines"), [(0.0, 1), (7.0, 1), (7.1, 2), (-7.1, 2)])
def test_a_letter_leaves_its_line_by_seven_tenths_of_an_em(up: float, lines: int) -> None:
    first, second = _text(("a", 0), ("b", 5)).glyphs
    assert len(stretches([first, second._replace(y=up)])) == lines


@pytest.mark.parametrize(("advance", "joined"), [(0.0, True), (0.0009, True), (0.001, False)])
def test_a_mark_that_moves_the_pen_has_its_own_place(advance: float, joined: bool) -> None:
    letter, mark = _text(("a", 0), ("\u0301", 5)).glyphs
    (stretch,) = stretches([letter, mark._replace(advance=advance)])
    assert [len(cluster.glyphs) for cluster in stretch.clusters] == ([2] if joined else [1, 1])
