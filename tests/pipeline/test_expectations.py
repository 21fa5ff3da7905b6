"""A document becomes the proof's expectation."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from flyers.content.message_key import MessageKey
from flyers.layout.compose import compose
from flyers.page.document import Element, Finish, QrCode, TextLine
from flyers.pipeline.expectations import (
    _condition,
    _contacts,
    _draft,
    _finish,
    _marks,
    _messages,
    _preferences,
    _unread,
    expectation,
)
from flyers.pipeline.session import open_session
from flyers.proof.expectations import ExpectedCondition, ExpectedContact, ExpectedFinish, ExpectedMarks
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


MARKS = SimpleNamespace(crop=True, fold=False, offset=6.0, length=9.0, weight=0.25)


def test_marks_are_expected_as_the_print_condition_has_them():
    press = SimpleNamespace(condition=SimpleNamespace(marks=MARKS), marks=True)
    page, sheet = SimpleNamespace(sheet=False), SimpleNamespace(sheet=True)
    assert _marks(page, press) == ExpectedMarks(True, False, 6.0, 9.0, 0.25)
    assert _marks(sheet, press) == ExpectedMarks(True, False)
    for edition in (SimpleNamespace(condition=None, marks=True), SimpleNamespace(condition="gracol", marks=False)):
        assert _marks(page, edition) == ExpectedMarks(crop=False, fold=False)


def test_a_print_condition_is_expected_by_name_and_profile():
    names = {"identifier": "CGATS TR 006", "registry": "http://www.color.org", "title": "GRACoL", "info": "coated"}
    gracol = SimpleNamespace(**names, sha256="0" * 64)
    assert _condition(gracol) == ExpectedCondition(**names, profile_sha256="0" * 64)
    assert _condition(None) is None


@pytest.mark.parametrize(
    ("flip", "asks"),
    [
        ("", []),
        ("none", [("PrintScaling", "None"), ("Duplex", "Simplex")]),
        ("long", [("PrintScaling", "None"), ("Duplex", "DuplexFlipLongEdge")]),
        ("short", [("PrintScaling", "None"), ("Duplex", "DuplexFlipShortEdge")]),
    ],
)
def test_a_sheet_says_how_it_is_turned(flip, asks):
    assert list(_preferences(SimpleNamespace(flip=flip))) == [("DisplayDocTitle", "true"), *asks]


def test_a_draft_is_marked_and_what_is_signed_is_not():
    assert _draft(SimpleNamespace(draft=True, draft_mark="DRAFT")) == ["DRAFT"]
    assert _draft(SimpleNamespace(draft=False, draft_mark="DRAFT")) == []


def test_a_line_for_a_tool_is_open_and_an_outline_is_closed():
    cut = (("M", 0.0, 30.0), ("L", 5.0, 32.0))
    assert _finish(Finish("cut", cut)) == ExpectedFinish("cut", (0, 30, 5, 32), ((0, 30), (5, 32)), closed=False)
    hole = (*cut, ("L", 5.0, 30.0), ("Z",))
    assert _finish(Finish("hole", hole)) == ExpectedFinish(
        "hole", (0, 30, 5, 32), ((0, 30), (5, 32), (5, 30)), closed=True
    )


def test_contacts_go_on_in_the_next_line_and_open_nothing_where_nobody_reads_them():
    def line(x: float, y: float, *contacts: SimpleNamespace, turn: int = 0) -> SimpleNamespace:
        return SimpleNamespace(x=x, y=y, turn=turn, contacts=contacts, message=MessageKey("call", language="es"))

    known = {("site", "es"): SimpleNamespace(display="a.org", target="https://a.org")}
    localized = SimpleNamespace(contact=lambda name, language: known[name, language])
    begun, rest = (SimpleNamespace(contact="site", x0=1.0, x1=9.0, begins=begins) for begins in (True, False))
    lines = [(0, line(10, 50, begun)), (0, line(20, 40, begun)), (0, line(30, 30, rest)), (1, line(40, 20, begun))]

    def site(page: int, x: float, y: float, **more: object) -> ExpectedContact:
        usual = {"target": "https://a.org", "further": ()}
        return ExpectedContact(page, "site", "es:call", "a.org", x + 1.0, x + 9.0, y, **{**usual, **more})

    assert _contacts(lines, localized, frozenset({id(lines[3][1])})) == [
        site(0, 10, 50),
        site(0, 20, 40, further=((31.0, 39.0, 30),)),
        site(1, 40, 20, target=""),
    ]


def test_what_is_in_no_block_is_not_read():
    items = tuple(SimpleNamespace(name=name) for name in "abcd")
    pages = (SimpleNamespace(items=items[:3]), SimpleNamespace(items=items[3:]))
    structure = Element("Document", (Element("Sect", (Element("P", items=((0, 0), (1, 0))),)), Element("P")))
    found = _unread(SimpleNamespace(structure=structure, pages=pages))
    assert [item.name for item in items if id(item) in found] == ["b", "c"]
