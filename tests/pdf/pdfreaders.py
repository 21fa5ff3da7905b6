"""PDF readers, each as a function that returns the text of every page, and how extracted text is compared."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.pdfjs import pdfjs as build


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


def pdfjs(data: bytes) -> list[str]:
    """Return what copying from Firefox gives."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        return build.extract(path)


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "poppler": poppler,
    "poppler -raw": poppler_raw,
    "pdfium": pdfium,
    "mupdf": mupdf,
    "mutool": mutool,
    "pdf.js": pdfjs,
}

TOOLS = {"poppler": "pdftotext", "poppler -raw": "pdftotext", "mutool": "mutool", "pdf.js": "pdf.js"}


IN_ARABIC_SCRIPT = ("ar", "ur", "fa-AF", "ps")


def available(reader: str) -> bool:
    if reader == "pdf.js":
        return build.folder() is not None
    return reader not in TOOLS or shutil.which(TOOLS[reader]) is not None


MOST = 2048
"""Pages and messages that are known in a form to be compared: each page is asked for every message that stands on it."""


@lru_cache(maxsize=MOST)
def bare(text: str, language: str) -> str:
    """Return *text* in NFKC without white space and soft marks, and in Arabic script without combining marks."""
    dropped = {"Cf", "Cc", "Zs", "Zl", "Zp"} | ({"Mn"} if language in IN_ARABIC_SCRIPT else set())
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in dropped)


def extracted(text: str, page: str, language: str, reader: str) -> bool:
    """Return whether *page*, as *reader* gives it, has *text*.

    Of right-to-left text only pdf.js gives signs in their places, and ``poppler -raw`` no more than whole numbers
    (bench/pdf-readers.md).
    """
    wanted, found = bare(text, language), bare(page, language)
    rtl = language in IN_ARABIC_SCRIPT or any(unicodedata.bidirectional(char) in ("R", "AL") for char in wanted)
    if reader == "pdf.js" or not rtl:
        return wanted in found
    if reader == "poppler -raw":
        return all(number in found for number in re.findall(r"\d+", wanted))
    return "".join(filter(str.isalnum, wanted)) in "".join(filter(str.isalnum, found))


_CONTROLS = dict.fromkeys(
    [*map(ord, "\u00ad\u034f\u061c\u200b\u200e\u200f\ufeff\ufffe\x02"), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Marks that readers need and that nobody sees, and the bidi algorithm's embeddings and isolates; None removes them."""


@lru_cache(maxsize=MOST)
def spaced(text: str) -> tuple[str, list[str]]:
    """Return the characters of *text* in NFKC, joiners and marks among them, and the white space before each."""
    chars, gaps = "", []
    for gap, word in re.findall(r"(\s*)(\S+)", unicodedata.normalize("NFKC", text.translate(_CONTROLS))):
        chars += word
        gaps += [gap, *[""] * (len(word) - 1)]
    return chars, gaps


def whole(text: str, page: str) -> bool:
    """Return whether *page* has *text* with all its marks and joiners, and white space wherever *text* has it."""
    wanted, wanted_gaps = spaced(text)
    found, found_gaps = spaced(page)
    start = found.find(wanted)
    while start >= 0:
        gaps = found_gaps[start : start + len(wanted)]
        if all(there or not here for here, there in zip(wanted_gaps[1:], gaps[1:], strict=True)):
            return True
        start = found.find(wanted, start + 1)
    return False


def inner_spaces(text: str, page: str) -> list[str]:
    """Return the words of *text* that *page* has with a space in them; a line may end in a word."""
    wanted, wanted_gaps = spaced(text)
    found, found_gaps = spaced(page)
    start = found.find(wanted)
    if start < 0:
        return []
    gaps = zip(wanted_gaps[1:], found_gaps[start + 1 : start + len(wanted)], strict=True)
    return [
        wanted[max(0, place - 5) : place + 5]
        for place, (here, there) in enumerate(gaps, start=1)
        if there and not here and not set(there) & set("\r\n")
        if wanted[place - 1].isalpha() and wanted[place].isalpha()
    ]
