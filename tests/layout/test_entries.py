"""A block for each of several languages: what becomes of height that nothing fills."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flyers.layout.pages import TextLine
from flyers.pipeline.session import Session
from flyers.translation.multilingual import with_others

EACH = "help.hotline.line"


@pytest.mark.parametrize("tags", [("es", "fr", "it", "pl", "sq", "tr", "so", "sw"), ("es", "fr", "it", "pl")])
def test_a_few_languages_move_apart_and_not_too_far(session: Session, tags: tuple[str, ...]) -> None:
    layout = session.layout("hotline-poster")
    voices = with_others(session.localized("en"), [session.localized(tag) for tag in tags], "all")
    (page,) = session.composed(voices, layout).pages
    ends: dict[str, list[TextLine]] = {}
    for line in (item for item in page.items if isinstance(item, TextLine)):
        if line.message.partition(":")[0] in tags:
            ends.setdefault(line.message.partition(":")[0], []).append(line)
    column = sorted((found for found in ends.values() if found[0].x < page.width / 4), key=lambda each: -each[0].y)
    assert len(column) >= 2
    for above, below in pairwise(column):
        white = (above[-1].y + above[-1].ink[1]) - (below[0].y + below[0].ink[3])
        assert 3 * layout.space <= white <= 6 * layout.space
