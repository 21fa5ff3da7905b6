"""Images on the command line: which products and editions go together, and what the other commands make of images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from flyers.errors import ExitCode
from flyers.pipeline.session import open_session

IMAGES = ["image-link", "image-portrait", "image-square", "image-story", "image-wide"]


def planned(flyers: Callable[..., object], *words: str) -> list[str]:
    """Return the names of the files that a build with *words* would make."""
    ran = flyers("build", "--lang", "es", "--dry-run", *words)
    assert ran.code == ExitCode.OK, ran.err
    return sorted(Path(line).name for line in ran.out.splitlines())


def test_the_edition_for_images_names_all_of_them(flyers: Callable[..., object]) -> None:
    assert planned(flyers, "--edition", "image") == [f"{product}.image.png" for product in IMAGES]


def test_a_usual_build_makes_no_image(flyers: Callable[..., object], root: Path) -> None:
    usual = [f"{product}.press.pdf" for product in sorted(open_session(root).usual_products)]
    assert planned(flyers) == usual
    assert planned(flyers, "--edition", "press,image") == sorted(
        [*(f"{product}.image.png" for product in IMAGES), *usual]
    )


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["--product", "image-square"], ["image-square.image.png"]),
        (["--product", "Square picture"], ["image-square.image.png"]),
        (["--product", "image-square", "--edition", "image"], ["image-square.image.png"]),
        (["--product", "image-square,poster"], ["image-square.image.png", "poster.press.pdf"]),
        (
            ["--product", "image-square,poster", "--edition", "screen,image,office"],
            ["image-square.image.png", "poster.office.pdf", "poster.screen.pdf"],
        ),
        (["--product", "image-square,poster", "--press", "uncoated"], ["image-square.image.png", "poster.press.pdf"]),
    ],
)
def test_each_product_is_made_in_the_editions_that_it_has(
    flyers: Callable[..., object], words: list[str], files: list[str]
) -> None:
    assert planned(flyers, *words) == files


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "--product image-square --edition press",
            "“image-square” is an image for screens, and has no edition “press”",
        ),
        ("--product image-square,poster --edition screen", "“image-square” is an image for screens"),
        ("--product poster --edition image", "“poster” is printed, and has no edition “image”"),
        ("--product poster --edition press,image", "“poster” is printed, and has no edition “image”"),
        ("--product poster,image-square --edition image", "“poster” is printed, and has no edition “image”"),
        ("--product image-square --with en", "has no back for a second language"),
        ("--edition image --with en", "has no back for a second language"),
        ("--edition image --sheet a4", "--sheet is about paper"),
        ("--edition image --ink black", "--ink is about paper"),
        ("--product image-link --calibration", "--calibration is about paper"),
        ("--product image-link,poster --gutter 3mm", "--gutter is about paper"),
        ("--product image-link --back-offset 1mm,1mm", "--back-offset is about paper"),
        ("--edition image --press uncoated", "apply to files for a print shop only"),
        ("--edition image --bleed 3mm", "apply to files for a print shop only"),
        ("--edition imag", "Did you mean “image”?"),
    ],
)
def test_what_does_not_go_together_is_refused(flyers: Callable[..., object], words: str, said: str) -> None:
    ran = flyers("build", "--lang", "es", *words.split())
    assert ran.code == ExitCode.USAGE
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) <= 3
    assert "Traceback" not in ran.err


def test_a_campaign_without_images_says_so(second_campaign: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from flyers.cli.main import main

    assert main(["--project", str(second_campaign), "build", "--edition", "image"]) == ExitCode.USAGE
    assert "This campaign has no image." in capfd.readouterr().err


@pytest.mark.parametrize("words", [("--product", "image-square"), ("--quantity", "image-square=500")])
def test_no_print_shop_gets_an_image(flyers: Callable[..., object], words: tuple[str, ...]) -> None:
    ran = flyers("package", "--lang", "es", "--draft", *words)
    assert ran.code == ExitCode.USAGE
    assert "“image-square” is an image for screens" in ran.err


def test_the_list_of_products_has_pixels_for_images(flyers: Callable[..., object]) -> None:
    lines = flyers("products").out.splitlines()
    square = lines.index("image-square: 1080 × 1080 pixels, an image")
    assert lines[square + 1].endswith("(on request)")


def test_editions_are_listed(flyers: Callable[..., object]) -> None:
    names = flyers("products", "--editions", "--names").out.split()
    assert names == ["press", "screen", "phone", "office", "image"]
    assert [line.partition(":")[0] for line in flyers("products", "--editions").out.splitlines()] == names


def test_images_can_be_checked_for_fit_and_counted(flyers: Callable[..., object]) -> None:
    status = flyers("translations", "status", "--lang", "es", "--product", "image-square")
    assert status.code == ExitCode.OK, status.err
    assert "image-square" in status.out


def test_a_native_reader_gets_pages_of_an_image(flyers: Callable[..., object], tmp_path: Path) -> None:
    ran = flyers("reader-proof", "es", "--product", "image-square", "--output", str(tmp_path))
    assert ran.code == ExitCode.OK, ran.err
    (made,) = tmp_path.rglob("*.pdf")
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    assert "An image of 1080 × 1080 pixels." in texts[1]
    assert "real size" not in "".join(texts)


def test_a_folder_is_proved_with_its_images(flyers: Callable[..., object], tmp_path: Path) -> None:
    built = flyers("build", "--lang", "es", "--product", "image-link", "--output", str(tmp_path))
    assert built.code == ExitCode.OK, built.err
    good = flyers("proof", str(tmp_path))
    assert good.code == ExitCode.OK
    assert "image-link.image.DRAFT.png: good (image-link, es, image)" in good.out

    text = tmp_path / "es" / "image-link.image.DRAFT.txt"
    text.write_text(text.read_text().replace("7888", "7889"))
    bad = flyers("proof", str(tmp_path))
    assert bad.code == ExitCode.PROOF
    assert "I009" in bad.out
    assert "I010" in bad.out


def test_a_png_of_others_is_not_compared(flyers: Callable[..., object], tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (50, 50), "white").save(tmp_path / "other.PNG", "PNG")
    ran = flyers("proof", str(tmp_path))
    assert ran.code == ExitCode.NOT_COMPARED
    assert "NOT COMPARED" in ran.out
    (tmp_path / "broken.png").write_bytes((tmp_path / "other.PNG").read_bytes()[:-9])
    ran = flyers("proof", str(tmp_path))
    assert ran.code == ExitCode.PROOF
    assert "I001" in ran.out


def test_each_code_of_images_is_explained(flyers: Callable[..., object]) -> None:
    shown = flyers("explain", "I006", "i008").out
    assert "Applies to images of ours" in " ".join(shown.split())
    assert "Applies to images, also those of other programs" in " ".join(shown.split())
