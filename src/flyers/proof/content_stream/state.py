"""What the operators of a content stream share: the graphics state, the resources in force, and the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pikepdf import Dictionary, Object

from flyers.proof.colours import BLACK_GRAY, PdfColour
from flyers.proof.content_stream.records import PageContents
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import IDENTITY, Box, Matrix, shared
from flyers.proof.streams import UnpackedStreams
from flyers.records import dataclass

INVISIBLE_MODES = (3, 7)
"""Text rendering modes that paint nothing."""

NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

LETTER: Box = (0.0, 0.0, 612.0, 792.0)
"""The media box of a page that states none, as most viewers take it."""

Operator = Callable[[Any], None]
"""Carries out one operator, given its operands."""


@dataclass(slots=True)
class GraphicsState:
    """What q saves and Q restores (ISO 32000-1, tables 52 and 104), as far as the proof needs it."""

    ctm: Matrix = IDENTITY
    clip: Box | None = None
    """The box around the clipping path; None: the whole page."""
    fill: PdfColour = BLACK_GRAY
    stroke: PdfColour = BLACK_GRAY
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    fill_overprint: bool = False
    stroke_overprint: bool = False
    overprint_mode: int = 0
    font: FontReading | None = None
    font_key: str = ""
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    @property
    def line_width_on_page(self) -> float:
        """Return the line width in points: widened by the root of the matrix's area factor."""
        a, b, c, d, _, _ = self.ctm
        return self.line_width * float(abs(a * d - b * c) ** 0.5)

    @property
    def invisible(self) -> bool:
        return self.mode in INVISIBLE_MODES

    def clip_to(self, box: Box) -> None:
        """Narrow the clipping path to *box*."""
        self.clip = box if self.clip is None else shared(self.clip, box) or NOWHERE


class StreamContext:
    """The state of an interpreter while it runs a page and the forms in it.

    Attributes:
        contents: the records of what is painted.
        state: the graphics state in force.
        stack: the states that q has saved.
        resources: the resource dictionaries in force, the page's first.
        sheet: the media box.
        order: how many things the page has painted.
    """

    def __init__(
        self, fonts: dict[str, FontReading], origin: tuple[float, float], streams: UnpackedStreams, sheet: Box = LETTER
    ) -> None:
        self.contents = PageContents()
        self.sheet = sheet
        self.state = GraphicsState(ctm=(1, 0, 0, 1, -origin[0], -origin[1]))
        self.stack: list[GraphicsState] = []
        self.resources: list[Object] = []
        self.order = 0
        self._fonts = fonts
        self._streams = streams
        self._found: dict[tuple[str, str], Object | None] = {}
        self._entries: dict[tuple[str, str], dict[str, Any] | None] = {}

    def save(self) -> None:
        self.stack.append(replace(self.state))

    def restore(self) -> None:
        """Restore the state that was saved last; a Q without its q does nothing."""
        if self.stack:
            self.state = self.stack.pop()

    def enter(self, resources: Object) -> None:
        """Begin a page or a form with its *resources*."""
        self.resources.append(resources)
        self._found.clear()
        self._entries.clear()

    def leave(self) -> None:
        """End a page or a form."""
        self.resources.pop()
        self._found.clear()
        self._entries.clear()

    def resource(self, category: str, name: Object) -> Object | None:
        """Return the resource *name*, looked up from the innermost form to the page."""
        key = (category, str(name))
        if key not in self._found:
            self._found[key] = self._look_up(*key)
        return self._found[key]

    def _look_up(self, category: str, name: str) -> Object | None:
        for resources in reversed(self.resources):
            entries = resources.get(category)
            if isinstance(entries, Dictionary) and name in entries:
                return entries[name]
        return None

    def entries(self, category: str, name: Object) -> dict[str, Any] | None:
        """Return the entries of the resource *name*, read once; None if it is not a dictionary."""
        key = (category, str(name))
        if key not in self._entries:
            found = self.resource(category, name)
            self._entries[key] = dict(found.items()) if isinstance(found, Dictionary) else None
        return self._entries[key]

    def next_order(self) -> int:
        """Return the place in the painting order of what is painted now."""
        self.order += 1
        return self.order

    def use_font(self, key: str, resource: Object, size: float) -> None:
        """Select a font, opened once for all pages of the file under *key*."""
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = FontReading(resource, self._streams)
        self.state.font, self.state.font_key, self.state.size = font, key, size
