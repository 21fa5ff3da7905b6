"""Copy-fitting: a ladder of measures against text that is too long, and the error when none of them is enough.

The measures, in order:

1. the layout as it is;
2. tighter spacing in the panels that need it;
3. smaller type: the roles of a group go down by the same share of the way from aim to floor, one group after the other
   in the layout's order; without an order there is one group, so that a product keeps its hierarchy;
4. lists in another way, as in two columns, in the panels that are still too full;
5. fewer items in lists that may drop some, in these panels, first as they are, then in the other way;
6. shorter forms of single messages, in the panels that are still too full;
7. type at its floor;
8. shorter forms of lists, which lose words in every item, then type at its floor again;
9. all of this again with bands that are lower than their fixed height, in the panels that are still too full, by the
   least share with which text fits above its floor.

The first attempt that fits is taken, so a language that fits at the aim costs one attempt. But an early step
may have saved nothing: a headline lost words although its panel was too full because of a list. So these are restored
as far as nothing else has to give way:

1. items that a list dropped, as long as they fit at the size and the spacing that were found;
2. rows of one height in lists;
3. words, the first texts first: the longest form with which no other text becomes smaller. A text that shares its size
   with no other becomes smaller itself first, as it does on the ladder, but keeps well above its floor.

What room is left serves whole words and sentences first: a text or a list takes a line more where otherwise one would
end inside a word or, in even lines, have parts of two sentences, as long as the spacing and the number of pages stay.
Last, codes that may grow share the rest.

A face that flows always fits, on as many pages as its words need. Where the last page would hold a few lines, or an
early one a third of white, type that is a little smaller often needs a page less; it never goes below its floor. Blocks
stay whole; a list of one column may go on over the next page after any of its items. A heading keeps what follows it.
Of the divisions with the fewest pages, it takes the one with the least white before the last page, more than a line or
two on the last page, headings at the beginnings of pages, and more than one item of a list below a heading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby, pairwise
from math import inf
from typing import Any

from flyers.errors import OversetError, raise_all
from flyers.layout.block import Block, ItemRange, panel_of
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.containers import ArrangedColumn
from flyers.layout.blocks.registry import arrange
from flyers.layout.model import Face, Layout, Panel, walk
from flyers.layout.setting import MOST_PAGES, Setting
from flyers.page.items import is_quarter
from flyers.records import dataclass
from flyers.units import total

SPACINGS = (1.0, 0.8, 0.6)  # Factors of the layout's space. Below about half, separate things don't look separate.
TOLERANCE = 0.05  # Points by which a panel may be too full: less than a press can show.
# How far type goes down before a list drops items: an item is worth some points of size, but not the floor.
BEFORE_FEWER_ITEMS = 0.75
BEFORE_SHORTER_FORMS = 0.9  # The same before a panel takes shorter forms. They say less, so they come late.
STEPS = 16  # Steps of size between aim and floor.
STEPS_OF_HEIGHT = 64  # Steps in which bands become lower, from their whole height to none.
STEPS_OF_CODES = 8  # Steps in which codes grow; each is one attempt, in layouts with such codes.
Squeezes = tuple[float, ...]  # For each group of roles, from 0 (at the aim) to 1 (at the floor).


# --- one attempt ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Attempt:
    """All panels arranged on one rung of the ladder, with the errors of those that don't fit."""

    setting: Setting
    # Face, panel, its width in points, and its content, which is higher than wide in its own axes in a turned panel.
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

    @property
    def page_count(self) -> int:
        """The number of pages of all faces that flow."""
        return sum(len(pages_of(face, arranged)) for face, _, _, arranged in self.panels if face.flow)


def attempt(setting: Setting) -> Attempt:
    """Arrange every panel on the setting's rung, each with the loosest spacing that fits."""
    result = Attempt(setting, [], [])
    for face, panel, width in setting.layout.panels():
        try:
            for spacing in SPACINGS:
                arranged, excess = _arranged(face, panel, width, setting, spacing)
                if excess <= TOLERANCE:
                    break
        except OversetError as error:
            result.overset.append(error)
            continue
        if excess > TOLERANCE:
            result.overset.append(_overfull(panel, arranged, excess))
        result.panels.append((face, panel, width, arranged))
    return result


def all_fit(setting: Setting) -> bool:
    """Return whether every panel fits on the setting's rung with the tightest spacing: all that a search needs."""
    try:
        return all(
            _arranged(face, panel, width, setting, SPACINGS[0 if face.flow else -1])[1] <= TOLERANCE
            for face, panel, width in setting.layout.panels()
        )
    except OversetError:
        return False


def panel_room(panel: Panel, width: float, layout: Layout) -> tuple[float, float]:
    """Return the width and the height that the content of a *panel* has in its own axes, points."""
    return (layout.height, width) if is_quarter(panel.rotate) else (width, layout.height)


def _arranged(
    face: Face, panel: Panel, width: float, setting: Setting, spacing: float
) -> tuple[ArrangedBlock[Any], float]:
    """Return the panel with one spacing, and by how many points it is too high; 0 for a face that flows."""
    measure, height = panel_room(panel, width, setting.layout)
    arranged = arrange(panel.content, measure, setting.of_face(face).on_rung(spacing=spacing), face.ground)
    if face.flow:
        pages_of(face, arranged)
        return arranged, 0.0
    return arranged, arranged.height - height


def pages_of(face: Face, arranged: ArrangedBlock[Any]) -> list[FlowPage]:
    """Return the pages of a face that flows, whose one panel is *arranged*; raises OversetError as `flow`."""
    assert isinstance(arranged, ArrangedColumn), "a panel is a column"
    foot = arranged_foot(face, arranged.setting)
    return flow(arranged, arranged.setting.layout.height - (foot.height if foot else 0.0))


def _overfull(panel: Panel, arranged: ArrangedBlock[Any], excess: float) -> OversetError:
    parts = list(arranged.parts())
    code = max((part for part in parts if part.contact), default=None)
    if code and code.height > arranged.setting.layout.height / 2:
        return panel.content.overset(
            f"This panel is {excess:.1f} pt too high; the code to “{code.contact}” takes {code.height:.1f} pt of it.",
            "Give the code a smaller module, or a panel of its own.",
            code.path,
        )
    # The highest text is where a shorter translation probably gains most.
    highest = max((part for part in parts if part.message), default=None)
    grouped = any("/contacts[" in part.path for part in parts)
    fewer = "Take a contact out of its “group” in content/contacts.yaml, or shorten" if grouped else "Shorten"
    return panel.content.overset(
        f"The text of this panel is {excess:.1f} pt too high at its smallest permitted size"
        + (f"; its longest is “{highest.message}” in {highest.path}." if highest else "."),
        f"{fewer} that translation, give the message a shorter form, or give the block more room in the layout.",
    )


# --- down the ladder --------------------------------------------------------------------------------------------------


def fit(setting: Setting) -> Attempt:
    """Return the first attempt that fits; raises OversetError with block, message and excess of all panels too full."""
    ranges = _item_ranges(setting)
    start = setting.on_rung(counts={path: items.aim for path, items in ranges.items()})
    last = _down_the_ladder(start, ranges)
    if not last.fits and any(block.height for block in walk(setting.layout)):
        last = _down_the_ladder(start.on_rung(loose=_least_looseness(last)), ranges)
    if setting.layout.has_box:
        for error in last.overset:
            error.hint += f" Without its box there is more room: “local: none” in {setting.layout.place('local')}."
    raise_all(last.overset)
    return last


def _down_the_ladder(start: Setting, ranges: Mapping[str, ItemRange]) -> Attempt:
    last = _largest_that_fits(start, BEFORE_FEWER_ITEMS)
    while not last.fits and (lower := _otherwise(last) or _fewer_items(last, ranges)):
        last = _largest_that_fits(lower, BEFORE_FEWER_ITEMS)
    if not last.fits:
        last = _largest_that_fits(last.setting, BEFORE_SHORTER_FORMS)
    for lists in (False, True):
        while not last.fits and (shorter := _shorter_forms(last, lists=lists)):
            last = _largest_that_fits(shorter, BEFORE_SHORTER_FORMS)
        if not last.fits:
            last = _largest_that_fits(last.setting, 1.0)
    return last


def _least_looseness(last: Attempt) -> Mapping[str, float]:
    """Return the shares by which bands are lower, by panel, if *last* has shorter forms and does not fit."""
    setting, overfull = last.setting, sorted(last.overfull)
    above_floor = round(STEPS * BEFORE_SHORTER_FORMS)
    others = len(setting.layout.size_groups) - 1

    def looseness(height: int) -> Mapping[str, float]:
        return dict.fromkeys(overfull, height / STEPS_OF_HEIGHT)

    def fits(size: int, height: int) -> bool:
        squeezes = (*[above_floor / STEPS] * others, size / STEPS)
        return all_fit(setting.on_rung(squeezes=squeezes, loose=looseness(height)))

    if not fits(above_floor, STEPS_OF_HEIGHT):
        return looseness(STEPS_OF_HEIGHT)
    # Bands are as low as the roles that give way after all others need to be as large as can be.
    largest = least_step(lambda size: fits(size, STEPS_OF_HEIGHT), -1, above_floor) if others else above_floor
    return looseness(least_step(partial(fits, largest), 0, STEPS_OF_HEIGHT))


def _largest_that_fits(start: Setting, lowest: float) -> Attempt:
    """Return the attempt with the largest type that fits, or with type at *lowest* if none does (aim: 0, floor: 1)."""
    groups = len(start.layout.size_groups)
    squeezes = least_squeezes(groups, lowest, lambda squeezes: all_fit(start.on_rung(squeezes=squeezes)))
    return attempt(start.on_rung(squeezes=squeezes))


def least_squeezes(groups: int, lowest: float, fits: Callable[[Squeezes], bool]) -> Squeezes:
    """Return the squeezes of so many groups with the largest type that fits; all groups at *lowest* if nothing fits.

    Groups give way in an order: the first goes to its floor before the second goes down a step. Then each group takes
    back what did not help, so a headline that is too wide for its column leaves the small print at its aim. *fits* is
    taken to hold for smaller type if it holds for larger.
    """
    bottom = round(STEPS * lowest)

    def fits_at(steps: Sequence[int]) -> bool:
        return fits(tuple(step / STEPS for step in steps))

    def fits_with(group: int, step: int) -> bool:
        return fits_at([*steps[:group], step, *steps[group + 1 :]])

    if fits_at([0] * groups):
        return (0.0,) * groups
    if not fits_at([bottom] * groups):
        return (bottom / STEPS,) * groups
    last = least_step(lambda group: fits_at([bottom] * (group + 1) + [0] * (groups - group - 1)), -1, groups - 1)
    steps = [bottom] * (last + 1) + [0] * (groups - last - 1)
    steps[last] = least_step(partial(fits_with, last), 0, bottom)
    for earlier in reversed(range(last)):  # most take back everything
        steps[earlier] = 0 if fits_with(earlier, 0) else least_step(partial(fits_with, earlier), 0, bottom)
    return tuple(step / STEPS for step in steps)


def least_step(fits: Callable[[int], bool], too_large: int, smallest: int) -> int:
    """Return the least step after *too_large* at which text fits; *smallest* is one at which it does."""
    while smallest - too_large > 1:
        middle = (too_large + smallest) // 2
        if fits(middle):
            smallest = middle
        else:
            too_large = middle
    return smallest


def _item_ranges(setting: Setting) -> dict[str, ItemRange]:
    shown = (block for block in walk(setting.layout) if setting.applies(block))
    return {block.path: items for block in shown if (items := block.item_range)}


def _otherwise(last: Attempt) -> Setting | None:
    """Arrange the blocks of overfull panels in the other way that they have; return None if none has one left."""
    setting, overfull = last.setting, last.overfull
    able = (block for block in walk(setting.layout) if block.has_other_way and setting.applies(block))
    paths = frozenset([block.path for block in able if block.panel in overfull]) - setting.rung.otherwise
    return setting.on_rung(otherwise=setting.rung.otherwise | paths) if paths else None


def _fewer_items(last: Attempt, ranges: Mapping[str, ItemRange]) -> Setting | None:
    """Drop one item from every block of an overfull panel that may still drop one; return None if none may."""
    rung, overfull = last.setting.rung, last.overfull
    dropping = {
        path: rung.counts[path] - 1
        for path, items in ranges.items()
        if panel_of(path) in overfull and rung.counts[path] > items.least
    }
    otherwise = frozenset([path for path in rung.otherwise if panel_of(path) not in overfull])
    return last.setting.on_rung(counts={**rung.counts, **dropping}, otherwise=otherwise) if dropping else None


def _shorter_forms(last: Attempt, *, lists: bool) -> Setting | None:
    """Take the next shorter form in the first block of each overfull panel that has one; None if there is none."""
    setting = last.setting
    levels = dict(setting.rung.shorter)
    panels = last.overfull
    for block in walk(setting.layout):
        level = setting.rung.shorter.get(block.path, 0)
        may = level < len(block.forms) - 1 and (lists or len(block.references.printed) == 1)
        if block.panel in panels and may and setting.applies(block):
            levels[block.path] = level + 1
            panels.discard(block.panel)
    return setting.on_rung(shorter=levels) if levels != setting.rung.shorter else None


# --- what turned out to be unnecessary --------------------------------------------------------------------------------


def restored(good: Attempt) -> Attempt:
    """Return *good*, an attempt that fits, with as many items and words as fit without loss elsewhere."""
    for path, items in _item_ranges(good.setting).items():
        while (count := good.setting.rung.counts[path]) < items.most:
            more = attempt(good.setting.on_rung(counts={**good.setting.rung.counts, path: count + 1}))
            if not more.fits or more.spacings[panel_of(path)] < good.spacings[panel_of(path)]:
                break
            good = more
    for block in walk(good.setting.layout):
        if good.setting.rung.shorter.get(block.path):
            fitting = next(filter(all_fit, _with_more_words(block, good.setting)), None)
            good = attempt(fitting) if fitting else good
    return good


def _with_more_words(block: Block, setting: Setting) -> Iterator[Setting]:
    """Yield the settings in which *block* has a longer form: the longest first, each with the largest type first."""
    shorter, squeezes = setting.rung.shorter, setting.rung.squeezes
    sizes = [squeezes]
    own = setting.own_groups(block)
    others = (other for other in walk(setting.layout) if other is not block and setting.applies(other))
    shares_its_size = any(own & setting.own_groups(other) for other in others)
    if len(own) == 1 and not shares_its_size:
        (group,) = own
        smaller = range(round(squeezes[group] * STEPS) + 1, round(STEPS * BEFORE_FEWER_ITEMS) + 1)
        sizes += [(*squeezes[:group], step / STEPS, *squeezes[group + 1 :]) for step in smaller]
    for level in range(shorter[block.path]):
        for size in sizes:
            yield setting.on_rung(shorter={**shorter, block.path: level}, squeezes=size)


def with_fewer_pages(good: Attempt) -> Attempt:
    """Return *good* with the largest type that needs fewer pages than it; itself if type at its floor needs as many."""
    if not any(face.flow for face, *_ in good.panels):
        return good
    count, setting = good.page_count, good.setting

    def saves(squeezes: Squeezes) -> bool:
        tried = attempt(setting.on_rung(squeezes=squeezes))
        return tried.fits and tried.page_count < count

    squeezes = least_squeezes(len(setting.layout.size_groups), 1.0, saves)
    return attempt(setting.on_rung(squeezes=squeezes)) if saves(squeezes) else good


def with_room_used(good: Attempt) -> Attempt:
    """Return *good* with what room is left given to lines that keep words and sentences whole, then to larger codes."""
    texts = frozenset([block.path for block in walk(good.setting.layout) if block.text_role])
    before, after = _text_heights(good), _text_heights(attempt(good.setting.on_rung(whole=texts)))
    for path in [path for path in before if after[path] != before[path]]:
        tried = attempt(good.setting.on_rung(whole=good.setting.rung.whole | {path}))
        if tried.fits and tried.spacings == good.spacings and tried.page_count <= good.page_count:
            good = tried
    if any(block.grows and good.setting.applies(block) for block in walk(good.setting.layout)):
        for step in range(STEPS_OF_CODES, 0, -1):
            larger = attempt(good.setting.on_rung(codes=step / STEPS_OF_CODES))
            if larger.fits and larger.spacings == good.spacings:
                return larger
    return good


def _text_heights(tried: Attempt) -> dict[str, list[float]]:
    """Return the heights of all texts by the path of their block, which may show them in several languages."""
    heights = defaultdict[str, list[float]](list)
    for *_, arranged in tried.panels:
        for part in arranged.parts():
            heights[part.path].append(part.height)
    return heights


# --- pages of a face that flows ---------------------------------------------------------------------------------------

_LEAST_LAST = 0.3  # Share of its height that the last page should fill. Less looks as if something had been left over.
_AT_HEADING = 0.5  # Share of the cost of white at a page's foot if the next page begins with a heading.
_ONE_ITEM = 1.0  # Cost of a page whose foot has a heading with only one item of its list: that of an empty page.


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The content of one page; ``continues`` if its first items belong to a list of the page before."""

    content: ArrangedColumn
    continues: bool


@dataclass(frozen=True, slots=True)
class FlowPiece:
    """An unbreakable piece: a block of the column, or one of its parts (an item of a list), by their numbers."""

    block: int
    part: int
    keeps_next: bool = False  # whether no page ends after it
    is_heading: bool = False
    is_second: bool = False  # whether it is the second item of a list below a heading


class TooHigh(Exception):  # noqa: N818 - a signal to `flow`, which knows the block
    """The *piece* with this index, and the headings that keep it, are *excess* points higher than a page."""

    def __init__(self, piece: int, excess: float) -> None:
        self.piece, self.excess = piece, excess


def flow(column: ArrangedColumn, room: float) -> list[FlowPage]:
    """Return *column* on as few pages as it needs, each with *room* points for it; raises OversetError."""
    pieces = _pieces(column)
    try:
        starts = page_starts(pieces, lambda start, end: _page(column, pieces[start:end]).height, room)
    except TooHigh as fault:
        child = column.children[pieces[fault.piece].block]
        highest = max((part for part in child.parts() if part.message), default=None)
        raise child.block.overset(
            f"This is {fault.excess:.1f} pt higher than a page"
            + (f"; its longest text is “{highest.message}”." if highest else "."),
            "Shorten that translation, or make several blocks of this one: a page ends between blocks.",
        ) from None
    if len(starts) > MOST_PAGES:
        problem = f"This face needs {len(starts)} pages; the most is {MOST_PAGES}."
        raise column.block.overset(problem, "Make its type smaller, or its text shorter.")
    ends = pairwise([*starts, len(pieces)])
    return [FlowPage(_page(column, pieces[start:end]), pieces[start].part > 0) for start, end in ends]


def arranged_foot(face: Face, setting: Setting) -> ArrangedBlock[Any] | None:
    """Return the foot of a face with the page numbers of *setting*; None if it has none."""
    return arrange(face.foot, setting.layout.width, setting, face.ground) if face.foot else None


def _pieces(column: ArrangedColumn) -> list[FlowPiece]:
    pieces: list[FlowPiece] = []
    for number, child in enumerate(column.children):
        role = child.setting.layout.roles.get(child.block.text_role)
        heading = child.parts_of_flow == 1 and role is not None and role.tag.startswith("H")
        last = number == len(column.children) - 1
        below_heading = bool(pieces) and pieces[-1].is_heading
        pieces += [
            FlowPiece(number, part, heading and not last, heading, is_second=part == 1 and below_heading)
            for part in range(child.parts_of_flow)
        ]
    return pieces


def _page(column: ArrangedColumn, pieces: Sequence[FlowPiece]) -> ArrangedColumn:
    """Return the part of *column* with these neighbouring *pieces*."""
    children: list[ArrangedBlock[Any]] = []
    numbers = []
    for number, group in groupby(pieces, key=lambda piece: piece.block):
        parts = [piece.part for piece in group]
        children.append(column.children[number].flow_part(parts[0], parts[-1] + 1))
        numbers.append(number)
    gaps, offsets = [column.gaps[number] for number in numbers[:-1]], [column.offsets[number] for number in numbers]
    height = total(child.height for child in children) + total(gaps)
    page = replace(column, children=children, gaps=gaps, offsets=offsets, height=height)
    page.height += page.room("top") + page.room("bottom")
    return page


def page_starts(pieces: Sequence[FlowPiece], height: Callable[[int, int], float], room: float) -> list[int]:
    """Return the index of the first piece of each page, each with *room*, in points, for its pieces; raises TooHigh.

    *height* returns that of a page with the pieces from one index to before another; more pieces are higher.
    """
    count = len(pieces)
    # For the first pieces: the fewest pages, the white on them, and where the last of these pages begins.
    best: list[tuple[float, float, int]] = [(0, 0.0, 0)] + [(inf, inf, 0)] * count
    for end in range(1, count + 1):
        if end < count and pieces[end - 1].keeps_next:
            continue
        for start in range(end - 1, -1, -1):
            filled = height(start, end)
            if filled > room + TOLERANCE:
                if all(piece.keeps_next for piece in pieces[start : end - 1]):
                    raise TooHigh(end - 1, filled - room)
                break
            pages, white, _ = best[start]
            cost = _cost(filled / room, pieces[end] if end < count else None)
            best[end] = min(best[end], (pages + 1, white + cost, start))
    starts = [count]
    while starts[0] > 0:
        starts.insert(0, best[starts[0]][2])
    return starts[:-1]


def _cost(filled: float, after: FlowPiece | None) -> float:
    """Return the cost of a page that is filled to this share and ends before the piece *after*, if there is one."""
    if after is None:
        return max(0.0, 1.0 - filled / _LEAST_LAST) ** 2
    white = (1.0 - filled) ** 2 * (_AT_HEADING if after.is_heading else 1.0)
    return white + (_ONE_ITEM if after.is_second else 0.0)
