"""The style of SVG elements: attributes, ``style``, and rules for classes, cascaded and inherited (SVG 1.1, 6).

What a press or a proof could not hold to one flat colour (gradients, filters, transparency) is refused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flyers.content.schema import Problem, shorten
from flyers.layout.svg_tree import SvgElement

Style = dict[str, str]
"""Values of properties by name."""

INITIAL: Mapping[str, str] = {
    "fill": "#000000",
    "fill-rule": "nonzero",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "paint-order": "normal",
    "visibility": "visible",
    "color": "currentColor",
}
"""The inherited properties that count, with their initial values."""

_FLAT = "Viewers and presses draw it differently"
_EXPAND = "Make it a filled path (Inkscape: Path → Stroke to Path)."

_PLAIN: Mapping[str, tuple[frozenset[str], str, str]] = {
    "filter": (frozenset({"none"}), "a filter", f"{_FLAT}: draw the effect as shapes, or leave it out."),
    "mask": (frozenset({"none"}), "a mask", "Cut the shapes themselves (Inkscape: Path → Intersection)."),
    "clip-path": (
        frozenset({"none"}),
        "a clipping path",
        "Cut the shapes themselves (Inkscape: Path → Intersection).",
    ),
    "mix-blend-mode": (frozenset({"normal"}), "a blend mode", f"{_FLAT}: give it the colour that is to be seen."),
    "stroke-dasharray": (frozenset({"none"}), "a dashed line", _EXPAND),
    "marker": (frozenset({"none"}), "an arrowhead (marker)", _EXPAND),
    "marker-start": (frozenset({"none"}), "an arrowhead (marker)", _EXPAND),
    "marker-mid": (frozenset({"none"}), "an arrowhead (marker)", _EXPAND),
    "marker-end": (frozenset({"none"}), "an arrowhead (marker)", _EXPAND),
    "vector-effect": (frozenset({"none"}), "a stroke that does not scale (vector-effect)", _EXPAND),
}
"""Properties that must have one of these values; what they are called otherwise, and what to do."""

_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")

_PROPERTIES = frozenset((*INITIAL, *_PLAIN, *_OPACITIES, "display"))

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def class_rules(sheet: str) -> dict[str, Style]:
    """Return the properties of each class in *sheet*, the text of a ``<style>`` element.

    Raises:
        Problem: a selector is not a class.
    """
    rules: dict[str, Style] = {}
    for selectors, body in _rules(sheet):
        for selector in selectors.split(","):
            if not (match := _CLASS.fullmatch(selector.strip())):
                raise Problem(
                    f"“{shorten(selector)}” in <style> is not the name of a class.",
                    "Export it with “Presentation Attributes” or “Inline Style”.",
                )
            rules.setdefault(match[1], {}).update(declarations(body))
    return rules


def _rules(text: str) -> Iterator[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    for match in _RULE.finditer(text):
        yield match[1].strip(), match[2]


def declarations(text: str) -> Style:
    """Return the properties that count in ``fill:#123f68;stroke:none``."""
    found: Style = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip() in _PROPERTIES:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def style_of(element: SvgElement, parent: Mapping[str, str], rules: Mapping[str, Style]) -> Style:
    """Return the style of *element* inside one with the style *parent*; its own ``display`` is included.

    Raises:
        Problem: it is something that can't be printed as a flat colour.
    """
    own = {name: value.strip() for name, value in element.attributes.items() if name in _PROPERTIES}
    for name in element.attributes.get("class", "").split():
        own |= rules.get(name, {})
    own |= declarations(element.attributes.get("style", ""))
    _require_plain(own)
    style = {name: parent[name] for name in INITIAL}
    return style | {name: value for name, value in own.items() if value != "inherit"}


def _require_plain(own: Mapping[str, str]) -> None:
    for name, value in own.items():
        if name in _PLAIN and value not in (*_PLAIN[name][0], "inherit"):
            _, what, hint = _PLAIN[name]
            raise Problem(f"This has {what}.", hint)
        if name in _OPACITIES and not _is_opaque(value):
            raise Problem(
                f"This is transparent ({name}: {shorten(value)}).",
                f"{_FLAT}: give it the lighter colour itself, as a colour of the theme.",
            )
        if name in ("fill", "stroke") and "url(" in value:
            raise Problem(
                "This is painted with a gradient or a pattern.",
                f"{_FLAT}: give it one flat colour, or draw several shapes.",
            )


def _is_opaque(value: str) -> bool:
    try:
        return (float(value[:-1]) / 100 if value.endswith("%") else float(value)) >= 1
    except ValueError:
        return False


def paints(style: Mapping[str, str]) -> list[str]:
    """Return ``fill`` and ``stroke`` in the order in which they are painted, without those that are not."""
    order = style["paint-order"].split()
    first = "stroke" if order[:1] == ["stroke"] else "fill"
    both = (first, "fill" if first == "stroke" else "stroke")
    return [paint for paint in both if style[paint] not in ("none", "transparent")]
