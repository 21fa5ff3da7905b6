"""Changes of finished PDFs with pikepdf, from which tests of several packages make their mutants."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of an open file: the same for the same objects."""
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True)
    return data.getvalue()


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a file after *edit* has changed its objects."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        return saved(pdf)


def with_content(data: bytes, change: Callable[[str], str], page: int = 0) -> bytes:
    """Return a file with the operators of a page changed, one byte a character; fails if nothing changes."""

    def edit(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[page].Contents.read_bytes().decode("latin-1")
        after = change(before)
        assert after != before, "nothing was changed"
        pdf.pages[page].Contents = pdf.make_stream(after.encode("latin-1"))

    return edited(data, edit)


def with_bytes(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file with the first *old* replaced, outside streams, and its table of objects put right; fails without it.

    pikepdf writes only what it has read, and so nothing that programs would read differently.
    """
    at = data.index(old)
    changed = data[:at] + new + data[at + len(old) :]
    table = changed.rindex(b"\nxref\n") + 1

    def moved(place: re.Match[bytes]) -> bytes:
        return b"%010d" % (int(place[0]) + (len(new) - len(old) if int(place[0]) > at else 0))

    rows = re.sub(rb"\b\d{10}(?= \d{5} n)", moved, changed[table:])
    return changed[:table] + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % table, rows)
