"""Addresses for single languages: set by name, tried anew, and refused where a language cannot have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import FlyersError
from flyers.pipeline.session import Session
from flyers.workflow.contact_change import change_contacts
from flyers.workflow.contact_edit import edit_contacts

SITE = """    target: https://www.example.org/help
"""
OWN = """    displays: {es: example.org/ayuda, zh: example.org/zh}
    targets: {es: "https://example.org/ayuda", zh: "https://www.example.org/zh"}
"""


def with_addresses(folder: Path, lines: str) -> Path:
    path = folder / "content/contacts.yaml"
    text = path.read_text(encoding="utf-8")
    assert SITE in text
    path.write_text(text.replace(SITE, f"{SITE}{lines}"), encoding="utf-8")
    return folder


def test_the_address_of_a_language_is_set_by_name_and_counts_as_untested(small: Path) -> None:
    edits = [("site.displays.es", "example.org/nueva"), ("site.targets.es", "https://example.org/nueva")]
    edit = edit_contacts(Campaign.load(with_addresses(small, OWN)), edits)
    assert edit.contacts["site"].in_language("es").target == "https://example.org/nueva"
    assert edit.contacts["site"].in_language("zh-Hans").display == "example.org/zh"


@pytest.mark.parametrize(
    "lines", ["", OWN, OWN.replace("{", "\n      ").replace("}", "").replace(", zh", "\n      zh")]
)
def test_an_address_for_one_more_language_is_set_with_one_word(small: Path, lines: str) -> None:
    folder = with_addresses(small, lines)
    change = change_contacts(
        Session(folder), [("site.web.ar", "https://www.example.org/ar?a,b"), ("site.hours", "nights")]
    )
    assert [one.field for one in change.edit.changes] == ["site.displays.ar", "site.targets.ar", "site.hours"]
    site = Session(folder).campaign.contacts["site"]
    assert (site.displays["ar"], site.targets["ar"]) == ("www.example.org/ar?a,b", "https://www.example.org/ar?a,b")
    assert site.own_languages == (("es", "zh", "ar") if lines else ("ar",))
    assert [impact.contact for impact in change.impacts] == ["site"], "what shows it is listed"


def test_a_number_for_one_language_is_dialed_like_the_usual_one(small: Path) -> None:
    change = change_contacts(Session(small), [("hotline.phone.es", "1-888-373-7889")], write=False)
    spanish = change.edit.contacts["hotline"].in_language("es")
    assert (spanish.display, spanish.target) == ("1-888-373-7889", "tel:+18883737889")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("site.web.fr", "example.org/fr", "“fr” is not a language of this campaign"),
        ("site.web.Spanish", "example.org/es", "“Spanish” is not a language tag. 'flyers languages' lists the tags"),
        ("site.displays.es", "example.org/ayuda", "do not agree"),
        ("site.web.es", "", "“site.web.es” has no value. To have the usual one in that language, delete it"),
    ],
)
def test_an_address_that_one_language_cannot_have_is_refused(small: Path, field: str, value: str, says: str) -> None:
    before = (small / "content/contacts.yaml").read_bytes()
    with pytest.raises(FlyersError) as refused:
        change_contacts(Session(small), [(field, value)])
    assert says in str(refused.value)
    assert (small / "content/contacts.yaml").read_bytes() == before


def test_addresses_of_languages_that_stay_beside_a_changed_one_are_named(small: Path) -> None:
    session = Session(with_addresses(small, OWN))
    change = change_contacts(session, [("site.web", "example.org/h"), ("site.web.zh", "example.org/z")], write=False)
    assert change.kept == {"site.web.es": "example.org/ayuda"}
    assert change_contacts(session, [("site.hours", "nights")], write=False).kept == {}
