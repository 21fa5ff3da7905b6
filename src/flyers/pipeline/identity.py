"""The identity that a finished file records about itself."""

from __future__ import annotations

import calendar
import io
import time
from collections.abc import Mapping
from typing import Any

from flyers.pipeline.plan import IMAGE
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file records about itself (`flyers.pdf.painter` writes it).

    Attributes:
        edition: `Job.purpose`.
        code: the content code.
        condition: the identifier of its output intent for print; "" if it has none.
        pdfx: ``1a`` if it is labelled PDF/X-1a, ``4`` for any other file with such an intent, else "".
        condition_title: what it calls its condition.
        moment: when it was made, in seconds since 1970; 0 if it does not say.
    """

    product: str
    language: str
    edition: str
    code: str
    condition: str = ""
    pdfx: str = ""
    condition_title: str = ""
    moment: int = 0

    def __str__(self) -> str:
        return f"{self.product}, {self.language}, {self.edition}"


def identify(pdf: bytes) -> Identity | None:
    """Return what *pdf* records about itself; None if another program made it or it is not a PDF."""
    import pikepdf

    from flyers.proof.size_guard import UnreadableError, check_size

    try:
        check_size(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as file:
            subject = str(file.docinfo.get("/Subject", ""))
            keywords = str(file.docinfo.get("/Keywords", ""))
            condition, title = _condition(file.Root.get("/OutputIntents"))
            x1a = str(file.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1a")
            pdfx = "1a" if x1a else "4" if condition else ""
            moment = _moment(str(file.docinfo.get("/CreationDate", "")))
    except (pikepdf.PdfError, pikepdf.PasswordError, UnreadableError, ValueError, TypeError):
        return None
    match _labelled(subject, keywords):
        case product, language, edition, code if edition != IMAGE:  # no PDF has that edition
            return Identity(product, language, edition, code, condition, pdfx, title, moment)
    return None


def identify_image(labels: Mapping[str, str]) -> Identity | None:
    """Return what an image records about itself in its *labels* (`flyers.pipeline.images.labels`); None if nothing."""
    subject, _, keywords = labels.get("Comment", "").partition("; ")
    match _labelled(subject, keywords):
        case product, language, edition, code if edition == IMAGE:
            return Identity(product, language, edition, code)
    return None


def _labelled(subject: str, keywords: str) -> tuple[str, str, str, str] | None:
    """Return product, language, edition and content code from the two lines that have them."""
    match subject.split(", "), keywords.split():
        case [product, language, edition], [same, again, *_, code] if (product, language) == (same, again):
            return product, language, edition, code
    return None


def _moment(date: str) -> int:
    """Return a date as our files write it (``D:20261126151500Z``) in seconds since 1970; 0 for any other."""
    try:
        return calendar.timegm(time.strptime(date, "D:%Y%m%d%H%M%SZ"))
    except ValueError:
        return 0


def _condition(intents: Any) -> tuple[str, str]:
    """Return identifier and title of the output intent for print; "" if there is none or more than one."""
    from pikepdf import Array, Dictionary

    dictionaries = (
        [intent for intent in intents if isinstance(intent, Dictionary)] if isinstance(intents, Array) else []
    )
    named = [
        (str(intent.get("/OutputConditionIdentifier", "")), str(intent.get("/OutputCondition", "")))
        for intent in dictionaries
        if intent.get("/S") == "/GTS_PDFX"
    ]
    return named[0] if len(named) == 1 else ("", "")
