"""The checks, one module per subject. Importing this package fills the registry."""

from flyers.proof.checks import boxes, codes, colour, file, fonts, metadata, text  # noqa: F401  # for the registry
