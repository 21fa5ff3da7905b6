"""The structure tree of a tagged file (ISO 32000-1, 14.7): elements, and what each shows or says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from flyers.proof.content_stream.records import ContentMark
from flyers.proof.geometry import Box, union
from flyers.proof.glyphs import DrawnGlyph
from flyers.records import dataclass

INLINE = frozenset(("Span", "Link", "Quote", "Code", "Reference", "Em", "Strong"))
"""Elements in a line of their block, which are read with it (ISO 32000-1, 14.8.4.4)."""


@dataclass(slots=True)
class DrawnContent:
    """What one marked content draws.

    Attributes:
        page: the index of the page.
        glyphs: in the order of the file.
        drawn: the boxes of everything else.
        said: the texts of the glyphs, or what the file has to be read in place of them, in the order of the file.
        replacements: the marked content with such a text that has been read.
    """

    page: int
    mcid: int
    glyphs: list[DrawnGlyph] = field(default_factory=list)
    drawn: list[Box] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    replacements: list[ContentMark] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.said)

    def say(self, texts: Sequence[str], marked: ContentMark) -> None:
        """Add texts of glyphs; or the text around them that replaces them and others, once (ISO 32000-1, 14.9.4)."""
        outermost = next((one for one in reversed(list(marked.chain)) if one.actual is not None), None)
        if outermost is None or outermost.actual is None:
            self.said += texts
        elif not any(one is outermost for one in self.replacements):
            self.replacements.append(outermost)
            self.said.append(outermost.actual)

    @property
    def box(self) -> Box | None:
        return union([*self.drawn, *(glyph.box for glyph in self.glyphs if glyph.box is not None)])


@dataclass(slots=True, eq=False)
class LinkArea:
    """A link annotation: ``box`` is in points from the corner of its page's trim, ``element`` has it as a kid.

    ``parts`` are the boxes of its quadrilaterals, if it has any: where viewers that know them take a touch.
    """

    page: int
    box: Box
    target: str
    contents: str
    element: StructureElement | None = None
    parts: tuple[Box, ...] = ()


@dataclass(slots=True, eq=False)
class StructureElement:
    """A structure element.

    Attributes:
        language: as the element states it; None if it states none, "" if it says that its language is unknown.
        alt: the description of a picture.
        actual: the text to read in place of what it shows; "" if nothing is to be read, None if what it shows is.
        box: the place of a picture, as its attributes state it.
        kids: elements, drawn content and link areas, in reading order.
    """

    tag: str
    parent: StructureElement | None
    language: str | None = None
    alt: str = ""
    actual: str | None = None
    box: Box | None = None
    kids: list[StructureElement | DrawnContent | LinkArea] = field(default_factory=list)

    @property
    def children(self) -> list[StructureElement]:
        return [kid for kid in self.kids if isinstance(kid, StructureElement)]

    @property
    def around(self) -> tuple[str, ...]:
        """Return the tags of the elements that it is in, the outermost first, without inline ones."""
        if self.parent is None or self.parent.parent is None:
            return ()
        own = () if self.parent.tag in INLINE else (self.parent.tag,)
        return (*self.parent.around, *own)

    @property
    def elements(self) -> Iterator[StructureElement]:
        """Yield this one and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.elements

    @property
    def language_read(self) -> str:
        """Return the language that it is read in; "" if the tree does not say (ISO 32000-1, 14.9.2.2)."""
        if self.language is not None:
            return self.language
        return self.parent.language_read if self.parent else ""

    @property
    def shown(self) -> Iterator[tuple[StructureElement, DrawnContent]]:
        """Yield its content, and that of inline elements in it, each with its innermost element."""
        for kid in self.kids:
            if isinstance(kid, DrawnContent):
                yield self, kid
            elif isinstance(kid, StructureElement) and kid.tag in INLINE:
                yield from kid.shown

    @property
    def text(self) -> str:
        return "".join(shown.text for _, shown in self.shown)

    @property
    def page(self) -> int:
        """Return the index of the page that it begins on; -1 if it shows nothing."""
        return next((shown.page for _, shown in self.shown), -1)

    @property
    def area(self) -> Box | None:
        return union(box for _, shown in self.shown if (box := shown.box))


@dataclass(slots=True)
class TaggedStructure:
    """A file's structure tree.

    Attributes:
        root: the tree's own root, which is not an element of the file.
        links: all link annotations of the pages.
        problems: pointers that lead nowhere or not back, as (page number or 0, what).
        language: the language of the document.
        marked: the file says that it is tagged.
        shows_title: viewers show the document's title instead of the file's name.
    """

    root: StructureElement
    links: list[LinkArea]
    problems: list[tuple[int, str]]
    language: str
    marked: bool
    shows_title: bool

    @property
    def blocks(self) -> list[StructureElement]:
        """Return the elements with content of their own, in reading order; an inline element is a part of its block."""
        return [
            element
            for element in self.root.elements
            if element.tag not in INLINE and (next(element.shown, None) or not element.children)
        ]
