"""What a file says of itself and carries along."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator

from flyers.proof.expectations import Expectation
from flyers.proof.findings import Fault, check
from flyers.proof.reading import Reading

PATHS = re.compile(
    r"(?:^|[\s(\"'])(?:/(?:home|Users|root|tmp|var|mnt|work|opt|srv|private)/|[A-Za-z]:\\|\\\\\w|file:/)\S*"
)
"""Places on somebody's machine."""

NOBODY = {"root", "user", "admin", "runner", "build", "nobody", "ubuntu", "ci"}
"""Account names that name nobody."""


@check("M601", "the file has a title", advice="Give the product a title: screen readers say it first.")
def has_title(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    title = reading.info.get("Title", "").strip()
    if title.lower() in ("", "untitled", "anonymous") and not re.search(
        r"<dc:title>.*?\w.*?</dc:title>", reading.xmp, re.S
    ):
        yield Fault("the file has no title")


@check("M602", "no traces of a person or a machine", advice="Remove it: readers of these pages may be watched.")
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
    "M603", "nothing live in a press file", press=True, advice="Links, forms and scripts have no place in a press file."
)
def nothing_live(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for page in reading.pages:
        for kind in dict.fromkeys(page.annotations):
            yield Fault(f"the page holds an annotation ({kind})", page.number)
    for action in reading.actions:
        yield Fault(f"the file holds {action}")
