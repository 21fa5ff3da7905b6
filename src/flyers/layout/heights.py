"""Bands that copy-fitting has made lower than the `height` that the layout file gives them.

A language may need that (`flyers.layout.fit`). Heights that no language has room for are a mistake, such as an inch in
place of a centimetre; both are told, since nobody sees it on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.layout.attempts import SPACINGS, panel_room
from flyers.layout.block import Block, within
from flyers.layout.blocks.column import ColumnBlock
from flyers.layout.gaps import Gap
from flyers.layout.model import Layout
from flyers.layout.setting import Setting
from flyers.page.document import LoweredBands
from flyers.page.turning import is_quarter
from flyers.units import total

_TOLERANCE = 0.05
"""Points by which heights may exceed a panel: rounding."""


def lowered_bands(setting: Setting) -> Iterator[LoweredBands]:
    """Yield the panels with bands that are lower in *setting*, at the end of copy-fitting, than the layout says."""
    layout = setting.layout
    for face in layout.faces:
        own = setting.of_face(face)
        for panel in face.panels:
            if not (share := setting.rung.loose.get(panel.name, 0.0)):
                continue
            shown = [block for block in within(panel.content) if block.height and own.applies(block)]
            if not shown:
                continue
            room = panel_room(panel, face, layout)[1]
            needed = _least_height(panel.content, own)
            too_much = needed - room if needed > room + _TOLERANCE else 0.0
            highest = max(shown, key=lambda block: block.height)
            yield LoweredBands(panel.name, share, highest.source, too_much)


def _least_height(block: Block, setting: Setting) -> float:
    """Return how high *block* would be without any text, points."""
    if is_quarter(block.rotate):
        return block.height
    layout = setting.layout
    inside = [_least_height(child, setting) for child in setting.shown(block)]
    if isinstance(block, ColumnBlock):
        content = total(inside) + _tightest(block.gap, layout) * max(0, len(inside) - 1)
    else:
        content = max(inside, default=0.0)
    padding = _tightest(block.padding.top, layout) + _tightest(block.padding.bottom, layout)
    return max(block.height, content + padding if content else 0.0)


def _tightest(gap: Gap, layout: Layout) -> float:
    return gap.points(layout.space * SPACINGS[-1])
