"""Type of a face that flows, as little below its aim as saves a page.

Such a face always fits, on as many pages as its words need. Where the last page would hold a few lines, or an early one
a third of white, type that is a little smaller often needs a page less; it never goes below its floor.
"""

from __future__ import annotations

from dataclasses import replace

from flyers.layout.attempts import Attempt, attempt, pages_of
from flyers.layout.squeezes import Squeezes, least_squeezes


def with_fewer_pages(good: Attempt) -> Attempt:
    """Return *good* with the largest type that needs fewer pages than it; itself if type at its floor needs as many."""
    if not any(face.flow for face, *_ in good.panels):
        return good
    count, setting = page_count(good), good.setting

    def at(squeezes: Squeezes) -> Attempt:
        return attempt(setting.at(replace(setting.rung, squeezes=squeezes)))

    def saves(tried: Attempt) -> bool:
        return tried.fits and page_count(tried) < count

    groups = len(setting.layout.size_groups.groups)
    smaller = at(least_squeezes(groups, 1.0, lambda squeezes: saves(at(squeezes))))
    return smaller if saves(smaller) else good


def page_count(tried: Attempt) -> int:
    """Return the number of pages of all faces that flow."""
    return sum(len(pages_of(face, arranged)) for face, _, _, arranged in tried.panels if face.flow)
