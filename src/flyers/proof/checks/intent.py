"""PDF/X: the output intent, which says for which press and paper the inks are meant (ISO 15930-7, 6.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from flyers.findings import Fault
from flyers.proof.claims import PDF_X, X1A
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.reading import Reading
from flyers.proof.streams import shared_contents

ICC_REGISTRY = "http://www.color.org"
ICC_HEADER = 128
ICC_VERSIONS = {True: (2,), False: (2, 4)}
"""Major versions by whether the file is PDF/X-1a: PDF 1.4 allows ICC.1:1998-09, PDF 1.6 ICC.1:2003-09."""


def _intents(reading: Reading) -> list[Any]:
    """Return the output intents for print."""
    found = reading.objects.root.get("/OutputIntents")
    each = list(found) if isinstance(found, Array) else []
    return [intent for intent in each if isinstance(intent, Dictionary) and intent.get("/S") == Name.GTS_PDFX]


def _text(intent: Any, key: str) -> str:
    return str(intent.get(key, "")).strip()


@check(
    "X711",
    "one output intent",
    found="The file does not say for which press and paper it is made, or says it more than once.",
    why="The same inks give other colours on another paper; without one clear intent the shop must guess.",
    advice="Export it again with the shop's print condition as its one output intent.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.4",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
    standards=PDF_X,
)
def one_intent(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    count = len(_intents(reading))
    if count != 1:
        yield Fault(f"the file has {count or 'no'} output intent{'s' if count > 1 else ''} for print (GTS_PDFX)")


@check(
    "X712",
    "the print condition is named",
    found="The output intent does not fully name its print condition, or names an unexpected one.",
    why="The shop sets up its press by this name.",
    advice="Ask the shop for its condition, and build the file for it: 'flyers build --press NAME'.",
    owner="coordinator, print shop",
    asked_by="ISO 15930-7, 6.4",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
    standards=PDF_X,
)
def condition_named(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    expected = expectation.edition.condition
    for intent in _intents(reading):
        identifier, registry = _text(intent, "/OutputConditionIdentifier"), _text(intent, "/RegistryName")
        if not identifier:
            yield Fault("the output intent has no OutputConditionIdentifier")
        elif expected and identifier != expected.identifier:
            yield Fault(f"the file is made for “{identifier}”, not for “{expected.identifier}”")
        elif expected and registry != expected.registry:
            yield Fault(f"the condition's registry is “{registry}” instead of “{expected.registry}”")
        elif expected:
            for key, wanted in (("/OutputCondition", expected.title), ("/Info", expected.info)):
                if wanted and _text(intent, key) != wanted.strip():
                    yield Fault(f"the condition is called “{_text(intent, key)}” instead of “{wanted}”")
        if not registry and not _text(intent, "/Info"):
            yield Fault("the condition is in no registry, and the output intent does not describe it (Info)")


@check(
    "X713",
    "the profile is embedded and suitable",
    found="The colour profile of the press is missing, outside the file, damaged, or not a CMYK output profile of a "
    "version that the standard allows.",
    why="Proofs and screens show the printed colours by it; a profile for screens or cameras says nothing about ink.",
    advice="Embed the output profile (class prtr, CMYK) of the print condition.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.4",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
    standards=PDF_X,
)
def profile_fits(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    old = X1A in expectation.edition.standards
    for intent in _intents(reading):
        if "/DestOutputProfileRef" in intent:
            yield Fault("the output intent names a profile outside the file")
        profile = intent.get("/DestOutputProfile")
        if not isinstance(profile, Stream):
            # PDF/X-1a may leave out the profile of a condition that the ICC has registered.
            if not (old and _text(intent, "/RegistryName").rstrip("/") == ICC_REGISTRY):
                yield Fault("the output intent has no profile")
            continue
        for problem in _unfit(shared_contents(profile), profile.get("/N"), ICC_VERSIONS[old]):
            yield Fault(f"the profile {problem}")


def _unfit(data: bytes, components: Any, versions: tuple[int, ...]) -> Iterator[str]:
    """Yield what is wrong with the header of an ICC profile (ICC.1:2010, 7.2)."""
    if len(data) < ICC_HEADER or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
        yield "is not an ICC profile, or is damaged"
        return
    device, space = data[12:16].decode("latin-1"), data[16:20].decode("latin-1").strip()
    if device != "prtr":
        yield f"is of the class {device}, not of a press (prtr)"
    if space != "CMYK" or components != 4:
        yield f"is for {space} with {components} components, not for CMYK with 4"
    if data[8] not in versions:
        yield f"is of ICC version {data[8]}, not of {' or '.join(map(str, versions))}"


@check(
    "X714",
    "the profile is the condition's own",
    found="The colour profile in the file is not that of the print condition.",
    why="It was replaced, or the file was made with another one: proofs show the wrong colours.",
    advice="Build the file again; if the shop replaced the profile, ask why.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.4",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2"),
    needs_expectation=True,
    standards=PDF_X,
)
def profile_is_the_conditions(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    expected = expectation.edition.condition
    for intent in _intents(reading):
        profile = intent.get("/DestOutputProfile")
        if not expected or not isinstance(profile, Stream):
            continue
        found = hashlib.sha256(shared_contents(profile)).hexdigest()
        if found != expected.sha256:
            yield Fault(f"the profile's SHA-256 is {found[:12]}…, unlike that of {expected.identifier}")


@check(
    "X715",
    "no RGB behind a colour for the press",
    found="A colour space depends on RGB: a spot ink with an RGB alternative, a palette, a pattern or a default. In "
    "PDF/X-1a, it is any space that is not made of inks.",
    why="The page seems to be in inks, but is converted at the press.",
    advice="Define every colour in CMYK.",
    owner="designer, print shop",
    asked_by="ISO 15930-7, 6.4",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2"),
    standards=PDF_X,
)
def no_rgb_behind(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    inks = {"/DeviceCMYK", "/DeviceGray", "/Separation", "/DeviceN", "/Indexed", "/Pattern", "/CMYK", "/G", "/I"}
    found = {family for space in _spaces(reading) for family in _families(space)}
    for family in sorted(found):
        if family in ("/DeviceRGB", "/RGB") or (X1A in expectation.edition.standards and family not in inks):
            yield Fault(f"a colour space is based on {family[1:]}")


def _spaces(reading: Reading) -> Iterator[Any]:
    yield from (space for _, space in reading.objects.resources("/ColorSpace"))
    for entry in reading.objects.entries("/ColorSpace", "/CS"):
        if isinstance(entry.value, Name | Array):
            yield entry.value


def _families(space: Any, depth: int = 0) -> Iterator[str]:
    """Yield the family of a colour space, and of those beneath it (ISO 32000-1, 8.6.6)."""
    if isinstance(space, Name):
        if str(space).startswith(("/Device", "/RGB", "/CMYK")):
            yield str(space)
    elif isinstance(space, Array) and len(space) and depth < 4:
        family = str(space[0])
        yield family
        if family in ("/Indexed", "/I", "/Pattern") and len(space) > 1:
            yield from _families(space[1], depth + 1)
        elif family in ("/Separation", "/DeviceN") and len(space) > 2:
            yield from _families(space[2], depth + 1)
