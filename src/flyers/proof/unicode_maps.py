"""ToUnicode maps: what the codes of a font mean (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"(<[0-9A-Fa-f\s]*>)|(\[)|(\])|([A-Za-z]+)")


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
