"""Standings and approvals in the words of tickets and warnings, and what makes a product signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from flyers.content.message_key import MessageKey
from flyers.translation.signoff import Approval, Change, Standing, State

DAY = dt.date(2026, 11, 3)
SAID, OTHER, HOTLINE = MessageKey("signs.law"), MessageKey("help.danger"), MessageKey.of_contact("hotline")

WORDS = [
    (Standing(State.DRAFT), "draft translation, signed by nobody"),
    (Standing(State.DRAFT, english=True), "draft text, signed by nobody"),
    (Standing(State.CHECKED), "draft translation, checked by the program, signed by nobody"),
    (Standing(State.REVIEWED, day=DAY), "draft translation, read on 2026-11-03, pages not yet seen"),
    (Standing(State.STALE, day=DAY), "draft translation, read on 2026-11-03, but no longer passes the checks"),
    (
        Standing(State.STALE, day=DAY, changes=(Change(SAID, "new"),)),
        "draft translation, 1 change since it was read on 2026-11-03",
    ),
    (
        Standing(State.STALE, english=True, day=DAY, changes=(Change(SAID, "new"), Change(OTHER, "new"))),
        "draft text, 2 changes since it was read on 2026-11-03",
    ),
    (
        Standing(State.PARTLY, day=DAY, products=("poster", "card")),
        "signed on 2026-11-03 for poster, card; otherwise draft translation",
    ),
    (Standing(State.SIGNED, day=DAY), "signed on 2026-11-03"),
]


@pytest.mark.parametrize(("standing", "words"), WORDS, ids=[words for _, words in WORDS])
def test_a_standing_in_words(standing: Standing, words: str) -> None:
    assert standing.words == words
    assert standing.draft == (standing.state is not State.SIGNED)
    assert Approval(standing).words == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Arabic"], "draft translation, signed by nobody (Arabic)"),
        (["Arabic", "Dari"], "draft, not signed in 2 languages: Arabic, Dari"),
        (["Arabic", "Dari", "Urdu"], "draft, not signed in 3 languages: Arabic, Dari, Urdu"),
        (["Arabic", "Dari", "Urdu", "Thai"], "draft, not signed in 4 languages: Arabic, Dari, Urdu and 1 more"),
    ],
)
def test_of_several_languages_those_that_are_not_signed_are_named(names: list[str], words: str) -> None:
    languages = tuple(SimpleNamespace(english=name) for name in names)
    assert Approval(Standing(State.DRAFT), languages).words == words


READ = Standing(
    State.SIGNED,
    day=DAY,
    pages="7" * 64,
    signed=frozenset({SAID}),
    signed_contacts=frozenset({"hotline"}),
    whole=True,
    whole_seen=True,
    products=("poster",),
)
NEW, CHANGED = Change(SAID, "new since", new=True), Change(SAID, "the translation has changed")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, State.SIGNED),
        ({"unread": (Change(OTHER, "new since", new=True),)}, State.SIGNED),
        ({"signed": frozenset({OTHER})}, State.REVIEWED),
        ({"signed_contacts": frozenset()}, State.REVIEWED),
        ({"whole_seen": False}, State.REVIEWED),
        ({"whole_seen": False, "seen": {"card": (("card",), "")}}, State.SIGNED),
        ({"whole_seen": False, "seen": {"poster": (("poster",), "")}}, State.REVIEWED),
        ({"unread": (CHANGED,)}, State.STALE),
        ({"unread": (Change(HOTLINE, "another number"),)}, State.STALE),
        ({"unread": (NEW,)}, State.STALE),
        ({"unread": (NEW,), "whole": False}, State.CHECKED),
        ({"unread": (NEW,), "whole": False, "seen": {"card": (("card",), "")}}, State.STALE),
        ({"unread": (CHANGED,), "whole": False}, State.STALE),
        ({"unread": (replace(NEW, missing=True),), "whole": False}, State.DRAFT),
        ({"unread": (replace(NEW, what=HOTLINE, missing=True),), "whole": False}, State.CHECKED),
        ({"day": None}, State.CHECKED),
        ({"day": None, "unread": (CHANGED,)}, State.CHECKED),
        ({"day": None, "unread": (replace(NEW, missing=True),)}, State.DRAFT),
    ],
    ids=str,
)
def test_a_product_is_signed_if_its_own_words_contacts_and_pages_are(change: dict[str, object], state: State) -> None:
    found = replace(READ, **change).of_product(["card"], {SAID}, {"hotline"})
    assert found.state is state
    concerned = tuple(one for one in replace(READ, **change).unread if one.what != OTHER)
    assert (found.unread, found.pages, found.products) == (concerned, "", ())
    assert found.changes == (concerned if state is State.STALE else ())


def test_a_product_in_all_languages_is_signed_without_its_pages() -> None:
    unseen = replace(READ, whole_seen=False)
    assert unseen.of_product([], {SAID}, {"hotline"}).state is State.SIGNED
