"""The checks of the proof, one module per subject. Importing this package fills their registry.

- The page: `drawn` (all of it is what was composed), `boxes`, `marks`, `finishing`, `colour`, `art`, `codes`.
- Its text: `text` (complete, and its numbers), `fonts`, `legibility`, `contrast`.
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
    drawn,
    entries,
    file,
    finishing,
    fonts,
    identification,
    intent,
    legibility,
    links,
    marks,
    reading_text,
    structure,
    text,
)
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
