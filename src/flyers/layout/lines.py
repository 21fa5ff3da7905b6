"""Paragraphs in blocks: from a message or a contact to lines on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.content.richtext import RichText, Span, SpanKind
from flyers.errors import OversetError
from flyers.layout import blocks, pages
from flyers.layout.items import LineLabels, text_line

if TYPE_CHECKING:
    from flyers.layout.setting import Setting
    from flyers.layout.sheet import Sheet
    from flyers.text.model import Align, TypeSpec

_OVERHANG = 0.35
"""Em by which ink may stand out at the side of a line: what Latin letters never reach."""

LRI, PDI = "\u2066", "\u2069"


@dataclass(slots=True)
class TextLines:
    """A measured paragraph and what the page needs to know of it; its glyphs are made when it is put on a page.

    ``leading`` is the distance of its baselines, opened where they would touch; ``above`` and ``below`` are how far its
    ink stands out of its visual box.
    """

    rich: RichText
    spec: TypeSpec
    width: float
    height: float
    leading: float
    block: str
    role: str
    tag: str
    floor: float
    colour: str
    wanted: str
    natural: float = 0.0
    target: str = ""
    above: float = 0.0
    below: float = 0.0

    @property
    def first_baseline(self) -> float:
        """Distance of the first baseline below the top."""
        return self.spec.ascent * self.spec.size

    @property
    def line_gap(self) -> float:
        """White between two lines, points."""
        return max(0.0, self.leading - (self.spec.ascent + self.spec.descent) * self.spec.size)

    def clearance(self, lower: TextLines, setting: Setting) -> float:
        """White that *lower* must keep from these lines, points, when both begin at the same left edge."""
        upper_side, lower_side = (self.rich, self.spec, self.width), (lower.rich, lower.spec, lower.width)
        return setting.typesetter.clearance(upper_side, lower_side)

    def put(self, sheet: Sheet, start: float, top: float, ground: str) -> None:
        left = sheet.left(start, self.width)
        paragraph = sheet.setting.typesetter.paragraph(self.rich, self.spec, self.width)
        # All lines together, or they would no longer begin at one edge.
        moved = max((_inwards(line.ink, self.width, self.spec.size) for line in paragraph.lines), key=abs, default=0.0)
        labels = LineLabels(
            block=self.block,
            message=self.rich.message,
            role=self.role,
            colour=self.colour,
            ground=ground,
            size=self.spec.size,
            floor=self.floor,
        )
        for line in paragraph.lines:
            sheet.add(text_line(line, self.rich, labels, left + moved, sheet.height - top - line.baseline))

    def note_shorter_form(self, sheet: Sheet) -> None:
        """Remember for the build report that less than the wanted form was set."""
        if self.wanted and self.rich.message != self.wanted:
            sheet.omissions.append(
                pages.Omission(
                    self.block, self.wanted, f"set in its shorter form, {self.rich.message}, for want of room"
                )
            )


def message_lines(
    block: blocks.Text | blocks.Listing,
    message: str,
    form: str,
    width: float,
    setting: Setting,
    ground: str,
    *,
    colour: str,
    align: Align,
) -> TextLines:
    """Set one form of *message* in *width*."""
    role = setting.layout.roles[block.role]
    rich = setting.rich(message, form)
    wanted = setting.rich(message, block.form).message if form != block.form else ""
    spec = setting.spec(role, ground, align)
    measured = setting.typesetter.measure(rich, spec, width)
    return TextLines(
        rich=rich,
        spec=spec,
        width=width,
        height=measured.height,
        leading=measured.leading,
        above=max(0.0, measured.above),
        below=max(0.0, measured.below),
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=setting.floor(role, ground),
        colour=colour or setting.theme.text_on(ground),
        wanted=wanted,
    )


def contact_lines(block: blocks.Contact, setting: Setting, ground: str, width: float) -> TextLines:
    """Set a contact's display form, never broken; with ``fill`` as large as the width allows, up to the role's aim.

    Raises:
        OversetError: it is wider than the column at the role's floor.
    """
    contact = setting.localized.contact(block.contact)
    role = setting.layout.roles[block.role]
    rich = _isolated(contact.display, SpanKind.CONTACT, contact.id, f"contact:{contact.id}")
    digits = contact.display.replace("-", "").isdigit()
    floor = setting.floor(role, ground, latin=True)
    size = setting.size(role, ground, latin=True)
    unit = setting.typesetter.natural_width(rich, setting.contact_spec(role, 1.0, "start", digits=digits))
    if block.fill:
        size = min(size, width / unit) if width != float("inf") else size
    if unit * size > width + 0.01 or size < floor - 1e-6:
        raise OversetError(
            f"{contact.display} is {unit * max(size, floor):.1f} pt wide at {max(size, floor):g} pt; "
            f"its column has {width:.1f} pt.",
            hint="Give it a wider column or its role a lower floor.",
            source=block.source,
            trail=[block.path],
        )
    measure = (unit * size if width == float("inf") else width) + 0.01
    spec = setting.contact_spec(role, size, block.set, digits=digits)
    return TextLines(
        rich=rich,
        spec=spec,
        width=measure,
        height=(spec.ascent + spec.descent) * size,
        leading=spec.leading,
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=floor,
        colour=block.colour or setting.theme.text_on(ground),
        wanted="",
        natural=unit * size,
        target=contact.target,
    )


def imprint_lines(block: blocks.Imprint, setting: Setting, ground: str, width: float) -> TextLines:
    """Set the edition code: language, product, edition and content hash, so that a found card can be traced."""
    localized, layout = setting.localized, setting.layout
    own = setting.whole or localized
    text = " · ".join((own.label, layout.product, own.campaign.issue, own.code))
    role = layout.roles[block.role]
    rich = _isolated(text, SpanKind.FOREIGN, "en", "imprint")
    size = setting.size(role, ground, latin=True)
    spec = setting.contact_spec(role, size, block.set, digits=False)
    natural = setting.typesetter.natural_width(rich, spec)
    measure = min(width, natural + 0.01) if width == float("inf") else width
    return TextLines(
        rich=rich,
        spec=spec,
        width=measure,
        height=setting.typesetter.measure(rich, spec, measure).height,
        leading=spec.leading,
        natural=natural + 0.01,
        block=block.path,
        role=role.name,
        tag=setting.tag(role),
        floor=setting.floor(role, ground, latin=True),
        colour=block.colour or setting.theme.text_on(ground),
        wanted="",
    )


def _inwards(ink: tuple[float, float, float, float], width: float, size: float) -> float:
    """How far to the right a line moves so that its ink keeps to its column: some Nastaliq letters begin half an em
    before the place where they are set, which takes them out of the safe area of a card."""
    allowed = _OVERHANG * size
    before, after = -ink[0] - allowed, ink[2] - width - allowed
    if after > 0.0:
        return -min(after, max(0.0, -before))
    return min(before, -after) if before > 0.0 else 0.0


def _isolated(text: str, kind: SpanKind, value: str, message: str) -> RichText:
    span = Span(1, 1 + len(text), kind, value)
    return RichText(f"{LRI}{text}{PDI}", "en", message, None, (span,))
