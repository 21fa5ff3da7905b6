"""YAML as this project reads it: plain data that knows the place of every key and value.

A campaign's files are written by many hands and are untrusted, so the language is cut down to what they need: maps,
lists and scalars in UTF-8. Refused, each with file, line and column: keys that occur twice, anchors and aliases (an
"alias bomb" is a kilobyte that unfolds to gigabytes), tags, several documents in one file, files of more than
`flyers.limits.YAML_BYTES`, nesting deeper than `flyers.limits.YAML_DEPTH`, null bytes, and anything that is not UTF-8.

Plain scalars follow the core schema of YAML 1.2.2 (§10.3.2), not 1.1: ``no`` is Norwegian and not false, a date stays
text, ``0860`` keeps its zero and ``1e3`` is text too.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from flyers import limits
from flyers.content.yaml_data import Mapping as Mapping
from flyers.content.yaml_data import Position, source_at
from flyers.content.yaml_data import Sequence as Sequence
from flyers.errors import ContentError, Source
from flyers.files import read_known
from flyers.process_cache import ProcessCache, memoized_by_identity


def _slips(error: Any, text: str) -> Iterator[tuple[str, str, Position]]:
    """Yield what is probably wrong in *text*, what to do, and where, the likeliest first.

    *error* is libyaml's. It says in other words what it was doing since when (its context), and where it found
    something else (its problem).
    """
    # Where libyaml begins another line; the mark of an end is on the line after it.
    lines = [*re.split("\r\n|[\n\r\u0085\u2028\u2029]", text), ""]
    here = line, column = error.problem_mark.line, error.problem_mark.column
    began = (error.context_mark.line, error.context_mark.column) if error.context_mark else here
    before, rest = lines[line][:column], lines[line][column:]
    beginning = lines[began[0]][began[1] :]
    problem = str(error.problem)
    if "\t" in before + rest[:1] and not (before + rest[:1]).strip():
        yield "A tab indents this line.", "YAML wants spaces: write two in place of each tab.", here
    if "could not find expected ':'" in problem:
        hint = "Write “key: value”; a text that goes on from the line above is indented further than its key."
        yield "This line has no colon.", hint, began
    if "mapping values are not allowed" in problem:
        if line and (missing := re.match(r"\s*(?:- +)?([\w.-]+):[^\s:/]", lines[line - 1])):
            place = (line - 1, missing.end() - 1)
            yield f"A space is missing after “{missing[1]}:”.", "Write “key: value”.", place
        if re.match(r"\s*(?:- +)?[\w.-]+: ", before):
            hint = 'Put the text in quotation marks: “key: "…: …"”.'
            yield "There is a second colon in this line.", hint, here
    if re.search("unexpected end of stream|did not find expected (','|node content)", problem):
        for number in range(min(began[0], line - 1), line + 1):
            if number >= 0 and (colour := re.search(r"[\s[{,](#[0-9A-Fa-f]{3,8})\b", lines[number])):
                place = (number, colour.start(1))
                yield f"{colour[1]} is taken for a comment.", "Put it in quotation marks.", place
        if opening := beginning[:1]:
            comma = "" if opening in "\"'" else ", or a comma is missing after it"
            yield f"What begins with {opening} here is not closed{comma}.", "Close it where it ends.", began
    no_key = "did not find expected key" in problem
    if no_key and before.rstrip()[-1:] in ("'", '"') and len(before.rstrip()) > 1:
        hint = 'Put all of it in double quotation marks, and \\ before each " inside.'
        yield "Text goes on after the closing quotation mark.", hint, here
    if (no_key or "did not find expected '-'" in problem) and not before.strip():
        if re.match(r"\s*- ", beginning):
            hint = "Items begin with “- ”, all in one column."
            yield "This line is not an item of the list above it.", hint, here
        hint = "Keys that belong together begin in one column."
        yield "This line is indented differently from those before it.", hint, here
    if "cannot start any token" in problem:
        yield f"No value begins with {rest[:1]} in YAML.", "Put the value in quotation marks.", here
    if "unknown escape character" in problem:
        hint = "Write \\\\ for a backslash."
        yield "A backslash in double quotation marks begins an escape, and this is none.", hint, here


_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_PLAIN_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_known: ProcessCache[tuple[bytes, str], Mapping] = ProcessCache(512)


def load(path: Path, root: Path | None = None) -> Mapping:
    """Read the YAML map in the file *path*; errors name it relative to *root*.

    Raises:
        FileAccessError: there is no such file, or it cannot be read.
        ContentError: with file, line and column, for everything that this module refuses.
    """
    name = display_path(path, root)
    return parse(read_known(path, name, limits.YAML_BYTES), name)


def parse(data: bytes, name: str) -> Mapping:
    """Return the YAML map in *data*; errors call the file *name*. An empty file is an empty map.

    The same bytes of the same name are parsed once, since campaigns of a process may share bases. The result is never
    changed. Raises what `load` does.
    """
    key = (_digest(data), name)
    known = _known.get(key)
    if known is None:
        known = _known[key] = _parsed(data, name)
    return known


@memoized_by_identity(128)  # of a file that has not changed, the same object is read (`flyers.files`)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _parsed(data: bytes, name: str) -> Mapping:
    text = decode(data, name)
    reader = _PLAIN_LOADER(text)
    try:
        document = _document(reader, name)
        if _TIGHT_COMMENT.search(text):
            _require_whole_texts(text, name)
        return document
    except yaml.MarkedYAMLError as error:
        for problem, hint, place in _slips(error, text):
            raise ContentError(f"This is not valid YAML: {problem}", hint=hint, source=source_at(name, place)) from None
        mark: Any = error.problem_mark
        raise ContentError(
            f"This is not valid YAML: {error.problem or error.context}.",
            hint="Check indentation, quotation marks and colons here and on the line above.",
            source=source_at(name, (mark.line, mark.column)),
        ) from None
    except yaml.reader.ReaderError as error:
        code = error.character if isinstance(error.character, int) else ord(error.character)
        before, character, _ = text.partition(chr(code))
        raise ContentError(
            f"The character U+{code:04X} is not allowed in YAML.",
            hint="Delete it; write it as an escape in double quotes if it is meant.",
            source=_place_of(before, name) if character else Source(name),
        ) from None


_TIGHT_COMMENT = re.compile(r"[ \t]+#[^ \t\r\n][^\r\n]*")
"""What YAML takes for a comment, and a person may have meant as text: “You are #1 here”."""


def _require_whole_texts(text: str, name: str) -> None:
    """Refuse a text without quotation marks that ends where such a comment begins: its end would not be printed."""
    reader = _PLAIN_LOADER(text)
    while reader.check_event():
        event = reader.get_event()
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value and event.end_mark:
            comment = _TIGHT_COMMENT.match(text, event.end_mark.index)
            if comment:
                raise ContentError(
                    f"“{comment[0].strip()}” is taken for a comment, and would not be printed.",
                    hint="Put the whole text in quotation marks. If it is a comment, put a space after “#”.",
                    source=_place_of(text[: comment.start() + comment[0].index("#")], name),
                )


def decode(data: bytes, name: str) -> str:
    """Return UTF-8 *data* as text, without a byte-order mark; raises a ContentError where it is none, or at a null."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise ContentError(
                "This file is saved as UTF-16, which some programs call Unicode.",
                hint="Save it again with the encoding UTF-8.",
                source=Source(name),
            ) from None
        raise ContentError(
            f"The byte 0x{data[error.start]:02X} is not UTF-8; the file was perhaps saved as Latin-1 or Windows-1252.",
            hint="Save the file again with the encoding UTF-8.",
            source=_place_of(data[: error.start].decode("utf-8"), name),
        ) from None
    if "\0" in text:
        raise ContentError(
            "There is a null byte here, which no text file has.",
            hint="The file is damaged, or saved as UTF-16: restore it and save it as UTF-8.",
            source=_place_of(text[: text.index("\0")], name),
        )
    return text.removeprefix("\ufeff")


def display_path(path: Path, root: Path | None) -> str:
    """Return *path* as the user would type it inside the campaign folder *root*, with forward slashes."""
    return (path.relative_to(root) if root is not None and path.is_relative_to(root) else path).as_posix()


def quoted(text: str) -> str:
    """Return *text* in quotation marks, for writing YAML: strings in JSON are strings in YAML (YAML 1.2.2, 1.2)."""
    return json.dumps(text, ensure_ascii=False)


def _document(reader: Any, name: str) -> Mapping:
    """Return the only document of the stream, which must be a map."""
    reader.get_event()  # StreamStart
    if isinstance(reader.peek_event(), yaml.StreamEndEvent):
        return Mapping(name, (0, 0))
    reader.get_event()  # DocumentStart
    value, position = _value(reader, reader.get_event(), name, 0)
    reader.get_event()  # DocumentEnd
    after = reader.get_event()
    if not isinstance(after, yaml.StreamEndEvent):
        raise _refused("A second document begins here.", "Keep one document in a file, without “---”.", after, name)
    if value is None:
        return Mapping(name, (0, 0))
    if not isinstance(value, Mapping):
        problem = "This file must hold a map (“key: value” lines) at its outermost level."
        raise ContentError(problem, source=source_at(name, position))
    return value


def _value(reader: Any, event: Any, name: str, depth: int) -> tuple[Any, Position]:
    mark = event.start_mark
    position = (mark.line, mark.column)
    kind = type(event)
    if kind is yaml.AliasEvent:
        raise _refused(f"“*{event.anchor}” is an alias.", "Write the value out here.", event, name)
    if event.anchor is not None:
        raise _refused(f"“&{event.anchor}” is an anchor.", "Delete it and write values out where needed.", event, name)
    if event.tag is not None and event.tag != "!":
        raise _refused(f"“{event.tag}” is a tag.", "Delete it; the value itself shows its type.", event, name)
    if kind is yaml.ScalarEvent:
        if not event.implicit[0]:
            return event.value, position
        if number := _NUMBER.fullmatch(event.value):
            return (float if number[1] else int)(event.value), position
        return _WORDS.get(event.value, event.value), position
    if depth >= limits.YAML_DEPTH:
        raise _refused(f"This is nested deeper than {limits.YAML_DEPTH} levels.", "Make it flatter.", event, name)
    if kind is yaml.SequenceStartEvent:
        sequence = Sequence(name)
        while not isinstance(event := reader.get_event(), yaml.SequenceEndEvent):
            sequence.place(*_value(reader, event, name, depth + 1))
        return sequence, position
    mapping = Mapping(name, position)
    while not isinstance(event := reader.get_event(), yaml.MappingEndEvent):
        key, key_at = _value(reader, event, name, depth + 1)
        if isinstance(key, (int, float)) and not isinstance(key, bool) and isinstance(event, yaml.ScalarEvent):
            key = event.value
        if not isinstance(key, str):
            raise _refused("A key must be a word.", "Put it in quotation marks if it is one.", event, name)
        if key in mapping:
            problem = f"The key “{key}” occurs twice; it is already on line {mapping.key_source(key).line}."
            raise _refused(problem, "Keep one.", event, name)
        value, value_at = _value(reader, reader.get_event(), name, depth + 1)
        mapping.place(key, value, key_at, value_at)
    return mapping, position


def _refused(problem: str, hint: str, event: Any, name: str) -> ContentError:
    return ContentError(problem, hint=hint, source=source_at(name, (event.start_mark.line, event.start_mark.column)))


def _place_of(before: str, name: str) -> Source:
    """Return the place of the character after *before*."""
    return Source(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
