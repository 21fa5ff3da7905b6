"""The streams of an open file, unpacked."""

from __future__ import annotations

import hashlib

from pikepdf import Name, Stream

from flyers.process_cache import ProcessCache

_KEPT_BYTES = 8_000_000
"""Of unpacked streams that are kept while a file is read. Those of this campaign's files have some 200 kB together."""

_MOST_SHARED = 4_000_000
"""Bytes of a stream that is kept for other files: more than profiles of presses have (0.1 to 0.75 of that)."""

_shared: ProcessCache[bytes, bytes] = ProcessCache(2)
"""Unpacked streams by the checksum of their packed bytes."""


class UnpackedStreams:
    """Unpacks the streams of a file. Those that were unpacked to see how large they are need not be unpacked again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], bytes] = {}
        self._left = _KEPT_BYTES

    def keep(self, stream: Stream, data: bytes) -> None:
        """Keep the contents of *stream*, if there is room for them."""
        if len(data) <= self._left:
            self._left -= len(data)
            self._kept[stream.objgen] = data

    def read(self, stream: Stream) -> bytes:
        """Return the contents of *stream*.

        Raises:
            pikepdf.PdfError: they can't be unpacked.
        """
        kept = self._kept.get(stream.objgen)
        return stream.read_bytes() if kept is None else kept


def shared_contents(stream: Stream) -> bytes:
    """Return the contents of a stream that other files may have too, unpacked once for them all.

    To unpack the profile of a press takes half a millisecond, which was a twentieth of the time of reading a file.

    Raises:
        pikepdf.PdfError: they can't be unpacked.
    """
    # Of two filters, or with parameters, the same bytes unpack to something else.
    if stream.get("/Filter") != Name.FlateDecode or "/DecodeParms" in stream:
        return stream.read_bytes()
    key = hashlib.sha256(stream.read_raw_bytes()).digest()
    data = _shared.get(key)
    if data is None:
        data = stream.read_bytes()
        if len(data) <= _MOST_SHARED:
            _shared[key] = data
    return data
