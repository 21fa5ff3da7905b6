"""The file as a whole: can it be read, what does it say about itself, and what does it carry besides its pages?"""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check, explain
from flyers.proof.reading import Reading

PATHS = re.compile(
    r"(?:^|[\s(\"'])(?:/(?:home|Users|root|tmp|var|mnt|work|opt|srv|private)/|[A-Za-z]:\\|\\\\\w|file:/)\S*"
)
"""Places on somebody's machine."""

NOBODY = {"root", "user", "admin", "runner", "build", "nobody", "ubuntu", "ci"}
"""Account names that name nobody."""


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


@check(
    "M601",
    "the file has a title",
    found="The file has no title.",
    why="It is what screen readers say first, and what a shop's list of jobs shows.",
    advice="Give the product a title.",
    owner="coordinator",
    rules=(
        "ISO 15930-7, 6.10",
        "ISO 15930-4, 6.7",
        "ISO 14289-1, 7.1",
    ),
)
def has_title(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    title = reading.info.get("Title", "").strip()
    if title.lower() in ("", "untitled", "anonymous") and not re.search(
        r"<dc:title>.*?\w.*?</dc:title>", reading.xmp, re.S
    ):
        yield Fault("the file has no title")


@check(
    "M602",
    "no traces of a person or a machine",
    found="The file names a folder of somebody's machine, or an account on it.",
    why="Whoever wants to know who made these pages could find out.",
    advice="Remove it before the file leaves the house.",
    owner="developer",
)
def no_traces(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    texts = {**reading.info, "XMP metadata": re.sub(r"<[^>]*>", " ", reading.xmp)}
    person = _account()
    for where, text in texts.items():
        if path := PATHS.search(text):
            yield Fault(f"“{path.group().strip()}” is a place on somebody's machine", where=where)
        if person and re.search(rf"\b{re.escape(person)}\b", text):
            yield Fault(f"“{person}” is the name of an account", where=where)


def _account() -> str:
    """Name of the account that runs the proof, "" where it names nobody."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return "" if name.lower() in NOBODY or len(name) < 3 else name


@check(
    "M603",
    "nothing live in a press file",
    found="The press file holds links, forms, attachments, scripts, presentation steps or layers that can be hidden.",
    why="Print shops refuse it: such things can change what is printed, or do something on opening.",
    advice="Remove them.",
    owner="print shop, developer",
    rules=(
        "ISO 15930-7, 6.7, 6.17, 6.18, 6.22, 6.24, 6.26",
        "ISO 15930-4, 6.13",
    ),
    press=True,
)
def nothing_live(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for kind in dict.fromkeys(page.annotations):
            yield Fault(f"the page holds an annotation ({kind})", page=page.number)
    for action in reading.actions:
        yield Fault(f"the file holds {action}")
