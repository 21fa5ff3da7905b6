"""Words are quoted so that a person can read them in a terminal, which shows invisible characters as codes."""

from __future__ import annotations

import pytest

from flyers.content.markup import visible, visibly_different


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ໂທ\u200bບໍ່ເສຍຄ່າ", "ໂທບໍ່ເສຍຄ່າ"),
        ("اتصل \u20661-888\u2069\u200f ", "اتصل 1-888"),
        ("Grenz\u00adkontrolle", "Grenzkontrolle"),
        ("می\u200cخواهید", "می\u200cخواهید"),
        ("\u202e8887\u202c\x1b[2J", "\u202e8887\u202c\x1b[2J"),
    ],
)
def test_what_words_need_is_left_out_and_what_no_text_needs_stays_to_be_seen(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_texts_that_would_look_alike_are_quoted_as_they_are() -> None:
    assert visibly_different("ໂທ\u200bບໍ່", "ໂທ\u200bຫາ") == ("ໂທບໍ່", "ໂທຫາ")
    assert visibly_different("ໂທ\u200bບໍ່", "ໂທບໍ່") == ("ໂທ\u200bບໍ່", "ໂທບໍ່")
    assert visibly_different("ໂທ\u200bບໍ່", "ໂທ\u200bບໍ່") == ("ໂທບໍ່", "ໂທບໍ່")
    assert visibly_different() == ()
