"""The checks of the proof, one module per subject. Importing this package fills their registry.

- The page: `boxes`, `marks`, `finishing`, `colour`, `art`, `codes`.
- Its text: `text` (complete and in place), `fonts`, `legibility`, `contrast`.
- Its picture, in three ways: `picture` (pixel by pixel), `places` (of glyphs and drawings), and `outlines` (in the
  fonts).
- Tagged files: `structure`, `reading_text`, `links`.
- The file: `file`, and what is in it besides pages (`entries`).
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
    fonts,
    identification,
    intent,
    legibility,
    links,
    marks,
    outlines,
    picture,
    places,
    reading_text,
    structure,
    text,
)
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
