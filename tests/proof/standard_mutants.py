"""The registry of mutants of press files that no longer meet PDF/X."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from realfiles import ROOT, RealFile

CARD = ("es", "wallet-card")
CONDITIONS = ("gracol", "swop3", "fogra39", "uncoated")
X4, X1A = "4", "1a"
SRGB = ROOT / "src" / "flyers" / "pdf" / "data" / "sRGB.icc"
PROFILES = ROOT / "content" / "press" / "profiles"

Edit = Callable[[pikepdf.Pdf], None]
MUTANTS: dict[str, tuple[set[str], str, Callable[[RealFile], bytes]]] = {}


def mutant(*codes: str, pdfx: str = X4) -> Callable[[Edit], Edit]:
    """Register a change to the objects of a press file, and the codes that must be found in it."""

    def register(edit: Edit) -> Edit:
        MUTANTS[edit.__name__] = (set(codes), pdfx, lambda file: edited(file, edit))
        return edit

    return register


def edited(file: RealFile, edit: Edit) -> bytes:
    """Return the file after *edit* with nothing else changed: no streams decompressed by qpdf, no XMP fixed by pikepdf."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        edit(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return out.getvalue()


def whole_mutant(*codes: str, pdfx: str = X4) -> Callable[[Callable[[RealFile], bytes]], Callable[[RealFile], bytes]]:
    """Register a function that makes a whole mutant, and the codes that must be found in it."""

    def register(make: Callable[[RealFile], bytes]) -> Callable[[RealFile], bytes]:
        MUTANTS[make.__name__] = (set(codes), pdfx, make)
        return make

    return register


def rewritten(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    """Replace a text in the XMP packet."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode())


def resources(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources
