"""Which products and editions a command is about, and when the plan of the last build is taken again. Nothing is built."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.cli import selection
from flyers.cli.selection import PLAN_OPTIONS, RequestedFiles, select_products, usual_editions
from flyers.errors import UsageError
from flyers.pipeline.fresh import PlanRecord
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import ALL, Job

FORMATS = {"card": ("us", "eu"), "poster": ("letter", "a4"), "square": (), "broken": ("us",)}


class Campaign:
    """A campaign with a card for two languages, a poster, an image, and a product whose layout is broken."""

    products = tuple(FORMATS)
    campaign = SimpleNamespace(messages={}, source_language="en")

    def __init__(self, *, images: bool = True) -> None:
        self.images = images
        self.usual_products = ["card", "poster", "broken"]

    def known_products(self, names: Any) -> list[str]:
        return [*FORMATS, *(name for name in names if name == "card-eu")]

    def readable_layout(self, product: str) -> Any:
        return None if product == "broken" else SimpleNamespace(takes_a_second=product == "card")

    def layout(self, product: str) -> Any:
        return SimpleNamespace(formats=FORMATS[product])

    def is_image(self, product: str) -> bool:
        return self.images and product == "square"

    def in_format(self, product: str, name: str) -> str:
        formats = FORMATS[product]
        return "" if name not in formats else product if name == formats[0] else f"{product}-{name}"


def asks(**options: Any) -> Namespace:
    return Namespace(
        **{"product": None, "secondary": "", "format": "", "edition": None, "calibration": False, **options}
    )


@pytest.mark.parametrize(
    ("options", "editions", "products"),
    [
        ({}, ("press",), ["card", "poster", "broken"]),
        ({"secondary": "en"}, ("press",), ["card", "broken"]),
        ({"format": "us"}, ("press",), ["card", "broken"]),
        ({"format": "a4"}, ("press",), ["poster-a4"]),
        ({"format": "us", "secondary": "en"}, ("press", "image"), ["card", "broken"]),
        ({}, ("press", "image"), ["card", "poster", "broken", "square"]),
        ({}, ("image",), ["square"]),
        ({"product": ["card-eu", "square"]}, ("press",), ["card-eu", "square"]),
        ({"product": ["card", "poster"], "format": "us"}, ("press",), "“poster” has no format “us”. It has: letter, a4."),
        ({"product": ["card"], "format": "eu"}, ("press",), ["card-eu"]),
        (
            {"product": ["square"], "format": "a4"}, ("image",),
            "“square” has no format “a4”. It has one format only: leave --format out.",
        ),
        ({"format": "x" * 61}, ("press",), f"No usual product has the format “{'x' * 60}”. 'flyers products' lists"),
    ],
)  # fmt: skip
def test_products_are_those_that_are_named_or_else_the_usual_ones(
    options: dict[str, Any], editions: tuple[str, ...], products: list[str] | str
) -> None:
    session: Any = Campaign()
    if isinstance(products, list):
        assert select_products(asks(**options), session, editions) == products
        return
    with pytest.raises(UsageError) as refused:
        select_products(asks(**options), session, editions)
    assert str(refused.value).startswith(products)


def test_where_there_is_no_image_none_can_be_asked_for() -> None:
    session: Any = Campaign(images=False)
    with pytest.raises(UsageError, match="This campaign has no image"):
        select_products(asks(), session, ("image",))


@pytest.mark.parametrize(
    ("options", "editions"),
    [
        ({}, ["press"]),
        ({"calibration": True}, ["office"]),
        ({"product": ["card"]}, ["press"]),
        ({"product": ["square"]}, ["image"]),
        ({"product": ["card", "square"]}, ["press", "image"]),
        ({"edition": ["screen", "office", "screen"], "product": ["square"]}, ["screen", "office"]),
    ],
)
def test_the_usual_edition_is_for_the_press_but_of_images(options: dict[str, Any], editions: list[str]) -> None:
    session: Any = Campaign()
    assert usual_editions(asks(**options), session) == editions


# -- plans --------------------------------------------------------------------------------------------------------------

JOBS = [Job(Path("c"), tag, "card", "press", Path("out")) for tag in ("es", "ar")]


class Planned:
    """A campaign in three languages, of which Spanish and Arabic have translations; nothing prints “a”."""

    def __init__(self, plan: PlanRecord | None, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: list[PlanRecord] = []
        self.taken: list[str] = []
        self.translated = {"es", "ar"}
        self.inputs = "read now"
        self.registry = SimpleNamespace(tags=("es", "ar", "fr"))
        self.usual_languages = ("es", "ar")
        monkeypatch.setattr(selection, "recall", lambda *order: (plan, "read before") if plan else None)
        monkeypatch.setattr(selection, "keep", lambda *order: self.kept.append(order[3]))
        monkeypatch.setattr(selection, "jobs_of", lambda options, session: JOBS)
        monkeypatch.setattr(selection, "unprinted", lambda session: ["Nothing prints “a”."])
        monkeypatch.setattr(selection, "leftovers", lambda session, output: ["out/old.pdf: an old file."])
        monkeypatch.setattr(selection, "report_at", lambda path: path.parent.name)
        monkeypatch.setattr(selection, "current", self._current)

    def _current(self, job: Job, inputs: str, report: str) -> Result | None:
        assert (inputs, report) == (self.inputs, job.language)
        return Result(job, current=True) if job.language == "es" else None

    def take(self, inputs: str) -> None:
        self.taken.append(inputs)
        self.inputs = inputs

    def languages(self) -> tuple[str, ...]:
        return self.registry.tags

    def has_translations(self, tag: str) -> bool:
        return tag in self.translated

    def asked(self, **options: Any) -> RequestedFiles:
        usual = dict.fromkeys(PLAN_OPTIONS) | {"press": "", "lang": None, "force": False, "dry_run": False}
        session: Any = self
        return RequestedFiles.of(
            Namespace(**{**usual, "project": Path("c"), "output": Path("out"), **options}), session
        )


OLD = PlanRecord(JOBS[:1], ["fr"], ["Nothing prints “b”."])


def test_a_first_order_is_planned_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Planned(None, monkeypatch)
    order = session.asked()
    assert (order.plan, order.missing) == (PlanRecord(JOBS, ["fr"], ["Nothing prints “a”."]), JOBS[1:])
    assert order.remarks == ["Nothing prints “a”.", "out/old.pdf: an old file."]
    assert (session.kept, session.taken) == ([order.plan], [])
    assert session.asked(lang=["es"]).plan.left_out == []
    assert session.asked(force=True).missing == JOBS
    assert len(session.kept) == 3
    assert session.asked(dry_run=True).missing == JOBS
    assert len(session.kept) == 3
    monkeypatch.setattr(selection, "jobs_of", lambda options, session: [replace(JOBS[0], secondary=ALL)])
    assert session.asked(dry_run=True).plan.left_out == []


def test_the_same_order_is_not_planned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Planned(OLD, monkeypatch)
    order = session.asked()
    assert (order.plan, order.missing, order.remarks) == (OLD, [], ["Nothing prints “b”."])
    assert (session.kept, session.taken) == ([], ["read before"])


@pytest.mark.parametrize("condition", ["./shop.yaml", "shops\\a", "a/b"])
def test_with_a_shops_own_file_it_is_planned_anew(monkeypatch: pytest.MonkeyPatch, condition: str) -> None:
    session = Planned(OLD, monkeypatch)
    assert session.asked(press=condition).plan.jobs == JOBS
    assert session.asked(press="gracol").plan.jobs == JOBS[:1]


@pytest.mark.parametrize(
    ("changed", "translated", "options", "holds"),
    [
        ({"es"}, {"es", "ar"}, {}, True),
        ({"fr"}, {"es", "ar", "fr"}, {}, False),
        ({"fr"}, {"es", "ar", "fr"}, {"lang": ["es"]}, True),
        ({"es"}, {"ar"}, {}, False),
        ({"gone"}, {"es"}, {}, True),
    ],
)
def test_a_changed_language_changes_the_plan_with_its_first_or_last_translation(
    monkeypatch: pytest.MonkeyPatch, changed: set[str], translated: set[str], options: dict[str, Any], holds: bool
) -> None:
    session = Planned(replace(OLD, changed=frozenset(changed)), monkeypatch)
    session.translated = translated
    order = session.asked(**options)
    assert order.plan.jobs == (JOBS[:1] if holds else JOBS)
    assert order.plan.unprinted == ["Nothing prints “a”."]
    assert bool(session.kept) is not holds


def test_results_are_in_the_order_of_the_plan_and_parts_of_current_files_are_cleared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cleared: list[Path] = []
    monkeypatch.setattr(selection, "clear_leftovers", cleared.append)
    order = Planned(None, monkeypatch).asked()
    made = Result(JOBS[1], size=9)
    results = order.finish([made])
    assert [(result.job.language, result.current) for result in results] == [("es", True), ("ar", False)]
    assert cleared == [Path("out/es")]
