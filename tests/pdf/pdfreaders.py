"""PDF readers, each as a function that returns the text of every page, and how extracted text is compared."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path


def poppler(data: bytes, *options: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdftotext", *options, "-enc", "UTF-8", path, "-"], check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def poppler_raw(data: bytes) -> list[str]:
    return poppler(data, "-raw")


def mutool(data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        done = subprocess.run(["mutool", "draw", "-q", "-F", "txt", path], check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def mupdf(data: bytes) -> list[str]:
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as document:
        return [page.get_text() for page in document]


def pdfium(data: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "poppler": poppler,
    "poppler -raw": poppler_raw,
    "pdfium": pdfium,
    "mupdf": mupdf,
    "mutool": mutool,
}

TOOLS = {"poppler": "pdftotext", "poppler -raw": "pdftotext", "mutool": "mutool"}


IN_ARABIC_SCRIPT = ("ar", "ur", "fa-AF", "ps")


def available(reader: str) -> bool:
    return reader not in TOOLS or shutil.which(TOOLS[reader]) is not None


def bare(text: str, language: str) -> str:
    """Return *text* in NFKC without white space and soft marks, and in Arabic script without combining marks."""
    dropped = {"Cf", "Cc", "Zs", "Zl", "Zp"} | ({"Mn"} if language in IN_ARABIC_SCRIPT else set())
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in dropped)
