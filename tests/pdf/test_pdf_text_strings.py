"""Text strings come back from a reader as they were written."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from reportlab.pdfbase import pdfdoc

from flyers.pdf.metadata import text_string


class Unencrypted:
    """A document as ReportLab's objects ask for it."""

    encrypt = pdfdoc.NoEncryption()


@pytest.mark.parametrize(
    "text",
    [
        "poster",
        "Menschen\u00adhandel",
        "été",
        "«Ω»",
        "مرحبا\u00ad",
        "(brackets) and \\ strokes",
        "line\nline",
        "€ “quoted” – dash",
    ],
)
def test_text_comes_back(text: str) -> None:
    file = pikepdf.new()
    written = text_string(text).format(Unencrypted())
    written = written if isinstance(written, bytes) else written.encode("latin-1")
    file.Root.Text = pikepdf.Object.parse(written)
    saved = BytesIO()
    file.save(saved)
    with pikepdf.open(saved) as again:
        assert str(again.Root.Text) == text


def test_a_soft_hyphen_is_not_written_in_an_encoding_that_has_none() -> None:
    assert text_string("a\u00adb").format(Unencrypted()).startswith(b"(\\376\\377")
