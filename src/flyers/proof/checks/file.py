"""The file as a whole: are its pages programs that can be followed?"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.proof.expectations import Expectation
from flyers.proof.findings import Fault, check
from flyers.proof.reading import Reading


@check(
    "P002",
    "pages can be followed",
    found="A page holds drawing instructions that cannot be followed.",
    why="Each reader guesses in another way what was meant, and the press may be the one that guesses wrong.",
    advice="Build the file again; report it if it stays.",
    owner="developer",
    rules=("ISO 32000-1, 7.8.2",),
)
def followable(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for problem in dict.fromkeys(page.contents.problems):
            yield Fault(problem, page.number)
