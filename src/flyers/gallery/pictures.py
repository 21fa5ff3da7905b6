"""Pictures of finished files: each page once large and once small, as WebP, made again only when the file has changed.

The name of a picture has a digest of everything that it depends on. So a picture that is there is current, pages and
pictures of two runs never mix, and nothing has to be remembered.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.errors import StoppedError
from flyers.files import exists, read_bytes, write_whole
from flyers.gallery.model import BuiltFile, Picture
from flyers.pipeline.worker_process import become_a_worker, undisturbed
from flyers.pipeline.workers import default_workers
from flyers.records import dataclass

if TYPE_CHECKING:
    from PIL import Image

RECIPE = "1"
"""Raise it when pictures look different though files are the same."""

LARGE, SMALL = (880, 1240), (320, 440)
"""Boxes into which pages are fitted, pixels. The large one is for a column of 440 CSS pixels on a dense screen."""

QUALITY = {LARGE: 72, SMALL: 66}
FEW = 4
"""Files below which starting other processes takes longer than they save."""


@dataclass(frozen=True, slots=True)
class PictureSet:
    """The pictures of one file, and what to draw them from; ``missing`` says which of them are not there yet."""

    origin: BuiltFile
    large: tuple[Picture, ...]
    small: tuple[Picture, ...]
    missing: tuple[tuple[Picture, tuple[int, int]], ...]


def picture_set(site: Path, language: str, product: str, origin: BuiltFile) -> PictureSet:
    """Return which pictures *origin* has in the folder *site*, whether they have been made or not."""
    sizes = _page_sizes(origin)
    by_box = {
        box: tuple(
            Picture(
                f"pictures/{language}/{product}-{number}-{_digest(origin, number, box)}.webp",
                number,
                len(sizes),
                *_fitted(size, box),
            )
            for number, size in enumerate(sizes, 1)
        )
        for box in (LARGE, SMALL)
    }
    missing = tuple(
        (picture, box)
        for box, pictures in by_box.items()
        for picture in pictures
        if not exists(site.joinpath(*picture.path.split("/")))
    )
    return PictureSet(origin, by_box[LARGE], by_box[SMALL], missing)


def make_pictures(
    site: Path, sets: Sequence[PictureSet], workers: int | None, watch: Callable[[PictureSet], None]
) -> None:
    """Write the missing pictures of *sets*; *watch* is called for each of them that is complete.

    Raises:
        StoppedError: a process was killed.
        FlyersError: a file cannot be read or written.
    """
    wanted = [one for one in sets if one.missing]
    workers = min(workers or default_workers(len(wanted)), max(len(wanted), 1))
    if workers == 1 or len(wanted) <= FEW:
        for one in wanted:
            _draw(site, one)
            watch(one)
        return
    with undisturbed():
        pool = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=become_a_worker
        )
    try:
        with undisturbed():
            results = pool.map(partial(_draw, site), wanted)
        for one, _ in zip(wanted, results, strict=True):
            watch(one)
    except BrokenProcessPool:
        raise StoppedError(
            "A process that draws pictures was killed, perhaps because memory ran out.",
            hint="Run again with --jobs 1; finished pictures are kept.",
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _draw(site: Path, one: PictureSet) -> None:
    from PIL import Image

    by_page: dict[int, list[tuple[Picture, tuple[int, int]]]] = {}
    for picture, box in one.missing:
        by_page.setdefault(picture.page, []).append((picture, box))
    largest = {page: max(wanted, key=lambda each: each[0].width)[0] for page, wanted in by_page.items()}
    for page, drawn in _drawn(one.origin, {page: picture.width for page, picture in largest.items()}):
        for picture, box in by_page[page]:
            size = (picture.width, picture.height)
            image = drawn if drawn.size == size else drawn.resize(size, Image.Resampling.LANCZOS)
            data = io.BytesIO()
            image.save(data, "WEBP", quality=QUALITY[box], method=4)
            write_whole(site.joinpath(*picture.path.split("/")), data.getvalue())


def _drawn(origin: BuiltFile, widths: dict[int, int]) -> Iterator[tuple[int, Image.Image]]:
    """Yield the pages of *origin* that have a width, each at least as wide as that."""
    data = read_bytes(origin.path, most=limits.PDF_BYTES)
    if origin.edition == "image":
        from PIL import Image

        with Image.open(io.BytesIO(data)) as image:
            yield 1, image.convert("RGB")
        return
    document = _document(data)
    try:
        for number, width in widths.items():
            page = document[number - 1]
            page.set_cropbox(*page.get_trimbox())
            yield number, page.render(scale=width / page.get_width(), may_draw_forms=False).to_pil().convert("RGB")
    finally:
        document.close()


def _page_sizes(origin: BuiltFile) -> list[tuple[float, float]]:
    """Return width and height of what is shown of each page, in a unit that does not matter."""
    data = read_bytes(origin.path, most=limits.PDF_BYTES)
    if origin.edition == "image":
        from PIL import Image

        with Image.open(io.BytesIO(data)) as image:
            return [image.size]
    document = _document(data)
    try:
        boxes = [page.get_trimbox() for page in document]
        return [(right - left, top - bottom) for left, bottom, right, top in boxes]
    finally:
        document.close()


def _document(data: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(data)


def _digest(origin: BuiltFile, page: int, box: tuple[int, int]) -> str:
    parts = (RECIPE, origin.sha256, page, *box, QUALITY[box])
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:12]


def _fitted(size: tuple[float, float], box: tuple[int, int]) -> tuple[int, int]:
    """Return *size* enlarged or reduced to fit *box*, in whole pixels."""
    scale = min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
