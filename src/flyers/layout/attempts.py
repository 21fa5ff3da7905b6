"""One attempt of copy-fitting: all panels arranged on one rung of the ladder, and the panels that are too full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flyers.errors import OversetError
from flyers.layout.block import panel_of
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.column import ArrangedColumn
from flyers.layout.blocks.registry import arrange
from flyers.layout.flow import FlowPage, flow, foot_height
from flyers.layout.model import Face, Layout, Panel
from flyers.layout.setting import Setting
from flyers.page.items import is_quarter
from flyers.records import dataclass
from flyers.units import total

SPACINGS = (1.0, 0.8, 0.6)
"""Factors of the layout's space that are tried. Below about half, separate things no longer look separate."""

_TOLERANCE = 0.05
"""Points by which a panel may be too full: less than a press can show."""


@dataclass(slots=True)
class Attempt:
    """All panels arranged on one rung of the ladder, with the errors of those that don't fit.

    ``panels`` has the face, the panel, its width in points and its content, which is higher than wide in its own axes
    if the panel is turned.
    """

    setting: Setting
    panels: list[tuple[Face, Panel, float, ArrangedBlock[Any]]]
    overset: list[OversetError]

    @property
    def fits(self) -> bool:
        return not self.overset

    @property
    def overfull(self) -> set[str]:
        """Names of the panels that don't fit."""
        return {panel_of(error.trail[0]) for error in self.overset}

    @property
    def spacings(self) -> dict[str, float]:
        """The spacing of each panel that could be arranged, by its name."""
        return {panel.name: arranged.setting.rung.spacing for _, panel, _, arranged in self.panels}


def attempt(setting: Setting) -> Attempt:
    """Arrange every panel on the setting's rung, each with the loosest spacing that fits."""
    result = Attempt(setting, [], [])
    for face, panel, width in _panels(setting.layout):
        try:
            arranged = _with_spacing(panel, width, face, setting.of_face(face))
            if face.flow:
                pages_of(face, arranged)
        except OversetError as error:
            result.overset.append(error)
            continue
        if not face.flow and (excess := _excess(arranged, panel, width)) > _TOLERANCE:
            result.overset.append(_overfull(panel, arranged, excess))
        result.panels.append((face, panel, width, arranged))
    return result


def _panels(layout: Layout) -> Iterator[tuple[Face, Panel, float]]:
    for face in layout.faces:
        for panel, width in zip(face.panels, _panel_widths(layout, face), strict=True):
            yield face, panel, width


def _panel_widths(layout: Layout, face: Face) -> list[float]:
    """Return the widths of the panels from start to end; those without a width share what the others leave."""
    left = layout.width - total(panel.width for panel in face.panels)
    flexible = sum(1 for panel in face.panels if not panel.width)
    return [panel.width or left / flexible for panel in face.panels]


def _with_spacing(panel: Panel, width: float, face: Face, setting: Setting) -> ArrangedBlock[Any]:
    """Return the panel with the first of the spacings that fits, or with the last one; a face that flows needs none."""
    for spacing in SPACINGS:
        arranged = _arranged(panel, width, face.ground, setting, spacing)
        if face.flow or _excess(arranged, panel, width) <= _TOLERANCE:
            break
    return arranged


def panel_room(panel: Panel, face: Face, layout: Layout) -> tuple[float, float]:
    """Return the width and the height that the content of a *panel* of *face* has in its own axes, points."""
    return _room(panel, _panel_widths(layout, face)[face.panels.index(panel)], layout)


def _room(panel: Panel, width: float, layout: Layout) -> tuple[float, float]:
    """Return the width and the height that the content of a panel has in its own axes."""
    return (layout.height, width) if is_quarter(panel.rotate) else (width, layout.height)


def pages_of(face: Face, arranged: ArrangedBlock[Any]) -> list[FlowPage]:
    """Return the pages of a face that flows, whose one panel is *arranged*.

    Raises:
        OversetError: a block that stays whole is higher than a page, or there are too many pages.
    """
    assert isinstance(arranged, ArrangedColumn), "a panel is a column"
    setting = arranged.setting
    return flow(arranged, setting.layout.height - foot_height(face, setting))


def _excess(arranged: ArrangedBlock[Any], panel: Panel, width: float) -> float:
    """Return by how many points the content of a panel is too high; negative if there is room left."""
    return arranged.height - _room(panel, width, arranged.setting.layout)[1]


def all_fit(setting: Setting) -> bool:
    """Return whether every panel fits on the setting's rung with the tightest spacing, which is all that a search
    needs.
    """
    try:
        for face, panel, width in _panels(setting.layout):
            own = setting.of_face(face)
            if face.flow:
                pages_of(face, _arranged(panel, width, face.ground, own, SPACINGS[0]))
            elif _excess(_arranged(panel, width, face.ground, own, SPACINGS[-1]), panel, width) > _TOLERANCE:
                return False
    except OversetError:
        return False
    return True


def _arranged(panel: Panel, width: float, ground: str, setting: Setting, spacing: float) -> ArrangedBlock[Any]:
    """Return the panel with one spacing. Results are cached, since other panels may need more attempts."""
    rung = replace(setting.rung, spacing=spacing)
    squeezes = tuple(rung.squeezes[group] for group in setting.layout.size_groups.in_panel[panel.name])
    key = (
        panel.name,
        spacing,
        rung.loose.get(panel.name, 0.0),
        rung.codes,
        squeezes,
        _of_panel(panel, rung.counts),
        _of_panel(panel, rung.shorter),
        frozenset(path for path in rung.otherwise if panel_of(path) == panel.name),
        frozenset(path for path in rung.whole if panel_of(path) == panel.name),
    )
    arranged: ArrangedBlock[Any] | None = setting.arranged.get(key)
    if arranged is None:
        arranged = setting.arranged[key] = arrange(
            panel.content, _room(panel, width, setting.layout)[0], setting.at(rung), ground
        )
    return arranged


def _of_panel(panel: Panel, by_block: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((path, value) for path, value in by_block.items() if panel_of(path) == panel.name)


def _overfull(panel: Panel, arranged: ArrangedBlock[Any], excess: float) -> OversetError:
    parts = list(arranged.parts())
    code = max((part for part in parts if part.contact), default=None)
    if code and code.height > arranged.setting.layout.height / 2:
        return OversetError(
            f"This panel is {excess:.1f} pt too high; the code to “{code.contact}” takes {code.height:.1f} pt of it.",
            hint="Give the code a smaller module, or a panel of its own.",
            source=panel.content.source,
            trail=[code.path],
        )
    # The highest text is where a shorter translation probably gains most.
    highest = max((part for part in parts if part.message), default=None)
    grouped = any("/contacts[" in part.path for part in parts)
    fewer = "Take a contact out of its “group” in content/contacts.yaml, or shorten" if grouped else "Shorten"
    return OversetError(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{highest.message}” in {highest.path}." if highest else "."),
        hint=f"{fewer} that translation, give the message a shorter form, or give the block more room in the layout.",
        source=panel.content.source,
        trail=[panel.content.path],
    )
