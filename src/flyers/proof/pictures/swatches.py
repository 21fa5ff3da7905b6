"""How pdfium shows the colours of a page: measured on a page of swatches, not computed."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flyers.proof.pdfium import alone
from flyers.proof.pictures.expected import ExpectedColour

Rgb = tuple[int, int, int]

_OPERATORS = {"DeviceCMYK": "k", "DeviceRGB": "rg", "DeviceGray": "g"}

_SIDE = 8
"""Pixels of a swatch."""

_KNOWN: dict[ExpectedColour, Rgb] = {}


def shown(colours: Iterable[ExpectedColour]) -> dict[ExpectedColour, Rgb]:
    """Return the colour of a pixel that is filled with each of *colours*."""
    wanted = dict.fromkeys(colours)
    unknown = [colour for colour in wanted if colour not in _KNOWN]
    if unknown:
        _KNOWN.update(zip(unknown, _measured(unknown), strict=True))
    return {colour: _KNOWN[colour] for colour in wanted}


@alone
def _measured(colours: list[ExpectedColour]) -> list[Rgb]:
    import pikepdf
    import pypdfium2

    fills = [
        f"{' '.join(f'{value:.3f}' for value in colour.values)} {_OPERATORS[colour.space]} "
        f"{_SIDE * index} 0 {_SIDE} {_SIDE} re f"
        for index, colour in enumerate(colours)
    ]
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(_SIDE * len(colours), _SIDE)).Contents = pdf.make_stream("\n".join(fills).encode())
    data = io.BytesIO()
    pdf.save(data)
    page = pypdfium2.PdfDocument(data.getvalue())[0]
    image = page.render(scale=1, rev_byteorder=True).to_pil().convert("RGB")
    return [image.getpixel((_SIDE * index + _SIDE // 2, _SIDE // 2)) for index in range(len(colours))]
