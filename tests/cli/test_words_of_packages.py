"""``flyers package``: what goes into which package, what is told of it, and how it ends. No package is made here."""

from __future__ import annotations

import argparse
import contextlib
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli import publish
from flyers.cli.console import Console
from flyers.cli.publish import package_command
from flyers.errors import ExitCode, FlyersError, ProofError, TranslationError, UsageError
from flyers.pipeline.plan import Job
from flyers.publish import order, package
from flyers.publish.order import NO_ORDER
from flyers.publish.package import Package


def job(language: str, product: str, secondary: str = "") -> Job:
    return Job(Path("campaign"), language, product, "press", Path("output"), secondary=secondary)


JOBS = [job("es", "card"), job("ar", "card"), job("es", "poster"), job("ar", "card", "en")]


def run(
    monkeypatch: pytest.MonkeyPatch,
    *words: str,
    made: dict[str, Package | FlyersError] | None = None,
    signed: tuple[str, ...] = (),
    ordered: dict[str, int] | None = None,
) -> tuple[list[str], list[str], list[Any]]:
    """Run the command on `JOBS`: the lines on stdout and stderr, and the orders of the packages that were made."""
    orders: list[Any] = []
    opened = SimpleNamespace(
        known_products=lambda names: ["card", "poster", "sticker"],
        products_in_all_formats=["card", "poster", "sticker"],
        signoffs=lambda tag: [tag] if tag in signed else [],
        changing=contextlib.nullcontext,
    )

    def make(jobs: list[Job], wanted: Any, session: object) -> Package:
        outcome = (made or {}).get(jobs[0].language)
        orders.append(
            ([f"{one.language} {one.product}" for one in jobs], dict(wanted.details.quantities), wanted.draft)
        )
        if isinstance(outcome, FlyersError):
            raise outcome
        return outcome or Package(Path(f"{jobs[0].language}.zip"), bytes(12_499), (), None)

    open_as(monkeypatch, opened)
    monkeypatch.setattr(package, "package", make)
    monkeypatch.setattr(order, "load_order", lambda path, products: order.PrintOrder(quantities=ordered or {}))
    monkeypatch.setattr(publish, "select_products", lambda options, session: ["card", "poster"])
    monkeypatch.setattr(publish, "unprinted", lambda session: [])

    def select_jobs(options: Any, products: list[str], session: object, **choices: Any) -> list[Job]:
        assert choices["editions"] == ["press"]
        return [one for one in JOBS if one.product in products]

    monkeypatch.setattr(publish, "select_jobs", select_jobs)
    parser = argparse.ArgumentParser()
    package_command.configure(parser)
    parser.set_defaults(project=Path())
    out, err = io.StringIO(), io.StringIO()
    assert package_command.run(parser.parse_args(words), Console(out=out, err=err)) is ExitCode.OK
    return out.getvalue().splitlines(), err.getvalue().splitlines(), orders


def test_a_package_has_what_is_in_the_same_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err, orders = run(monkeypatch)
    assert [jobs for jobs, _, _ in orders] == [["es card", "es poster"], ["ar card"], ["ar card"]]
    assert out == ["es.zip  12 kB", "ar.zip  12 kB", "ar.zip  12 kB"]
    assert err == []
    assert {draft for _, _, draft in orders} == {False}


def test_the_words_of_a_package_are_to_be_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {"es": Package(Path("es.zip"), bytes(1_500), (), Path("manifests/a1.yaml"))}
    out, err, _ = run(monkeypatch, made=made)
    assert out[0] == "es.zip  2 kB"
    assert err == ["manifests/a1.yaml: the words of these files; commit it"]


def test_why_a_draft_is_none_for_the_press_is_told_for_all_languages_together(monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = [TranslationError("Nobody has signed it.", trail=[tag]) for tag in ("es", "ar")]
    made: dict[str, Any] = {
        tag: Package(Path(f"{tag}.zip"), bytes(1_000), (one,), None)
        for tag, one in zip(("es", "ar"), blocker, strict=True)
    }
    _, err, orders = run(monkeypatch, "--draft", made=made)
    assert err == ["draft: 2 languages (es, ar) → Nobody has signed it."]
    assert {draft for _, _, draft in orders} == {True}


def test_of_an_old_file_in_a_draft_what_to_do_is_told_and_no_draft_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    old = ProofError("It is an old file.", hint=f"Build it again.{package.OR_A_DRAFT}", trail=["es"])
    stranger = ProofError("It is another file.", hint="Build it.", trail=["es"])
    signature = TranslationError("Nobody has signed it.", hint=f"Have it read.{package.OR_A_DRAFT}", trail=["es"])
    made: dict[str, Any] = {"es": Package(Path("es.zip"), bytes(1_000), (old, stranger, signature), None)}
    assert run(monkeypatch, "--draft", made=made)[1] == [
        "draft: es → It is an old file. Build it again.",
        "draft: es → It is another file. Build it.",
        "draft: es → Nobody has signed it.",
    ]


def test_a_package_that_cannot_be_made_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(Console, "say", lambda console, line: shown.append(line.split()[0]))
    with pytest.raises(FlyersError, match="Nobody has signed it"):
        run(monkeypatch, made={"es": TranslationError("Nobody has signed it.", trail=["es"])})
    assert shown == ["ar.zip", "ar.zip"]


def test_what_was_ordered_is_packaged_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, orders = run(monkeypatch, "--quantity", "card=500")
    assert orders == [(["es card"], {"card": 500}, False), *[(["ar card"], {"card": 500}, False)] * 2]
    _, _, orders = run(monkeypatch, "--order", "order.yaml", ordered={"poster": 20})
    assert orders == [(["es poster"], {"poster": 20}, False)]
    _, _, orders = run(monkeypatch, "--order", "order.yaml", "--quantity", "card=500", ordered={"poster": 20})
    assert orders[0] == (["es card", "es poster"], {"poster": 20, "card": 500}, False)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("--quantity card=500 --quantity card=600", "A product has two quantities."),
        ("--order order.yaml --quantity poster=5", "The order file has a quantity for “poster” too."),
        ("--quantity sticker=5 --product card --product poster", "“sticker”"),
    ],
)
def test_quantities_that_contradict_are_refused(monkeypatch: pytest.MonkeyPatch, words: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        run(monkeypatch, *words.split(), ordered={"poster": 20})


def test_a_plan_has_a_line_for_each_package(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = ["es: card, poster", "ar: card", "ar: card"]
    assert run(monkeypatch, "--dry-run", "--draft")[::2] == (plan, [])
    assert run(monkeypatch, "--dry-run", signed=("ar",))[::2] == (plan, [])
    with pytest.raises(TranslationError) as caught:
        run(monkeypatch, "--dry-run")
    assert str(caught.value) == (
        "2 languages (es, ar): Nobody has signed anything, so there is nothing to package. Have it read and signed "
        "('flyers translations status --lang es,ar'); --draft makes a package that is marked as a draft."
    )


def test_without_an_order_there_are_no_quantities() -> None:
    assert publish._details(argparse.Namespace(order=None), {}, SimpleNamespace()) == NO_ORDER
