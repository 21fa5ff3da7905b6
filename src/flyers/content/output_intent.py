"""The rules for ICC profiles in an output intent of PDF/X."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from flyers.content.icc import Profile
from flyers.content.schema import Problem

PdfX = Literal["4", "1a"]
"""PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4)."""

_CLASSES = {
    "scnr": "a scanner or camera",
    "mntr": "a screen",
    "link": "a link between two devices",
    "spac": "a colour space",
    "abst": "an abstract conversion",
    "nmcl": "named colours",
}
_TABLES = ("A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2")


def unfit(profile: Profile, pdfx: PdfX) -> Iterator[Problem]:
    """Yield why a profile cannot be in the output intent of a CMYK file (ISO 15930-7, 6.4; ISO 15930-4, 6.2)."""
    if profile.device_class != "prtr":
        what = _CLASSES.get(profile.device_class, f"class “{profile.device_class}”")
        yield Problem(
            f"is a profile of {what}, not of a press.", "An output intent takes a profile of the output class, prtr."
        )
        return
    if profile.space != "CMYK":
        yield Problem(
            f"is for {profile.space}.", "Press files are in CMYK inks: take the CMYK profile of the press and paper."
        )
        return
    versions = {"4": (2, 4), "1a": (2,)}[pdfx]
    if profile.version[0] not in versions:
        stated = ".".join(map(str, profile.version))
        # ICC.1:1998-09, which PDF 1.4 names, is version 2; ICC.1:2003-09 of PDF 1.6 is version 4.
        yield Problem(
            f"is of ICC version {stated}, which PDF/X-{pdfx} does not take.",
            f"Take one of version {' or '.join(map(str, versions))}" + (", or PDF/X-4." if pdfx == "1a" else "."),
        )
    if lacking := [tag for tag in ("desc", *_TABLES) if tag not in profile.tags]:
        yield Problem(
            f"lacks {', '.join(lacking)}.", "An output profile needs them all (ICC.1:2010, 8.5): take a complete one."
        )
