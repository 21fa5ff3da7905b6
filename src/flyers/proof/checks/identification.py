"""PDF/X: label and metadata (ISO 15930-7, 6.9 to 6.11; ISO 15930-4, 6.6 and 6.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pikepdf import Name, Stream

from flyers.findings import Fault
from flyers.proof.claims import PDF_X, X1A, X4, xmp_packet
from flyers.proof.expectations import Expectation
from flyers.proof.findings import check
from flyers.proof.reading import Reading

NEEDED = {
    X4: (
        "dc:title",
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "xmpMM:DocumentID",
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
    ),
    X1A: ("Title", "CreationDate", "ModDate"),
}
"""Required properties of the XMP packet (PDF/X-4) and keys of the information dictionary (PDF/X-1a)."""

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
"""Keys of the information dictionary with the same meaning in the XMP packet (ISO 16684-1, 8.6)."""


@check(
    "X721",
    "the file claims its PDF/X standard",
    found="The file claims another standard than it was made for, claims none, or has the claim in the wrong place.",
    why="Preflight and press interpret the file by this claim.",
    advice="Export it again; don't change the claim by hand.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.11",
    rules=("ISO 15930-7, 6.11", "ISO 15930-4, 6.7"),
    standards=PDF_X,
)
def label(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    in_packet, in_info = xmp_packet(reading).get("pdfxid:GTS_PDFXVersion"), reading.info.get("GTS_PDFXVersion", "")
    if X4 in expectation.edition.standards:
        if in_packet != X4:
            yield Fault(f"the XMP packet says “{in_packet}” instead of “{X4}”")
        if in_info:
            yield Fault(f"the document information says “{in_info}”, where PDF/X-4 has no claim")
    elif in_info != X1A:
        yield Fault(f"the document information says “{in_info}” instead of “{X1A}”")


@check(
    "X722",
    "the file says whether it is trapped",
    found="The file does not say, by True or False, whether it has been trapped.",
    why="Without it, a shop may trap it twice, or not at all: colours overlap too far, or leave white gaps.",
    advice="Set Trapped to False, unless the file has been trapped.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.9",
    rules=("ISO 15930-7, 6.9", "ISO 15930-4, 6.6"),
    standards=PDF_X,
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
    owner="developer",
    asked_by="ISO 15930-7, 6.10",
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
    if problem := xmp_packet(reading).problem:
        yield Fault(f"the XMP packet can't be read: {problem}")
    elif re.search(r"<\?xpacket begin=[^>]*\b(bytes|encoding)=", reading.xmp):
        yield Fault("the head of the XMP packet has attributes that are no longer allowed")


@check(
    "X724",
    "title, dates and identifiers are given",
    found="Metadata that the standard requires is missing: title, dates or identifiers.",
    why="The shop uses them to tell this file from the last one.",
    advice="Export the file again.",
    owner="developer",
    asked_by="ISO 15930-7, 6.10",
    rules=("ISO 15930-7, 6.10", "ISO 15930-4, 6.7"),
    standards=PDF_X,
)
def metadata_complete(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    # A packet that is missing or broken is reported by X723.
    known = {**reading.info, **xmp_packet(reading).properties}
    for standard in expectation.edition.standards:
        missing = [name for name in NEEDED.get(standard, ()) if not known.get(name)]
        if missing and not (standard == X4 and not xmp_packet(reading).properties):
            yield Fault(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")


@check(
    "X725",
    "metadata is consistent",
    found="Title, dates or another entry differ between the document information and the XMP packet.",
    why="Programs show one or the other; the file may have been changed after it was made.",
    advice="Ask for the original file, or build it again.",
    owner="print shop, developer",
    asked_by="ISO 15930-7, 6.10",
    rules=("ISO 15930-7, 6.10", "ISO 16684-1, 8.6"),
    standards=PDF_X,
)
def metadata_agrees(reading: Reading, expectation: Expectation) -> Iterator[Fault]:
    yield from map(Fault, disagreements(reading))


def disagreements(reading: Reading) -> Iterator[str]:
    """Yield what the document information and the XMP packet say differently."""
    about = xmp_packet(reading)
    for key, name in SAME.items():
        one, other = reading.info.get(key, ""), about.get(name)
        if one and other and _value(one) != _value(other):
            yield f"{key} is “{one.lstrip('/')}”, and in the XMP packet “{other}”"


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
