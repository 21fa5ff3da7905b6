"""Which standards a file says that it meets."""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.reading import Reading
from flyers.proof.xmp import XmpPacket, parsed

X4 = "PDF/X-4"
X1A = "PDF/X-1a:2003"
PDF_X = (X4, X1A)
"""The parts of ISO 15930 that a file can be held to here."""


def packet(reading: Reading) -> XmpPacket:
    """The file's XMP packet, read once."""
    found: XmpPacket = reading.once("packet", lambda: parsed(reading.xmp))
    return found


def claimed(reading: Reading) -> Iterator[str]:
    """The file's labels: PDF/X in either of its places, PDF/A, PDF/UA."""
    about = packet(reading)
    labels = [about.get("pdfxid:GTS_PDFXVersion"), reading.info.get("GTS_PDFXVersion", "")]
    if part := about.get("pdfaid:part"):
        labels.append(f"PDF/A-{part}{about.get('pdfaid:conformance').lower()}")
    if part := about.get("pdfuaid:part"):
        labels.append(f"PDF/UA-{part}")
    yield from dict.fromkeys(filter(None, labels))
