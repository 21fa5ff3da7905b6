"""How a file is written: whether every program finds the same objects in it.

qpdf, by which the proof reads files, takes the last of two equal entries of a dictionary, and Ghostscript the first. It
tells revisions of an object apart, while pdfium and MuPDF pass over the number of the revision. Where the place of the
table of objects is written a little otherwise (after a comment, with a sign), qpdf finds it, but pdf.js, MuPDF, poppler
and Ghostscript look through the whole file for objects and take the last version of each, so that they show another
page. So every byte around the contents of streams is looked at: after the header there is one object after the other,
each where the table says, then the table, its trailer and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Name

TRAILER = frozenset(("/Size", "/Root", "/Info", "/ID"))
"""The entries of a trailer that say where to begin."""

_HEADER = re.compile(rb"%PDF-\d\.\d\n%(?!PDF)[^\r\n]{1,80}\n")

_TABLE = re.compile(rb"xref\n0 ([1-9]\d{0,6})\n0000000000 65535 f \n")
_ROWS = re.compile(rb"(?:\d{10} 00000 n \n)*+")
_ROW = 20
"""Bytes of a row of the table (ISO 32000-1, 7.5.4)."""

_COMMENT = re.compile(rb"\n% ReportLab generated PDF document[^\r\n%]{1,60}\n")
"""The only one in our files besides the header; it is in the trailer."""

_END = re.compile(rb"startxref\n([1-9]\d{0,9})\n%%EOF\n?")

_LENGTH = re.compile(rb"/Length (\d{1,9})\s*(?=[/>])")
_AFTER_STREAM = re.compile(rb"\n?endstream\nendobj\n{1,2}")

_CONTAINERS = b"<["
"""The first bytes of an object of ours: a dictionary, a stream or an array. poppler finds no tags where the type of
their tree is an object of its own."""

_STREAM = re.compile(r"^stream <.*?>: ")
"""The address in memory of what was read, with which a warning about the whole file begins."""

_STRING = re.compile(rb"\((?:[^()\\]|\\.)*+\)", re.DOTALL)
_HEAD = re.compile(rb"\d\s+\d+\s+obj(?![A-Za-z])")
_OTHER_REVISION = re.compile(rb"\d\s+(?!0\s)\d+\s+R(?![A-Za-z])")

_SPACES = b" \n\r\t\f\0"

_ODD_BYTES = b"%\r\t\f\0"
"""Comments, and white space that our files do without: programs differ in what ends a comment, or a word."""


class _WrittenOtherwiseError(Exception):
    """The file is written in another way than ours are; says in words what is different."""


def ambiguities(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield in words what programs read differently in the file *data*, all objects of which *pdf* has read."""
    for warning in dict.fromkeys(_STREAM.sub("", str(warning).rpartition("): ")[2]) for warning in pdf.get_warnings()):
        yield f"it breaks the rules of PDF: {warning}"
    if not data.startswith(b"%%PDF-%s\n" % pdf.pdf_version.encode()):
        yield "something else is in the line of its version"
    if pdf.is_linearized:
        yield (
            "it was rearranged for loading page by page (linearized, “fast web view”), which makes it another file "
            "with another checksum: publish the file as it was built"
        )
        return
    if pdf.trailer.get("/Type") == Name.XRef:
        yield "its table of objects is packed"
        return
    if others := set(pdf.trailer.keys()) - TRAILER:
        yield f"its trailer has the entry {min(others)[1:]}"
    try:
        around = _around_streams(data, len(pdf.objects))
    except _WrittenOtherwiseError as error:
        yield str(error)
        return
    if _has_other_revisions(around):
        yield "it refers to another revision of an object"


def _around_streams(data: bytes, count: int) -> bytes:
    """Return the *count* objects of a file, without the contents of streams, and its trailer.

    Raises:
        _WrittenOtherwiseError: there is anything else in it, or programs may find other objects.
    """
    last = data.rfind(b"startxref")
    end, header = _END.fullmatch(data, max(last, 0)), _HEADER.match(data)
    if end is None or data.count(b"startxref") > 1:
        raise _WrittenOtherwiseError("it has several tables of its objects, or something follows the last one")
    table = int(end[1])
    begins = _TABLE.match(data, table)
    rows_end = begins.end() + _ROW * count if begins else 0
    if begins is None or int(begins[1]) != count + 1 or not _ROWS.fullmatch(data, begins.end(), rows_end):
        raise _WrittenOtherwiseError("its table of objects is cut short, or has something else in it")
    places = [int(data[at : at + 10]) for at in range(begins.end(), rows_end, _ROW)]
    order = sorted(range(count), key=places.__getitem__)
    ends = [*(places[number] for number in order[1:]), table]
    if header is None or not order or places[order[0]] != header.end():
        raise _WrittenOtherwiseError("something stands before its first object")
    words = [_without_contents(data[places[at] : to], at + 1) for at, to in zip(order, ends, strict=True)]
    trailer = _COMMENT.sub(b"\n", data[rows_end:last], count=1)
    around = b"".join((*words, trailer))
    _look_for_others(around, count)
    return around


def _without_contents(piece: bytes, number: int) -> bytes:
    """Return the object of that *number*, which is all of *piece*, without the contents of a stream.

    Raises:
        _WrittenOtherwiseError: it is something else.
    """
    words, begins, _ = piece.partition(b">>\nstream\n")
    if begins:
        lengths = _LENGTH.findall(words + b">")
        at = len(words) + len(begins) + (int(lengths[0]) if len(lengths) == 1 else 0)
        whole = len(lengths) == 1 and _AFTER_STREAM.fullmatch(piece, at) is not None
        words += b">>\nendobj\n"
    else:
        whole = piece.endswith((b"\nendobj\n", b"\nendobj\n\n"))
    head = b"%d 0 obj\n" % number
    if not whole or not words.startswith(head):
        raise _WrittenOtherwiseError("it has something between its objects, or a stream without its length")
    if words[len(head)] not in _CONTAINERS:
        raise _WrittenOtherwiseError("a single name or number is an object of its own, which some programs pass over")
    return words


def _look_for_others(around: bytes, count: int) -> None:
    """Look for further objects and for comments in what stands *around* the streams of *count* objects.

    Raises:
        _WrittenOtherwiseError: there are some.
    """
    if around.count(b"obj") == 2 * count and not any(map(around.count, (b"%c" % byte for byte in _ODD_BYTES))):
        return
    # Some of it may be in texts. A program that looks for objects finds those there too.
    plain = _STRING.sub(b"()", around)
    if plain.count(b"obj") != 2 * count or len(_HEAD.findall(around)) != count:
        raise _WrittenOtherwiseError("it has objects that are in no table, or several versions of one")
    if any(map(plain.count, (b"%c" % byte for byte in _ODD_BYTES))):
        raise _WrittenOtherwiseError("it has a comment, or white space that programs read differently")


def _has_other_revisions(around: bytes) -> bool:
    # Nearly all files have nothing left that could be a reference, which is seen in a twentieth of the time.
    rest = around.replace(b" 0 R", b"").replace(b" ReportLab", b"")
    return any(rest.count(b"%cR" % space) for space in _SPACES) and bool(_OTHER_REVISION.search(around))
