"""Words that promise of a contact what is not true: “Day and night” beside a number that answers in the daytime."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import CombinedError, ContentError
from flyers.page.document import Document
from flyers.pipeline.plan import ALL
from flyers.pipeline.session import Session
from flyers.workflow.contact_edit import edit_contacts

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

HOURS = {"promise.hours", "help.hotline.line"}
INTERPRETERS = {"promise.language", "help.hotline.line", "help.say-language"}


def changed(folder: Path, field: str, value: str) -> Session:
    edit = edit_contacts(Session(folder).campaign, [(field, value)])
    edit.path.write_text(edit.text, encoding="utf-8")
    return Session(folder)


def composed(session: Session, product: str, tag: str, secondary: str = "") -> Document:
    localized = session.localized(tag, secondary=secondary)
    return session.composed(localized, session.layout(product, secondary=secondary))


def refused(session: Session, product: str, tag: str, secondary: str = "") -> list[ContentError]:
    with pytest.raises((ContentError, CombinedError)) as caught:
        composed(session, product, tag, secondary)
    found = caught.value.errors if isinstance(caught.value, CombinedError) else (caught.value,)
    assert all(type(error) is ContentError for error in found)
    return list(found)


@pytest.mark.parametrize("value", ["9 to 5", "unknown", "24/7"])
def test_a_piece_that_promises_other_hours_is_not_made(campaign: Path, value: str) -> None:
    (error,) = refused(changed(campaign, "hotline.hours", value), "wallet-card", "es")
    line = next(
        number
        for number, text in enumerate((campaign / "content/messages/self.yaml").read_text().splitlines(), 1)
        if text == "    text: Day and night"
    )
    assert error.trail == ("promise.hours",)
    assert str(error.source) == f"content/messages/self.yaml:{line}:11"
    assert f"“Day and night” promises “hotline.hours: always”; content/contacts.yaml:20:3 says “{value}”" in str(error)
    assert "'flyers contacts set hotline.hours always'" in error.hint
    assert str(error).count("\n") == 0


def test_the_promise_is_refused_in_every_language_and_only_where_it_is_printed(campaign: Path) -> None:
    session = changed(campaign, "hotline.hours", "9 to 5")
    for tag in session.usual_languages:
        for product in ("wallet-card", "self-card", "brochure", "poster"):
            assert {error.trail[-1] for error in refused(session, product, tag)} <= {*HOURS, "help.hotline.line/short"}
    assert composed(session, "language-picker", "es", ALL).pages  # it promises nothing


@pytest.mark.parametrize(("product", "secondary"), [("hotline-poster", ALL), ("wallet-card", "en")])
def test_a_piece_in_several_languages_is_refused_once(campaign: Path, product: str, secondary: str) -> None:
    session = changed(campaign, "hotline.hours", "9 to 5")
    assert len(refused(session, product, "es", secondary)) == 1


@pytest.mark.parametrize("tag", ["en", "es", "km"])
def test_nobody_is_told_to_ask_for_a_language_that_nobody_interprets(campaign: Path, tag: str) -> None:
    session = changed(campaign, "hotline.languages.interpreted", "false")
    found = {error.trail[-1].partition("/")[0] for error in refused(session, "wallet-card", tag)}
    assert found
    assert found <= INTERPRETERS


def test_other_words_may_be_printed_with_other_hours(campaign: Path) -> None:
    session = changed(campaign, "hotline.hours", "9 to 5")
    messages = campaign / "content/messages/self.yaml"
    text = messages.read_text(encoding="utf-8")
    for old, new in (("text: Day and night", "text: 9 to 5"), ("hotline.hours: always", "hotline.hours: 9 to 5")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    messages.write_text(text, encoding="utf-8")
    session = Session(campaign)
    assert "9 to 5" in session.localized("en").plain("promise.hours")
    assert composed(session, "wallet-card", "en").pages


def test_all_words_of_this_campaign_about_hours_say_so(root: Path) -> None:
    """A promise that nobody has written down is found by nobody. (Readers of the English look for others.)"""
    for message in Session(root).campaign.messages.values():
        words = " ".join(form.text for form in message.forms.values()).lower()
        if any(said in words for said in ("day and night", "24 hours", "24/7", "any time", "any hour")):
            assert message.promises["hotline.hours"] == "always", message.id
        if "your language" in words and "hotline" in " ".join(message.seed):
            assert message.promises["hotline.languages.interpreted"] == "true", message.id
