"""Lengths in layout files before they are checked: those in pixels, which only images have, and those of a format."""

from __future__ import annotations

import re
from typing import Any

from flyers.content.yaml_data import Mapping, Sequence
from flyers.units import PIXEL, POINTS

_LENGTH = re.compile(rf"\s*([+-]?\d+(?:\.\d+)?)\s*(px|{'|'.join(POINTS)})\s*")


def in_points(value: Any, scale: float = 1.0) -> Any:
    """Return a copy of *value*, parsed YAML, with every length times *scale* in points; each knows its place."""
    if isinstance(value, Mapping):
        converted = value.like()
        converted.update((key, in_points(item, scale)) for key, item in value.items())
        return converted
    if isinstance(value, Sequence):
        items = value.like()
        items.extend(in_points(item, scale) for item in value)
        return items
    if isinstance(value, str) and (match := _LENGTH.fullmatch(value)) and (scale != 1.0 or match[2] == "px"):
        points = PIXEL if match[2] == "px" else POINTS[match[2]]
        return type(value)(f"{round(float(match[1]) * points * scale, 6)}pt")
    return value
