"""The key of a text and its form as text, which catalogs, sign-offs and manifests have on record."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content.campaign import Campaign
from flyers.content.markup import parse
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import Message, Words
from flyers.errors import Source

NAMES = st.from_regex(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*", fullmatch=True)
TAGS = st.sampled_from(["", "en", "zh-Hans", "es-419"])
KEYS = st.builds(MessageKey, NAMES, st.sampled_from(Form), TAGS, st.just(False)) | st.builds(
    MessageKey.of_contact, NAMES
)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (MessageKey("signs.cut-off"), "signs.cut-off"),
        (MessageKey("signs.cut-off", Form.SHORT), "signs.cut-off/short"),
        (MessageKey("signs.cut-off", Form.POSTER, "zh-Hans"), "zh-Hans:signs.cut-off/poster"),
        (MessageKey("language.autonym").in_language("es"), "es:language.autonym"),
        (MessageKey.of_contact("hotline"), "contact:hotline"),
        (MessageKey("imprint"), "imprint"),
        (MessageKey("proof 12"), "proof 12"),
    ],
)
def test_the_text_of_a_key_is_the_one_on_record(key: MessageKey, text: str) -> None:
    assert str(key) == f"{key}" == text
    assert MessageKey.parse(text) == key


@given(KEYS)
def test_parsing_undoes_writing(key: MessageKey) -> None:
    assert MessageKey.parse(str(key)) == key


@given(st.text() | st.text("ab/:tesxhorcnp.", max_size=12))
def test_writing_undoes_parsing_of_any_text(text: str) -> None:
    assert str(MessageKey.parse(text)) == text


def test_only_the_key_of_a_contact_has_one() -> None:
    assert MessageKey.of_contact("hotline").contact == "hotline"
    assert MessageKey("hotline").contact == ""
    assert MessageKey("hotline") != MessageKey.of_contact("hotline")


def test_every_form_of_the_campaign_has_its_own_key(root: Path) -> None:
    keys = [key for key, _ in Campaign.load(root).words()]
    assert len(set(keys)) == len({str(key) for key in keys}) == len(keys)


@pytest.mark.parametrize(
    ("given", "poster", "short"),
    [
        ((Form.TEXT,), Form.TEXT, Form.TEXT),
        ((Form.TEXT, Form.SHORT), Form.TEXT, Form.SHORT),
        ((Form.TEXT, Form.POSTER), Form.POSTER, Form.POSTER),
        (tuple(Form), Form.POSTER, Form.SHORT),
    ],
)
def test_a_form_that_is_not_there_is_the_next_longer_one(given: tuple[Form, ...], poster: Form, short: Form) -> None:
    words = Words("Call.", Source("x.yaml"), parse("Call."))
    message = Message("help.call", dict.fromkeys(given, words), Source("x.yaml"))
    assert [message.form(wanted) for wanted in Form] == [Form.TEXT, poster, short]
