"""What helps readers restore a line, and where it is put: letters of 500 units in a face of a thousand, made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.pdf import lines
from flyers.pdf.encoded_glyphs import (
    LRM,
    MARK_WIDTH,
    RLM,
    SOFT,
    STRUT,
    Component,
    EncodedFace,
    GlyphStrings,
    PlacedGlyph,
    ends_in_arabic_digit,
    plain,
    without_ink,
)

SPACE = 3
FACE = EncodedFace("sans:regular", 1000, True, lambda gid: 250 if gid == SPACE else 500, SPACE)
BARE = replace(FACE, space=0)  # A face without a space.
WRITTEN = replace(FACE, composable=False)  # One without outlines that can be put together.


def part(*texts: str, x: float = 0.0, rtl: bool = False, face: EncodedFace = FACE, size: float = 10.0) -> GlyphStrings:
    """Return strings, each with a glyph for each letter of its text; from right to left, the first is on the right."""
    strings: list[list[PlacedGlyph]] = []
    count = sum(map(len, texts))
    done = 0
    for text in texts:
        first = count - done - len(text) if rtl else done
        places = [x + (first + number) * size / 2 for number in range(len(text))]
        strings.append([PlacedGlyph(*plain(9), letter, left, 0.0) for letter, left in zip(text, places, strict=True)])
        done += len(text)
    return GlyphStrings(face, size, strings, 0, rtl)


def texts(*parts: GlyphStrings) -> list[str]:
    return ["".join(glyph.text for glyph in string) for one in parts for string in one.strings]


# -- links and cuts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leading", "rtl", "x", "size", "heights", "advance"),
    [
        (1.5, False, 7 - 0.022, 10.4, [5.1], 2.4),
        (1.6, False, 7 - 0.022, 10.4, [5.1], 2.4),
        (1.7, False, 7 - 0.022, 10.0, [8.5], 2.4),
        (1.7, True, 6.8, 10.0, [4.5, -1.0], 0),
        (1.94, True, 6.8, 10.0, [4.5, -1.0], 0),
        (2.0, True, 6.8, 10.0, [10.0], 0),
    ],
)
def test_a_link_is_between_two_lines(
    leading: float, rtl: bool, x: float, size: float, heights: list[float], advance: float
) -> None:
    made = lines.link(7.0, 10.0, leading, FACE, rtl=rtl)
    assert made.size == pytest.approx(size)
    assert [string[0].y for string in made.strings] == pytest.approx(heights)
    for (glyph,) in made.strings:
        assert (glyph.text, glyph.x) == (SOFT, pytest.approx(x))
        assert glyph[:2] == ((Component(SPACE, 0, 0),), advance)


def test_a_cut_is_below_the_end_of_a_stretch() -> None:
    words, number, rest = part("ab", rtl=True, x=20.0), part("12", x=5.0), part("c", rtl=True)
    cut = list(lines._with_cuts([words, number, rest], False, FACE))
    assert texts(*cut) == ["ab", " ", "12", " ", "c"]
    (first,), (second,) = cut[1].strings[0], cut[3].strings[0]
    assert (first.x, first.y) == pytest.approx((17.5, -7.9))
    assert (second.x, second.y) == pytest.approx((15.0, -7.9))
    assert first[:2] == without_ink(SPACE, 250)
    assert texts(*lines._with_cuts([words, number, rest], False, WRITTEN)) == ["ab", "12", "c"]
    two = [part("ab", rtl=True, x=30.0), part("cd", rtl=True, x=20.0), part("e", x=10.0)]
    assert texts(*lines._with_cuts(two, False, FACE)) == ["ab", "cd", " ", "e"]


def line(**changes: Any) -> Any:
    usual = {"x": 0.0, "y": 0.0, "turn": 0, "size": 10.0, "ink": (0.0, -2.0, 50.0, 8.0), "block": "b", "message": "m"}
    return SimpleNamespace(**{**usual, **changes})


def test_turned_lines_are_cut_at_another_height() -> None:
    words, more = part("ab", x=5.0), part("c", x=15.0)
    upside, down = line(turn=180), line(turn=90)
    cut = list(lines._with_turned_cuts([words, more], upside, None, FACE))
    assert texts(*cut) == ["ab", SOFT, "c"]
    assert cut[1].strings[0][0][3:] == pytest.approx((15.0, -7.9))
    cut = list(lines._with_turned_cuts([words, more], down, down, FACE))
    assert texts(*cut) == [SOFT, "ab", "c"]
    assert cut[0].strings[0][0][3:] == (-5.0, 0.0)
    for above in (None, upside):
        assert texts(*lines._with_turned_cuts([words, more], down, above, FACE)) == ["ab", "c"]
    assert texts(*lines._with_turned_cuts([words, more], line(turn=270), line(turn=270), FACE)) == ["ab", "c"]


@pytest.mark.parametrize(
    ("left", "above", "x", "edge"),
    [
        (10.0, 14.0, 0.0, 14.0),  # in centred text, where both lines have begun
        (10.0, 13.0, 0.0, 10.0),
        (10.0, 12.0, 0.0, 10.0),
        (10.0, 6.0, 0.0, 10.0),
        (10.0, 9.0, 5.0, 14.0),
        (10.0, 14.0, -5.0, 10.0),
    ],
)
def test_two_lines_are_linked_where_both_have_begun(left: float, above: float, x: float, edge: float) -> None:
    over = line(x=x, ink=(above, -2.0, 90.0, 8.0))
    assert lines._shared_edge([part("b", x=20.0), part("a", x=left)], line(), over, rtl=False) == edge
    assert lines._shared_edge([part("a", x=left)], line(), None, rtl=False) == left
    mirrored = line(x=-x, ink=(-90.0, -2.0, -above, 8.0))
    parts = [part("b", x=-30.0, rtl=True), part("a", x=-left - 5.0, rtl=True)]
    assert lines._shared_edge(parts, line(), mirrored, rtl=True) == -edge
    assert lines._shared_edge(parts, line(), None, rtl=True) == -left


def test_lines_of_one_paragraph_have_its_message_size_and_turn() -> None:
    assert lines._same_paragraph(line(), line(x=9.0, y=9.0))
    for change in ({"block": "c"}, {"message": "n"}, {"size": 9.0}, {"turn": 90}):
        assert not lines._same_paragraph(line(**change), line())
    assert lines._offset(line(x=1.0, y=2.0), line(x=4.0, y=14.0)) == (3.0, 12.0)
    assert lines._offset(line(x=1.0, y=2.0, turn=180), line(x=4.0, y=14.0)) == (-3.0, -12.0)


# -- ends of lines and of numbers -------------------------------------------------------------------------------------


def test_a_mark_at_the_end_has_a_code_of_its_own() -> None:
    ends = part("ab-", x=5.0)
    lines.mark_end(ends, SOFT, after="-".__contains__)
    assert texts(ends) == [f"ab-{SOFT}"]
    last = ends.strings[0][-1]
    assert (last.x, last.y) == pytest.approx((20.0 - 0.01, 0.0))
    assert last[:2] == ((Component(SPACE, 0, 0),), MARK_WIDTH)
    for other in (part("ab"), part("ab-", face=BARE)):
        lines.mark_end(other, SOFT, after="-".__contains__)
        assert texts(other) == ["ab" if other.face is FACE else "ab-"]
    whole = part("-", face=WRITTEN)
    lines.mark_end(whole, SOFT, after="-".__contains__)
    assert whole.strings[0][-1].advance is None


@pytest.mark.parametrize(
    ("number", "marked"),
    [("١٢", f"{LRM}١٢{LRM}"), ("12", "12"), ("a١", f"a١{LRM}"), ("١a", f"{LRM}١a"), ("١٪", f"{LRM}١٪{LRM}")],
)
def test_marks_are_around_numbers_in_arabic_digits(number: str, marked: str) -> None:
    made = part(number)
    lines.part_number(made)
    assert texts(made) == [marked]


def test_a_number_on_several_lines_ends_with_a_string_without_ink() -> None:
    number = part("12", x=5.0)
    lines.end_number(number)
    assert texts(number) == ["12", SOFT]
    assert number.strings[1][0].x == pytest.approx(15.0 - 0.01)
    assert [component.gid for component in number.strings[1][0].components] == [SPACE, STRUT]
    for face in (BARE, WRITTEN):
        other = part("12", face=face)
        lines.end_number(other)
        assert texts(other) == ["12"]


def test_a_line_may_end_with_a_space_on_its_side() -> None:
    ltr, rtl, bare = part("ab", "c", x=5.0), part("ab", "c", x=5.0, rtl=True), part("ab", face=BARE)
    for one in (ltr, rtl, bare):
        lines.add_space(one)
    assert (texts(ltr), texts(rtl), texts(bare)) == (["ab", "c "], ["ab", "c", " "], ["ab"])
    assert ltr.strings[1][1].x == 20.0
    assert rtl.strings[2][0].x == 2.5


def test_other_spaces_say_what_a_space_says() -> None:
    one, other = part("a\u202fb", "\u00a0"), part("\u202f", rtl=True)
    lines.use_plain_spaces([one, other], lines.NARROW)
    assert texts(one, other) == ["a b", "\u00a0", " "]
    lines.use_plain_spaces([one, other], lines.NO_BREAK)
    assert texts(one, other) == ["a b", " ", " "]


def test_a_space_by_itself_has_a_box() -> None:
    one, other = part("a b", " ", "ab"), part(" ", face=WRITTEN)
    lines.give_boxes_to_spaces([one, other])
    assert [[glyph.advance is None for glyph in string] for string in one.strings] == [[True] * 3, [False], [True] * 2]
    assert one.strings[1][0][:2] == without_ink(9, 500)
    assert other.strings[0][0].advance is None


# -- signs and spaces beside right-to-left words ----------------------------------------------------------------------


def test_a_sign_after_words_or_a_number_is_read_after_them() -> None:
    """From right to left: a word, a space, a number, and the stop that is drawn on its left."""
    word, number, stop = part("مس", " ", rtl=True, x=40.0), part("12", x=30.0), part(".", rtl=True, x=25.0)
    parts = [word, number, stop]
    lines.join_signs(parts)
    assert texts(*parts) == ["مس", " ", "12", "."]
    moved = parts[2].strings[0][0]
    assert moved.x == 40.0
    assert moved[:2] == ((Component(9, -1500, 0),), MARK_WIDTH)
    assert word.strings[1][0].x == pytest.approx(40.01)
    assert [one.rtl for one in parts] == [True, False, True]
    words = [part("مس", " ", rtl=True, x=40.0), part("ab", x=30.0), part(".", rtl=True, x=25.0)]
    lines.join_signs(words)
    assert texts(*words) == ["مس", " ", "ab", "."]
    assert [one.rtl for one in words] == [True, False, False]


def test_a_sign_before_a_number_is_read_before_it() -> None:
    parts = [part("مس", " ", "(", rtl=True, x=40.0), part("12", x=30.0)]
    lines.join_signs(parts)
    moved = parts[0].strings[2][0]
    assert (texts(*parts), moved.x) == (["مس", " ", "(", "12"], pytest.approx(29.99))
    assert moved.components == (Component(9, 1001, 0),)
    words = [part("مس", " ", "(", rtl=True, x=40.0), part("ab", x=30.0)]
    lines.join_signs(words)
    assert texts(*words) == ["مس", " ", "(", "ab"]
    assert [(one.rtl, len(one.strings)) for one in words] == [(True, 2), (False, 1), (False, 1)]
    directed = [part("مس", "(", RLM, rtl=True, x=40.0), part("ab", x=30.0)]
    lines.join_signs(directed)
    assert [(one.rtl, len(one.strings)) for one in directed] == [(True, 2), (False, 1), (False, 1)]
    for more in (part("مس", "(", "(", rtl=True, x=40.0), part("مس", "(", rtl=True, x=40.0, face=WRITTEN)):
        parts = [more, part("12", x=30.0)]
        lines.join_signs(parts)
        assert all(glyph.advance is None for string in more.strings for glyph in string)


def test_a_mark_of_direction_before_a_moved_sign_is_no_longer_needed() -> None:
    parts = [part("مس", " ", rtl=True, x=40.0), part("12", x=30.0), part(RLM, ".", rtl=True, x=20.0)]
    lines.join_signs(parts)
    assert texts(*parts) == ["مس", " ", "12", "."]
    assert (parts[2].strings[0][0].x, parts[2].strings[0][0].advance) == (40.0, MARK_WIDTH)


def test_a_sign_between_a_mark_of_direction_and_words_stays_and_beside_a_number_it_moves() -> None:
    for word, moves in (("ab", False), ("12", True)):
        parts = [part(RLM, "(", rtl=True, x=40.0), part(word, x=30.0)]
        lines.join_signs(parts)
        assert texts(*parts) == [RLM, "(", word]
        assert (parts[0].strings[1][0].advance is not None) is moves
        parts = [part(word, x=40.0), part(".", RLM, rtl=True, x=30.0)]
        lines.join_signs(parts)
        assert texts(*parts) == [word, ".", RLM]
        assert [glyph.advance for string in parts[1].strings for glyph in string] == [None, None]


def test_only_a_space_before_a_number_makes_room_for_its_sign() -> None:
    word, number, stop = part("مس", rtl=True, x=40.0), part("12", x=30.0), part(".", rtl=True, x=25.0)
    lines.join_signs([word, number, stop])
    assert (word, stop.strings[0][0].x) == (part("مس", rtl=True, x=40.0), 40.0)


def test_signs_of_left_to_right_text_stay() -> None:
    parts = [part("(", x=0.0), part("12", x=5.0, face=replace(FACE, key="sans:bold")), part(")", x=15.0)]
    expected = [part("(", x=0.0), part("12", x=5.0, face=parts[1].face), part(")", x=15.0)]
    lines.join_signs(parts)
    assert parts == expected


def test_a_sign_at_the_other_end_of_the_line_stays() -> None:
    number, words = part("12", x=40.0), part(" ", "سم", ".", rtl=True, x=20.0)
    lines.join_signs([number, words])
    assert texts(number, words) == ["12", " ", "سم", "."]
    assert all(glyph.advance is None for string in words.strings for glyph in string)


def test_a_sign_whose_ink_would_be_too_far_away_stays() -> None:
    near, far = part("1" * 59, x=50.0), part("1" * 60, x=50.0)
    for number, moves in ((near, True), (far, False)):
        sign = part("(", rtl=True, x=600.0)
        lines.join_signs([sign, number])
        assert (sign.strings[0][0].advance is not None) is moves


def test_a_letter_after_a_number_and_a_space_says_that_space() -> None:
    number, word = part("12", x=40.0), part(" ", "سم", rtl=True, x=25.0)
    parts = [number, word]
    lines.join_spaces(parts)
    assert texts(*parts) == ["12", "سم "]
    last = word.strings[0][-1]
    assert (last.x, last.advance) == (30.0, 1000)
    address = [part("ab", x=40.0), part(" ", "سم", rtl=True, x=25.0)]
    lines.join_spaces(address)
    assert texts(*address) == ["ab", " ", "سم"]
    written = [part("12", x=40.0), part(" ", "سم", rtl=True, x=25.0, face=WRITTEN)]
    lines.join_spaces(written)
    assert texts(*written) == ["12", " ", "سم"]


def test_a_letter_before_a_space_and_a_mark_says_that_space() -> None:
    word = part("س \u064bم", rtl=True)
    parts = [word]
    lines.join_spaces(parts)
    assert texts(*parts) == ["س \u064bم"]
    assert [glyph.text for glyph in word.strings[0]] == ["س ", "\u064b", "م"]
    assert word.strings[0][0].advance == 1000
    others = [part("س \u064bم"), part("س م", rtl=True), part("1 \u064bم", rtl=True)]
    lines.join_spaces(others)
    assert [len(one.strings[0]) for one in others] == [4, 3, 4]


@pytest.mark.parametrize(
    ("before", "string", "over"),
    [("م", ".", True), ("م", " ", True), ("م", "(", True), ("م", "1", False), ("م", "س", False), ("a", ".", False)],
)
def test_a_sign_after_right_to_left_letters_begins_a_text_object(before: str, string: str, over: bool) -> None:
    assert lines.starts_over(part(f"a{before}").strings[0], part(f"{string}م").strings[0]) is over


def test_what_is_shown_is_read_from_left_to_right() -> None:
    assert lines._visual_text([part("ab"), part("c")]) == "abc"
    both = part("م", rtl=True)
    both.strings[0][0] = both.strings[0][0]._replace(text="لا")
    assert lines._visual_text([both]) == "ال"
    assert lines._is_number(part("1-2", LRM)) is False
    assert lines._is_number(part("1-2", ".")) is True


def test_each_letter_before_a_space_and_a_mark_says_that_space() -> None:
    word = part("مس \u064bس \u064b", rtl=True)
    lines.join_spaces([word])
    assert [glyph.text for glyph in word.strings[0]] == ["م", "س ", "\u064b", "س ", "\u064b"]
    assert [glyph.advance for glyph in word.strings[0]] == [None, 1000, None, 1000, None]


@pytest.mark.parametrize(
    ("text", "digit"), [("٠", True), ("٩", True), ("٬", True), ("a٫", True), ("٭", False), ("؟", False), ("١a", False), ("", False)]
)  # fmt: skip
def test_arabic_digits_have_signs_of_their_own(text: str, digit: bool) -> None:
    assert ends_in_arabic_digit(text) is digit
