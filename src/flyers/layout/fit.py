"""Copy-fitting: a ladder of measures against text that is too long, and the error when none of them is enough.

The measures, in order:

1. the layout as it is;
2. tighter spacing in the panels that need it;
3. smaller type: the roles of a group go down by the same share of the way from aim to floor, one group after the other
   in the layout's order; without an order there is one group, so that a product keeps its hierarchy;
4. fewer items in lists that may drop some, in the panels that are still too full;
5. in a layout with lists of even rows, type at its floor, then rows of their own heights: no word is given for them;
6. shorter forms of single messages, in the panels that are still too full;
7. type at its floor;
8. shorter forms of lists, which lose words in every item, then type at its floor again;
9. all of this again with bands that may be lower than their fixed height.

The first attempt that fits is taken, so a language that fits at the aim costs one attempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flyers.errors import OversetError, raise_all
from flyers.layout.block import ItemRange, panel_of
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.column import ArrangedColumn
from flyers.layout.blocks.registry import arrange
from flyers.layout.flow import FlowPage, flow, foot_height
from flyers.layout.giving_way import Squeezes, least_squeezes
from flyers.layout.model import Face, Layout, Panel, walk
from flyers.layout.setting import Rung, Setting
from flyers.layout.turning import is_quarter
from flyers.records import dataclass
from flyers.units import total

SPACINGS = (1.0, 0.8, 0.6)
"""Factors of the layout's space that are tried. Below about half, separate things no longer look separate."""

BEFORE_FEWER_ITEMS = 0.75
"""How far type goes down before a list drops items: an item is worth some points of size, but not the floor."""

BEFORE_SHORTER_FORMS = 0.9
"""How far type goes down before a panel takes shorter forms. They say less, so they come late, but before the floor."""

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


def fit(setting: Setting) -> Attempt:
    """Return the first attempt that fits.

    Raises:
        OversetError: none fits; the errors name block, message and excess of each panel that is too full.
    """
    ranges = _item_ranges(setting)
    rung = Rung(counts={path: items.aim for path, items in ranges.items()})
    last = _down_the_ladder(setting, rung, ranges)
    if not last.fits and any(block.height for block in walk(setting.layout)):
        last = _down_the_ladder(setting, replace(rung, loose=True), ranges)
    if last.fits:
        return _with_more_items(last, ranges)
    raise_all(last.overset)
    raise AssertionError  # pragma: no cover - an attempt that does not fit has errors


def _down_the_ladder(setting: Setting, rung: Rung, ranges: Mapping[str, ItemRange]) -> Attempt:
    """Return the first attempt that fits, or the last one."""
    last = _largest_that_fits(setting, rung, BEFORE_FEWER_ITEMS)
    while not last.fits and (fewer := _fewer_items(last, ranges)):
        last = _largest_that_fits(setting, fewer, BEFORE_FEWER_ITEMS)
    if not last.fits:
        last = _largest_that_fits(setting, last.setting.rung, BEFORE_SHORTER_FORMS)
    if not last.fits and any(block.gives_up_rows for block in walk(setting.layout)):
        last = _largest_that_fits(setting, last.setting.rung, 1.0)
        if not last.fits:
            last = _largest_that_fits(setting, replace(last.setting.rung, uneven=True), BEFORE_SHORTER_FORMS)
    for lists in (False, True):
        while not last.fits and (shorter := _shorter_forms(last, lists=lists)):
            last = _largest_that_fits(setting, shorter, BEFORE_SHORTER_FORMS)
        if not last.fits:
            last = _largest_that_fits(setting, last.setting.rung, 1.0)
    return last


# --- one attempt ------------------------------------------------------------------------------------------------------


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
    """Return the points by which a panel is too high; negative if there is room left."""
    return arranged.height - _room(panel, width, arranged.setting.layout)[1]


def _all_fit(setting: Setting) -> bool:
    """Whether every panel fits on the setting's rung with the tightest spacing, which is all that a search asks."""
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
    """Return the panel with one spacing. Results are kept: other panels need more attempts than this one."""
    rung = replace(setting.rung, spacing=spacing)
    squeezes = tuple(rung.squeezes[group] for group in setting.layout.size_groups.in_panel[panel.name])
    key = (
        panel.name,
        spacing,
        rung.loose,
        rung.uneven,
        squeezes,
        _of_panel(panel, rung.counts),
        _of_panel(panel, rung.shorter),
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
    return OversetError(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{highest.message}” in {highest.path}." if highest else "."),
        hint="Shorten that translation, give the message a shorter form, or give the block more room in the layout.",
        source=panel.content.source,
        trail=[panel.content.path],
    )


# --- the rungs --------------------------------------------------------------------------------------------------------


def _largest_that_fits(setting: Setting, start: Rung, lowest: float) -> Attempt:
    """Return the attempt with the largest type that fits, with the forms and items of *start*.

    If none fits, the attempt has type at *lowest*, a share of the way from aim to floor.
    """

    def at(squeezes: Squeezes) -> Setting:
        return setting.at(replace(start, squeezes=squeezes))

    groups = len(setting.layout.size_groups.groups)
    return attempt(at(least_squeezes(groups, lowest, lambda squeezes: _all_fit(at(squeezes)))))


def _item_ranges(setting: Setting) -> dict[str, ItemRange]:
    """Return how many items blocks may show, by path, for the blocks that may drop some."""
    shown = (block for block in walk(setting.layout) if setting.applies(block))
    return {block.path: items for block in shown if (items := block.item_range)}


def _fewer_items(last: Attempt, ranges: Mapping[str, ItemRange]) -> Rung | None:
    """Drop one item from every block of an overfull panel that may still drop one; return None if none may."""
    counts = dict(last.setting.rung.counts)
    overfull = last.overfull
    dropping = [path for path, items in ranges.items() if panel_of(path) in overfull and counts[path] > items.least]
    for path in dropping:
        counts[path] -= 1
    return replace(last.setting.rung, counts=counts) if dropping else None


def _shorter_forms(last: Attempt, *, lists: bool) -> Rung | None:
    """Take the next shorter form in the first such block of each overfull panel; return None if no block has one.

    Lists count only with *lists*, since they lose words in every item.
    """
    levels = dict(last.setting.rung.shorter)
    changed = False
    for panel in last.overfull:
        able = [
            block
            for block in walk(last.setting.layout)
            if block.panel == panel and levels.get(block.path, 0) < len(block.forms) - 1 and last.setting.applies(block)
            if lists or len(block.references.printed) == 1
        ]
        if able:
            block = able[0]
            levels[block.path] = levels.get(block.path, 0) + 1
            changed = True
    return replace(last.setting.rung, shorter=levels) if changed else None


def _with_more_items(good: Attempt, ranges: Mapping[str, ItemRange]) -> Attempt:
    """Take back items that were dropped, as long as they fit at this size and spacing."""
    for path, items in ranges.items():
        while (count := good.setting.rung.counts[path]) < items.most:
            counts = {**good.setting.rung.counts, path: count + 1}
            more = attempt(good.setting.at(replace(good.setting.rung, counts=counts)))
            if not more.fits or _spacing(more, panel_of(path)) < _spacing(good, panel_of(path)):
                break
            good = more
    return good


def _spacing(tried: Attempt, name: str) -> float:
    """Return the spacing of the panel called *name*."""
    return next(arranged.setting.rung.spacing for _, panel, _, arranged in tried.panels if panel.name == name)
