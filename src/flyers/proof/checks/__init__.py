"""The checks of the proof, one module per subject. Importing this package fills their registry."""

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
)
from flyers.proof.findings import CHECKS, EXPLANATIONS

__all__ = ["CHECKS", "EXPLANATIONS"]
