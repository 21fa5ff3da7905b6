"""Render finished press files, cropped to their trim, as the small pictures in README and docs.

    python scripts/make_pictures.py [LANGUAGE …]

Reads ``output/<language>/<product>.press.DRAFT.pdf``, or that without DRAFT, and writes
``docs/images/<product>.<language>.png``. Writes nothing if a file is missing. These commands build the files:

    make flyers
    make flyers PRODUCT="poster-detail self-card sticker-4x6 sticker-3x5 tear-off table-tent door-hanger fold-card"
    make flyers PRODUCT="large-print number-label wallet-card-bookmark self-card-mini sticker-mirror sticker-magnet"
    make flyers PRODUCT="sticker-soap sticker-lip-balm"
    make flyers PRODUCT=wallet-card FORMAT=vertical
    make flyers PRODUCT="hotline-poster language-picker tabloid"
    make flyers LANG=es WITH=en PRODUCT=wallet-card
    make flyers EDITION=image
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es", "ar", "ur", "km", "zh-Hans")
WIDTHS = {"wallet-card": 420, "poster": 520, "brochure": 900}
"""Width in pixels of one face."""

MULTILINGUAL = {
    "hotline-poster.png": ("en", "hotline-poster.press", 620),
    "language-picker.png": ("en", "language-picker.press", 520),
    "tabloid.png": ("en", "tabloid.press", 560),
    "wallet-card.es-en.png": ("es", "wallet-card.press.with-en", 420),
}
"""Products that speak several languages."""

IMAGES = "images.png"
_IMAGES = ("image-square", "image-portrait", "image-story", "image-link", "image-wide")
_IMAGES_TAGS, _IMAGES_WIDTH = ("es", "ar"), 240
"""The images to send and to post, a row for each language."""

_SMALL = ("wallet-card-vertical", "wallet-card-bookmark", "self-card-mini", "sticker-mirror", "sticker-magnet",
          "sticker-soap", "sticker-lip-balm")  # fmt: skip
FAMILIES = {
    name: f"all.{name}.png"
    for name in (*WIDTHS, "poster-detail", "self-card", "sticker-4x6", "sticker-3x5", "tear-off", "table-tent",
                 "door-hanger", "fold-card", "large-print", "number-label", *_SMALL, *_IMAGES)
}  # fmt: skip
"""Contact sheets of one face of a product in every language: is it one family, and is the number seen first?"""
_THUMBNAIL, _ACROSS = 120, 9
_INSIDE = ("fold-card",)
"""Products whose number is on their second face."""

OVERVIEW = "overview.png"
_OVERVIEW_COLUMNS = (("wallet-card.es", "wallet-card.zh-Hans"), ("poster.ar",), ("brochure.km",))
"""Columns of the README's one picture, from left to right."""

_GAP = 12
_BACKGROUND = (221, 226, 231)
"""A grey against which the paper's edge is visible."""


def main(tags: list[str]) -> None:
    sources = {
        f"{product}.{tag}.png": (_built(tag, f"{product}.press"), width)
        for tag in tags or LANGUAGES
        for product, width in WIDTHS.items()
    }
    if not tags:
        sources |= {name: (_built(tag, key), width) for name, (tag, key, width) in MULTILINGUAL.items()}
    images = (
        {} if tags else {(tag, name): _built(tag, f"{name}.image", "png") for tag in _IMAGES_TAGS for name in _IMAGES}
    )
    families = {} if tags else {name: _in_every_language(name) for name in FAMILIES}
    wanted = [*(file for file, _ in sources.values()), *images.values(), *(each[0] for each in families.values())]
    if missing := [str(file.relative_to(ROOT)) for file in wanted if not file.is_file()]:
        sys.exit(f"Missing: {', '.join(missing)}. The docstring of this script says how to build them.")
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {name: _faces(file, width) for name, (file, width) in sources.items()}
    if not tags:
        pictures[OVERVIEW] = _overview(pictures)
        pictures |= {FAMILIES[name]: _contact_sheet(files) for name, files in families.items()}
        pictures[IMAGES] = _stacked([_row([images[tag, name] for name in _IMAGES]) for tag in _IMAGES_TAGS])
    for name, picture in pictures.items():
        picture.quantize(64, kmeans=4, dither=Image.Dither.NONE).save(folder / name, optimize=True)


def _built(tag: str, key: str, ending: str = "pdf") -> Path:
    """Return the file that was built; one that nobody has signed has another name."""
    signed, draft = (ROOT / "output" / tag / f"{key}{mark}.{ending}" for mark in ("", ".DRAFT"))
    return draft if draft.is_file() else signed


def _in_every_language(product: str) -> list[Path]:
    """Return the files that were built of *product*, by tag; where it should be, if there are none."""
    key, ending = (f"{product}.image", "png") if product in _IMAGES else (f"{product}.press", "pdf")
    files = (ROOT / "output").glob(f"*/{key}*.{ending}")
    tags = sorted({file.parent.name for file in files if file.name in (f"{key}.{ending}", f"{key}.DRAFT.{ending}")})
    return [_built(tag, key, ending) for tag in tags or ["en"]]


def _contact_sheet(files: list[Path]) -> Image.Image:
    """Return one face of each of *files* in rows, each `_THUMBNAIL` pixels wide."""
    faces = [_face_with_number(file) for file in files]
    faces = [
        face.resize((_THUMBNAIL, round(face.height * _THUMBNAIL / face.width)), Image.Resampling.LANCZOS)
        for face in faces
    ]
    step = max(face.height for face in faces) + _GAP
    rows = -(-len(faces) // _ACROSS)
    sheet = Image.new("RGB", (_ACROSS * (_THUMBNAIL + _GAP) + _GAP, rows * step + _GAP), _BACKGROUND)
    for number, face in enumerate(faces):
        row, column = divmod(number, _ACROSS)
        sheet.paste(face, (_GAP + column * (_THUMBNAIL + _GAP), _GAP + row * step))
    return sheet


def _face_with_number(file: Path) -> Image.Image:
    """Return an image, or a face of a press file, large enough to be made smaller."""
    if file.suffix == ".png":
        return Image.open(file).convert("RGB")
    inside = file.name.split(".")[0] in _INSIDE
    return _trimmed(pypdfium2.PdfDocument(file)[int(inside)], 4 * _THUMBNAIL)


def _row(files: list[Path]) -> Image.Image:
    """Return images side by side, each of one width."""
    images = [Image.open(file).convert("RGB") for file in files]
    images = [
        image.resize((_IMAGES_WIDTH, round(image.height * _IMAGES_WIDTH / image.width)), Image.Resampling.LANCZOS)
        for image in images
    ]
    width = (_IMAGES_WIDTH + _GAP) * len(images) + _GAP
    row = Image.new("RGB", (width, max(image.height for image in images) + 2 * _GAP), _BACKGROUND)
    for number, image in enumerate(images):
        row.paste(image, (_GAP + number * (_IMAGES_WIDTH + _GAP), _GAP))
    return row


def _overview(pictures: dict[str, Image.Image]) -> Image.Image:
    """Return three products side by side, each column scaled to one height."""
    height = 760
    columns = [_stacked([pictures[f"{name}.png"] for name in names]) for names in _OVERVIEW_COLUMNS]
    scaled = [column.resize((round(column.width * height / column.height), height)) for column in columns]
    sheet = Image.new("RGB", (sum(column.width for column in scaled), height), _BACKGROUND)
    left = 0
    for column in scaled:
        sheet.paste(column, (left, 0))
        left += column.width
    return sheet


def _stacked(pictures: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(each.width for each in pictures), sum(each.height for each in pictures)), _BACKGROUND)
    top = 0
    for picture in pictures:
        sheet.paste(picture, (0, top))
        top += picture.height
    return sheet


def _faces(file: Path, width: int) -> Image.Image:
    """Return all pages of *file*, one below the other, each cropped to its trim."""
    pages: list[Any] = list(pypdfium2.PdfDocument(file))
    faces = [_trimmed(page, width) for page in pages]
    height = sum(face.height for face in faces) + _GAP * (len(faces) + 1)
    sheet = Image.new("RGB", (width + 2 * _GAP, height), _BACKGROUND)
    top = _GAP
    for face in faces:
        sheet.paste(face, (_GAP, top))
        top += face.height + _GAP
    return sheet


def _trimmed(page: Any, width: int) -> Image.Image:
    """Return the page inside its trim, *width* pixels wide."""
    left, bottom, right, top = page.get_trimbox()
    scale = width / (right - left)
    whole = page.render(scale=scale).to_pil().convert("RGB")
    media_height = page.get_height()
    box = (left * scale, (media_height - top) * scale, right * scale, (media_height - bottom) * scale)
    return whole.crop(tuple(round(edge) for edge in box))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("languages", metavar="LANGUAGE", nargs="*", help="by default those of the gallery")
    main(parser.parse_args().languages)
