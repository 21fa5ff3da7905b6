"""``code``: a QR code (ISO/IEC 18004) that opens a contact. The library `qrcode` makes the symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from flyers.content.schema import Length, OneOf, Required
from flyers.errors import LayoutError
from flyers.layout.block import NO_GAP, Block, Gap, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedBlock, PartExtent
from flyers.layout.blocks.registry import GAP, NAME, BlockKind, register
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import QrCode
from flyers.process_cache import memoized
from flyers.records import dataclass

Level = Literal["L", "M", "Q", "H"]
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
"""Of error correction (ISO/IEC 18004, 5.3.6), from 7 to 30 % of the symbol."""


@memoized(64)
def symbol(target: str, level: Level) -> tuple[str, ...]:
    """Return the symbol for *target* without its quiet zone: rows from the top, "1" for dark.

    It is the smallest version that holds the target at *level*, at the highest level that this version has room for,
    with the mask that the standard's rule chooses: so the same target always gives the same picture.
    """
    from qrcode import constants
    from qrcode.exceptions import DataOverflowError
    from qrcode.main import QRCode

    def smallest(correction: Level) -> QRCode[Any]:
        code: QRCode[Any] = QRCode(border=0, error_correction=getattr(constants, f"ERROR_CORRECT_{correction}"))
        code.add_data(target)
        code.best_fit()
        return code

    best = smallest(level)
    for higher in LEVELS[LEVELS.index(level) + 1 :]:
        try:
            code = smallest(higher)
        except DataOverflowError:
            break
        if code.version != best.version:
            break
        best = code
    best.make(fit=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in best.modules)


READ_FROM = 10
"""A camera reads a code from ten times its width."""

QUIET_ZONE = 4
"""Modules that stay free on every side (ISO/IEC 18004, 5.3.8 of the 2015 edition)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(Block):
    """A QR code to a contact's target, on paper white with its quiet zone; ``frame`` is the band around that.

    Attributes:
        module: the least side of a module in points.
        most: the side up to which modules grow where nothing else needs the room; 0 for those that don't.
        side: the least side of the symbol, points; modules grow until it is reached, since a short address has few.
        level: the least error correction; the code has the highest that costs no more modules.
        distance: how far away people stand who scan it, points; 0 for a piece that is held in the hand.
    """

    contact: str
    module: float
    most: float = 0.0
    side: float = 0.0
    level: Level = "M"
    distance: float = 0.0
    frame: Gap = NO_GAP
    frame_colour: str = ""
    alt: str = ""

    @property
    def grows(self) -> bool:
        return self.most > self.module

    def own_references(self) -> References:
        return References(
            printed=(PrintedMessage(self.alt),), printed_contacts=(self.contact,), colours=(self.frame_colour,)
        )

    def faults(self, *, smallest_module: float, many_languages: bool) -> Iterator[LayoutError]:
        if self.frame != NO_GAP and not self.frame_colour:
            yield LayoutError("This code's frame has no colour.", hint="Give it “frame_colour”.", source=self.source)
        if self.module < smallest_module - 1e-6:
            yield LayoutError(
                f"Modules of {self.module:.2f} pt are too small for a phone's camera.",
                hint=f"The smallest of this product are {smallest_module:.2f} pt.",
                source=self.source,
            )


@dataclass(slots=True)
class ArrangedCode(ArrangedBlock[CodeBlock]):
    """A QR code in its quiet zone, framed; its `side` includes both."""

    matrix: tuple[str, ...]
    module: float
    side: float

    def parts(self) -> Iterator[PartExtent]:
        yield PartExtent(self.side, self.block.path, contact=self.block.contact)

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, setting, side = self.block, self.setting, self.side
        frame = setting.points(block.frame)
        start += (width - side) / 2
        if frame:
            sheet.ground(start, top, side, side, block.frame_colour, block.path, block.radius)
        if frame or self.ground != "paper":
            sheet.ground(start + frame, top + frame, side - 2 * frame, side - 2 * frame, "paper", block.path, 0.0)
        inset = frame + QUIET_ZONE * self.module
        across = len(self.matrix) * self.module
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt):
            sheet.add(
                QrCode(
                    x=sheet.left(start + inset, across),
                    y=sheet.height - top - inset - across,
                    module=self.module,
                    matrix=self.matrix,
                    colour="black",
                    ground="paper",
                    block=block.path,
                    contact=block.contact,
                    target=setting.localized.contact(block.contact).target,
                    alt=alt,
                    language=setting.own_tag,
                )
            )


def _arrange_code(block: CodeBlock, width: float, setting: Setting, ground: str) -> ArrangedCode:
    matrix, module = _modules(block, setting)
    side, across = _code_width(block, setting, ground), len(matrix) * module
    if across < block.distance / READ_FROM - 0.01:
        raise block.overset(
            f"The code to “{block.contact}” is {across / 72:.2f} in wide, too small to be read from "
            f"{block.distance / 72:.3g} in.",
            f"A camera reads a code from {READ_FROM} times its width: give it a larger module.",
        )
    if side > width + 0.01:
        raise block.overset(
            f"The code to “{block.contact}” is {side:.1f} pt wide and its column {width:.1f} pt.",
            "Give it a wider column or a smaller module.",
        )
    return ArrangedCode(block, setting, ground, width, side, matrix, module, side)


def _code_width(block: CodeBlock, setting: Setting, ground: str) -> float:
    """Return the side of the block in points: the symbol with its quiet zone and frame."""
    matrix, module = _modules(block, setting)
    return (len(matrix) + 2 * QUIET_ZONE) * module + 2 * setting.points(block.frame)


def _modules(block: CodeBlock, setting: Setting) -> tuple[tuple[str, ...], float]:
    """Return the modules of a code and the side of one in points."""
    matrix = symbol(setting.localized.contact(block.contact).target, block.level)
    growth = setting.rung.codes * (block.most - block.module) if block.grows else 0.0
    return matrix, max(block.module + growth, block.side / len(matrix))


_KEYS = {
    "contact": Required(NAME),
    "module": Required(Length()),
    "most": Length(),
    "side": Length(),
    "level": OneOf(*LEVELS),
    "distance": Length(),
    "frame": GAP,
    "frame_colour": NAME,
    "alt": NAME,
}
register(BlockKind("code", CodeBlock, _KEYS, _arrange_code, _code_width))
