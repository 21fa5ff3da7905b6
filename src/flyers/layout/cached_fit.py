"""Keeps the result of copy-fitting in the cache folder for the next process.

A search for what fits sets a page two dozen times, and its result is a few numbers: the rung on which it ended
(`flyers.layout.rung.Rung`) and the spacing of each panel. With these, only this rung is arranged. Pages and what is on
them are never kept.

The page is the same as after a search: a result counts only under the digest of everything that a search depends on,
the program, words, fonts and measures (`flyers.pipeline.cached_fits`). A result that is damaged, names a step that the
layout's ladder does not have, or does not fit, counts as missing, and a search is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flyers import cache
from flyers.layout.attempts import SPACINGS, Attempt, attempt
from flyers.layout.fit import STEPS_OF_HEIGHT, item_ranges
from flyers.layout.model import walk
from flyers.layout.restore import STEPS_OF_CODES, balanced_texts
from flyers.layout.rung import Rung
from flyers.layout.setting import Setting
from flyers.layout.squeezes import STEPS


class CachedFit:
    """The kept result of copy-fitting one piece.

    Args:
        name: of its entry in the cache folder; a piece has one, so a newer result replaces an older one.
        made_of: a digest of everything that the search depends on.
    """

    def __init__(self, name: str, made_of: str) -> None:
        self._name = name
        self._made_of = made_of
        self._noted: dict[str, Any] | None = None
        self.was_recalled = False
        """Whether a kept result replaced the search."""

    def recalled(self, setting: Setting) -> Attempt | None:
        """Return the attempt with which a search for *setting* would end; None if no result is kept."""
        known = cache.read(self._name)
        end = _end(known, setting) if isinstance(known, dict) and known.get("made_of") == self._made_of else None
        if end is None:
            return None
        rung, spacings = end
        found = attempt(setting.at(rung), spacings)
        self.was_recalled = found.fits and found.spacings == spacings
        return found if self.was_recalled else None

    def note(self, found: Attempt) -> None:
        """Note the attempt with which a search has ended, unless it can't be written down exactly."""
        plain = {"made_of": self._made_of, **_plain(found)}
        if _end(plain, found.setting.at(Rung())) == (found.setting.rung, found.spacings):
            self._noted = plain

    def keep(self) -> None:
        """Write what was noted into the cache folder. Call it when the page is good, so that no result of a bad one is
        kept."""
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
        "whole": sorted(rung.whole),
        "loose": {panel: round(share * STEPS_OF_HEIGHT) for panel, share in rung.loose.items()},
    }


def _end(known: Mapping[str, Any], setting: Setting) -> tuple[Rung, dict[str, float]] | None:
    """Return the rung and the spacings in *known*; None if they are not on the ladder of the setting's layout."""
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
        whole = frozenset(known["whole"])
        if not whole <= {block.path for block in balanced_texts(setting)}:
            return None
        rung = Rung(
            squeezes=tuple([_step(step, STEPS) / STEPS for step in squeezes]),
            shorter={path: _step(level, len(blocks[path].forms) - 1) for path, level in shorter.items()},
            counts={path: _step(counts[path], items.most, items.least) for path, items in ranges.items()},
            uneven=bool(_step(known["uneven"], int(uneven))),
            codes=_step(known["codes"], STEPS_OF_CODES) / STEPS_OF_CODES,
            loose={panel: _step(step, STEPS_OF_HEIGHT) / STEPS_OF_HEIGHT for panel, step in loose.items()},
            whole=whole,
        )
        spacings = {panel: SPACINGS[_step(step, len(SPACINGS) - 1)] for panel, step in known["spacings"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):  # it is of another shape, or made by something else
        return None
    return rung, spacings


def _step(value: Any, most: int, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value
