"""Checks of translations: errors that stop a build, and warnings and advice for translators.

A check is a function of a `Translation` that yields faults; a decorator registers it with its code and explanation
(`findings`). Rules of safety are in `safety`, letters and scripts in `letters`, punctuation, English words and the
glossary in `style`, whole catalogs in `catalog`. A build asks for `faults`, the errors of one translation; `review`
reports everything about a catalog. ``flyers explain`` and
docs/translation-checks.md explain each code. Begin with `findings` and `safety`.
"""

from flyers.findings import Fault, Severity
from flyers.translation.checks import catalog, letters, safety, style  # noqa: F401  # importing registers
from flyers.translation.checks.findings import (
    CHECKS,
    EXPLANATIONS,
    Translation,
    TranslationExplanation,
    TranslationFinding,
    excuses,
    faults,
    faults_of,
)

__all__ = [
    "CHECKS",
    "EXPLANATIONS",
    "Fault",
    "Severity",
    "Translation",
    "TranslationExplanation",
    "TranslationFinding",
    "excuses",
    "faults",
    "faults_of",
]
