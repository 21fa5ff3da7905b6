"""Letters in printed numbers, and whether what is printed is what is dialed."""

from __future__ import annotations

import pytest

from flyers.content.contacts import country_code, keypad_digits, letters_problem, printed_problem, same_number, shorter


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1-888-373-7888", "18883737888"),
        ("1-800-FLOWERS", "18003569377"),
        ("1-800-4-A-CHILD", "18004224453"),
        ("888-55-HELP", "888554357"),
        ("(860) 555.0100", "8605550100"),
        ("+44 20 7946 0958", "442079460958"),
    ],
)
def test_groups_of_letters_and_groups_of_digits_are_accepted(text: str, digits: str) -> None:
    assert letters_problem(text) is None
    assert printed_problem(text) is None
    assert keypad_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "group", "meant"),
    [
        ("860-555-01OO", "01OO", "0100"),
        ("860-555-0I00", "0I00", "0100"),
        ("86O 555 0100", "86O", "860"),
        ("(8I0) 555-0100", "8I0", "810"),
        ("860-555-01oo", "01oo", "0100"),
        ("860-555-0l00", "0l00", "0100"),
        ("860-555-OOOO", "OOOO", "0000"),
        ("I-888-373-7888", "I", "1"),
        ("860-555-010O", "010O", "0100"),
    ],
)
def test_a_letter_typed_for_a_digit_is_no_key_of_a_telephone(text: str, group: str, meant: str) -> None:
    problem = letters_problem(text)
    assert problem is not None
    assert f"“{group}”" in problem.text
    assert f"write “{meant}”" in problem.hint
    assert printed_problem(text) is not None


@pytest.mark.parametrize("text", ["860-555-B100", "1-800-FLOWERS2", "860-5S5-0100"])
def test_no_digit_is_guessed_for_other_letters(text: str) -> None:
    problem = letters_problem(text)
    assert problem is not None
    assert "mixes letters and digits" in problem.text
    assert "write digits" in problem.hint


def test_a_long_text_and_a_long_group_are_quoted_to_their_limits() -> None:
    group = "1" * 60 + "B"
    problem = letters_problem(f"{group}-{'1' * 60}")
    assert problem is not None
    assert problem.text == f"“{group[:59]}…” in “{group[:39]}…” mixes letters and digits."
    problem = printed_problem(f"{'1' * 61};")
    assert problem is not None
    assert problem.text == f"“{'1' * 59}…” is not a number as printed."


@pytest.mark.parametrize("text", ["", "  ", "abc", "FLOWERS", "860-555-0100;", "860/555-0100"])
def test_what_is_no_number_is_no_printed_number(text: str) -> None:
    assert printed_problem(text) is not None


@pytest.mark.parametrize(
    ("display", "target"),
    [
        ("911", "911"),
        ("1-888-373-7888", "+18883737888"),
        ("888-373-7888", "+18883737888"),
        ("020 7946 0958", "+442079460958"),  # a trunk zero
        ("06 1234 5678", "+390612345678"),  # whose zero is dialed from abroad too
        ("555 1234", "+3545551234"),
    ],
)
def test_a_number_printed_as_dialed_inside_its_country_agrees(display: str, target: str) -> None:
    assert same_number(display, target)


@pytest.mark.parametrize(
    ("display", "target"),
    [
        ("60-692-3085", "+18606923085"),  # its first digit is lost: 18 is no country
        ("0-692-3085", "+18606923085"),
        ("88-373-7888", "+18883737888"),
        ("860-692-308", "+18606923085"),
        ("+888-373-7888", "+18883737888"),
        ("7946 0958", "+442079460958"),
    ],
)
def test_a_number_without_all_of_its_digits_does_not_agree(display: str, target: str) -> None:
    assert not same_number(display, target)


def test_no_country_code_begins_with_another_one() -> None:
    codes = {country_code(f"{number:03}") for number in range(100, 1000)} - {""}
    assert {"1", "7", "20", "44", "86", "39", "354", "998", "850"} <= codes
    assert not [(one, other) for one in codes for other in codes if one != other and other.startswith(one)]


@pytest.mark.parametrize(
    ("display", "target", "shown"),
    [
        ("1-888-373-7888", "tel:+18883737888", "888-373-7888"),
        ("+1 (888) 373-7888", "tel:+18883737888", "(888) 373-7888"),
        ("1-800-FLOWERS", "tel:+18003569377", "800-FLOWERS"),
        ("888-373-7888", "tel:+18883737888", ""),
        ("911", "tel:911", ""),
        ("1-23-456", "tel:123456", ""),  # its 1 is no country
        ("+44 20 7946 0958", "tel:+442079460958", ""),  # at home it has a zero
        ("112", "tel:112", ""),
        ("www.example.org/help", "https://www.example.org/help", "example.org/help"),
        ("https://example.org", "https://example.org", "example.org"),
        ("example.org", "https://www.example.org", ""),
        ("www.org", "https://www.org", ""),
        ("help@example.org", "mailto:help@example.org", ""),
    ],
)
def test_a_shorter_form_opens_the_same(display: str, target: str, shown: str) -> None:
    assert shorter(display, target) == shown


def test_the_text_of_a_message_stays_out_of_what_is_printed() -> None:
    assert shorter("1-888-373-7888", "sms:+18883737888?body=HELP", "?body=HELP") == "888-373-7888"
    assert shorter("233733", "sms:233733?body=HELP", "?body=HELP") == ""
