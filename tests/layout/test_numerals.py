"""Numerals as markers of a list: text in the order of the items, on their lines, read aloud and proved."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from flyers.content.message_key import MessageKey
from flyers.errors import LayoutError
from flyers.page.document import Document, TextLine
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import expectation, make
from flyers.pipeline.session import Session
from notes import BODY, note

ITEMS = ", ".join([
    "questions.quit", "{message: questions.come-and-go, when: {languages: [es]}}", "questions.threats",
    "signs.school", "signs.minor", "signs.confused", "signs.afraid", "signs.denied", "signs.coached", "signs.bruises",
    "signs.cut-off",
])  # fmt: skip  # eleven, one of them in Spanish only: the last numeral has two figures


@pytest.fixture
def session(campaign: Path) -> Session:
    text = note(
        "text: {message: questions.heading, role: title}",
        f"list: {{role: body, marker: number, messages: [{ITEMS}]}}",
        roles=("title: {aim: 14pt, floor: 8pt, weight: bold, tag: H1}", BODY),
        ground="tint",
    )
    (campaign / "content/layouts/note.yaml").write_text(text, encoding="utf-8")
    return Session(campaign)


def composed(session: Session, tag: str) -> Document:
    return session.composed(session.localized(tag), session.layout("note"))


def paragraphs(document: Document) -> list[list[TextLine]]:
    """The lines of numerals and items, in turn; the heading above them is left out."""
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    return [list(group) for _, group in groupby(lines, key=lambda line: line.message)][1:]


@pytest.mark.parametrize(("tag", "count"), [("en", 10), ("es", 11), ("ur", 10), ("my", 10)])
def test_items_are_numbered_without_a_gap_on_their_first_lines(session: Session, tag: str, count: int) -> None:
    found = paragraphs(composed(session, tag))
    numerals, items = found[::2], found[1::2]
    assert [[line.text for line in numeral] for numeral in numerals] == [[str(n + 1)] for n in range(count)]
    for (numeral,), (first, *_) in zip(numerals, items, strict=True):
        assert numeral.y == pytest.approx(first.y)
        assert numeral.size == first.size
        assert numeral.colour == session.theme.grounds["tint"].strong
        left, right = (first, numeral) if session.localized(tag).language.rtl else (numeral, first)
        assert left.x + left.ink[2] < right.x + right.ink[0]


def test_the_units_of_numerals_are_below_one_another(session: Session) -> None:
    numerals = [line for (line, *_) in paragraphs(composed(session, "es"))[::2]]
    units = [line.x + line.runs[-1].glyphs[-1].x for line in numerals]
    assert numerals[-1].text == "11"
    assert units == pytest.approx([units[0]] * len(units), abs=0.02)


def test_a_screen_reader_says_the_numeral_instead_of_a_bullet(session: Session) -> None:
    localized, edition = session.localized("ar"), session.edition("screen")
    expected = expectation(composed(session, "ar"), edition, localized, session.library, smallest_module=1.0, moment=0)
    labels = [element for element in expected.elements if element.tag == "Lbl"]
    assert [(label.text, label.actual) for label in labels] == [(str(n + 1), "") for n in range(10)]


@pytest.mark.parametrize(("tag", "edition"), [("ar", "screen"), ("km", "press")])
def test_a_numbered_list_is_built_and_proved(session: Session, tmp_path: Path, tag: str, edition: str) -> None:
    result = make(Job(session.folder, tag, "note", edition, tmp_path / "output"), session)
    assert result.error is None, str(result.error)


def test_numerals_are_no_words_of_the_campaign(session: Session) -> None:
    document = composed(session, "en")
    keys = {line.message for paragraph in paragraphs(document)[::2] for line in paragraph}
    assert MessageKey("numeral 1") in keys
    assert not keys & session.localized("en").texts.keys()


def test_a_colour_of_markers_is_that_of_numerals(campaign: Path, session: Session) -> None:
    layout = campaign / "content/layouts/note.yaml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace("marker: number", "marker: number, marker_colour: black"), encoding="utf-8")
    numerals = paragraphs(composed(Session(campaign), "en"))[::2]
    assert {line.colour for paragraph in numerals for line in paragraph} == {"black"}
    layout.write_text(text.replace("marker: number", "marker: number, marker_colour: mauve"), encoding="utf-8")
    with pytest.raises(LayoutError, match="mauve"):
        Session(campaign).layout("note")
