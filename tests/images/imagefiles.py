"""Images of this repository's campaign as the build makes them, and ways to alter their files."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image

from flyers.pdf.painter import paint
from flyers.pipeline.images import png_file, with_page
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import compose_job, composition_expectation
from flyers.pipeline.session import open_session
from flyers.proof.expectations import Expectation
from flyers.proof.images import SIGNATURE, Chunk, read_image

ROOT = Path(__file__).parents[2]
NUMBER = "1-888-373-7888"
"""The hotline of the campaign as it is printed."""


@dataclass(frozen=True)
class RealImage:
    """A finished image, the words beside it, and its expectation."""

    png: bytes
    alt: str
    text: str
    expectation: Expectation

    def expecting(self, **changes: object) -> RealImage:
        """Return the image with *changes* in what is expected of it."""
        assert self.expectation.image is not None
        image = replace(self.expectation.image, **changes)
        return replace(self, expectation=replace(self.expectation, image=image))

    def drawn(self, draw: Callable[[Image.Image], None]) -> RealImage:
        """Return the image after *draw* has changed its picture; all else in the file is as it was."""
        with Image.open(io.BytesIO(self.png)) as picture:
            picture.load()
        before = picture.tobytes()
        draw(picture)
        assert picture.tobytes() != before, "nothing was changed"
        return replace(self, png=with_chunks(self.png, lambda chunks: _with_pixels(chunks, picture)))

    def shown(self, draw: Callable[[Image.Image], None]) -> RealImage:
        """Return the image after *draw*, as if its page showed the same: other checks than that of the page find it."""
        altered = self.drawn(draw)
        return altered.expecting(page=read_image(altered.png).pixels())


@cache
def real(product: str = "image-square", language: str = "es") -> RealImage:
    """Return an image as the build makes it."""
    session = open_session(ROOT)
    job = Job(ROOT, language, product, "image", Path())
    localized = session.localized(language, allow_untranslated=True)
    composition = compose_job(job, localized, session)
    expected = composition_expectation(composition, localized, session.library, 0, job.purpose)
    expected = with_page(expected, paint(composition.document, composition.edition, session.library, 0))
    return RealImage(png_file(expected), expected.image.alt, expected.image.text, expected)


def with_chunks(png: bytes, change: Callable[[list[Chunk]], Iterable[Chunk]]) -> bytes:
    """Return *png* with other chunks, each with its right checksum."""
    chunks = list(read_image(png).chunks)
    return SIGNATURE + b"".join(_written(chunk) for chunk in change(chunks))


def _written(chunk: Chunk) -> bytes:
    body = chunk.kind.encode("latin-1") + chunk.data
    return struct.pack(">I", len(chunk.data)) + body + struct.pack(">I", zlib.crc32(body))


def _with_pixels(chunks: list[Chunk], picture: Image.Image) -> list[Chunk]:
    data = io.BytesIO()
    picture.save(data, "PNG")
    drawn = [chunk for chunk in read_image(data.getvalue()).chunks if chunk.kind == "IDAT"]
    first = next(index for index, chunk in enumerate(chunks) if chunk.kind == "IDAT")
    others = [chunk for chunk in chunks if chunk.kind != "IDAT"]
    return [*others[:first], *drawn, *others[first:]]
