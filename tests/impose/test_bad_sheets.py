"""What is refused in a sheet's file, and how the refusal reads. One bad file per rule under tests/bad/sheets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ExitCode, FlyersError, LayoutError
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


GOOD = {
    "title": "Paper",
    "paper": "[30in, 40in]",
    "unprintable": "0in",
    "cells": "{columns: 2, rows: 2, size: [36pt, 36pt], left: 1in, top: 1in, pitch: [36pt, 36pt]}",
}


@pytest.mark.parametrize(("keys", "least", "less"), [
    ({"cells": "columns: {}, rows: 2"}, "1", "0"), ({"cells": "columns: 2, rows: {}"}, "1", "0"),
    ({"cells": "columns: {}, rows: 2"}, "50", "51"), ({"cells": "columns: 2, rows: {}"}, "50", "51"),
    ({"cells": "size: [{}, 36pt]"}, "36pt", "35.9pt"), ({"cells": "size: [36pt, {}]"}, "36pt", "35.9pt"),
    ({"cells": "left: {}"}, "0in", "-1in"), ({"cells": "top: {}"}, "0in", "-1in"),
    ({"paper": "[{}, 9in]", "cells": ""}, "1in", "0.99in"), ({"paper": "[9in, {}]", "cells": ""}, "1in", "0.99in"),
    ({"cells": "", "gutter": "{}"}, "0in", "-1in"), ({"unprintable": "{}"}, "0.5in", "20in"),
    ({"paper": "[2in, 9in]", "cells": "", "unprintable": "{}"}, "0.99in", "1in"),
    ({"paper": "[9in, 2in]", "cells": "", "unprintable": "{}"}, "0.99in", "1in"),
    ({"paper": "[3in, 9in]", "unprintable": "{}"}, "1in", "1.01in"), ({"paper": "[9in, 3in]", "unprintable": "{}"}, "1in", "1.01in"),
    ({"paper": "[{}, 9in]"}, "2in", "1.99in"), ({"paper": "[9in, {}]"}, "2in", "1.99in"),
    ({"cells": "pitch: [{}, 36pt]"}, "36pt", "35.9pt"), ({"cells": "pitch: [36pt, {}]"}, "36pt", "35.9pt"),
    ({"cells": "columns: 1, pitch: [{}, 36pt]"}, "1pt", "-1pt"), ({"cells": "rows: 1, pitch: [36pt, {}]"}, "1pt", "-1pt"),
    ({"unprintable": "{{left: {}, bottom: 0in, right: 0in, top: 0in}}"}, "1in", "1.01in"),
    ({"unprintable": "{{left: 0in, bottom: 0in, right: 0in, top: {}}}"}, "1in", "1.01in"),
])  # fmt: skip  # several cases to a line
def test_the_limits_of_a_sheet(spoilt: Campaign, keys: dict[str, str], least: str, less: str) -> None:
    for value, right in ((least, True), (less, False)):
        sheet = dict(GOOD)
        for key, text in keys.items():
            text = text.format(value)
            if key == "cells" and text:
                changed = dict(re.findall(r"(\w+): (\[.*?\]|[^,}]+)", text))
                cells = {**dict(re.findall(r"(\w+): (\[.*?\]|[^,}]+)", GOOD["cells"])), **changed}
                text = "{" + ", ".join(f"{name}: {cell}" for name, cell in cells.items()) + "}"
            sheet[key] = text
        if not sheet["cells"]:
            del sheet["cells"]
            sheet.setdefault("gutter", "0in")
        lines = [f"{key}: {text}\n" for key, text in sheet.items()]
        (spoilt.folder / "content/sheets/limit.yaml").write_text("".join(lines), encoding="utf-8")
        if right:
            assert load_sheet(spoilt, "limit").title == "Paper"
        else:
            with pytest.raises(FlyersError, match=r"sheets/limit\.yaml:\d"):
                load_sheet(spoilt, "limit")


@pytest.mark.parametrize(("old", "new", "count"), [
    ("paper: [30in, 40in]", "paper: [30in]", 1), ("paper: [30in, 40in]", "paper: [30in, 40in, 1in]", 3),
    ("size: [36pt, 36pt]", "size: [36pt]", 1), ("size: [36pt, 36pt]", "size: [36pt, 36pt, 36pt]", 3),
    ("pitch: [36pt, 36pt]", "pitch: [36pt]", 1), ("pitch: [36pt, 36pt]", "pitch: [36pt, 36pt, 36pt]", 3),
])  # fmt: skip  # several cases to a line
def test_sizes_are_a_width_and_a_height(spoilt: Campaign, old: str, new: str, count: int) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in GOOD.items())
    assert old in text
    (spoilt.folder / "content/sheets/sizes.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FlyersError, match=f"has {count} items?; it must have 2"):
        load_sheet(spoilt, "sizes")


@pytest.mark.parametrize(("key", "good", "bad"), [
    ("inset", {"36pt": 36.0, "1.5in": 108.0}, ["35.9pt"]),
    ("reach", {"2mm": 2, "10mm": 10, "7mm": 7}, ["1mm", "11mm", "5.5mm"]),
    ("line", {"50mm": 50, "250mm": 250, "60mm": 60}, ["40mm", "260mm", "55mm"]),
])  # fmt: skip  # one key to a line
def test_the_limits_of_the_calibration_page(spoilt: Campaign, key: str, good: dict[str, float], bad: list[str]) -> None:
    for value in (*good, *bad):
        keys = {"inset": "1.5in", "reach": "5mm", "line": "100mm", key: value}
        text = "".join(f"{name}: {length}\n" for name, length in keys.items())
        (spoilt.folder / "content/sheets/calibration.yaml").write_text(text, encoding="utf-8")
        if value in good:
            assert getattr(load_calibration(spoilt), key) == pytest.approx(good[value])
        else:
            with pytest.raises(LayoutError, match="calibration"):
                load_calibration(spoilt)
