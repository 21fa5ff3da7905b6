"""Pages as a reader shows them, parts of them and the codes on them; and what is said of an image: small ones by hand."""

from __future__ import annotations

import io
import time

import pikepdf
import pytest
from handmade import SITE
from PIL import Image
from qrcode.main import QRCode

from flyers.proof.geometry import Box
from flyers.proof.images import DPI, SEARCH_DPI, PageFrame, Raster, grey_range
from flyers.proof.run import image_proof

SHEET: Box = (-4.0, -2.0, 68.0, 34.0)
"""What is shown of a page that is trimmed from (4, 2): an inch, and half of one."""

BLACK_SQUARE = "0 g 40 20 18 9 re f"
"""From (36, 18) to (54, 27), as the trim has it."""


def raster(operators: str, rotation: int = 0, sheet: Box = SHEET) -> Raster:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(sheet[2] - sheet[0], sheet[3] - sheet[1]))
    page.Contents = pdf.make_stream(operators.encode())
    page.Rotate = rotation
    data = io.BytesIO()
    pdf.save(data)
    return Raster(data.getvalue(), [PageFrame(sheet, rotation)])


def matrix() -> list[list[bool]]:
    code = QRCode(border=4)
    code.add_data(SITE)
    return [list(row) for row in code.get_matrix()]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_seen_upright_and_found_by_its_place_on_the_trim(rotation: int) -> None:
    one = raster(BLACK_SQUARE, rotation)
    view = one.page(1)
    assert (view.image.size, view.image.mode, view.dpi) == ((SEARCH_DPI, SEARCH_DPI // 2), "L", SEARCH_DPI)
    assert (view.left, view.top) == (-4.0, 34.0)
    assert one.page(1) is view
    for box, levels in (
        ((36.0, 18.0, 54.0, 27.0), (0.0, 0.0)),
        ((-4.0, -2.0, 34.0, 34.0), (255.0, 255.0)),
        ((56.0, -2.0, 68.0, 34.0), (255.0, 255.0)),
        ((36.0, 29.0, 54.0, 34.0), (255.0, 255.0)),
        ((36.0, -2.0, 54.0, 16.0), (255.0, 255.0)),
        ((36.0, 18.0, 60.0, 27.0), (0.0, 255.0)),
    ):
        seen = view.crop(box, inset=1.0)
        assert seen is not None
        assert grey_range(seen) == levels
    assert view.crop((80.0, 0.0, 90.0, 9.0)) is view.crop((10.0, 10.0, 11.0, 20.0), inset=1.0) is None


def test_a_close_up_is_of_what_is_inside_the_page() -> None:
    one = raster(BLACK_SQUARE)
    view = one.close_up(1, (36.0, 18.0, 54.0, 27.0))
    assert view is not None
    assert (view.dpi, view.image.size) == (DPI, (51, 26))  # with all of the last pixels
    assert (view.left, view.top) == pytest.approx((36.0, 27.0), abs=72 / DPI)
    assert grey_range(view.image.crop((2, 2, 49, 24))) == (0.0, 0.0)
    corner = one.close_up(1, (59.0, 25.0, 99.0, 99.0))
    assert corner is not None
    assert corner.image.size == (25, 25)
    assert one.close_up(1, (68.0, 0.0, 99.0, 9.0)) is None


def test_a_page_in_colour_is_numbers_with_blue_in_the_lowest_byte() -> None:
    seen = raster("1 0.2 0 rg 0 18 36 18 re f").picture(1, 36.0) & 0xFFFFFF
    assert seen.shape == (18, 36)
    assert (seen[2, 2], seen[2, 30], seen[15, 2]) == (0xFF3300, 0xFFFFFF, 0xFFFFFF)


def test_codes_are_found_at_their_place_on_the_trim() -> None:
    rows = matrix()
    squares = [f"{x} {y} 1 1 re" for y, row in enumerate(reversed(rows)) for x, dark in enumerate(row) if dark]
    one = raster(f"q 1.8 0 0 1.8 20 9 cm {' '.join(squares)} f Q", sheet=(-4.0, -2.0, 84.0, 70.0))
    (code,) = one.codes(1)
    side = len(rows) - 8
    left, bottom = 16 + 1.8 * 4, 7 + 1.8 * 4
    place = (left, bottom, left + 1.8 * side, bottom + 1.8 * side)
    assert (code.text, code.modules) == (SITE, side)
    assert code.box == pytest.approx(place, abs=1.0)
    assert one.codes(1) is one.codes(1)
    assert raster(BLACK_SQUARE).codes(1) == []


def image_with_code(side: int) -> bytes:
    """Return a picture of a code whose modules are squares of *side* pixels."""
    rows = matrix()
    small = Image.new("L", (len(rows), len(rows)), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            small.putpixel((x, y), 0 if dark else 255)
    data = io.BytesIO()
    small.resize((side * len(rows), side * len(rows)), Image.Resampling.NEAREST).convert("RGB").save(data, "PNG")
    return data.getvalue()


def test_an_image_of_others_is_proved_by_what_it_says_itself() -> None:
    start = time.process_time()
    result = image_proof(image_with_code(8), text="x")
    assert sum(result.seconds.values()) <= time.process_time() - start + 0.001
    assert (result.ok, result.findings) == (True, ())
    side = 8 * len(matrix())
    how = ("as it is", "as a JPEG of quality 60", "at half its size, as a JPEG of quality 60")
    assert result.facts == {
        "pixels": [side, side], "codes": [{"target": SITE, "reads": dict.fromkeys(how, True)}],
    }  # fmt: skip
    assert set(result.seconds) == {"read", "check"}
    assert min(result.seconds.values()) >= 0
    (code,) = image_proof(image_with_code(1)).facts["codes"]
    assert code["reads"] == {how[0]: True, how[1]: True, how[2]: False}


def test_what_is_no_image_is_one_finding() -> None:
    result = image_proof(b"%PDF-1.7")
    assert (result.ok, result.codes, result.facts) == (False, ("I001",), {})
    assert str(result.findings[0]).startswith("I001 The file is not a PNG.")
