"""The objects of a PDF: opened within limits, all of them at once, and compared with those of another file.

Before any contents are interpreted or rendered, files that would take too much time or memory are refused: three
kilobytes can draw a form 10^12 times, and a megabyte can unpack to a gigabyte. `flyers.limits` has the limits.

A standard says “no stream may …” or “no graphics state may …”. The offending object need not be in use, so following
what a page paints would not find it.

Equal bytes are the same file. Other bytes are so only where nothing but packing differs: zlib makes other bytes of the
same contents from version to version, and qpdf gives objects other numbers.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from flyers import limits
from flyers.errors import ProofError
from flyers.proof.geometry import Box

# Maps the bytes that separate words (ISO 32000-1, 7.2.2) to spaces, and all others to a letter.
_WORDS = bytes(0x20 if byte in b"\0\t\n\f\r ()<>[]{}/%" else 0x61 for byte in range(256))


class UnreadableError(ProofError):
    """The file is not a PDF, is damaged, is encrypted, or is beyond a limit."""


def too_large(what: str) -> UnreadableError:
    hint = "No printed piece needs that much: ask for the file again, or have it examined by somebody who can."
    return UnreadableError(f"The file was not proved: {what}.", hint=hint)


@cache
def limit_the_parser() -> None:
    """Make qpdf, for the rest of the process, stop unpacking where a stream exceeds its limit."""
    most = limits.PDF_STREAM_BYTES
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=most,
        dct_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        run_length_max_memory=most,
        parser_max_container_size=limits.PDF_OBJECTS,
        dct_max_progressive_scans=100,
        max_stream_filters=4,
    )


def check_size(data: bytes) -> None:
    """Check the number of bytes of a file that is about to be opened; raises `UnreadableError`, as all limits do."""
    if len(data) > limits.PDF_BYTES:
        raise too_large(f"it has {len(data) / 1e6:.0f} MB, and the most is {limits.PDF_BYTES / 1e6:.0f} MB")
    limit_the_parser()


def check_contents(pdf: pikepdf.Pdf) -> None:
    """Check how many objects and pages an open file has, and how much its streams unpack to."""
    if len(pdf.objects) > limits.PDF_OBJECTS:
        raise too_large(f"it has {len(pdf.objects)} objects, and the most is {limits.PDF_OBJECTS}")
    for total in accumulate(_unpacked(stream) for stream in pdf.objects if isinstance(stream, Stream)):
        if total > limits.PDF_UNPACKED_BYTES:
            raise too_large(f"unpacked, it has more than {limits.PDF_UNPACKED_BYTES / 1e6:.0f} MB")
    # A tree of pages that contains itself ends too.
    waiting, count = [(pdf.Root.get("/Pages"), 0)], 0
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary) or depth > limits.YAML_DEPTH:
            continue
        kids = node.get("/Kids")
        count += not isinstance(kids, Array)
        if count > limits.PDF_PAGES or (isinstance(kids, Array) and len(kids) > 20 * limits.PDF_PAGES):
            raise too_large(f"it has more than {limits.PDF_PAGES} pages")
        waiting += ((kid, depth + 1) for kid in (kids if isinstance(kids, Array) else ()))


def check_pixels(crops: Sequence[Box], dpi: int) -> None:
    """Check how many pixels pages with the crop boxes *crops*, in points, have at *dpi*, each and all together."""
    total = 0.0
    for number, (left, bottom, right, top) in enumerate(crops, 1):
        pixels = (right - left) * (top - bottom) * (dpi / 72) ** 2
        total += pixels
        # Not “pixels >”, which is false of what is not a number.
        if not pixels <= limits.PDF_PAGE_PIXELS:
            raise too_large(f"page {number} is {right - left:.0f} × {top - bottom:.0f} pt")
    if not total <= limits.PDF_PIXELS:
        raise too_large(f"its {len(crops)} pages have {total / 1e6:.0f} million pixels together at {dpi} dpi")


def _unpacked(stream: Stream) -> int:
    """Return how many bytes *stream* unpacks to; of a picture, how many its pixels take."""
    packed = len(stream.read_raw_bytes())
    filters = stream.get("/Filter")
    names = {str(name) for name in filters} if isinstance(filters, Array) else {str(filters)}
    if names & {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"} and packed * 4096 > limits.PDF_STREAM_BYTES:
        # qpdf limits none, or each by itself. A byte of LZW can stand for some 2,700; of two filters, much more.
        raise too_large("it has a large stream that is packed with LZW or RunLength, which can unpack to any size")
    pixels, refused, stopped = 0, pikepdf.settings.qpdf_limit_errors(), False
    if str(stream.get("/Subtype")) == "/Image":
        width, height = (side if isinstance(side, int) else 0 for side in (stream.get("/Width"), stream.get("/Height")))
        pixels = max(width, 0) * max(height, 0)
    try:
        size = len(stream.read_bytes())
    except pikepdf.PdfError as error:
        size = packed  # damaged, or compressed like pictures: reported where the contents are needed
        stopped = "memory limit exceeded" in str(error)  # of a filter: it is not counted as a limit error
    if stopped or max(size, pixels) > limits.PDF_STREAM_BYTES or pikepdf.settings.qpdf_limit_errors() > refused:
        raise too_large(f"it has a stream of more than {limits.PDF_STREAM_BYTES / 1e6:.0f} MB, unpacked")
    return max(size, pixels)


class WordBudget:
    """What is left of the drawing instructions of a file; those of a form are spent each time that it is drawn."""

    def __init__(self) -> None:
        self._left, self._calls_left = limits.PDF_WORDS, limits.PDF_FORM_CALLS
        self._words: dict[tuple[int, int], int] = {}

    def spend_on(self, stream: pikepdf.Object) -> None:
        """Spend the words of *stream*, a page or a form; raises `UnreadableError` if nothing is left."""
        key = stream.objgen
        if key == (0, 0) or key not in self._words:
            contents = stream if isinstance(stream, Stream) else stream.get("/Contents")
            parts = list(contents) if isinstance(contents, Array) else [contents]
            self._words[key] = 1 + sum(_words_of(part) for part in parts if isinstance(part, Stream))
        self._left -= self._words[key]
        self._calls_left -= isinstance(stream, Stream)
        if self._calls_left < 0:
            raise too_large(f"its pages draw more than {limits.PDF_FORM_CALLS} forms")
        if self._left < 0:
            raise too_large(f"its drawing instructions have more than {limits.PDF_WORDS} words")


def _words_of(part: Stream) -> int:
    try:
        data = part.read_bytes()
    except pikepdf.PdfError:
        return 0  # it is reported where it is interpreted
    # Empty arrays and texts have no words, but take memory too.
    return data.translate(_WORDS).count(b" a") + sum(map(data.count, (b"[", b"<", b"("))) + 1


# Keys of long lists of numbers, and of objects that are visited anyway.
_FIGURES = frozenset(("/W", "/W2", "/Widths", "/Kids", "/K", "/Parent", "/P"))


class ObjectEntry(NamedTuple):
    """One key of one dictionary, or of the dictionary of a stream."""

    owner: Object
    key: str
    value: Any

    @property
    def of_stream(self) -> bool:
        return isinstance(self.owner, Stream)


class ObjectGraph:
    """The objects of an open file, which stays open as long as the graph exists."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self.root, self.trailer = pdf.Root, pdf.trailer
        self.pages = [page.obj for page in pdf.pages]

    @cached_property
    def _entries(self) -> dict[str, list[ObjectEntry]]:
        entries: dict[str, list[ObjectEntry]] = {}
        waiting: list[Any] = list(self._pdf.objects)
        while waiting:
            owner = waiting.pop()
            if isinstance(owner, Array):
                if not (len(owner) and isinstance(owner[0], int | float)):  # no list of numbers
                    waiting.extend(filter(_is_direct, owner))
            elif isinstance(owner, Dictionary | Stream):
                for key, value in owner.items():
                    entries.setdefault(key, []).append(ObjectEntry(owner, key, value))
                    if key not in _FIGURES and _is_direct(value):
                        waiting.append(value)
        return entries

    def entries(self, *keys: str) -> Iterator[ObjectEntry]:
        """Yield every entry of the file under one of *keys*, such as ``"/Filter"``."""
        for key in keys:
            yield from self._entries.get(key, ())

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield name and value of all resources of a *kind*, such as ``"/ExtGState"``."""
        for entry in self.entries(kind):
            if isinstance(entry.value, Dictionary):
                yield from entry.value.items()


def _is_direct(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not value.is_indirect


def address_of(action: Any) -> str:
    """Return the address that the action of a link opens; "" for an action of another kind."""
    is_link = isinstance(action, Dictionary) and action.get("/S") == Name.URI
    # A string of ASCII (ISO 32000-1, 12.6.4.7): one in UTF-16, or with a byte order mark, opens nothing.
    address = action.get("/URI") if is_link else None
    return bytes(address).decode("ascii", "replace") if isinstance(address, String) else ""


# What differs in the bytes of one file that was packed in two ways: contents of streams, and lengths and places.
_PACKED = re.compile(
    rb"(?s)(?<=>>\nstream\n).*?(?=endstream)|/Length \d+ ?|/Filter /FlateDecode ?|\d{10}(?= 00000 n)"
    rb"|(?<=startxref\n)\d+|/ID\s*\[[^]]*\]"
)


def same_file(data: bytes, other: bytes) -> bool:
    """Return whether the PDF *data* is the PDF *other*: equal bytes, or equal objects in other packing."""
    if data == other:
        return True
    try:
        with opened_as_written(data) as one, opened_as_written(other) as two:
            return (
                one.pdf_version == two.pdf_version
                and not one.is_linearized
                and len(one.objects) == len(two.objects)
                and _equal(one, two)
                and not one.get_warnings()
                # Programs may differ in what they read from a file with anything else than its objects in it. So what
                # stands around the streams of *data* must be that of *other*, or what qpdf writes.
                and _PACKED.sub(b"", data) in (_PACKED.sub(b"", other), _PACKED.sub(b"", _written_by_qpdf(one)))
            )
    except (pikepdf.PdfError, pikepdf.PasswordError, zlib.error):
        return False


def opened_as_written(data: bytes) -> pikepdf.Pdf:
    """Return a file without repairs. (qpdf would also give pages what they inherit, and make objects of that.)"""
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
            if numbers.get(mine.objgen) == its.objgen:
                continue
            if mine.objgen in numbers:
                return False
            numbers[mine.objgen] = its.objgen
        if _plain(mine) != _plain(its):
            return False
        if isinstance(mine, Stream | Dictionary):
            waiting += ((mine[key], its[key]) for key in _keys(mine))
        elif isinstance(mine, Array):
            waiting += zip(mine, its, strict=True)
    return len(set(numbers.values())) == len(numbers)


def _keys(value: Any) -> set[str]:
    return set(value.keys()) - ({"/Length", "/Filter"} if isinstance(value, Stream) else set())


def _plain(value: Any) -> tuple[Any, ...]:
    """Return what can be compared of an object without looking into what it holds."""
    if not isinstance(value, Object):
        return type(value), value
    if isinstance(value, Stream | Dictionary):
        return value._type_code, _keys(value), _contents_of(value) if isinstance(value, Stream) else ""
    return value._type_code, len(value) if isinstance(value, Array) else value.unparse()


def _contents_of(stream: Any) -> tuple[Any, bytes]:
    """Return how *stream* is packed other than by zlib, and its contents as far as zlib can unpack them; raises
    `zlib.error` if something follows what is packed, or it is cut short.
    """
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") != Name.FlateDecode:
        return repr(stream.get("/Filter")) if "/Filter" in stream else "", raw
    unpacking = zlib.decompressobj()
    contents = unpacking.decompress(raw)
    if not unpacking.eof or unpacking.unused_data:
        raise zlib.error("something follows the end")
    return "", contents
