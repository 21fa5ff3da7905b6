"""Other programs and the files: poppler, pdfium and Ghostscript show the same, qpdf accepts them, and they are small.

Pictures are compared by their edges, which do not depend on how a program converts inks to light: wherever one program
draws a sharp edge, every other must have one within half a millimetre. Flat colours are compared too.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from functools import cache, reduce
from itertools import combinations
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from screenfiles import FILES, ROOT, screen

from flyers.pdf.painter import paint
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make
from flyers.pipeline.session import open_session
from pressed import PRESS

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

DPI = 150
NEAR = 1
"""Pixels from an edge in one program to the same in another; in one of the two directions they may be one pixel more."""
SHARP, SOFT = 170, 30
"""Levels of grey across an edge, and across what still counts as one elsewhere, since programs smooth differently."""
STRAY = 12
"""Pixels of edges that only one program may have in any square of 24 pixels (4 mm). A wrong letter of 8.5 pt makes 33."""
SHADES = {"screen": 3, "office": 3, "press": 30}
"""Levels by which flat colours may differ. Without the shop's own software, the conversion of inks is a guess."""

FILES_SHOWN = [
    ("es", "wallet-card", "press"),
    ("km", "brochure", "press"),
    ("ur", "poster", "press"),
    ("ar", "brochure", "screen"),
    ("zh-Hans", "brochure", "screen"),
    ("hi", "poster", "screen"),
    ("am", "wallet-card", "screen"),
    ("ar", "wallet-card", "office"),
    ("en", "poster", "office"),
    ("zh-Hans", "brochure", "office"),
]

Tool = Callable[..., str]
Pictures = list[Image.Image]


@cache
def made(folder: Path, language: str, product: str, edition: str) -> Path:
    job = Job(ROOT, language, product, edition, folder)
    result = make(job, open_session(ROOT))
    assert result.error is None, result.error
    return result.job.target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editions")


# -- programs ------------------------------------------------------------------------------------------------------


def poppler(path: Path, folder: Path, program: str) -> Pictures:
    subprocess.run([program, "-r", str(DPI), "-cropbox", path, folder / "poppler"], check=True)
    return opened(folder, "poppler")


def ghostscript(path: Path, folder: Path, program: str) -> Pictures:
    command = [program, "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=png16m", f"-r{DPI}", "-dUseCropBox"]
    smooth = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
    subprocess.run([*command, *smooth, f"-sOutputFile={folder}/ghostscript-%d.png", path], check=True)
    return opened(folder, "ghostscript")


def pdfium(path: Path) -> Pictures:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]


def opened(folder: Path, program: str) -> Pictures:
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob(f"{program}-*"))]


# -- comparison ----------------------------------------------------------------------------------------------------


def greatest(picture: Image.Image, reach: int) -> Image.Image:
    """Return the greatest level within *reach* pixels of each, as Pillow's ``MaxFilter`` does in ten times the time."""
    levels = np.asarray(picture)
    for axis in (0, 1):
        wide = np.pad(levels, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
        size = levels.shape[axis]
        parts = (slice(at, at + size) for at in range(2 * reach + 1))
        levels = reduce(np.maximum, (wide[part] if axis == 0 else wide[:, part] for part in parts))
    return Image.fromarray(levels)


def farther(near: Image.Image, across: int, down: int) -> Image.Image:
    """Return what is near, and what is these pixels away from it."""
    moved = (ImageChops.offset(near, sign * across, sign * down) for sign in (-1, 1))
    return reduce(ImageChops.lighter, moved, near)


class PageImage:
    """A page as one program shows it: its colours, edges and flat areas."""

    def __init__(self, picture: Image.Image, size: tuple[int, int]) -> None:
        assert max(abs(one - other) for one, other in zip(picture.size, size, strict=True)) <= 1
        self.colours = picture.crop((0, 0, *size))
        grey = self.colours.convert("L")
        spread = ImageChops.difference(greatest(grey, 1), ImageChops.invert(greatest(ImageChops.invert(grey), 1)))
        self.edges = spread.point(lambda level: 255 * (level > SHARP))
        near = greatest(spread.point(lambda level: 255 * (level > SOFT)), NEAR)
        self.near_across, self.near_down = farther(near, 1, 0), farther(near, 0, 1)
        self.flat = greatest(spread, 3).point(lambda level: 255 * (level < 4))


def compared(one: Image.Image, other: Image.Image) -> tuple[PageImage, PageImage]:
    """Return both cut to the same size, since programs round the last row of pixels up or down."""
    size = (min(one.width, other.width), min(one.height, other.height))
    return PageImage(one, size), PageImage(other, size)


def strays(one: PageImage, other: PageImage) -> float:
    """Return the most pixels of an edge, in any square of 24 pixels, that only one of the two has.

    Programs move stems to whole pixels: one to the left and another to the right, or one up and another down, but two
    programs differ in one of these directions only. So the one counts in which less is lost.
    """
    return min(
        max(_most(ImageChops.subtract(here, there)) for here, there in ((one.edges, far), (other.edges, near)))
        for far, near in ((other.near_across, one.near_across), (other.near_down, one.near_down))
    )


def _most(lost: Image.Image) -> float:
    return lost.reduce(24).getextrema()[1] / 255 * 24**2


def shades(one: PageImage, other: PageImage) -> int:
    """Return the greatest difference where both are flat, in any of red, green and blue."""
    difference = ImageChops.difference(one.colours, other.colours)
    black = Image.new("RGB", difference.size)
    flat = Image.composite(difference, black, ImageChops.darker(one.flat, other.flat))
    return max(high for _, high in flat.getextrema())


@pytest.mark.parametrize(("language", "product", "edition"), FILES_SHOWN)
def test_all_viewers_show_the_same(
    language: str, product: str, edition: str, folder: Path, tmp_path: Path, tool: Tool
) -> None:
    path = made(folder, language, product, edition)
    shown = {
        "poppler": poppler(path, tmp_path, tool("pdftoppm")),
        "Ghostscript": ghostscript(path, tmp_path, tool("gs")),
        "pdfium": pdfium(path),
    }
    for number, pictures in enumerate(zip(*shown.values(), strict=True), 1):
        size = (min(each.width for each in pictures), min(each.height for each in pictures))
        for (one, here), (other, there) in combinations(
            zip(shown, [PageImage(each, size) for each in pictures], strict=True), 2
        ):
            where = f"page {number}, {one} and {other}"
            assert strays(here, there) <= STRAY, where
            assert shades(here, there) <= SHADES[edition], where


LONG = re.compile(r"<([0-9A-F]{40,})>Tj")


def a_letter_is_missing(content: str) -> str:
    return LONG.sub(lambda found: f"[<{found[1][:12]}> -500 <{found[1][16:]}>]TJ", content, count=1)


def a_letter_is_another(content: str) -> str:
    return LONG.sub(lambda found: f"<{found[1][:12]}{found[1][16:20]}{found[1][16:]}>Tj", content, count=1)


def a_colour_is_a_little_darker(content: str) -> str:
    return content.replace("1 0.753 0.239 rg", "1 0.73 0.239 rg")


@pytest.mark.parametrize(
    ("spoil", "page"), [(a_letter_is_missing, 1), (a_letter_is_another, 1), (a_colour_is_a_little_darker, 0)]
)
def test_the_comparison_detects_small_differences(spoil: Callable[[str], str], page: int, tmp_path: Path) -> None:
    """In the smallest type, and in a flat colour."""
    file = screen("es", "wallet-card")
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(file.pdf)
    bad.write_bytes(file.with_content(spoil, page))
    one, other = compared(pdfium(good)[page], pdfium(bad)[page])
    assert strays(one, other) > STRAY or shades(one, other) > SHADES["screen"]


@pytest.mark.parametrize(("language", "product", "edition"), FILES_SHOWN)
def test_qpdf_accepts_every_file(language: str, product: str, edition: str, folder: Path, tool: Tool) -> None:
    path = made(folder, language, product, edition)
    done = subprocess.run([tool("qpdf"), "--check", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors found" in done.stdout


# -- sizes ---------------------------------------------------------------------------------------------------------

LATIN_CARD, ANY = 60_000, 250_000
"""Bytes."""


def allowed(language: str, product: str) -> int:
    return LATIN_CARD if language in ("en", "es") and product.startswith("wallet-card") else ANY


@pytest.mark.parametrize(("language", "product"), FILES)
def test_files_for_screens_are_small(language: str, product: str) -> None:
    assert len(screen(language, product).pdf) <= allowed(language, product)


@pytest.mark.parametrize(("language", "product"), [("es", "wallet-card"), ("zh-Hans", "brochure"), ("ur", "brochure")])
def test_press_files_are_small_apart_from_their_profile(language: str, product: str) -> None:
    document = screen(language, product).document
    pdf = paint(document, PRESS, open_session(ROOT).library)
    with pikepdf.open(io.BytesIO(pdf)) as opened_file:
        profile = len(opened_file.Root.OutputIntents[0].DestOutputProfile.read_raw_bytes())
    assert 50_000 < profile < 110_000
    assert len(pdf) - profile <= allowed(language, product)
