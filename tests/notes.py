"""Layouts of one panel with a few blocks, for tests of what the blocks say."""

from __future__ import annotations

BODY = "body: {aim: 12pt, floor: 8pt, tag: P}"

_LAYOUT = """\
title: TITLE
trim: [TRIM]
bleed: 0.125in
safe: 0.125in
space: 4pt
smallest_module: 0.4mm
roles:
  ROLES
faces:
  - name: front
    ground: GROUND
    panels:
      - name: front
        padding: 0.3in
        blocks:
          - BLOCKS
"""


def note(
    *blocks: str,
    title: str = "document.poster.title",
    trim: str = "6in, 6in",
    roles: tuple[str, ...] = (BODY,),
    ground: str = "paper",
) -> str:
    """Return a layout file with *blocks* below one another and with *roles*, each on a line as YAML has it."""
    text = _LAYOUT.replace("TITLE", title).replace("TRIM", trim).replace("GROUND", ground)
    return text.replace("ROLES", "\n  ".join(roles)).replace("BLOCKS", "\n          - ".join(blocks))
