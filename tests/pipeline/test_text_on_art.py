"""Text on art: readable on every colour that the art has under it, or an error before anything is painted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from artcampaign import ART
from flyers.errors import ExitCode, LayoutError
from flyers.impose.document import in_black
from flyers.layout.refusals import covered_part
from flyers.page.document import Shape
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from flyers.proof.geometry import IDENTITY
from flyers.proof.matching import seen_under
from flyers.proof.painted import Paint, PdfColour
from flyers.proof.painted import Path as PaintedPath
from flyers.proof.run import proof
from matrix import examples
from own_campaigns import OF_ITS_OWN, written

MOMENT = 1_790_000_000
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 252 144">
<rect width="60" height="144" fill="COLOUR"/><path d="M60 0L140 0C120 60 200 80 150 144H60z" fill="line"/></svg>"""


def session(folder: Path, colour: str, ground: str = "") -> Session:
    """Return a campaign with a card whose words run over two parts of a picture, on a ground of their own if any."""
    for part in ("images", "layouts"):
        (folder / "content" / part).mkdir(parents=True)
    written(folder, {**OF_ITS_OWN, "content/campaign.yaml": f"campaign: {{id: own, base: {ART}}}\n"})
    (folder / "content" / "images" / "stage.svg").write_text(DRAWN.replace("COLOUR", colour), encoding="utf-8")
    layout = (ART / "content" / "layouts" / "art-card.yaml").read_text(encoding="utf-8")
    head = layout[: layout.index("faces:")]
    own = f"ground: {ground}, padding: 3pt, " if ground else ""
    (folder / "content" / "layouts" / "stage.yaml").write_text(
        f"""{head}
faces:
  - name: front
    ground: deep
    panels:
      - name: front
        art: stage
        padding: 20pt
        blocks:
          - text: {{message: card.headline, form: short, role: headline, {own}colour: paper}}
""",
        encoding="utf-8",
    )
    return Session(folder)


@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_text_may_run_over_several_colours_that_it_contrasts_with(tmp_path: Path, language: str) -> None:
    own = session(tmp_path, "black")
    localized = own.localized(language)
    document = own.composed(localized, own.layout("stage"))
    for edition in ("press", "screen"):
        for black in (False, True):
            wanted = own.edition(edition)
            shown = in_black(document) if black else document
            wanted = wanted.in_black() if black else wanted
            pdf = paint(shown, wanted, own.library, MOMENT)
            expected = expectation(shown, wanted, localized, own.library, smallest_module=1.0, moment=MOMENT)
            assert [str(finding) for finding in proof(pdf, expected).findings] == []


def test_text_on_a_colour_that_it_does_not_contrast_with_is_an_error(tmp_path: Path) -> None:
    own = session(tmp_path, "accent")
    with pytest.raises(LayoutError) as caught:
        own.composed(own.localized("en"), own.layout("stage"))
    assert caught.value.exit_code is ExitCode.LAYOUT
    told = str(caught.value)
    assert "content/layouts/stage.yaml:" in told
    assert "is on the image “stage”, and “paper” on its “accent” has a contrast of 1.6; text needs 4.5" in told


def test_a_ground_between_parts_text_and_art(tmp_path: Path) -> None:
    own = session(tmp_path, "accent", ground="deep")
    own.composed(own.localized("en"), own.layout("stage"))


def test_art_is_judged_where_text_is_in_each_language(tmp_path: Path) -> None:
    own = session(tmp_path, "accent")
    file = own.folder / "content" / "layouts" / "stage.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("role: headline,", "role: headline, set: end,"))
    again = Session(own.folder)
    again.composed(again.localized("en"), again.layout("stage"))
    with pytest.raises(LayoutError, match="is on the image"):  # its end is on the left, and the art is not mirrored
        again.composed(again.localized("ar"), again.layout("stage"))


corners = st.lists(st.tuples(st.floats(0, 40), st.floats(0, 40)), min_size=3, max_size=6, unique=True)
boxes = st.tuples(st.floats(0, 30), st.floats(0, 30), st.floats(0.5, 10), st.floats(0.5, 10))


CROSSING_ITSELF = [(0.0, 2.0), (1.0, 9.0), (2.0, 1.0), (18.0, 11.0)]
"""Under (1, 7, 11, 9) as much of it winds one way as the other."""

TWICE_ROUND = [(0.0, 0.0), (1.0, 4.0), (0.0, 2.0), (2.0, 0.0), (0.0, 23.0)]
"""Under (0, 3, 1, 13) it winds twice round a part and not at all round another, which add up to the whole."""


@settings(max_examples=examples(150), deadline=None)
@example(ring=CROSSING_ITSELF, box=(1.0, 7.0, 10.0, 2.0), even_odd=False)
@example(ring=TWICE_ROUND, box=(0.0, 3.0, 1.0, 10.0), even_odd=False)
@given(ring=corners, box=boxes, even_odd=st.booleans())
def test_layout_and_proof_agree_on_what_is_under_a_box(
    ring: list[tuple[float, float]], box: tuple[float, float, float, float], even_odd: bool
) -> None:
    """They share no code. What either finds covered, or not touched, is so at every place inside."""
    x, y, width, height = box
    rectangle = (x, y, x + width, y + height)
    path = (("M", *ring[0]), *(("L", *corner) for corner in ring[1:]), ("Z",))
    shape = Shape(path, "line", "deep", "a", "b", "evenodd" if even_odd else "nonzero", art=True)
    drawn = PaintedPath()
    drawn.move(IDENTITY, *ring[0])
    for corner in ring[1:]:
        drawn.line(IDENTITY, *corner)
    blue = PdfColour("DeviceRGB", (0.0, 0.0, 1.0))
    paint = Paint("fill", 1, drawn.subpaths[0][0], blue, False, 0, False, 1.0, (), None, None, drawn.outline, even_odd)
    seen = list(seen_under([paint], rectangle, 0.0))
    inside = [
        _inside(ring, x + width * (i + 0.5) / 8, y + height * (j + 0.5) / 8, even_odd)
        for i in range(8)
        for j in range(8)
    ]
    if any(inside):
        assert paint in seen
        assert even_odd or covered_part(shape, rectangle) > 0
    if None not in seen:
        assert all(inside)
    if covered_part(shape, rectangle) >= 0.999 and not even_odd:
        assert all(inside)


def _inside(ring: list[tuple[float, float]], x: float, y: float, even_odd: bool) -> bool:
    turns = 0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 <= y) != (y1 <= y):
            crossing = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            turns += (1 if y1 > y0 else -1) if crossing > x else 0
    return bool(turns % 2 if even_odd else turns)
