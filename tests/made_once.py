"""Each page is composed once, and each file proved once, for tests that are about what is made of them.

A proof follows from the file and from what is expected of it (`flyers.proof.run.proof`). Where both are equal, so is
the proof, and a test that packs what another one has packed need not wait for it. Tests of the proof itself, of its
limits, and those that put another one in its place, prove again. Pages follow from the session, the words and the
layout, which nobody changes.
"""

from __future__ import annotations

from hashlib import sha256

import pytest

from flyers import process_cache
from flyers.pipeline import prove, recipe
from flyers.pipeline.session import Session
from flyers.proof import run
from flyers.proof.expectations import Expectation
from flyers.proof.run import Proof

_compose_once = process_cache.memoized_by_identity(100)(Session.composed)
_prove = run.proof
_known: dict[bytes, list[tuple[Expectation | None, Proof]]] = {}
"""By the checksum of the file; fonts are compared by their checksums in the expected pictures."""


def compose_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a session compose the same words in the same layout once."""
    monkeypatch.setattr(Session, "composed", _compose_once)


def prove_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pipeline prove equal files once."""
    for module in (recipe, prove):
        monkeypatch.setattr(module, "proof", _proved)


def _proved(pdf: bytes, expectation: Expectation | None = None) -> Proof:
    known = _known.setdefault(sha256(pdf).digest(), [])
    for expected, proof in known:
        if expected == expectation:
            return proof
    proof = _prove(pdf, expectation)
    known.append((expectation, proof))
    return proof
