"""The pages of a reader's proof, each item with its place, in both directions: a diff shows what moved.

After a change that is meant: ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/publish/test_reader_proof_golden.py``, read
the diff, commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pagedump import dump

from flyers.publish.reader_proof.recipe import ReaderProof
from flyers.workflow.signing import short

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_the_proof_of_the_card_is_as_approved(of_card: Callable[[str], ReaderProof], tag: str) -> None:
    proof = of_card(tag)
    text = dump(proof.document, (proof.document.code, short(proof.checksum)))
    file = GOLDEN / f"reader-proof.wallet-card.{tag}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if that is meant, see the head of this file"
