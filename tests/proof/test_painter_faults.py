"""Every fault that is planted in the painter, in imposition or composition is found by a code of the proof."""

from __future__ import annotations

from functools import cache

import pytest
from painter_faults import FAULTS, Piece, PlantedFault

from flyers.pipeline.recipe import Composition
from flyers.proof.expectations import Expectation
from flyers.proof.run import proof
from matrix import matrix

pytestmark = pytest.mark.slow


FIRST = {fault.code: fault for fault in reversed(FAULTS)}
"""The first of the faults that a code finds."""


@cache
def composed(piece: Piece) -> tuple[Composition, Expectation]:
    composition, localized = piece.composed()
    return composition, piece.expectation(composition, localized)


@pytest.mark.parametrize("piece", sorted({fault.piece for fault in FAULTS}, key=str), ids=str)
def test_without_a_fault_nothing_is_found(piece: Piece) -> None:
    composition, expectation = composed(piece)
    assert [str(finding) for finding in proof(piece.painted(composition), expectation).findings] == []


@pytest.mark.parametrize("fault", matrix(FAULTS, lambda fault: fault in FIRST.values()), ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: PlantedFault, monkeypatch: pytest.MonkeyPatch) -> None:
    piece = fault.piece
    if not fault.composes:
        composition, expectation = composed(piece)
    with monkeypatch.context() as planted:
        planted.setattr(fault.target, fault.plant(_current(fault.target)))
        if fault.composes:
            composition, localized = piece.composed()
            expectation = piece.expectation(composition, localized)
        pdf = piece.painted(composition)
    result = proof(pdf, expectation)
    assert fault.code in result.codes, [str(finding) for finding in result.findings]


def _current(target: str) -> object:
    import pkgutil

    return pkgutil.resolve_name(target)


def test_there_are_many_faults_and_no_two_with_a_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40
