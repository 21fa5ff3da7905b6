"""Reads the XML of SVG files: elements with the lines that they begin in, and nothing that could unfold or fetch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from xml.parsers import expat

from flyers import limits
from flyers.content.yamlfile import decode
from flyers.errors import ContentError, Source
from flyers.records import dataclass

SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class SvgElement:
    """An element of SVG's own namespace; ``attributes`` are those without a namespace, ``line`` counts from 1."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[SvgElement] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator[SvgElement]:
        """Yield this element and all inside it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_svg(data: bytes, file: str) -> SvgElement:
    """Return the root element of the SVG *data*. Elements of other namespaces, which editors leave, are passed over.

    Raises:
        ContentError: with its line in *file*, for what is not XML, not an SVG, or declares a document type of its own.
    """
    reader = _Reader(file)
    reader.read(decode(data, file))
    root = reader.root
    if root is None or root.tag != "svg":
        line = root.line if root else 1
        raise ContentError(
            "This is not an SVG picture: its first element is not <svg>.",
            hint="Export it as “Plain SVG”.",
            source=Source(file, line),
        )
    return root


class _Reader:
    """Builds the tree while expat reads."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[SvgElement | None] = []
        self.root: SvgElement | None = None
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def read(self, text: str) -> None:
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            raise ContentError(
                f"This is not an SVG picture ({error}).",
                hint="Export it again as “Plain SVG”.",
                source=Source(self._file, error.lineno, error.offset + 1),
            ) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        hidden = bool(self._open) and self._open[-1] is None
        if hidden or (space and space != SVG):
            self._open.append(None)
            return
        own = {key: value for key, value in attributes.items() if " " not in key}
        element = SvgElement(tag, own, self._parser.CurrentLineNumber)
        if len(self._open) >= limits.PICTURE_DEPTH:
            raise ContentError(
                f"Groups in this picture are inside each other more than {limits.PICTURE_DEPTH} deep.",
                hint="Ungroup them.",
                source=Source(self._file, element.line),
            )
        if self._open and (parent := self._open[-1]) is not None:
            parent.children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open and (element := self._open[-1]) is not None:
            element.text += text

    def _doctype(self, name: str, system: str | None, public: str | None, has_internal_subset: bool) -> None:
        if has_internal_subset:
            raise ContentError(
                "This picture has a document type of its own (“<!DOCTYPE … [”), which can grow to any size.",
                hint="Export it as “Plain SVG”.",
                source=Source(self._file, self._parser.CurrentLineNumber),
            )
