"""A document becomes the proof's expectation."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from flyers.content.message_key import MessageKey
from flyers.layout.compose import compose
from flyers.layout.pages import QrCode, TextLine
from flyers.pipeline.expectations import _messages, expectation, fingerprint
from flyers.pipeline.session import open_session
from pressed import PRESS


@pytest.fixture(scope="module")
def localized(root):
    return open_session(root).localized("ar")


@pytest.fixture(scope="module")
def document(root, localized):
    session = open_session(root)
    return compose(localized, session.layout("wallet-card"), session.theme, session.typesetter, session.pictures)


@pytest.fixture(scope="module")
def expected(document, localized, root):
    session = open_session(root)
    return expectation(document, PRESS, localized, session.library, smallest_module=1.134)


def test_every_line_contact_and_code_of_the_document_is_expected(document, expected):
    items = [item for page in document.pages for item in page.items]
    lines = [item for item in items if isinstance(item, TextLine)]
    assert [line.text for line in expected.lines] == [line.text for line in lines]
    assert len(expected.contacts) == sum(len(line.contacts) for line in lines) > 0
    assert len(expected.codes) == sum(isinstance(item, QrCode) for item in items) > 0
    assert len(expected.pages) == 2


def test_positions_are_those_of_the_page(document, expected):
    page = document.pages[0]
    for contact in expected.contacts:
        if contact.page == 0:
            assert 0 < contact.x0 < contact.x1 < page.width
            assert 0 < contact.y < page.height
    for line in expected.lines:
        left, bottom, right, top = line.box
        assert left < right
        assert bottom < top
        assert 0 < line.floor <= line.size
    code = next(item for item in page.items + document.pages[1].items if isinstance(item, QrCode))
    left, bottom, right, top = expected.codes[0].box
    assert right - left == pytest.approx(code.module * len(code.matrix)) == top - bottom


def test_the_fingerprint_changes_with_one_digit(expected):
    one, *others = expected.contacts
    other = dataclasses.replace(one, display=one.display[:-1] + "0" if one.display[-1] != "0" else "1")
    changed = dataclasses.replace(expected, contacts=(other, *others))
    assert fingerprint(changed) != fingerprint(expected)
    assert fingerprint(dataclasses.replace(expected)) == fingerprint(expected)


def test_pages_are_counted_in_the_foot_and_taken_from_a_picture_of_a_page():
    """Each page's foot is a message of its own; lines of one paragraph are one message."""

    def line(message: str, *, running: bool = False, counts: tuple[int, int] | None = None) -> SimpleNamespace:
        return SimpleNamespace(block="foot", message=MessageKey(message), running=running, counts=counts)

    lines = [
        (0, line("foot", running=True)),
        (1, line("foot", running=True)),
        (1, line("foot", running=True)),
        (1, line("foot", counts=(7, 9))),
        (1, line("title")),
        (1, line("title")),
        (1, line("imprint")),
    ]
    texts = {
        MessageKey(name): SimpleNamespace(
            text=name, on_page=lambda page, pages: SimpleNamespace(text=f"{page}/{pages}")
        )
        for name in ("foot", "title")
    }
    found = list(_messages(lines, SimpleNamespace(text=texts.get), 3))
    assert [(one.message, one.text, one.lines) for one in found] == [
        ("foot", "1/3", (0,)),
        ("foot", "2/3", (1, 2)),
        ("foot", "7/9", (3,)),
        ("title", "title", (4, 5)),
    ]
