"""The file as a whole: can it be read, and can the drawing instructions of its pages be followed?"""

from __future__ import annotations

from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, explain
from flyers.proof.reading import Reading

DAMAGED = explain(
    code="P001",
    title="the file can be read",
    found="The file is no PDF, is empty or damaged, or is locked.",
    why="A press can't print it, or prints a part of it; one that is locked is refused.",
    advice="Send or build it again, without a password.",
    owner="whoever sent it",
    rules=("ISO 15930-7, 6.15", "ISO 15930-4, 6.11"),
)


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
            yield Fault(problem, page=page.number)
