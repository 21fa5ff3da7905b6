"""Dies, cuts, perforations and holes: lines in a spot colour of their own, for the tools and not for the press.

The colour is the Separation ``Dieline``, by which shops know such lines. They overprint, so that the art beneath is
whole on every plate. Folds have marks outside the bleed instead (`flyers.pdf.marks`).

They are no optional content with processing steps (ISO 19593-1): PDF/X-1a forbids layers.
"""

from __future__ import annotations

from flyers.page.document import Finish, Page
from flyers.pdf.graphics_operators import STATE_NAMES, number, path_segments

SPOT = "Dieline"
"""The name of the colorant."""

DIELINE = "CSdie"
"""The name of the colour in a page's resources."""

ALTERNATE = (0.0, 1.0, 0.0, 0.0)
"""What viewers show in its place: magenta, which no theme of ours has."""

WEIGHT = 0.5
DASH = 2.0
"""Points of a dash of a perforation, and of the gap after it."""


def finishing_operators(page: Page) -> list[str]:
    """Return the operators that draw what tools do to *page*, in coordinates of its trim."""
    if not page.finishing:
        return []
    begin = ["q", f"/{STATE_NAMES['over']} gs", f"/{DIELINE} CS 1 SCN {number(WEIGHT)} w"]
    return [*begin, *(operator for finish in page.finishing for operator in _stroke(finish)), "Q"]


def _stroke(finish: Finish) -> list[str]:
    dash = f"[{number(DASH)} {number(DASH)}] 0 d" if finish.kind == "perforation" else "[] 0 d"
    return [dash, *path_segments(finish.path), "S"]
