"""Copy-fitting: a ladder of measures against text that is too long, and the error when none of them is enough.

The measures, in order:

1. the layout as it is;
2. tighter spacing in the panels that need it;
3. smaller type: the roles of a group go down by the same share of the way from aim to floor, one group after the other
   in the layout's order; without an order there is one group, so that a product keeps its hierarchy;
4. fewer items in lists that may drop some, in the panels that are still too full;
5. in a layout with lists of even rows, type at its floor, then columns whose rows are not aligned, which costs no
   words;
6. shorter forms of single messages, in the panels that are still too full;
7. type at its floor;
8. shorter forms of lists, which lose words in every item, then type at its floor again;
9. all of this again with bands that are lower than their fixed height, in the panels that are still too full, by the
   least share with which text fits above its floor.

The first attempt that fits is taken, so a language that fits at the aim costs one attempt. Steps that turned out to be
unnecessary are undone in `flyers.layout.restore`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from flyers.errors import raise_all
from flyers.layout.attempts import Attempt, all_fit, attempt
from flyers.layout.block import ItemRange, panel_of
from flyers.layout.model import walk
from flyers.layout.rung import Rung
from flyers.layout.setting import Setting
from flyers.layout.squeezes import STEPS, Squeezes, least_squeezes, least_step

BEFORE_FEWER_ITEMS = 0.75
"""How far type goes down before a list drops items: an item is worth some points of size, but not the floor."""

BEFORE_SHORTER_FORMS = 0.9
"""How far type goes down before a panel takes shorter forms. They say less, so they come late, but before the floor."""

STEPS_OF_HEIGHT = 64
"""Steps in which bands become lower, from their whole height to none."""


def fit(setting: Setting) -> Attempt:
    """Return the first attempt that fits.

    Raises:
        OversetError: none fits; the errors name block, message and excess of each panel that is too full.
    """
    ranges = item_ranges(setting)
    rung = Rung(counts={path: items.aim for path, items in ranges.items()})
    last = _down_the_ladder(setting, rung, ranges)
    if not last.fits and any(block.height for block in walk(setting.layout)):
        last = _down_the_ladder(setting, replace(rung, loose=_least_looseness(last)), ranges)
    if last.fits:
        return last
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


def _least_looseness(last: Attempt) -> Mapping[str, float]:
    """Return the shares by which bands are lower, by panel, if *last* has shorter forms and does not fit.

    The roles that give way after all others come first: bands are as low as these roles need to be as large as can be.
    """
    setting, overfull = last.setting, sorted(last.overfull)
    above_floor = round(STEPS * BEFORE_SHORTER_FORMS)
    others = len(setting.layout.size_groups.groups) - 1

    def looseness(height: int) -> Mapping[str, float]:
        return dict.fromkeys(overfull, height / STEPS_OF_HEIGHT)

    def fits(size: int, height: int) -> bool:
        squeezes = (*(above_floor / STEPS for _ in range(others)), size / STEPS)
        return all_fit(setting.at(replace(setting.rung, squeezes=squeezes, loose=looseness(height))))

    if not fits(above_floor, STEPS_OF_HEIGHT):
        return looseness(STEPS_OF_HEIGHT)
    largest = above_floor
    if others:
        largest = least_step(lambda size: fits(size, STEPS_OF_HEIGHT), -1, above_floor)
    return looseness(least_step(partial(fits, largest), 0, STEPS_OF_HEIGHT))


# --- the rungs --------------------------------------------------------------------------------------------------------


def _largest_that_fits(setting: Setting, start: Rung, lowest: float) -> Attempt:
    """Return the attempt with the largest type that fits, with the forms and items of *start*.

    If none fits, the attempt has type at *lowest*, a share of the way from aim to floor.
    """

    def at(squeezes: Squeezes) -> Setting:
        return setting.at(replace(start, squeezes=squeezes))

    groups = len(setting.layout.size_groups.groups)
    return attempt(at(least_squeezes(groups, lowest, lambda squeezes: all_fit(at(squeezes)))))


def item_ranges(setting: Setting) -> dict[str, ItemRange]:
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
