"""Punctuation, spaces, English words, figures: differences between languages that are right, and faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import Source
from flyers.translation.checks.findings import Translation, faults_of
from flyers.translation.registry import Registry

CAMPAIGN = Campaign.load(Path(__file__).resolve().parents[2])
REGISTRY = Registry.load(CAMPAIGN)


def problems(code: str, tag: str, english: str, text: str, names: frozenset[str] = frozenset()) -> list[str]:
    words = Words(english, Source("x"), markup.parse(english))
    translation = Translation(text, words, CAMPAIGN.contacts, REGISTRY.language(tag), raw=text, names=names)
    return [fault.problem for fault in faults_of(code, translation)]


@pytest.mark.parametrize(
    ("tag", "english", "text"),
    [
        ("hi", "Call now.", "अभी कॉल करें।"),
        ("ur", "Call now.", "ابھی کال کریں۔"),
        ("ur", "Are you free?", "کیا آپ آزاد ہیں؟"),
        ("zh-Hans", "Call now.", "请拨打。"),
        ("zh-Hans", "He said “no.”", "他说“不”。"),
        ("am", "Call now.", "አሁን ይደውሉ።"),
        ("am", "Two kinds:", "ሁለት ዓይነቶች፦"),
        ("km", "Are you free?", "តើអ្នកមានសេរីភាពឬទេ។"),
        ("th", "Call now.", "โทรเลย"),
        ("lo", "Are you free?", "ເຈົ້າມີອິດສະຫຼະບໍ"),
        ("fr", "Are you free?", "Êtes-vous libre ?"),
        ("es", "**Work.**", "**Trabajo.**"),
        ("es", "Made in the U.S.", "Hecho en EE. UU."),
        ("es", "Department", "Departamento de EE. UU."),
        ("pt-BR", "Never stick it on a code.", "Nunca cole sobre um código QR."),
        ("es", "Say: “{request}”", "Diga: “{request}”."),
        ("am", "Who can call", "ማን መደወል ይችላል?"),
        ("ar", "Call {hotline}.", "اتصلوا بـ \u2066{hotline}\u2069."),
    ],
)
def test_a_right_ending_is_accepted(tag: str, english: str, text: str) -> None:
    assert problems("L301", tag, english, text) == []


@pytest.mark.parametrize(
    ("tag", "english", "text", "problem"),
    [
        ("es", "Call now.", "Llame ya", "The English ends with a full stop, the translation does not."),
        ("pt-BR", "On a code.", "Sobre um código QR", "The English ends with a full stop, the translation does not."),
        ("es", "Poster", "Cartel.", "The translation ends with a full stop, the English does not."),
        ("my", "Poster", "ပိုစတာ။", "The translation ends with a full stop, the English does not."),
        ("km", "Call now.", "ហៅ៖", "The English ends with a full stop, the translation with a colon."),
        ("es", "Poster", "¿Cartel?", "The translation ends with a question mark, the English does not."),
        ("es", "Call now!", "Llame.", "The English ends with an exclamation mark, the translation with a full stop."),
    ],
)
def test_an_ending_unlike_the_english_is_reported(tag: str, english: str, text: str, problem: str) -> None:
    assert problems("L301", tag, english, text) == [problem]


def test_spaces_of_french_and_between_sentences_are_accepted() -> None:
    assert problems("L302", "fr", "Who: you?", "Qui\u00a0: vous\u202f?") == []
    assert problems("L302", "en", "It costs .5 of all. Call.", "It costs .5 of all. Call.") == []


@pytest.mark.parametrize(
    ("tag", "english", "text"),
    [
        ("es", "Poster", "Cartel"),
        ("hi", "Scan the QR code by SMS", "SMS से QR कोड स्कैन करें"),
        ("hi", "40 mm wide", "40 mm चौड़ा"),
        ("tl", "A law, the Trafficking Victims Protection Act", "Batas (Trafficking Victims Protection Act)"),
        ("es", "{hotline}", "{hotline}"),
        ("it", "No problem with the radio", "No, la radio"),
        ("es", "Call us at any time", "Diga: us at any"),  # three words
        ("es", "Call us at any time", "Diga: us at otro any time"),
        ("hi", "as 40 mm or so", "40 mm or so"),
    ],
)
def test_words_that_are_rightly_alike_are_accepted(tag: str, english: str, text: str) -> None:
    assert problems("L303", tag, english, text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Un *buen* día", "*buen*"),
        (f"*{'x' * 29}", f"*{'x' * 29}"),
        (f"*{'x' * 30}", f"*{'x' * 28}…"),
        ("**a** ＊", "＊"),
    ],
)
def test_a_single_asterisk_is_quoted_with_its_word(text: str, quoted: str) -> None:
    assert problems("L103", "es", "A day", text) == [f"“{quoted}” has an asterisk that would be printed as it is."]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Marque 555-0142.", "555-0142"),  # seven digits
        ("Marque 555-014.", ""),
        ("Marque 12345.", "12345"),  # five in a row
        ("Marque 1234.", ""),
        ("De 1999 a 2026.", ""),
        ("El 31/12/2026.", ""),
        ("El 32/12/2026.", "32/12/2026"),
    ],
)
def test_a_number_of_seven_digits_or_of_five_in_a_row_looks_like_a_phone_number(text: str, number: str) -> None:
    assert problems("L104", "es", "Call.", text) == [f"“{number}” looks like a phone number."] * bool(number)


@pytest.mark.parametrize(
    ("tag", "english", "text", "left"),
    [
        ("es", "Call us at any time", "Ya: us at any time", "us at any time"),
        ("es", "Call us at any time now", "Call Us at any, ya", "Call us at any"),
        ("es", "In Any Town You may call", "En Any Town You may", "Any Town You may"),
        ("hi", "Free call now", "Free call अभी NOW", "call NOW"),
        ("hi", "See the law", "law the", "law the"),
    ],
)
def test_four_words_in_latin_letters_or_one_among_others_are_english(
    tag: str, english: str, text: str, left: str
) -> None:
    assert problems("L303", tag, english, text) == [f"“{left}” is English."]


def test_a_name_may_stay_in_english_and_another_word_may_not() -> None:
    assert problems("L303", "es", "Polaris", "Polaris", frozenset({"Polaris"})) == []
    assert problems("L303", "es", "Polaris", "Polaris") == ["The translation is the same as the English."]
    assert problems("L303", "es", "call {hotline}", "Call {hotline}") == ["The translation is the same as the English."]


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Under 18, law of 2000.", "2000 年，18 岁"),
        ("Under 18.", "१८ से कम"),
        ("Call {hotline} at any time.", "Llame al {hotline}."),
        ("Two kinds.", "2 tipos."),
        ("24 hours a day.", "２４ horas"),
    ],
)
def test_the_same_figures_in_another_form_are_accepted(english: str, text: str) -> None:
    assert problems("L107", "es", english, text) == []


def test_a_phone_number_is_one_fault_and_not_also_a_figure() -> None:
    assert problems("L107", "es", "Call {hotline}.", "Llame al 1-888-373-7888 o al 911.") == []
    assert len(problems("L104", "es", "Call {hotline}.", "Llame al 1-888-373-7888 o al 911.")) == 2


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es", "Diga: “{request}”."),
        ("es", "Diga: {request}."),
        ("hi", "कहें: “{request}”।"),
        ("ar", "قولوا: «{request}\u2069».\u200f"),
        ("zh-Hans", "请说：“{request}”。"),
        ("km", "សូមនិយាយ៖ «{request}»។"),
        ("am", "“{request}”።"),
    ],
)
def test_a_second_full_stop_after_the_request_is_a_fault(tag: str, text: str) -> None:
    (problem,) = problems("L309", tag, "Say: “{request}”", text)
    assert problem.endswith("ends with two full stops: one is in the request.")


@pytest.mark.parametrize("text", ["Diga: “{request}”", "“{request}” es lo que diga.", "Llame al {hotline}.", "Ya."])
def test_a_request_without_a_second_full_stop_is_right(text: str) -> None:
    assert problems("L309", "es", "Say: “{request}”", text) == []


@pytest.mark.parametrize(
    ("tag", "text", "length"),
    [
        ("es", "Nueve.…..", 0),
        ("es", "Diez letra", 0),
        ("es", "Once letras", 11),
        ("es", "**Once** letras", 11),
        ("hi", "हिन्दी हिन्दी", 11),  # the two signs joined below letters take no room, the vowel signs do
        ("km", "លេខ\u200bទូរស័ព្ទដែល", 11),
        ("ar", "\u2066{emergency}\u2069 1234567", 11),
        ("es", "{emergency} 123456", 0),
    ],
)
def test_characters_that_take_up_room_are_counted(tag: str, text: str, length: int) -> None:
    words = Words("Ten.", Source("x"), markup.parse("Ten."), most=10)
    translation = Translation(text, words, CAMPAIGN.contacts, REGISTRY.language(tag), raw=text)
    found = [fault.problem for fault in faults_of("L308", translation)]
    assert found == ([f"It has {length} characters; the most is 10."] if length else [])
