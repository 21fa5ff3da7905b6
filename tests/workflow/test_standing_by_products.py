"""A language is signed, or partly signed, by the products that are: no page is composed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.message_key import MessageKey
from flyers.errors import TranslationError
from flyers.translation.signoff import Change, Standing, State
from flyers.workflow import signing
from flyers.workflow.signing import by_products, product_standings

SEEN = Standing(
    State.REVIEWED,
    day=dt.date(2026, 11, 5),
    seen={"card": (("card",), "c0de")},
    changes=(Change(MessageKey("help.call"), "x"),),
)


def found(monkeypatch: pytest.MonkeyPatch, standing: Standing, products: Mapping[str, State]) -> Standing:
    def standings(session: object, tag: str, names: list[str]) -> dict[str, Standing]:
        assert (tag, names) == ("es", list(products))
        return {name: Standing(state) for name, state in products.items()}

    monkeypatch.setattr(signing, "usual_products", lambda session: list(products))
    monkeypatch.setattr(signing, "product_standings", standings)
    session: Any = SimpleNamespace()
    return by_products(session, "es", standing)


ALL = {"card": State.SIGNED, "poster": State.SIGNED}
SOME = {"card": State.SIGNED, "poster": State.REVIEWED}
NONE = {"card": State.REVIEWED, "poster": State.CHECKED}


@pytest.mark.parametrize(
    ("before", "products", "state", "named"),
    [
        (State.REVIEWED, ALL, State.SIGNED, ()),
        (State.STALE, ALL, State.SIGNED, ()),
        (State.REVIEWED, SOME, State.PARTLY, ("card",)),
        (State.CHECKED, SOME, State.PARTLY, ("card",)),
        (State.STALE, SOME, State.STALE, ()),
        (State.REVIEWED, NONE, State.REVIEWED, ()),
        (State.REVIEWED, {}, State.REVIEWED, ()),
    ],
)
def test_the_state_of_a_language_follows_from_its_usual_products(
    monkeypatch: pytest.MonkeyPatch,
    before: State,
    products: Mapping[str, State],
    state: State,
    named: tuple[str, ...],
) -> None:
    standing = found(monkeypatch, replace(SEEN, state=before), products)
    assert (standing.state, standing.products) == (state, named)
    assert standing.changes == (() if state is State.SIGNED else SEEN.changes)
    assert standing.day == SEEN.day


@pytest.mark.parametrize(
    "standing",
    [
        replace(SEEN, state=State.SIGNED),
        replace(SEEN, seen={}),
        Standing(State.DRAFT),
    ],
)
def test_nothing_is_composed_where_the_answer_is_known(monkeypatch: pytest.MonkeyPatch, standing: Standing) -> None:
    monkeypatch.setattr(signing, "product_standings", None)
    session: Any = None
    assert by_products(session, "es", standing) is standing


def test_pages_that_were_seen_of_the_whole_language_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, replace(SEEN, seen={}, whole_seen=True), ALL).state is State.SIGNED


def test_a_product_that_cannot_be_composed_leaves_the_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise TranslationError("A number is gone.")

    monkeypatch.setattr(signing, "usual_products", lambda session: ["card"])
    monkeypatch.setattr(signing, "product_standings", refuse)
    session: Any = None
    assert by_products(session, "es", SEEN) is SEEN


def test_of_a_product_in_all_languages_each_language_stands_for_its_own_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_product(products: Sequence[str], said: object, contacts: object) -> Standing:
        assert (products, said, contacts) == ((), "what es says of picker, en+all", ["hotline"])
        return Standing(State.REVIEWED)

    def localized(tag: str, *, secondary: str = "", allow_untranslated: bool) -> Any:
        assert allow_untranslated
        language, standing = SimpleNamespace(tag=tag), SimpleNamespace(of_product=of_product)
        return SimpleNamespace(language=language, standing=standing, label=f"{tag}+{secondary}" if secondary else tag)

    def composed(words: Any, layout: Any) -> Any:
        approval = SimpleNamespace(standing=Standing(State.SIGNED))
        return SimpleNamespace(messages=f"{layout.product}, {words.label}", contacts=["hotline"], approval=approval)

    def layout(product: str) -> Any:
        return SimpleNamespace(product=product, many_languages=product == "picker")

    campaign = SimpleNamespace(source_language="en")
    session: Any = SimpleNamespace(localized=localized, composed=composed, layout=layout, campaign=campaign)
    monkeypatch.setattr(signing, "said_in", lambda words, said, tag: f"what {words.language.tag} says of {said}")
    standings = product_standings(session, "es", ["picker", "card"])
    assert {product: standing.state for product, standing in standings.items()} == {
        "picker": State.REVIEWED,
        "card": State.SIGNED,
    }
