"""``build --sheet`` with products that do not fit the sheet: refused at once, with those that do."""

from __future__ import annotations

import re
import subprocess

import pytest

from flyers.errors import ExitCode

OFFICE = ("build", "--lang", "es", "--edition", "office")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--sheet", "a4"),
            "content/sheets/a4.yaml:5:8: brochure and poster do not fit on A4, 8.27 × 11.69 in (210 × 297 mm); nothing is "
            "scaled. Add --product wallet-card, which fits, or leave --sheet out.",
        ),
        (
            ("--sheet", "avery-5371"),
            "content/sheets/avery-5371.yaml:15:9: brochure and poster do not fit the cells of Avery 5371, 3.5 × 2 in "
            "(88.9 × 50.8 mm); nothing is scaled. Add --product wallet-card, which fits, or leave --sheet out.",
        ),
        (
            ("--sheet", "a4", "--product", "poster"),
            "poster → a4 → content/sheets/a4.yaml:5:8: 8.5 × 11 in (215.9 × 279.4 mm) does not fit on A4, 8.27 × 11.69 in "
            "(210 × 297 mm); nothing is scaled. Leave --sheet out, or name a product that fits: fold-card, number-label, self-card, self-card-mini, …",
        ),
        (
            ("--sheet", "1x1"),
            "brochure, poster and wallet-card do not fit on 1 × 1 in (25.4 × 25.4 mm); nothing is scaled. "
            "Leave --sheet out, or choose a larger sheet.",
        ),
    ],
)
def test_what_does_not_fit_the_sheet_is_refused_before_any_file(flyers, tmp_path, words, said):
    ran = flyers(*OFFICE, *words, "--output", str(tmp_path))
    assert (ran.code, ran.out, ran.err) == (ExitCode.LAYOUT, "", f"flyers: {said}\n")
    assert not list(tmp_path.iterdir())


def test_what_make_help_suggests_for_a_sheet_fits_it(flyers, root, tool):
    listed = subprocess.run([tool("make"), "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    suggested = re.findall(r"EDITION=(\S+) PRODUCT=(\S+) SHEET=(\S+)", listed)
    assert len(suggested) == listed.count("SHEET=") == 1
    for edition, product, sheet in suggested:
        ran = flyers("build", "--lang", "es", "--edition", edition, "--product", product, "--sheet", sheet, "--dry-run")
        assert ran.code == ExitCode.OK, ran.err


def test_a_broken_layout_is_left_to_the_build(flyers, campaign):
    (campaign / "content" / "layouts" / "poster.yaml").write_text("trim: [8.5in]\n", encoding="utf-8")
    ran = flyers("--project", str(campaign), *OFFICE, "--product", "poster", "--sheet", "a4", "--dry-run")
    assert ran.code == ExitCode.OK, ran.err
