"""How pdfium shows colours: measured on a page of swatches, not computed."""

from __future__ import annotations

import io
from functools import lru_cache

from flyers.proof.colours import PdfColour
from flyers.proof.pdfium import alone

_OPERATORS = {"DeviceCMYK": "k", "DeviceRGB": "rg", "DeviceGray": "g"}

_SIDE = 8
"""Pixels of a swatch."""


@lru_cache(maxsize=256)
@alone
def shown(colour: PdfColour) -> tuple[int, int, int]:
    """Return red, green and blue of a pixel that is filled with *colour*."""
    import pikepdf
    import pypdfium2

    fill = f"{' '.join(f'{value:.3f}' for value in colour.values)} {_OPERATORS[colour.space]} 0 0 {_SIDE} {_SIDE} re f"
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(_SIDE, _SIDE)).Contents = pdf.make_stream(fill.encode())
    data = io.BytesIO()
    pdf.save(data)
    page = pypdfium2.PdfDocument(data.getvalue())[0]
    red, green, blue = page.render(scale=1, rev_byteorder=True).to_pil().convert("RGB").getpixel((_SIDE // 2,) * 2)
    return red, green, blue
