"""The checks of the proof, one module per subject. Importing this package fills their registry.

- The page: `drawn` (all of it is what was composed), `press` (boxes, bleed, marks, slug, inks), `codes`.
- Its text: `text` (complete, with its numbers and fonts), `legibility` (in its place, and against its background).
- Tagged files: `structure` with links, and what is read aloud.
- The file: `construction`, with what is in it besides pages, and `identification` (PDF/X).
- `images`: those of images (PNG).
"""

from flyers.proof.checks import codes, construction, drawn, identification, images, legibility, press, structure, text  # noqa: F401  # they register
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
