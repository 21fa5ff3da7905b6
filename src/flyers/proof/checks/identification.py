"""PDF/X: what a file claims to be: label, metadata (ISO 15930-7, 6.9 to 6.11; ISO 15930-4, 6.6 and 6.7), and output
intent, which says for which press and paper the inks are meant (ISO 15930-7, 6.4).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from pikepdf import Array, Dictionary, Name, Stream

from flyers.findings import Fault
from flyers.proof.expectations import Expectation
from flyers.proof.findings import X1A, X4, check, check_pdfx
from flyers.proof.reading import Reading, once

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Namespaces and their usual prefixes; the packet may use others.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
}


def parse_xmp(xmp: str) -> dict[str, str]:
    """Return the texts of the packet *xmp* by their usual names (``dc:title``); of alternatives and lists, the first.
    Raises `ValueError` if it can't be read, or declares what could blow up in memory, since it is untrusted.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", xmp, re.IGNORECASE):
        raise ValueError("it declares a document type of its own")
    try:
        tree = ET.fromstring(xmp.lstrip("\ufeff").strip("\x00").strip())
    except (ET.ParseError, ValueError) as error:
        raise ValueError(f"it is not well-formed XML: {error}") from error
    properties: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        texts: list[tuple[str, str | None]] = list(description.attrib.items())
        texts += ((child.tag, next(child.iter(f"{_RDF}li"), child).text) for child in description)
        for tag, text in texts:
            space, _, local = tag.removeprefix("{").partition("}")
            if space in _PREFIXES:
                properties.setdefault(f"{_PREFIXES[space]}:{local}", (text or "").strip())
    return properties


@once
def xmp_packet(reading: Reading) -> dict[str, str]:
    """Return what the XMP packet says; nothing if it can't be read (X723)."""
    with suppress(ValueError):
        return parse_xmp(reading.xmp)
    return {}


def claimed_standards(reading: Reading) -> Iterator[str]:
    """Yield the standards that the file claims: PDF/X in either of its places, PDF/A, PDF/UA."""
    about = xmp_packet(reading)
    labels = [about.get("pdfxid:GTS_PDFXVersion", ""), reading.info.get("GTS_PDFXVersion", "")]
    if part := about.get("pdfaid:part"):
        labels.append(f"PDF/A-{part}{about.get('pdfaid:conformance', '').lower()}")
    if part := about.get("pdfuaid:part"):
        labels.append(f"PDF/UA-{part}")
    yield from dict.fromkeys(filter(None, labels))


# Required properties of the XMP packet (PDF/X-4) and keys of the information dictionary (PDF/X-1a).
NEEDED = {
    X4: "dc:title xmp:CreateDate xmp:ModifyDate xmp:MetadataDate xmpMM:DocumentID xmpMM:VersionID xmpMM:RenditionClass",
    X1A: "Title CreationDate ModDate",
}
# Keys of the information dictionary with the same meaning in the XMP packet (ISO 16684-1, 8.6).
SAME = {
    "Title": "dc:title",
    "Author": "dc:creator",
    "Subject": "dc:description",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
    "Trapped": "pdf:Trapped",
    "GTS_PDFXVersion": "pdfxid:GTS_PDFXVersion",
}


@check_pdfx(
    "X721",
    "the file claims its PDF/X standard",
    found="The file claims another standard than it was made for, claims none, or has the claim in the wrong place.",
    why="Preflight and press interpret the file by this claim.",
    advice="Export it again; don't change the claim by hand.",
    rules=("ISO 15930-7, 6.11", "ISO 15930-4, 6.7"),
)
def label(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    in_info = reading.info.get("GTS_PDFXVersion", "")
    in_packet = xmp_packet(reading).get("pdfxid:GTS_PDFXVersion", "")
    if X4 in expectation.edition.standards:
        if in_packet != X4:
            yield Fault(f"the XMP packet says “{in_packet}” instead of “{X4}”")
        if in_info:
            yield Fault(f"the document information says “{in_info}”, where PDF/X-4 has no claim")
    elif in_info != X1A:
        yield Fault(f"the document information says “{in_info}” instead of “{X1A}”")


@check_pdfx(
    "X722",
    "the file says whether it is trapped",
    found="The file does not say, by True or False, whether it has been trapped.",
    why="Without it, a shop may trap it twice, or not at all: colours overlap too far, or leave white gaps.",
    advice="Set Trapped to False, unless the file has been trapped.",
    rules=("ISO 15930-7, 6.9", "ISO 15930-4, 6.6"),
)
def trapped(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    found = reading.info.get("Trapped", "")
    if found not in ("/True", "/False"):
        stated = f"“{found.lstrip('/')}”" if found else "missing"
        yield Fault(f"Trapped is {stated}: it must be the name True or False")


@check(
    "X723",
    "the XMP packet is readable",
    found="The XMP packet, which has the metadata, is missing, is compressed, or is not well-formed XML.",
    why="Asset systems and preflight look for it in the bytes of the file, without opening the PDF.",
    advice="Export the file again.",
    rules=("ISO 15930-7, 6.10", "ISO 16684-1, 7.3"),
    standards=(X4,),
)
def readable_packet(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    stream = reading.objects.root.get("/Metadata")
    if not isinstance(stream, Stream):
        yield Fault("the file has no XMP packet")
        return
    if "/Filter" in stream:
        yield Fault("the XMP packet is compressed")
    if (stream.get("/Type"), stream.get("/Subtype")) != (Name.Metadata, Name.XML):
        yield Fault("the stream of the XMP packet lacks its type or subtype")
    try:
        parse_xmp(reading.xmp)
    except ValueError as problem:
        yield Fault(f"the XMP packet can't be read: {problem}")
        return
    if re.search(r"<\?xpacket begin=[^>]*\b(bytes|encoding)=", reading.xmp):
        yield Fault("the head of the XMP packet has attributes that are no longer allowed")


@check_pdfx(
    "X724",
    "title, dates and identifiers are given",
    found="Metadata that the standard requires is missing: title, dates or identifiers.",
    why="The shop uses them to tell this file from the last one.",
    advice="Export the file again.",
    owner="developer",
    rules=("ISO 15930-7, 6.10", "ISO 15930-4, 6.7"),
)
def metadata_complete(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    packet = xmp_packet(reading)
    given = {**reading.info, **packet}
    for standard in expectation.edition.standards:
        missing = [name for name in NEEDED.get(standard, "").split() if not given.get(name)]
        # A packet that is missing or broken is reported by X723.
        if missing and (packet or standard != X4):
            yield Fault(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")


@check_pdfx(
    "X725",
    "metadata is consistent",
    found="Title, dates or another entry differ between the document information and the XMP packet.",
    why="Programs show one or the other; the file may have been changed after it was made.",
    advice="Ask for the original file, or build it again.",
    rules=("ISO 15930-7, 6.10", "ISO 16684-1, 8.6"),
)
def metadata_agrees(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    for key, name in SAME.items():
        one, other = reading.info.get(key, ""), xmp_packet(reading).get(name, "")
        if one and other and _value(one) != _value(other):
            yield Fault(f"{key} is “{one.lstrip('/')}”, and in the XMP packet “{other}”")


def _value(text: str) -> str | datetime:
    """Return *text*, parsed if it is a date in the format of PDF or of XMP."""
    parts = re.fullmatch(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z(?:00'?00'?)?|([+-]\d\d)'?(\d\d)'?)", text)
    if parts:
        year, month, day, hour, minute, second, *zone = parts.groups()
        offset = ":".join(zone) if zone[0] else "+00:00"
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}"
    try:
        return datetime.fromisoformat(text) if re.match(r"\d{4}-\d\d-\d\dT", text) else text.lstrip("/")
    except ValueError:
        return text


def _intents(reading: Reading) -> list[Any]:
    listed = reading.objects.root.get("/OutputIntents")
    intents: list[Any] = list(listed) if isinstance(listed, Array) else []
    return [intent for intent in intents if isinstance(intent, Dictionary) and intent.get("/S") == Name.GTS_PDFX]


def _text(intent: Any, key: str) -> str:
    return str(intent.get(key, "")).strip()


@check_pdfx(
    "X711",
    "one output intent",
    found="The file does not say for which press and paper it is made, or says it more than once.",
    why="The same inks give other colours on another paper; without one clear intent the shop must guess.",
    advice="Export it again with the shop's print condition as its one output intent.",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
)
def one_intent(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    count = len(_intents(reading))
    if count != 1:
        yield Fault(f"the file has {count or 'no'} output intent{'s' if count > 1 else ''} for print (GTS_PDFX)")


@check_pdfx(
    "X712",
    "the print condition is named",
    found="The output intent does not fully name its print condition, or names an unexpected one.",
    why="The shop sets up its press by this name.",
    advice="Ask the shop for its condition, and build the file for it: 'flyers build --press NAME'.",
    owner="coordinator, print shop",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
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


@check_pdfx(
    "X713",
    "the profile is embedded and suitable",
    found="The colour profile of the press is missing, outside the file, damaged, or not a CMYK output profile of a "
    "version that the standard allows.",
    why="Proofs and screens show the printed colours by it; a profile for screens or cameras says nothing about ink.",
    advice="Embed the output profile (class prtr, CMYK) of the print condition.",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2", "ISO 32000-1, 14.11.5"),
)
def profile_fits(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    old = X1A in expectation.edition.standards
    for intent in _intents(reading):
        if "/DestOutputProfileRef" in intent:
            yield Fault("the output intent names a profile outside the file")
        profile = intent.get("/DestOutputProfile")
        if not isinstance(profile, Stream):
            # PDF/X-1a may leave out the profile of a condition that the ICC has registered.
            if not (old and _text(intent, "/RegistryName").rstrip("/") == "http://www.color.org"):
                yield Fault("the output intent has no profile")
            continue
        # PDF 1.4 allows ICC.1:1998-09, PDF 1.6 ICC.1:2003-09.
        for problem in _unfit(profile.read_bytes(), profile.get("/N"), (2,) if old else (2, 4)):
            yield Fault(f"the profile {problem}")


def _unfit(data: bytes, components: Any, versions: tuple[int, ...]) -> Iterator[str]:
    """Yield what is wrong with the header of an ICC profile (ICC.1:2010, 7.2)."""
    if len(data) < 128 or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
        yield "is not an ICC profile, or is damaged"
        return
    device, space = data[12:16].decode("latin-1"), data[16:20].decode("latin-1").strip()
    if device != "prtr":
        yield f"is of the class {device}, not of a press (prtr)"
    if space != "CMYK" or components != 4:
        yield f"is for {space} with {components} components, not for CMYK with 4"
    if data[8] not in versions:
        yield f"is of ICC version {data[8]}, not of {' or '.join(map(str, versions))}"


@check_pdfx(
    "X714",
    "the profile is the condition's own",
    found="The colour profile in the file is not that of the print condition.",
    why="It was replaced, or the file was made with another one: proofs show the wrong colours.",
    advice="Build the file again; if the shop replaced the profile, ask why.",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2"),
    needs_expectation=True,
)
def profile_is_the_conditions(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    expected = expectation.edition.condition
    for intent in _intents(reading):
        profile = intent.get("/DestOutputProfile")
        if expected and isinstance(profile, Stream):
            found = hashlib.sha256(profile.read_bytes()).hexdigest()
            if found != expected.sha256:
                yield Fault(f"the profile's SHA-256 is {found[:12]}…, unlike that of {expected.identifier}")


@check_pdfx(
    "X715",
    "no RGB behind a colour for the press",
    found="A colour space depends on RGB: a spot ink with an RGB alternative, a palette, a pattern or a default. In "
    "PDF/X-1a, it is any space that is not made of inks.",
    why="The page seems to be in inks, but is converted at the press.",
    advice="Define every colour in CMYK.",
    owner="designer, print shop",
    rules=("ISO 15930-7, 6.4", "ISO 15930-4, 6.2"),
)
def no_rgb_behind(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    inks = {"/DeviceCMYK", "/DeviceGray", "/Separation", "/DeviceN", "/Indexed", "/Pattern", "/CMYK", "/G", "/I"}
    spaces = [space for _, space in reading.objects.resources("/ColorSpace")]
    spaces += (entry.value for entry in reading.objects.entries("/ColorSpace", "/CS"))
    for family in sorted({family for space in spaces for family in _families(space)}):
        if family in ("/DeviceRGB", "/RGB") or (X1A in expectation.edition.standards and family not in inks):
            yield Fault(f"a colour space is based on {family[1:]}")


def _families(space: Any, depth: int = 0) -> Iterator[str]:
    """Yield the family of a colour space, and of those beneath it (ISO 32000-1, 8.6.6)."""
    if isinstance(space, Name):
        if str(space).startswith(("/Device", "/RGB", "/CMYK")):
            yield str(space)
    elif isinstance(space, Array) and len(space) and depth < 4:
        family = str(space[0])
        yield family
        beneath = {"/Indexed": 1, "/I": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(family, len(space))
        if beneath < len(space):
            yield from _families(space[beneath], depth + 1)
