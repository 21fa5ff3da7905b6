"""From the shaper's glyphs to codes, each with its text and its place: runs and a face made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flyers.page.document import GlyphRun, PositionedGlyph
from flyers.pdf.encoded_glyphs import (
    SOFT,
    Component,
    EncodedFace,
    PlacedGlyph,
    glyph_strings,
    plain,
)
from flyers.pdf.glyphfont import Drawing

SIZE, UPEM = 10.0, 1000
"""A point is a hundred font units."""

HIGH, LOW, COMMA, SPACE = 1, 2, 3, 4
ADVANCES = {HIGH: 500, LOW: 500, COMMA: 200, SPACE: 250}


def face(*, composable: bool = True) -> EncodedFace:
    return EncodedFace("sans:regular", UPEM, composable, lambda gid: ADVANCES.get(gid, 400), SPACE)


def encoded(
    *glyphs: tuple[int, float, float, float, str], level: int = 0, composable: bool = True
) -> list[list[PlacedGlyph]]:
    """Return the strings of glyphs given as gid, x, y, advance (points) and text."""
    run = GlyphRun("sans:regular", SIZE, level, "Latn", "en", tuple(PositionedGlyph(*glyph) for glyph in glyphs))
    return glyph_strings(run, face(composable=composable))


def test_letters_on_the_baseline_are_their_own_glyphs() -> None:
    assert encoded((HIGH, 0.0, 0.0, 5.0, "a"), (LOW, 4.9, 0.0, 5.0, "b")) == [
        [PlacedGlyph(*plain(HIGH), "a", 0.0, 0.0), PlacedGlyph(*plain(LOW), "b", 4.9, 0.0)]
    ]


def test_a_letter_with_a_mark_is_one_code() -> None:
    (string,) = encoded((HIGH, 0.0, 0.0, 5.0, "é"), (9, 1.2, 3.0, 0.0, ""), (LOW, 5.0, 0.0, 5.0, "b"))
    marked = (Component(HIGH, 0, 0), Component(9, 120, 300))
    assert string == [PlacedGlyph(marked, 500, "é", 0.0, 0.0), PlacedGlyph(*plain(LOW), "b", 5.0, 0.0)]


def test_a_raised_letter_is_composed_and_stays_on_its_line() -> None:
    ((raised, after),) = encoded((HIGH, 0.0, 1.0, 5.0, "a"), (LOW, 5.0, 0.0, 5.0, "b"))
    assert raised == PlacedGlyph((Component(HIGH, 0, 100),), 500, "a", 0.0, 0.0)
    assert after[:2] == plain(LOW)


@pytest.mark.parametrize(
    ("advance", "glyph"),
    [
        (5.0, plain(HIGH)),
        (5.79, plain(HIGH)),
        (5.8, ((Component(HIGH, 0, 0),), 580)),  # wide enough to be taken for a space
        (4.0, plain(HIGH)),
        (0.0, plain(HIGH)),
        (-1.0, plain(HIGH)),
    ],
)
def test_a_letter_is_as_wide_as_it_is_set_where_a_gap_would_be_a_space(advance: float, glyph: Drawing) -> None:
    ((first, _),) = encoded((HIGH, 0.0, 0.0, advance, "a"), (LOW, advance, 1.0, 5.0, "b"))
    assert first[:2] == glyph


@pytest.mark.parametrize(("advance", "width"), [(0.0, 0), (-1.0, 0), (0.004, 0), (0.006, 1)])
def test_no_code_runs_backwards(advance: float, width: int) -> None:
    ((first, _),) = encoded((HIGH, 0.0, 1.0, advance, "a"), (LOW, advance, 0.0, 5.0, "b"))
    assert first[:2] == ((Component(HIGH, 0, 100),), width)


def test_the_pen_is_where_most_letters_begin() -> None:
    """One letter is moved by the shaper: the others keep their places, and it is drawn beside its own."""
    moved = [
        (HIGH, 1.0, 0.0, 5.0, "a"),
        (HIGH, 6.0, 0.0, 5.0, "b"),
        (HIGH, 12.5, 0.0, 5.0, "c"),
        (9, 11.0, 2.0, 0.0, ""),
    ]
    ((one, two, three),) = encoded(*moved)
    assert [(glyph.x, glyph.text) for glyph in (one, two, three)] == [(1.0, "a"), (6.0, "b"), (11.0, "c")]
    assert one[:2] == two[:2] == plain(HIGH)
    assert three[:2] == ((Component(HIGH, 150, 0), Component(9, 0, 200)), 500)


def test_of_two_beginnings_that_are_as_frequent_the_first_counts() -> None:
    ((one, two),) = encoded((HIGH, 0.0, 1.0, 5.0, "a"), (HIGH, 7.0, 0.0, 5.0, "b"))
    assert (one.x, two.x) == (0.0, 5.0)
    assert two[:2] == ((Component(HIGH, 200, 0),), 500)


def test_digits_of_an_arabic_number_are_one_code() -> None:
    digits = [(10, 0.0, 0.0, 4.0, "١"), (11, 4.0, 0.0, 4.0, "٢"), (12, 8.0, 0.0, 2.0, "٫"), (13, 10.0, 0.0, 4.0, "٥")]
    ((number, space, more),) = encoded(*digits, (SPACE, 14.0, 0.0, 2.5, " "), (14, 16.5, 0.0, 4.0, "٣"))
    components = (Component(10, 0, 0), Component(11, 400, 0), Component(12, 800, 0), Component(13, 1000, 0))
    assert number == PlacedGlyph(components, 1400, "١٢٫٥", 0.0, 0.0)
    assert (space.text, more.text) == (" ", "٣")


VIRAMA, JOINER = "\u094d", "\u200d"


@pytest.mark.parametrize(
    ("text", "advance", "codes"),
    [
        (f"क{VIRAMA}य", 10.01, [("क", 0.0, 500), (VIRAMA, 5.0, 1), ("य", 5.01, 500)]),
        (f"क{VIRAMA}य", 10.0, [("क", 0.0, 500), (VIRAMA, 5.0, 1), ("य", 5.01, 499)]),  # nothing is lost by rounding
        (f"क{VIRAMA}{JOINER}य", 10.01, [("क", 0.0, 500), (f"{VIRAMA}{JOINER}", 5.0, 1), ("य", 5.01, 500)]),
        (f"क{VIRAMA}", 6.0, [("क", 0.0, 599), (VIRAMA, 5.99, 1)]),
        (f"कय{VIRAMA}", 6.0, [("कय", 0.0, 599), (VIRAMA, 5.99, 1)]),
        (f"क{VIRAMA}य", 0.0, [("क", 0.0, 0), (VIRAMA, 0.0, 1), ("य", 0.01, 0)]),
        (f"क{VIRAMA}य{VIRAMA}", 10.0, [(f"क{VIRAMA}य{VIRAMA}", 0.0, 1000)]),  # the same mark twice
        (f"{VIRAMA}य", 6.0, [(f"{VIRAMA}य", 0.0, 600)]),
        (f"{JOINER}य", 6.0, [(f"{JOINER}य", 0.0, 600)]),
        ("कय", 6.0, [("कय", 0.0, 600)]),
    ],
)
def test_letters_of_a_cluster_share_what_its_marks_leave(
    text: str, advance: float, codes: list[tuple[str, float, int]]
) -> None:
    """The first code draws the whole cluster, the others have no ink."""
    (string,) = encoded((9, 0.0, 1.0, advance, text))
    assert [(glyph.text, round(glyph.x, 6), glyph.advance) for glyph in string] == codes
    first, *others = string
    assert first.components == (Component(9, 0, 100),)
    assert all(glyph.components == (Component(SPACE, 0, 0),) for glyph in others)


def test_without_a_space_a_cluster_stays_whole() -> None:
    run = GlyphRun("sans:regular", SIZE, 0, "Deva", "hi", (PositionedGlyph(9, 0.0, 1.0, 6.0, f"क{VIRAMA}"),))
    ((whole,),) = glyph_strings(run, replace(face(), space=0))
    assert whole == PlacedGlyph((Component(9, 0, 100),), 600, f"क{VIRAMA}", 0.0, 0.0)


def test_a_mark_without_an_advance_is_one_with_the_letter_that_it_is_drawn_over() -> None:
    (string,) = encoded((HIGH, 0.0, 0.0, 5.0, "क"), (9, 1.0, 2.0, 0.0, VIRAMA), (LOW, 5.0, 0.0, 5.0, "य"))
    assert [(glyph.text, glyph.advance) for glyph in string] == [("क", 499), (VIRAMA, 1), ("य", None)]
    assert string[0].components == (Component(HIGH, 0, 0), Component(9, 100, 200))
    (string,) = encoded((HIGH, 0.0, 0.0, 5.0, "क"), (9, 5.0, 2.0, 1.0, VIRAMA), (LOW, 6.0, 0.0, 5.0, "य"))
    assert [(glyph.text, glyph.x) for glyph in string] == [("क", 0.0), (VIRAMA, 5.0), ("य", 6.0)]


def test_what_only_directs_has_no_code() -> None:
    ((only,),) = encoded((9, 0.0, 0.0, 0.0, "\u2068"), (HIGH, 0.0, 0.0, 5.0, "a"), (9, 5.0, 0.0, 0.0, "\u2069"))
    assert only.text == "a"
    assert encoded((9, 0.0, 0.0, 0.0, "\u2068"), (9, 0.0, 0.0, 0.0, SOFT)) == []


def test_a_glyph_without_text_is_said_to_be_nothing() -> None:
    ((only,),) = encoded((HIGH, 0.0, 0.0, 5.0, ""))
    assert only.text == SOFT


def test_from_right_to_left_a_run_is_one_string_that_begins_with_its_last_letter() -> None:
    ((last, first),) = encoded((HIGH, 5.0, 0.0, 5.0, "ب"), (HIGH, 0.0, 0.0, 5.0, "ت"), level=1)
    assert last == PlacedGlyph(*plain(HIGH), "ت", 0.0, 0.0)
    assert first == PlacedGlyph(*plain(HIGH), "ب", 5.0, 0.0)


def test_letters_of_a_right_to_left_ligature_share_it_and_the_first_draws_it() -> None:
    ((alef, lam),) = encoded((HIGH, 0.0, 0.0, 5.0, "لا"), level=1)
    assert lam == PlacedGlyph((Component(HIGH, -250, 0),), 250, "ل", 2.5, 0.0)
    assert alef == PlacedGlyph((Component(SPACE, 0, 0),), 250, "ا", 0.0, 0.0)


def test_a_right_to_left_mark_reaches_a_font_unit_under_its_letter() -> None:
    ((mark, letter),) = encoded((HIGH, 0.0, 0.0, 5.0, "ب"), (9, 1.0, 3.0, 0.0, "\u064e"), level=1)
    assert letter == PlacedGlyph(*plain(HIGH), "ب", 0.0, 0.0)
    assert mark == PlacedGlyph((Component(9, 101, 300),), 1, "\u064e", -0.01, 0.0)


def test_an_invisible_character_goes_with_the_letter_before_it() -> None:
    ((after, before),) = encoded(
        (HIGH, 5.0, 0.0, 5.0, "ی"), (9, 5.0, 0.0, 0.0, "\u200c"), (HIGH, 0.0, 0.0, 5.0, "ک"), level=1
    )
    assert (after.text, before.text) == ("ک", "\u200cی")
    assert before[:2] == plain(HIGH)


def test_a_font_that_takes_no_composites_shows_its_glyphs_where_they_are() -> None:
    glyphs = [(HIGH, 0.0, 0.0, 5.0, "é"), (9, 1.2, 3.0, 0.0, "")]
    shown = [PlacedGlyph(*plain(HIGH), "é", 0.0, 0.0), PlacedGlyph(*plain(9), SOFT, 1.2, 3.0)]
    assert encoded(*glyphs, composable=False) == [shown]
    assert encoded(*glyphs, level=1, composable=False) == [shown[::-1]]


@pytest.mark.parametrize(
    ("text", "advance", "codes"),
    [
        ("لا", 10.0, [("ا", 0.0, 500), ("ل", 5.0, 500)]),
        ("ل\u064eا", 10.01, [("ا", 0.0, 500), ("\u064e", 5.0, 1), ("ل", 5.01, 500)]),
        ("ل\u064e\u0651", 9.0, [("\u0651", 0.0, 1), ("\u064e", 0.01, 1), ("ل", 0.02, 898)]),
        ("لا", 0.0, [("ا", -0.02, 1), ("ل", -0.01, 1)]),
    ],
)
def test_letters_of_a_ligature_share_what_its_marks_leave(
    text: str, advance: float, codes: list[tuple[str, float, int]]
) -> None:
    (string,) = encoded((HIGH, 0.0, 0.0, advance, text), level=1)
    assert [(glyph.text, round(glyph.x, 6), glyph.advance) for glyph in string] == codes
    *others, first = string
    assert first.components == (Component(HIGH, -round(100 * first.x), 0),)
    assert all(glyph.components == (Component(SPACE, 0, 0),) for glyph in others)


def turned(*letters: str, **around: bool) -> list[list[tuple[str, float]]]:
    """Return the texts and places of a run of letters of 5 pt, the first of which is on the right."""
    run = GlyphRun(
        "sans:regular",
        SIZE,
        1,
        "Arab",
        "ar",
        tuple(
            PositionedGlyph(HIGH, 5.0 * place, 0.0, 5.0, letter)
            for place, letter in zip(reversed(range(len(letters))), letters, strict=True)
        ),
    )
    return [[(glyph.text, round(glyph.x, 6)) for glyph in string] for string in glyph_strings(run, face(), **around)]


def test_marks_of_direction_are_outside_the_signs_that_a_line_begins_or_ends_with() -> None:
    mark = "\u200f"
    assert turned("م", "س") == [[("س", 0.0), ("م", 5.0)]]
    assert turned("(", "م", ")") == [[(mark, -0.01), (")", 0.0), ("م", 5.0), ("(", 10.0), (mark, 14.99)]]
    assert turned("(", "م", ")", begins=False) == [[("(", 10.0)], [(mark, -0.01), (")", 0.0), ("م", 5.0)]]
    assert turned("(", "م", ")", ends=False) == [[("م", 5.0), ("(", 10.0), (mark, 14.99)], [(")", 0.0)]]
    assert turned("(", "م", ")", begins=False, ends=False) == [[("(", 10.0)], [("م", 5.0)], [(")", 0.0)]]


def test_signs_alone_are_strings_of_their_own() -> None:
    mark = "\u200f"
    assert turned("-", ".", begins=False, ends=False) == [[("-", 5.0)], [(".", 0.0)]]
    assert turned("-", ".", begins=False) == [[(mark, -0.01)], [("-", 5.0)], [(".", 0.0)]]
    assert turned("-", ".", begins=False, ends=False, parts_ltr=True) == [
        [(mark, 9.99)],
        [("-", 5.0)],
        [(".", 0.0)],
        [(mark, -0.01)],
    ]
