"""What readers call “not right”, as a file that a person can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.errors import ContentError
from flyers.translation.registry import Language, Registry
from flyers.translation.signoff import Objection, read_objections, write_objections

FILE = Path("translations/zh_Hans/objections.yaml")
DAY = dt.date(2026, 11, 3)
OF_TEXT = Objection("help.call/short", "0123abcd", "R-07", "reader", DAY, "Say “it”.", 'It: "a"', dt.date(2026, 12, 1))
OF_PAGES = Objection("pages:wallet-card", "89abcdef", "R-08", "elder", DAY, why="Too small")
OF_CONTACT = Objection("contact:hotline", "89abcdef", "R-08", "elder", DAY)

WRITTEN = """\
# What readers call “not right”. 'flyers translations answers' writes this file, and lists what is open.

objections:
  - what: "help.call/short"
    read: "0123abcd"
    reviewer: "R-07"
    role: "reader"
    date: 2026-11-03
    better: "Say “it”."
    why: "It: \\"a\\""
    declined: 2026-12-01

  - what: "pages:wallet-card"
    read: "89abcdef"
    reviewer: "R-08"
    role: "elder"
    date: 2026-11-03
    why: "Too small"
"""


def language_of(small: Path) -> tuple[Campaign, Language]:
    campaign = Campaign.load(small)
    (small / FILE).parent.mkdir(parents=True, exist_ok=True)
    return campaign, Registry.load(campaign).language("zh-Hans")


def test_what_is_written_is_read_again(small: Path) -> None:
    campaign, language = language_of(small)
    assert read_objections(campaign, language) == ()
    write_objections(campaign, language, [OF_TEXT, OF_PAGES])
    assert (small / FILE).read_text(encoding="utf-8") == WRITTEN
    assert read_objections(campaign, language) == (OF_TEXT, OF_PAGES)


def test_a_fault_of_the_file_has_its_line(small: Path) -> None:
    campaign, language = language_of(small)
    write_objections(campaign, language, [OF_TEXT])
    edit(small / FILE, "0123abcd", "0123abc")
    with pytest.raises(ContentError, match=rf"^{FILE.as_posix()}:5:11: “0123abc” is not eight digits from 0 to f"):
        read_objections(campaign, language)


@pytest.mark.parametrize(
    ("objection", "key", "product"),
    [
        (OF_TEXT, MessageKey("help.call", Form.SHORT), ""),
        (OF_PAGES, None, "wallet-card"),
        (OF_CONTACT, MessageKey.of_contact("hotline"), ""),
    ],
)
def test_an_objection_is_to_a_text_or_to_pages(objection: Objection, key: MessageKey | None, product: str) -> None:
    assert (objection.key, objection.product) == (key, product)


def test_six_digits_name_what_a_reader_says_and_not_when_or_what_became_of_it() -> None:
    assert len(OF_TEXT.id) == 6
    assert replace(OF_TEXT, day=dt.date(2026, 12, 1), declined=None, role="elder").id == OF_TEXT.id
    changed = [replace(OF_TEXT, **{name: "other"}) for name in ("what", "read", "reviewer", "better", "why")]
    assert len({OF_TEXT.id, *(objection.id for objection in changed)}) == 6
