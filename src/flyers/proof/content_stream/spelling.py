"""How a content stream is written and packed: as our painter writes them, or otherwise.

MuPDF and Ghostscript read another number where one has hundreds of decimals, and one
beyond their range; Ghostscript paints nothing of a page whose predictor has an unknown number. What the proof reads is
then not what they show. Our files need few of the ways in which PDF lets words be written (ISO 32000-1, 7.2 and 7.3).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pikepdf import Array, Name, Object, PdfError, Stream

from flyers.proof.streams import UnpackedStreams

_BYTES = b"\n !*'\"-./0123456789<>ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz"
"""All bytes but those of literal strings, comments, escapes, signs that say nothing, and other white space."""

_AS_NOUGHT = bytes.maketrans(b"123456789", b"0" * 9)
"""Makes numbers of as many digits equal, so that a page has some dozens of different words instead of thousands."""

_NUMBER = rb"-?(?:0{1,5}(?:\.0{0,6})?|\.0{1,6})(?![-.\w])"
"""Programs differ in numbers beyond 32767 (ISO 32000-1, annex C), and in those of many decimals."""

_WORD = re.compile(
    rb"(?:<<|>>|[][]|<(?:[0-9A-F]{2})*+>|/[A-Za-z0-9_.*-]{1,64}+|[A-Za-z'\"][A-Za-z0-9*]{0,15}+|%s)++" % _NUMBER
)


def odd_words(stream: Object, streams: UnpackedStreams) -> Iterator[str]:
    """Yield in words what is written otherwise than by our painter in *stream*, a page or a form XObject."""
    contents = stream if isinstance(stream, Stream) else stream.get("/Contents")
    if isinstance(contents, Array):
        yield "it is drawn by several streams, between which some programs divide words and others don't"
    for part in contents if isinstance(contents, Array) else [contents]:
        try:
            data = streams.read(part) if isinstance(part, Stream) else b""
        except PdfError:
            continue  # it is reported where it is interpreted
        if isinstance(part, Stream) and not _plainly_packed(part):
            yield "what draws it is packed otherwise than ours, or something follows what is packed"
        if others := data.translate(None, _BYTES):
            yield f"it has the character {chr(others[0])!r}"
        odd = (word for word in set(data.translate(_AS_NOUGHT).split()) if not _WORD.fullmatch(word))
        if word := min(odd, default=b""):
            yield f"it has a word that programs read differently, such as “{word[:40].decode('latin-1')}”"


def _plainly_packed(part: Stream) -> bool:
    """Return whether *part* is packed as ours are, all of it and with its checksum; or not at all."""
    if "/DecodeParms" in part or part.get("/Filter", Name.FlateDecode) != Name.FlateDecode:
        return False
    if "/Filter" not in part:
        return True
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(part.read_raw_bytes())
    except zlib.error:
        return False
    return unpacking.eof and not unpacking.unused_data
