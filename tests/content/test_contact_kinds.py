"""Each kind of contact: which targets it takes, when these agree with what is printed, and whom it answers."""

from __future__ import annotations

import datetime as dt

import pytest

from flyers.content import yamlfile
from flyers.content.contacts import (
    Contact,
    broken_promises,
    days_to_come,
    no_such_contact,
    read_contacts,
)
from flyers.errors import CombinedError, ContentError, Source


def contact(kind: str, display: str, target: str, languages: str = "{spoken: [en, zh]}", more: str = "") -> Contact:
    text = (
        f"contacts:\n  line:\n    kind: {kind}\n    display: '{display}'\n    target: '{target}'\n    name: line.name\n"
        f"    languages: {languages}\n    source: Made up\n{more}"
    )
    return read_contacts(yamlfile.parse(text.encode(), "content/contacts.yaml"))[0]["line"]


ADDRESS = "12 Main Street, Portland"
MAP = "https://maps.example.org/?q="


@pytest.mark.parametrize(
    ("kind", "display", "target"),
    [
        ("mail", "Help@example.org", "mailto:help@Example.org"),
        ("mail", "a.b+c_d-e@mail.example.org", "mailto:a.b+c_d-e@mail.example.org"),
        ("web", "Example.org/Help", "https://www.example.org/Help/"),
        ("web", "www.example.org", "https://example.org"),
        ("place", ADDRESS, f"{MAP}12+Main+Street%2C+Portland%2C+Maine"),
        ("place", ADDRESS, f"{MAP}12%20main%20street%20portland"),
        ("app", "WhatsApp 207-555-0143", "https://wa.me/12075550143"),
        ("app", "WhatsApp +1 (207) 555-0143", "https://wa.me/12075550143/"),
        ("app", "Telegram @Harbor", "https://t.me/harbor"),
        ("app", "Signal harbor.42", "https://signal.me/@harbor.42"),
        ("phone", "112", "tel:112"),
        ("phone", "555123", "tel:555123"),
        ("phone", "+1 888 373 7888", "tel:+18883737888"),
        ("text", "233733", "sms:233733"),
    ],
)
def test_what_is_printed_agrees_with_what_it_opens(kind: str, display: str, target: str) -> None:
    assert contact(kind, display, target).agrees


AGREE = "do not agree."


@pytest.mark.parametrize(
    ("kind", "display", "target", "problem"),
    [
        ("mail", "help@example.org", "mailto:hepl@example.org", AGREE),
        ("mail", "help@example.org", "mailto:help@example", "“help@example” is not a mail address."),
        ("mail", "help@example.org", "mailto:example.org", "“example.org” is not a mail address."),
        ("mail", "help@example.org", "mailto:help@-example.org", "“help@-example.org” is not a mail address."),
        ("mail", "help@example.org", "mailto:help@example.org?body=x", "is not a mail address."),
        ("web", "example.org/Help", "https://example.org/help", AGREE),
        ("web", "example.org", "https://[example.org", "“https://[example.org” is not a plain web address."),
        ("web", "example.org", "https://example.org:8080", "“https://example.org:8080” is not a plain web address."),
        ("web", "example.org", "https://example.org:x", "is not a plain web address."),
        ("web", "example.org", "https:example.org", "is not a plain web address."),
        ("web", "example.org/a", "https://example.org/a?x=1&UTM_source=y", "This address has parameters that track"),
        ("web", "example.org/a", "https://example.org/a#fbclid=1", "This address has parameters that track people."),
        ("web", "www.bit.ly/x", "https://www.bit.ly/x", "“www.bit.ly” shortens addresses."),
        ("web", "example.org", "https://example.org/\u200b", "has U+200B in it."),
        ("place", ADDRESS, f"{MAP}21+Main+Street+Portland", AGREE),
        ("place", ADDRESS, f"{MAP}Portland+12+Main+Street", AGREE),
        ("place", "-", f"{MAP}Portland", AGREE),
        ("app", "WhatsApp 207-555-0144", "https://wa.me/12075550143", AGREE),
        ("app", "WhatsApp", "https://wa.me/12075550143", AGREE),
        ("app", "Telegram @harbour", "https://t.me/harbor", AGREE),
        ("phone", "12", "tel:12", "“12” is not a dialable number."),
        ("phone", "+1 888 373 7888", "tel:+1888373788801234", "“+1888373788801234” is not a dialable number."),
        ("phone", "5551234", "tel:5551234", "“5551234” is not a whole number: it has no country."),
        ("phone", "112", "sms:112", "“sms:112” does not begin with “tel:”."),
    ],
)
def test_what_opens_something_else_is_refused(kind: str, display: str, target: str, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        contact(kind, display, target)
    assert problem in caught.value.problem


def test_a_wrong_form_and_a_wrong_target_are_both_told_at_their_places() -> None:
    with pytest.raises(CombinedError) as caught:
        contact("phone", "86O-555-0100", "tel:860 5550100")
    assert [str(error.source) for error in caught.value.errors] == [
        "content/contacts.yaml:4:14",
        "content/contacts.yaml:5:13",
    ]


@pytest.mark.parametrize(
    ("kind", "display", "target", "emergency"),
    [
        ("phone", "911", "tel:911", True),
        ("text", "112", "sms:112", True),
        ("relay", "711", "tel:711", False),
        ("phone", "2255", "tel:2255", False),
        ("web", "example.org", "https://example.org", False),
    ],
)
def test_a_number_of_three_digits_for_calls_or_texts_is_an_emergency_s(
    kind: str, display: str, target: str, emergency: bool
) -> None:
    dates = "    sourced_on: 2026-01-01\n    operator_since: 2025-01-01\n"
    assert contact(kind, display, target, more=dates).is_emergency is emergency


def test_digits_and_shorter_forms_are_of_numbers_and_addresses() -> None:
    phone, mail = contact("phone", "1-800-FLOWERS", "tel:+18003569377"), contact("mail", "a1@b.org", "mailto:a1@b.org")
    assert (phone.digits, phone.shorter_display) == ("18003569377", "800-FLOWERS")
    assert (mail.digits, mail.shorter_display) == ("", "")


@pytest.mark.parametrize(
    ("languages", "speaks", "serves"),
    [
        ("{spoken: [en, zh]}", ["en", "zh", "zh-Hans"], ["en", "zh", "zh-Hans"]),
        ("{spoken: [en], interpreted: true}", ["en"], ["en", "zh", "zh-Hans", "zhx", "es"]),
        ("{spoken: [zh-Hans]}", ["zh-Hans"], ["zh-Hans"]),
    ],
)
def test_a_contact_speaks_its_languages_and_serves_all_others_by_interpreters(
    languages: str, speaks: list[str], serves: list[str]
) -> None:
    line = contact("phone", "112", "tel:112", languages)
    tags = ["en", "zh", "zh-Hans", "zhx", "es"]
    assert [tag for tag in tags if line.speaks(tag)] == speaks
    assert [tag for tag in tags if line.serves(tag)] == serves


def test_a_contact_is_in_each_language_what_it_says_of_it() -> None:
    more = "    displays: {zh: example.org/zh, zh-Hant: example.org/hant}\n"
    more += "    targets: {zh: 'https://example.org/zh', zh-Hant: 'https://example.org/hant', es: 'https://www.example.org'}\n"
    site = contact("web", "example.org", "https://example.org", more=more)
    assert site.own_languages == ("zh", "zh-Hant", "es")
    shown = {
        tag: site.in_language(tag).display for tag in ("en", "es", "zh", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zhx")
    }
    assert shown == {
        "en": "example.org", "es": "example.org", "zh": "example.org/zh", "zh-Hans": "example.org/zh",
        "zh-Hant": "example.org/hant", "zh-Hant-TW": "example.org/hant", "zhx": "example.org",
    }  # fmt: skip
    assert [(one.display, one.target, one.own_languages) for one in site.variants()] == [
        ("example.org", "https://example.org", ()),
        ("example.org/zh", "https://example.org/zh", ()),
        ("example.org/hant", "https://example.org/hant", ()),
        ("example.org", "https://www.example.org", ()),
    ]
    plain = contact("web", "example.org", "https://example.org")
    assert [one is plain for one in plain.variants()] == [plain.in_language("es") is plain]


def test_a_day_to_come_is_no_day_on_which_a_number_was_tried() -> None:
    line = contact("phone", "112", "tel:112", more="    verified_on: 2026-11-03\n")
    (error,) = days_to_come([line, contact("phone", "112", "tel:112")], dt.date(2026, 11, 2))
    assert error.problem == "“line” is on record as tried on 2026-11-03, a day that has not come."
    assert error.source == line.source
    assert list(days_to_come([line], dt.date(2026, 11, 3))) == []


def test_promises_are_compared_with_what_the_file_says() -> None:
    line = contact("phone", "112", "tel:112", "{spoken: [en], interpreted: true}", "    hours: always\n")
    kept = {"line.hours": "always", "line.languages.interpreted": "true"}
    assert list(broken_promises(kept, {"line": line})) == []
    assert list(broken_promises({**kept, "line.hours": "nights"}, {"line": line})) == [
        ("line.hours", "nights", "always")
    ]


def test_an_unknown_contact_is_answered_with_the_nearest() -> None:
    error = no_such_contact("hotlin", ("site", "hotline"), Source("a.yaml", 3))
    assert str(error) == "a.yaml:3: There is no contact “hotlin”. Did you mean “hotline”?"
