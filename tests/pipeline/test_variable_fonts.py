"""A campaign with a variable font: its pages are composed with pinned axes, and its files have rounded outlines."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from fontTools.ttLib.tables.TupleVariation import TupleVariation

import own_campaigns
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make
from flyers.pipeline.session import Session

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

FAMILY = """
families:
  noto-sans:
    name: Noto Sans
    version: "1"
    licence: OFL-1.1
    scripts: [Latn]
    faces:
      regular: {{file: Variable.ttf, sha256: {digest}, axes: {{wght: 433}}}}
      bold: {{file: Variable.ttf, sha256: {digest}, axes: {{wght: 890}}}}
"""


def variable(data: bytes) -> bytes:
    """Return a font with an axis that moves every other point of each glyph, by fractions of units at most weights."""
    font = TTFont(io.BytesIO(data))
    axis = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "wght", 400, 400, 900
    axis.axisNameID = font["name"].addName("Weight")
    font["fvar"] = newTable("fvar")
    font["fvar"].axes, font["fvar"].instances = [axis], []
    font["gvar"] = newTable("gvar")
    font["gvar"].version, font["gvar"].reserved = 1, 0
    font["gvar"].variations = {
        name: [
            TupleVariation({"wght": (0, 1, 1)}, [(7 * (at % 2), -3 * (at % 3)) for at in range(points)] + [(0, 0)] * 4)
        ]
        for name in font.getGlyphOrder()
        for points in [0 if font["glyf"][name].isComposite() else len(getattr(font["glyf"][name], "coordinates", ()))]
        if points
    }
    saved = io.BytesIO()
    font.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = own_campaigns.begin_maine(tmp_path_factory.mktemp("variable") / "maine")
    data = variable((ROOT / "fonts" / "NotoSans-Regular.ttf").read_bytes())
    (folder / "fonts").mkdir(exist_ok=True)
    (folder / "fonts" / "Variable.ttf").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (folder / "fonts" / "fonts.yaml").write_text(FAMILY.format(digest=digest), encoding="utf-8")
    return Session(folder)


@pytest.mark.parametrize("edition", ["press", "screen", "office"])
def test_its_files_are_good(session: Session, edition: str, tmp_path: Path) -> None:
    result = make(Job(session.folder, "es", "wallet-card", edition, tmp_path, allow_untranslated=True), session)
    assert str(result.error) == "None"
    assert result.findings == ()
