"""How many words more there is room for: found by trial, whatever the answer is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.studio import messages
from flyers.studio.pages import View

KEY = MessageKey("card.headline")
VIEW = View("wallet-card", "es", "screen")


def room(
    patch: pytest.MonkeyPatch, text: str, same: int, fits: int, shown: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """Return what is found on a page with room for so many words more, and the texts that were tried.

    With more than *same* words type is smaller; with more than *fits* there is no page.
    """
    tried: list[str] = []

    def composed(live: object, view: View, drafts: Any) -> SimpleNamespace:
        (typed,) = drafts["es"].values()
        tried.append(typed)
        words = len(typed.split()) - len(text.split())
        if words > fits:
            raise OversetError("It does not fit.")
        size = 10.0 if words <= same else 9.0
        return SimpleNamespace(messages=(KEY,) if shown else (), sizes={"body": size}, omissions=())

    patch.setattr(messages, "_composed", composed)
    search = messages.RoomSearch(None, VIEW, {"es": {KEY: text}}, KEY)
    while not search.done:
        search.step()
    return search.found(), tried


@given(st.integers(0, 70), st.integers(0, 70))
def test_any_room_is_found_in_few_attempts(same: int, more: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found, tried = room(patch, "¿Alguien le da órdenes?", same, same + more)
    assert found == {"printed": True, "same_size": min(same, 64), "fits": min(same + more, 64), "most": 64}
    assert len(tried) == len(set(tried)) <= 2 + 2 * 6


def test_a_page_that_does_not_fit_as_it_is_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found, tried = room(monkeypatch, "dos palabras", -1, -1)
    assert found == {"printed": False, "same_size": None, "fits": None, "most": 64}
    assert tried == ["dos palabras"]


def test_a_text_that_is_not_on_the_page_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    found, tried = room(monkeypatch, "dos palabras", 64, 64, shown=False)
    assert (found["printed"], found["fits"], len(tried)) == (False, None, 1)


@pytest.mark.parametrize("text", ["", "{hotline}", "**{hotline}**."])
def test_where_there_is_no_word_none_is_tried(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    found, tried = room(monkeypatch, text, 64, 64)
    assert (found["printed"], tried) == (False, [])


def test_words_are_repeated_but_no_contact_and_no_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text with a contact twice is refused, which would look as if there was no room."""
    _, tried = room(monkeypatch, "Envíe **un texto** al {hotline_text}, {hotline}.", 0, 5)
    assert tried[0] == "Envíe **un texto** al {hotline_text}, {hotline}."
    assert "Envíe **un texto** al {hotline_text}, {hotline}. Envíe un texto al" in tried
    assert all(one.count("{") == 2 and one.count("**") == 2 for one in tried)
