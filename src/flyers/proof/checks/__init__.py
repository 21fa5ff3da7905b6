"""The checks, one module per subject. Importing this package fills the registry."""

from flyers.proof.checks import (  # noqa: F401  # for the registry
    boxes,
    codes,
    colour,
    construction,
    contrast,
    file,
    fonts,
    identification,
    intent,
    metadata,
    reading_text,
    structure,
    text,
)
