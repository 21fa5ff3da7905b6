"""A finding that a designer can mend names the line of the layout that it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flyers.pipeline.plan import plan
from flyers.pipeline.workers import run
from oneflyer import LINES, add_flyer

CLEAR = "          - text: {message: poster.lead, role: body, padding: 40pt}\n"


def findings(campaign: Path, output: Path, blocks: str, edition: str = "press") -> dict[str, str]:
    """Return the place in the layout, by code, of what the proof finds in a flyer with *blocks*."""
    add_flyer(campaign, blocks)
    (result,) = run(plan(campaign, ["en"], ["flyer"], [edition], output=output), workers=1)
    assert result.findings, result.error
    report = json.loads((output / "en/proof.json").read_text("utf-8"))["products"][result.job.key]
    assert [dict(finding) for finding in result.findings] == report["findings"]
    places = {one["code"]: one.get("layout", "") for one in result.findings}
    assert all(place in str(result.error) for place in places.values())
    return places


@pytest.mark.parametrize(
    ("code", "blocks", "line"),
    [
        ("T304", f"{CLEAR}          - column:\n              blocks:\n                - text: {{message: poster.lead, role: body}}\n", 4),
        ("Q410", f"{CLEAR}          - code: {{contact: coalition_site, module: 1mm, alt: alt.qr.coalition, padding: 40pt}}\n", 2),
        ("P103", "          - column:\n              padding: {top: 0.4pt}\n              blocks:\n                - text: {message: poster.lead, role: body, ground: accent, padding: 40pt}\n", 4),
    ],
)  # fmt: skip
def test_a_finding_names_the_block_of_the_layout(
    campaign: Path, tmp_path: Path, code: str, blocks: str, line: int
) -> None:
    places = findings(campaign, tmp_path, blocks)
    assert places[code].startswith(f"content/layouts/flyer.yaml:{LINES + line}:"), places


def test_a_finding_of_an_office_sheet_names_it_too(campaign: Path, tmp_path: Path) -> None:
    places = findings(campaign, tmp_path, f"{CLEAR}          - text: {{message: poster.lead, role: body}}\n", "office")
    assert places["T304"].startswith(f"content/layouts/flyer.yaml:{LINES + 2}:"), places


def test_a_sheet_that_is_not_there_is_placed_in_the_layout(campaign: Path, tmp_path: Path) -> None:
    add_flyer(campaign, CLEAR, "office: a44\n")
    (result,) = run(plan(campaign, ["en"], ["flyer"], ["office"], output=tmp_path), workers=1)
    assert "content/layouts/flyer.yaml:1:9: There is no sheet “a44”" in str(result.error)
