"""An archive whose bytes depend on its contents alone."""

from __future__ import annotations

import hashlib
import io
import stat
import time
import zipfile
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_FIRST_MOMENT = 315532800
"""1980-01-01, before which a ZIP archive knows no date (APPNOTE.TXT, 4.4.6)."""


def archive(folder: str, files: Mapping[str, bytes], moment: int) -> bytes:
    """A ZIP of *files*, in that order and inside *folder*, followed by their checksums.

    Everything is stored: PDFs are compressed already, and compressors differ from machine to machine. All files are of
    the one *moment* (seconds since 1970, UTC) and may be read by everybody.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in {**files, SUMS: checksums(files)}.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", time.gmtime(max(moment, _FIRST_MOMENT))[:6])
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            package.writestr(entry, data)
    return buffer.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum`` writes and checks them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()
