"""Markers before the items of a list: bullets, pictograms, or numerals.

Numerals (1, 2, 3) are in the type of their items and bold. They are text, so they are copied and read aloud. Figures
are Western in every language, as in numbers to call.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText
from flyers.errors import LayoutError
from flyers.layout.lines import TextLines, set_lines
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.layout.block import Block
    from flyers.layout.gaps import Gap
    from flyers.layout.roles import Role
    from flyers.layout.setting import Setting
    from flyers.layout.sheet import Sheet
    from flyers.text.model import TypeSpec

_BULLET = 0.32
"""Diameter of a bullet, in ems."""

_ROUNDING = 0.01
"""Points by which the measure of numerals is wider than the widest, so that none is broken."""


@dataclass(frozen=True, slots=True)
class Markers:
    """The arranged markers of a list.

    Attributes:
        block: the list.
        kind: none, bullet, number, icon (each message's own pictogram), or the name of a pictogram.
        role: of the items.
        colour: of the theme; "" for that of pictures, or of strong text for numerals, on the ground.
        size: of a marker, in points.
        indent: the distance of the text from a marker's start, in points.
    """

    block: Block
    kind: str
    role: Role
    colour: str
    setting: Setting
    ground: str
    size: float = 0.0
    indent: float = 0.0

    def put(self, sheet: Sheet, message: str, number: int, start: float, top: float) -> None:
        """Draw the marker of item *number*, which says *message*."""
        setting, ground = self.setting, self.ground
        if self.kind == "number":
            _numeral_lines(self, number).put(sheet, start, top, ground)
            return
        colour = self.colour or setting.theme.picture_on(ground)
        if self.kind == "bullet":
            sheet.circle(start, top, self.size, colour, ground, self.block.path, "bullet")
            return
        if self.kind == "icon":
            picture = setting.pictures[_own_icon(message, setting)]
        else:
            picture = setting.pictogram(self.kind, self.block.source)
        sheet.picture(picture, start, top, self.size, colour, ground, self.block.path)


def arranged(markers: Markers, most: int, size: Gap, gap: Gap) -> Markers:
    """Return the *markers* with their size and indent, for a list of at most *most* items.

    *size* of pictograms and *gap* between markers and text are as the layout has them; nothing for the usual ones.
    """
    if markers.kind == "none":
        return markers
    em = markers.setting.size(markers.role, markers.ground)
    if markers.kind == "number":
        width, distance = _numerals_width(most, markers.role, markers.setting, markers.ground), em * 0.55
    elif markers.kind == "bullet":
        width, distance = em * _BULLET, em * 0.5
    else:
        width, distance = markers.setting.points(size) or em * 1.5, em * 0.55
    return replace(markers, size=width, indent=width + (markers.setting.points(gap) or distance))


def _own_icon(message: str, setting: Setting) -> str:
    found = setting.localized.campaign.message(message)
    if not found.icon:
        raise LayoutError(
            f"The message “{message}” has no pictogram, and its list is marked with pictograms.",
            hint="Give it an `icon`, or the list another `marker`.",
            source=found.source,
        )
    return found.icon


def _numerals_width(count: int, role: Role, setting: Setting, ground: str) -> float:
    """Return the width of the widest numeral of a list of *count* items, points."""
    spec = _spec(role, setting, ground)
    widths = (setting.typesetter.natural_width(_rich(number, setting), spec) for number in range(1, count + 1))
    return max(widths, default=0.0) + _ROUNDING


def _numeral_lines(markers: Markers, number: int) -> TextLines:
    """Return the numeral of item *number*, flush in the width of all with the side of the item's text."""
    setting, ground, role = markers.setting, markers.ground, markers.role
    spec = _spec(role, setting, ground)
    shade = markers.colour or setting.theme.strong_on(ground)
    rich = _rich(number, setting)
    return set_lines(markers.block, rich, spec, markers.size, setting, ground, role=role, colour=shade)


def _spec(role: Role, setting: Setting, ground: str) -> TypeSpec:
    return replace(setting.spec(role, ground, "end"), weight="bold")


def _rich(number: int, setting: Setting) -> RichText:
    return RichText(str(number), setting.localized.language.tag, MessageKey(f"numeral {number}"))
