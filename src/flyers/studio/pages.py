"""Pictures of painted pages: drawn by pdfium, as PNG files without loss that are quick to make and quick to read."""

from __future__ import annotations

import struct
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flyers.errors import FlyersError
from flyers.files import build_time
from flyers.page.document import Document, Element, Page, QrCode, TextLine
from flyers.page.editions import EDITIONS, Edition, PageBoxes, page_boxes
from flyers.page.items import Rectangle, extent, union
from flyers.pdf.painter import paint
from flyers.pipeline.plan import ALL, IMAGE, PHONE, Job, choose
from flyers.pipeline.recipe import compose_job
from flyers.pipeline.session import Session
from flyers.proof.images import PageFrame, Raster
from flyers.records import dataclass
from flyers.studio.live import Drafts, Live
from flyers.studio.requests import text
from flyers.translation.localization import Localization

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


LESS = 1e-6  # Share by which a picture is smaller before its pixels are rounded up: a float's noise adds no row.


def drawn(raster: Raster, number: int, scale: float) -> NDArray[np.uint8]:
    """Return page *number*, counted from 1, at *scale* pixels for a point: rows of red, green and blue."""
    import numpy as np

    pixels = raster.picture(number, scale * (1 - LESS) * 72)
    return np.ascontiguousarray(pixels.view(np.uint8).reshape(*pixels.shape, 4)[:, :, 2::-1])


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return *pixels*, rows of red, green and blue, as a PNG file.

    A page is mostly even colour, so one filter for all rows and the fastest compression serve. Pillow tries every
    filter for each row, which takes more than twice as long.
    """
    import numpy as np

    height, width, _ = pixels.shape
    flat = pixels.reshape(height, width * 3)
    rows = np.empty((height, 1 + width * 3), np.uint8)
    rows[:, 0] = 2  # the filter that keeps the difference to the row above (W3C PNG, 9.2)
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits of red, green and blue (11.2.2)
    chunks = {b"IHDR": header, b"sRGB": b"\0", b"IDAT": zlib.compress(rows.tobytes(), 1), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks.items()
    )


def page_overlays(document: Document, index: int, edition: Edition) -> dict[str, Any]:
    """Return page *index* of *document* as JSON: its size, its boxes, lines of text, blocks and folds."""
    page = document.pages[index]
    boxes = page_boxes(page, edition)
    box = partial(_in_picture, boxes)
    order = {item: number for number, item in enumerate(_read(document.structure, index), start=1)}
    by_block: dict[str, list[Rectangle]] = {}
    for item in page.items:
        by_block.setdefault(item.block, []).append(extent(item))
    top, bottom = page.covered
    clear = (page.safe, max(page.safe, bottom), page.width - page.safe, page.height - max(page.safe, top))
    return {
        "face": page.face,
        "width": boxes.media[2],
        "height": boxes.media[3],
        "direction": page.direction or document.direction,
        "trims": [box(piece) for piece in page.pieces or ((0.0, 0.0, page.width, page.height),)],
        "bleed": box((-page.bleed, -page.bleed, page.width + page.bleed, page.height + page.bleed)),
        "safe": None if page.pieces else box(clear),
        "folds": [box((fold, 0.0, fold, page.height)) for fold in page.folds]
        + [box((0.0, fold, page.width, fold)) for fold in page.level_folds],
        "lines": [
            {
                "box": box(extent(item)),
                "message": str(item.message),
                "language": item.message.language or ("" if item.message.is_contact else document.language),
                "block": item.block,
                "role": item.role,
                "size": item.size,
                "floor": item.floor,
                "text": item.text,
                "order": order.get(number, 0),
            }
            for number, item in enumerate(page.items)
            if isinstance(item, TextLine)
        ],
        "codes": [
            {"box": box(extent(item)), "contact": item.contact, "target": item.target}
            for item in page.items
            if isinstance(item, QrCode)
        ],
        "blocks": [{"path": path, "box": box(union(parts))} for path, parts in by_block.items() if "/" in path],
    }


def _in_picture(boxes: PageBoxes, rectangle: Rectangle) -> list[float]:
    """Return *rectangle*, points from the trim's lower left, as x, y, width, height from the picture's upper left."""
    left, bottom, right, top = rectangle
    corner = (boxes.trim[0] + left, boxes.media[3] - (top + boxes.trim[1]))
    return [round(value, 2) for value in (*corner, right - left, top - bottom)]


def _read(element: Element, page: int) -> Iterator[int]:
    """Yield the items of *page* in the order in which a screen reader meets them."""
    yield from (item for place, item in element.items if place == page)
    for child in element.children:
        yield from _read(child, page)


LEAST_PIXELS, MOST_PIXELS = 100, 6000  # Of a page's width on a screen.
MOST_PAGE_PIXELS = 24_000_000  # Of a picture: a poster on a dense screen, within the memory of an office computer.
MOST_KEPT = 24  # Pictures that can be asked for by their id; a browser has its own copies of those it shows.


@dataclass(frozen=True, slots=True)
class View:
    """The view of a user: names that the campaign has, and nothing else."""

    product: str
    language: str
    edition: str
    secondary: str = ""  # a tag, `ALL`, or ""

    @classmethod
    def of(cls, asked: dict[str, Any], session: Session) -> View:
        """Return the view that a browser has *asked* for, each name looked up in the campaign."""
        (product,) = choose("product", [text(asked, "product")], session.products_in_all_formats)
        language = session.registry.language(text(asked, "language")).tag
        layout = session.layout(product)
        (edition,) = choose("edition", [text(asked, "edition") or "screen"], list(EDITIONS))
        if layout.is_image:
            edition = IMAGE
        elif edition == IMAGE or (edition == PHONE and not layout.suits_phones):
            edition = "screen"
        second = text(asked, "secondary")
        if layout.many_languages:
            second = ALL
        elif second:
            second = session.registry.language(second).tag if layout.takes_a_second else ""
        return cls(product, language, edition, "" if second == language else second)


class ScreenPages:
    """The pages on screens, and their pictures by id. To be used by the engine's thread only."""

    def __init__(self, live: Live) -> None:
        self._live = live
        # Documents with their labels and the ids of their pictures, so that unchanged pages keep these. A view has two,
        # since saved pages may be shown beside typed ones.
        self._shown: OrderedDict[View, deque[tuple[Document, object, list[str]]]] = OrderedDict()
        self._sights: OrderedDict[str, Callable[[], NDArray[np.uint8]]] = OrderedDict()

    def compose(self, view: View, drafts: Drafts, pixels: int) -> dict[str, Any]:
        """Return the pages of *view* as JSON: sizes, overlays, and the ids of their pictures, *pixels* wide."""
        moments = [time.perf_counter()]
        session = self._live.session
        localized = self._live.localized(view.language, view.secondary, drafts)
        moments.append(time.perf_counter())
        job = Job(session.folder, view.language, view.product, view.edition, Path(), secondary=view.secondary)
        try:
            composition = compose_job(job, localized, session)
        except FlyersError as error:
            raise error.within(view.product, view.language) from None
        document, edition = composition.document, composition.edition
        moments.append(time.perf_counter())
        label = (session.other_fonts, *_label(document, edition, pixels))  # a page is equal though its letters are not
        pictures = self._known(view, document, label)
        if not all(pictures):
            pdf = paint(document, edition, session.library, build_time())
            file = Raster(pdf, [PageFrame(page_boxes(page, edition).media, 0) for page in document.pages])
            for index, page in enumerate(document.pages):
                if not pictures[index]:
                    pictures[index] = self._keep(partial(drawn, file, index + 1, _scale(page, edition, pixels)))
        self._shown.setdefault(view, deque(maxlen=2)).append((document, label, pictures))
        self._shown.move_to_end(view)
        while len(self._shown) > MOST_KEPT // 2:
            self._shown.popitem(last=False)
        moments.append(time.perf_counter())
        pages = [
            page_overlays(document, index, edition) | {"picture": picture} for index, picture in enumerate(pictures)
        ]
        steps = zip(("localize", "compose", "paint"), pairwise(moments), strict=True)
        seconds = {step: round(end - start, 4) for step, (start, end) in steps}
        return {"view": asdict(view), **_document_json(document, localized, pages), "seconds": seconds}

    def _known(self, view: View, document: Document, label: object) -> list[str]:
        """Return the id of the picture that already shows each page, or ""."""
        ids = [""] * len(document.pages)
        for former, own_label, pictures in self._shown.get(view, ()):
            if own_label == label:
                for index, page in enumerate(document.pages):
                    if former.pages[index] == page and pictures[index] in self._sights:
                        ids[index] = pictures[index]
        return ids

    def _keep(self, sight: Callable[[], NDArray[np.uint8]]) -> str:
        name = token_hex(8)
        self._sights[name] = sight
        while len(self._sights) > MOST_KEPT:
            self._sights.popitem(last=False)
        return name

    def draw(self, picture: str) -> NDArray[np.uint8] | None:
        """Return the pixels of a picture by its id, rows of red, green and blue; None if it isn't known any more."""
        sight = self._sights.get(picture)
        return sight() if sight else None


def _document_json(document: Document, localized: Localization, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the data about a document with these *pages* that the browser shows, as JSON."""
    return {
        "title": document.title,
        "direction": document.direction,
        "draft": document.draft,
        "approval": document.approval.words,
        "code": document.code,
        "pages": pages,
        "untranslated": [str(key) for key in localized.in_english(document.messages)],
        "omissions": [
            {
                "block": each.block,
                "message": str(each.message),
                "instead": str(each.instead or ""),
                "reason": each.reason,
            }
            for each in document.omissions
        ],
        "sizes": dict(document.sizes),
    }


def _label(document: Document, edition: Edition, pixels: int) -> tuple[object, ...]:
    """Return what a picture depends on besides the items of its page: the slug, and its size in pixels."""
    slug = (document.label, document.issue, document.code, document.draft_mark) if edition.slug_line else ()
    return (edition, pixels, len(document.pages), document.colours, *slug)


def _scale(page: Page, edition: Edition, pixels: int) -> float:
    """Return pixels for a point, such that the page is *pixels* wide, within limits."""
    _, _, width, height = page_boxes(page, edition).media
    scale = min(max(pixels, LEAST_PIXELS), MOST_PIXELS) / width
    return float(min(scale, (MOST_PAGE_PIXELS / (width * height)) ** 0.5))
