"""What a composed document says of itself, whatever is made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pdffeed import document, set_line

from flyers.content.message_key import MessageKey
from flyers.page.document import ContactOnLine, Page, QrCode

CODE = QrCode(10.0, 20.0, 2.0, ("101", "010", "111"), "black", "white", "b", "map", "https://example.org")


def test_a_document_lists_what_it_says_and_which_contacts_it_shows() -> None:
    line = replace(
        set_line("Call 911.", "en", 0.0, 0.0),
        contacts=(ContactOnLine("hotline", "911", 5.0, 9.0), ContactOnLine("police", "911", 5.0, 9.0)),
    )
    other = replace(line, message=MessageKey("other"), contacts=())
    said = document([line, CODE], [other, other], spoken=(MessageKey("title"),))
    assert said.messages == {line.message, MessageKey("other"), MessageKey("title")}
    assert said.contacts == {"hotline", "police", "map"}
    assert "".join(run.text for run in line.runs) == "Call 911."


def test_a_line_is_named_by_its_message_or_else_by_its_block() -> None:
    line = set_line("Call 911.", "en", 0.0, 0.0)
    assert line.where == "test.message"
    assert replace(line, message=MessageKey("")).where == "test/block"


@pytest.mark.parametrize(
    ("fields", "label", "mark"),
    [
        ({"language": "en"}, "en", "draft text"),
        ({"language": "es"}, "es", "draft translation"),
        ({"language": "en", "secondary": "es"}, "en+es", "draft translation"),
        ({"language": "es", "secondary": "en"}, "es+en", "draft translation"),
        ({"language": "es", "source_language": "es"}, "es", "draft text"),
        ({"language": "en", "source_language": "es"}, "en", "draft translation"),
        ({"language": "es", "draft": False}, "es", ""),
        ({"language": "en", "draft": False}, "en", ""),
    ],
)
def test_a_draft_is_a_text_in_its_own_language_and_else_a_translation(
    fields: dict[str, Any], label: str, mark: str
) -> None:
    made = document([], **fields)
    assert (made.label, made.draft_mark) == (label, mark)


@pytest.mark.parametrize(
    ("fold", "crosses"),
    [(50.0, True), (98.9, True), (99.1, False), (100.0, False), (101.0, False), (101.1, True), (199.0, False)],
)
def test_a_fold_crosses_a_panel_unless_it_is_at_its_edge(fold: float, crosses: bool) -> None:
    panels = (("one", 0.0, 100.0), ("two", 100.0, 200.0))
    page = Page("front", 200.0, 100.0, 9.0, 9.0, (), folds=(fold,), panels=panels)
    assert page.crossed_folds == ((fold,) if crosses else ())
    assert replace(page, panels=()).crossed_folds == ()
