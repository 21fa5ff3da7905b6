"""Copy-fitting: the ladder that text climbs down until it fits, and the error when it does not.

The rungs, in order: the layout's own spacing; in the panels that need it, tighter spacing; smaller type, every role
everywhere by the same share of the way from its aim to its floor, so a product keeps one hierarchy; then, in the panels
that are still overfull, fewer items in the lists that may drop some and shorter forms of the blocks that have them;
last, the floor itself. The first attempt that fits is taken, so a language that fits at the aim costs one attempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flyers.errors import OversetError, raise_all
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.registry import arrange
from flyers.layout.model import Face, ItemRange, Layout, Panel, panel_of, walk
from flyers.layout.setting import Fit, Setting

SPACINGS = (1.0, 0.8, 0.6)
"""Rungs of spacing. Below about half, separate things no longer look separate."""

SQUEEZES = 16
"""Rungs of size between aim and floor."""

BEFORE_FEWER_ITEMS = 0.75
"""How far type goes down before a list drops items: an item is worth more than a fraction of a point, not the floor."""

BEFORE_SHORTER_FORMS = 0.9
"""How far type goes down before a panel takes shorter forms. They say less, so they come late, but before the floor."""

_TOLERANCE = 0.05
"""Points by which a panel may be too full: less than a press can show."""


@dataclass(slots=True)
class Attempt:
    """All panels arranged at one rung, and what is wrong with them."""

    setting: Setting
    panels: list[tuple[Face, Panel, float, ArrangedBlock[Any]]]
    overset: list[OversetError]

    @property
    def fits(self) -> bool:
        return not self.overset

    @property
    def overfull(self) -> set[str]:
        """Names of the panels that do not fit."""
        return {panel_of(error.trail[0]) for error in self.overset}


def panel_widths(layout: Layout, face: Face) -> list[float]:
    """Widths of the face's panels from start to end; those without a width share what is left."""
    left = layout.width - sum(panel.width for panel in face.panels)
    open_ended = sum(1 for panel in face.panels if not panel.width)
    return [panel.width or left / open_ended for panel in face.panels]


def attempt(setting: Setting) -> Attempt:
    """Arrange every panel at the setting's rung, each with the loosest spacing that fits it."""
    result = Attempt(setting, [], [])
    for face, panel, width in _panels(setting.layout):
        try:
            arranged = _with_spacing(panel, width, face.ground, setting.of_face(face))
        except OversetError as error:
            result.overset.append(error)
            continue
        if not _fits(arranged):
            result.overset.append(_overfull(panel, arranged, arranged.height - setting.layout.height))
        result.panels.append((face, panel, width, arranged))
    return result


def _panels(layout: Layout) -> Iterator[tuple[Face, Panel, float]]:
    for face in layout.faces:
        for panel, width in zip(face.panels, panel_widths(layout, face), strict=True):
            yield face, panel, width


def _with_spacing(panel: Panel, width: float, ground: str, setting: Setting) -> ArrangedBlock[Any]:
    """The panel at the first of the spacings at which it fits, or at the last."""
    for spacing in SPACINGS:
        arranged = _arranged(panel, width, ground, setting, spacing)
        if _fits(arranged):
            break
    return arranged


def _fits(arranged: ArrangedBlock[Any]) -> bool:
    return arranged.height - arranged.setting.layout.height <= _TOLERANCE


def _fits_somehow(setting: Setting) -> bool:
    """Whether every panel fits at the setting's rung, at the tightest spacing: all that a search needs to know."""
    try:
        return all(
            _fits(_arranged(panel, width, face.ground, setting.of_face(face), SPACINGS[-1]))
            for face, panel, width in _panels(setting.layout)
        )
    except OversetError:
        return False


def _arranged(panel: Panel, width: float, ground: str, setting: Setting, spacing: float) -> ArrangedBlock[Any]:
    """The panel at one spacing; remembered, since its neighbours climb on when it has long found its place."""
    fit_ = replace(setting.fit, spacing=spacing)
    key = (panel.name, spacing, fit_.squeeze, _of_panel(panel, fit_.counts), _of_panel(panel, fit_.shorter))
    found: ArrangedBlock[Any] | None = setting.arranged.get(key)
    if found is None:
        found = setting.arranged[key] = arrange(panel.content, width, setting.fitted(fit_), ground)
    return found


def _of_panel(panel: Panel, by_block: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((path, value) for path, value in by_block.items() if panel_of(path) == panel.name)


def fit(setting: Setting) -> Attempt:
    """The first attempt on the ladder that fits.

    Raises:
        OversetError: not even the last rung fits; the error names block, message and excess of each overfull panel.
    """
    ranges = _item_ranges(setting)
    fit_ = Fit(counts={path: items.aim for path, items in ranges.items()})
    last = _down_the_sizes(setting, fit_, BEFORE_FEWER_ITEMS)
    while not last.fits and (fewer := _fewer(last, ranges)):
        last = _down_the_sizes(setting, fewer, BEFORE_FEWER_ITEMS)
    if not last.fits:
        last = _down_the_sizes(setting, last.setting.fit, BEFORE_SHORTER_FORMS)
    while not last.fits and (shorter := _shorter(last)):
        last = _down_the_sizes(setting, shorter, BEFORE_SHORTER_FORMS)
    if not last.fits:
        last = _down_the_sizes(setting, last.setting.fit, 1.0)
    if last.fits:
        return _with_more_items(last, ranges)
    raise_all(last.overset)
    raise AssertionError  # pragma: no cover - an attempt that does not fit has errors


def _fewer(last: Attempt, ranges: Mapping[str, ItemRange]) -> Fit | None:
    """Drop one item from every block of an overfull panel that may still drop one; return None if none may."""
    counts = dict(last.setting.fit.counts)
    overfull = last.overfull
    dropping = [path for path, items in ranges.items() if panel_of(path) in overfull and counts[path] > items.least]
    for path in dropping:
        counts[path] -= 1
    return replace(last.setting.fit, counts=counts) if dropping else None


def _shorter(last: Attempt) -> Fit | None:
    """Take the next shorter form in one block of each overfull panel; return None if no block has one.

    Blocks with a single message go before lists, since a list loses words in every item; among them the first goes.
    """
    levels = dict(last.setting.fit.shorter)
    changed = False
    for panel in last.overfull:
        able = [
            block
            for block in walk(last.setting.layout)
            if block.panel == panel and levels.get(block.path, 0) < len(block.forms) - 1 and last.setting.applies(block)
        ]
        if able:
            block = min(able, key=lambda block: len(block.references.printed) > 1)
            levels[block.path] = levels.get(block.path, 0) + 1
            changed = True
    return replace(last.setting.fit, shorter=levels) if changed else None


def _down_the_sizes(setting: Setting, start: Fit, lowest: float) -> Attempt:
    """The best attempt for one choice of forms and items: the largest size that fits."""

    def at(rung: int) -> Setting:
        return setting.fitted(replace(start, squeeze=rung / SQUEEZES))

    too_large, best = 0, round(SQUEEZES * lowest)
    if _fits_somehow(at(0)):
        best = 0
    elif not _fits_somehow(at(best)):
        too_large = best
    while best - too_large > 1:
        middle = (too_large + best) // 2
        if _fits_somehow(at(middle)):
            best = middle
        else:
            too_large = middle
    return attempt(at(best))


def _item_ranges(setting: Setting) -> dict[str, ItemRange]:
    """How many items the blocks show that may drop some, by the block's path."""
    shown = (block for block in walk(setting.layout) if setting.applies(block))
    return {block.path: items for block in shown if (items := block.item_range)}


def _with_more_items(good: Attempt, ranges: Mapping[str, ItemRange]) -> Attempt:
    """Fill the space that is left at this size and spacing with further items of the blocks that dropped some."""
    for path, items in ranges.items():
        while (count := good.setting.fit.counts[path]) < items.most:
            counts = {**good.setting.fit.counts, path: count + 1}
            more = attempt(good.setting.fitted(replace(good.setting.fit, counts=counts)))
            if not more.fits or _spacing(more, panel_of(path)) < _spacing(good, panel_of(path)):
                break
            good = more
    return good


def _spacing(tried: Attempt, name: str) -> float:
    """The spacing of the panel called *name*."""
    return next(arranged.setting.fit.spacing for _, panel, _, arranged in tried.panels if panel.name == name)


def _overfull(panel: Panel, arranged: ArrangedBlock[Any], excess: float) -> OversetError:
    # The highest text is the likeliest place to save room.
    longest = max(arranged.texts(), default=None)
    return OversetError(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{longest.message}” in {longest.path}." if longest else "."),
        hint="Shorten that translation, give the message a shorter form, or give the block more room in the layout.",
        source=panel.content.source,
        trail=[panel.content.path],
    )
