"""Numerals before the items of a list: 1, 2, 3, in the type of its items and bold.

They are text, so they are copied and read aloud. Figures are Western in every language, as in numbers to call.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText
from flyers.layout.lines import TextLines, set_lines

if TYPE_CHECKING:
    from flyers.layout.block import Block
    from flyers.layout.roles import Role
    from flyers.layout.setting import Setting
    from flyers.text.model import TypeSpec

_ROUNDING = 0.01
"""Points by which the measure of numerals is wider than the widest, so that none is broken."""


def numerals_width(count: int, role: Role, setting: Setting, ground: str) -> float:
    """Return the width of the widest numeral of a list of *count* items, points."""
    spec = _spec(role, setting, ground)
    widths = (setting.typesetter.natural_width(_rich(number, setting), spec) for number in range(1, count + 1))
    return max(widths, default=0.0) + _ROUNDING


def numeral_lines(
    number: int, width: float, block: Block, role: Role, setting: Setting, ground: str, colour: str = ""
) -> TextLines:
    """Return the numeral of item *number*, flush in *width* with the side of the item's text.

    *colour* is a colour of the theme; without one it is that of strong text.
    """
    spec = _spec(role, setting, ground)
    shade = colour or setting.theme.strong_on(ground)
    return set_lines(block, _rich(number, setting), spec, width, setting, ground, role=role, colour=shade)


def _spec(role: Role, setting: Setting, ground: str) -> TypeSpec:
    return replace(setting.spec(role, ground, "end"), weight="bold")


def _rich(number: int, setting: Setting) -> RichText:
    return RichText(str(number), setting.localized.language.tag, MessageKey(f"numeral {number}"))
