"""Lines of text: ink that reaches out at their side, as in Nastaliq, and the spaces between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content.message_key import Form, MessageKey
from flyers.page.document import Document, TextLine
from flyers.pipeline.session import Session
from flyers.text.characters import CLOSING_MARKS
from flyers.text.paragraph import _OVERHANG, _inwards

SIZE, WIDTH = 10.0, 100.0
MOST = _OVERHANG * SIZE


def sides(left: float, right: float) -> tuple[float, float]:
    """Return how far ink reaches out before and after the column after the line has moved."""
    moved = _inwards(left, right, WIDTH, SIZE)
    return -(left + moved), right + moved - WIDTH


@given(st.floats(-8, 60), st.floats(61, 108))
def test_ink_stays_in_its_column_if_there_is_room(left: float, right: float) -> None:
    before, after = sides(left, right)
    if right - left <= WIDTH + 2 * MOST:
        assert before <= MOST + 1e-9
        assert after <= MOST + 1e-9


@given(st.floats(-MOST, 60), st.floats(61, WIDTH + MOST))
def test_a_line_whose_ink_is_in_its_column_is_not_moved(left: float, right: float) -> None:
    assert _inwards(left, right, WIDTH, SIZE) == 0.0


def test_a_line_is_moved_by_the_excess_of_its_ink() -> None:
    assert _inwards(20.0, WIDTH + 5.5, WIDTH, SIZE) == -(5.5 - MOST)
    assert _inwards(-5.5, 60.0, WIDTH, SIZE) == 5.5 - MOST


@pytest.mark.parametrize("between", [" ", " \u200b", "\u200b "])
def test_lines_end_in_a_space_with_or_without_a_translators_break(session: Session, between: str) -> None:
    """Without the space at the end of a line, a screen reader would run its last word and the next together."""
    english = session.localized("en")
    words = replace(english.texts[MessageKey("card.headline")], text=between.join(["Somebody"] * 9))
    texts = {**english.texts, MessageKey("card.headline"): words, MessageKey("card.headline", Form.SHORT): words}
    document = session.composed(replace(english, texts=texts), session.layout("wallet-card"))
    texts = [item for item in document.pages[0].items if isinstance(item, TextLine)]
    lines = [line for line in texts if line.message == MessageKey("card.headline")]
    assert len(lines) > 1
    assert [line.spaced for line in lines] == [*[True] * (len(lines) - 1), False]


def test_what_trafficking_is_has_no_line_that_begins_with_a_suffix(
    session: Session, composed: Callable[[str, str], Document]
) -> None:
    """In Burmese, where no space divides words; and the law's five verbs and four aims are all there."""
    suffixes = session.registry.language("my").line_break_rules.enclitics
    (face, _) = composed("brochure", "my").pages
    lines = [item for item in face.items if isinstance(item, TextLine) and item.message.id.startswith("about.")]
    assert MessageKey("about.labor") in {line.message for line in lines}
    for before, line in pairwise(lines):
        if before.message == line.message and not before.spaced:
            assert line.text.split()[0].rstrip(CLOSING_MARKS) not in suffixes, line.text
