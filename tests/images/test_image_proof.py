"""The proof of images: each mutant must be found, under its own code."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import image_mutants_file
import image_mutants_picture
import image_mutants_words
import pytest
from image_mutants import MUTANTS
from image_mutants_picture import the_last_digit_painted_over
from imagefiles import RealImage, real, with_chunks

from flyers.proof.checks.images import CHECKS, EXPLANATIONS
from flyers.proof.expectations import Expectation
from flyers.proof.images import read_image, same_image
from flyers.proof.run import image_proof
from matrix import matrix

pytestmark = pytest.mark.slow

MODULES = (image_mutants_file, image_mutants_picture, image_mutants_words)
"""Importing one registers its mutants."""
FIRST = {frozenset(codes): make for codes, make in reversed(MUTANTS)}
"""The first of the mutants with the same codes."""


def proved(image: RealImage) -> list[str]:
    found = image_proof(image.png, image.expectation, alt=image.alt, text=image.text)
    return [str(finding) for finding in found.findings]


@pytest.mark.parametrize("language", ["es", "ar", "ur"])
@pytest.mark.parametrize("product", ["image-square", "image-link"])
def test_a_real_image_is_good(product: str, language: str) -> None:
    """Otherwise the mutants would prove nothing."""
    assert proved(real(product, language)) == []


@pytest.mark.parametrize(
    ("codes", "make"),
    matrix(MUTANTS, lambda mutant: mutant[1] in FIRST.values()),
    ids=[make.__name__ for _, make in MUTANTS],
)
def test_a_mutant_has_exactly_its_codes(codes: set[str], make: Callable[[], RealImage]) -> None:
    image = make()
    result = image_proof(image.png, image.expectation, alt=image.alt, text=image.text)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok or not same_image(image.png, real().png)


def test_an_image_that_was_packed_again_is_the_same() -> None:
    data = io.BytesIO()
    read_image(real().png).picture.save(data, "PNG", compress_level=1)
    own = [chunk for chunk in read_image(real().png).chunks if chunk.kind in ("sRGB", "iTXt")]
    again = with_chunks(data.getvalue(), lambda chunks: [chunks[0], *own, *chunks[1:]])
    assert again != real().png
    assert same_image(again, real().png)


def test_every_code_has_a_mutant() -> None:
    assert {code for codes, _ in MUTANTS for code in codes} == EXPLANATIONS.keys()
    assert EXPLANATIONS.keys() - CHECKS.keys() == {"I001"}


def test_a_fault_names_the_character() -> None:
    """A person must find the place."""
    faults = [finding for finding in proved(the_last_digit_painted_over()) if "8" in finding]
    assert faults


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda words: words.partition("\n")[2], "“{second}” instead of “{first}”"),
        (lambda words: f"{words}another line\n", "“another line” instead of “”"),
        (lambda words: f"{words}\n", "there are more lines"),
        (lambda words: words.removesuffix("\n"), "lines are missing"),
    ],
)
def test_of_the_words_the_first_line_that_differs_is_told(change: Callable[[str], str], said: str) -> None:
    first, second = real().text.split("\n")[:2]
    told = proved(replace(real(), text=change(real().text)))
    wanted = said.format(first=first[:80], second=second[:80])
    assert any(f"the words to send along says something else: {wanted}" in finding for finding in told), told


def test_a_check_that_fails_is_a_finding() -> None:
    expectation: Expectation = real().expecting(page=None).expectation
    found = image_proof(real().png, expectation, alt=real().alt, text=real().text)
    assert found.codes == ("P003",)
