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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from flyers import limits
from flyers.errors import ContentError, Source
from flyers.files import read_known
from flyers.process_cache import ProcessCache, memoized_by_identity

Position = tuple[int, int]
"""Line and column, both 0-based as the parser counts."""


class Mapping(dict[str, Any]):
    """A YAML map: a dict that knows the place of each key and value."""

    __slots__ = ("_elsewhere", "_keys", "_origin", "_values", "path")

    def __init__(self, path: str, origin: Position) -> None:
        super().__init__()
        self.path = path
        self._origin = origin
        self._keys: dict[str, Position] = {}
        self._values: dict[str, Position] = {}
        self._elsewhere: dict[str, Mapping] = {}  # items of other files, by the map that knows their place

    @property
    def source(self) -> Source:
        """Where the map begins."""
        return source_at(self.path, self._origin)

    def key_source(self, key: str) -> Source:
        """Return the place of *key*, or where the map begins if it is absent."""
        if key in self._elsewhere:
            return self._elsewhere[key].key_source(key)
        return source_at(self.path, self._keys.get(key, self._origin))

    def value_source(self, key: str) -> Source:
        """Return the place of the value of *key*, or where the map begins if it is absent."""
        if key in self._elsewhere:
            return self._elsewhere[key].value_source(key)
        return source_at(self.path, self._values.get(key, self._origin))

    def place(self, key: str, value: Any, key_at: Position, value_at: Position) -> None:
        """Set an item together with its places."""
        self[key] = value
        self._keys[key] = key_at
        self._values[key] = value_at

    def like(self) -> Mapping:
        """Return an empty map that knows the places of this one's items."""
        twin = Mapping(self.path, self._origin)
        twin._keys = self._keys
        twin._values = self._values
        twin._elsewhere = self._elsewhere
        return twin

    def over(self, base: Mapping, depth: int = 1) -> Mapping:
        """Return the items of *base*, then this map's, which replace those of the same key; each knows its place.

        Maps down to *depth* levels are put over each other in the same way. A key with an empty value replaces nothing.
        """
        whole = Mapping(self.path, self._origin)
        for origin in (base, self):
            for key, value in origin.items():
                before = whole.get(key)
                if value is None and key in whole:
                    continue
                if depth > 1 and isinstance(value, Mapping) and isinstance(before, Mapping):
                    value = value.over(before, depth - 1)
                whole[key] = value
                whole._elsewhere[key] = origin
        return whole

    def only(self, keys: Iterable[str]) -> Mapping:
        """Return the map with those of its items that *keys* name, in its own order."""
        wanted = set(keys)
        twin = self.like()
        twin.update((key, value) for key, value in self.items() if key in wanted)
        return twin

    def __reduce__(self) -> tuple[Any, ...]:
        return _mapping, (self.path, self._origin, self._keys, self._values, self._elsewhere, dict(self))


class Sequence(list[Any]):
    """A YAML list that knows the place of each item."""

    __slots__ = ("_items", "_origin", "path")

    def __init__(self, path: str, origin: Position) -> None:
        super().__init__()
        self.path = path
        self._origin = origin
        self._items: list[Position] = []

    @property
    def source(self) -> Source:
        """Where the list begins."""
        return source_at(self.path, self._origin)

    def item_source(self, index: int) -> Source:
        return source_at(self.path, self._items[index])

    def place(self, value: Any, at: Position) -> None:
        """Append an item together with its place."""
        self.append(value)
        self._items.append(at)

    def like(self) -> Sequence:
        """Return an empty list that knows the places of this one's items."""
        twin = Sequence(self.path, self._origin)
        twin._items = self._items
        return twin

    def __reduce__(self) -> tuple[Any, ...]:
        return _sequence, (self.path, self._origin, self._items, list(self))


def source_at(path: str, position: Position) -> Source:
    """Return a place in the file *path*."""
    return Source(path, position[0] + 1, position[1] + 1)


def _mapping(
    path: str,
    origin: Position,
    keys: dict[str, Position],
    values: dict[str, Position],
    elsewhere: dict[str, Mapping],
    items: Any,
) -> Any:
    found = Mapping(path, origin)
    found._keys, found._values, found._elsewhere = keys, values, elsewhere
    found.update(items)
    return found


def _sequence(path: str, origin: Position, places: list[Position], items: Any) -> Any:
    found = Sequence(path, origin)
    found._items = places
    found.extend(items)
    return found


_NO_SPACE = re.compile(r"\s*(?:- +)?([\w.-]+):[^\s:/]")
_KEY = re.compile(r"\s*(?:- +)?[\w.-]+: ")
_COLOUR = re.compile(r"[\s[{,](#[0-9A-Fa-f]{3,8})\b")
_LINE_BREAK = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
"""Where libyaml begins another line."""
_ITEM = re.compile(r"\s*- ")


class Slip(NamedTuple):
    """What is wrong, what to do, and where: line and column, counted from 0."""

    problem: str
    hint: str
    line: int
    column: int


class _Failure(NamedTuple):
    """What the parser says: what it was doing since when, and where it found something else."""

    lines: list[str]
    line: int
    column: int
    began: tuple[int, int]

    @property
    def before(self) -> str:
        return self.text_of(self.line)[: self.column]

    @property
    def rest(self) -> str:
        return self.text_of(self.line)[self.column :]

    @property
    def beginning(self) -> str:
        line, column = self.began
        return self.text_of(line)[column:]

    def text_of(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def here(self, problem: str, hint: str) -> Slip:
        return Slip(problem, hint, self.line, self.column)

    def where_it_began(self, problem: str, hint: str) -> Slip:
        return Slip(problem, hint, *self.began)


def slip(error: Any, text: str) -> Slip | None:
    """Return what is probably wrong in *text*, in which the parser found *error*; None if that is not known."""
    mark, context = error.problem_mark, error.context_mark
    if mark is None:
        return None
    began = (context.line, context.column) if context else (mark.line, mark.column)
    failure = _Failure(_LINE_BREAK.split(text), mark.line, mark.column, began)
    if "\t" in failure.before + failure.rest[:1] and not (failure.before + failure.rest[:1]).strip():
        return failure.here("A tab indents this line.", "YAML wants spaces: write two in place of each tab.")
    known = next((explain for said, explain in _EXPLAINED.items() if said in str(error.problem)), None)
    return known(failure) if known else None


def _no_colon(failure: _Failure) -> Slip:
    return failure.where_it_began(
        "This line has no colon.",
        "Write “key: value”; a text that goes on from the line above is indented further than its key.",
    )


def _stray_colon(failure: _Failure) -> Slip | None:
    above = failure.text_of(failure.line - 1)
    if missing := _NO_SPACE.match(above):
        problem = f"A space is missing after “{missing[1]}:”."
        return Slip(problem, "Write “key: value”.", failure.line - 1, missing.end() - 1)
    if _KEY.match(failure.before):
        return failure.here("There is a second colon in this line.", 'Put the text in quotation marks: “key: "…: …"”.')
    return None


def _not_closed(failure: _Failure) -> Slip | None:
    for line in range(min(failure.began[0], failure.line - 1), failure.line + 1):
        if found := _COLOUR.search(failure.text_of(line)):
            problem = f"{found[1]} is taken for a comment."
            return Slip(problem, "Put it in quotation marks.", line, found.start(1))
    opening = failure.beginning[:1]
    if not opening:
        return None
    comma = "" if opening in "\"'" else ", or a comma is missing after it"
    return failure.where_it_began(f"What begins with {opening} here is not closed{comma}.", "Close it where it ends.")


def _no_key(failure: _Failure) -> Slip | None:
    if failure.before.rstrip()[-1:] in ("'", '"') and len(failure.before.rstrip()) > 1:
        return failure.here(
            "Text goes on after the closing quotation mark.",
            "Put all of it in double quotation marks, and \\ before each \" inside.",
        )  # fmt: skip
    return _indented(failure)


def _indented(failure: _Failure) -> Slip | None:
    if failure.before.strip():
        return None
    if _ITEM.match(failure.beginning):
        return failure.here(
            "This line is not an item of the list above it.", "Items begin with “- ”, all in one column."
        )
    return failure.here(
        "This line is indented differently from those before it.", "Keys that belong together begin in one column."
    )


def _bad_start(failure: _Failure) -> Slip:
    return failure.here(f"No value begins with {failure.rest[:1]} in YAML.", "Put the value in quotation marks.")


def _bad_escape(failure: _Failure) -> Slip:
    return failure.here(
        "A backslash in double quotation marks begins an escape, and this is none.", "Write \\\\ for a backslash."
    )


_EXPLAINED: dict[str, Callable[[_Failure], Slip | None]] = {
    "could not find expected ':'": _no_colon,
    "mapping values are not allowed": _stray_colon,
    "unexpected end of stream": _not_closed,
    "did not find expected ','": _not_closed,
    "did not find expected node content": _not_closed,
    "did not find expected key": _no_key,
    "did not find expected '-'": _indented,
    "cannot start any token": _bad_start,
    "unknown escape character": _bad_escape,
}
"""How libyaml puts it, and what that means to somebody who types."""


_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
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
    changed.

    Raises:
        ContentError: see `load`.
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
        if found := slip(error, text):
            place = Source(name, found.line + 1, found.column + 1)
            raise ContentError(f"This is not valid YAML: {found.problem}", hint=found.hint, source=place) from None
        mark = error.problem_mark or error.context_mark
        place = Source(name, mark.line + 1, mark.column + 1) if mark else Source(name)
        raise ContentError(
            f"This is not valid YAML: {error.problem or error.context}.",
            hint="Check indentation, quotation marks and colons here and on the line above.",
            source=place,
        ) from None
    except yaml.reader.ReaderError as error:
        raise ContentError(
            f"The character U+{_code(error):04X} is not allowed in YAML.",
            hint="Delete it; write it as an escape in double quotes if it is meant.",
            source=_place_of_character(text, _code(error), name),
        ) from None
    finally:
        reader.dispose()


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
    """Return UTF-8 *data* as text, without a byte-order mark.

    Raises:
        ContentError: at the first byte that is not UTF-8, or the first null byte.
    """
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
    if root is not None:
        try:
            return path.relative_to(root).as_posix()
        except ValueError:
            pass
    return path.as_posix()


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
        raise ContentError(
            "This file must hold a map (“key: value” lines) at its outermost level.", source=source_at(name, position)
        )
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
        return (_scalar(event.value) if event.implicit[0] else event.value), position
    if depth >= limits.YAML_DEPTH:
        raise _refused(f"This is nested deeper than {limits.YAML_DEPTH} levels.", "Make it flatter.", event, name)
    if kind is yaml.MappingStartEvent:
        return _mapping_items(reader, Mapping(name, position), depth + 1), position
    return _sequence_items(reader, Sequence(name, position), depth + 1), position


def _mapping_items(reader: Any, found: Mapping, depth: int) -> Mapping:
    while not isinstance(event := reader.get_event(), yaml.MappingEndEvent):
        key, key_at = _value(reader, event, found.path, depth)
        if isinstance(key, (int, float)) and not isinstance(key, bool) and isinstance(event, yaml.ScalarEvent):
            key = event.value
        if not isinstance(key, str):
            raise _refused("A key must be a word.", "Put it in quotation marks if it is one.", event, found.path)
        if key in found:
            first = found.key_source(key).line
            raise _refused(
                f"The key “{key}” occurs twice; it is already on line {first}.", "Keep one.", event, found.path
            )
        value, value_at = _value(reader, reader.get_event(), found.path, depth)
        found.place(key, value, key_at, value_at)
    return found


def _sequence_items(reader: Any, found: Sequence, depth: int) -> Sequence:
    while not isinstance(event := reader.get_event(), yaml.SequenceEndEvent):
        found.place(*_value(reader, event, found.path, depth))
    return found


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    return text


def _refused(problem: str, hint: str, event: Any, name: str) -> ContentError:
    mark = event.start_mark
    return ContentError(problem, hint=hint, source=Source(name, mark.line + 1, mark.column + 1))


def _place_of(before: str, name: str) -> Source:
    """Return the place of the character after *before*."""
    return Source(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _place_of_character(text: str, code: int, name: str) -> Source:
    index = text.find(chr(code))
    return _place_of(text[:index], name) if index >= 0 else Source(name)
