"""Pages as a reader shows them and a camera sees them: rendered by pdfium, and searched for codes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from flyers.proof.geometry import Box, shared
from flyers.proof.pixels import DecodedCode, decode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

DPI = 200
"""Resolution at which codes are read and pages compared: that of an office scanner, and about that of a phone 20 cm
from a card."""

SEARCH_DPI = 100
"""Resolution at which whole pages are searched: a code with modules of 0.35 mm, which few phones read, is found."""


_MOST_PICTURES = 2
"""Pictures in colour that are kept: a page of a large sheet has 40 MB."""


class PageView(NamedTuple):
    """A picture of a part of a page; ``left`` and ``top`` are the place of its upper left corner in points."""

    image: Image.Image
    left: float
    top: float
    dpi: int

    def crop(self, box: Box, inset: float = 0.0) -> Image.Image | None:
        """Return the pixels of *box*, *inset* pixels less on every side; None where nothing is left of it."""
        scale = self.dpi / 72
        left = max(round((box[0] - self.left) * scale + inset), 0)
        right = min(round((box[2] - self.left) * scale - inset), self.image.width)
        top = max(round((self.top - box[3]) * scale + inset), 0)
        bottom = min(round((self.top - box[1]) * scale - inset), self.image.height)
        return self.image.crop((left, top, right, bottom)) if left < right and top < bottom else None


class PageFrame(NamedTuple):
    """The part of a page that is rendered, and how many degrees the page turns itself."""

    crop: Box
    rotation: int


class Raster:
    """Renders pages of a PDF on demand.

    Boxes are points from the lower left corner of the trim; page numbers count from 1.
    """

    def __init__(self, data: bytes, frames: Sequence[PageFrame]) -> None:
        self._data = data
        self._frames = frames
        self._pages: dict[int, Any] = {}
        self._views: dict[int, PageView] = {}
        self._pictures: dict[tuple[int, int], NDArray[np.uint32]] = {}
        self._codes: dict[int, list[DecodedCode]] = {}

    @cached_property
    def _document(self) -> Any:
        import pypdfium2

        return pypdfium2.PdfDocument(self._data)

    def _page(self, number: int) -> Any:
        if number not in self._pages:
            self._pages[number] = self._document[number - 1]
        return self._pages[number]

    def page(self, number: int) -> PageView:
        """Return the whole crop box in grey, at `SEARCH_DPI`."""
        if number not in self._views:
            grey = self._rendered(number, SEARCH_DPI, grayscale=True, draw_annots=False).to_pil()
            frame = self._frames[number - 1].crop
            self._views[number] = PageView(grey, frame[0], frame[3], SEARCH_DPI)
        return self._views[number]

    def close_up(self, number: int, box: Box) -> PageView | None:
        """Return the part of *box* inside the crop box, in grey, at `DPI`; None if there is no such part."""
        from PIL import Image

        frame = self._frames[number - 1].crop
        seen = shared(box, frame)
        if seen is None:
            return None
        pixels, scale = self.picture(number, DPI), DPI / 72
        whole = Image.frombuffer("RGBA", pixels.shape[::-1], pixels.data, "raw", "RGBA", 0, 1)  # type: ignore[arg-type]
        left, top = int((seen[0] - frame[0]) * scale), int((frame[3] - seen[3]) * scale)
        right, bottom = math.ceil((seen[2] - frame[0]) * scale), math.ceil((frame[3] - seen[1]) * scale)
        corner = (left, top, min(right, whole.width), min(bottom, whole.height))
        return PageView(whole.crop(corner).convert("L"), frame[0] + left / scale, frame[3] - top / scale, DPI)

    def picture(self, number: int, dpi: int) -> NDArray[np.uint32]:
        """Return the whole crop box in colour as a reader shows it.

        A number is a pixel: red in the lowest byte, then green, then blue. The page is stretched to whole pixels. The
        last few pictures are kept: what reads codes and what compares pages look at the same ones.
        """
        if (number, dpi) not in self._pictures:
            while len(self._pictures) >= _MOST_PICTURES:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[number, dpi] = self._picture(number, dpi)
        return self._pictures[number, dpi]

    def _picture(self, number: int, dpi: int) -> NDArray[np.uint32]:
        import numpy as np

        bitmap = self._rendered(number, dpi, rev_byteorder=True, prefer_bgrx=True)
        pixels: NDArray[np.uint32] = np.ascontiguousarray(bitmap.to_numpy()).view(np.uint32)[..., 0]
        return pixels

    def _rendered(self, number: int, dpi: int, **options: bool) -> Any:
        # P102 reports a page that turns itself; here it is rendered without the rotation.
        upright = -self._frames[number - 1].rotation % 360
        return self._page(number).render(scale=dpi / 72, rotation=upright, may_draw_forms=False, **options)

    def codes(self, number: int) -> list[DecodedCode]:
        """Return every code on the page that a phone might open, expected or not; each page is searched once."""
        if number not in self._codes:
            view = self.page(number)
            scale = 72 / view.dpi
            self._codes[number] = []
            for decoded in decode(view.image):
                left, top, right, bottom = (edge * scale for edge in decoded.box)
                box = (view.left + left, view.top - bottom, view.left + right, view.top - top)
                self._codes[number].append(decoded._replace(box=box))
        return self._codes[number]
