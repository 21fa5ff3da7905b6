"""The proof: finished PDFs read by programs that share no code with the painter, and compared with what was asked.

    from flyers.proof import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Everything is imported when first used: a command that proves nothing doesn't pay for the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flyers.proof.findings import CHECKS, EXPLANATIONS, Finding, Severity
    from flyers.proof.run import UNREADABLE, Proof, proof

__all__ = [
    "CHECKS",
    "EXPLANATIONS",
    "UNREADABLE",
    "Finding",
    "Proof",
    "Severity",
    "proof",
]

_HOMES = {
    "CHECKS": "run",
    "EXPLANATIONS": "run",
    "Finding": "findings",
    "Proof": "run",
    "Severity": "findings",
    "UNREADABLE": "run",
    "proof": "run",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
