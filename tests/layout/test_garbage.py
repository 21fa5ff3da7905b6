"""A piece that is set leaves nothing behind for Python's search for garbage, which is rare (`flyers.process_cache`)."""

from __future__ import annotations

import gc
from weakref import ref

import pytest

from flyers.layout.compose import compose
from flyers.pdf.painter import paint
from flyers.pipeline.session import Session
from flyers.text.paragraph import Typesetter

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

FEW = 50
"""Objects that a library may leave; pages of a poster are thousands."""


@pytest.mark.parametrize("product", ["poster", "wallet-card"])
@pytest.mark.parametrize("language", ["es", "ur"])
def test_a_piece_leaves_no_garbage(session: Session, language: str, product: str) -> None:
    localized, layout = session.localized(language), session.layout(product)
    session.composed(localized, layout)  # what is kept for others is there
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        document = session.composed(localized, layout)
        pdf = paint(document, session.edition("press"), session.library, 1_790_000_000)
        del document
        assert pdf
        assert gc.collect() < FEW
    finally:
        if was_on:
            gc.enable()


def test_messages_leave_memory_with_what_keeps_them(session: Session) -> None:
    localized = session.localized("es")
    typesetter = Typesetter(session.library, session.registry.line_break_rules)
    compose(localized, session.layout("poster"), session.theme, typesetter, session.pictures)
    messages = list(map(ref, typesetter._messages.values()))
    was_on = gc.isenabled()
    gc.disable()
    try:
        typesetter._messages.clear()
        assert len(messages) > 10
        assert not any(message() for message in messages)
    finally:
        if was_on:
            gc.enable()
