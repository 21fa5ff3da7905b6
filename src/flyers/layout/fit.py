"""Copy-fitting: the ladder that text climbs down until it fits, and the error when it does not.

The rungs, in order: the layout's own spacing; in the panels that need it, tighter spacing; smaller type, every role
everywhere by the same share of the way from its aim to its floor, so a product keeps one hierarchy; then, in the panels
that are still overfull, fewer items in the lists that may drop some and shorter forms of the blocks that have them;
last, the floor itself. The first attempt that fits is taken, so a language that fits at the aim costs one attempt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flyers.errors import OversetError, raise_all
from flyers.layout import blocks
from flyers.layout.arrange import Arranged, arrange
from flyers.layout.setting import Fit, Setting

SPACINGS = (1.0, 0.8, 0.6)
"""Rungs of spacing. Below about half, separate things no longer look separate."""

SQUEEZES = 16
"""Rungs of size between aim and floor."""

BEFORE_FEWER_ITEMS = 0.5
"""How far type goes down before a list drops items: fewer items at a good size beat all of them small."""

BEFORE_SHORTER_FORMS = 0.9
"""How far type goes down before a panel takes shorter forms. They say less, so they come late, but before the floor."""

_TOLERANCE = 0.05
"""Points by which a panel may be too full: less than a press can show."""


@dataclass(slots=True)
class Attempt:
    """All panels arranged at one rung, and what is wrong with them."""

    setting: Setting
    panels: list[tuple[blocks.Face, blocks.Panel, float, Arranged]]
    overset: list[OversetError]

    @property
    def fits(self) -> bool:
        return not self.overset

    @property
    def overfull(self) -> set[str]:
        """Names of the panels that do not fit."""
        return {blocks.panel_of(error.trail[0]) for error in self.overset}


def panel_widths(layout: blocks.Layout, face: blocks.Face) -> list[float]:
    """Widths of the face's panels from start to end; those without a width share what is left."""
    left = layout.width - sum(panel.width for panel in face.panels)
    open_ended = sum(1 for panel in face.panels if not panel.width)
    return [panel.width or left / open_ended for panel in face.panels]


def attempt(setting: Setting) -> Attempt:
    """Arrange every panel at the setting's rung, each with the loosest spacing that fits it."""
    result = Attempt(setting, [], [])
    layout = setting.layout
    for face in layout.faces:
        for panel, width in zip(face.panels, panel_widths(layout, face), strict=True):
            try:
                arranged = _with_spacing(panel, width, face.ground, setting)
            except OversetError as error:
                result.overset.append(error)
                continue
            excess = arranged.height - layout.height
            if excess > _TOLERANCE:
                result.overset.append(_overfull(panel, arranged, excess))
            result.panels.append((face, panel, width, arranged))
    return result


def _with_spacing(panel: blocks.Panel, width: float, ground: str, setting: Setting) -> Arranged:
    """The panel at the first of the spacings at which it fits, or at the last."""
    for spacing in SPACINGS:
        looser = setting.fitted(replace(setting.fit, spacing=spacing))
        arranged = arrange(panel.content, width, looser, ground)
        if arranged.height <= setting.layout.height + _TOLERANCE:
            break
    return arranged


def fit(setting: Setting) -> Attempt:
    """The first attempt on the ladder that fits.

    Raises:
        OversetError: not even the last rung fits; the error names block, message and excess of each overfull panel.
    """
    lists = list(_droppable(setting))
    fit_ = Fit(counts={block.path: block.aim for block in lists})
    last = _down_the_sizes(setting, fit_, BEFORE_FEWER_ITEMS)
    while not last.fits and (fewer := _fewer(last, lists)):
        last = _down_the_sizes(setting, fewer, BEFORE_FEWER_ITEMS)
    if not last.fits:
        last = _down_the_sizes(setting, last.setting.fit, BEFORE_SHORTER_FORMS)
    while not last.fits and (shorter := _shorter(last)):
        last = _down_the_sizes(setting, shorter, BEFORE_SHORTER_FORMS)
    if not last.fits:
        last = _down_the_sizes(setting, last.setting.fit, 1.0)
    if last.fits:
        return _with_more_items(last, lists)
    raise_all(last.overset)
    raise AssertionError  # pragma: no cover - an attempt that does not fit has errors


def _fewer(last: Attempt, lists: list[blocks.Listing]) -> Fit | None:
    """One item less in every list of an overfull panel that may still drop one; None when none may."""
    counts = dict(last.setting.fit.counts)
    overfull = last.overfull
    dropped = [each for each in lists if blocks.panel_of(each.path) in overfull and counts[each.path] > each.least]
    for block in dropped:
        counts[block.path] -= 1
    return replace(last.setting.fit, counts=counts) if dropped else None


def _shorter(last: Attempt) -> Fit | None:
    """One block of each overfull panel in its next shorter form; None when none has one.

    Plain texts go before lists, since a list loses words in every item; among them the first that has a shorter form.
    """
    levels = dict(last.setting.fit.shorter)
    changed = False
    for panel in last.overfull:
        able = [
            block
            for block in walk(last.setting.layout)
            if isinstance(block, blocks.Text | blocks.Listing)
            and blocks.panel_of(block.path) == panel
            and last.setting.applies(block)
            and levels.get(block.path, 0) < len(block.shorter)
        ]
        if able:
            block = min(able, key=lambda block: isinstance(block, blocks.Listing))
            levels[block.path] = levels.get(block.path, 0) + 1
            changed = True
    return replace(last.setting.fit, shorter=levels) if changed else None


def _down_the_sizes(setting: Setting, start: Fit, lowest: float) -> Attempt:
    """The best attempt for one choice of forms and items: the largest size that fits."""

    def at(rung: int) -> Attempt:
        return attempt(setting.fitted(replace(start, squeeze=rung / SQUEEZES)))

    first = at(0)
    if first.fits:
        return first
    too_large, best = 0, round(SQUEEZES * lowest)
    good = at(best)
    if not good.fits:
        return good
    while best - too_large > 1:
        middle = (too_large + best) // 2
        tried = at(middle)
        if tried.fits:
            best, good = middle, tried
        else:
            too_large = middle
    return good


def _droppable(setting: Setting) -> Iterator[blocks.Listing]:
    for block in walk(setting.layout):
        if isinstance(block, blocks.Listing) and block.least and setting.applies(block):
            yield block


def _with_more_items(good: Attempt, lists: list[blocks.Listing]) -> Attempt:
    """Fill the room that is left at this size with further items of the lists that dropped some."""
    for block in lists:
        while (count := good.setting.fit.counts[block.path]) < len(block.messages):
            counts = {**good.setting.fit.counts, block.path: count + 1}
            more = attempt(good.setting.fitted(replace(good.setting.fit, counts=counts)))
            if not more.fits:
                break
            good = more
    return good


def walk(layout: blocks.Layout) -> Iterator[blocks.Block]:
    """Every block of the layout, outermost first."""
    todo: list[blocks.Block] = [panel.content for face in layout.faces for panel in face.panels]
    while todo:
        block = todo.pop(0)
        yield block
        if isinstance(block, blocks.Column | blocks.Row):
            todo[:0] = block.children


def _overfull(panel: blocks.Panel, arranged: Arranged, excess: float) -> OversetError:
    fullest, message = _longest(arranged)
    return OversetError(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{message}” in {fullest}." if message else "."),
        cure="Shorten that translation, give the message a shorter form, or give the block more room in the layout.",
        source=panel.content.source,
        trail=[panel.content.path],
    )


def _longest(arranged: Arranged) -> tuple[str, str]:
    """Path and message of the highest text inside: the likeliest place to save room."""
    from flyers.layout.arrange import Beside, Stack, Words
    from flyers.layout.listing import Items

    best = (0.0, "", "")
    todo = [arranged]
    while todo:
        node = todo.pop()
        if isinstance(node, Stack | Beside):
            todo += node.children
        elif isinstance(node, Words):
            best = max(best, (node.height, node.block.path, node.lines.rich.message))
        elif isinstance(node, Items):
            for entry in (entry for column in node.columns for entry in column):
                best = max(best, (entry.height, node.block.path, entry.lines.rich.message))
    return best[1], best[2]
