"""Objects of a PDF file, and the file of numbered objects that they make (PDF 32000-1, 7.3 and 7.5).

Plain values stand for themselves: numbers, and text for operators that are written already (``true``, an array of
widths). The same objects in the same order make the same bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from math import log10

_HEAD = b"%%PDF-%d.%d\n%%\x93\x8c\x8b\x9e\n"
"""The version, and a comment with bytes above 127, which says that the file is not text (7.5.2)."""

_SPECIAL = frozenset("%()<>{}[]#/")
"""Characters with a meaning of their own, which names write as codes (7.3.5)."""

_PDFDOC = (
    dict(zip("\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc", range(24, 32), strict=True))
    | {chr(code): code for code in (*range(24), *range(32, 127), *range(161, 173), *range(174, 256))}
    | dict(
        zip(
            "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018"
            "\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e",
            range(128, 159),
            strict=True,
        )
    )
    | {"\u20ac": 160}
)
"""PDFDocEncoding, in which strings are written that need no other characters (annex D.2)."""

_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")
"""What other encodings begin with (7.9.2.2)."""

_ESCAPED = [f"\\{code:03o}" if code < 32 or code > 126 else chr(code) for code in range(256)]
for _code in b"\\()":
    _ESCAPED[_code] = f"\\{chr(_code)}"

_ROW = 6
"""Entries of a dictionary on a line."""
_LONG_ROW = 10
"""Values of an array on a line."""


class Name(str):
    """A name, as it is written: ``/FlateDecode``."""

    __slots__ = ()

    def __new__(cls, text: str) -> Name:
        codes = (char if "!" <= char <= "~" and char not in _SPECIAL else f"#{ord(char):02x}" for char in text)
        return super().__new__(cls, "/" + "".join(codes))


class Text:
    """A string of text for people, or of ASCII for programs."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def written(self) -> bytes:
        codes = [_PDFDOC.get(char) for char in self.text]
        data = bytes([code for code in codes if code is not None])
        if len(data) < len(codes) or data.startswith(_MARKS):
            data = b"\xfe\xff" + self.text.encode("utf-16-be")
        return f"({''.join([_ESCAPED[code] for code in data])})".encode("ascii")


class Reference:
    """A reference to the object called *name*, which may be added to the file later."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Dictionary:
    """A dictionary; its keys are the texts of names."""

    def __init__(self, entries: Mapping[str, object]) -> None:
        self.entries = dict(entries)


class Array:
    """An array."""

    def __init__(self, values: Iterable[object]) -> None:
        self.values = list(values)


class Stream:
    """A stream, always an object of its own; compressed unless it says otherwise."""

    def __init__(self, data: bytes, entries: Mapping[str, object] | None = None, *, compress: bool = True) -> None:
        self.data = data
        self.entries = dict(entries or {})
        self.compress = compress


class ObjectFile:
    """The numbered objects of one file.

    Attributes:
        digest: of everything that the file is told apart by; becomes its identifier (14.4).
    """

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self._numbers: dict[str, int] = {}
        self._objects: list[object] = []
        self._names: dict[int, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def add(self, value: object, name: str = "") -> Reference:
        """Return a reference to *value*, which gets the next number unless it has one; it may have a *name*.

        Raises:
            ValueError: another object has the name.
        """
        known = self._names.get(id(value))
        if known is None:
            known = name or f"object {len(self._objects) + 1}"
            if known in self._numbers:
                raise ValueError(f"Two objects are called {known}.")
            self._objects.append(value)  # and so keeps its place in memory
            self._numbers[known] = len(self._objects)
            self._names[id(value)] = known
        return Reference(known)

    def written(self, version: tuple[int, int], root: Reference, information: Reference) -> bytes:
        """Return the whole file. Objects that are met first while others are written get the numbers after them."""
        parts = [_HEAD % version]
        end = len(parts[0])
        places: list[int] = []
        for value in self._objects:
            places.append(end)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (len(places), self._at_top(value)))
            end += len(parts[-1])
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        parts += [b"%010d 00000 n \n" % place for place in places]
        identifier = self.digest.hexdigest().encode()
        parts.append(
            b"trailer\n<<\n/ID [<%b><%b>]\n/Info %b\n/Root %b\n/Size %d\n>>\nstartxref\n%d\n%%%%EOF\n"
            % (identifier, identifier, self._part(information), self._part(root), len(places) + 1, end)
        )
        return b"".join(parts)

    def _at_top(self, value: object) -> bytes:
        if not isinstance(value, Stream):
            return self._part(value)
        data, entries = value.data, dict(value.entries)
        if value.compress:
            data = zlib.compress(data, 6)
            entries["Filter"] = Name("FlateDecode")
        entries["Length"] = len(data)
        self.digest.update(data)
        # ISO 19005-2, 6.1.7.1 wants an end of line before “endstream”.
        return b"%b\nstream\n%b\nendstream" % (self._part(Dictionary(entries)), data)

    def _part(self, value: object) -> bytes:
        match value:
            case str():
                return value.encode("ascii")
            case int():
                return b"%d" % value
            case float():
                return _number(value).encode("ascii")
            case Text():
                return value.written()
            case Reference():
                return b"%d 0 R" % self._numbers[value.name]
            case Dictionary():
                entries = [
                    b"%b %b" % (Name(key).encode("ascii"), self._part(entry))
                    for key, entry in sorted(value.entries.items())
                ]
                return b"<<\n%b\n>>" % _in_rows(entries, _ROW)
            case Array():
                return b"[ %b ]" % _in_rows([self._part(one) for one in value.values], _LONG_ROW)
            case Stream():
                return self._part(self.add(value))
        raise TypeError(f"{value!r} is no object of a PDF file")


def _in_rows(parts: list[bytes], length: int) -> bytes:
    rows = [b" ".join(parts[start : start + length]) for start in range(0, len(parts), length)]
    return b" \n  ".join(rows)


def _number(value: float) -> str:
    """Return a number with six digits, without zeros that say nothing: ``27``, ``.5``, ``-.25``."""
    size = abs(value)
    if size <= 1e-7:
        return "0"
    places = 6 if size <= 1 else min(max(0, 6 - int(log10(size))), 6)
    written = f"{value:.{places}f}"
    if places:
        written = written.rstrip("0").rstrip(".")
    return written[1:] if written.startswith("0") and len(written) > 1 else written
