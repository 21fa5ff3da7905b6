"""ToUnicode maps: what the codes of a font mean (ISO 32000-1, 9.10.3).

A map is a program in PostScript, of which readers carry out as much as they know. Each overlooks something else: this
one comments and strings, pdfium a second entry for a code, MuPDF that the map has ended. `is_plain_map` tells whether
there is anything of which they could make different texts.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"(<[0-9A-Fa-f\s]*>)|(\[)|(\])|([A-Za-z]+)")

_PLAIN = re.compile(
    rb"""
    (?: /CIDInit \s /ProcSet \s findresource \s begin \s 12 \s dict \s begin \s begincmap \s
        /CIDSystemInfo \s << \s /Registry \s \(Adobe\) \s /Ordering \s \(UCS\) \s /Supplement \s 0 \s >> \s def \s
        /CMapName \s /Adobe-Identity-UCS \s def \s /CMapType \s 2 \s def \s )?
    1 \s begincodespacerange \s <0000> \s <FFFF> \s endcodespacerange
    (?: \s [0-9]{1,3} \s beginbfchar (?: \s++ <[0-9A-Fa-f]{4}> \s++ <(?:[0-9A-Fa-f]{4})++> )++ \s++ endbfchar )*+
    (?: \s endcmap \s CMapName \s currentdict \s /CMap \s defineresource \s pop \s end \s end )?
    \s*
    """,
    re.VERBOSE,
)
"""A map with one text for each code, and nothing else. Nothing is tried twice, however long it is."""


def is_plain_map(cmap: bytes, count: int) -> bool:
    """Return whether a map that was read as *count* texts lists exactly these, without anything around them."""
    # A code and its text are two strings, the bounds of the codes two more.
    return bool(_PLAIN.fullmatch(cmap)) and cmap.replace(b"<<", b"").count(b"<") == 2 * count + 2


def texts_by_code(cmap: bytes) -> dict[int, str]:
    """Return a ToUnicode CMap as {code: text} (ISO 32000-1, 9.10.3)."""
    texts: dict[int, str] = {}
    pending: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for string, opening, closing, word in _TOKEN.findall(cmap):
        if string:
            digits = _bytes_of_hex(string[1:-1])
            (pending if inner is None else inner).append(digits)
        elif opening:
            inner = []
        elif closing:
            if inner is not None:
                pending.append(inner)
                inner = None
        elif word in (b"beginbfchar", b"beginbfrange", b"begincodespacerange"):
            pending = []
        elif word == b"endbfchar":
            for code, text in zip(pending[::2], pending[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    texts[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
        elif word == b"endbfrange":
            _add_ranges(texts, pending)
    return texts


def _add_ranges(texts: dict[int, str], pending: list[bytes | list[bytes]]) -> None:
    for low, high, target in zip(pending[::3], pending[1::3], pending[2::3], strict=False):
        if not (isinstance(low, bytes) and isinstance(high, bytes)):
            continue
        first = int.from_bytes(low, "big")
        span = range(min(int.from_bytes(high, "big"), 65535) - first + 1)
        if isinstance(target, list):
            texts.update((first + i, target[i].decode("utf-16-be", "replace")) for i in span if i < len(target))
        else:
            for i in span:
                last = int.from_bytes(target[-2:], "big") + i
                texts[first + i] = (target[:-2] + (last & 0xFFFF).to_bytes(2, "big")).decode("utf-16-be", "replace")


def _bytes_of_hex(digits: bytes) -> bytes:
    """Return the bytes of a hexadecimal string; a missing last digit counts as zero (ISO 32000-1, 7.3.4.3)."""
    compact = digits.decode("ascii")
    if not compact.isalnum():
        compact = "".join(compact.split())
    return bytes.fromhex(compact + "0" * (len(compact) % 2))
