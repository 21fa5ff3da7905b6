"""What a translation may not do, and what a translator should look at: small pure checkers in a registry.

`faults` is what a build asks: the errors of one translation. `flyers.translation.checks.review` looks at a whole
catalog, warnings too. Each checker has a code, which ``flyers explain`` and docs/translation-checks.md explain.
"""

from flyers.findings import Fault, Severity
from flyers.translation.checks import fit, letters, safety, style, terms, whole  # noqa: F401  # importing registers
from flyers.translation.checks.findings import (
    CHECKS,
    EXPLANATIONS,
    Item,
    TranslationExplanation,
    TranslationFinding,
    faults,
    faults_of,
)
from flyers.translation.checks.items import item

__all__ = [
    "CHECKS",
    "EXPLANATIONS",
    "Fault",
    "Item",
    "Severity",
    "TranslationExplanation",
    "TranslationFinding",
    "faults",
    "faults_of",
    "item",
]
