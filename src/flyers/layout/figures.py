"""Codes, pictograms and rules: blocks that are drawn and not set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flyers.errors import OversetError
from flyers.layout import blocks, pages
from flyers.layout.arrange import ArrangedBlock
from flyers.layout.codes import QUIET_ZONE, code_side, matrix
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet

if TYPE_CHECKING:
    from flyers.layout.pictures import Picture


@dataclass(slots=True)
class Symbol(ArrangedBlock):
    """A QR code on paper white, framed."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Code)
        contact = self.setting.localized.contact(block.contact)
        side, frame = code_side(block, self.setting), self.setting.points(block.frame)
        start += (width - side) / 2
        if frame:
            sheet.ground(start, top, side, side, block.frame_colour, block.path, block.radius)
        if frame or self.ground != "paper":
            sheet.ground(start + frame, top + frame, side - 2 * frame, side - 2 * frame, "paper", block.path, 0.0)
        inset = frame + QUIET_ZONE * block.module
        symbol = matrix(contact.target, block.level)
        across = len(symbol) * block.module
        alt = self.setting.localized.plain(block.alt) if block.alt else ""
        with sheet.element("Figure", alt=alt):
            sheet.add(
                pages.Code(
                    x=sheet.left(start + inset, across),
                    y=sheet.height - top - inset - across,
                    module=block.module,
                    matrix=symbol,
                    colour="black",
                    ground="paper",
                    block=block.path,
                    contact=block.contact,
                    target=contact.target,
                    alt=alt,
                )
            )


def arrange_code(block: blocks.Code, width: float, setting: Setting, ground: str) -> Symbol:
    side = code_side(block, setting)
    if side > width + 0.01:
        raise OversetError(
            f"The code to “{block.contact}” is {side:.1f} pt wide and its column {width:.1f} pt.",
            hint="Give it a wider column or a smaller module.",
            source=block.source,
            trail=[block.path],
        )
    return Symbol(block, setting, ground, width, side)


def put_picture(
    sheet: Sheet,
    picture: Picture,
    start: float,
    top: float,
    size: float,
    colour: str,
    ground: str,
    block: str,
    alt: str,
) -> None:
    """Draw *picture* in a square of *size* points."""
    left, bottom = sheet.left(start, size), sheet.height - top - size
    path = picture.placed(left, bottom, size, mirrored=sheet.setting.rtl)
    sheet.add(pages.Shape(path, colour, ground, block, picture.name, picture.rule, alt))


@dataclass(slots=True)
class Pictogram(ArrangedBlock):
    """A pictogram that stands alone."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Icon)
        colour = block.colour or self.setting.theme.picture_on(self.ground)
        alt = self.setting.localized.plain(block.alt) if block.alt else ""
        picture, size = self.setting.pictures[block.name], self.setting.points(block.size)
        if not alt:
            # A pictogram beside text is decoration to a screen reader: the text says it already.
            put_picture(sheet, picture, start, top, size, colour, self.ground, block.path, "")
            return
        with sheet.element("Figure", alt=alt):
            put_picture(sheet, picture, start, top, size, colour, self.ground, block.path, alt)


def arrange_icon(block: blocks.Icon, width: float, setting: Setting, ground: str) -> Pictogram:
    return Pictogram(block, setting, ground, width, setting.points(block.size))


@dataclass(slots=True)
class Line(ArrangedBlock):
    """A rule."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block = self.block
        assert isinstance(block, blocks.Rule)
        colour = block.colour or self.setting.theme.picture_on(self.ground)
        sheet.ground(start, top, width, block.weight, colour, block.path, 0.0)


def arrange_rule(block: blocks.Rule, width: float, setting: Setting, ground: str) -> Line:
    return Line(block, setting, ground, width, block.weight)
