"""How a file is written: whether every program finds the same objects in it.

qpdf, by which the proof reads files, takes the last of two equal entries of a dictionary, and Ghostscript the first. It
tells revisions of an object apart, while pdfium and MuPDF pass over the number of the revision. Where a table of
objects is not quite right, some programs look through the whole file for objects, and take the last version of each. So
this module looks at the bytes around streams: one table, one version of every object, no reference to another revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Stream

TRAILER = frozenset(("/Size", "/Root", "/Info", "/ID"))
"""The entries of a trailer that say where to begin."""

TABLE = frozenset(("/Type", "/W", "/Index", "/Filter", "/DecodeParms", "/Length"))
"""Those that a table of objects has beside them where it is a stream (ISO 32000-1, table 17)."""

_SPACES = b" \n\r\t\f\0"

_STREAM = re.compile(r"^stream <.*?>: ")
"""The address in memory of what was read, with which a warning about the whole file begins."""

_HEAD = re.compile(rb"\d\s+\d+\s+obj(?![A-Za-z])")
_OTHER_REVISION = re.compile(rb"\d\s+(?!0\s)\d+\s+R(?![A-Za-z])")


def ambiguities(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield in words what programs read differently in the file *data*, all objects of which *pdf* has read."""
    for warning in dict.fromkeys(_STREAM.sub("", str(warning).rpartition("): ")[2]) for warning in pdf.get_warnings()):
        yield f"it breaks the rules of PDF: {warning}"
    if not data.startswith(b"%%PDF-%s\n" % pdf.pdf_version.encode()):
        yield "something else is in the line of its version"
    others = set(pdf.trailer.keys()) - TRAILER
    if pdf.trailer.get("/Type") == Name.XRef:
        others -= TABLE
    if others:
        yield f"its trailer has the entry {min(others)[1:]}"
    if pdf.is_linearized or data.count(b"startxref") != 1 or not data.rstrip().endswith(b"%%EOF"):
        yield "it has several tables of its objects, or something follows the last one"
    objects, packed = pdf.objects, 0
    if int(pdf.trailer.get("/Size", 0)) <= max((item.objgen[0] for item in objects), default=0):
        yield "its table of objects is cut short"
    around = _without_streams(data)
    if b"/ObjStm" in around:
        streams = [item for item in objects if isinstance(item, Stream) and item.get("/Type") == Name.ObjStm]
        packed = sum(int(stream.get("/N", 0)) for stream in streams)
        around = b" ".join((around, *(stream.read_bytes() for stream in streams)))
    if _count_of_heads(around, len(objects) - packed) != len(objects) - packed:
        yield "it has objects that are in no table, or several versions of one"
    if _has_other_revisions(around):
        yield "it refers to another revision of an object"


def _without_streams(data: bytes) -> bytes:
    """Return what is around the contents of streams. (A regular expression takes ten times as long.)"""
    parts, at = [], 0
    while (start := data.find(b"stream", at)) >= 0:
        end = data.find(b"endstream", start) if data[start + 6 : start + 7] in (b"\n", b"\r") else -1
        parts.append(data[at : start if end >= 0 else start + 6])
        at = end + 9 if end >= 0 else start + 6
    return b"".join((*parts, data[at:]))


def _count_of_heads(around: bytes, wanted: int) -> int:
    """Return how many objects begin; *wanted* of them are in the file as it was read."""
    # A text with “obj” in it makes this too large, and nothing makes it too small.
    quickly = around.count(b"obj") - around.count(b"endobj")
    return wanted if quickly == wanted else len(_HEAD.findall(around))


def _has_other_revisions(around: bytes) -> bool:
    # Nearly all files have nothing left that could be a reference, which is seen in a twentieth of the time.
    rest = around.replace(b" 0 R", b"").replace(b" ReportLab", b"")
    return any(rest.count(b"%cR" % space) for space in _SPACES) and bool(_OTHER_REVISION.search(around))
