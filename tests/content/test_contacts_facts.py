"""The facts that a wrong digit would turn into harm, and the stale ones of the source that must not come back."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[2] / "content"
CONTACTS: dict[str, dict[str, Any]] = yaml.safe_load((CONTENT / "contacts.yaml").read_text(encoding="utf-8"))[
    "contacts"
]


@cache
def messages() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((CONTENT / "messages").glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    return found


def forms() -> dict[str, str]:
    return {
        f"{name}/{form}": message[form]
        for name, message in messages().items()
        for form in ("text", "poster", "short")
        if form in message
    }


def digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def test_the_numbers_and_addresses_are_these() -> None:
    assert {name: (contact["display"], contact["target"]) for name, contact in CONTACTS.items()} == {
        "emergency": ("911", "tel:911"),
        "hotline": ("1-888-373-7888", "tel:+18883737888"),
        "hotline_text": ("233733", "sms:233733"),
        "coalition_phone": ("860-692-3085", "tel:+18606923085"),
        "coalition_site": ("www.ctcoalitionagainsttrafficking.org", "https://www.ctcoalitionagainsttrafficking.org"),
        "polaris_site": ("polarisproject.org", "https://polarisproject.org"),
        "otip_site": ("acf.hhs.gov/otip", "https://acf.hhs.gov/otip"),
        "dhs_site": ("www.dhs.gov", "https://www.dhs.gov"),
    }


@pytest.mark.parametrize("name", CONTACTS)
def test_what_is_shown_is_what_is_dialed_or_opened(name: str) -> None:
    contact = CONTACTS[name]
    if contact["kind"] == "web":
        assert contact["target"] == f"https://{contact['display']}"
    elif contact["kind"] == "text":
        assert contact["target"] == f"sms:{contact['display']}"
    else:
        assert contact["kind"] == "phone"
        assert digits(contact["target"]) in {digits(contact["display"]), "1" + digits(contact["display"])}


@pytest.mark.parametrize("name", CONTACTS)
def test_each_contact_says_whom_it_reaches_and_how_we_know(name: str) -> None:
    contact = CONTACTS[name]
    assert contact["name"] in messages()
    assert contact["hours"] in {"always", "office", "unknown"}
    assert set(contact["languages"]) == {"spoken", "interpreted"}
    assert len(contact["source"].split()) > 3
    assert contact["verified_on"] is None or isinstance(contact["verified_on"], dt.date)


def test_the_text_line_promises_english_and_spanish_only() -> None:
    assert CONTACTS["hotline_text"]["languages"] == {"spoken": ["en", "es"], "interpreted": False}
    assert "(English or Spanish)" in messages()["contact.text-languages"]["text"]


def test_placeholders_name_contacts_or_proper_names() -> None:
    texts = {
        key: text for key, text in forms().items() if not key.startswith("page.number/")
    }  # it names figures of the page
    named = {name for text in texts.values() for name in re.findall(r"\{(\w+)\}", text)}
    names = {message["name"] for message in messages().values() if "name" in message}
    assert named - {"request"} <= set(CONTACTS) | names


def test_shorter_forms_name_no_contact_that_the_full_form_lacks() -> None:
    for name, message in messages().items():
        full = set(re.findall(r"\{\w+\}", message["text"]))
        for form in ("poster", "short"):
            assert set(re.findall(r"\{\w+\}", message.get(form, ""))) <= full, f"{name}/{form}"


def test_no_message_types_out_a_number_or_an_address() -> None:
    """One change in contacts.yaml must reach every sentence; so must the proof, which looks for placeholders."""
    years_and_ages = re.compile(r"\b(?:18|2000|2022)\b|\b100(?=%| mm\b)")  # and the scale of a print
    typed = {
        name: text
        for name, text in forms().items()
        if re.search(r"\d|www\.|https?:|\.(?:org|gov|com)\b", years_and_ages.sub("", text))
    }
    assert typed == {}


@pytest.mark.parametrize(
    "stale",
    [
        "Resource Center",  # the hotline's name until about 2016
        "act.hhs.gov",  # a misprint for acf.hhs.gov
        "Victim Protection Act",  # the law says Victims
        "Clearinghouse",  # the publisher of the source
        "Operated by",  # who runs the hotline changed in 2025
        "24/7",  # digits and a slash that many readers cannot read
    ],
)
def test_stale_facts_stay_out_of_what_is_printed(stale: str) -> None:
    printed = forms() | {name: contact["display"] + contact["target"] for name, contact in CONTACTS.items()}
    assert {name: text for name, text in printed.items() if stale.lower() in text.lower()} == {}


def test_polaris_is_never_named_beside_the_hotline() -> None:
    both = [name for name, text in forms().items() if "polaris" in text.lower() and "hotline" in text.lower()]
    assert both == []
