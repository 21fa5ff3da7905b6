"""Mutants of the sample file: lines for tools."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name
from proofsample import ORIGIN, WIDTH, Sample
from sample_mutants import mutant

from expecting import with_pages
from flyers.page.document import Finish
from flyers.proof.expectations import Expectation
from pdfedits import edited

CUT_AT = 8.0
"""Points above the lower edge of the trim: below all words and as far from them as the safe margin."""


def _with_a_cut(sample: Sample, state: str) -> tuple[bytes, Expectation]:
    """Return the file with a cut from side to side, stroked in the graphics *state*, and an expectation that asks for it."""
    cut = Finish("cut", (("M", 0.0, CUT_AT), ("L", WIDTH, CUT_AT)))
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 0, 0]), N=1)

    def edit(pdf: pikepdf.Pdf) -> None:
        space = Array([Name.Separation, Name.Dieline, Name.DeviceCMYK, function])
        pdf.pages[0].Resources.ColorSpace["/Die"] = space

    y = ORIGIN + CUT_AT
    line = f"q /{state} gs /Die CS 1 SCN 0.5 w {ORIGIN} {y} m {ORIGIN + WIDTH} {y} l S Q"
    pdf = edited(sample.with_pieces(code=lambda piece: f"{piece}\n{line}"), edit)
    return pdf, with_pages(sample.expectation, lambda page: replace(page, finishing=(cut,)))


@mutant()
def a_cut_that_overprints(sample: Sample) -> tuple[bytes, Expectation]:
    """No fault: otherwise the others would prove nothing."""
    return _with_a_cut(sample, "Over")


@mutant("V901")
def a_cut_is_missing(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, _with_a_cut(sample, "Over")[1]


@mutant("C509")
def a_cut_that_knocks_out(sample: Sample) -> tuple[bytes, Expectation]:
    return _with_a_cut(sample, "Knock")
