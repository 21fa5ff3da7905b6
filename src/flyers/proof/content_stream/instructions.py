"""Content streams as instructions: operators after their operands (ISO 32000-1, 7.8.2).

Nearly all streams consist of numbers, names, hexadecimal strings, arrays and operators alone, which separate at white
space once delimiters stand apart. They are read here in a third of the time that pikepdf takes. Whatever else a stream
has, pikepdf reads the whole of it, as it also reads whatever is not written by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
from pikepdf import Name, Object, Stream

from flyers.proof.streams import UnpackedStreams

Instruction = tuple[str, Sequence[Any]]
"""An operator and its operands: of a plain stream numbers, names, bytes, and lists of these."""

_WORDS = """
q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ
CS cs SC SCN sc scn G g RG rg K k sh Do BMC EMC MP
"""

_OPERATORS = {word.encode(): word for word in _WORDS.split()}

_PLAIN = b"\t\n\f\r !$&*,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz|~"
"""All bytes but those of literal strings, comments and escapes, and those that programs may skip."""

_NUMBER = re.compile(rb"-?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")

_NAME = re.compile(rb"/[A-Za-z0-9_.*-]+")


def instructions(stream: Object, streams: UnpackedStreams) -> Iterable[Instruction]:
    """Return the instructions of a page or of a form XObject.

    Raises:
        pikepdf.PdfError: they can't be read.
    """
    plain = _of_plain_bytes(stream, streams)
    if plain is not None:
        return plain
    read: Any = pikepdf.parse_content_stream(stream)
    # Not unpacked, which takes five times as long.
    return ((str(instruction.operator), instruction.operands) for instruction in read)


def _of_plain_bytes(stream: Object, streams: UnpackedStreams) -> list[Instruction] | None:
    contents = stream if isinstance(stream, Stream) else stream.get("/Contents")
    if not isinstance(contents, Stream):
        return None
    try:
        return plain_instructions(streams.read(contents))
    except pikepdf.PdfError:
        return None


def plain_instructions(data: bytes) -> list[Instruction] | None:
    """Return the instructions of a content stream that has nothing but plain ones; None for any other."""
    if data.translate(None, _PLAIN) or b"<<" in data or b">>" in data:
        return None
    for delimiter in (b"<", b"/"):
        data = data.replace(delimiter, b" " + delimiter)
    data = data.replace(b">", b"> ").replace(b"[", b" [ ").replace(b"]", b" ] ")
    found: list[Instruction] = []
    known: dict[bytes, Any] = dict(_OPERATORS)
    operands: list[Any] = []
    array: list[Any] | None = None
    for word in data.split():
        meaning = known.get(word)
        if meaning.__class__ is str:  # an operator
            if array is not None:
                return None
            found.append((meaning, operands))
            operands = []
        elif meaning is not None:
            (operands if array is None else array).append(meaning)
        elif word == b"[":
            if array is not None:
                return None
            array = []
        elif word == b"]":
            if array is None:
                return None
            operands.append(array)
            array = None
        else:
            meaning = known[word] = _operand(word)
            if meaning is None:
                return None
            (operands if array is None else array).append(meaning)
    return None if operands or array is not None else found


def _operand(word: bytes) -> Any:
    """Return the number, the name or the string that *word* is; None if it is none of these."""
    if word[:1] == b"<":
        try:
            return bytes.fromhex(word[1:-1].decode("ascii")) if word[-1:] == b">" and len(word) % 2 == 0 else None
        except ValueError:
            return None
    if _NUMBER.fullmatch(word):
        return float(word)
    return Name(word.decode("ascii")) if _NAME.fullmatch(word) else None
