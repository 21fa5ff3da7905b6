"""Items of a list with a condition of their own."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from flyers.errors import LayoutError
from flyers.page.document import Document, TextLine
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from notes import note

pytestmark = pytest.mark.slow

ITEMS = {
    "signs.school": "",
    "signs.cut-off": "languages: [es]",
    "signs.changed": "not_languages: [es]",
    "signs.bruises": "served: hotline",
}
SHOWN = {
    "en": {"signs.school", "signs.changed", "signs.bruises"},
    "es": {"signs.school", "signs.cut-off", "signs.bruises"},
    "ar": {"signs.school", "signs.changed"},
}


def layout(items: dict[str, str], marker: str = "bullet", fit: str = "") -> str:
    """Return a layout with a list of messages, each with its condition."""
    written = (f"{{message: {name}, when: {{{when}}}}}" if when else name for name, when in items.items())
    return note(
        "text: {message: poster.headline, role: body}",
        f"list: {{role: body, marker: {marker}, {fit}messages: [{', '.join(written)}]}}",
    )


def messages(document: Document) -> set[str]:
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    return {line.message.id for line in lines if line.message.id.startswith("signs.")}


@pytest.mark.parametrize(
    ("marker", "fit"), list(product(["none", "bullet", "number", "icon"], ["", "least: 1, aim: 4, "]))
)
def test_an_item_is_shown_where_its_condition_holds(campaign: Path, marker: str, fit: str) -> None:
    text = layout(ITEMS, marker, fit)
    (campaign / "content/layouts/note.yaml").write_text(text, encoding="utf-8")
    session = Session(campaign)
    for tag, shown in SHOWN.items():
        document = session.composed(session.localized(tag), session.layout("note"))
        assert messages(document) == shown, tag
        assert document.omissions == ()


def test_a_list_without_items_is_not_an_element(campaign: Path) -> None:
    items = {"signs.school": "languages: [es]"}
    text = layout(items)
    (campaign / "content/layouts/note.yaml").write_text(text, encoding="utf-8")
    session = Session(campaign)
    document = session.composed(session.localized("en"), session.layout("note"))
    localized, edition = session.localized("en"), session.edition("screen")
    expected = expectation(document, edition, localized, session.library, smallest_module=1.0, moment=0)
    assert all(element.tag not in ("L", "LI", "LBody") for element in expected.elements)


@pytest.mark.parametrize("justify", ["start", "center", "end", "between"])
@pytest.mark.parametrize("kind", ["row", "column"])
def test_what_has_nothing_to_show_in_a_language_takes_no_room(campaign: Path, kind: str, justify: str) -> None:
    spanish = "{text: {message: signs.school, role: body, when: {languages: [es]}}}"
    holder = f"{kind}: {{{f'justify: {justify}, ' if kind == 'column' else ''}blocks: [{spanish}]}}"
    text = note(f"row: {{blocks: [{{text: {{message: poster.headline, role: body}}}}, {{{holder}}}]}}")
    (campaign / "content/layouts/note.yaml").write_text(text, encoding="utf-8")
    session = Session(campaign)
    for tag, shown in (("en", set()), ("es", {"signs.school"})):
        document = session.composed(session.localized(tag), session.layout("note"))
        assert messages(document) == shown


@pytest.mark.parametrize("when", ["languages: [xx]", "served: nobody", "translated: no.such", "langages: [es]"])
def test_a_wrong_condition_of_an_item_is_an_error_with_its_line(campaign: Path, when: str) -> None:
    text = layout({"signs.school": when})
    (campaign / "content/layouts/note.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        Session(campaign).layout("note")
    assert caught.value.source is not None
    assert caught.value.source.line == 17
