"""Content streams as instructions: operators after their operands (ISO 32000-1, 7.8.2).

Nearly all streams consist of numbers, names, hexadecimal strings, arrays and operators alone, which separate at white
space once delimiters stand apart. They are read here in a third of the time that pikepdf takes. pikepdf reads all other
streams, including those that break the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
from pikepdf import Name, Object, Stream

from flyers.proof.size_guard import UnpackedStreams

Instruction = tuple[str, Sequence[Any]]
"""An operator and its operands: of a plain stream numbers, names, bytes, and lists of these."""

PATH = "path segments"
"""Stands in place of the operators m, l, c and h; no operator of a file has a space."""

_WORDS = """
q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ
CS cs SC SCN sc scn G g RG rg K k sh Do BMC EMC MP
"""

_OPERATORS = {word.encode(): word for word in [*_WORDS.split(), "[", "]"]}

_PLAIN = b"\t\n\f\r !$&*,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz|~"
"""All bytes but those of literal strings, comments and escapes, and those that programs may skip."""

_DIGITS = b"0123456789.-"
"""Bytes of a number. What consists of these alone, and Python reads, is a number of PDF too (ISO 32000-1, 7.3.3)."""

_MOST_DIGITS = 16
"""Bytes of a number that is read here: the same in binary, however it is read."""

_NUMBER = b"[-.0-9]{1,%d}+[ \n]" % _MOST_DIGITS

_SEGMENTS = b"mlch"

_PATHS = re.compile(b"[ \n](NNm[ \n](?:NN(?:[ml][ \n]|NNNNc[ \n])|h[ \n])*+)".replace(b"N", _NUMBER))
"""Segments of paths: each has as many numbers as it needs. Nothing is tried twice, however long they are."""

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
    """Return the instructions of a content stream that has nothing but plain ones; None for any other.

    Most of the segments of paths come as one instruction `PATH`, whose operands are their operators and all numbers.
    """
    if data.translate(None, _PLAIN) or b"<<" in data or b">>" in data:
        return None
    found: list[Instruction] = []
    meaning_of = _Meanings().__getitem__
    try:
        for number, piece in enumerate(_PATHS.split(data)):
            if number % 2:
                found.append((PATH, _segments(piece)))
            else:
                found += _grouped(map(meaning_of, _words(piece)))
    except _NotPlainError:
        return None
    return found


def _segments(piece: bytes) -> tuple[bytes, list[float]]:
    """Return the operators of the segments of a path, and their numbers."""
    try:
        return piece.translate(None, _DIGITS + b" \n"), list(map(float, piece.translate(None, _SEGMENTS).split()))
    except ValueError:
        raise _NotPlainError from None


def _words(piece: bytes) -> list[bytes]:
    """Return the words of a piece of a content stream; a string and a bracket are words."""
    for delimiter in (b"<", b"/"):
        piece = piece.replace(delimiter, b" " + delimiter)
    return piece.replace(b">", b"> ").replace(b"[", b" [ ").replace(b"]", b" ] ").split()


def _grouped(meanings: Iterable[Any]) -> list[Instruction]:
    """Return the operators among the *meanings* of all words, each with the operands before it."""
    found: list[Instruction] = []
    operands: list[Any] = []
    around: list[Any] | None = None
    """The operands before an array, while it is open."""
    for meaning in meanings:
        if meaning.__class__ is not str:
            operands.append(meaning)
        elif meaning == "[":
            if around is not None:
                raise _NotPlainError
            around, operands = operands, []
        elif meaning == "]":
            if around is None:
                raise _NotPlainError
            operands = [*around, operands]
            around = None
        else:
            found.append((meaning, operands))
            operands = []
            if around is not None:
                raise _NotPlainError
    if operands or around is not None:
        raise _NotPlainError
    return found


class _Meanings(dict[bytes, Any]):
    """What words mean: operators and brackets are strings, and nothing else is. Operands are read when asked for."""

    def __init__(self) -> None:
        super().__init__(_OPERATORS)

    def __missing__(self, word: bytes) -> Any:
        operand = self[word] = _operand(word)
        return operand


class _NotPlainError(Exception):
    """A content stream has something that is not plain, or not written by the rules."""


def _operand(word: bytes) -> Any:
    """Return the number, the name or the string that *word* is."""
    try:
        if not word.translate(None, _DIGITS) and len(word) <= _MOST_DIGITS:
            return float(word)
        if word[:1] == b"<":
            if word[-1:] == b">" and len(word) % 2 == 0:
                return bytes.fromhex(word[1:-1].decode("ascii"))
        elif _NAME.fullmatch(word):
            return Name(word.decode("ascii"))
    except ValueError:
        pass
    raise _NotPlainError
