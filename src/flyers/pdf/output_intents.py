"""Output intents: the printing condition, or the screen, that a file's colours are meant for (PDF 32000-1, 14.11.5)."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc

from flyers.content.press import PressCondition
from flyers.pdf.canvas import Name, Reference, Stream
from flyers.pdf.metadata import srgb_profile

_PROFILE = "OutputProfile"


def press_intent(document: Any, condition: PressCondition) -> Any:
    """Return the array with the one GTS_PDFX intent, its profile embedded (ISO 15930-7, 6.4)."""
    entries = {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFX"),
        "OutputConditionIdentifier": pdfdoc.PDFString(condition.identifier),
        "OutputCondition": pdfdoc.PDFString(condition.title),
        "Info": pdfdoc.PDFString(condition.info),
        "DestOutputProfile": _profile(document, condition.profile_bytes(), 4),
    }
    if condition.registry:
        entries["RegistryName"] = pdfdoc.PDFString(condition.registry)
    return pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(entries), "OutputIntent")])


def screen_intent(document: Any) -> Any:
    """Return the array with the one GTS_PDFA1 intent, sRGB (ISO 19005-2, 6.2.3)."""
    entries = {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "RegistryName": pdfdoc.PDFString("http://www.color.org"),
        "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": _profile(document, srgb_profile(), 3),
    }
    return pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(entries), "OutputIntent")])


def _profile(document: Any, data: bytes, components: int) -> Reference:
    entries = {"N": components, "Filter": Name("FlateDecode")}
    return document.Reference(Stream(_deflated(data), entries, compress=False), _PROFILE)


@lru_cache(maxsize=8)
def _deflated(data: bytes) -> bytes:
    """Return a profile, compressed once for all files that embed it: it is most of the size of many files."""
    return zlib.compress(data, 9)
