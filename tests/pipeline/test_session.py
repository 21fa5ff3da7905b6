"""What a session says of its campaign: products and their formats, whose fault an error is, and who may change files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import ContentError, FlyersError, TranslationError
from flyers.files import locked
from flyers.pipeline import session as sessions
from flyers.pipeline.session import Session

SPANISH = "translations/es/LC_MESSAGES/flyers.po"
LAYOUTS = {"card": (), "picker": ("letter",), "poster": ("letter", "a4", "a3", "none")}
"""Formats of products, the first of which needs no name; nothing has the product “poster-none”."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session of these layouts, a broken one, and two that are made on request."""

    def layout(product: str) -> Any:
        if product == "broken":
            raise ContentError("Broken.")
        formats = LAYOUTS[product] or ("",)
        return SimpleNamespace(
            formats=formats,
            on_request=product == "picker",
            is_image=product == "card",
            many_languages=product == "picker",
        )

    found = Session(Path("c"))
    found.results["products",] = ["broken", *LAYOUTS]
    monkeypatch.setattr(found, "layout", layout)
    monkeypatch.setattr(found, "product_of_format", lambda name: "poster" if name in ("poster-a4", "poster-a3") else "")
    return found


def test_products_are_followed_by_their_other_formats(session: Session) -> None:
    assert session.products_in_all_formats == ["broken", "card", "picker", "poster", "poster-a4", "poster-a3"]
    assert [session.in_format("poster", name) for name in ("letter", "a3", "a9")] == ["poster", "poster-a3", ""]
    assert session.known_products(["poster-a3", "poster-a9", "poster-a3"]) == ["broken", *LAYOUTS, "poster-a3"]


def test_a_broken_layout_is_usual_so_that_it_is_reported_and_is_of_no_kind(session: Session) -> None:
    assert session.usual_products == ["broken", "card", "poster"]
    assert [name for name in ("broken", *LAYOUTS) if session.is_image(name)] == ["card"]
    assert [name for name in ("broken", *LAYOUTS) if session.is_multilingual(name)] == ["picker"]


@pytest.mark.parametrize(("tag", "trail"), [("en", ()), ("es", ("es",))])
def test_what_is_wrong_with_a_translation_is_told_of_its_language(tag: str, trail: tuple[str, ...]) -> None:
    def catalog(language: str) -> Any:
        raise TranslationError(f"{language} is broken.")

    found: Any = Session(Path("c"))
    found.results["campaign",] = SimpleNamespace(source_language="en")
    found.results["registry",] = SimpleNamespace(language=lambda tag: tag)
    found._check_english = lambda: None
    found.catalog = catalog
    with pytest.raises(TranslationError) as caught:
        found.localized(tag)
    assert (caught.value.problem, tuple(caught.value.trail)) == (f"{tag} is broken.", trail)


def test_what_has_failed_fails_again_the_same_way_without_being_read_again(tmp_path: Path) -> None:
    found = Session(tmp_path / "none")
    for product in ("card", "poster"):
        with pytest.raises(FlyersError) as caught:
            _ = found.campaign
        assert caught.value.within(product).trail == (product,)


def test_who_changes_a_campaign_has_it_alone_and_reads_it_again(
    second_campaign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Session(second_campaign)
    before = found.campaign
    locks: list[str] = []

    def lock(folder: Path, parts: tuple[str, ...]) -> Any:
        locks.append(folder.name)
        assert found.campaign is before, "first it is locked, then read"
        return locked(folder, parts)

    monkeypatch.setattr(sessions, "locked", lock)
    with found.changing(write=False):
        assert (locks, found.campaign is before) == ([], True)
    part = second_campaign / "content" / ".contacts.yaml.1.part"
    part.write_text("", encoding="utf-8")
    with found.changing():
        assert (locks, found.campaign is before, part.exists()) == ([second_campaign.name], False, False)
