"""What the gallery's command builds, and what it says of the site: no file is built, and no site is made."""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli import publish
from flyers.cli.console import Console
from flyers.gallery import site
from flyers.gallery.site import Site, SiteOrder

LAYOUTS = {"card": False, "poster": False, "square": True, "story": True}
"""Whether a product is an image."""


@pytest.mark.parametrize(
    ("chosen", "editions"),
    [
        (["card", "poster", "square"], ["phone", "screen", "office", "image"]),
        (["card"], ["phone", "screen", "office"]),
        (["square"], ["image"]),
        (["square", "story"], ["image"]),
        (["card", "story"], ["phone", "screen", "office", "image"]),
    ],
)
def test_products_are_built_for_phones_screens_and_offices_and_images_as_images(
    monkeypatch: pytest.MonkeyPatch, chosen: list[str], editions: list[str]
) -> None:
    asked: list[tuple[object, ...]] = []
    options, session = argparse.Namespace(), campaign(*LAYOUTS)

    def select_products(given: object, of: object, wanted: list[str]) -> list[str]:
        asked.append((given, of, tuple(wanted)))
        return chosen

    def select_jobs(given: object, products: list[str], of: object, *, editions: list[str], press: object) -> Any:
        return products, editions

    monkeypatch.setattr(publish, "select_products", select_products)
    monkeypatch.setattr(publish, "select_jobs", select_jobs)
    assert publish._jobs(options, session) == (chosen, editions)
    assert asked == [(options, session, ("phone", "screen", "office", "image"))]


def campaign(*products: str) -> Any:
    return SimpleNamespace(products=[*products, "unreadable"], is_image=lambda product: LAYOUTS.get(product, False))


def test_a_campaign_without_images_is_not_asked_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "select_products", lambda options, session, editions: editions)
    monkeypatch.setattr(publish, "select_jobs", lambda options, products, session, editions, press: products)
    assert publish._jobs(argparse.Namespace(), campaign("card", "poster")) == ["phone", "screen", "office"]


MADE = Site(pages=31, written=4, pictures=12, drawn=2, downloads=3, not_made=(), in_english={}, unusable={})
TOTALS = "31 pages (4 new or changed), 12 pictures (2 drawn), 3 files to download, in 1.5 s."


@pytest.mark.parametrize(("words", "folder"), [("", Path("campaign/gallery")), ("--site public", Path("public"))])
def test_the_site_is_in_the_campaign_unless_another_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, words: str, folder: Path
) -> None:
    orders: list[SiteOrder] = []
    monkeypatch.setattr(site, "make_site", lambda session, order, watch: orders.append(order) or MADE)
    monkeypatch.setattr(publish, "unprinted", lambda session: [])
    open_as(monkeypatch, SimpleNamespace(usual_languages=["es"], campaign=SimpleNamespace(leave="none")))
    parser = argparse.ArgumentParser()
    publish.gallery_command.configure(parser)
    parser.set_defaults(project=Path("campaign"))
    console = Console(out=io.StringIO(), err=io.StringIO())
    publish.gallery_command.run(parser.parse_args(["--no-build", *words.split()]), console)
    assert [(order.site, order.leave) for order in orders] == [(folder, "")]


def shown(site: Site, *, as_json: bool = False) -> tuple[str, list[str]]:
    """Return what goes to stdout, and the lines of stderr."""
    out, err = io.StringIO(), io.StringIO()
    publish._show_site(site, Path("public"), 1.5004, argparse.Namespace(json=as_json), Console(out=out, err=err))
    return out.getvalue(), err.getvalue().splitlines()


@pytest.mark.parametrize(
    ("changes", "notes"),
    [
        ({}, [TOTALS]),
        (
            {"unusable": {"es": "It is broken."}, "in_english": {"quc": ("a",), "mam": ("b",)}},
            [
                "flyers: es is left out: It is broken.",
                "Some words of the gallery are in English: quc, mam.",
                TOTALS,
            ],
        ),
        (
            {"not_made": tuple(f"es p{number}" for number in range(6))},
            ["Without a finished file of today's words: es p0, es p1, es p2, es p3, es p4, es p5.", TOTALS],
        ),
        (
            {"not_made": tuple(f"es p{number}" for number in range(8))},
            ["Without a finished file of today's words: es p0, es p1, es p2, es p3, es p4, es p5 and 2 more.", TOTALS],
        ),
        (
            {"altered": ("pictures/es/card-1.webp",), "foreign": ("CNAME", *(f"own{number}/" for number in range(6)))},
            [
                "Not as they had been drawn, and drawn again: pictures/es/card-1.webp.",
                "Not written by the gallery, and left in its folder: CNAME, own0/, own1/, own2/, own3/, own4/ and 1 more.",
                TOTALS,
            ],
        ),
        (
            {"downloads": 0},
            [
                "Nothing can be downloaded, since nothing is signed; --drafts offers drafts, marked as such.",
                TOTALS.replace("3 files", "0 files"),
            ],
        ),
    ],
)
def test_a_site_is_told_with_what_it_lacks(changes: dict[str, Any], notes: list[str]) -> None:
    assert shown(replace(MADE, **changes)) == ("public/index.html\n", notes)


def test_a_site_is_told_to_programs() -> None:
    site = replace(
        MADE,
        not_made=("es card",),
        in_english={"quc": ("a",)},
        unusable={"es": "Broken."},
        strangers=("es/card.screen.pdf",),
        altered=("pictures/es/card-1.webp",),
        foreign=("CNAME",),
    )
    assert json.loads(shown(site, as_json=True)[0]) == {
        "site": "public/index.html",
        "seconds": 1.5,
        "pages": 31,
        "pages_written": 4,
        "pictures": 12,
        "pictures_drawn": 2,
        "downloads": 3,
        "not_made": ["es card"],
        "in_english": {"quc": ["a"]},
        "unusable": {"es": "Broken."},
        "strangers": ["es/card.screen.pdf"],
        "altered_pictures": ["pictures/es/card-1.webp"],
        "foreign_files": ["CNAME"],
        "readings": {},
    }
