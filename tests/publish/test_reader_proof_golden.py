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

from edits import edit
from flyers.errors import TranslationError
from flyers.pipeline.session import Session
from flyers.publish.reader_proof.recipe import ReaderProof, reader_proof
from flyers.workflow.signing import short

GOLDEN = Path(__file__).parent / "golden"


CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
REMARKS = """\
# - Terms: “paga” is informal. lighthouse.title is short.
# - Doubts: (1) “Faro” may be a name.
#"""
TEXT = "{text: {message: lighthouse.call, role: body}}"
LAYOUTS = {
    "leaflet": f"""\
extends: sticker
trim: [200mm, 60mm]
faces:
  - name: outside
    ground: paper
    panels:
      - {{name: back, width: 49%, padding: 16pt, blocks: [{TEXT}]}}
      - {{name: cover, padding: 16pt, blocks: [{{contact: {{contact: harbor, role: number}}}}]}}
  - {{name: inside, ground: paper, panels: [{{name: one, padding: 16pt, blocks: [{TEXT}]}}, {{name: two, padding: 16pt, blocks: [{TEXT}]}}]}}
""",
    "picture": f"""\
title: lighthouse.title
pixels: [600, 500]
safe: 20px
space: 4px
smallest_module: 4px
roles: {{body: {{aim: 44px, floor: 30px, tag: H1}}}}
faces: [{{name: front, ground: paper, panels: [{{name: front, padding: 60px, blocks: [{TEXT}]}}]}}]
""",
}


def as_approved(text: str, name: str) -> None:
    file = GOLDEN / name
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if that is meant, see the head of this file"


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_the_proof_of_the_card_is_as_approved(of_card: Callable[[str], ReaderProof], tag: str) -> None:
    proof = of_card(tag)
    text = dump(proof.document, (proof.document.code, short(proof.checksum)))
    as_approved(text, f"reader-proof.wallet-card.{tag}.txt")


def test_the_proof_of_a_small_language_is_as_approved(second_campaign: Path) -> None:
    """All of a language: things that fold, an image, texts that no picture shows, and what the translator remarks."""
    for name, text in LAYOUTS.items():
        (second_campaign / "content/layouts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    edit(second_campaign / CATALOG, "# DRAFT:", f"{REMARKS} DRAFT:")
    proof = reader_proof(Session(second_campaign), "es")
    assert (proof.file_name, proof.products, proof.texts, proof.unseen) == ("reader-proof.pdf", (), 2, 2)
    as_approved(dump(proof.document, (proof.document.code, short(proof.checksum))), "reader-proof.small.es.txt")


@pytest.mark.parametrize(
    ("fuzzy", "few"), [(1, "lighthouse.name"), (3, "lighthouse.name, lighthouse.title, lighthouse.call")]
)
def test_a_language_that_is_not_whole_is_not_read(second_campaign: Path, fuzzy: int, few: str) -> None:
    path = second_campaign / CATALOG
    path.write_text(path.read_text("utf-8").replace("\nmsgctxt", "\n#, fuzzy\nmsgctxt", fuzzy), "utf-8")
    with pytest.raises(TranslationError) as refused:
        reader_proof(Session(second_campaign), "es")
    assert refused.value.problem == f"{fuzzy} messages are not translated into Spanish ({few})."
    assert refused.value.hint.endswith("'flyers translations update --lang es'.")
    assert (refused.value.trail, str(refused.value.source)) == (("es",), str(path))
