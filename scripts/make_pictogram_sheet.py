"""Draw the sheet on which people say what a pictogram means to them, without a word beside it.

    python scripts/make_pictogram_sheet.py

Reads the thirteen signs of ``content/icons`` and writes ``docs/images/pictograms.svg``, a Letter page. The signs are
not in their order, so that none explains the next. docs/products.md says how to ask.
"""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "docs" / "images" / "pictograms.svg"
WIDTH, HEIGHT, ACROSS, SIDE = 612, 792, 3, 88
STEP, START = 5, 3
"""Every fifth sign comes next, from the fourth: five and thirteen have no common divisor, so each comes once."""

DARK, PALE = "#0060a9", "#568bc5"
"""`line` and `pale` of the theme open-door."""


def sheet() -> str:
    """Return the page as SVG."""
    icons = yaml.safe_load((ROOT / "content" / "icons" / "icons.yaml").read_text(encoding="utf-8"))["icons"]
    signs = [icon["file"] for icon in icons.values() if icon["meaning"].startswith("sign ")]
    cells = []
    for place in range(len(signs)):
        x = 60 + place % ACROSS * 180
        y = 36 + place // ACROSS * 148
        drawing = (ROOT / "content" / "icons" / signs[(START + place * STEP) % len(signs)]).read_text(encoding="utf-8")
        paths = drawing[drawing.index("<path") : drawing.index("</svg>")].replace('opacity="0.4"', f'fill="{PALE}"')
        cells.append(
            f'<text x="{x - 24}" y="{y + 14}" font-family="sans-serif" font-size="14">{place + 1}</text>'
            f'<svg x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" viewBox="0 0 256 256" fill="{DARK}">{paths}</svg>'
            f'<path d="M{x - 24},{y + SIDE + 34}h150" stroke="#777777" stroke-width="0.7"/>'
        )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}pt" height="{HEIGHT}pt" viewBox="0 0 {WIDTH} {HEIGHT}">'
    )
    return "\n".join((head, f'<path d="M0,0h{WIDTH}v{HEIGHT}h-{WIDTH}z" fill="#ffffff"/>', *cells, "</svg>", ""))


if __name__ == "__main__":
    SHEET.write_text(sheet(), encoding="utf-8")
