"""QR codes: the highest error correction that costs no module, and large enough for where they are scanned."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

from flyers.errors import FlyersError, OversetError
from flyers.layout.blocks.graphics import LEVELS, Level, symbol
from flyers.pipeline.session import Session
from matrix import examples

ROOT = Path(__file__).resolve().parents[2]
OF_THE_LIBRARY = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


def made_by_the_library(target: str, level: Level) -> tuple[str, ...]:
    """Return the smallest symbol at exactly that level, with the mask that the library finds module by module."""
    code = QRCode(border=0, error_correction=OF_THE_LIBRARY[level])
    code.add_data(target)
    code.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    target=st.text("abcdefghijklmnopqrstuvwxyz0123456789.-/:+", min_size=1, max_size=130), level=st.sampled_from(LEVELS)
)
def test_a_code_has_the_highest_level_that_its_size_holds(target: str, level: Level) -> None:
    matrix = symbol(target, level)
    assert len(matrix) == len(made_by_the_library(target, level)), "no module is added"
    as_large = [one for one in LEVELS if len(made_by_the_library(target, one)) == len(matrix)]
    assert matrix == made_by_the_library(target, as_large[-1])


def test_a_code_too_small_for_its_distance_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for part in ("translations", "fonts"):
        (tmp_path / part).symlink_to(ROOT / part)
    path = tmp_path / "content" / "layouts" / "poster.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("module: 1.53mm", "module: 0.9mm"), encoding="utf-8")
    session = Session(tmp_path)
    with pytest.raises(OversetError, match=r"is 0\.89 in wide, too small to be read from 15 in"):
        session.composed(session.localized("en"), session.layout("poster"))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("1.9mm", r"The code to “site” takes 199\.3 pt of this row and leaves 24\.7 pt to what is beside it"),
        ("1.0mm", r"21\.9 pt too high; the code to “site” takes 104\.9 pt of it"),
    ],
)
def test_a_code_that_takes_the_room_of_the_texts_is_named(tmp_path: Path, module: str, said: str) -> None:
    """Nobody is asked to shorten a translation for it."""
    shutil.copytree(ROOT / "examples" / "tenants", tmp_path, dirs_exist_ok=True)
    (tmp_path / "fonts").symlink_to(ROOT / "fonts")
    (tmp_path / "content" / "icons").symlink_to(ROOT / "content" / "icons")
    path = tmp_path / "content" / "layouts" / "card.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.42mm", module), encoding="utf-8")
    session = Session(tmp_path)
    with pytest.raises(FlyersError, match=said) as caught:
        session.composed(session.localized("en"), session.layout("card"))
    assert "Give " in str(caught.value)
    assert "smaller module" in str(caught.value)


@pytest.mark.parametrize("target", ["tel:+18883737888", "https://www.ctcoalitionagainsttrafficking.org"])
def test_the_campaign_s_codes_have_level_q_for_free(target: str) -> None:
    assert symbol(target, "M") == made_by_the_library(target, "Q") != made_by_the_library(target, "M")
