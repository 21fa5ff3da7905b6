"""Whatever a person notices of an alteration, the proof finds."""

from __future__ import annotations

import os
from itertools import islice

import pytest
from altering import alterations
from finished_files import LANGUAGES, finished
from seeing import Impression, noticed

from flyers.proof.run import proof

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COUNT = int(os.environ.get("FLYERS_ALTERATIONS", "200"))
"""Alterations that are kept; 2,000 of all products are made by hand (see `altering`)."""

SEED = 20261126


FILES = [*((language, edition) for language in LANGUAGES for edition in ("press", "screen")), ("en", "office")]


@pytest.mark.parametrize(("language", "edition"), FILES)
def test_a_file_that_nobody_has_altered_is_good(language: str, edition: str) -> None:
    file = finished(language, "wallet-card", edition)
    assert [str(finding) for finding in proof(file.pdf, file.expectation).findings] == []


def test_an_unaltered_file_looks_and_sounds_the_same() -> None:
    file = finished("ar", "wallet-card", "screen")
    assert noticed(Impression(file.pdf), Impression(file.pdf)) == ""


def test_no_alteration_that_a_person_notices_passes() -> None:
    made = list(islice(alterations(SEED, small=True), COUNT))
    assert [str(one) for one in made if one.missed] == []
    groups = {one.kind.group for one in made}
    assert COUNT < 100 or groups == {"content", "text", "drawing", "font", "page", "resource", "annotation", "tag"}
