"""The checks of the proof, one module per subject. Importing this package fills their registry.

- The page: `drawn` (all of it is what was composed), `boxes`, `marks`, `colour`, `codes`.
- Its text: `text` (complete, and its numbers), `fonts`, `legibility`, `contrast` (on its background).
- Tagged files: `structure` with its links, and `reading_text`, what is read aloud.
- The file: `file`, with what is in it besides pages. PDF/X: `construction` and `identification`.
- `images`: those of images (PNG).
"""

from flyers.proof.checks import (  # noqa: F401  # for the registry
    boxes,
    codes,
    colour,
    construction,
    contrast,
    drawn,
    file,
    fonts,
    identification,
    images,
    legibility,
    marks,
    reading_text,
    structure,
    text,
)
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
