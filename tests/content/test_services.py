"""A keyword, a relay and a chat are printed only on the word of a source that is newer than the operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from edits import edit
from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.contacts import Contact, read_contacts
from flyers.content.markup import SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, ContentError, FlyersError
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.proof.checks.codes import _says
from flyers.workflow.contact_edit import edit_contacts

ROOT = Path(__file__).parents[2]
CHANGE = "2025-09-22"


def contact(**values: str) -> Contact:
    fields = {"name": "line.name", "languages": "{spoken: [en]}", "source": "A page.", **values}
    lines = "".join(f"    {name}: {value}\n" for name, value in fields.items())
    document = yamlfile.parse(f"contacts:\n  line:\n{lines}".encode(), "content/contacts.yaml")
    return read_contacts(document)[0]["line"]


SERVICES = {
    "keyword": {"kind": "text", "display": '"233733"', "target": "sms:233733?body=HELP", "keyword": "HELP"},
    "relay": {"kind": "relay", "display": '"711"', "target": "tel:711"},
    "chat": {"kind": "chat", "display": "example.org/chat", "target": "https://example.org/chat"},
}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("sourced", "allowed"), [("2025-09-23", True), ("2026-11-20", True), (CHANGE, False), ("2018-02-07", False)]
)
def test_the_source_must_be_newer_than_the_operator(service: str, sourced: str, allowed: bool) -> None:
    fields = SERVICES[service] | {"sourced_on": sourced, "operator_since": CHANGE}
    if allowed:
        assert contact(**fields).sourced_on is not None
        return
    with pytest.raises(ContentError, match=f"is of {sourced}, before today's operator"):
        contact(**fields)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("dates", [{}, {"sourced_on": "2026-11-20"}, {"operator_since": CHANGE}])
def test_without_both_dates_nobody_knows(service: str, dates: dict[str, str]) -> None:
    with pytest.raises(ContentError, match="Nobody knows whether today's operator has this"):
        contact(**SERVICES[service], **dates)


DATES = {"sourced_on": "2026-11-20", "operator_since": CHANGE}


@pytest.mark.parametrize(
    "target", ["sms:233733", "sms:233733?body=INFO", "sms:233733?body=HELP&x=1", "sms:233734?body=HELP"]
)
def test_the_target_opens_a_message_with_the_keyword(target: str) -> None:
    with pytest.raises((ContentError, CombinedError)):
        contact(**SERVICES["keyword"] | DATES | {"target": target})


@pytest.mark.parametrize("keyword", ["help", "HELP ME", "H?x=1", "HÉLP"])
def test_a_keyword_is_a_word_of_capitals_and_digits(keyword: str) -> None:
    with pytest.raises(FlyersError):
        contact(**SERVICES["keyword"] | DATES | {"keyword": keyword})


def test_only_a_text_line_takes_a_keyword() -> None:
    with pytest.raises(ContentError, match="takes no keyword"):
        contact(kind="phone", display='"911"', target="tel:911", keyword="HELP", **DATES)


def test_a_message_may_name_the_keyword_and_the_code_opens_it(campaign: Path, tmp_path: Path) -> None:
    def change(file: str, old: str, new: str) -> None:
        edit(campaign / file, old, new, everywhere=True)

    dates = f"    keyword: HELP\n    sourced_on: 2026-11-20\n    operator_since: {CHANGE}\n"
    change("content/contacts.yaml", "    target: sms:233733\n", f"    target: sms:233733?body=HELP\n{dates}")
    change(
        "content/messages/contacts.yaml",
        "text: Text {hotline_text}\n",
        "text: Text {hotline_text_keyword} to {hotline_text}\n",
    )
    change(
        "content/layouts/wallet-card.yaml",
        "code: {contact: hotline, module: 0.4mm",
        "code: {contact: hotline_text, module: 0.4mm",
    )
    text = Session(campaign).localized("en").rich("contact.text-line")
    assert text.text == "Text \u2066HELP\u2069 to \u2066233733\u2069"
    assert [span.kind for span in text.spans] == [SpanKind.FOREIGN, SpanKind.CONTACT]
    assert text.message == MessageKey("contact.text-line")
    (result,) = run(plan(campaign, ["en"], ["wallet-card"], ["press"], output=tmp_path), workers=1)
    assert result.error is None
    assert {finding["code"] for finding in result.findings} <= {
        "Q411"
    }  # the number stands on the other side of the card
    edited = edit_contacts(Campaign.load(campaign), [("hotline_text.text", "466453")])
    assert edited.contacts["hotline_text"].target == "sms:466453?body=HELP"


def test_the_number_is_looked_for_without_the_keyword() -> None:
    assert _says("Text HELP to 233733", "sms:233733?body=HELP")
    assert not _says("Text HELP to 233734", "sms:233733?body=HELP")


def test_this_campaign_prints_none_of_them_yet() -> None:
    """No source since September 2025 says that they exist (docs/questions.md)."""
    contacts = Campaign.load(ROOT).contacts.values()
    assert [each.id for each in contacts if each.keyword or each.kind in ("relay", "chat")] == []
