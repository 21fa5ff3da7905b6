"""Files that are written otherwise than ours, each told by what is different about it (V921)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from proofsample import good
from realfiles import real

from flyers.proof.writing import ambiguities
from pdfedits import with_bytes

TABLE = "its table of objects is cut short, or has something else in it"
SEVERAL_TABLES = "it has several tables of its objects, or something follows the last one"
BETWEEN = "it has something between its objects, or a stream without its length"
BEFORE = "something stands before its first object"
COMMENT = "it has a comment, or white space that programs read differently"
VERSION = "something else is in the line of its version"


def told(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number in range(1, len(pdf.objects)):  # as the proof does: warnings come while objects are read
            pdf.get_object(number, 0)
        return list(ambiguities(data, pdf))


def resaved(**options: object) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(good().pdf)) as pdf:
        pdf.save(held, **options)
    return held.getvalue()


def test_our_files_are_written_as_ours_are() -> None:
    assert told(real("es", "wallet-card").pdf) == told(good().pdf) == []


def in_table(change: Callable[[bytes], bytes]) -> bytes:
    """Return the file with *change* made in its table of objects and in what follows; the place of the table is the same."""
    data = good().pdf
    at = data.rindex(b"\nxref\n") + 1
    changed = change(data[at:])
    assert changed != data[at:]
    return data[:at] + changed


@pytest.mark.parametrize(
    ("data", "difference"),
    [
        (lambda: in_table(lambda table: table.replace(b" n \n", b" n\r\n", 1)), TABLE),
        (lambda: in_table(lambda table: re.sub(rb"xref\n0 (\d+)\n", rb"xref\n0 \1 \n", table)), TABLE),
        (lambda: in_table(lambda table: table.replace(b" 65535 f \n", b" 65535 f\r\n")), TABLE),
        (lambda: good().pdf + b"% more\n", SEVERAL_TABLES),
        (lambda: good().pdf.replace(b"startxref\n", b"startxref \n"), SEVERAL_TABLES),
        (lambda: with_bytes(good().pdf, b"\n1 0 obj", b"\n\n1 0 obj"), BEFORE),
        (lambda: with_bytes(good().pdf, b"endobj\n", b"endobj\n \n"), BETWEEN),
        (lambda: with_bytes(good().pdf, b"/Type ", b"/Type\t"), COMMENT),
        (lambda: with_bytes(good().pdf, b"/Type ", b"/Type\0"), COMMENT),
        (lambda: with_bytes(good().pdf, b"/Type ", b"/Type%\n"), COMMENT),
        (lambda: with_bytes(good().pdf, b"/Size ", b"/Extra 1 /Size "), "its trailer has the entry Extra"),
        (lambda: re.sub(rb"^(%PDF-1\.\d)\n%", rb"\1 %", good().pdf), VERSION),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_told(data: Callable[[], bytes], difference: str) -> None:
    assert told(data())[:1] == [difference]


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        ({"linearize": True}, "it was rearranged for loading page by page"),
        ({"object_stream_mode": pikepdf.ObjectStreamMode.generate}, "its table of objects is packed"),
    ],
)
def test_a_file_that_is_arranged_otherwise_is_told_so(options: dict[str, object], difference: str) -> None:
    (problem,) = told(resaved(**options))
    assert problem.startswith(difference)


def test_what_qpdf_says_of_a_damaged_file_is_told_without_addresses_in_memory() -> None:
    twice = with_bytes(good().pdf, b"/Contents ", b"/Contents 1 0 R /Contents ")
    assert told(twice) == [
        "it breaks the rules of PDF: dictionary has duplicated key /Contents; last occurrence overrides earlier ones"
    ]
    lost = good().pdf.replace(b"startxref\n", b"startxref\n9")
    assert told(lost)[:2] == [
        "it breaks the rules of PDF: file is damaged",
        "it breaks the rules of PDF: xref not found",
    ]


def test_signs_in_texts_are_no_comments() -> None:
    """A title may have a percent sign, and say what looks like an object to who looks for one."""
    data = with_bytes(good().pdf, b"(You are not alone)", b"(100% you \\(are\\) not alone)")
    assert told(data) == []
    hidden = with_bytes(good().pdf, b"(You are not alone)", b"(You 1 0 obj are)")
    assert told(hidden) == ["it has objects that are in no table, or several versions of one"]
