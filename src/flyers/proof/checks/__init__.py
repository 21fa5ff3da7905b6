"""The checks of the proof, one module per subject. Importing this package fills their registry.

- The page: `boxes`, `marks`, `finishing`, `colour`, `art`, `codes`, and what may be drawn by which `means`.
- Its text: `text` (complete and in place), `fonts` and their `font_figures`, `legibility`, `contrast`.
- Its picture, in three ways: `picture` (pixel by pixel), `places` (of glyphs and drawings), and `outlines` (in the
  fonts; `hints` could move them).
- Tagged files: `structure`, `reading_text`, `links`, and the entries of elements (`tag_entries`).
- The file: `file`, and what is in it besides pages (`entries`, `resource_entries`, `stream_entries`, `settings`), and
  how it is written (`writing`).
- PDF/X: `construction`, `identification`, `intent`.
"""

from flyers.proof.checks import (  # noqa: F401  # for the registry
    art,
    boxes,
    codes,
    colour,
    construction,
    contrast,
    entries,
    file,
    finishing,
    font_figures,
    fonts,
    hints,
    identification,
    intent,
    legibility,
    links,
    marks,
    means,
    outlines,
    picture,
    places,
    reading_text,
    settings,
    structure,
    text,
    writing,
)
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
