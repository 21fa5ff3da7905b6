"""Where copy-fitting ended is kept, and no page is another one for it, whatever the cache folder has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flyers import cache
from flyers.content.message_key import MessageKey
from flyers.errors import OversetError
from flyers.layout import cached_fit, search_replay
from flyers.layout.cached_fit import CachedFit
from flyers.layout.compose import compose
from flyers.layout.setting import Setting
from flyers.page.document import Document
from flyers.pipeline.session import Session
from flyers.translation.localization import Localization

NAME, MADE_OF = "piece", "all that a search looks at"

PIECES = [
    ("en", "", "poster"),
    ("es", "", "brochure"),
    ("ur", "", "brochure"),  # with shorter forms
    ("ur", "", "hotline-poster"),
    ("km", "", "wallet-card"),  # with codes of another size
    ("zh-Hans", "", "wallet-card"),
    ("ar", "", "large-print"),  # flows over pages
    ("my", "", "poster"),
    ("es", "en", "wallet-card"),
    ("en", "all", "language-picker"),
]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    yield
    search_replay._searches.clear()


def piece(session: Session, tag: str, secondary: str, product: str) -> Callable[[CachedFit | None], Document]:
    """Return what composes the piece, as a process of its own would."""
    localized = session.localized(tag, secondary=secondary, allow_untranslated=True)
    return piece_of(session, localized, product)


def piece_of(session: Session, localized: Localization, product: str) -> Callable[[CachedFit | None], Document]:
    layout = session.layout(product, secondary=localized.secondary)

    def composed(kept: CachedFit | None = None) -> Document:
        search_replay._searches.clear()
        return compose(localized, layout, session.theme, session.typesetter, session.pictures, kept)

    return composed


@pytest.mark.parametrize(("tag", "secondary", "product"), PIECES)
def test_the_next_process_makes_the_same_page_without_a_search(
    session: Session, searches: list[Setting], tag: str, secondary: str, product: str
) -> None:
    composed = piece(session, tag, secondary, product)
    alone = composed(None)
    first = CachedFit(NAME, MADE_OF)
    assert composed(first) == alone
    first.keep()
    assert (len(searches), first.was_recalled) == (2, False)
    for _ in range(2):
        kept = CachedFit(NAME, MADE_OF)
        assert composed(kept) == alone
        kept.keep()
        assert (len(searches), kept.was_recalled) == (2, True)


def test_only_what_is_made_of_the_same_counts(session: Session, searches: list[Setting]) -> None:
    composed = piece(session, "ur", "", "brochure")
    alone = composed(None)
    for made_of in ("one", "another", "one"):
        kept = CachedFit(NAME, made_of)
        assert composed(kept) == alone
        kept.keep()
        assert not kept.was_recalled
    assert len(searches) == 4
    assert cache.read(NAME)["made_of"] == "one", "each takes the place of the one before"


def test_nothing_is_kept_of_a_page_that_is_not_made(session: Session) -> None:
    localized = session.localized("en")
    long = replace(localized.texts[MessageKey("help.danger")], text="W" * 90, spans=())
    too_long = replace(localized, texts={**localized.texts, MessageKey("help.danger"): long})
    kept = CachedFit(NAME, MADE_OF)
    with pytest.raises(OversetError):
        piece_of(session, too_long, "wallet-card")(kept)
    kept.keep()
    assert cache.read(NAME) is None


def test_without_a_cache_folder_all_is_searched_for(
    session: Session, searches: list[Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    composed = piece(session, "es", "", "poster")
    for _ in range(2):
        kept = CachedFit(NAME, MADE_OF)
        composed(kept)
        kept.keep()
    assert len(searches) == 2


def with_part(part: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda record: {**record, part: change(record[part])}


def first_step(step: Any) -> Callable[[list[Any]], list[Any]]:
    return lambda steps: [step, *steps[1:]]


LIST = "poster/row[0]/column[0]/list[0]"
"""The path of the list that may drop items."""

UNTRUE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "nothing": lambda record: None,
    "no map": lambda record: [record],
    "a number": lambda record: 4,
    "only the digest": lambda record: {"made_of": record["made_of"]},
    "no map of items": with_part("counts", list),
    "a group more": with_part("squeezes", lambda steps: [*steps, 0]),
    "a group less": with_part("squeezes", lambda steps: steps[1:]),
    "no groups": with_part("squeezes", lambda steps: 7),
    "below the floor": with_part("squeezes", first_step(17)),
    "above the aim": with_part("squeezes", first_step(-1)),
    "between steps": with_part("squeezes", first_step(2.5)),
    "a step in words": with_part("squeezes", first_step("2")),
    "no step": with_part("squeezes", first_step(None)),
    "a step of another kind": with_part("squeezes", first_step(True)),
    "tighter than the tightest": with_part("spacings", lambda found: dict.fromkeys(found, 3)),
    "looser than the loosest": with_part("spacings", lambda found: dict.fromkeys(found, -1)),
    "another panel": with_part("spacings", lambda found: {"back": 0}),
    "more than the list has": with_part("counts", lambda found: {LIST: 99}),
    "fewer than the list must have": with_part("counts", lambda found: {LIST: 0}),
    "another list": with_part("counts", lambda found: {f"{LIST}/text[0]": 5}),
    "one list more": with_part("counts", lambda found: {**found, "poster": 5}),
    "a form of a block that is not there": with_part("shorter", lambda found: {"poster/text[99]": 0}),
    "a form that the list does not have": with_part("shorter", lambda found: {LIST: 9}),
    "rows that are not there": with_part("uneven", lambda found: 2),
    "codes larger than all": with_part("codes", lambda found: 9),
    "lower bands in another panel": with_part("loose", lambda found: {"back": 1}),
    "bands lower than nothing": with_part("loose", lambda found: {"poster": 65}),
    "type that does not fit": with_part("squeezes", lambda steps: [0] * len(steps)),
    "spacing that does not fit": with_part("spacings", lambda found: dict.fromkeys(found, 0)),
}
"""What may be in the cache folder under the right digest, although nobody has found it so."""


@pytest.mark.parametrize("name", UNTRUE)
def test_what_the_ladder_does_not_have_counts_as_missing(session: Session, searches: list[Setting], name: str) -> None:
    composed = piece(session, "ur", "", "poster")
    first = CachedFit(NAME, MADE_OF)
    alone = composed(first)
    first.keep()
    right = cache.read(NAME)
    assert max(right["squeezes"]) > 0
    assert right["spacings"]["poster"] > 0
    cache.keep(NAME, UNTRUE[name](json.loads(json.dumps(right))))
    kept = CachedFit(NAME, MADE_OF)
    assert composed(kept) == alone
    kept.keep()
    assert (len(searches), kept.was_recalled) == (2, False)
    assert cache.read(NAME) == right


def test_a_rung_that_cannot_be_told_in_full_is_not_kept(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    said = cached_fit._plain
    monkeypatch.setattr(cached_fit, "_plain", lambda found: {**said(found), "codes": 0})
    kept = CachedFit(NAME, MADE_OF)
    piece(session, "km", "", "wallet-card")(kept)
    kept.keep()
    assert cache.read(NAME) is None
