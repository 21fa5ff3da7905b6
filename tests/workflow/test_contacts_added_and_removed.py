"""Contacts that commands add and take out: what is written, and what is refused before anything is."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, UsageError
from flyers.pipeline.session import Session
from flyers.workflow.contact_edit import add_contact, remove_contact
from own_campaigns import layer

FILE = Path("content/contacts.yaml")


def added(folder: Path, name: str, kind: str, value: str, **more: str) -> Session:
    session = Session(folder)
    assert add_contact(session, name, kind, value, **more) == folder / FILE
    return session


@pytest.mark.parametrize(
    ("kind", "value", "display", "target"),
    [
        ("phone", "207-555-0143", "207-555-0143", "tel:+12075550143"),
        ("text", "207-555-0143", "207-555-0143", "sms:+12075550143"),
        ("text", "233-733", "233-733", "sms:233733"),
        ("web", "https://example.org/x", "example.org/x", "https://example.org/x"),
        ("place", "12 Main Street", "12 Main Street", "https://www.openstreetmap.org/search?query=12+Main+Street"),
    ],
)
def test_what_a_code_opens_follows_from_what_is_printed(
    small: Path, kind: str, value: str, display: str, target: str
) -> None:
    contact = added(small, "desk", kind, f" {value} ").campaign.contacts["desk"]
    assert (str(contact.kind), contact.display, contact.target) == (kind, display, target)
    assert (contact.name, contact.origin, contact.group) == ("contact.line.name", "Given by hand.", "own")


def test_what_is_said_of_a_contact_is_written(small: Path) -> None:
    before = (small / FILE).read_text(encoding="utf-8")
    session = added(small, "chat", "app", "WhatsApp 207-555-0143", label="campaign.name", source="A letter",
                    opens="https://wa.me/12075550143")  # fmt: skip
    contact = session.campaign.contacts["chat"]
    assert (contact.name, contact.origin, contact.target) == ("campaign.name", "A letter", "https://wa.me/12075550143")
    assert (small / FILE).read_text(encoding="utf-8").startswith(before)


@pytest.mark.parametrize(
    ("name", "kind", "value", "problem", "hint"),
    [
        ("Desk", "phone", "112", "“Desk” cannot be the id of a contact.", "as in “clinic_phone”."),
        ("hotline", "phone", "112", "There is a contact “hotline” already (content/contacts.yaml:2:3): 1-888-373-7888.",
         "To change it: 'flyers contacts set hotline.phone …'."),
        ("desk", "relay", "711", "Of a relay, somebody has to ask since when", "with “operator_since” and “sourced_on”."),
        ("desk", "chat", "example.org", "Of a chat, somebody has to ask since when", "Write it into content/contacts.yaml"),
        ("desk", "phone", "none", "This contact has no value.", "Write the number or the address."),
        ("desk", "app", "WhatsApp 207-555-0143", "What a code opens for “WhatsApp 207-555-0143” depends on the app.",
         "--opens https://wa.me/12075550143."),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused_with_what_to_do(
    small: Path, name: str, kind: str, value: str, problem: str, hint: str
) -> None:
    before = (small / FILE).read_bytes()
    with pytest.raises(UsageError) as caught:
        add_contact(Session(small), name, kind, value)
    assert caught.value.problem.startswith(problem)
    assert hint in caught.value.hint
    assert (small / FILE).read_bytes() == before


def test_the_placeholder_of_a_name_is_no_id_of_a_contact(small: Path) -> None:
    edit(small / "content/messages/all.yaml", "    text: Help line\n", "    text: Help line\n    name: helpers\n")
    with pytest.raises(UsageError, match=r"“\{helpers\}” stands for “contact\.line\.name” already \(content/messages/"):
        add_contact(Session(small), "helpers", "phone", "112")


def test_a_contact_that_nothing_says_is_taken_out_with_its_lines_alone(small: Path) -> None:
    before = (small / FILE).read_text(encoding="utf-8")
    session = added(small, "desk", "phone", "207-555-0143")
    added(small, "door", "phone", "207-555-0144")
    session = Session(small)
    assert remove_contact(session, "desk") == small / FILE
    after = (small / FILE).read_text(encoding="utf-8")
    assert (list(session.campaign.contacts), "desk" in after) == (["hotline", "emergency", "site", "door"], False)
    remove_contact(session, "door")
    assert (small / FILE).read_text(encoding="utf-8").rstrip() == before.rstrip()


def test_a_contact_that_words_say_stays_and_an_unknown_one_is_named(small: Path) -> None:
    before = (small / FILE).read_bytes()
    with pytest.raises(ContentError) as caught:
        remove_contact(Session(small), "site")
    assert (caught.value.problem, caught.value.trail) == ("It says {site}.", ("help.danger",))
    assert str(caught.value.source) == "content/messages/all.yaml:14:3"
    with pytest.raises(UsageError, match=r"There is no contact “hotlin”\. Did you mean “hotline”\?"):
        remove_contact(Session(small), "hotlin")
    assert (small / FILE).read_bytes() == before


def test_of_a_base_s_contact_the_campaign_says_that_it_has_none(small: Path, tmp_path: Path) -> None:
    edit(small / "content/messages/all.yaml", "[help.danger, help.call]", "[help.call]")
    folder = layer(tmp_path / "maine", "../small")
    session = Session(folder)
    remove_contact(session, "site")
    assert (folder / FILE).read_text(encoding="utf-8") == "contacts:\n\n  site: none\n"
    assert Campaign.load(folder).absent == {"site"}
    assert "help.danger" not in session.campaign.messages
    added(folder, "site", "web", "example.org/maine")
    assert Campaign.load(folder).contacts["site"].display == "example.org/maine"
