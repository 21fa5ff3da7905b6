"""What a code opens, derived from what is printed and from what the contact opens today; who can't know it is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.contacts import ContactKind
from flyers.errors import UsageError
from flyers.workflow.contact_edit import bare, target_of


def contact(display: str, target: str, kind: ContactKind = ContactKind.PHONE) -> Any:
    return SimpleNamespace(id="hotline", kind=kind, display=display, target=target)


@pytest.mark.parametrize(
    ("display", "target", "typed", "opens"),
    [
        # A national number: the country is that of today's target.
        ("860-555-0142", "tel:+18605550142", "203-555-0143", "tel:+12035550143"),
        ("860-555-0142", "tel:+18605550142", "tel:203-555-0143", "tel:+12035550143"),
        # Printed with the country, as before.
        ("1-860-555-0142", "tel:+18605550142", "1-203-555-0143", "tel:+12035550143"),
        ("1-860-555-0142", "tel:+18605550142", "+1 203 555 0143", "tel:+12035550143"),
        # A national zero is not dialed after a country.
        ("020 7946 0142", "tel:+442079460142", "020 7946 0143", "tel:+442079460143"),
        # Short numbers are dialed as they are.
        ("911", "tel:911", "112", "tel:112"),
        ("911", "tel:911", "1122", "tel:1122"),
        ("0116", "tel:0116", "112", "tel:112"),
        # What comes after the number stays.
        ("233733", "sms:233733?body=HELP", "233734", "sms:233734?body=HELP"),
    ],
)
def test_a_number_opens_what_the_former_one_would(display: str, target: str, typed: str, opens: str) -> None:
    kind = ContactKind.TEXT if target.startswith("sms") else ContactKind.PHONE
    assert target_of(contact(display, target, kind), typed) == opens


@pytest.mark.parametrize(
    ("kind", "typed", "opens"),
    [
        (ContactKind.WEB, "example.org/help", "https://example.org/help"),
        (ContactKind.WEB, "https://example.org/help", "https://example.org/help"),
        (ContactKind.MAIL, "help@example.org", "mailto:help@example.org"),
        (ContactKind.MAIL, "mailto:help@example.org", "mailto:help@example.org"),
        (ContactKind.CHAT, "chat.example.org", "https://chat.example.org"),
    ],
)
def test_an_address_opens_itself(kind: ContactKind, typed: str, opens: str) -> None:
    assert target_of(contact("x", "x:y", kind), typed) == opens


@pytest.mark.parametrize("scheme", ["https://", "mailto:", "tel:", "sms:"])
def test_the_scheme_of_a_link_is_not_printed(scheme: str) -> None:
    assert bare(f"{scheme}a") == "a"
    assert bare(f"a {scheme}b") == f"a {scheme}b"


@pytest.mark.parametrize(
    ("display", "target", "typed", "problem", "hint"),
    [
        (
            "860-555-0142",
            "tel:+18605550142",
            "+44 20 7946 0143",
            "“+44 20 7946 0143” is in another country than today's number, 860-555-0142 (tel:+18605550142).",
            "After “+” comes the country. If it is right, also give what a code opens: "
            "hotline.target tel:+442079460143.",
        ),
        (
            "860-555-0142",
            "tel:+18605550142",
            "555-0143",
            "“555-0143” has 7 digits; today's number, 860-555-0142, has 10.",
            "Write all of it. If it is whole, also give what a code opens: hotline.target tel:+….",
        ),
        (
            "860-555-0142",
            "tel:+18605550142",
            "233733",
            "“233733” has 6 digits; today's number, 860-555-0142, has 10.",
            "Write all of it. If it is whole, also give what a code opens: hotline.target tel:233733.",
        ),
        (
            "1-860-555-0142",
            "tel:+18605550142",
            "2-203-555-0143",
            "What a code should open for “2-203-555-0143” cannot be derived from “tel:+18605550142”.",
            "Write it like today's number, or also give what a code opens: hotline.target tel:+….",
        ),
    ],
)
def test_what_cannot_be_derived_is_asked_for(display: str, target: str, typed: str, problem: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        target_of(contact(display, target), typed)
    assert (refused.value.problem, refused.value.hint) == (problem, hint)


def test_what_is_no_number_is_refused_with_the_contact() -> None:
    with pytest.raises(UsageError) as refused:
        target_of(contact("911", "tel:911"), "call us")
    assert list(refused.value.trail) == ["hotline"]
