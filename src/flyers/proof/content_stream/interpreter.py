"""An interpreter of PDF operators (ISO 32000-1, annex A) that records positions, colours and texts instead of pixels.

Of clipping paths it follows the boxes around them.

Coordinates are points from the lower left corner of the trim box, as in `flyers.proof.expectations`.
"""

from __future__ import annotations

import sys
from typing import Any

from pikepdf import Array, Dictionary, Object, Stream

from flyers import limits
from flyers.proof.content_stream.graphics import GraphicsOperators, as_box
from flyers.proof.content_stream.instructions import instructions
from flyers.proof.content_stream.records import ContentMark, PageContents, PaintPosition
from flyers.proof.content_stream.state import LETTER, Operator, StreamContext
from flyers.proof.content_stream.text import TextOperators
from flyers.proof.fonts import FontReading
from flyers.proof.geometry import Box, transform_box
from flyers.proof.size_guard import WordBudget, too_large
from flyers.proof.streams import UnpackedStreams

WITHOUT_INK = frozenset(("d", "i", "j", "J", "M", "MP", "DP", "BX", "EX", "d0", "d1"))
"""Operators without ink, text or colour."""

OPERANDS = {
    **dict.fromkeys(("q", "Q", "h", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n", "W", "W*"), 0),
    **dict.fromkeys(("BT", "ET", "T*", "EMC"), 0),
    **dict.fromkeys(("w", "gs", "ri", "g", "G", "cs", "CS", "sh", "Do", "BMC"), 1),
    **dict.fromkeys(("Tj", "TJ", "'", "Tc", "Tw", "Tz", "TL", "Ts", "Tr"), 1),
    **dict.fromkeys(("m", "l", "Tf", "Td", "TD", "BDC"), 2),
    **dict.fromkeys(("rg", "RG", '"'), 3),
    **dict.fromkeys(("k", "K", "v", "y", "re"), 4),
    **dict.fromkeys(("cm", "c", "Tm"), 6),
}
"""How many operands each operator takes, but those that take any number. Of too many, this interpreter takes the first,
and others the last."""


class Interpreter:
    """Runs content streams and fills a `PageContents`.

    ``fonts`` is shared by all pages of a file, so that a font is opened once: {object id or contents: reading}.
    ``origin`` is the lower left corner of the trim box. ``streams`` and ``budget`` are the file's: a budget ends forms
    that draw forms that … ``sheet`` is the page's media box, in points from the trim.
    """

    def __init__(
        self,
        fonts: dict[str, FontReading],
        origin: tuple[float, float],
        streams: UnpackedStreams | None = None,
        budget: WordBudget | None = None,
        sheet: Box = LETTER,
    ) -> None:
        self._streams = streams or UnpackedStreams()
        self._budget = budget or WordBudget(self._streams)
        self._context = StreamContext(fonts, origin, self._streams, sheet)
        self._graphics = GraphicsOperators(self._context)
        self._text = TextOperators(self._context)

    @property
    def contents(self) -> PageContents:
        return self._context.contents

    def _operators(self) -> dict[str, Operator]:
        """Return the function of each operator. (As an attribute it would make a reference cycle, which keeps the page
        in memory.)
        """
        return {
            **self._graphics.operators,
            **self._text.operators,
            "BMC": self.begin_marked,
            "BDC": self.begin_marked,
            "EMC": self.end_marked,
            "Do": self.do,
        }

    def run(self, stream: Object, resources: Object | None) -> None:
        """Interpret *stream* (a page or a form XObject) with its *resources*."""
        self._budget.spend_on(stream)
        context, operators = self._context, self._operators()
        context.enter(resources if isinstance(resources, Dictionary) else Dictionary())
        depth = len(context.stack)
        for operator, operands in instructions(stream, self._streams):
            carry_out = operators.get(operator)
            if carry_out is None:
                if operator not in WITHOUT_INK:
                    context.contents.strange.append(operator)
                continue
            if len(operands) != OPERANDS.get(operator, len(operands)):
                context.contents.problems.append(f"operator {operator}: {len(operands)} operands")
            try:
                carry_out(operands)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                context.contents.problems.append(f"operator {operator}: {error}")
        while len(context.stack) > depth:
            context.restore()
        context.leave()

    def begin_marked(self, operands: Any) -> None:
        """BMC and BDC. Marked content in a form belongs to no page's tree, so its MCID is ignored."""
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if not isinstance(properties, Dictionary):
            properties = self._context.resource("/Properties", properties) or Dictionary()
        of_page = "/MCID" in properties and len(self._context.resources) == 1
        mcid = properties["/MCID"] if of_page else None
        if mcid is not None and not isinstance(mcid, int):
            raise ValueError("its number (MCID) is not a whole number")
        if str(operands[0]) == "/OC":
            self.contents.means.append("a layer that can be hidden")
        kind = "/".join(str(properties[key])[1:] for key in ("/Type", "/Subtype") if key in properties)
        actual = str(properties["/ActualText"]) if "/ActualText" in properties else None
        marked = ContentMark(str(operands[0])[1:], mcid, actual, self._marked, kind)
        self.contents.marking.append((self._place(), marked))

    def end_marked(self, _: Any) -> None:
        if self._marked is None:
            raise ValueError("marked content ends that never began")
        self.contents.marking.append((self._place(), self._marked.around))

    @property
    def _marked(self) -> ContentMark | None:
        return self.contents.marking[-1][1] if self.contents.marking else None

    def _place(self) -> PaintPosition:
        """Return the place of the next glyph of an open text object, or of what is painted next."""
        glyph = self._text.next_glyph
        return PaintPosition(self._context.order, sys.maxsize if glyph is None else glyph)

    def do(self, operands: Any) -> None:
        target = self._context.resource("/XObject", operands[0])
        if isinstance(target, Stream) and "/OC" in target:
            self.contents.means.append("a layer that can be hidden")
        if not isinstance(target, Stream):
            raise KeyError(f"no XObject {operands[0]}")
        if str(target.get("/Subtype")) == "/Image":
            self._graphics.image(target)
        elif str(target.get("/Subtype")) == "/Form":
            self._form(target)
        else:
            # Some programs take it for a form: pdfium if a string says so, Ghostscript if nothing is said.
            self.contents.means.append("something that is neither a form nor an image")

    def _form(self, form: Stream) -> None:
        self.contents.means.append("drawing instructions outside the page (a form XObject)")
        if len(self._context.resources) > limits.PDF_FORM_DEPTH:
            raise too_large(f"forms on its pages are nested deeper than {limits.PDF_FORM_DEPTH}")
        if isinstance(group := form.get("/Group"), Dictionary) and str(group.get("/S")) == "/Transparency":
            self.contents.transparency.append("a transparency group")
        self._context.save()
        if isinstance(matrix := form.get("/Matrix"), Array):
            self._graphics.concatenate(matrix)
        if isinstance(bounds := form.get("/BBox"), Array):
            self._context.state.clip_to(transform_box(self._context.state.ctm, as_box(bounds)))
        self.run(form, form.get("/Resources"))
        self._context.restore()
