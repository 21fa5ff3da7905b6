"""Mutants of press files that are written so that programs read different pages, objects or instructions in them."""

from __future__ import annotations

import re

from real_mutants import MutantFile, mutant
from realfiles import RealFile

from pdfedits import with_bytes


def _with_a_hidden_page(pdf: bytes, before: bytes) -> bytes:
    """Return a file with another version of what draws its first page, after *before*, where no table names it."""
    (number,) = re.findall(rb"/Contents (\d+) 0 R", pdf)[:1]
    hidden = b"%s obj\n<< /Length 12 >>\nstream\n9 9 9 9 re f\nendstream\nendobj\n" % (before % int(number))
    return with_bytes(pdf, b"xref\n0 ", hidden + b"xref\n0 ")


@mutant("P002")
def two_strings_of_which_one_is_shown(file: RealFile) -> MutantFile:
    """Programs show the first or the last, which here are equal; of equal looks, they may say different words."""
    return file.with_content(lambda content: re.sub(r"(<[0-9A-F]+>)Tj", r"\1\1Tj", content, count=1))


@mutant("X706")
def an_instruction_that_some_read_as_two_words(file: RealFile) -> MutantFile:
    """poppler and MuPDF read a number and an instruction."""
    return file.with_content(lambda content: content.replace("\nBT\n", "\nBT\n0Tr\n", 1))
