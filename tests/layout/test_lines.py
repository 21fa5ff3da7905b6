"""Lines of text: the spaces between them, and where they begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from flyers.content.message_key import Form, MessageKey
from flyers.page.document import Document, TextLine
from flyers.pipeline.session import Session
from flyers.text.characters import CLOSING_MARKS


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
