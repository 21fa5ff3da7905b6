"""Pictures of finished files: each page once large and once small, as WebP, made again only when the file has changed.

The name of a picture has a digest of everything that it depends on, so pages and pictures of two runs never mix. A
picture is current if it has the checksum that the cache folder has for its name: one that somebody has put in its place
is drawn again, and so is one that another computer has drawn.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import cache, limits
from flyers.errors import StoppedError
from flyers.files import exists, read_bytes
from flyers.gallery.folder import BuiltFile, PagePicture, bytes_of, write
from flyers.pipeline.images import LESS, as_image
from flyers.pipeline.outputs import digest
from flyers.pipeline.processes import outcomes
from flyers.process_cache import collect_garbage_rarely
from flyers.proof.images import PageFrame, Raster
from flyers.records import dataclass

if TYPE_CHECKING:
    from PIL import Image

RECIPE = "1"  # Raise it when pictures look different though files are the same.

# Boxes into which pages are fitted, pixels. The large one is for a column of 440 CSS pixels on a dense screen.
LARGE, SMALL = (880, 1240), (320, 440)
QUALITY = {LARGE: 72, SMALL: 66}
FEW = 4  # Files below which starting other processes takes longer than they save.


@dataclass(frozen=True, slots=True)
class PictureSet:
    """The pictures of one file, and what to draw them from."""

    origin: BuiltFile
    large: tuple[PagePicture, ...]
    small: tuple[PagePicture, ...]
    # Those that are not there, or not known to be as they were drawn.
    missing: tuple[tuple[PagePicture, tuple[int, int]], ...]
    altered: tuple[str, ...] = ()  # those of them that are known not to be, by their paths


def picture_set(site: Path, language: str, product: str, origin: BuiltFile) -> PictureSet:
    """Return the pictures of *origin* in the folder *site*, and which of them are missing."""

    def picture_of(number: int, box: tuple[int, int]) -> PagePicture:
        parts = (RECIPE, origin.sha256, number, *box, QUALITY[box])
        checksum = hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:12]
        path = f"pictures/{language}/{product}-{number}-{checksum}.webp"
        return PagePicture(path, number, len(origin.pages), *_fitted(origin.pages[number - 1], box))

    numbers = range(1, len(origin.pages) + 1)
    by_box = {box: tuple(picture_of(number, box) for number in numbers) for box in (LARGE, SMALL)}
    missing: list[tuple[PagePicture, tuple[int, int]]] = []
    altered: list[str] = []
    for picture, box in ((picture, box) for box, pictures in by_box.items() for picture in pictures):
        checksum = cache.read(_cached(picture))
        present = digest(bytes_of(site / picture.path)) if checksum and exists(site / picture.path) else None
        if not checksum or present != checksum:
            missing.append((picture, box))
        if checksum and present not in (None, checksum):
            altered.append(picture.path)
    return PictureSet(origin, by_box[LARGE], by_box[SMALL], tuple(missing), tuple(altered))


def _cached(picture: PagePicture) -> str:
    return cache.name_of("gallery picture", picture.path.rpartition("/")[2])


def make_pictures(
    site: Path, sets: Sequence[PictureSet], workers: int | None, watch: Callable[[PictureSet], None]
) -> None:
    """Write the missing pictures of *sets*; *watch* is called for each of them that is complete."""
    incomplete = [pictures for pictures in sets if pictures.missing]
    workers = min(workers or limits.workers_for(len(incomplete)), max(len(incomplete), 1))
    if workers == 1 or len(incomplete) <= FEW:
        for pictures in incomplete:
            _draw(site, pictures)
            watch(pictures)
        return
    numbered, most = list(enumerate(incomplete)), max(1, min(FEW, len(incomplete) // workers))
    batches = [numbered[start : start + most] for start in range(0, len(incomplete), most)]
    for number, done in outcomes(partial(_draw, site), batches, workers, collect_garbage_rarely, tries=2):
        if not done:
            hint = "Run again with --jobs 1; finished pictures are kept."
            raise StoppedError("A process that draws pictures was killed, perhaps because memory ran out.", hint=hint)
        watch(incomplete[number])


def _draw(site: Path, pictures: PictureSet) -> bool:
    """Draw the missing pictures of a set, and return that it is done."""
    from PIL import Image

    data = read_bytes(pictures.origin.path, most=limits.PDF_BYTES)
    by_page: dict[int, list[tuple[PagePicture, tuple[int, int]]]] = {}
    for picture, box in pictures.missing:
        by_page.setdefault(picture.page, []).append((picture, box))
    for page, wanted in by_page.items():
        drawn = _drawn(data, pictures.origin, page)
        for picture, box in wanted:
            size = (picture.width, picture.height)
            image = drawn if drawn.size == size else drawn.resize(size, Image.Resampling.LANCZOS)
            encoded = io.BytesIO()
            image.save(encoded, "WEBP", quality=QUALITY[box], method=4)
            _write(site, picture, encoded.getvalue())
    return True


def _write(site: Path, picture: PagePicture, data: bytes) -> None:
    write(site / picture.path, data)
    cache.keep(_cached(picture), digest(data))


def _drawn(data: bytes, origin: BuiltFile, page: int) -> Image.Image:
    """Return a page of the file *data*, large, from which the small one is made too; an image as it is."""
    from PIL import Image

    if origin.edition == "image":
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            return image.convert("RGB")
    raster = Raster(data, [PageFrame((0.0, 0.0, *size), 0) for size in origin.pages])
    return as_image(raster.picture(page, 72 * _scale(origin.pages[page - 1], LARGE)))


def _scale(size: tuple[float, float], box: tuple[int, int]) -> float:
    """Return pixels to the point for a page that fits *box*; a trace less, since pixels in part are rounded up."""
    return min(box[0] / size[0], box[1] / size[1]) * (1 - LESS)


def _fitted(size: tuple[float, float], box: tuple[int, int]) -> tuple[int, int]:
    scale = _scale(size, box)
    return math.ceil(size[0] * scale), math.ceil(size[1] * scale)
