"""What is refused in a sheet's file, and how the refusal reads. One bad file per rule under tests/bad/sheets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ExitCode, FlyersError
from flyers.impose.sheets import load_calibration, load_sheet, sheet_names

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad" / "sheets"
SHEETS = sorted(BAD.glob("sheet.*.yaml"))
CALIBRATIONS = sorted(BAD.glob("calibration.*.yaml"))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.stem)
def test_bad_sheet(spoilt: Campaign, file: Path) -> None:
    shutil.copy(file, spoilt.folder / "content" / "sheets" / "bad.yaml")
    with pytest.raises(FlyersError) as caught:
        load_sheet(spoilt, "bad")
    _matches(file, caught.value, "bad.yaml")


@pytest.mark.parametrize("file", CALIBRATIONS, ids=lambda file: file.stem)
def test_bad_calibration(spoilt: Campaign, file: Path) -> None:
    shutil.copy(file, spoilt.folder / "content" / "sheets" / "calibration.yaml")
    with pytest.raises(FlyersError) as caught:
        load_calibration(spoilt)
    _matches(file, caught.value, "calibration.yaml")


def test_every_rule_has_a_bad_file() -> None:
    assert len(SHEETS) >= 30
    assert len(CALIBRATIONS) >= 7


def test_every_sheet_of_the_campaign_is_valid(own_content: Campaign) -> None:
    names = sheet_names(own_content)
    labels = ["avery-5163", "avery-5388", "avery-l7160", "onlinelabels-ol2088"]
    assert names == sorted(["a3", "a4", "avery-5371", "avery-c32011", "letter", "tabloid", *labels])
    assert [load_sheet(own_content, name).name for name in names] == names


def _matches(file: Path, error: FlyersError, name: str) -> None:
    """Every “# expect:” line of the file is a pattern that the one message must hold, with the place at fault."""
    wanted = re.findall(r"^# expect: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert wanted, "a bad file must say what it expects"
    for pattern in wanted:
        assert re.search(pattern, str(error)), f"{pattern!r} not in: {error}"
    assert str(error).startswith("content/sheets/")
    assert "\n" not in str(error)
    assert re.search(rf"{re.escape(name)}:\d+:\d+: ", str(error)), str(error)
    assert error.exit_code == ExitCode.LAYOUT
