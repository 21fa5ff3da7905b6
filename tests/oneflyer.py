"""A product with one panel and the blocks of a test: “flyer”, in a copy of the campaign."""

from __future__ import annotations

from pathlib import Path

FILE = "content/layouts/flyer.yaml"

HEAD = """\
title: document.poster.title
trim: [8.5in, 11in]
bleed: 0.125in
safe: 0.25in
space: 6pt
smallest_module: 0.5mm
roles:
  body: {aim: 12pt, floor: 12pt}
  head: {aim: 18pt, floor: 18pt}
  bold: {aim: 14pt, floor: 14pt, weight: bold}
faces:
  - name: front
    ground: paper
    panels:
      - name: flyer
        blocks:
"""
LINES = HEAD.count("\n")
"""Lines of the file before the first block."""


def add_flyer(campaign: Path, blocks: str, before: str = "") -> None:
    """Write the layout with *blocks*, lines of YAML that begin at the tenth column, and *before* at its top."""
    (campaign / FILE).write_text(f"{before}{HEAD}{blocks}", encoding="utf-8")
