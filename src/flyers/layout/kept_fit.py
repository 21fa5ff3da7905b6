"""Where copy-fitting ended is kept in the cache folder, so that the next process begins there.

A search for what fits sets a page two dozen times, and what comes of it is a few numbers: the rung on which it ended
(`flyers.layout.rung.Rung`) and the spacing of each panel. With these, only this one rung is arranged, by the same
program with the same words, fonts and measures: a page is never kept, nor anything that stands on it.

No other page can come of it. What is kept has the name of everything that a search looks at, a digest that its maker
gives (`flyers.pipeline.kept_fits`), and counts only under the same: where the program, a word, a font or a measure is
another one, it is not looked at. What a search would find follows from these alone, so it would end there again.
Whatever is damaged, or names a step that the layout's ladder does not have, or does not fit as it says, counts as
missing; then a search is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers import cache
from flyers.layout.attempts import SPACINGS, Attempt, attempt
from flyers.layout.fit import STEPS_OF_HEIGHT, item_ranges
from flyers.layout.given_back import STEPS_OF_CODES
from flyers.layout.giving_way import STEPS
from flyers.layout.model import walk
from flyers.layout.rung import Rung
from flyers.layout.setting import Setting


class KeptFit:
    """Where copy-fitting ended for one piece.

    Args:
        name: under which the cache folder keeps it: always the same for a piece, so that the next one takes its place.
        made_of: a digest of everything that the search for what fits looks at.
    """

    def __init__(self, name: str, made_of: str) -> None:
        self._name = name
        self._made_of = made_of
        self._noted: dict[str, Any] | None = None
        self.was_recalled = False
        """Whether what was kept took the place of a search."""

    def recalled(self, setting: Setting) -> Attempt | None:
        """Return the attempt with which a search for *setting* would end; None if that is not known."""
        known = cache.read(self._name)
        end = _end(known, setting) if isinstance(known, dict) and known.get("made_of") == self._made_of else None
        if end is None:
            return None
        rung, spacings = end
        found = attempt(setting.at(rung), spacings)
        self.was_recalled = found.fits and found.spacings == spacings
        return found if self.was_recalled else None

    def note(self, found: Attempt) -> None:
        """Note the attempt with which a search has ended, unless there is more to it than can be kept."""
        plain = {"made_of": self._made_of, **_plain(found)}
        if _end(plain, found.setting.at(Rung())) == (found.setting.rung, found.spacings):
            self._noted = plain

    def keep(self) -> None:
        """Keep what was noted. To be called when the page is good, so that nothing is kept of one that is not."""
        if self._noted:
            cache.keep(self._name, self._noted)


def _plain(found: Attempt) -> dict[str, Any]:
    """Return the rung and the spacings of an attempt in whole steps."""
    rung = found.setting.rung
    return {
        "squeezes": [round(squeeze * STEPS) for squeeze in rung.squeezes],
        "spacings": {panel: SPACINGS.index(spacing) for panel, spacing in found.spacings.items()},
        "shorter": dict(rung.shorter),
        "counts": dict(rung.counts),
        "uneven": int(rung.uneven),
        "codes": round(rung.codes * STEPS_OF_CODES),
        "loose": {panel: round(share * STEPS_OF_HEIGHT) for panel, share in rung.loose.items()},
    }


def _end(known: Mapping[str, Any], setting: Setting) -> tuple[Rung, dict[str, float]] | None:
    """Return the rung and the spacings that are *known*; None if the ladder of the setting's layout has no such."""
    layout, ranges = setting.layout, item_ranges(setting)
    blocks = {block.path: block for block in walk(layout)}
    panels = [panel.name for face in layout.faces for panel in face.panels]
    uneven = any(block.gives_up_rows for block in blocks.values())
    try:
        squeezes, shorter, counts, loose = (known[name] for name in ("squeezes", "shorter", "counts", "loose"))
        if len(squeezes) != len(layout.size_groups.groups) or counts.keys() != ranges.keys():
            return None
        if list(known["spacings"]) != panels or not loose.keys() <= set(panels):
            return None
        rung = Rung(
            squeezes=tuple([_step(step, STEPS) / STEPS for step in squeezes]),
            shorter={path: _step(level, len(blocks[path].forms) - 1) for path, level in shorter.items()},
            counts={path: _step(counts[path], items.most, items.least) for path, items in ranges.items()},
            uneven=bool(_step(known["uneven"], int(uneven))),
            codes=_step(known["codes"], STEPS_OF_CODES) / STEPS_OF_CODES,
            loose={panel: _step(step, STEPS_OF_HEIGHT) / STEPS_OF_HEIGHT for panel, step in loose.items()},
        )
        spacings = {panel: SPACINGS[_step(step, len(SPACINGS) - 1)] for panel, step in known["spacings"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):  # it is of another shape, or made by something else
        return None
    return rung, spacings


def _step(value: Any, most: int, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value
