"""How pdfium shows a photograph: drawn by it on a page of its own, as no other scaling would give the same pixels."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from flyers.proof.geometry import Box
from flyers.proof.pdfium import alone
from flyers.proof.pictures.expected import ExpectedPhotograph
from flyers.proof.pictures.frames import Frame, PixelBox, within

_AROUND = 2
"""Pixels by which what is drawn of a page reaches beyond its photograph: pdfium may round to the next one."""


@lru_cache(maxsize=8)
def photograph_pixels(photograph: ExpectedPhotograph, frame: Frame) -> tuple[PixelBox, NDArray[np.uint32]]:
    """Return the pixels of *frame* that *photograph* fills, and what they show, as a page's picture has them."""
    nothing = (0, 0, 0, 0), np.zeros((0, 0), dtype=np.uint32)
    left, top, right, bottom = frame.outer(photograph.box)
    # On a sheet with twenty photographs, drawing each on the whole sheet took most of the proof's time.
    part = within((left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND), frame.whole)
    if part is None:
        return nothing
    black = ExpectedPhotograph(photograph.box, 1, 1, "DeviceGray", False, "", "", "", b"\0")
    rows, columns = np.nonzero(_rendered(black, frame, part) & 0xFF < 0x80)
    if not len(rows):
        return nothing
    left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    box = part[0] + int(left), part[1] + int(top), part[0] + int(right), part[1] + int(bottom)
    return box, _rendered(photograph, frame, part)[top:bottom, left:right].copy()


@alone
def _rendered(photograph: ExpectedPhotograph, frame: Frame, part: PixelBox) -> NDArray[np.uint32]:
    """Return *part* of the picture of a page that shows *photograph* alone."""
    import pypdfium2
    import pypdfium2.raw

    page = pypdfium2.PdfDocument(_pdf(photograph, frame))[0]
    left, top, right, bottom = part
    bitmap = pypdfium2.PdfBitmap.new_native(right - left, bottom - top, pypdfium2.raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, right - left, bottom - top)
    pypdfium2.raw.FPDF_RenderPageBitmap(bitmap, page, -left, -top, frame.width, frame.height, 0, 0)
    pixels: NDArray[np.uint32] = np.ascontiguousarray(bitmap.to_numpy()).view(np.uint32)[..., 0]
    return pixels


def _pdf(photograph: ExpectedPhotograph, frame: Frame) -> bytes:
    import pikepdf
    from pikepdf import Dictionary, Name

    width, height = frame.width / frame.across, frame.height / frame.down
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    image = pdf.make_stream(photograph.data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = photograph.width, photograph.height, 8
    image.ColorSpace = Name(f"/{photograph.space}")
    if photograph.is_jpeg:
        image.Filter = Name.DCTDecode
    page.Resources = Dictionary(XObject=Dictionary(Im=image))
    left, bottom, right, top = _on_page(photograph.box, frame, height)
    operators = f"{right - left:.3f} 0 0 {top - bottom:.3f} {left:.3f} {bottom:.3f} cm /Im Do"
    page.Contents = pdf.make_stream(operators.encode())
    data = io.BytesIO()
    # To pack what is unpacked at once took two fifths of the proof of a sheet with twenty photographs.
    pdf.save(data, compress_streams=False)
    return data.getvalue()


def _on_page(box: Box, frame: Frame, height: float) -> Box:
    """Return *box* counted from the lower left corner of the frame."""
    left, bottom = frame.left, frame.top - height
    return box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom
