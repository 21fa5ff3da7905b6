"""Text strings: titles, alternative texts, what a screen reader says (PDF 32000-1, 7.9.2.2)."""

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

SOFT_HYPHEN = "\u00ad"


def text_string(text: str) -> pdfdoc.PDFString:
    """Return *text* as a string object, in PDFDocEncoding if that has all its characters, else in UTF-16.

    ReportLab takes PDFDocEncoding for Latin-1, but at the place of the soft hyphen it has none (32000-1, D.3).
    """
    return pdfdoc.PDFString(text, enc="utf-16" if SOFT_HYPHEN in text else "auto")
