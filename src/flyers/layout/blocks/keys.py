"""Values of the keys in a layout file that several kinds of block share: gaps, padding, forms, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from flyers.content.schema import (
    Custom,
    Flag,
    Kind,
    Length,
    Number,
    OneOf,
    Problem,
    Record,
    Required,
    Shorthand,
    Text,
)
from flyers.layout.block import Art, Percent
from flyers.layout.gaps import NO_GAP, Gap, Insets
from flyers.layout.references import When
from flyers.units import length

_FORMS = ("text", "poster", "short")
"""Forms of a message, from the longest to the shortest."""

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def _gap(value: Any) -> Gap:
    """Return ``6pt``, or a number of spaces, as a `Gap`."""
    in_spaces = isinstance(value, int | float) and not isinstance(value, bool)
    number = float(value) if in_spaces else length(value)
    if number < 0:
        raise Problem(f"A gap cannot be negative: {value}.", "Give 0, or make the gap beside it smaller.")
    return Gap(units=number) if in_spaces else Gap(fixed=number)


def _size(value: Any) -> Gap:
    """Return the size of a thing that is drawn, which is more than nothing."""
    size = _gap(value)
    if size == NO_GAP:
        raise Problem(f"{value} is not a size.", "Leave the block out, or give a size such as “24pt”.")
    return size


def _insets(value: Any) -> Insets:
    """Read a gap for all sides, ``[above and below, at the sides]``, or a map of top, end, bottom, start, x, y."""
    if isinstance(value, list):
        if len(value) != 2:
            raise Problem("A list of padding has two gaps.", "Write [above and below, at the sides].")
        vertical, horizontal = map(_gap, value)
        return Insets(vertical, horizontal, vertical, horizontal)
    if not isinstance(value, dict):
        gap = _gap(value)
        return Insets(gap, gap, gap, gap)
    known = {"top", "end", "bottom", "start", "x", "y"}
    if unknown := set(value) - known:
        raise Problem(f"The side “{min(unknown)}” is not known here.", f"The sides are {', '.join(sorted(known))}.")
    sides = {side: _gap(points) for side, points in value.items()}
    x, y = sides.get("x", NO_GAP), sides.get("y", NO_GAP)
    return Insets(sides.get("top", y), sides.get("end", x), sides.get("bottom", y), sides.get("start", x))


def _shorter_forms(value: Any) -> tuple[str, ...]:
    """Read one form, or several, each shorter than the one before."""
    forms = tuple(value) if isinstance(value, list) else (value,)
    if any(form not in _FORMS[1:] for form in forms) or list(forms) != sorted(forms, key=_FORMS.index):
        raise Problem("Shorter forms are “poster”, “short”, or [poster, short].")
    return forms


def _width(value: Any) -> float | Literal["fit"]:
    return "fit" if value == "fit" else length(value)


def _of_sheet(value: Any) -> float:
    """Read a length, or a percent of the sheet."""
    if isinstance(value, str) and (match := _PERCENT.fullmatch(value)):
        return Percent(match[1])
    return length(value)


def _turn(value: Any) -> int:
    if isinstance(value, bool) or value not in (90, 180, 270):
        raise Problem(f"{value} is not a turn.", "Write 90, 180 or 270: degrees clockwise.")
    return int(value)


def _tags(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


def _at(value: Any) -> tuple[str, str]:
    """Read ``bottom``, or ``[end, bottom]``: where a picture is across and down; in the middle where nothing says."""
    words = value if isinstance(value, list) else [value]
    across = [word for word in words if word in ("start", "end")]
    down = [word for word in words if word in ("top", "bottom")]
    if (
        len(across) > 1
        or len(down) > 1
        or len(across) + len(down) + words.count("center") != len(words)
        or len(words) > 2
    ):
        raise Problem(
            "Places are start, center or end, and top, center or bottom.", "Write one of each: [end, bottom]."
        )
    return (across or ["center"])[0], (down or ["center"])[0]


NAME = Text()
GAP = Custom(_gap, "a gap")
SIZE = Custom(_size, "a length, or a number of the layout’s `space`; more than 0")
PADDING = Custom(_insets, "a gap, two gaps, or gaps of `top`, `end`, `bottom`, `start`, `x`, `y`")
FORM = OneOf(*_FORMS)
SHORTER_FORMS = Custom(_shorter_forms, "`poster`, `short`, or both in a list")
TEXT_ALIGN = OneOf("start", "center", "end")
TURN = Custom(_turn, "`90`, `180` or `270`: degrees clockwise")
TAGS = Custom(_tags, "language tags")
JUSTIFY = OneOf("start", "center", "end", "between")
WHEN = Record({
    "served": NAME,
    "not_served": NAME,
    "languages": TAGS,
    "not_languages": TAGS,
    "translated": NAME,
    "has": NAME,
    "last_side": Flag(),
}, make=When)  # fmt: skip
"""The condition of a block, or of an item in a list."""

FIT = OneOf("contain", "cover", "width")
AT = Custom(_at, "`start`, `end`, `top`, `bottom`, `center`, or two of them in a list")
ART = Shorthand(
    Record({"name": Required(NAME), "fit": FIT, "at": AT, "mirror": Flag(), "colour": NAME}, make=Art), "name"
)
"""The image behind a block, or behind the blocks of a panel."""

PANEL_WIDTH = Custom(_of_sheet, "a length, or a percent of the sheet’s width (`33%`)")
"""How wide a panel is."""

COMMON_KEYS: Mapping[str, Kind] = {
    "grow": Number(0),
    "width": Custom(_width, "a length, or `fit`"),
    "share": Number(0.01),
    "height": Custom(_of_sheet, "a length, or a percent of the sheet’s height (`34%`)"),
    "align": OneOf("start", "center", "end", "stretch"),
    "rotate": TURN,
    "second": Flag(),
    "read_last": Flag(),
    "ground": NAME,
    "art": ART,
    "padding": PADDING,
    "radius": Length(),
    "when": WHEN,
}
"""Keys of every block."""
