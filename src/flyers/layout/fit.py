"""Copy-fitting: the ladder that text climbs down until it fits, and the error when it does not.

The rungs, in order: the layout's own spacing; in the panels that need it, tighter spacing; smaller type, every role
everywhere by the same share of the way from its aim to its floor, so a product keeps one hierarchy; then, in the panels
that are still overfull, fewer items in the lists that may drop some and shorter forms of the blocks that have them;
last, the floor itself. The first attempt that fits is taken, so a language that fits at the aim costs one attempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flyers.errors import OversetError, raise_all
from flyers.layout import blocks
from flyers.layout.arrange import ArrangedBlock, arrange
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
    panels: list[tuple[blocks.Face, blocks.Panel, float, ArrangedBlock]]
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


def _panels(layout: blocks.Layout) -> Iterator[tuple[blocks.Face, blocks.Panel, float]]:
    for face in layout.faces:
        for panel, width in zip(face.panels, panel_widths(layout, face), strict=True):
            yield face, panel, width


def _with_spacing(panel: blocks.Panel, width: float, ground: str, setting: Setting) -> ArrangedBlock:
    """The panel at the first of the spacings at which it fits, or at the last."""
    for spacing in SPACINGS:
        arranged = _arranged(panel, width, ground, setting, spacing)
        if _fits(arranged):
            break
    return arranged


def _fits(arranged: ArrangedBlock) -> bool:
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


def _arranged(panel: blocks.Panel, width: float, ground: str, setting: Setting, spacing: float) -> ArrangedBlock:
    """The panel at one spacing; remembered, since its neighbours climb on when it has long found its place."""
    fit_ = replace(setting.fit, spacing=spacing)
    key = (panel.name, spacing, fit_.squeeze, _of_panel(panel, fit_.counts), _of_panel(panel, fit_.shorter))
    found: ArrangedBlock | None = setting.arranged.get(key)
    if found is None:
        found = setting.arranged[key] = arrange(panel.content, width, setting.fitted(fit_), ground)
    return found


def _of_panel(panel: blocks.Panel, by_block: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((path, value) for path, value in by_block.items() if blocks.panel_of(path) == panel.name)


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


def _droppable(setting: Setting) -> Iterator[blocks.Listing]:
    for block in walk(setting.layout):
        if isinstance(block, blocks.Listing) and block.least and setting.applies(block):
            yield block


def _with_more_items(good: Attempt, lists: list[blocks.Listing]) -> Attempt:
    """Fill the room that is left at this size and spacing with further items of the lists that dropped some."""
    for block in lists:
        while (count := good.setting.fit.counts[block.path]) < len(block.messages):
            counts = {**good.setting.fit.counts, block.path: count + 1}
            more = attempt(good.setting.fitted(replace(good.setting.fit, counts=counts)))
            if not more.fits or _spacing_of(more, block) < _spacing_of(good, block):
                break
            good = more
    return good


def _spacing_of(tried: Attempt, block: blocks.Block) -> float:
    """The spacing of the panel that holds *block*."""
    name = blocks.panel_of(block.path)
    return next(arranged.setting.fit.spacing for _, panel, _, arranged in tried.panels if panel.name == name)


def walk(layout: blocks.Layout) -> Iterator[blocks.Block]:
    """Every block of the layout, outermost first."""
    todo: list[blocks.Block] = [panel.content for face in layout.faces for panel in face.panels]
    while todo:
        block = todo.pop(0)
        yield block
        todo[:0] = blocks.children(block)


def _overfull(panel: blocks.Panel, arranged: ArrangedBlock, excess: float) -> OversetError:
    fullest, message = _longest(arranged)
    return OversetError(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{message}” in {fullest}." if message else "."),
        hint="Shorten that translation, give the message a shorter form, or give the block more room in the layout.",
        source=panel.content.source,
        trail=[panel.content.path],
    )


def _longest(arranged: ArrangedBlock) -> tuple[str, str]:
    """Path and message of the highest text inside: the likeliest place to save room."""
    from flyers.layout.arrange import Beside, Stack, Words
    from flyers.layout.entries import Entries
    from flyers.layout.listing import Items

    best = (0.0, "", "")
    todo = [arranged]
    while todo:
        node = todo.pop()
        if isinstance(node, Stack | Beside | Entries):
            todo += node.children
        elif isinstance(node, Words):
            best = max(best, (node.height, node.block.path, node.lines.rich.message))
        elif isinstance(node, Items):
            for entry in (entry for column in node.columns for entry in column):
                best = max(best, (entry.height, node.block.path, entry.lines.rich.message))
    return best[1], best[2]
