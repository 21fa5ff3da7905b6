"""Undo steps of copy-fitting that turned out to be unnecessary.

The ladder (`flyers.layout.fit`) goes down step by step until a product fits, and an early step may have saved nothing:
a headline lost words although its panel was too full because of a list. So these are restored as far as nothing else
has to give way:

1. items that a list dropped, as long as they fit at the size and the spacing that were found;
2. rows of one height in lists;
3. words, the first texts first: the longest form with which no other text becomes smaller. A text that shares its size
   with no other becomes smaller itself first, as it does on the ladder, but keeps well above its floor.

What room is left serves whole sentences first: a text or a list in even lines takes a line more where otherwise one
would have parts of two sentences, as long as the spacing and the number of pages stay. Last, codes that may grow share
the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from flyers.layout.attempts import Attempt, all_fit, attempt
from flyers.layout.block import Block, panel_of
from flyers.layout.fewer_pages import page_count
from flyers.layout.fit import BEFORE_FEWER_ITEMS, item_ranges
from flyers.layout.model import walk
from flyers.layout.rung import Rung
from flyers.layout.setting import Setting
from flyers.layout.squeezes import STEPS

STEPS_OF_CODES = 8
"""Steps in which codes grow; each is one attempt, in layouts with such codes."""


def restored(good: Attempt) -> Attempt:
    """Return *good*, an attempt that fits, with as many items, even rows and words as fit without loss elsewhere."""
    good = _with_more_items(good)
    if good.setting.rung.uneven:
        good = _first_that_fits(good, [replace(good.setting.rung, uneven=False)])
    for block in walk(good.setting.layout):
        if good.setting.rung.shorter.get(block.path):
            good = _first_that_fits(good, list(_with_more_words(block, good.setting)))
    return good


def with_room_used(good: Attempt) -> Attempt:
    """Return *good* with what room is left given to whole sentences, then to codes."""
    return _with_larger_codes(_with_whole_sentences(good))


def _with_more_items(good: Attempt) -> Attempt:
    """Return *good* with the dropped items that fit at its size and spacing."""
    for path, items in item_ranges(good.setting).items():
        while (count := good.setting.rung.counts[path]) < items.most:
            counts = {**good.setting.rung.counts, path: count + 1}
            more = attempt(good.setting.at(replace(good.setting.rung, counts=counts)))
            if not more.fits or more.spacings[panel_of(path)] < good.spacings[panel_of(path)]:
                break
            good = more
    return good


def balanced_texts(setting: Setting) -> list[Block]:
    """Return the texts and lists with even lines, which may take a line more for whole sentences."""
    texts = [block for block in walk(setting.layout) if block.text_role]
    return [text for text in texts if setting.layout.roles[text.text_role].balance]


def _with_whole_sentences(good: Attempt) -> Attempt:
    """Return *good* with a line more in each text whose sentences that keeps whole, where spacing and pages stay."""
    rung = good.setting.rung
    texts = frozenset([text.path for text in balanced_texts(good.setting)])
    before, after = _text_heights(good), _text_heights(attempt(good.setting.at(replace(rung, whole=texts))))
    for path in [path for path in before if after[path] != before[path]]:
        tried = attempt(good.setting.at(replace(rung, whole=good.setting.rung.whole | {path})))
        if tried.fits and tried.spacings == good.spacings and page_count(tried) <= page_count(good):
            good = tried
    return good


def _text_heights(tried: Attempt) -> dict[str, list[float]]:
    """Return the heights of all texts by the path of their block, which may show them in several languages."""
    heights = defaultdict[str, list[float]](list)
    for *_, arranged in tried.panels:
        for part in arranged.parts():
            heights[part.path].append(part.height)
    return heights


def _with_larger_codes(good: Attempt) -> Attempt:
    """Return *good* with codes as large as they can be while panels keep their spacing."""
    rung = good.setting.rung
    if not any(block.grows and good.setting.applies(block) for block in walk(good.setting.layout)):
        return good
    for step in range(STEPS_OF_CODES, 0, -1):
        larger = attempt(good.setting.at(replace(rung, codes=step / STEPS_OF_CODES)))
        if larger.fits and larger.spacings == good.spacings:
            return larger
    return good


def _first_that_fits(good: Attempt, rungs: list[Rung]) -> Attempt:
    """Return the attempt on the first of *rungs* that fits; *good* if none does."""
    fitting = next((setting for setting in map(good.setting.at, rungs) if all_fit(setting)), None)
    return attempt(fitting) if fitting else good


def _with_more_words(block: Block, setting: Setting) -> Iterator[Rung]:
    """Yield the rungs on which *block* has a longer form: the longest first, each with the largest type first."""
    rung = setting.rung
    sizes = list(_own_sizes(block, setting))
    for level in range(rung.shorter[block.path]):
        shorter = {**rung.shorter, block.path: level}
        yield from (replace(rung, shorter=shorter, squeezes=squeezes) for squeezes in sizes)


def _own_sizes(block: Block, setting: Setting) -> Iterator[tuple[float, ...]]:
    """Yield the squeezes as they are, then those with smaller type for *block*, if it shares its size with nothing."""
    squeezes = setting.rung.squeezes
    yield squeezes
    own = _groups(block, setting)
    others = (other for other in walk(setting.layout) if other is not block and setting.applies(other))
    if len(own) != 1 or any(own & _groups(other, setting) for other in others):
        return
    (group,) = own
    for step in range(round(squeezes[group] * STEPS) + 1, round(STEPS * BEFORE_FEWER_ITEMS) + 1):
        yield (*squeezes[:group], step / STEPS, *squeezes[group + 1 :])


def _groups(block: Block, setting: Setting) -> set[int]:
    """Return the groups of roles of the text in *block* itself."""
    return {setting.layout.size_groups.of_role[role] for role in block.references.roles if role}
