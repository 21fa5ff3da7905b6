"""Collects the rows of ``--json`` in a temporary file, so that memory does not grow with them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any


class JsonOnDisk:
    """Rows of JSON values, added in any order and read in the order of their places.

    A system error while they are written or read is a full or broken disk: the command reports it as a lost output.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._starts: dict[int, int] = {}

    def add(self, place: int, rows: Sequence[Any]) -> None:
        """Add the *rows* of a place, once."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="flyers-")  # noqa: SIM115 - open until `close`
        self._starts[place] = self._file.tell()
        self._file.write(json.dumps(rows).encode() + b"\n")

    def parts(self) -> Iterator[list[Any]]:
        """Yield the rows of each place. Nothing can be added afterwards."""
        for _, start in sorted(self._starts.items()):
            assert self._file is not None
            self._file.seek(start)
            yield json.loads(self._file.readline())

    def close(self) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()
