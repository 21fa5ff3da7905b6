"""Lengths in pixels, which only layouts of images have."""

from __future__ import annotations

import re
from typing import Any

from flyers.content.yaml_data import Mapping, Sequence
from flyers.units import PIXEL

_PIXELS = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*px\s*")


def in_points(value: Any) -> Any:
    """Return a copy of *value*, parsed YAML, with every length in ``px`` as one in points; each knows its place."""
    if isinstance(value, Mapping):
        converted = value.like()
        converted.update((key, in_points(item)) for key, item in value.items())
        return converted
    if isinstance(value, Sequence):
        items = value.like()
        items.extend(in_points(item) for item in value)
        return items
    if isinstance(value, str) and (match := _PIXELS.fullmatch(value)):
        return type(value)(f"{float(match[1]) * PIXEL:.6f}pt")
    return value
