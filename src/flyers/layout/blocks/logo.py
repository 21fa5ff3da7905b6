"""``logo``: the coalition's logo with its clear space; in a campaign without one there is no such block, and no gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from flyers.content.schema import Length, Problem
from flyers.layout.block import Block
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.keys import AT
from flyers.layout.blocks.registry import BlockKind, register
from flyers.layout.logo import Logo
from flyers.layout.placed_images import put_image
from flyers.layout.placing import Place, frame
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.records import dataclass

_AS_GOOD_AS_WHITE = 0.8
"""The luminance from which a ground needs no white under the logo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoBlock(Block):
    """The logo with the space around it: ``height`` high, at most ``most`` wide (points; 0: as wide as it is)."""

    shows_logo: ClassVar[bool] = True

    most: float = 0.0
    at: tuple[str, str] = ("center", "center")


@dataclass(slots=True)
class ArrangedLogo(ArrangedBlock[LogoBlock]):
    """The logo in its box."""

    logo: Logo

    @property
    def most_growth(self) -> float:
        return 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        logo, setting = self.logo, self.setting
        across, down = self.block.at
        place = Place(across=across, down=down)
        left, bottom, right, upper = frame(
            logo.proportion, 1.0, (start, -top - height, start + width, -top), place, rtl=False
        )
        own = (start, top, width, height) = left, -upper, right - left, upper - bottom
        colours = setting.theme.colours
        if colours[self.ground].luminance < _AS_GOOD_AS_WHITE:
            sheet.ground(*own, "paper", self.block.path, 0.0)
        clear = height * logo.clear / (1 + 2 * logo.clear)
        inside = (start + clear, top + clear, width - 2 * clear, height - 2 * clear)
        alt = sheet.alternative(logo.alt)
        with sheet.element("Figure", alt=alt):
            black = setting.theme.grounds["paper"].picture
            put_image(sheet, logo.picture, inside, Place(), black, self.ground, self.block, alt)


def _arrange_logo(block: LogoBlock, width: float, setting: Setting, ground: str) -> ArrangedLogo:
    logo = setting.logo
    assert logo is not None, "a block that is absent is not arranged"
    return ArrangedLogo(block, setting, ground, width, _height(block, setting), logo)


def _natural_width(block: LogoBlock, setting: Setting, ground: str) -> float:
    logo = setting.logo
    width = _height(block, setting) * logo.proportion if logo else 0.0
    return min(width, block.most) if block.most else width


def _height(block: LogoBlock, setting: Setting) -> float:
    points, padding = setting.points, block.padding
    return max(0.0, block.height - points(padding.top) - points(padding.bottom))


def _rules(block: LogoBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This logo has no size.", "Give it a “height”, which includes the space around it.")


register(
    BlockKind(
        name="logo",
        block=LogoBlock,
        keys={"most": Length(), "at": AT},
        arrange=_arrange_logo,
        natural_width=_natural_width,
        rules=_rules,
    )
)
