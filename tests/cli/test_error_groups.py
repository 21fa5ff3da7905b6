"""Errors that several languages have for the same reason are one error, with a command for all of them."""

from __future__ import annotations

from flyers.cli.summary import grouped
from flyers.errors import TranslationError


def unsigned(tag: str, hint: str) -> TranslationError:
    return TranslationError("Nobody has signed it.", hint=hint, trail=[tag])


def test_a_command_is_for_all_languages_and_products_of_the_group() -> None:
    errors = [
        unsigned("es", "Make it: 'flyers build --lang es --product poster --edition press'."),
        unsigned("pa-Guru", "Make it: 'flyers build --lang pa-Guru --product wallet-card --edition press'."),
        unsigned("fr", "Make it: 'flyers build --lang fr --product poster --edition press'."),
    ]
    (error,) = grouped(errors)
    assert error.trail == ("3 languages (es, pa-Guru, …)",)
    assert error.hint == ("Make it: 'flyers build --lang es,pa-Guru,fr --product poster,wallet-card --edition press'.")


def test_languages_that_a_command_lists_are_named_once() -> None:
    errors = [unsigned("es", 'Look: flyers build --lang "es en".'), unsigned("fr", "Look: flyers build --lang fr,en.")]
    (error,) = grouped(errors)
    assert error.hint == "Look: flyers build --lang es,en,fr."


def test_other_reasons_and_other_hints_stay_apart() -> None:
    errors = [unsigned("es", "Wait."), unsigned("fr", "Ask."), unsigned("ar", "Wait.")]
    assert [(error.trail, error.hint) for error in grouped(errors)] == [
        (("2 languages (es, ar)",), "Wait."),
        (("fr",), "Ask."),
    ]
