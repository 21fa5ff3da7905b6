"""Checks of translations: errors that stop a build, and warnings and advice for translators.

A check is a function of a `Translation` that yields faults; a decorator registers it with its code and explanation
(`findings`). Rules of safety are in `safety`, letters and scripts in `letters`, punctuation, English words and the
glossary in `style`. A build asks `findings` for the errors of one translation; `catalog` reports everything about a
whole catalog. ``flyers explain`` and docs/translation-checks.md explain each code. Begin with `findings` and `safety`.
"""

from flyers.translation.checks import catalog, letters, safety, style  # noqa: F401  # importing registers
