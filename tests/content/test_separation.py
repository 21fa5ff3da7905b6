"""The inks of a colour are told in whole percents."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from flyers.content import press

PROFILE = Path(__file__).parents[2] / "content" / "press" / "profiles" / "GRACoL_TR006_coated.icc"


@pytest.mark.parametrize(
    ("inks", "percents"), [((255, 129, 64, 3), (100, 51, 25, 1)), ((0, 1, 2, 254), (0, 0, 1, 100))]
)
def test_inks_are_rounded_to_percents(
    monkeypatch: pytest.MonkeyPatch, inks: tuple[int, ...], percents: tuple[int, ...]
) -> None:
    monkeypatch.setattr(press, "separate", lambda picture, profile: Image.new("CMYK", (1, 1), inks))
    assert press.inks_of((1, 2, 3), b"") == percents


def test_white_has_no_ink_and_red_has_magenta_and_yellow() -> None:
    profile = PROFILE.read_bytes()
    assert press.inks_of((255, 255, 255), profile) == (0, 0, 0, 0)
    cyan, magenta, yellow, black = press.inks_of((255, 0, 0), profile)
    assert min(magenta, yellow) > 90
    assert max(cyan, black) < 10
