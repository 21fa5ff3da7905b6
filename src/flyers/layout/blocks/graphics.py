"""Kinds of block that show no words: ``code``, ``icon``, ``image``, ``logo``, ``box``, ``rule`` and ``space``.

A code is a QR code (ISO/IEC 18004) that opens a contact. The library `qrcode` makes the symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any, ClassVar, Literal, get_args

from flyers.content.schema import Flag, Length, OneOf, Problem, Required
from flyers.errors import LayoutError
from flyers.layout.block import NO_GAP, Art, Block, Fit, Gap, PrintedMessage, References
from flyers.layout.blocks.base import ArrangedBlock, PartExtent
from flyers.layout.blocks.registry import AT, FIT, GAP, NAME, SIZE, BlockKind, register
from flyers.layout.pictures import Logo
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet, frame, put_image
from flyers.page.document import QrCode
from flyers.process_cache import memoized
from flyers.records import dataclass

Level = Literal["L", "M", "Q", "H"]  # Of error correction (ISO/IEC 18004, 5.3.6), from 7 to 30 % of the symbol.
LEVELS: tuple[Level, ...] = get_args(Level)


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


READ_FROM = 10  # A camera reads a code from ten times its width.
QUIET_ZONE = 4  # Modules that stay free on every side (ISO/IEC 18004, 5.3.8 of the 2015 edition).


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(Block):
    """A QR code to a contact's target, on paper white with its quiet zone; ``frame`` is the band around that."""

    contact: str
    module: float  # the least side of a module in points
    most: float = 0.0  # the side up to which modules grow where nothing else needs the room; 0 for those that don't
    # The least side of the symbol, points; modules grow until it is reached, since a short address has few.
    side: float = 0.0
    level: Level = "M"  # the least error correction; the code has the highest that costs no more modules
    distance: float = 0.0  # how far away people stand who scan it, points; 0 for a piece that is held in the hand
    frame: Gap = NO_GAP
    frame_colour: str = ""
    alt: str = ""

    @property
    def grows(self) -> bool:
        return self.most > self.module

    def own_references(self) -> References:
        alt, contacts = PrintedMessage(self.alt), (self.contact,)
        return References(printed=(alt,), printed_contacts=contacts, colours=(self.frame_colour,))

    def faults(self, *, smallest_module: float, many_languages: bool) -> Iterator[LayoutError]:
        if self.frame != NO_GAP and not self.frame_colour:
            yield LayoutError("This code's frame has no colour.", hint="Give it “frame_colour”.", source=self.source)
        if self.module < smallest_module - 1e-6:
            problem = f"Modules of {self.module:.2f} pt are too small for a phone's camera."
            hint = f"The smallest of this product are {smallest_module:.2f} pt."
            yield LayoutError(problem, hint=hint, source=self.source)


@dataclass(slots=True)
class ArrangedCode(ArrangedBlock[CodeBlock]):
    """A QR code in its quiet zone, framed."""

    matrix: tuple[str, ...]
    module: float
    side: float  # with quiet zone and frame

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
        size = f"{across / 72:.2f} in wide, too small to be read from {block.distance / 72:.3g} in."
        hint = f"A camera reads a code from {READ_FROM} times its width: give it a larger module."
        raise block.overset(f"The code to “{block.contact}” is {size}", hint)
    if side > width + 0.01:
        problem = f"The code to “{block.contact}” is {side:.1f} pt wide and its column {width:.1f} pt."
        raise block.overset(problem, "Give it a wider column or a smaller module.")
    return ArrangedCode(block, setting, ground, width, side, matrix, module, side)


def _code_width(block: CodeBlock, setting: Setting, ground: str) -> float:
    matrix, module = _modules(block, setting)
    return (len(matrix) + 2 * QUIET_ZONE) * module + 2 * setting.points(block.frame)


def _modules(block: CodeBlock, setting: Setting) -> tuple[tuple[str, ...], float]:
    matrix = symbol(setting.localized.contact(block.contact).target, block.level)
    growth = setting.rung.codes * (block.most - block.module) if block.grows else 0.0
    return matrix, max(block.module + growth, block.side / len(matrix))


register(BlockKind("code", CodeBlock, {
    "contact": Required(NAME), "module": Required(Length()), "most": Length(), "side": Length(),
    "level": OneOf(*LEVELS), "distance": Length(), "frame": GAP, "frame_colour": NAME, "alt": NAME,
}, _arrange_code, _code_width))  # fmt: skip


_AS_GOOD_AS_WHITE = 0.8  # The luminance from which a ground needs no white under the logo.


@dataclass(frozen=True, slots=True, kw_only=True)
class IconBlock(Block):
    """A pictogram, ``size`` high. Without *alt* it is decoration to a screen reader: text beside it says the same."""

    name: str
    size: Gap
    colour: str = ""
    alt: str = ""

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.alt),), colours=(self.colour,))


@dataclass(slots=True)
class ArrangedIcon(ArrangedBlock[IconBlock]):
    """A pictogram with its colour."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, setting = self.block, self.setting
        colour = block.colour or setting.theme.grounds[self.ground].picture
        picture, size = setting.pictogram(block.name, block.source), setting.points(block.size)
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt) if block.alt else sheet.decoration():
            sheet.picture(picture, start, top, size, colour, self.ground, block.path, alt)


def _arrange_icon(block: IconBlock, width: float, setting: Setting, ground: str) -> ArrangedIcon:
    return ArrangedIcon(block, setting, ground, width, setting.points(block.size))


def _icon_width(block: IconBlock, setting: Setting, ground: str) -> float:
    return setting.points(block.size)


_KEYS = {"name": Required(NAME), "size": Required(SIZE), "colour": NAME, "alt": NAME}
register(BlockKind("icon", IconBlock, _KEYS, _arrange_icon, _icon_width))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageBlock(Block):
    """An image of the campaign: as wide as its column, or as high as ``height`` says, or both, with ``fit``."""

    name: str
    # The message that a screen reader says; ``decoration``: it says nothing, since the words beside it do.
    alt: str = ""
    decoration: bool = False
    mirror: bool = False  # whether the image is turned over on right-to-left pages
    fit: Fit = "contain"
    at: tuple[str, str] = ("center", "center")
    colour: str = ""  # what ``currentColor`` is in it; "" for the colour of pictograms on the ground

    def own_references(self) -> References:
        return References(printed=(PrintedMessage(self.alt),), colours=(self.colour,), images=(self.name,))


@dataclass(slots=True)
class ArrangedImage(ArrangedBlock[ImageBlock]):
    """An image in its box."""

    @property
    def most_growth(self) -> float:
        return 0.0 if self.block.fit == "contain" else inf

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        block, setting = self.block, self.setting
        image = setting.pictures.image(block.name)
        how = Art(name=block.name, fit=block.fit, at=block.at, mirror=block.mirror, colour=block.colour)
        alt = sheet.alternative(block.alt)
        with sheet.element("Figure", alt=alt) if block.alt else sheet.decoration():
            put_image(sheet, image, (start, top, width, height), how, self.ground, block, alt)


def _arrange_image(block: ImageBlock, width: float, setting: Setting, ground: str) -> ArrangedImage:
    height = _own_height(block, setting) or width / _proportion(block, setting)
    return ArrangedImage(block, setting, ground, width, height)


def _image_width(block: ImageBlock, setting: Setting, ground: str) -> float:
    return _own_height(block, setting) * _proportion(block, setting)


def _own_height(block: Block, setting: Setting) -> float:
    """Return the height that the layout gives to the picture itself, points; 0 if it gives none."""
    padding = setting.points(block.padding.top), setting.points(block.padding.bottom)
    return max(0.0, block.height - padding[0] - padding[1])


def _proportion(block: ImageBlock, setting: Setting) -> float:
    image = setting.pictures.image(block.name)
    return image.width / image.height


def _image_problems(block: ImageBlock) -> Iterator[Problem]:
    if bool(block.alt) == block.decoration:
        both = f"The image “{block.name}” has both “alt” and “decoration”."
        neither = f"Nothing tells a screen reader what to say about the image “{block.name}”."
        hint = "Give it one: “alt” with a message, or “decoration: true” if the words around it say the same."
        yield Problem(both if block.alt else neither, hint)
    if block.width == "fit" and not block.height:
        yield Problem(f"The image “{block.name}” has no size.", "Give it a “height”, or a “width” that is a length.")


register(BlockKind("image", ImageBlock, {
    "name": Required(NAME), "alt": NAME, "decoration": Flag(), "mirror": Flag(), "fit": FIT, "at": AT, "colour": NAME,
}, _arrange_image, _image_width, _image_problems))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoBlock(Block):
    """The coalition's logo with its clear space, ``height`` high; without a logo there is no block, and no gap."""

    shows_logo: ClassVar[bool] = True

    most: float = 0.0  # how wide it is at most, points; 0: as wide as it is
    at: tuple[str, str] = ("center", "center")


@dataclass(slots=True)
class ArrangedLogo(ArrangedBlock[LogoBlock]):
    """The logo in its box."""

    logo: Logo

    @property
    def most_growth(self) -> float:
        return 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        logo, theme = self.logo, self.setting.theme
        box = (start, -top - height, start + width, -top)
        around = Art(name="logo", fit="contain", at=self.block.at)
        left, bottom, right, upper = frame(logo.proportion, 1.0, box, around, rtl=False)
        start, top, width, height = left, -upper, right - left, upper - bottom
        if theme.colours[self.ground].luminance < _AS_GOOD_AS_WHITE:
            sheet.ground(start, top, width, height, "paper", self.block.path, 0.0)
        clear = height * logo.clear / (1 + 2 * logo.clear)
        inside = (start + clear, top + clear, width - 2 * clear, height - 2 * clear)
        alt, how = sheet.alternative(logo.alt), Art(name="logo", fit="contain", colour=theme.grounds["paper"].picture)
        with sheet.element("Figure", alt=alt):
            put_image(sheet, logo.picture, inside, how, self.ground, self.block, alt)


def _arrange_logo(block: LogoBlock, width: float, setting: Setting, ground: str) -> ArrangedLogo:
    logo = setting.pictures.logo
    assert logo is not None, "a block that is absent is not arranged"
    return ArrangedLogo(block, setting, ground, width, _own_height(block, setting), logo)


def _logo_width(block: LogoBlock, setting: Setting, ground: str) -> float:
    logo = setting.pictures.logo
    width = _own_height(block, setting) * logo.proportion if logo else 0.0
    return min(width, block.most) if block.most else width


def _logo_problems(block: LogoBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This logo has no size.", "Give it a “height”, which includes the space around it.")


register(BlockKind("logo", LogoBlock, {"most": Length(), "at": AT}, _arrange_logo, _logo_width, _logo_problems))


_EDGE = 0.5  # Points: the line around a box, in black alone, so that every press prints it whole.


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxBlock(Block):
    """White paper, ``height`` high, for what is added by hand, a stamp or a note; only where the layout says so."""

    is_local: ClassVar[bool] = True
    runs: ClassVar[bool] = True


@dataclass(slots=True)
class ArrangedBox(ArrangedBlock[BoxBlock]):
    """An empty box, which a screen reader passes over."""

    @property
    def most_growth(self) -> float:
        return 0.0

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        path = self.block.path
        sheet.ground(start, top, width, height, "black", path, 0.0)
        sheet.ground(start + _EDGE, top + _EDGE, width - 2 * _EDGE, height - 2 * _EDGE, "paper", path, 0.0)


def _arrange_box(block: BoxBlock, width: float, setting: Setting, ground: str) -> ArrangedBox:
    return ArrangedBox(block, setting, ground, width, _own_height(block, setting))


def _box_problems(block: BoxBlock) -> Iterator[Problem]:
    if not block.height:
        yield Problem("This box has no size.", "Give it a “height”, and a “width” if it is not as wide as its column.")


register(BlockKind("box", BoxBlock, {}, _arrange_box, rules=_box_problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBlock(Block):
    """A straight line across the column, ``weight`` points thick."""

    runs: ClassVar[bool] = True

    weight: float
    colour: str = ""

    def own_references(self) -> References:
        return References(colours=(self.colour,))


@dataclass(slots=True)
class ArrangedRule(ArrangedBlock[RuleBlock]):
    """A rule with its colour."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        colour = self.block.colour or self.setting.theme.grounds[self.ground].picture
        sheet.ground(start, top, width, self.block.weight, colour, self.block.path, 0.0)


def _arrange_rule(block: RuleBlock, width: float, setting: Setting, ground: str) -> ArrangedRule:
    return ArrangedRule(block, setting, ground, width, block.weight)


register(BlockKind("rule", RuleBlock, {"weight": Required(Length(0.25)), "colour": NAME}, _arrange_rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceBlock(Block):
    """White space, ``size`` high; with ``grow`` it takes up spare height."""

    runs: ClassVar[bool] = True

    size: Gap = NO_GAP

    @property
    def prints_nothing(self) -> bool:
        return True


def _arrange_space(block: SpaceBlock, width: float, setting: Setting, ground: str) -> ArrangedBlock[SpaceBlock]:
    return ArrangedBlock(block, setting, ground, width, setting.points(block.size))


register(BlockKind("space", SpaceBlock, {"size": GAP}, _arrange_space))
