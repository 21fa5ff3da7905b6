"""The file as a whole: are its pages programs that can be followed?"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.expectations import Expectation
from flyers.proof.findings import Fault, check
from flyers.proof.reading import Reading


@check("P002", "pages can be followed", advice="The page's drawing instructions are faulty: build it again.")
def followable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for problem in dict.fromkeys(page.contents.problems):
            yield Fault(problem, page.number)
