"""Whether two PDFs are the same file, even if another program has packed it again.

Equal bytes are the same file. Other bytes are so only where nothing but packing differs: zlib makes other bytes of the
same contents from version to version, and qpdf gives objects other numbers.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

_PACKING = frozenset(("/Length", "/Filter"))
"""What a stream says of its bytes."""

_PACKED = re.compile(
    rb"(?<=>>\nstream\n).*?(?=endstream)|/Length \d+ ?|/Filter /FlateDecode ?|\d{10}(?= 00000 n)|(?<=startxref\n)\d+"
    rb"|/ID\s*\[[^]]*\]",
    re.DOTALL,
)
"""What differs in the bytes of one file that was packed in two ways: contents of streams, and lengths and places."""


def same_file(data: bytes, other: bytes) -> bool:
    """Return whether the PDF *data* is the PDF *other*: equal bytes, or equal objects in other packing.

    Programs may differ in what they read from a file with anything else than its objects in it. So what stands around
    the streams of *data* must be that of *other*, or what qpdf writes.
    """
    if data == other:
        return True
    try:
        with _opened(data) as one, _opened(other) as two:
            return (
                one.pdf_version == two.pdf_version
                and not one.is_linearized
                and len(one.objects) == len(two.objects)
                and _equal(one, two)
                and not one.get_warnings()
                and _PACKED.sub(b"", data) in (_PACKED.sub(b"", other), _PACKED.sub(b"", _written_by_qpdf(one)))
            )
    except (pikepdf.PdfError, pikepdf.PasswordError, zlib.error):
        return False


def _opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True, inherit_page_attributes=False)


def _written_by_qpdf(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    keep = pikepdf.StreamDecodeLevel.none
    pdf.save(written, preserve_pdfa=False, fix_metadata_version=False, compress_streams=False, stream_decode_level=keep)
    return written.getvalue()


def _equal(one: pikepdf.Pdf, other: pikepdf.Pdf) -> bool:
    """Return whether all that can be reached in two files is equal, whatever the numbers of objects are."""
    numbers: dict[tuple[int, int], tuple[int, int]] = {}
    waiting: list[tuple[Any, Any]] = [(one.trailer.get(key), other.trailer.get(key)) for key in ("/Root", "/Info")]
    while waiting:
        mine, its = waiting.pop()
        if isinstance(mine, Object) and isinstance(its, Object) and (mine.is_indirect or its.is_indirect):
            if mine.objgen in numbers:
                if numbers[mine.objgen] != its.objgen:
                    return False
                continue
            numbers[mine.objgen] = its.objgen
        if _plain(mine) != _plain(its):
            return False
        if isinstance(mine, Stream | Dictionary):
            waiting += ((mine[key], its[key]) for key in _keys(mine))
        elif isinstance(mine, Array):
            waiting += zip(mine, its, strict=True)
    return len(set(numbers.values())) == len(numbers)


def _keys(found: Any) -> set[str]:
    return set(found.keys()) - (_PACKING if isinstance(found, Stream) else frozenset())


def _plain(found: Any) -> tuple[Any, ...]:
    """Return what can be compared of an object without looking into what it holds."""
    if not isinstance(found, Object):
        return type(found), found
    kind = found._type_code
    match found:
        case Stream():
            return kind, _keys(found), _contents(found)
        case Dictionary():
            return kind, _keys(found)
        case Array():
            return kind, len(found)
    return kind, found.unparse()


def _contents(stream: Any) -> tuple[Any, bytes]:
    """Return how *stream* is packed other than by zlib, and its contents as far as they can be unpacked by that.

    Raises:
        zlib.error: something follows what is packed, or it is cut short.
    """
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") != Name.FlateDecode:
        return repr(stream.get("/Filter")) if "/Filter" in stream else "", raw
    unpacking = zlib.decompressobj()
    contents = unpacking.decompress(raw)
    if not unpacking.eof or unpacking.unused_data:
        raise zlib.error("something follows the end")
    return "", contents
