"""The streams of an open file, unpacked."""

from __future__ import annotations

from pikepdf import Stream

_KEPT_BYTES = 8_000_000
"""Of unpacked streams that are kept while a file is read. Those of this campaign's files have some 200 kB together."""


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
