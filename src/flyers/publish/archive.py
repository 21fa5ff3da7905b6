"""A ZIP archive whose bytes depend only on its contents."""

from __future__ import annotations

import hashlib
import io
import stat
import time
import zipfile
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_FIRST_MOMENT = 315532800
"""1980-01-01, the earliest date of a ZIP entry (APPNOTE.TXT, 4.4.6)."""


def archive(folder: str, files: Mapping[str, bytes], moment: int) -> bytes:
    """Return a ZIP of *files*, in that order and inside *folder*, followed by their checksums.

    Nothing is compressed: PDFs already are, and compressors differ between machines. All entries have the date *moment*
    (seconds since 1970, UTC) and are readable by everybody.
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
    """Return the SHA-256 checksums of *files* in the format of ``sha256sum``."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()).encode()
