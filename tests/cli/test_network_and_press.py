"""What a build of many campaigns, and one for the press, says: results are made by hand, no file is built."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.cli.build import note_condition
from flyers.cli.campaigns import campaigns, label
from flyers.cli.console import Console
from flyers.cli.selection import check_press
from flyers.cli.summary import CampaignsSummary
from flyers.errors import (
    ContentError,
    ExitCode,
    FlyersError,
    LayoutError,
    ProofError,
    UsageError,
)
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job, PressChoice
from flyers.units import POINTS

OUTPUT = Path("out")


def result(product: str = "poster", edition: str = "press", **fields: Any) -> Result:
    return Result(Job(Path("campaign"), "es", product, edition, OUTPUT), **fields)


GOOD = result()
FAILED = result(error=LayoutError("It is too high."))


# -- many campaigns ----------------------------------------------------------------------------------------------------


def made(campaign: str, *, error: FlyersError | None = None) -> Result:
    return Result(Job(Path("network") / campaign, "es", "poster", "press", OUTPUT), error=error, size=5)


def shown(options: Namespace, *, broken: dict[Path, FlyersError] | None = None) -> tuple[str, str, CampaignsSummary]:
    out, err = io.StringIO(), io.StringIO()
    with CampaignsSummary(options.json) as summary:
        summary.add(2, [made("vermont", error=ProofError("It failed."))])
        summary.add(0, [made("maine"), made("maine", error=LayoutError("Too high."))])
        summary.add(1, [])
        summary.show(Console(out=out, err=err), broken or {}, options)
    return out.getvalue(), err.getvalue(), summary


def test_campaigns_are_told_in_the_order_of_the_command() -> None:
    out, err, summary = shown(Namespace(json=False, quiet=False), broken={Path("network/x"): ContentError("No base.")})
    assert out.splitlines() == [
        "campaign         files made and proved",
        "network/maine                   1 of 2",
        "network/vermont                 0 of 1",
    ]
    assert err.splitlines() == [
        "flyers: network/x: No base.",
        "flyers: network/maine: Too high.",
        "flyers: network/vermont: It failed.",
    ]
    assert (str(summary.counts), summary.exit_code({})) == ("1 of 3 files made and proved", ExitCode.LAYOUT)
    assert CampaignsSummary(False).exit_code({}) is ExitCode.OK


def test_campaigns_may_be_told_to_programs_or_not_at_all() -> None:
    out, _, _ = shown(Namespace(json=True, quiet=False))
    assert [(one["campaign"], one["good"]) for one in json.loads(out)["results"]] == [
        ("network/maine", True),
        ("network/maine", False),
        ("network/vermont", False),
    ]
    assert shown(Namespace(json=False, quiet=True))[0] == ""


def test_a_file_in_progress_is_named_with_its_campaign() -> None:
    assert label(made("maine")) == "maine es poster.press"
    assert label(made("maine", error=LayoutError("x"))) == "maine es poster.press: failed"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    for place in ("maine", "vermont", "other/maine"):
        (tmp_path / place / "content").mkdir(parents=True)
        (tmp_path / place / "content" / "campaign.yaml").touch()
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["*"], ["maine", "vermont"]),
        (["m?ine"], ["maine"]),
        (["vermont", "maine", "vermont"], ["vermont", "maine"]),
        (["empty", "maine"], ["maine"]),
    ],
)
def test_campaigns_are_named_by_folders_or_patterns(network: Path, named: list[str], found: list[str]) -> None:
    options = Namespace(campaigns=[str(network / one) for one in named], output=None, project=Path())
    orders = list(campaigns(options))
    assert [order.project for order in orders] == [network / one for one in found]
    assert [(order.named, order.output, order.campaigns) for order in orders] == [(one, None, None) for one in found]


def test_each_campaign_has_a_folder_of_its_own_for_its_files(network: Path) -> None:
    options = Namespace(campaigns=[str(network / "*")], output=Path("made"), project=Path())
    assert [order.output for order in campaigns(options)] == [Path("made/maine"), Path("made/vermont")]
    same = [str(network / "maine"), str(network / "other" / "maine")]
    with pytest.raises(UsageError, match="Two of these campaigns have the same name"):
        list(campaigns(Namespace(campaigns=same, output=Path("made"))))
    assert len(list(campaigns(Namespace(campaigns=same, output=None)))) == 2


def test_where_there_is_no_campaign_the_command_says_so(network: Path) -> None:
    with pytest.raises(UsageError) as refused:
        list(campaigns(Namespace(campaigns=[str(network / "empty"), "nowhere"], output=None)))
    assert refused.value.problem == f"There is no campaign in {network / 'empty'}, nowhere."


# -- the press ---------------------------------------------------------------------------------------------------------


def condition(title: str = "GRACoL", pdfx: str = "4", bleed: float = 9.0) -> Any:
    return SimpleNamespace(title=title, pdfx=pdfx, bleed=bleed)


def noted(made: Any, press: PressChoice, *results: Result) -> str:
    err = io.StringIO()
    session: Any = SimpleNamespace(condition=lambda *asked: made if asked else condition())
    note_condition(results, press, session, Console(err=err))
    return err.getvalue()


REST = " Press files for other conditions have the same names and are replaced: keep both with --output.\n"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (condition("FOGRA39"), f"For the press: FOGRA39.{REST}"),
        (condition(pdfx="1a"), f"For the press: PDF/X-1a.{REST}"),
        (condition(bleed=18.0), f"For the press: a bleed of 0.25 in.{REST}"),
        (condition("FOGRA39", "1a", 18.0), f"For the press: FOGRA39; PDF/X-1a; a bleed of 0.25 in.{REST}"),
        (condition(bleed=9.009), ""),
    ],
)
def test_another_print_condition_is_named(made: Any, said: str) -> None:
    assert noted(made, PressChoice("x"), GOOD) == said


def test_the_campaign_s_own_condition_is_not_named() -> None:
    other = condition("FOGRA39")
    assert noted(other, PressChoice(), GOOD) == ""
    assert noted(other, PressChoice("x"), result(edition="screen")) == ""
    assert noted(other, PressChoice("x"), FAILED) == ""


def test_options_of_the_press_need_a_file_for_it() -> None:
    session: Any = SimpleNamespace(condition=lambda *asked: None)
    check_press(PressChoice(), [result(edition="screen").job], session)
    check_press(PressChoice("gracol"), [GOOD.job, result(edition="screen").job], session)
    with pytest.raises(UsageError, match="apply to files for a print shop only"):
        check_press(PressChoice("gracol"), [result(edition="screen").job], session)


@pytest.mark.parametrize(("bleed", "refused"), [(9.0, False), (9.01, False), (9.02, True), (18.0, True)])
def test_a_bleed_is_no_wider_than_the_narrowest_art(bleed: float, refused: bool) -> None:
    layouts = {
        "poster": SimpleNamespace(product="poster", bleed=18.0),
        "card": SimpleNamespace(product="card", bleed=9.0, place=lambda key: f"card.yaml, {key}"),
        "broken": None,
    }
    session: Any = SimpleNamespace(condition=lambda *asked: None, readable_layout=layouts.get)
    jobs = [result(product=product).job for product in layouts]
    if not refused:
        check_press(PressChoice(bleed=bleed), jobs, session)
        check_press(PressChoice(bleed=99 * POINTS["in"]), [jobs[2]], session)  # left to the build
        return
    with pytest.raises(LayoutError) as caught:
        check_press(PressChoice(bleed=bleed), jobs, session)
    assert caught.value.problem == f"--bleed asks for {bleed:.4g} pt; the art of “card” goes 9 pt beyond the trim."
    assert caught.value.hint == "The most is 0.125in (3.17mm), unless its layout gets more: card.yaml, bleed."
