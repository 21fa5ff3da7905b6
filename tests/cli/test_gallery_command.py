"""What the gallery's command builds, and what it says of the site: no file is built, and no site is made."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli import publish
from flyers.cli.console import Console
from flyers.errors import LayoutError
from flyers.gallery import site
from flyers.gallery.site import Site, SiteOrder
from flyers.pipeline import workers
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job

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


def ordered(
    monkeypatch: pytest.MonkeyPatch, *words: str, leave: str = "none", verbose: bool = False
) -> tuple[SiteOrder, int, list[str]]:
    """Run the command in a campaign with *leave*: the site's order, the exit code and stderr; each part takes 2.5 s."""
    orders: list[SiteOrder] = []

    def make_site(session: object, order: SiteOrder, watch: Callable[[str], object]) -> Site:
        orders.append(order)
        watch("es card")
        return MADE

    moments = iter(range(7000, 9000))
    monkeypatch.setattr(publish.time, "perf_counter", lambda: 2.5 * next(moments))
    monkeypatch.setattr(site, "make_site", make_site)
    monkeypatch.setattr(publish, "unprinted", lambda session: ["Nothing prints “a”."])
    open_as(monkeypatch, SimpleNamespace(usual_languages=["es"], campaign=SimpleNamespace(leave=leave)))
    parser = argparse.ArgumentParser()
    publish.gallery_command.configure(parser)
    parser.set_defaults(project=Path("campaign"))
    err = io.StringIO()
    console = Console(out=io.StringIO(), err=err, verbose=verbose)
    code = publish.gallery_command.run(parser.parse_args(words), console)
    (order,) = orders
    return order, code, err.getvalue().splitlines()


@pytest.mark.parametrize(("words", "folder"), [([], "campaign/gallery"), (["--site", "public"], "public")])
def test_the_site_is_in_the_campaign_unless_another_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, words: list[str], folder: str
) -> None:
    order, code, err = ordered(monkeypatch, "--no-build", *words)
    assert (order.site, order.output, order.languages, code) == (Path(folder), Path("campaign/output"), ["es"], 0)
    assert err == [TOTALS.replace("1.5 s", "2.5 s"), "warning: Nothing prints “a”."]
    assert ordered(monkeypatch, "--no-build", *words, verbose=True)[2][0] == "es card"


@pytest.mark.parametrize(
    ("words", "leave", "opened"),
    [
        ([], "none", ""),
        ([], "", publish.LEAVE),
        ([], "https://example.org/", "https://example.org/"),
        (["--leave", "https://example.net/"], "none", "https://example.net/"),
        (["--leave", "https://example.net/"], "", "https://example.net/"),
        (["--leave", "none"], "https://example.org/", ""),
    ],
)
def test_the_page_to_leave_for_is_the_command_s_or_the_campaign_s_or_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, words: list[str], leave: str, opened: str
) -> None:
    assert ordered(monkeypatch, "--no-build", *words, leave=leave)[0].leave == opened


def test_files_are_built_first_with_their_problems_told(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(Path("campaign"), "es", "card", "screen", Path("out"))
    steps: list[str] = []

    def run_jobs(jobs: list[Job], *, workers: int, watch: Callable[[Result], None]) -> list[Result]:
        results = [Result(one, error=LayoutError("It is too high.")) for one in jobs]
        watch(results[0])
        steps.append(f"workers: {workers}")
        return results

    monkeypatch.setattr(publish, "_jobs", lambda options, session: [job])
    monkeypatch.setattr(publish.Progress, "step", lambda progress, label: steps.append(label))
    monkeypatch.setattr(workers, "run", run_jobs)
    order, code, err = ordered(monkeypatch, "--jobs", "3")
    assert (code, order.workers, steps) == (LayoutError.exit_code, 3, ["es card.screen", "workers: 3"])
    assert err[:2] == ["flyers: It is too high.", "The file was not made (2.5 s)."]
    assert err[2] == TOTALS.replace("1.5 s", "2.5 s")


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
            {"strangers": ("es/card.screen.pdf",)},
            [
                "Not the files that are made today, and not shown: es/card.screen.pdf. Make them again: "
                "'flyers build --force'.",
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


def test_pages_for_readers_are_named_with_their_addresses() -> None:
    site = replace(MADE, readings={"es": "r/4f2a/index.html", "ar": "r/91c0/index.html"})
    assert shown(site)[0].splitlines() == [
        "public/index.html",
        "public/r/4f2a/index.html  for readers of es",
        "public/r/91c0/index.html  for readers of ar",
    ]


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
